"""The cell functions in the form that xlwings serves: plain arguments, every range as a block of rows.

So rows are never taken for columns, and error values arrive as text.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from udfs.functions.registry import CellFunction

RANGES: Mapping[str, Any] = {"ndim": 2, "err_to_str": True}


def served(function: CellFunction) -> Callable[..., Any]:
    """The function under its own name, with the arguments that the wrappers pass and without annotations."""

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
    """The value of a 1×1 block: a count or a date among whole ranges."""
    if isinstance(argument, list) and len(argument) == 1 and isinstance(argument[0], list) and len(argument[0]) == 1:
        return argument[0][0]
    return argument
