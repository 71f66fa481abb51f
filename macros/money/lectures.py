"""讲课费测算: each lecture's fee against its cap, and its share of the tax on the lecturer's monthly payment; proposes 税费 where
the payment has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from udfs.money.lecture_fee import lecture_limit, lecture_rank
from udfs.money.lecture_payments import proposed_taxes, shared_taxes
from udfs.records.class_file import LECTURES, ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.values import cells
from udfs.values.headings import TAX
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.files.errors import Unusable
from workbooks.ooxml.writing.changes import CellChange

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "讲课费测算"


@dataclass(frozen=True)
class LectureLine:
    """One lecture: net fee, cap, and share of the withheld tax, in yuan."""

    row: int
    name: str
    net: Decimal
    limit: Decimal
    tax: Decimal

    @property
    def over(self) -> Decimal:
        return max(Decimal(0), self.net - self.limit)


@dataclass(frozen=True)
class LecturesReckoned:
    """``lines``: the lectures with fee and hours; ``proposed``: number of empty 税费 cells filled."""

    lines: tuple[LectureLine, ...]
    proposed: int

    @property
    def over(self) -> tuple[LectureLine, ...]:
        return tuple(line for line in self.lines if line.over)


def reckon(book: xw.Book, today: date) -> LecturesReckoned:
    """Compute the lectures of 师资费. In a closed file the taxes wait for ``book.save()``. Errors: Unusable."""
    c = read_book(book, today)
    place = c.places.get(LECTURES)
    if place is None or TAX not in place.columns:
        raise Unusable(book.name, "没有“师资费”表，或它没有“税费”一栏", "请改用 gaoyan new 生成的工作簿")
    lines = reckoned(c)
    if not lines:
        raise Unusable("师资费", "没有填好学时和税后讲课费的行", "请先填写")
    column = cells.column_number(place.columns[TAX])
    taxes = proposed_taxes(c, class_parameters(c))
    changes = [CellChange(place.title, row, column, tax) for row, tax in taxes.items()]
    write_changes(book, changes, COMMAND)
    return LecturesReckoned(lines, len(changes))


def reckoned(c: ClassFile) -> tuple[LectureLine, ...]:
    """The lectures with numeric hours and net fee."""
    p = class_parameters(c)
    taxes = shared_taxes(c, p)
    found = []
    for lecture in c.lectures:
        hours, net = cells.number(lecture.hours), cells.number(lecture.net)
        if hours is None or net is None or hours <= 0 or net < 0:
            continue
        limit = lecture_limit(lecture_rank(lecture.rank, p), hours, p)
        found.append(LectureLine(lecture.row, cells.text(lecture.name), net, limit, taxes[lecture.row]))
    return tuple(found)
