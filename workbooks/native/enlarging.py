"""Adds ready rows to our workbook: at the end of every table of people and of the helper cells of 核对.

Only what a longer template has besides is added: rows like the last ready one, the areas of names, validations, paint and filter
that end with the table. What is typed stays where it is, and its look as well. Rows that a user has inserted count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from udfs.native import running_columns
from udfs.records.class_file import CHECKING
from udfs.values.cells import column_letters
from udfs.values.grid import Grid
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.forms.model import BEYOND, USED, TableForm, defined_name
from workbooks.native.running_columns import FIRST_ROW
from workbooks.ooxml.addresses import Area, cell_address, parse_area, shifted, split_reference
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_sheet
from workbooks.ooxml.writing.shared_cells import with_cells

_NAME = regex(rb'(<definedName\b[^>]*\sname="([^"]*)"[^>]*>)([^<]*)(</definedName>)')
_AREAS = regex(rb'(\ssqref="|<xm:sqref>)([^"<]*)')
_FILTER = regex(rb'(<autoFilter\b[^>]*\sref=")([^"]*)')
_ROW = rb'<row\b(?=[^>]*\sr="%d")([^>]*?)(?:/>|>(.*?)</row>)'
_CELL = regex(rb'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_STYLE = regex(rb'\ss="\d+"')
_ITS_OWN = regex(rb'\s(?:r|spans|hidden|collapsed|outlineLevel)="[^"]*"')
FILTERED = "_xlnm._FilterDatabase"


@dataclass(frozen=True)
class Growing:
    """A table that grows: its sheet as it is, the area of its names (rows for growth in it) and by how many rows."""

    sheet: str
    table: TableForm
    grid: Grid
    area: Area
    more: int

    @property
    def ready(self) -> int:
        """The last row that stands ready: so far down the number of a row is computed."""
        return max(row for row, column in self.grid.formulas if column == 1 and row <= self.area.last_row)


def growing(package: Package, rows: int) -> list[Growing]:
    """The tables, extended to so many rows; empty if the workbook is not a complete one of ours."""
    found: list[Growing] = []
    for sheet in running_columns():
        table = FORMS[sheet].table
        if table is None or table.rows is not None:
            continue
        place = split_reference(package.names_everywhere.get(defined_name(sheet, table.columns[1].heading), ""))
        if place is None or place[0] != sheet:
            return []
        more = rows - (place[1].last_row - place[1].first_row + 1)
        if more > 0:
            grid = read_sheet(package, package.sheet(sheet)).grid
            found.append(Growing(sheet, table, grid, place[1], more))
    return found


def enlarged(package: Package, rows: int) -> bytes | None:
    """The file with so many rows in every table; None if it already has them or has another structure."""
    try:
        tables = growing(package, rows)
        if not tables:
            return None
        parts = {package.sheet(one.sheet).part: longer_table(package, one) for one in tables}
        parts[package.sheet(CHECKING).part] = longer_checking(package, tables)
    except (KeyError, ValueError, Unusable):
        return None
    workbook = package.find(package.workbook_part)
    assert workbook
    return package.archive.rewritten({**parts, workbook: longer_names(package, tables)})


def longer_table(package: Package, one: Growing) -> bytes:
    """The sheet of a table: more rows like the last ready one, and behind them those for growth."""
    part, grid = package.read(package.sheet(one.sheet).part), one.grid
    ready, last = one.ready, one.area.last_row
    headings = grid.rows[one.area.first_row - 2]
    ours = {}
    for at, heading in enumerate(headings, start=1):
        column = one.table.by_heading.get(str(heading))
        if column is not None and column.computed is not None and held_formula(grid, at, one.area.first_row, ready):
            ours[at] = column.computed.on(one.sheet)
    styles = {at: style for at, style in styles_of(part, ready).items() if at <= len(headings)}
    message = {at: style for at, style in styles_of(part, last).items() if at in ours}
    added: dict[int, str] = {}
    for row in range(ready + 1, last + one.more + 1):
        like = styles if row <= ready + one.more else message
        taken = {at for at in like if (row, at) in grid.formulas or grid.value(row, at) is not None}
        free = (at for at in sorted(like) if at not in taken)
        added[row] = "".join(written(row, at, like[at], ours.get(at, "")) for at in free)
    part = with_rows(part, ready, range(ready + 1, last + one.more + 1))
    for at in message:  # rows for growth that stand ready now
        part = with_look(part, at, range(ready + 1, min(last, ready + one.more) + 1), styles.get(at, ""))
    for areas in (_AREAS, _FILTER):
        part = areas.sub(lambda found: found[1] + longer_areas(found[2].decode(), (ready, last), one.more).encode(), part)
    return with_cells(part, added)


def held_formula(grid: Grid, column: int, first: int, last: int) -> bool:
    return any((row, column) in grid.formulas for row in range(first, last + 1))


def longer_checking(package: Package, tables: Sequence[Growing]) -> bytes:
    """核对: each column of these tables goes on as it ends, and the rows are counted."""
    sheet = package.sheet(CHECKING)
    part, grid = package.read(sheet.part), read_sheet(package, sheet).grid
    blocks = blocks_of(grid)
    added: dict[int, str] = {}
    height = len(grid.rows)
    for one in tables:
        for column in blocks[one.sheet]:
            end = max(row for row, at in grid.formulas if at == column)
            for row in range(end + 1, end + one.more + 1):
                added[row] = added.get(row, "") + written(row, column, "", shifted(grid.formulas[end, column], row - end, 0))
    for row in added:
        if row > height:
            added[row] = f'<c r="A{row}"><v>{row - FIRST_ROW + 1}</v></c>' + added[row]
    return with_cells(with_rows(part, FIRST_ROW, sorted(added)), dict(sorted(added.items())))


def blocks_of(grid: Grid) -> Mapping[str, range]:
    """Sheet -> its columns on 核对. Errors: ValueError for a 核对 of another version."""
    heads = [at for at, heading in enumerate(grid.rows[FIRST_ROW - 2], start=1) if heading == USED]
    if len(heads) != len(running_columns()):
        raise ValueError("other blocks")
    ends = [*heads[1:], len(grid.rows[FIRST_ROW - 2]) + 1]
    return {sheet: range(first, end) for sheet, first, end in zip(running_columns(), heads, ends, strict=True)}


def longer_names(package: Package, tables: Sequence[Growing]) -> bytes:
    """The part of the workbook, with the areas of the names that end with a table as long as it is now."""
    source = package.read(package.workbook_part)
    by_sheet = {one.sheet: one for one in tables}

    def longer(found: re.Match[bytes]) -> bytes:
        name, place = found[2].decode(), split_reference(found[3].decode())
        if place is None or (name.startswith("_xlnm.") and name != FILTERED):
            return found[0]
        sheet, area = place
        of = name.split("_")[1] if sheet == CHECKING and name.count("_") > 1 else sheet
        one = by_sheet.get(of)
        if one is None or area.first_row == area.last_row:
            return found[0]
        end = one.ready if name == FILTERED else one.area.last_row
        prefix, _, cells = found[3].decode().rpartition("!")
        if name == defined_name(sheet, BEYOND):
            cells = rows_moved(cells, lambda row: row + one.more)
        elif sheet == CHECKING or area.last_row == end:
            cells = rows_moved(cells, lambda row: row + one.more if row == area.last_row else row)
        return found[1] + f"{prefix}!{cells}".encode() + found[4]

    return _NAME.sub(longer, source)


def rows_moved(cells: str, moved: Callable[[int], int]) -> str:
    """
    >>> rows_moved("$B$4:$B$118", lambda row: row + 50)
    '$B$54:$B$168'
    """
    return re.sub(r"(?<=[A-Z$])\d+", lambda found: str(moved(int(found[0]))), cells)


def longer_areas(areas: str, ends: tuple[int, int], more: int) -> str:
    """A list of areas, those that end in one of these rows by so many rows longer.

    >>> longer_areas("A3:O118 C4 B103", (103, 118), 50)
    'A3:O168 C4 B103:B153'
    """
    return " ".join(longer_area(one, ends, more) for one in areas.split())


def longer_area(text: str, ends: tuple[int, int], more: int) -> str:
    try:
        area = parse_area(text)
    except ValueError:
        return text
    if area.last_row not in ends:
        return text
    first, last = cell_address(area.first_row, area.first_column), cell_address(area.last_row + more, area.last_column)
    return f"{first}:{last}"


def styles_of(part: bytes, row: int) -> Mapping[int, str]:
    """Column -> the style of its cell in that row, as an attribute. Errors: ValueError if there is no such row."""
    found = re.search(_ROW % row, part, re.DOTALL)
    if found is None:
        raise ValueError(f"no row {row}")
    style_matches = ((column_of(cell[1]), _STYLE.search(cell[2])) for cell in _CELL.finditer(found[2] or b""))
    return {at: style[0].decode() if style else "" for at, style in style_matches}


def column_of(letters: bytes) -> int:
    return parse_area(f"{letters.decode()}1").first_column


def with_look(part: bytes, column: int, rows: range, style: str) -> bytes:
    """The part with that style on the cells of these rows."""
    cell = re.compile(rb'(<c r="%s(\d+)"[^>]*?)\ss="\d+"' % column_letters(column).encode())
    return cell.sub(lambda found: found[1] + style.encode() if int(found[2]) in rows else found[0], part)


def written(row: int, column: int, style: str, formula: str) -> str:
    at = f'<c r="{column_letters(column)}{row}"{style}'
    return f"{at}><f>{escape(formula, quote=False)}</f></c>" if formula else f"{at}/>"


def with_rows(part: bytes, like: int, rows: range | list[int]) -> bytes:
    """The part with these rows, empty ones as high as row ``like`` where there is none yet."""
    found = re.search(_ROW % like, part, re.DOTALL)
    if found is None:
        raise ValueError(f"no row {like}")
    look = _ITS_OWN.sub(b"", found[1])
    there = {int(one) for one in re.findall(rb'<row\b[^>]*?\sr="(\d+)"', part)}
    new = b"".join(b'<row r="%d"%s/>' % (row, look) for row in rows if row not in there)
    return part.replace(b"</sheetData>", new + b"</sheetData>", 1)
