"""Open LibreOffice documents as books for macros: what macros ask of an xlwings book, served over UNO without xlwings.

Works inside LibreOffice and, over a socket, from outside. ``open_document(document, context)`` returns a book.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import uno

from addin.libreoffice.blocks import Formats
from addin.libreoffice.page_setup import PageSetup
from addin.libreoffice.ranges import Names, Range, RangeFormulas, area_of
from workbooks.ooxml.addresses import Area, parse_area

if TYPE_CHECKING:
    import xlwings as xw

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
EXCEL_FILTER = "Calc MS Excel 2007 XML"


class App:
    """A running LibreOffice."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.copied: Range | None = None
        """What ``Range.paste`` takes from."""
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def version(self) -> str:
        provider = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context
        )
        node = uno.createUnoStruct("com.sun.star.beans.NamedValue")
        node.Name, node.Value = "nodepath", "/org.openoffice.Setup/Product"
        access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
        return str(access.getByName("ooSetupVersion"))

    @property
    def cut_copy_mode(self) -> str | None:
        return "copy" if self.copied is not None else None

    @cut_copy_mode.setter
    def cut_copy_mode(self, _: bool) -> None:
        """Any assignment ends copying, as in Excel."""
        self.copied = None


class Books:
    """The open spreadsheets."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __iter__(self) -> Iterator[Book]:
        documents = self.app.desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            if getattr(document, "supportsService", None) and document.supportsService(SPREADSHEET):
                yield Book(self.app, document)

    @property
    def active(self) -> Book:
        """The active spreadsheet; if unknown, the only one. Errors: KeyError if there is none."""
        document = self.app.desktop.getCurrentComponent()
        if document is None:
            books = list(self)
            if len(books) == 1:
                return books[0]
        if document is None or not document.supportsService(SPREADSHEET):
            raise KeyError("no spreadsheet is open")
        return Book(self.app, document)

    def open(self, fullname: str) -> Book:
        address = uno.systemPathToFileUrl(os.path.realpath(fullname))
        return Book(self.app, self.app.desktop.loadComponentFromURL(address, "_default", 0, ()))


class Book:
    """An open spreadsheet document."""

    def __init__(self, app: App, document: Any) -> None:
        self.app = app
        self.document = document
        self.formats = Formats(document)
        self.formulas = RangeFormulas(document)

    @property
    def api(self) -> Any:
        return self.document

    @property
    def fullname(self) -> str:
        """The path, or the title of a document that was never saved."""
        address = str(self.document.URL)
        return str(uno.fileUrlToSystemPath(address)) if address.startswith("file:") else str(self.document.Title)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    @property
    def selection(self) -> Range | None:
        """The selected block; None if something else is selected."""
        chosen = self.document.CurrentController.getSelection()
        if chosen is None or not chosen.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        address = chosen.RangeAddress
        return Range(self.sheets[address.Sheet], area_of(address))

    def text_of(self, cell: Any) -> str:
        """The formula of a cell in Excel's notation."""
        return self.formulas.text(cell.getTokens(), cell.CellAddress)

    def close(self) -> None:
        self.document.close(True)


class Sheets:
    """The sheets of a document."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.book.document.Sheets
        return (Sheet(self.book, sheets.getByIndex(at)) for at in range(sheets.Count))

    def __getitem__(self, name_or_index: int | str) -> Sheet:
        sheets = self.book.document.Sheets
        found = sheets.getByIndex(name_or_index) if isinstance(name_or_index, int) else sheets.getByName(name_or_index)
        return Sheet(self.book, found)


class Sheet:
    """One sheet. ``uno``: the sheet in LibreOffice's API."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self.uno = sheet

    @property
    def api(self) -> Any:
        return self.uno

    @property
    def name(self) -> str:
        return str(self.uno.Name)

    @property
    def visible(self) -> bool:
        return bool(self.uno.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.uno.IsVisible = value

    @property
    def used_range(self) -> Range:
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range(self, area_of(cursor.RangeAddress))

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self.uno)

    def range(self, first: str | tuple[int, int], last: tuple[int, int] | None = None) -> Range:
        """The cells from ``first`` to ``last`` (row, column), or of an address."""
        if isinstance(first, str):
            return Range(self, parse_area(first))
        return Range(self, Area(*first, *(last or first)))

    def activate(self) -> None:
        self.book.document.CurrentController.setActiveSheet(self.uno)


def open_document(document: Any, context: Any) -> xw.Book:
    """An open spreadsheet document as a book for a macro."""
    return cast("xw.Book", Book(App(context), document))


def active_book(context: Any) -> xw.Book:
    """The active spreadsheet. Errors: KeyError if there is none."""
    return cast("xw.Book", App(context).books.active)
