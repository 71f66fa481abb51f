"""The places of the messages on each sheet, and the figures of its band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from udfs.records.class_file import ACCOUNTS, ATTENDANCE, EXPENSES, LECTURES, MATERIALS, PEOPLE, PROJECT, RESULTS, SURVEY
from udfs.values.cells import column_letters
from workbooks.forms import FORMS
from workbooks.forms.model import MESSAGE_HEADING

PEOPLE_FIGURES = (
    '"学员 "&参数_学员总数&" · 工作人员 "&参数_工作人员总数&"/"&参数_工作人员限额&" · 线上 "'
    '&IF(参数_学员总数=0,"0%",TEXT(参数_线上学员总数/参数_学员总数,"0%"))'
)
RESULT_FIGURES = '"附件5 "&参数_附件5人数&"人/附件4学员 "&参数_学员总数&" · 通过 "&SUM(参数_附件5_已通过)'

SPENT = '"合计 "&TEXT(SUM(费用明细_金额)-SUMIFS(费用明细_金额,费用明细_项目,"学员收费"),"#,##0.00")&" 元（不含学员收费）"'


@dataclass(frozen=True)
class MessageCells:
    """The places of a sheet's messages: band, whole sheet, and the column of messages beside rows ("" for none)."""

    band: str
    whole: str = ""
    column: str = ""
    figures: str = ""
    width: float = 46


def beside_table(sheet: str, figures: str = "") -> MessageCells:
    """Above the table, behind the print area; the message about the whole sheet is above 核验."""
    table = FORMS[sheet].table
    assert table
    return MessageCells(f"{column_letters(table.printed + 1)}1", f"{table.letters[MESSAGE_HEADING]}2", "", figures)


def behind_table(sheet: str, width: float) -> MessageCells:
    """Behind a table without 核验, all in one column."""
    table = FORMS[sheet].table
    assert table
    column = column_letters(len(table.columns) + 1)
    return MessageCells(f"{column}1", f"{column}2", column, "", width)


SPOTS: Mapping[str, MessageCells] = {
    PROJECT: MessageCells("D1", "", "D", "", 86),
    ACCOUNTS: MessageCells("H1", "", "I", PEOPLE_FIGURES, 86),
    PEOPLE: beside_table(PEOPLE, PEOPLE_FIGURES),
    RESULTS: beside_table(RESULTS, RESULT_FIGURES),
    SURVEY: MessageCells("Q1", "Q2", "P", '"学员 "&参数_学员总数', 60),
    ATTENDANCE: beside_table(ATTENDANCE, '"登记 "&SUM(参数_考勤_在册)&"人"'),
    LECTURES: beside_table(LECTURES),
    EXPENSES: beside_table(EXPENSES, SPENT),
    MATERIALS: behind_table(MATERIALS, 60),
}
