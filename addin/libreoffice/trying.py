"""LibreOffice as a ``Program`` for the self-test, and the process that runs it from outside, headless on scratch documents."""

from __future__ import annotations

import contextlib
import locale
import platform
import re
import struct
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uno

if TYPE_CHECKING:
    import xlwings as xw

    from addin.selftest.model import SheetCell

PATIENCE = 90
HTML = "HTML (StarCalc)"
CELL = re.compile(r"<(tr|td)\b([^>]*)>", re.IGNORECASE)
NUMBER = re.compile(r'(rowspan|colspan|bgcolor)="?#?(\w+)', re.IGNORECASE)
SHEET = re.compile(r'<A NAME="table\d+"><h1>[^<]*<em>([^<]*)</em>')


def value(name: str, content: Any) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, content
    return made


class LibreOffice:
    """See ``addin.selftest.model.Program``. ``context``: of the office, inside it or through a pipe."""

    name = "LibreOffice"

    def __init__(self, context: Any) -> None:
        self.context = context
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def facts(self) -> dict[str, str]:
        from addin.libreoffice.documents import App

        return {
            "程序": f"LibreOffice {App(self.context).version}", "位数": str(8 * struct.calcsize("P")),
            "语言": locale.setlocale(locale.LC_CTYPE), "系统": f"{platform.system()} {platform.machine()}",
            "Python": platform.python_version(),
        }  # fmt: skip

    def open(self, path: Path) -> xw.Book:
        from addin.libreoffice.documents import open_document

        address = uno.systemPathToFileUrl(str(path))
        document = self.desktop.loadComponentFromURL(address, "_blank", 0, (value("Hidden", True),))
        document.calculateAll()
        return open_document(document, self.context)

    def close(self, book: xw.Book) -> None:
        book.api.setModified(False)
        book.api.close(True)

    def pause(self, book: xw.Book) -> None:
        book.api.enableAutomaticCalculation(False)

    def calculate(self, book: xw.Book) -> None:
        book.api.calculate()
        book.api.enableAutomaticCalculation(True)

    def save_copy(self, book: xw.Book, path: Path) -> None:
        from addin.libreoffice.documents import EXCEL_FILTER

        book.api.storeToURL(uno.systemPathToFileUrl(str(path)), (value("FilterName", EXCEL_FILTER),))

    def spelled(self, formula: str) -> str:
        return formula

    def colours(self, book: xw.Book, asked: set[SheetCell]) -> Mapping[SheetCell, str]:
        """The fills in the document's HTML export, the only way in which LibreOffice reports displayed colours."""
        del asked
        path = Path(book.fullname).with_suffix(".html")
        book.api.storeToURL(uno.systemPathToFileUrl(str(path)), (value("FilterName", HTML),))
        found = shown_colours(path.read_text("utf-8"))
        rows = {sheet.name: rows_in_sight(sheet.api) for sheet in book.sheets}
        return {(title, rows[title][row - 1], column): colour for (title, row, column), colour in found.items()}

    def hide_by_filter(self, book: xw.Book, sheet: str, heading_row: int, column: int, hidden: str) -> bool:
        used: Any = book.sheets[sheet].used_range
        block: Any = book.sheets[sheet].range((heading_row, 1), (used.area.last_row, used.area.last_column))
        area = block.cells
        descriptor = area.createFilterDescriptor(True)
        field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
        field.Field, field.Operator = column - 1, uno.Enum("com.sun.star.sheet.FilterOperator", "NOT_EQUAL")
        field.StringValue, descriptor.ContainsHeader = hidden, True
        descriptor.setFilterFields((field,))
        area.filter(descriptor)
        return True

    def diagnosis(self) -> str:
        from addin.installing.diagnose import summary
        from addin.libreoffice.diagnosis import diagnose
        from addin.libreoffice.documents import App

        return summary(diagnose(App(self.context).version, True))


def rows_in_sight(sheet: Any) -> list[int]:
    """The visible rows from the first to the last used one, which an export contains."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows = sheet.Rows
    return [at + 1 for at in range(cursor.RangeAddress.EndRow + 1) if rows.getByIndex(at).IsVisible]


def shown_colours(page: str) -> dict[SheetCell, str]:
    """{(sheet, visible row, column): background} of every filled cell; merged cells by their first one."""
    found: dict[SheetCell, str] = {}
    pieces = SHEET.split(page)
    for title, table in zip(pieces[1::2], pieces[2::2], strict=True):
        taken: set[tuple[int, int]] = set()
        row = column = 0
        for tag, attributes in CELL.findall(table):
            if tag.lower() == "tr":
                row, column = row + 1, 0
                continue
            column += 1
            while (row, column) in taken:
                column += 1
            attribute_values = {key.lower(): text for key, text in NUMBER.findall(attributes)}
            height, width = int(attribute_values.get("rowspan", 1)), int(attribute_values.get("colspan", 1))
            taken |= {(row + down, column + right) for down in range(height) for right in range(width)}
            found[title, row, column] = attribute_values.get("bgcolor", "").upper()
    return found


def connected(pipe: str) -> Any:
    """The context of the office that listens at ``pipe``."""
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # not started yet
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def try_out(context: Any, result: str) -> None:
    """Run the self-test in the surrounding office and write the results to the file ``result``."""
    from addin.selftest.running import completed, written

    written(completed(LibreOffice(context)), Path(result))


def main() -> None:
    """``trying.py PIPE add EXTENSION`` or ``PIPE try RESULT.json``: add the extension to the office at the pipe, or run the
    self-test of the one that it has; then end the office."""
    pipe, verb, file = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    context = connected(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        if verb == "add":
            from addin.libreoffice.installing.managing import Surroundings

            manager = context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
            manager.addExtension(uno.systemPathToFileUrl(file), (), "user", None, Surroundings())
        else:
            context.ServiceManager.createInstanceWithContext("org.gaoyan.Buttons", context).trigger(f"selftest:{file}")
    finally:
        with contextlib.suppress(Exception):  # the bridge closes before the answer arrives
            desktop.terminate()


if __name__ == "__main__":
    main()
