"""Messages beside what they are about, outside the print area: a band of figures at the top of a sheet, what is wrong with the
sheet as a whole, and on forms of labels a message in each row. (Tables with a column 核验 say there what is wrong with a row.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from udfs.native.texts import quoted
from udfs.records import ACCOUNTS, ATTENDANCE, EXPENSES, LECTURES, MATERIALS, PEOPLE, PROJECT, RESULTS, SURVEY
from udfs.rules.model import SEVERITY_WORDS
from workbooks.drawing import SCREEN_FONT
from workbooks.forms.model import MESSAGE_HEADING, Form
from workbooks.native.blocks import MESSAGE
from workbooks.native.checks import Check, row_checks, whole_checks
from workbooks.native.rendering import running_name

DOT = '&" · "&'
PEOPLE_FIGURES = (
    '"学员 "&参数_学员总数&" · 工作人员 "&参数_工作人员总数&"/"&参数_工作人员限额&" · 线上 "'
    '&IF(参数_学员总数=0,"0%",TEXT(参数_线上学员总数/参数_学员总数,"0%"))'
)
RESULT_FIGURES = '"附件5 "&参数_附件5人数&"人/附件4学员 "&参数_学员总数&" · 通过 "&SUM(参数_附件5_已通过)'


@dataclass(frozen=True)
class Spots:
    """Where the messages of a sheet stand: band, sheet as a whole, and the column of messages beside rows ("" for none)."""

    band: str
    whole: str = ""
    column: str = ""
    figures: str = ""
    width: float = 46


SPOTS: Mapping[str, Spots] = {
    PROJECT: Spots("D1", "", "D", "", 86),
    ACCOUNTS: Spots("I1", "", "I", PEOPLE_FIGURES, 86),
    PEOPLE: Spots("I1", "N2", "", PEOPLE_FIGURES),
    RESULTS: Spots("J1", "K2", "", RESULT_FIGURES),
    SURVEY: Spots("Q1", "Q2", "P", '"学员 "&参数_学员总数', 60),
    ATTENDANCE: Spots("I1", "I2", "", '"登记 "&SUM(参数_考勤_在册)&"人"'),
    LECTURES: Spots("M1", "M2"),
    EXPENSES: Spots("J1", "J2"),
    MATERIALS: Spots("H1", "H2", "H", "", 60),
}


def add_messages(sheet: Worksheet, form: Form, rows: int) -> None:
    """The band, the message about the sheet as a whole, the messages in rows; nothing on sheets without checks."""
    spots = SPOTS.get(form.sheet)
    if spots is None:
        return
    put(sheet, spots.band, band(form.sheet, spots.figures), bold=True)
    column = spots.column or re.sub(r"\d", "", spots.whole)
    if not (form.table and column in form.table.letters.values()):
        sheet.column_dimensions[column].width = spots.width
    if spots.whole:
        put(sheet, spots.whole, first_of(form.sheet, list(whole_checks(form.sheet))))
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
            put(sheet, f"{spots.column}{row}", row_message(form.sheet, row - form.table.heading_row))


def put(sheet: Worksheet, address: str, formula: str, bold: bool = False) -> None:
    """A formula that is only read, on one line where it is the band."""
    cell = sheet[address]
    cell.value = f"={formula}"
    cell.font = Font(name=SCREEN_FONT, size=10, bold=bold)
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=not bold, indent=0)


def band(sheet: str, figures: str) -> str:
    """学员 52 · 工作人员 5/5 · 线上 0% · 错误 0 · 核实 0 · 提示 0."""
    counts = [
        f'"{word} "&SUMIFS(参数_核对_处数,参数_核对_工作表,"{sheet}",参数_核对_级别,"{word}")' for word in SEVERITY_WORDS.values()
    ]
    return DOT.join(([figures] if figures else []) + counts)


def first_of(sheet: str, checks: list[Check]) -> str:
    """A formula for the message of the first of these checks of the whole sheet that is to be shown."""
    if not checks:
        return '""'
    order = list(whole_checks(sheet))
    counts, said = running_name(sheet, "整表处数"), running_name(sheet, "整表提示语")
    formula = '""'
    for at in sorted((order.index(check) + 1 for check in checks), reverse=True):
        formula = f"IF(INDEX({counts},{at})>0,INDEX({said},{at}),{formula})"
    return formula


def row_message(sheet: str, position: int) -> str:
    """A formula for the message of the first check that fires in a row of a table."""
    return f'IFERROR(INDEX({running_name(sheet, MESSAGE)},{position}),"")'


def label_rows(form: Form) -> dict[int, list[Check]]:
    """Row -> the checks of the labels whose value stands there."""
    rows: dict[int, list[Check]] = {}
    for check in whole_checks(form.sheet):
        if check.field in form.by_label:
            rows.setdefault(row_of(form.by_label[check.field].cell), []).append(check)
    return rows


def row_of(address: str) -> int:
    return int(re.sub(r"\D", "", address))
