"""The cell functions as LibreOffice calls them: what it hands over is turned into values, the answer into a block of cells.

LibreOffice hands an empty single cell over as 0. Where 0 means something (a count, an amount) it stays 0; a document number, a
title or a date of 0 there is none, so there it counts as empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from addin.libreoffice.packages import missing

PREFIX = "GY_"
CALLER = "GY_VIOLATIONS"
"""It takes whole ranges as they stand in the document, with their dates and errors; the others take values."""
COUNTS = frozenset((
    "学员人数", "工作人员", "学员", "请假", "缺勤", "总学时", "区域", "人数", "天数", "学时", "税后", "金额",
    "很满意", "满意", "一般", "不满意", "课时",
))  # fmt: skip
"""The arguments that can rightly be 0."""
DAY_ONE = date(1899, 12, 30).toordinal()
Block = tuple[tuple[str | float, ...], ...]


def answered(method: str, arguments: Sequence[Any]) -> Block:
    """The answer of the function whose name without prefix is ``method``, as a block; errors are words in it."""
    try:
        from udfs.functions import catalogue as functions
        from udfs.functions.registry import FUNCTIONS
        from workbooks.notices.installed import make_known_once
    except ImportError as error:
        return ((missing(error),),)
    assert functions
    make_known_once()
    function = FUNCTIONS[PREFIX + method]
    given: list[Any] = list(arguments)
    if function.name == CALLER:
        document, *ranges = given
        given = [range_values(one, document) for one in ranges]
    given = [lone(value, argument.name) for value, argument in zip(given, function.arguments, strict=True)]
    while given and given[-1] is None and function.arguments[len(given) - 1].optional:
        given.pop()
    return as_block(function.call(*given))


def range_values(given: Any, document: Any) -> Any:
    """A range as rows of values; anything else as it is."""
    if not hasattr(given, "getDataArray"):
        return given
    from addin.libreoffice.blocks import Formats, read

    return read(given, Formats(document))


def lone(value: Any, argument: str) -> Any:
    """A value or block as the functions take it: a lone 0 that cannot be meant is an empty cell, a tuple a list."""
    if isinstance(value, tuple | list):
        return [list(row) for row in value]
    if value == "" or (value == 0 and argument not in COUNTS):
        return None
    return value


def as_block(result: Any) -> Block:
    rows = result if isinstance(result, list) else [[result]]
    return tuple(tuple(shown(value) for value in row) for row in rows)


def shown(value: Any) -> str | float:
    """A value as LibreOffice takes it: dates are days, whole numbers floats, nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return float(value.toordinal() - DAY_ONE)
    return float(value)
