"""Draws 核对: the hidden sheet of helper cells, a block of running columns for each sheet of rows, and the names that lead there.

Its rows are those of the sheets they are about, so it has no caption. Nobody types here; it is protected without a password.
"""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook

from udfs.native import named_formulas
from udfs.records.class_file import CHECKING
from workbooks.forms import FORMS, drawing
from workbooks.native.rendering import POSITION, own_cells
from workbooks.native.running_columns import COUNT, FIRST_ROW, RunningColumns, all_running_columns
from workbooks.ooxml.writing.shared_cells import RowCells, shared_cells

ROW_HEIGHT = 15
"""Points. LibreOffice measures every text of a row without a height of its own when it opens the file, hidden sheets too."""


def draw_checking(book: Workbook, rows: int) -> None:
    """The sheet with its headings and names, for a workbook of so many ready rows; its cells are ``checking_cells``."""
    sheet = book.create_sheet(CHECKING)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    for form in FORMS.values():
        for name, address in form.relative_names():
            drawing.define(book, name, form.sheet, address)
    for name, (of, formula) in named_formulas().items():
        drawing.define_formula(book, name, own_cells(FORMS[of], formula))
    sheet[f"{COUNT}{FIRST_ROW - 1}"] = POSITION
    blocks = all_running_columns(rows)
    for row in range(FIRST_ROW, last_row(blocks) + 1):
        sheet.row_dimensions[row].height = ROW_HEIGHT
    for block in blocks:
        for at, name in enumerate(block.kept, start=block.first_column):
            sheet.cell(FIRST_ROW - 1, at, name)
        define_names(book, block)


def define_names(book: Workbook, block: RunningColumns) -> None:
    """Each column by its name, the cells that the sheet and the paint read in their own row, and long formulas."""
    for name, heading in block.names.items():
        letters = block.letters[heading]
        drawing.define(book, name, CHECKING, f"${letters}${FIRST_ROW}:${letters}${block.last_row}")
    for name, heading in block.row_names.items():
        drawing.define(book, name, CHECKING, f"${block.letters[heading]}1")
    for name, formula in block.formula_names.items():
        drawing.define_formula(book, name, formula)


def checking_cells(rows: int) -> RowCells:
    """Row -> the helper cells, for a workbook of so many ready rows."""
    blocks = all_running_columns(rows)
    count = {row: f'<c r="{COUNT}{row}"><v>{row - FIRST_ROW + 1}</v></c>' for row in range(FIRST_ROW, last_row(blocks) + 1)}
    helpers = shared_cells(block.shared() for block in blocks)
    return {row: cell + helpers.get(row, "") for row, cell in count.items()}


def last_row(blocks: Iterable[RunningColumns]) -> int:
    return max(block.last_row for block in blocks)
