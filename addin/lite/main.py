"""The entry module for xlwings Lite, used as ``from addin.lite.main import *``.

Registers every cell function under its name, and every button that needs no disk as a script. Where xlwings serves neither,
both are returned unchanged.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import xlwings as xw

from addin.buttons.pressing import press
from addin.buttons.registry import Button
from addin.buttons.tab import in_the_browser
from addin.excel.served_functions import RANGES, served
from addin.lite.desk import LiteDesk
from addin.lite.filters import filtered_sheets
from udfs.functions import catalogue as functions
from udfs.functions.registry import FUNCTIONS, CellFunction
from workbooks.book.filters import SHOW_FIRST

assert functions
DATE_FORMAT = "yyyy-mm-dd"
NO_LEDGER = "/no-ledger"

if sys.platform == "emscripten":
    # The browser has no folder for a ledger; a nonexistent location means that there is none.
    os.environ.setdefault("GAOYAN_LEDGER", NO_LEDGER)


def function(one: CellFunction) -> Callable[..., Any]:
    """Register the cell function with its help in xlwings Lite."""
    made = served(one)
    for argument in one.arguments:
        made = xw.arg(argument.parameter, doc=f"{argument.name}：{argument.help}", **RANGES)(made)
    made = xw.ret(date_format=DATE_FORMAT)(made)
    return xw.func(name=one.name)(made)  # type: ignore[no-any-return]


def script(one: Button) -> Callable[..., Any]:
    """Register the button as a script on the workbook."""

    async def run(book: xw.Book) -> None:
        desk = LiteDesk(book)
        if filtered := "" if one.quiet else await filtered_sheets(book):
            desk.tell(one.label, f"{filtered}：正在筛选，此时写入会写错行，因此没有写入。{SHOW_FIRST}", wrong=True)
            return
        press(one.id, book, desk)
        if one.quiet and desk.last:
            desk.tell(one.label, desk.last)

    run.__annotations__ = {"book": xw.Book, "return": None}
    run.__name__ = run.__qualname__ = one.id
    run.__doc__ = one.screentip
    return xw.script(name=one.label)(run)  # type: ignore[no-any-return]


_made = {one.name: function(one) for one in FUNCTIONS.values()} | {one.id: script(one) for one in in_the_browser()}
globals().update(_made)
__all__ = list(_made)
