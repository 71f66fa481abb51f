"""Draws 核对: the hidden sheet of helper cells with a block of running columns per sheet of rows, and the names referring to it.

Its rows correspond to those of the sheets, so it has no caption. It is protected without a password.
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
"""In points. LibreOffice measures all texts of rows without explicit height on opening, even on hidden sheets."""


def draw_checking(book: Workbook, rows: int) -> None:
    """Draw the sheet with headings and names for a workbook of ``rows`` ready rows; its cells come from ``checking_cells``."""
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
    """Define names for each column, for the cells read by the sheet and conditional formats in their row, and for long
    formulas."""
    for name, heading in block.names.items():
        letters = block.letters[heading]
        drawing.define(book, name, CHECKING, f"${letters}${FIRST_ROW}:${letters}${block.last_row}")
    for name, heading in block.row_names.items():
        drawing.define(book, name, CHECKING, f"${block.letters[heading]}1")
    for name, formula in block.formula_names.items():
        drawing.define_formula(book, name, formula)


def checking_cells(rows: int) -> RowCells:
    """{row: helper cells}, for a workbook of ``rows`` ready rows."""
    blocks = all_running_columns(rows)
    count = {row: f'<c r="{COUNT}{row}"><v>{row - FIRST_ROW + 1}</v></c>' for row in range(FIRST_ROW, last_row(blocks) + 1)}
    helpers = shared_cells(block.shared() for block in blocks)
    return {row: cell + helpers.get(row, "") for row, cell in count.items()}


def last_row(blocks: Iterable[RunningColumns]) -> int:
    return max(block.last_row for block in blocks)
