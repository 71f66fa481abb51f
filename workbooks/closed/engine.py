"""The xlwings engine for closed files: runs a macro written for an open Excel on a file not open in any program.

``open_book(path)`` returns a normal ``xw.Book``. Values are read and written as usual; ``book.save()`` writes the file as
one atomic, journalled step and keeps everything else in it byte for byte. Features that need a spreadsheet program
(formats, charts, new sheets, calculation) raise an error.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings as xw
from xlwings import base_classes

from udfs.values.grid import Grid
from workbooks.closed.held_file import HeldFile
from workbooks.closed.ranges import Names, Range, clean_value_data, find_name, prepare_xl_data_element, split_reference
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area, parse_area
from workbooks.ooxml.package import SheetPart
from workbooks.ooxml.reading.sheets import SheetContent


class Engine:
    """The engine interface of xlwings."""

    name = "gaoyan"
    type = "desktop"
    clean_value_data = staticmethod(clean_value_data)
    prepare_xl_data_element = staticmethod(prepare_xl_data_element)

    def __init__(self) -> None:
        self.apps = Apps(self)


class Apps(base_classes.Apps):  # type: ignore[misc]
    """The only app: files need no process."""

    def __init__(self, engine: Engine) -> None:
        self.app = App(engine)

    def keys(self) -> list[int]:
        return [self.app.pid]

    def add(self, **_: Any) -> App:
        return self.app

    def __iter__(self) -> Iterator[App]:
        return iter((self.app,))

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        if pid != self.app.pid:
            raise KeyError(pid)
        return self.app


class App(base_classes.App):  # type: ignore[misc]
    """Keeps the open books. Window settings are stored without effect."""

    visible = False
    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = False
    calculation = "manual"
    status_bar: str | bool = False
    cut_copy_mode: str | bool | None = None
    version = "0"
    path = startup_path = ""
    hwnd = selection = None

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._books = Books(self)

    @property
    def api(self) -> Any:
        return self

    @property
    def books(self) -> Books:
        return self._books

    @property
    def pid(self) -> int:
        return os.getpid()

    def activate(self, steal_focus: bool = False) -> None:
        """No effect: there is no window."""

    def calculate(self) -> None:
        """No effect: the reader computes formulas on demand."""

    def quit(self) -> None:
        for book in list(self.books):
            book.close()

    kill = quit


class Books(base_classes.Books):  # type: ignore[misc]
    """The open files still in use."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._open: list[weakref.ref[Book]] = []

    @property
    def api(self) -> Any:
        return self

    def __iter__(self) -> Iterator[Book]:
        return iter([book for one in self._open if (book := one()) is not None])

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
        return list(iter(self))[-1]

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        return self.hold(HeldFile.open(fullname))

    def hold(self, file: HeldFile) -> Book:
        book = Book(self.app, file)
        self._open.append(weakref.ref(book))
        return book

    def forget(self, book: Book) -> None:
        self._open = [one for one in self._open if one() not in (None, book)]


class Book(base_classes.Book):  # type: ignore[misc]
    """A closed file; ``file`` contains its values."""

    def __init__(self, app: App, file: HeldFile) -> None:
        self._app = app
        self.file = file

    @property
    def app(self) -> App:
        return self._app

    @property
    def api(self) -> Any:
        return self

    @property
    def name(self) -> str:
        return self.file.path.name

    @property
    def fullname(self) -> str:
        return os.path.realpath(self.file.path)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self, self.file.names)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password is not None:
            raise Unusable(self.name, "不能加密保存", "请在 Excel 中设置密码")
        self.file.save(path)

    def close(self) -> None:
        self._app.books.forget(self)

    def activate(self) -> None:
        """No effect: there is no window."""


class Sheets(base_classes.Sheets):  # type: ignore[misc]
    """The worksheets of a file."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self

    @property
    def active(self) -> Sheet:
        return self(1)

    def __len__(self) -> int:
        return len(self.book.file.sheets)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, sheet) for sheet in self.book.file.sheets)

    def __call__(self, name_or_index: int | str) -> Sheet:
        if isinstance(name_or_index, int):
            return Sheet(self.book, self.book.file.sheets[name_or_index - 1])
        for sheet in self.book.file.sheets:
            if sheet.title.lower() == name_or_index.lower():
                return Sheet(self.book, sheet)
        raise KeyError(name_or_index)

    def __contains__(self, name: str) -> bool:
        return any(sheet.title.lower() == name.lower() for sheet in self.book.file.sheets)


class Sheet(base_classes.Sheet):  # type: ignore[misc]
    """One worksheet."""

    def __init__(self, book: Book, sheet: SheetPart) -> None:
        self._book = book
        self.part = sheet

    @property
    def book(self) -> Book:
        return self._book

    @property
    def api(self) -> Any:
        return self

    @property
    def name(self) -> str:
        return self.part.title

    @property
    def index(self) -> int:
        return [sheet.part for sheet in self.book.file.sheets].index(self.part.part) + 1

    @property
    def visible(self) -> bool:
        return self.part.state == "visible"

    @property
    def content(self) -> SheetContent:
        return self.book.file.content(self.part.title)

    @property
    def grid(self) -> Grid:
        return self.content.grid

    def filled(self) -> Iterator[tuple[int, int]]:
        """The non-empty cells."""
        for row, cells in enumerate(self.grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None or (row, column) in self.grid.formulas:
                    yield row, column

    @property
    def names(self) -> Names:
        return Names(self.book, tuple(name for name in self.book.file.package.names if name.sheet == self.name))

    @property
    def cells(self) -> Range:
        return Range(self, Area(1, 1, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        filled = list(self.filled()) or [(1, 1)]
        rows, columns = [row for row, _ in filled], [column for _, column in filled]
        return Range(self, Area(min(rows), min(columns), max(rows), max(columns)))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        first = self._area(arg1)
        if arg2 is None:
            return first
        last = self._area(arg2).area
        one = first.area
        area = Area(
            min(one.first_row, last.first_row), min(one.first_column, last.first_column),
            max(one.last_row, last.last_row), max(one.last_column, last.last_column),
        )  # fmt: skip
        return Range(first.sheet, area)

    def _area(self, given: Any) -> Range:
        """A range by address, defined name, (row, column), or (row, column, rows, columns)."""
        if isinstance(given, Range):
            return given
        if isinstance(given, tuple):
            row, column = given[:2]
            height, width = given[2:] if len(given) == 4 else (1, 1)
            if row < 1 or column < 1:
                raise IndexError("rows and columns count from 1")
            return Range(self, Area(row, column, row + max(height, 1) - 1, column + max(width, 1) - 1))
        try:
            return Range(self, parse_area(given))
        except ValueError:
            pass
        name = find_name(self.names._names, given) or find_name(self.book.file.package.names, given)
        found = split_reference(name.refers_to if name else given)
        if found is None or found[0] not in self.book.sheets:
            raise ValueError(f"no such cell or name: {given}")
        return Range(self.book.sheets(found[0]), found[1])

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def activate(self) -> None:
        """No effect: there is no window."""

    select = activate


engine = Engine()
xw.engines.add(xw.Engine(impl=engine))
if xw.engines.active is None:
    xw.engines["gaoyan"].activate()


def open_book(path: str | os.PathLike[str]) -> xw.Book:
    """The closed workbook at ``path`` as an xlwings book. Every call opens the file anew. Errors: ``Unusable``."""
    return book_of(HeldFile.open(Path(path)))


def book_of(file: HeldFile) -> xw.Book:
    """A file already held in memory as an xlwings book."""
    return xw.Book(impl=engine.apps.app.books.hold(file))
