"""Messages outside the print area: the band of figures at the top of a sheet, faults of the sheet as a whole, and on label
forms a message per row. (In tables the column 核验 reports faults of rows.)"""

from __future__ import annotations

import re
from collections.abc import Iterable

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from udfs.native.texts import quoted
from udfs.records.class_file import PROJECT
from udfs.rules.model import SEVERITY_WORDS
from workbooks.forms import FORMS
from workbooks.forms.drawing import SCREEN_FONT
from workbooks.forms.model import BEYOND, HEADINGS, MESSAGE, MESSAGE_HEADING, Form, defined_name, helper_name
from workbooks.native.checks import Check, checks_above, row_checks, whole_checks
from workbooks.native.message_cells import SPOTS
from workbooks.native.rendering import message_with_level, running_name
from workbooks.native.running_columns import IN_ROWS
from workbooks.native.softened import IN_WHOLE

NO_ASC = '&IF(EXACT(ASC("Ａ１"),"A1"),""," · 本机的表格程序不会把全角转成半角，请以“全部核验”为准")'
"""On the first sheet: ASC has no effect in an Excel without an East Asian language, and many checks compare with it."""
DOT = '&" · "&'


def add_messages(sheet: Worksheet, form: Form, rows: int) -> None:
    """Add the band, the message about the whole sheet and the messages of rows; nothing on sheets without checks."""
    spots = SPOTS.get(form.sheet)
    if spots is None:
        return
    put(sheet, spots.band, band(form.sheet, spots.figures), bold=True)
    column = spots.column or re.sub(r"\d", "", spots.whole)
    if not (form.table and column in form.table.letters.values()):
        sheet.column_dimensions[column].width = spots.width
    if spots.whole:
        put(sheet, spots.whole, first_of(form.sheet, (*whole_checks(form.sheet), *checks_above(form.sheet))))
    if not spots.column:
        return
    by_row = label_rows(form)
    if by_row and not spots.whole:
        put(sheet, f"{spots.column}2", quoted(MESSAGE_HEADING), bold=True)
    if not spots.whole:
        for row, checks in by_row.items():
            put(sheet, f"{spots.column}{row}", first_of(form.sheet, checks))
    if form.table and row_checks(form.sheet):
        for row in range(form.table.first, form.table.last(rows) + 1):
            put(sheet, f"{spots.column}{row}", f'IFERROR({helper_name(form.sheet, MESSAGE)},"")')


def put(sheet: Worksheet, address: str, formula: str, bold: bool = False) -> None:
    """Write a display-only formula; the band stays on one line."""
    cell = sheet[address]
    cell.value = f"={formula}"
    cell.font = Font(name=SCREEN_FONT, size=10, bold=bold)
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=not bold, indent=0)


def band(sheet: str, figures: str) -> str:
    """The band, such as 学员 52 · 工作人员 5/5 · 线上 0% · 错误 0 · 核实 0 · 提示 0."""
    counts = [
        f'"{word} "&SUMIFS(参数_核对_处数,参数_核对_工作表,"{sheet}",参数_核对_级别,"{word}")' for word in SEVERITY_WORDS.values()
    ]
    text = DOT.join(([figures] if figures else []) + counts)
    table = FORMS[sheet].table
    if sheet == PROJECT:
        return text + NO_ASC
    return text + beyond(sheet) + above(sheet) if table and table.rows is None else text


def beyond(sheet: str) -> str:
    """The end of the band: the row from which content is no longer checked, if there is content."""
    area = defined_name(sheet, BEYOND)
    words = f'" · 第"&ROW(INDEX({area},1,1))&"行起没有自带核对，请运行“全部核验”"'
    return f'&IF(COUNTA({area})>0,{words},"")'


def above(sheet: str) -> str:
    """Part of the band: rows were inserted directly below the heading, where the ranges of the columns do not grow."""
    table = FORMS[sheet].table
    assert table
    first, heading = (f"ROW(INDEX({defined_name(sheet, name)},1,1))" for name in (table.columns[1].heading, HEADINGS))
    return f'&IF({first}-{heading}>1," · 表头下插入的行没有自带核对，请移到名单中间","")'


def first_of(sheet: str, checks: Iterable[Check]) -> str:
    """A formula for the message of the first check to be shown; for checks of rows with the number of rows."""
    whole, rows = whole_checks(sheet), row_checks(sheet)
    formula = '""'
    for check in reversed(tuple(checks)):
        scope, order = (IN_WHOLE, whole) if check.native.whole else (IN_ROWS, rows)
        at = order.index(check) + 1
        count, message = f"INDEX({running_name(sheet, f'{scope}处数')},{at})", message_with_level(sheet, scope, at)
        shown = message if check.native.whole else f'{message}&"（"&{count}&"处）"'
        formula = f"IF({count}>0,{shown},{formula})"
    return formula


def label_rows(form: Form) -> dict[int, list[Check]]:
    """{row: checks of the labels whose value is in that row}."""
    rows: dict[int, list[Check]] = {}
    for check in whole_checks(form.sheet):
        if check.field in form.by_label:
            rows.setdefault(row_of(form.by_label[check.field].cell), []).append(check)
    return rows


def row_of(address: str) -> int:
    return int(re.sub(r"\D", "", address))
