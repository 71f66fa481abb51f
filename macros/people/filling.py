"""Bulk filling of empty cells: 结业考核, 是否收费, 金额 of 费用明细."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from macros.people.result_cells import ResultCells
from udfs.money.amounts import cents
from udfs.records.class_file import EXPENSES, NO, PEOPLE, YES, ClassFile, Expense, Result
from udfs.records.class_parameters import class_parameters
from udfs.values import cells
from udfs.values.headings import AMOUNT, CHARGED, PASSED
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.files.errors import Unusable
from workbooks.ooxml.writing.changes import CellChange

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "批量填写"


@dataclass(frozen=True)
class LeftOut:
    """A person whose cell stays empty, with the reason."""

    sheet: str
    row: int
    name: str
    why: str


@dataclass(frozen=True)
class Filling:
    """``filled``: cells filled; ``kept``: cells already filled; ``written``: changed cells, including 归属."""

    filled: int
    kept: int
    written: int
    left: tuple[LeftOut, ...] = ()


def fill_passed(book: xw.Book, today: date) -> Filling:
    """Set 结业考核 to 是 for every trainee without a result, except those who count as withdrawn; these are reported.

    Errors: Unusable if the column is missing, or if 总学时 is no number, so that withdrawals are unknown.
    """
    c = read_book(book, today)
    written_into = ResultCells(c)
    if written_into.column(PASSED) is None:
        raise Unusable(book.name, "没有“结业考核”一栏", "请改用 gaoyan new 生成的工作簿")
    if c.hours is None:
        raise Unusable("项目信息“总学时”", "未填或不是数字，无法确定谁缺课超过规定", "请先填写总学时")
    left = {result.row: why for result in c.results if (why := why_not(c, result))}
    empty = [result for result in c.results if cells.blank(result.passed)]
    able = [result for result in empty if result.row not in left]
    changes = [change for result in able for change in written_into.changes(result, PASSED, YES)]
    return Filling(
        filled=len(able),
        kept=len(c.results) - len(empty),
        written=write_changes(book, changes, COMMAND),
        left=tuple(LeftOut(one.home, one.home_row, cells.text(one.name), left[one.row]) for one in empty if one.row in left),
    )


def why_not(c: ClassFile, result: Result) -> str:
    """Why the result of this trainee must be entered by a person; '' if it need not."""
    person = c.people_rows.get(result.person_row) if result.person_row is not None else None
    if not result.key:
        return "没有证件号码，无法核对考勤"
    if person is not None and person.is_misplaced:
        return "工作列属于他人，请先规范化"
    rows = [absence for absence in c.absences if absence.key == result.key]
    if any(absence.right_hours is None for absence in rows):
        return "考勤的学时不是数字"
    assert c.hours is not None
    missed = sum((Fraction(absence.right_hours or 0) for absence in rows), Fraction(0))
    stated = cells.number(result.hours)
    if stated is not None:
        missed = max(missed, Fraction(c.hours - stated))
    return "缺课超过规定，按退学处理" if missed / Fraction(c.hours) > class_parameters(c).absence_share else ""


def fill_charged(book: xw.Book, today: date, word: str) -> Filling:
    """Fill empty 是否收费 cells of 附件4. Errors: Unusable for 是 in a national class."""
    c = read_book(book, today)
    place = c.places.get(PEOPLE)
    if place is None or CHARGED not in place.columns:
        raise Unusable(book.name, "附件4没有“是否收费”一栏", "请改用 gaoyan new 生成的工作簿")
    if word not in (YES, NO):
        raise Unusable(CHARGED, f"“{word[:10]}”不对", "请填是或否")
    if c.national and word == YES:
        raise Unusable(CHARGED, "国家级项目不得向学员收费", "请填否")
    column = cells.column_number(place.columns[CHARGED])
    changes = [CellChange(place.title, person.row, column, word) for person in c.people if cells.blank(person.charged)]
    return Filling(filled=len(changes), kept=len(c.people) - len(changes), written=write_changes(book, changes, COMMAND))


def fill_amounts(book: xw.Book, today: date) -> Filling:
    """Fill empty 金额 cells of 费用明细 with 数量 × 单价, to the cent, if both are positive."""
    c = read_book(book, today)
    place = c.places.get(EXPENSES)
    if place is None or AMOUNT not in place.columns:
        raise Unusable(book.name, "没有“费用明细”，或没有金额一栏", "请改用 gaoyan new 生成的工作簿")
    column = cells.column_number(place.columns[AMOUNT])
    open_ones = [one for one in c.expenses if cells.blank(one.amount)]
    products = {one.row: product for one in open_ones if (product := product_of(one)) is not None}
    changes = [CellChange(place.title, row, column, product) for row, product in products.items()]
    why = "数量或单价没有填，或不是大于0的数字"
    left = tuple(LeftOut(EXPENSES, one.row, "", why) for one in open_ones if one.row not in products)
    kept = len(c.expenses) - len(open_ones)
    return Filling(filled=len(products), kept=kept, written=write_changes(book, changes, COMMAND), left=left)


def product_of(one: Expense) -> Decimal | None:
    """数量 × 单价 to the cent; None unless both are positive numbers."""
    quantity, price = cells.number(one.quantity), cells.number(one.price)
    return cents(quantity * price) if quantity is not None and price is not None and quantity > 0 and price > 0 else None
