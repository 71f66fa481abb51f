"""The xlwings engine for LibreOffice: macros written for Excel run on an open document.

Works inside LibreOffice and, over a socket, from outside. ``open_document(document, context)`` returns an ordinary ``xw.Book``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno
import xlwings as xw
from xlwings import base_classes

from addin.libreoffice.blocks import Formats, values_of_block
from addin.libreoffice.page_setup import PageSetup
from addin.libreoffice.ranges import Names, Range, RangeFormulas, area_of
from udfs.values.grid import Grid
from workbooks.closed.ranges import clean_value_data, prepare_xl_data_element, split_reference
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area, parse_area

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
EXCEL_FILTER = "Calc MS Excel 2007 XML"


class Engine:
    """The engine as required by xlwings."""

    name = "libreoffice"
    type = "desktop"
    clean_value_data = staticmethod(clean_value_data)
    prepare_xl_data_element = staticmethod(prepare_xl_data_element)

    def __init__(self) -> None:
        self.apps = Apps()


class Apps(base_classes.Apps):  # type: ignore[misc]
    """The LibreOffice of the documents opened last; it is reached through a context, which only the caller has."""

    def __init__(self) -> None:
        self.app: App | None = None

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def __iter__(self) -> Iterator[App]:
        return iter((self.app,) if self.app is not None else ())

    def __len__(self) -> int:
        return len(self.keys())

    def __getitem__(self, pid: int) -> App:
        if self.app is None or pid != self.app.pid:
            raise KeyError(pid)
        return self.app


class App(base_classes.App):  # type: ignore[misc]
    """A running LibreOffice."""

    display_alerts = True
    enable_events = True
    interactive = True
    visible = True
    screen_updating = True
    calculation = "automatic"
    hwnd = 0
    path = startup_path = ""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.engine = ENGINE
        self.copied: Range | None = None
        """What ``Range.paste`` takes from."""
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    @property
    def api(self) -> Any:
        return self.desktop

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def pid(self) -> int:
        return os.getpid()

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
    def selection(self) -> Range | None:
        """The selected block of the active document; None if something else is selected."""
        book = self.books.active
        chosen = book.document.CurrentController.getSelection()
        if chosen is None or not chosen.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        address = chosen.RangeAddress
        return Range(book.sheets(address.Sheet + 1), area_of(address))

    @property
    def status_bar(self) -> str | bool:
        return False

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        """A text is shown in the status bar until it is set to False."""
        frame = self.desktop.getCurrentFrame()
        if frame is None:
            return
        indicator = frame.createStatusIndicator()
        if value is False:
            indicator.end()
        else:
            indicator.start(str(value), 0)

    @property
    def cut_copy_mode(self) -> str | None:
        return "copy" if self.copied is not None else None

    @cut_copy_mode.setter
    def cut_copy_mode(self, _: bool) -> None:
        """Any assignment ends copying, as in Excel."""
        self.copied = None

    def activate(self, steal_focus: bool = False) -> None:
        """Does nothing: the active window stays active."""

    def calculate(self) -> None:
        self.books.active.document.calculate()


class Books(base_classes.Books):  # type: ignore[misc]
    """The open spreadsheets."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.desktop.Components

    def __iter__(self) -> Iterator[Book]:
        documents = self.app.desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            if getattr(document, "supportsService", None) and document.supportsService(SPREADSHEET):
                yield Book(self.app, document)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, name_or_index: int | str) -> Book:
        books = list(iter(self))
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name.lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)

    @property
    def active(self) -> Book:
        """The active spreadsheet; if unknown, the only one. Errors: KeyError if there is none."""
        document = self.app.desktop.getCurrentComponent()
        if document is None:
            books = list(iter(self))
            if len(books) == 1:
                return books[0]
        if document is None or not document.supportsService(SPREADSHEET):
            raise KeyError("no spreadsheet is open")
        return Book(self.app, document)

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        address = uno.systemPathToFileUrl(os.path.realpath(fullname))
        return Book(self.app, self.app.desktop.loadComponentFromURL(address, "_default", 0, ()))


class Book(base_classes.Book):  # type: ignore[misc]
    """An open spreadsheet document."""

    def __init__(self, app: App, document: Any) -> None:
        self._app = app
        self.document = document
        self.formats = Formats(document)
        self.formulas = RangeFormulas(document)

    @property
    def app(self) -> App:
        return self._app

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

    def text_of(self, cell: Any) -> str:
        """The formula of a cell in Excel's notation."""
        return self.formulas.text(cell.getTokens(), cell.CellAddress)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password is not None:
            raise Unusable(self.name, "不能加密保存", "请在 LibreOffice 中设置密码")
        if path is None and self.document.hasLocation():
            self.document.store()
            return
        filter_name = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        filter_name.Name, filter_name.Value = "FilterName", EXCEL_FILTER
        address = uno.systemPathToFileUrl(os.path.realpath(path or self.name))
        self.document.storeAsURL(address, (filter_name,))

    def close(self) -> None:
        self.document.close(True)

    def activate(self) -> None:
        self.document.CurrentController.Frame.activate()


class Sheets(base_classes.Sheets):  # type: ignore[misc]
    """The sheets of a document."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.document.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.document.CurrentController.ActiveSheet)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.api.getByIndex(at)) for at in range(len(self)))

    def __call__(self, name_or_index: int | str) -> Sheet:
        if isinstance(name_or_index, int):
            return Sheet(self.book, self.api.getByIndex(name_or_index - 1))
        return Sheet(self.book, self.api.getByName(name_or_index))

    def __contains__(self, name: str) -> bool:
        return bool(self.api.hasByName(name))


class Sheet(base_classes.Sheet):  # type: ignore[misc]
    """One sheet. ``uno``: the sheet in LibreOffice's API."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book = book
        self.uno = sheet

    @property
    def book(self) -> Book:
        return self._book

    @property
    def api(self) -> Any:
        return self.uno

    @property
    def name(self) -> str:
        return str(self.uno.Name)

    @property
    def index(self) -> int:
        return int(self.uno.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        return bool(self.uno.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.uno.IsVisible = value

    @property
    def names(self) -> Names:
        return self.book.names

    @property
    def cells(self) -> Range:
        return Range(self, Area(1, 1, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range(self, area_of(cursor.RangeAddress))

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self.uno)

    @property
    def grid(self) -> Grid:
        """The cells from A1 to the end of the used area."""
        area = self.used_range.area
        whole = Range(self, Area(1, 1, area.last_row, area.last_column))
        return Grid(title=self.name, rows=values_of_block(whole.cells, self.book.formats))

    def filled(self) -> Iterator[tuple[int, int]]:
        """The cells that are not empty."""
        for row, cells in enumerate(self.grid.rows, start=1):
            yield from ((row, column) for column, value in enumerate(cells, start=1) if value is not None)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        first = self._area(arg1)
        if arg2 is None:
            return first
        one, last = first.area, self._area(arg2).area
        area = Area(
            min(one.first_row, last.first_row), min(one.first_column, last.first_column),
            max(one.last_row, last.last_row), max(one.last_column, last.last_column),
        )  # fmt: skip
        return Range(self, area)

    def _area(self, given: Any) -> Range:
        """A range from an address, a defined name, or (row, column)."""
        if isinstance(given, Range):
            return given
        if isinstance(given, tuple):
            row, column = given[:2]
            if row < 1 or column < 1:
                raise IndexError("rows and columns count from 1")
            height, width = given[2:] if len(given) == 4 else (1, 1)
            return Range(self, Area(row, column, row + max(height, 1) - 1, column + max(width, 1) - 1))
        try:
            return Range(self, parse_area(given))
        except ValueError:
            pass
        if self.book.names.contains(given):
            return self.book.names(given).refers_to_range
        found = split_reference(given)
        if found is None or found[0] not in self.book.sheets:
            raise ValueError(f"no such cell or name: {given}")
        return Range(self.book.sheets(found[0]), found[1])

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def activate(self) -> None:
        self.book.document.CurrentController.setActiveSheet(self.uno)

    select = activate


ENGINE = Engine()
xw.engines.add(xw.Engine(impl=ENGINE))


def app_of(context: Any) -> App:
    """The LibreOffice of a context, which becomes the active app of xlwings."""
    ENGINE.apps.app = App(context)
    xw.engines[ENGINE.name].activate()
    return ENGINE.apps.app


def open_document(document: Any, context: Any) -> xw.Book:
    """An open spreadsheet document as an xlwings book."""
    return xw.Book(impl=Book(app_of(context), document))


def active_book(context: Any) -> xw.Book:
    """The active spreadsheet. Errors: KeyError if there is none."""
    return xw.Book(impl=app_of(context).books.active)
