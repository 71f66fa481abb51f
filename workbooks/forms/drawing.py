"""Draws forms into an openpyxl workbook: texts, labels, tables, borders, page set-up, defined names."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.filters import FilterColumn
from openpyxl.worksheet.worksheet import Worksheet

from udfs.records.class_file import ACCOUNTS, PEOPLE, RESULTS, SURVEY
from workbooks.forms.model import MESSAGE_HEADING, Computed, FixedText, Form, FormColumn, Label, Page, Style, TableForm

BODY_FONT, HEAD_FONT, TITLE_FONT, SCREEN_FONT = "仿宋_GB2312", "黑体", "方正小标宋简体", "宋体"
OFFICIAL = (ACCOUNTS, PEOPLE, RESULTS, SURVEY)
THIN, MEDIUM, HAIR = Side(style="thin"), Side(style="medium"), Side(style="thin", color="BFBFBF")
GRID, SOFT_GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN), Border(left=HAIR, right=HAIR, top=HAIR, bottom=HAIR)
WORKING_FILL = PatternFill("solid", fgColor="D9D9D9")
COMPUTED_FILL = PatternFill("solid", fgColor="F2F2F2")
LABEL_FILL = PatternFill("solid", fgColor="EAF1F8")
INCH = 2.54
ANCHORS = {"annex": "left", "title": "center", "note": "left", "hint": "left", "place": "left", "plain": "left", "sign": "left"}

FONTS: Mapping[Style, Font] = {
    "annex": Font(name=HEAD_FONT, size=16),
    "title": Font(name=TITLE_FONT, size=22),
    "label": Font(name=HEAD_FONT, size=12),
    "value": Font(name=BODY_FONT, size=12),
    "heading": Font(name=HEAD_FONT, size=12),
    "section": Font(name=HEAD_FONT, size=14),
    "note": Font(name=BODY_FONT, size=11),
    "hint": Font(name=SCREEN_FONT, size=10, color="7F7F7F"),
    "sign": Font(name=BODY_FONT, size=12),
    "plain": Font(name=SCREEN_FONT, size=11),
    "place": Font(name=BODY_FONT, size=12),
}


def draw(book: Workbook, form: Form, rows: int) -> Worksheet:
    """Add a sheet with everything the form declares, without values that users type."""
    sheet = book.create_sheet(form.sheet)
    sheet.sheet_properties.tabColor = form.tab or None
    for area in form.boxes:
        box(sheet, area)
    for text in form.texts:
        draw_text(sheet, text)
    for label in form.labels:
        draw_label(sheet, label, form)
    if form.table:
        draw_table(sheet, form.table, form, rows)
    for letters, width in (form.widths or {}).items():
        sheet.column_dimensions[letters].width = width
    for row, height in (form.heights or {}).items():
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = form.freeze or None
    sheet.sheet_view.zoomScale = form.zoom
    sheet.sheet_view.showGridLines = form.sheet not in OFFICIAL
    set_page(sheet, form, rows)
    for name, address in form.named_cells(rows):
        define(book, name, form.sheet, address)
    return sheet


def define(book: Workbook, name: str, sheet: str, address: str) -> None:
    """Define a workbook-level name for an absolute address."""
    book.defined_names[name] = DefinedName(name, attr_text=f"{sheet}!{address}")


def define_formula(book: Workbook, name: str, formula: str) -> None:
    """Define a workbook-level name for a formula."""
    book.defined_names[name] = DefinedName(name, attr_text=formula)


def box(sheet: Worksheet, area: str) -> None:
    """Draw a grid of thin lines."""
    for row in sheet[area]:
        for cell in row:
            cell.border = GRID


def merge(sheet: Worksheet, area: str) -> Cell:
    """Merge an area of more than one cell and return its first cell. Every cell gets its own border on all four sides."""
    first, _, last = area.partition(":")
    if last and last != first:
        sheet.merge_cells(area)
        # openpyxl redraws the outline of a merged area from its first cell; inner cells of the outline would lose their border.
        left, top, right, bottom = range_boundaries(area)
        border = copy(sheet.cell(top, left).border)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                sheet.cell(row, column).border = border
    return sheet[first]


def content(text: str | Computed) -> str | None:
    """The content of the cell: text or formula."""
    return f"={text.formula}" if isinstance(text, Computed) else text or None


def draw_text(sheet: Worksheet, text: FixedText) -> None:
    cell = merge(sheet, text.area)
    cell.value = content(text.text)
    cell.font = FONTS[text.style]
    vertical = "top" if text.style == "sign" else "center"
    spilling = text.style in ("hint", "annex") and ":" not in text.area
    cell.alignment = Alignment(
        horizontal=ANCHORS.get(text.style, "center"),
        vertical=vertical,
        indent=1 if text.style == "place" else 0,
        wrap_text=not spilling and text.style != "annex",
    )


def draw_label(sheet: Worksheet, label: Label, form: Form) -> None:
    """Draw the label, the cell of its value, its remark and its hint."""
    official = form.sheet in OFFICIAL
    head = merge(sheet, label.label_at)
    head.value = label.shown or label.label
    head.font = FONTS["label"]
    head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    value = merge(sheet, label.value_at)
    value.font = FONTS["value"]
    value.number_format = label.number_format
    amount = label.kind == "money" and official
    value.alignment = Alignment(
        horizontal="right" if amount else "center" if official else "left", vertical="center", wrap_text=not amount,
        indent=1 if amount or not official else 0,
    )  # fmt: skip
    if label.computed:
        # In a cell with text format an edited formula would become text.
        value.number_format = "General" if label.kind == "text" else label.number_format
        value.value = f"={label.computed.formula}"
    if not official:
        head.fill = LABEL_FILL
        head.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    if label.note_at:
        note = merge(sheet, label.note_at)
        note.value = content(label.note) if label.note else None
        note.font = FONTS["note"]
        note.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    if label.hint_at:
        hint = sheet[label.hint_at]
        hint.value = content(label.hint)
        hint.font = FONTS["hint"]
        hint.alignment = Alignment(horizontal="left", vertical="center", wrap_text=not official, indent=1)


def draw_table(sheet: Worksheet, table: TableForm, form: Form, rows: int) -> None:
    """Draw headings and ready rows. One style per column, copied by reference: a workbook has tens of thousands of cells."""
    official = form.sheet in OFFICIAL
    first, last = table.first, table.last(rows)
    for at, column in enumerate(table.columns, start=1):
        letters = table.letters[column.heading]
        sheet.column_dimensions[letters].width = column.width
        sheet.column_dimensions[letters].hidden = column.hidden
        heading = sheet.cell(table.heading_row, at, column.heading)
        heading.font = FONTS["heading"] if column.official else Font(name=SCREEN_FONT, size=10, bold=True)
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        heading.border = GRID if column.official else SOFT_GRID
        if not column.official:
            heading.fill = WORKING_FILL if official else LABEL_FILL
        top = sheet.cell(first, at)
        style_cell(top, column, official)
        style = top._style
        formula = f"={column.computed.on(form.sheet)}" if column.computed else None
        if table.styled_by_column:
            sheet.column_dimensions[letters]._style = copy(style)
        filled = min(last, first - 1 + (table.computed_rows or last)) if formula else 0 if table.styled_by_column else last
        for row in range(first, filled + 1):
            cell = sheet.cell(row, at)
            cell._style = copy(style)
            if formula:
                cell.value = formula
        if column.heading == MESSAGE_HEADING and column.computed:
            draw_growth(sheet, form, at, rows)
    if form.filtered:
        sheet.auto_filter.ref = f"A{table.heading_row}:{table.letters[table.columns[-1].heading]}{last}"
        # A filter button covers part of a narrow heading; on the annexes only 序号 has one, which suffices to hide blank
        # rows. Every column is listed, because LibreOffice uses the order of the entries and not their numbers.
        sheet.auto_filter.filterColumn = [
            FilterColumn(colId=at, hiddenButton=at > 0 and column.official) for at, column in enumerate(table.columns)
        ]
    sheet.row_dimensions[table.heading_row].height = table.heading_height
    if table.row_height is not None:
        for row in range(first, table.reach(rows) + 1):
            sheet.row_dimensions[row].height = table.row_height


def draw_growth(sheet: Worksheet, form: Form, at: int, rows: int) -> None:
    """Draw the 核验 cells of the growth rows, which have no grid, no fill and are never printed."""
    table = form.table
    assert table
    computed = table.columns[at - 1].computed
    assert computed
    style = None
    for row in range(table.last(rows) + 1, table.reach(rows) + 1):
        cell = sheet.cell(row, at, f"={computed.on(form.sheet)}")
        if style is None:
            cell.font = Font(name=SCREEN_FONT, size=10)
            cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
            style = cell._style
        cell._style = copy(style)


def style_cell(cell: Cell, column: FormColumn, official: bool) -> None:
    """Set the style of a data cell of that column."""
    cell.font = Font(name=BODY_FONT, size=11) if column.official else Font(name=SCREEN_FONT, size=10)
    # In text format an edited formula would become text. 附件5 may be overwritten, so its columns stay text.
    cell.number_format = column.number_format
    cell.border = GRID if column.official else SOFT_GRID
    horizontal = "right" if column.kind == "money" else "center" if column.centred else "left"
    on_one_line = column.kind == "money" or column.one_line
    cell.alignment = Alignment(
        horizontal=horizontal,
        vertical="center",
        indent=1 if horizontal == "left" else 0,
        wrap_text=not on_one_line and column.kind in ("text", "choice"),
        shrink_to_fit=on_one_line,
    )
    if column.computed and not column.computed.replaceable and not column.official:
        cell.fill = COMPUTED_FILL
    if not official:
        cell.protection = Protection(locked=False)


def set_page(sheet: Worksheet, form: Form, rows: int) -> None:
    """Page set-up: A4, the official part only, full width, repeated heading row, page numbers in the footer."""
    page: Page = form.page
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if page.one_page else 0
    sheet.print_area = [form.area(area, rows) for area in page.areas]
    if page.repeat_heading and form.table:
        sheet.print_title_rows = f"{form.table.heading_row}:{form.table.heading_row}"
    margins: Any = sheet.page_margins
    margins.left = margins.right = (1.3 if page.landscape else 1.8) / INCH
    margins.top, margins.bottom = 1.8 / INCH, (2.2 if page.seal else 1.8) / INCH
    margins.header = margins.footer = 0.9 / INCH
    sheet.print_options.horizontalCentered = True
    sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 1, True
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.oddFooter.center.font, sheet.oddFooter.center.size = f"{BODY_FONT},Regular", 10
    if page.seal:
        sheet.oddFooter.left.text = "承办单位（盖章）："
        sheet.oddFooter.left.font, sheet.oddFooter.left.size = f"{BODY_FONT},Regular", 11
