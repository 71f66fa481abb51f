"""The registry of the cell functions: name, help texts, and broadcasting over cells and blocks.

A cell function is declared once, with the decorator :func:`cell_function` on a pure function of single values::

    @cell_function("GY_STAFF_LIMIT", "学员人数对应的工作人员人数上限", {"学员人数": "附件4的学员人数"}, "二")
    def staff_limit_cell(trainees: Value) -> Result: ...

The wrappers of every host (Excel, LibreOffice, xlwings Lite) and the handbook are generated from the registry. The decorated
function takes single values or blocks (lists of rows) and returns the same shape; single cells, rows and columns are broadcast
to the size of the blocks. Blank cells stay blank. It never raises: errors become a reason in Chinese in the cell. Exact results
become numbers that a spreadsheet can hold.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from udfs.values.cells import blank

FunctionResult = str | int | float | Decimal | Fraction | date | None
CellAnswer = str | int | float | date
CellBlock = list[list[Any]]
BLANK: CellAnswer = ""
UNEQUAL_SHAPES = "各区域的行数、列数不一致"
CANNOT = "无法计算，请检查参数"


class CellProblem(ValueError):
    """The reason in Chinese why a cell function has no result; shown in the cell."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: ``parameter`` is its Python name (ASCII, for wrappers), ``name`` and ``help`` are shown to users."""

    parameter: str
    name: str
    help: str
    optional: bool


@dataclass(frozen=True, slots=True)
class CellFunction:
    """A registered cell function. ``call`` takes single values or blocks; ``lifted`` is False if it takes whole ranges."""

    name: str
    description: str
    arguments: tuple[Argument, ...]
    clause: str
    call: Callable[..., Any]
    lifted: bool

    @property
    def signature(self) -> str:
        """The function as a user types it: GY_ID_CHECK(证件号 [, 证件类型])."""
        shown = ""
        for argument in self.arguments:
            comma = ", " if shown else ""
            shown += f" [{comma}{argument.name}]" if argument.optional else f"{comma}{argument.name}"
        return f"{self.name}({shown.strip()})"


FUNCTIONS: dict[str, CellFunction] = {}
"""{name: cell function} in order of declaration; filled by importing ``udfs.functions.catalogue``."""


def cell_function(
    name: str,
    description: str,
    arguments: Mapping[str, str],
    clause: str,
    *,
    blank_if: Sequence[str] = (),
    lifted: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a cell function.

    ``arguments``: {Chinese name: help text} in the order of the parameters. The result is blank if all arguments named in
    ``blank_if`` are blank (default: the first). ``lifted=False``: the function takes whole ranges and returns a block or a
    value.
    """

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        if name in FUNCTIONS:
            raise ValueError(f"cell function {name} is declared twice")
        parameters = list(inspect.signature(function).parameters.values())
        declared = tuple(
            Argument(parameter.name, chinese, text, parameter.default is not parameter.empty)
            for parameter, (chinese, text) in zip(parameters, arguments.items(), strict=True)
        )
        names = list(arguments)
        keys = tuple(names.index(key) for key in (blank_if or names[:1]))
        call = lift(function, keys) if lifted else guarded(function)
        FUNCTIONS[name] = CellFunction(name, description, declared, clause, call, lifted)
        return call

    return declare


def lift(function: Callable[..., FunctionResult], keys: tuple[int, ...]) -> Callable[..., CellAnswer | CellBlock]:
    """Broadcast the function over single values or blocks; blank where all arguments at ``keys`` are blank."""

    @functools.wraps(function)
    def call(*arguments: Any) -> CellAnswer | CellBlock:
        if not any(isinstance(argument, list | tuple) for argument in arguments):
            return verdict(function, arguments, keys)
        blocks = [as_block(argument) for argument in arguments]
        height = max(len(block) for block in blocks)
        width = max(len(block[0]) for block in blocks)
        if any(len(block) not in (1, height) or len(block[0]) not in (1, width) for block in blocks):
            return [[UNEQUAL_SHAPES]]
        return [
            [
                verdict(function, [block[row % len(block)][column % len(block[0])] for block in blocks], keys)
                for column in range(width)
            ]
            for row in range(height)
        ]

    return call


def as_block(argument: Any) -> CellBlock:
    """An argument as rows of equal length; a flat list is a column, a single value a 1×1 block."""
    if not isinstance(argument, list | tuple):
        return [[argument]]
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in argument]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return [[None]]
    return [row + [None] * (width - len(row)) for row in rows]


def verdict(function: Callable[..., FunctionResult], arguments: Sequence[Any], keys: tuple[int, ...]) -> CellAnswer:
    """The result for single values; blank, or a reason in Chinese, in its place."""
    if all(at >= len(arguments) or blank(arguments[at]) for at in keys):
        return BLANK
    try:
        return as_answer(function(*arguments))
    except CellProblem as problem:
        return str(problem)
    except Exception:  # a cell must show words, whatever a user or a host passes
        return CANNOT


def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, returning a reason in Chinese instead of raising."""

    @functools.wraps(function)
    def call(*arguments: Any) -> Any:
        try:
            result = function(*arguments)
        except CellProblem as problem:
            return str(problem)
        except Exception:
            return CANNOT
        return result if isinstance(result, list) else as_answer(result)

    return call


def as_answer(result: FunctionResult) -> CellAnswer:
    """A result as a spreadsheet value: exact numbers as int or nearest float, None as ''."""
    if result is None:
        return BLANK
    if isinstance(result, Decimal | Fraction):
        return int(result) if result == int(result) else float(result)
    if isinstance(result, datetime):
        return result.date()
    return result
