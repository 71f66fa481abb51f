"""核验: runs all rules on the class in a workbook; with ``write``, writes the findings to the sheet 核验."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from macros.certificates import ledger
from udfs.records.class_file import FINDINGS, ClassFile
from udfs.rules import runner
from udfs.rules.model import SEVERITY_WORDS, Finding, Report
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import EXPECTED, FIX, MARK, NUMBER_HEADING, VALUE
from workbooks.book.formulas import column_formulas
from workbooks.book.level_rows import show_level_rows
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.closed.host import Host
from workbooks.closed.open_validations import wiped_in
from workbooks.closed.paper import fit
from workbooks.files.errors import Unusable
from workbooks.ooxml.writing.changes import CellChange, Formula

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "核验"
LINK = "位置"
NEEDED = ("规则", "问题", "键")


def check(book: xw.Book, today: date, write: bool = False, ledger: str | None = None, stage: str = "") -> Report:
    """Run all rules on the class in ``book``.

    ``ledger``: location of the number ledger (default: see ``macros.certificates.ledger``). ``stage``: 开班前 or 结班后; by
    default ``today`` decides. ``write``: put the findings into 核验; explained findings keep their 说明, obsolete rows are
    removed. In a closed file they wait for ``book.save()``. Errors: Unusable.
    """
    c, report = check_class(book, today, ledger, stage)
    if write:
        write_findings(book, c, report)
    return report


def check_class(book: xw.Book, today: date, ledger: str | None = None, stage: str = "") -> tuple[ClassFile, Report]:
    """The class in ``book`` and its report. Errors: Unusable."""
    c = with_ledger(read_book(book, today), ledger).changed(stage=stage)
    if Host(book).calculates:
        # Only here, because reading the validations is slow and other macros do not need them.
        c = c.changed(wiped=wiped_in(book))
    return c, runner.check(c)


def check_file(path: Path, today: date, ledger: str | None = None, stage: str = "") -> tuple[ClassFile, Report]:
    """The class in a closed file and its report. Errors: Unusable."""
    from workbooks.closed.closed_book import open_book

    return check_class(open_book(path), today, ledger, stage)


def with_ledger(c: ClassFile, chosen: str | None) -> ClassFile:
    """The class with the entries of the number ledger."""
    return c.changed(ledger=ledger.entries(c, chosen))


def write_findings(book: xw.Book, c: ClassFile, report: Report) -> int:
    """Put the findings into 核验, show the rows of the class's level on 项目信息, and print all rows in use. Returns the number
    of changed cells; unchanged findings change none."""
    place = c.places.get(FINDINGS)
    if place is None or not all(heading in place.columns for heading in NEEDED):
        raise Unusable(book.name, "没有“核验”表，问题没有地方写", "请改用 gaoyan new 生成的工作簿，或不加 --write 直接查看")
    show_level_rows(book, c, COMMAND)
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    first = place.heading_row + 1
    last = max([first + len(report.findings) - 1, *(row.row for row in c.explained)])
    if last < first:
        return 0
    host = Host(book)
    if not host.tells_formulas:
        columns.pop(LINK, None)  # cells with links cannot be recognised and are left alone
    links = link_formulas(book, place.title, columns, first, last)
    changes: list[CellChange] = []
    for row, values in rows_to_write(c, report, first):
        for heading, column in columns.items():
            value = values.get(heading)
            if heading == LINK and row in links:
                # The link is a formula; its result is stored only in closed files, which nothing recalculates.
                if not host.calculates and "HYPERLINK" in links[row].upper():
                    changes.append(CellChange(place.title, row, column, Formula(links[row], "" if value is None else value)))
            else:
                changes.append(CellChange(place.title, row, column, value))
    changed = write_changes(book, changes, COMMAND)
    if host.calculates:
        fit(book, [one.title for one in c.places.values() if one.title != place.title])  # what was typed by hand since
    return changed


def rows_to_write(c: ClassFile, report: Report, first: int) -> Iterator[tuple[int, dict[str, Value]]]:
    """(row, {heading: value}): the findings, then empty rows to clear the remaining old ones."""
    for at, finding in enumerate(report.findings):
        yield first + at, finding_row(at + 1, finding)
    behind = first + len(report.findings)
    yield from ((row.row, {}) for row in c.explained if row.row >= behind)


def finding_row(number: int, finding: Finding) -> dict[str, Value]:
    """One row of 核验. 现值 is text as shown in the cell, because the 说明 applies to this value only."""
    return {
        NUMBER_HEADING: number,
        "级别": SEVERITY_WORDS[finding.severity],
        LINK: finding.key,
        "规则": finding.code,
        "问题": finding.message,
        VALUE: cells.text(finding.value) or None,
        EXPECTED: finding.expected or None,
        "依据": finding.clause,
        FIX: finding.fix,
        "说明": finding.explained,
        "键": finding.key,
        MARK: finding.mark or None,
    }


def link_formulas(book: xw.Book, title: str, columns: dict[str, int], first: int, last: int) -> dict[int, str]:
    """{row: formula without "="} of the links in 位置."""
    return column_formulas(book, title, columns[LINK], first, last) if LINK in columns else {}


def lost_explanations(c: ClassFile, report: Report) -> int:
    """The number of 说明 whose findings are gone and that disappear when 核验 is written."""
    typed = sum(not cells.blank(row.explanation) for row in c.explained)
    return typed - sum(finding.explained is not None for finding in report.findings)
