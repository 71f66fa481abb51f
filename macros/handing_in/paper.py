"""打印区域: list sheets print down to their last used row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbooks.closed.paper import SHEETS, Fitted, fit, is_ours
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["Fitted", "set_print_areas"]


def set_print_areas(book: xw.Book) -> Fitted:
    """Set the print areas of an open workbook. Every writing macro does so by itself.

    Errors: Unusable if the workbook has none of these sheets.
    """
    if not any(is_ours(sheet.name) for sheet in book.sheets):
        what = f"没有可以设置打印区域的工作表（{'、'.join(SHEETS)}）"
        raise Unusable(book.name, what, "请在高研项目的工作簿中运行")
    return fit(book)
