"""下一处、上一处、清除: navigation along the findings of 核验, and clearing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from macros.checking import live
from macros.checking.check import NEEDED, write_findings
from udfs.records.class_file import FINDINGS, Explained, SheetPlaces
from udfs.rules.model import Report
from udfs.values import cells
from workbooks.book.reading import read_book
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import parse_cell

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True)
class Stop:
    """A selected finding: number, total, and its texts."""

    number: int
    count: int
    key: str
    severity: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"第{self.number}/{self.count}处　{self.key}　{self.severity} {self.code}：{self.message}"


def move(book: xw.Book, step: int, today: date) -> Stop:
    """Select the cell of the next (``step`` 1) or previous (-1) finding, wrapping around.

    Starts from the selection: its row on 核验, or the finding of the selected cell. Errors: Unusable if there are no findings.
    """
    place, found = listed(book, today)
    if not found:
        raise Unusable(book.name, "“核验”表中没有问题", "请先运行“全部核验”")
    here = position(book, place, found)
    beside = -1 if step > 0 else len(found)
    at = ((beside if here is None else here) + step) % len(found)
    row = found[at]
    key = cells.text(row.key)
    title, _, cell = key.rpartition("!")
    titles = [sheet.name for sheet in book.sheets]
    if title not in titles:
        raise Unusable(f"核验第{row.row}行", f"“{key}”不是本工作簿的单元格", "请重新运行“全部核验”")
    sheet = book.sheets[title]
    sheet.activate()
    sheet.range(cell or "A1").select()
    return Stop(at + 1, len(found), key, cells.text(row.severity), cells.text(row.code), cells.text(row.message))


def listed(book: xw.Book, today: date) -> tuple[SheetPlaces, list[Explained]]:
    """The location of 核验, and its rows that refer to a cell."""
    c = read_book(book, today)
    place = c.places.get(FINDINGS)
    if place is None or not all(heading in place.columns for heading in NEEDED):
        raise Unusable(book.name, "没有“核验”表", "请改用 gaoyan new 生成的工作簿")
    return place, [row for row in c.explained if row.row > place.heading_row and not cells.blank(row.key)]


def position(book: xw.Book, place: SheetPlaces, found: list[Explained]) -> int | None:
    """The index of the selected finding, or None."""
    selection = book.selection
    if selection is None:
        return None
    row, column = selection.row, selection.column
    if selection.sheet.name == place.title:
        return next((at for at, one in enumerate(found) if one.row == row), None)
    for at, one in enumerate(found):
        title, _, cell = cells.text(one.key).rpartition("!")
        if title == selection.sheet.name and cell and parse_cell(cell) == (row, column):
            return at
    return None


def clear(book: xw.Book, today: date) -> int:
    """Remove all findings from 核验, and with them their paint. Returns their number. The journal keeps them with their 说明."""
    if live.is_on(book):
        live.turn_off(book, today)
    c = read_book(book, today)
    count = sum(not cells.blank(row.code) for row in c.explained)
    nothing = Report(level=c.level, today=today, parameters="", findings=(), outcomes=())
    write_findings(book, c, nothing)
    return count
