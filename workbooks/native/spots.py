"""Where the messages of each sheet stand, and the figures that its band shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from udfs.records import ACCOUNTS, ATTENDANCE, EXPENSES, LECTURES, MATERIALS, PEOPLE, PROJECT, RESULTS, SURVEY

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
    ACCOUNTS: Spots("H1", "", "I", PEOPLE_FIGURES, 86),
    PEOPLE: Spots("I1", "Q2", "", PEOPLE_FIGURES),
    RESULTS: Spots("J1", "K2", "", RESULT_FIGURES),
    SURVEY: Spots("Q1", "Q2", "P", '"学员 "&参数_学员总数', 60),
    ATTENDANCE: Spots("I1", "I2", "", '"登记 "&SUM(参数_考勤_在册)&"人"'),
    LECTURES: Spots("M1", "M2"),
    EXPENSES: Spots("J1", "J2"),
    MATERIALS: Spots("H1", "H2", "H", "", 60),
}
