"""Draws 参数: blocks side by side, read-only without a password."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from udfs.notice.parameters import Parameters
from udfs.records.class_file import PARAMETERS
from workbooks.forms import drawing
from workbooks.forms.sheets.parameters import CAPTION_ROW, FIRST_ROW, FORM, HEADING_ROW, ParameterBlock, blocks
from workbooks.native.blocks import native_blocks


def draw_parameters(book: Workbook, p: Parameters) -> None:
    """Draw the sheet with the parameters ``p``."""
    sheet = book.create_sheet(PARAMETERS)
    placed = list(placed_blocks(p))
    for column, block in placed:
        draw_block(book, sheet, column, block)
    sheet.sheet_properties.tabColor = FORM.tab
    for text in FORM.texts:
        drawing.draw_text(sheet, text)
    sheet["A1"].alignment = Alignment(horizontal="left", vertical="center")
    sheet.row_dimensions[1].height = 36
    sheet.freeze_panes = FORM.freeze
    drawing.set_page(sheet, FORM, placed[0][1].last_row)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)


def put_away(sheet: Worksheet) -> None:
    """Hide the sheet, also from the list of sheets that a user may unhide. It has no print area, which would make some
    programs print it."""
    sheet.sheet_state = "veryHidden"
    sheet.print_area = None


def placed_blocks(p: Parameters) -> Iterator[tuple[int, ParameterBlock]]:
    """(first column, block) of everything on the sheet."""
    end = 1
    for column, block in blocks(p):
        yield column, block
        end = column + len(block.headings) + 1
    yield from native_blocks(end, p)


def draw_block(book: Workbook, sheet: Worksheet, column: int, block: ParameterBlock) -> None:
    """Draw one block: caption, headings, rows, names."""
    sheet.cell(CAPTION_ROW, column, block.caption).font = Font(name=drawing.HEAD_FONT, size=12)
    body = Font(name=drawing.SCREEN_FONT, size=10)
    for at, (heading, width) in enumerate(zip(block.headings, block.widths, strict=True)):
        sheet.column_dimensions[get_column_letter(column + at)].width = width
        cell = sheet.cell(HEADING_ROW, column + at, heading)
        cell.font, cell.fill, cell.border = (
            Font(name=drawing.SCREEN_FONT, size=10, bold=True),
            drawing.WORKING_FILL,
            drawing.SOFT_GRID,
        )
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sample = sheet.cell(FIRST_ROW, column + at)
        sample.font, sample.border, sample.fill = body, drawing.SOFT_GRID, drawing.COMPUTED_FILL
        sample.alignment = Alignment(vertical="center", horizontal="left", wrap_text=heading in block.wrapped)
        style = sample._style
        for row, values in enumerate(block.rows):
            filled = sheet.cell(FIRST_ROW + row, column + at)
            filled._style = copy(style)
            filled.value = values[at]
    for (row, at), number_format in block.formats.items():
        sheet.cell(FIRST_ROW + row, column + at).number_format = number_format
    letters = [get_column_letter(column + at) for at in range(len(block.headings))]
    for heading, name in block.names.items():
        at = letters[block.headings.index(heading)]
        drawing.define(book, name, PARAMETERS, f"${at}${FIRST_ROW}:${at}${block.last_row}")
    for name, (first, last, at) in block.area_names.items():
        top = f"${letters[at]}${FIRST_ROW + first}"
        drawing.define(book, name, PARAMETERS, top if first == last else f"{top}:${letters[at]}${FIRST_ROW + last}")
    for (row, at), name in block.cell_names.items():
        drawing.define(book, name, PARAMETERS, f"${letters[at]}${FIRST_ROW + row}")
