"""The array formula of 实时核验: the cells it watches, within Excel's limits."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from udfs.functions.catalogue import SHEET_RANGES
from udfs.functions.violations import ALL_COLUMNS
from udfs.reading.own_parameters import MOST_ROWS, columns_read, heading_row
from udfs.records.class_file import FINDINGS, PARAMETERS, ClassFile, SheetPlaces
from udfs.values.cells import blank, column_letters, column_number
from workbooks.book.formulas import block_formulas
from workbooks.closed.office_settings import first_blocks
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import Area, cell_address

if TYPE_CHECKING:
    import xlwings as xw

FUNCTION = "GY_VIOLATIONS"
CHECKED = "核验"
LONGEST_ARRAY_FORMULA = 255
"""Maximum length of an array formula through Excel's interface, in A1 and in R1C1 notation."""
SPARE_ROWS = 200
"""Rows below the used ones that are watched as well."""
SPARE_DAYS = 40
"""The same for 参数, where only the days of a coming year are added."""


def live_formula(book: xw.Book, c: ClassFile, today: date, function: str, rows: int) -> str:
    """The array formula, with absolute references: relative ones are half as long again in R1C1.

    Errors: Unusable if it is too long for Excel.
    """
    watched = {sheet: block_of(book, c.places[sheet]) for sheet in SHEET_RANGES if sheet in c.places}
    parameters = parameters_of(book)
    ranges = [watched[sheet][1] if sheet in watched else "" for sheet in SHEET_RANGES]
    starts = " ".join(str(watched[sheet][0]) if sheet in watched else "1" for sheet in SHEET_RANGES)
    day = "" if today == date.today() else f"DATE({today.year},{today.month},{today.day})"
    last = f",{parameters}" if parameters else ""
    formula = f'={function}({",".join(ranges)},{rows},{day},{ALL_COLUMNS},"{starts}"{last})'
    if max(len(formula), len(in_r1c1(formula))) > LONGEST_ARRAY_FORMULA:
        raise Unusable(book.name, "工作表的名称太长，实时核验的公式放不下", "请把工作表改回原来的名称，或改用“全部核验”")
    return formula


def block_of(book: xw.Book, place: SheetPlaces) -> tuple[int, str]:
    """(first row, reference) of the part of a sheet that is watched: without its column 核验 and anything that reads 核验."""
    used = book.sheets[place.title].used_range
    last = used.row + used.shape[0] - 1 + (SPARE_ROWS if place.columns else 0)
    columns = [column_number(letters) for heading, letters in place.columns.items() if heading != CHECKED]
    columns += [column_number(cell.rstrip("0123456789")) for cell in place.cells.values()]
    first = 1 if place.cells or not place.columns else place.heading_row
    width = max(columns) + (0 if place.columns else 1)
    refuse_circular(book, place.title, Area(first, 1, used.row + used.shape[0] - 1, width))
    return first, reference(place.title, Area(first, 1, last, width))


def parameters_of(book: xw.Book) -> str:
    """The reference of parameters and days on 参数, which an office may change; "" in a workbook without them.

    Columns further right are excluded because their formulas read 核验.
    """
    if all(sheet.name != PARAMETERS for sheet in book.sheets):
        return ""
    grid = first_blocks(book)
    first, width = heading_row(grid), max(columns_read(grid))
    if not first:
        return ""
    ends = (row for row in range(first, MOST_ROWS + 1) for column in columns_read(grid) if not blank(grid.value(row, column)))
    area = Area(first, 1, min(max(ends) + SPARE_DAYS, MOST_ROWS), width)
    refuse_circular(book, PARAMETERS, area)
    return reference(PARAMETERS, area)


def refuse_circular(book: xw.Book, title: str, area: Area) -> None:
    """Errors: Unusable if a cell of the area reads 核验."""
    formulas = block_formulas(book.sheets[title], area.first_row, area.first_column, area.last_row, area.last_column)
    circular = next((at for at, text in formulas.items() if f"{FINDINGS}_" in text or f"{FINDINGS}!" in text), None)
    if circular is not None:
        where = f"{title}!{column_letters(circular[1])}{circular[0]}"
        raise Unusable(where, "引用了“核验”表，实时核验会循环引用", "请删去该公式，或改用“全部核验”")


def reference(title: str, area: Area) -> str:
    top, bottom = cell_address(area.first_row, area.first_column), cell_address(area.last_row, area.last_column)
    return f"{sheet_prefix(title)}{absolute(top)}:{absolute(bottom)}"


def absolute(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def in_r1c1(reference: str) -> str:
    """An absolute reference in R1C1 notation.

    >>> in_r1c1("附件4!$A$3:$M$503")
    '附件4!R3C1:R503C13'
    """
    return re.sub(r"\$([A-Z]+)\$(\d+)", lambda found: f"R{found[2]}C{column_number(found[1])}", reference)


def sheet_prefix(title: str) -> str:
    """The sheet prefix of a reference; quoted only if needed, since length is limited.

    >>> sheet_prefix("附件4"), sheet_prefix("附件 4"), sheet_prefix("A4")
    ('附件4!', "'附件 4'!", "'A4'!")
    """
    plain = title.isalnum() and not title[0].isdigit() and not title.isascii()
    return f"{title}!" if plain else "'" + title.replace("'", "''") + "'!"
