"""规范化: normalises typed cells. Formulas are left alone; what cannot be restored is reported, not guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from macros.people.joining import NONE_JOINED, MergedAbsences, joined
from macros.people.results_realigned import NOTHING, Realigned, settled
from udfs.fields.declared import Field
from udfs.records.class_file import ACCOUNTS, ATTENDANCE, EXPENSES, ITEMS, LECTURES, PEOPLE, PROJECT, RESULTS, ClassFile, Row
from udfs.records.tidying import BY_FIELD, LABELS_TIDIED, cannot_be_restored, tidied, tidier_of, tidy_amount
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.grid import NUMBER_HEADING
from udfs.values.stated import stated_count, stated_day
from workbooks.book.filters import show_all_rows
from workbooks.book.formulas import formulas_within
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.closed.host import Host
from workbooks.closed.open_validations import lacking, restore
from workbooks.closed.restoring import restored
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.writing.changes import CellChange

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "规范化"
SUM = "合计"
TABLES = ("people", "results", "absences", "lectures", "expenses", "materials")
NUMBERED = (PEOPLE, RESULTS, ATTENDANCE, LECTURES, EXPENSES)
"""The sheets whose 序号 counts the rows."""


@dataclass(frozen=True)
class Tidied:
    """One cell with its old and new value."""

    sheet: str
    row: int
    column: int
    field: str
    old: Value
    new: Value

    @property
    def cell(self) -> str:
        return f"{cells.column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class TidyResult:
    """The result: changed cells, and numbers whose lost digits cannot be restored."""

    changed: tuple[Tidied, ...]
    left: tuple[Tidied, ...]
    restored: int = 0
    """Number of columns and labels whose drop-downs and input checks were restored."""
    unrestored: tuple[tuple[str, str], ...] = ()
    """(sheet, heading or label) of those that only ``tidy`` on the closed file can restore."""
    checks_seen: bool = True
    """False if the host can neither read nor paste validations."""
    settled: Realigned = NOTHING
    """Working columns moved to their person, those that could not be moved, 归属 filled in."""
    joined: MergedAbsences = NONE_JOINED
    """Merged rows of 考勤, and those that could not be merged."""

    @property
    def anything(self) -> bool:
        """True if the workbook changed."""
        return bool(self.changed or self.restored or self.settled.changes or self.joined.changes)


@dataclass(frozen=True)
class TidyOutlook:
    """What is going to change: {sheet: cells}, and the number of columns and labels to restore."""

    cells: Mapping[str, int]
    restored: int


def tidy(book: xw.Book, today: date, agreed: Callable[[TidyOutlook], None] | None = None) -> TidyResult:
    """Tidy the typed cells of all tables, merge the rows of 考勤 per person, move misplaced working columns of 附件4, and restore
    wiped validations.

    In a closed file the changes wait for ``book.save()``. ``agreed`` is called before anything changes and stops it by raising.
    Errors: Unusable.
    """
    c = read_book(book, today)
    doubles = joined(book, c)
    c, doubles = c.changed(absences=doubles.absences), replace(doubles, absences=())
    found = [one for name in TABLES for one in tidied_rows(book, c, getattr(c, name))]
    found += tidied_labels(book, c)
    changed = tuple(one for one in found if not (one.old == one.new and type(one.old) is type(one.new)))
    beside = settled(c)
    changes = {(one.sheet, one.row, one.column): one for one in doubles.changes}
    changes |= {(one.sheet, one.row, one.column): CellChange(one.sheet, one.row, one.column, one.new) for one in changed}
    writing = [*changes.values(), *beside.changes]
    left = tuple(one for one in found if cannot_be_restored(one.field, one.old))
    file = Host(book).file
    missing = lacking(book) if file is None else None
    if agreed is not None:
        wiped = len(missing or ()) if file is None else restored(file)[1]
        if writing or wiped:
            agreed(TidyOutlook(Counter(one.sheet for one in writing), wiped))
    if file is not None:
        write_changes(book, writing, COMMAND)
        return TidyResult(changed, left, file.restore_validations(COMMAND), settled=beside, joined=doubles)
    show_all_rows(book, [*(one.sheet for one in writing), *(one.title for one in missing or ())])
    write_changes(book, writing, COMMAND)
    checks = restore(book, missing)
    return TidyResult(changed, left, len(checks.fields), checks.left, checks.able, beside, doubles)


def tidied_rows(book: xw.Book, c: ClassFile, rows: tuple[Row, ...]) -> Iterator[Tidied]:
    """The typed cells of a table to tidy or to report."""
    if not rows:
        return
    place = c.places[type(rows[0]).SHEET]
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    formulas = formulas_within(
        book, place.title, rows[0].row, min(columns.values()), rows[-1].row, max(columns.values())
    )  # fmt: skip
    for position, row in enumerate(rows, start=1):
        for heading, new in wanted(type(row).SHEET, row, position, columns, year_of(c)).items():
            if (row.row, columns[heading]) in formulas:
                continue
            old = row.get(heading)
            if new != old or type(new) is not type(old) or cannot_be_restored(heading, old):
                yield Tidied(place.title, row.row, columns[heading], heading, old, new)


def year_of(c: ClassFile) -> int | None:
    """The year of the class, also if 年度 or 开始日期 is still untidy."""
    stated, start = cells.number(stated_count(c.project.year)), stated_day(c.project.start)
    if stated is not None and stated == int(stated):
        return int(stated)
    return start.year if isinstance(start, date) else c.year


def tidied_labels(book: xw.Book, c: ClassFile) -> Iterator[Tidied]:
    """Numbers, amounts and dates of 项目信息, and amounts of 附件3, typed as unambiguous text."""
    labels: list[tuple[str, str, Value, Field | None]] = [
        (PROJECT, label, c.project.get(label), field) for label, field in LABELS_TIDIED.items()
    ]
    labels += [(ACCOUNTS, item, c.accounts.get(item), None) for item in (*ITEMS, SUM)]
    for sheet, label, old, field in labels:
        place = c.places.get(sheet)
        if place is None or label not in place.cells or cells.blank(old):
            continue
        read = tidy_amount if field is None else tidier_of(field)
        new = stated_day(old, year_of(c)) if field is not None and field.tidied == "date" else read(old)
        row, column = parse_cell(place.cells[label])
        if type(new) is not type(old) and not formulas_within(book, place.title, row, column, row, column):
            yield Tidied(place.title, row, column, label, old, new)


def wanted(sheet: str, row: Row, position: int, columns: Mapping[str, int], year: int | None) -> dict[str, Value]:
    """{heading: tidied value}."""
    found = {heading: tidied(heading, row.get(heading), year) for heading in columns if heading in BY_FIELD}
    if sheet in NUMBERED and NUMBER_HEADING in columns and cells.text(row.get(NUMBER_HEADING)) != str(position):
        found[NUMBER_HEADING] = position
    return found
