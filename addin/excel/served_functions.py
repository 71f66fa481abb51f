"""The cell functions in the shape that xlwings serves: plain arguments, every range a block of rows.

So a row is never taken for a column, and the errors of cells come in as their words.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from udfs.functions.registry import CellFunction

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
    call.__annotations__ = {}
    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.description
    return call


def alone(argument: Any) -> Any:
    """A block of one cell as its value: a count or a day among whole ranges."""
    if isinstance(argument, list) and len(argument) == 1 and isinstance(argument[0], list) and len(argument[0]) == 1:
        return argument[0][0]
    return argument
