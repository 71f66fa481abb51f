"""考勤: KQ-01 to KQ-06, each below, at and above its threshold."""

from __future__ import annotations

from typing import Any

from tests.rules.cases import fires, silent, with_row, with_trainee
from tests.rules.changed_people import numbered, without_column
from tests.rules.changed_results import absent, extra, only, timed, without_gap
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import PEOPLE, RESULTS, Absence, ClassFile


def sample() -> ClassFile:
    return sample_class(MUNICIPAL)


def listed(*absences: Absence) -> ClassFile:
    """The class with these rows in 考勤, and 学时数 of 附件5 to fit."""
    hours = {absence.document: 32 - (absence.hours or 0) for absence in absences}
    c = sample().changed(absences=absences)
    return c.changed(results=tuple(one.changed(hours=hours.get(one.document, 32)) for one in c.results))


# KQ-01
fires("KQ-01", "text", lambda: timed(32, 32, absences=(absent("半天", 0),)), at=("考勤!D4",), says=("请假学时不是数字",))
fires("KQ-01", "below zero", lambda: timed(32, 32, absences=(absent(0, -2),)), at=("考勤!E4",), says=("缺勤学时为负数",))
fires("KQ-01", "both", lambda: timed(32, 32, absences=(absent("a", "b"),)), at=("考勤!D4", "考勤!E4"))
fires("KQ-01", "33 of 32", lambda: timed(32, 32, absences=(absent(16, 17),)), at=("考勤!E4",), count=1, says=("33", "32"))
fires("KQ-01", "33 of 32, leave only", lambda: timed(32, 32, absences=(absent(33, None),)), at=("考勤!D4",), count=1)
silent("KQ-01", "32 of 32", lambda: without_gap(timed(32, 1, "否", absences=(absent(16, 16),))), also=("A5-16", "KQ-02"))
silent("KQ-01", "empty cells count as nothing", lambda: listed(absent(None, None)))
silent("KQ-01", "no sheet", lambda: only(PEOPLE, RESULTS).changed(absences=()), skipped=True)

# KQ-02
fires(
    "KQ-02", "4.5 of 28", at=("考勤!G4",), says=("4.5学时", "9/56", "1/7"),
    build=lambda: without_gap(timed(28, 23.5, "否", absences=(absent(2, 2.5),))),
)  # fmt: skip
fires(
    "KQ-02", "two rows of one person are reported once", at=("考勤!G4",), also=("KQ-05",),
    build=lambda: without_gap(timed(28, 23, "否", absences=(absent(3, 0), absent(0, 2, row=5)))),
)  # fmt: skip
silent("KQ-02", "1/7 exactly", lambda: timed(28, 24, absences=(absent(1, 3),)))
silent("KQ-02", "3 of 24", lambda: timed(24, 21, absences=(absent(3, 0),)))
silent("KQ-02", "5 of 36", lambda: timed(36, 31, absences=(absent(5, 0),)))
silent("KQ-02", "more than all the hours", lambda: timed(32, 32, absences=(absent(0, 33),)), also=("KQ-01",))


def stranger(**changes: Any) -> ClassFile:
    """One row of 考勤 about somebody else; everybody has all the hours."""
    c = listed(absent(1, 0).changed(**changes))
    return c.changed(results=tuple(one.changed(hours=32) for one in c.results))


# KQ-03
fires(
    "KQ-03",
    "a stranger",
    lambda: stranger(name="示例丙", document=numbered("19800229")),
    at=("考勤!C4",),
    says=("没有此证件号码",),
)
fires("KQ-03", "a number that is not hers", lambda: stranger(document=numbered("19800229")), says=("附件4第9行", "不同"), count=1)
fires("KQ-03", "staff", lambda: stranger(name=sample().staff[0].name, document=sample().staff[0].document), says=("工作人员",))
silent("KQ-03", "a trainee", lambda: listed(absent(1, 0)))
silent("KQ-03", "also in 附件5: reported there", lambda: stated_in_results(), also=("A5-04",))
silent("KQ-03", "附件4 has the wrong number", lambda: with_row(sample(), "people", 0, document="1"), also=("A4-05",))
silent("KQ-03", "the wrong number of 附件4", lambda: with_trainee(sample(), 0, document="1"), also=("A4-05",))
silent("KQ-03", "附件4 without numbers: nobody can be identified by one",
       lambda: without_column(stranger(document=numbered("19800229")), "身份证号"), also=("A4-20",))  # fmt: skip
silent("KQ-03", "考勤 empty", lambda: listed(), skipped=True)


def stated_in_results() -> ClassFile:
    c = extra()
    everybody = tuple(one.changed(hours=32) for one in c.results)
    return c.changed(absences=(absent(0, 0).changed(name="示例丙", document=numbered("19800229")),), results=everybody)


# KQ-04
fires("KQ-04", "none", lambda: listed(absent(2, 0, permission="无")), at=("考勤!F4",), says=("请假2学时", "为“无”"))
fires("KQ-04", "empty", lambda: listed(absent(0.5, 0, permission="")), says=("未填写",))
silent("KQ-04", "there", lambda: listed(absent(2, 0)))
silent("KQ-04", "no leave", lambda: listed(absent(0, 2, permission="无")))

# KQ-05, KQ-06
fires("KQ-05", "two leaves of one person", lambda: listed_twice(1, 2), at=("考勤!C4", "考勤!C5"),
      says=("第4、5行", "请假3学时", "缺勤0学时"))  # fmt: skip
fires("KQ-05", "x in lower case is the same number", lambda: listed_twice(1, 2, lambda document: f" {document.lower()}"), count=2)
silent("KQ-05", "two people", sample)
silent("KQ-05", "one of them has no number", lambda: listed_twice(1, 2, lambda _: None), also=("A5-16", "KQ-06"))
fires("KQ-06", "no number", lambda: stranger(document=None), at=("考勤!C4",), says=("未填写",), count=1)
silent("KQ-06", "everybody has one", sample)
silent("KQ-06", "附件4 has none either: reported there", lambda: with_trainee(sample(), 0, document=None), also=("A4-04",))


def listed_twice(first: int, second: int, spelt: Any = str) -> ClassFile:
    """One person with two rows of leave, and 学时数 of 附件5 by their sum."""
    row = absent(first, 0)
    c = sample().changed(absences=(row, absent(second, 0, row=5).changed(document=spelt(row.document))))
    hours = {row.document: 32 - first - second}
    return c.changed(results=tuple(one.changed(hours=hours.get(one.document, 32)) for one in c.results))
