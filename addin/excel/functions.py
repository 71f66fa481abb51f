"""The cell functions for classic xlwings in Excel for Windows: the wrappers of the .xlam call them by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from addin.excel.served_functions import RANGES, served
from udfs.functions import catalogue as functions
from udfs.functions.registry import FUNCTIONS, CellFunction
from workbooks.notices.installed import make_known

assert functions
make_known()


def registered(function: CellFunction) -> Callable[..., Any]:
    """Register the function with xlwings; elsewhere than in Excel for Windows it is returned unchanged."""
    import xlwings as xw

    made = served(function)
    for one in function.arguments:
        made = xw.arg(one.parameter, **RANGES)(made)
    return xw.func(made)  # type: ignore[no-any-return]


for _function in FUNCTIONS.values():
    globals()[_function.name] = registered(_function)
