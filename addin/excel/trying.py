"""Excel as a ``Program`` for the self-test, through xlwings' public interface; Windows-only features are marked.

Untested, since no Excel is available (docs/hosts-checklist.md).
"""

from __future__ import annotations

import locale
import platform
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    import xlwings as xw

    from addin.selftest.model import SheetCell

WHERE = "Excel"


class Excel:
    """See ``addin.selftest.model.Program``. ``app``: a running Excel, the user's or started for the test."""

    name = "Excel"

    def __init__(self, app: xw.App) -> None:
        self.app = app
        self.mode = app.calculation

    def facts(self) -> dict[str, str]:
        """``OperatingSystem`` and ``International`` (3: decimal, 5: list separator) are Windows-only."""
        found = {
            "程序": f"Excel {self.app.version}", "Python": f"{platform.python_version()}，{8 * struct.calcsize('P')}位",
            "语言": str(locale.getlocale()[0]), "系统": f"{platform.system()} {platform.release()} {platform.machine()}",
        }  # fmt: skip
        if sys.platform == "win32":
            api = self.app.api
            found |= {"Excel的系统": str(api.OperatingSystem), "小数点和分隔符": f"{api.International(3)} {api.International(5)}"}
        return found

    def open(self, path: Path) -> xw.Book:
        book = self.app.books.open(str(path))
        self.app.calculate()
        return book

    def close(self, book: xw.Book) -> None:
        book.close()
        self.app.calculation = self.mode

    def pause(self, book: xw.Book) -> None:
        del book
        self.app.calculation = "manual"

    def calculate(self, book: xw.Book) -> None:
        del book
        self.app.calculate()
        self.app.calculation = "automatic"

    def save_copy(self, book: xw.Book, path: Path) -> None:
        """xlwings' ``save`` under another name would switch to the copy; ``SaveCopyAs`` is Windows-only."""
        if sys.platform == "win32":
            book.api.SaveCopyAs(str(path))
        else:
            book.save(str(path))

    def spelled(self, formula: str) -> str:
        """Functions newer than the file format are typed without the prefix _xlfn."""
        return formula.replace("_xlfn.", "")

    def colours(self, book: xw.Book, asked: set[SheetCell]) -> Mapping[SheetCell, str] | None:
        """``DisplayFormat`` is Windows-only."""
        if sys.platform != "win32":
            return None
        found = {}
        for sheet, row, column in asked:
            colour = int(book.sheets[sheet].range((row, column)).api.DisplayFormat.Interior.Color)
            found[sheet, row, column] = f"{colour & 0xFF:02X}{colour >> 8 & 0xFF:02X}{colour >> 16 & 0xFF:02X}"
        return found

    def hide_by_filter(self, book: xw.Book, sheet: str, heading_row: int, column: int, hidden: str) -> bool:
        """``AutoFilter`` with its arguments is Windows-only."""
        if sys.platform != "win32":
            return False
        used = book.sheets[sheet].used_range
        area = book.sheets[sheet].range((heading_row, 1), (used.last_cell.row, used.last_cell.column))
        area.api.AutoFilter(Field=column, Criteria1=f"<>{hidden}")
        return True

    def diagnosis(self) -> str:
        from addin.installing.doctor import diagnosis

        return diagnosis()


def tried() -> dict[str, Any]:
    """Run the self-test in a new Excel with the add-in loaded, and return the results. Errors: Unusable."""
    from addin.installing.places import addin_path, check_platform
    from addin.installing.real import RealSystem
    from addin.selftest.running import completed

    system = RealSystem()
    check_platform(system)
    add_in = addin_path(system)
    if not add_in.is_file():
        raise Unusable(WHERE, "还没有安装加载项", "请运行 gaoyan addin install，再试一次")
    import xlwings as xw

    try:
        app = xw.App(visible=False, add_book=False)
    except Exception as error:  # errors differ by system
        raise Unusable(WHERE, f"没有启动（{type(error).__name__}）", "请运行 gaoyan addin doctor") from None
    try:
        app.display_alerts = False
        app.books.open(str(add_in))  # an Excel started by a program loads no add-ins
        return completed(Excel(app))
    finally:
        app.quit()
