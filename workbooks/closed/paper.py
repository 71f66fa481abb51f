"""Print areas: sheets of rows are printed down to their last used row, without blank pages.

Every writing command sets the print area of these sheets to their last used row, in an open book that of the sheets written,
and 核验 that of all. It is a plain area: LibreOffice takes a formula there for no area, and prints the working columns too.
Only the last row of an existing print area is changed. A new workbook prints the rows of a usual class
(``workbooks.templates.entering``). Nothing here rests on a filter: LibreOffice saves the filter "not empty" as a file that Excel
repairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from udfs.reading.assembly import SHEETS_OF_ROWS
from udfs.records.class_file import FINDINGS, PEOPLE, RESULTS, STAFF
from udfs.values.cells import Value, blank, plain
from udfs.values.grid import Grid, Table, find_table
from udfs.values.headings import KIND, NAME
from udfs.values.regex import regex
from workbooks.forms.locating import locate
from workbooks.forms.print_areas import SHEETS as SHEETS
from workbooks.forms.print_areas import moved as moved
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.defined_names import PRINT_AREA

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.closed.file_protocol import FileReader

WIDEST = 26
"""Upper bound for the official columns of any sheet."""
_NAME = regex(rb'(<(?:\w+:)?definedName\b(?=[^>]*\sname="_xlnm\.Print_Area")[^>]*\slocalSheetId="(\d+)"[^>]*>)([^<]*)(</)')


def last_rows(grids: Sequence[Grid]) -> dict[str, int]:
    """{sheet title: last used row}, for sheets that have one."""
    found = locate(grids)
    tables = {sheet: find_table(found[sheet], SHEETS_OF_ROWS[sheet][1].attributes()) for sheet in SHEETS if sheet in found}
    last: dict[str, int] = {}
    for sheet, table in tables.items():
        if table is None:
            continue
        rows = [row for row in range(table.heading_row + 1, len(table.grid.rows) + 1) if in_use(table, row, sheet)]
        if sheet == RESULTS and is_view(table):
            rows.append(table.heading_row + trainees(tables.get(PEOPLE)))
        if sheet == FINDINGS:
            rows.append(table.heading_row + 1)  # written by commands only: without findings it is one page
        if rows and max(rows) > table.heading_row:
            last[table.grid.title] = max(rows)
    return last


def in_use(table: Table, row: int, sheet: str) -> bool:
    """True if something is typed in the row. Results of formulas do not count."""
    columns = [table.columns[heading] for heading in SHEETS_OF_ROWS[sheet][1].TYPED if heading in table.columns]
    return any((row, column) not in table.grid.formulas and not blank(table.grid.value(row, column)) for column in columns)


def is_view(table: Table) -> bool:
    """True if 附件5 shows the trainees of 附件4 by formulas."""
    column = table.columns.get(NAME)
    return any((row, column) in table.grid.formulas for row in range(table.heading_row + 1, len(table.grid.rows) + 1))


def trainees(people: Table | None) -> int:
    """The number of trainees on 附件4."""
    if people is None:
        return 0
    column = people.columns.get(KIND, 0)
    rows = (row for row in range(people.heading_row + 1, len(people.grid.rows) + 1) if in_use(people, row, PEOPLE))
    return sum(plain(people.grid.value(row, column)) != STAFF for row in rows)


def with_paper(package: Package, last: Mapping[str, int]) -> bytes:
    """The workbook's file with print areas down to these rows ({title: row}); all other bytes are unchanged."""
    titles = [sheet.title for sheet in package.sheets]
    source = package.read(package.workbook_part)

    def set_to(found: re.Match[bytes]) -> bytes:
        place = int(found[2])
        row = last.get(titles[place]) if place < len(titles) else None
        area = moved(found[3].decode(), row) if row else found[3].decode()
        return found[1] + area.encode() + found[4]

    after = _NAME.sub(set_to, source)
    part = package.find(package.workbook_part)
    if after == source or part is None:
        return package.data
    return package.archive.rewritten({part: after})


def rows_of(file: FileReader) -> dict[str, int]:
    """{sheet: last used row} of a held file, for sheets with a print area, unsaved changes included."""
    printed = {name.sheet for name in file.names if name.name == PRINT_AREA}
    titles = [sheet.title for sheet in file.sheets if sheet.title in printed and is_ours(sheet.title)]
    return last_rows([file.content(title).grid for title in titles])


def is_ours(title: str) -> bool:
    return any(plain(title).startswith(sheet) for sheet in SHEETS)


@dataclass(frozen=True)
class Fitted:
    """The result for an open book: sheets whose area has moved, and whether the host supports print areas."""

    moved: tuple[str, ...] = ()
    supported: bool = True


def fit(book: xw.Book, titles: Iterable[str] | None = None) -> Fitted:
    """Set the print areas of an open book to the used rows, optionally for these sheets only."""
    sheets = {sheet.name: sheet for sheet in book.sheets if is_ours(sheet.name)}
    touched = set(sheets) if titles is None else set(titles)
    if any(plain(title).startswith(PEOPLE) for title in touched):
        touched |= {title for title in sheets if plain(title).startswith(RESULTS)}
    last = last_rows([_shown(sheet) for title, sheet in sheets.items() if title in touched])
    changed = []
    for title, row in last.items():
        try:
            page = sheets[title].page_setup
            before = page.print_area or ""
            if (after := moved(before, row)) != before:
                page.print_area = after
                changed.append(title)
        except Exception:
            # A host without print areas raises an error; Excel without a printer fails in various ways.
            return Fitted(tuple(changed), supported=False)
    return Fitted(tuple(changed))


def _shown(sheet: xw.Sheet) -> Grid:
    """The displayed content of an open sheet, from A1 to the last used row: names shown by formulas are printed, too."""
    used = sheet.used_range
    last = used.row + used.shape[0] - 1
    values: list[list[Value]] = sheet.range((1, 1), (last, WIDEST)).options(ndim=2, err_to_str=True).value
    return Grid(title=sheet.name, rows=values)
