"""The cell functions as classic xlwings serves them in Excel for Windows: the wrappers of the .xlam call them by name.

Every range comes in as a block of rows, so that a row is never taken for a column, and errors of cells come in as their words.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from udfs import functions
from udfs.function_registry import FUNCTIONS, CellFunction

assert functions
RANGES: Mapping[str, Any] = {"ndim": 2, "err_to_str": True}


def served(function: CellFunction) -> Callable[..., Any]:
    """The function under its own name, with the arguments that the wrappers hand over and no annotations to convert by."""

    def call(*arguments: Any) -> Any:
        given = [alone(argument) for argument in arguments] if not function.lifted else arguments
        return function.call(*given)

    parameters = [
        inspect.Parameter(
            one.parameter,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=None if one.optional else inspect.Parameter.empty,
        )
        for one in function.arguments
    ]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.description
    return call


def alone(argument: Any) -> Any:
    """A block of one cell as its value: a count or a day among whole ranges."""
    if isinstance(argument, list) and len(argument) == 1 and isinstance(argument[0], list) and len(argument[0]) == 1:
        return argument[0][0]
    return argument


def registered(function: CellFunction) -> Callable[..., Any]:
    """The function as xlwings knows it; on a system without Excel for Windows xlwings hands it back as it is."""
    import xlwings as xw

    made = served(function)
    for one in function.arguments:
        made = xw.arg(one.parameter, **RANGES)(made)
    return xw.func(made)  # type: ignore[no-any-return]


for _function in FUNCTIONS.values():
    globals()[_function.name] = registered(_function)
