"""Cases at the edges that the others leave open: each tells the rule from one that is wrong by a hair (see ``make mutants``)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.rules.cases import case, fires, silent, with_accounts, with_project, with_row, with_trainee, without_heading
from tests.rules.changed_lectures import lecture, lectures
from tests.rules.changed_results import without_column as without_results_column
from tests.sample import sample_class
from udfs.people.identity import check_character
from udfs.records.class_file import ATTENDANCE, PROJECT, ClassFile, LedgerEntry

STRANGER = "11019919900101101" + check_character("11019919900101101")

# 师资费
fires(
    "SZ-01",
    "a row within its cap stands before",
    lambda: lectures(lecture(), lecture(session="下午", net=2500)),
    at=("师资费!G5",),
)
fires(
    "SZ-01",
    "a row without hours stands before",
    lambda: lectures(lecture(hours=None), lecture(session="下午", net=2500)),
    at=("师资费!G5",),
    also=("SZ-09",),
)
silent("SZ-01", "hours below zero have a message of their own", lambda: lectures(lecture(hours=-1)), also=("SZ-09",))
fires(
    "SZ-03",
    "a row that is right stands before",
    lambda: lectures(lecture(), lecture(session="下午", hours=5, net=2500)),
    at=("师资费!G5",),
)
fires(
    "SZ-04",
    "five hours and one more on a morning: not reported twice",
    lambda: lectures(lecture(hours=5, net=2500), lecture(hours=1, net=100)),
)
silent(
    "SZ-04",
    "no day: nobody knows whether it is one half day",
    lambda: lectures(lecture(day=None, hours=3, net=1500), lecture(day=None, hours=3, net=1400)),
    also=("SZ-09",),
)
silent(
    "SZ-04",
    "no session: nobody knows whether it is one half day",
    lambda: lectures(lecture(session=None, hours=3, net=1500), lecture(session=None, hours=3, net=1400)),
    also=("SZ-09",),
)
fires(
    "SZ-06",
    "the month and the difference are reported",
    lambda: lectures(lecture(tax=200)),
    says=("2025年7月", "300.00元", "相差100.00元"),
)
fires("SZ-06", "1.5 yuan and nothing filled in", lambda: lectures(lecture(net=806, tax=None)), says=("相差1.50元",))
silent("SZ-06", "half a yuan and nothing filled in", lambda: lectures(lecture(net=802, tax=None)))
fires(
    "SZ-07",
    "rows without lodging are not reported",
    lambda: lectures(lecture(lodging=700), lecture(session="下午", lodging=None), lecture(session="晚上", lodging=0)),
    count=1,
    at=("师资费!J4",),
)
fires(
    "SZ-07",
    "a yuan of lodging is reported with the rest",
    lambda: lectures(lecture(lodging=700), lecture(session="下午", lodging=1)),
    count=2,
)
fires(
    "SZ-07",
    "somebody without a day stands before",
    lambda: lectures(lecture(name="示例丙", day=None, lodging=900), lecture(lodging=700)),
    at=("师资费!J5",),
    also=("SZ-09",),
)
fires("SZ-08", "a word that means an entry", lambda: lectures(lecture(rank="副教授")), tells=("副高", "改为“副高”"))
fires(
    "SZ-08",
    "a word that means none, behind a right row",
    lambda: lectures(lecture(), lecture(session="下午", rank="总经理")),
    at=("师资费!C5",),
    tells=("院士/全国知名专家、正高、副高、其他", "从院士/全国知名专家"),
)


# 附件5
def absent(hours: Any, leave: Any = None, missed: Any = None) -> ClassFile:
    """The third trainee with these hours in 附件5 and in 考勤."""
    c = sample_class()
    person = c.people[2]
    rows = (
        *c.absences,
        c.absences[0].changed(row=6, number=3, name=person.name, document=person.document, leave=leave, missed=missed),
    )
    return with_row(c.changed(absences=rows), "results", 2, hours=hours)


def result_case(code: str, fires_: bool, note: str, build: Any, **more: Any) -> None:
    case(code, fires=fires_, note=note, **more)(build)


result_case("A5-07", False, "what 考勤 makes of wrong absence is reported there", lambda: absent(-8, missed=40), also=("KQ-01",))
result_case(
    "A5-07",
    True,
    "another number than 考勤 makes of it",
    lambda: absent(-9, missed=40),
    also=("KQ-01",),
    tells=("大于0，不超过32",),
)
result_case("A5-08", True, "a single hour", lambda: absent(1))
result_case("A5-09", True, "away all the time", lambda: absent(None, missed=32), also=("A5-01", "KQ-02"))
result_case("A5-16", False, "absence of more than all hours is reported in 考勤", lambda: absent(30, missed=40), also=("KQ-01",))
result_case(
    "A5-11", True, "municipal: what to do", lambda: with_row(sample_class(), "results", 5, certificate=None), tells=("分配编号",)
)
result_case(
    "A5-11",
    True,
    "national: what to do",
    lambda: with_row(sample_class("国家级", 2), "results", 5, certificate=None),
    tells=("平台发证后",),
)


def same_number() -> ClassFile:
    c = sample_class()
    return with_row(c, "results", 5, certificate=c.results[3].certificate)


result_case("A5-13", True, "the other one is named, not the row itself", same_number, says=("证书编号与第9行",), count=2)


def other_month() -> ClassFile:
    """A pattern with the month, and numbers that all name another."""
    c = sample_class()
    results = tuple(one.changed(certificate=f"高202508-{at:04}") for at, one in enumerate(c.results, start=1))
    return c.changed(results=results, project=c.project.changed(number_pattern="高{年}{月:02}-{流水:04}"))


result_case("A5-14", True, "all numbers name another month", other_month, at=("项目信息!B8",), says=("月多为08",))


def in_ledger() -> ClassFile:
    """The ledger knows the number of the sixth trainee as somebody else's, and nothing of the others."""
    c = sample_class()
    entry = LedgerEntry(certificate=str(c.results[5].certificate), person="another", this_class=False)
    return c.changed(ledger=(entry,))


result_case("A5-17", True, "rows that nobody knows stand before", in_ledger, at=("附件5!I9",))


def without_sheet(c: ClassFile, sheet: str) -> ClassFile:
    return c.changed(places={name: place for name, place in c.places.items() if name != sheet})


# 附件3
result_case("A3-04", True, "the difference is reported", lambda: with_accounts(sample_class(), total=65961), says=("相差1.00元",))
result_case("A3-07", True, "what is over is reported", lambda: dear(105001), says=("超出的1.00元",))
result_case(
    "A3-08",
    True,
    "what is too much is reported",
    lambda: with_project(dear(105001), subsidy=105002),
    says=("多2.00元", "每期上限"),
    also=("A3-07",),
)
result_case(
    "A3-08", True, "as much as the cap: the cap is named", lambda: with_project(dear(105000), subsidy=105001), says=("每期上限",)
)
result_case("A3-10", True, "what is over is reported", lambda: lodging(93501), says=("超出601.00元",))


def dear(total: int) -> ClassFile:
    """A national class with nothing behind 附件3, all of it fees, so that the quota has nothing to say."""
    c = sample_class("国家级", 2)
    items = dict.fromkeys(("lodging", "meals", "site", "papers", "transport", "tax"), None)
    return with_accounts(c.changed(expenses=(), lectures=()), **items, faculty=total, total=total)


def lodging(amount: int) -> ClassFile:
    """57 people, 5 days, 340 yuan: 96,900 for lodging, of which 4,000 are for the others to take."""
    c = sample_class()
    items = dict.fromkeys(("meals", "site", "papers", "transport", "tax", "faculty"), None)
    return with_accounts(c.changed(expenses=(), lectures=()), **items, lodging=amount + 4000, total=amount + 4000)


result_case(
    "A3-01",
    True,
    "without 项目信息 nothing else asks for it",
    lambda: with_accounts(without_sheet(sample_class(), PROJECT), name=None),
)
result_case("A3-01", True, "trainees and no staff", lambda: with_accounts(sample_class(staff=0), staff=None))


def counted(people: int, trainees: int, staff: int) -> ClassFile:
    return with_accounts(sample_class(), people=people, trainees=trainees, staff=staff)


result_case("A3-02", True, "both counts are reported", lambda: counted(58, 52, 5), says=("学员人数52与工作人员人数5之和为57人",))
result_case("A3-02", False, "the total is right, a part is not", lambda: counted(57, 51, 5), also=("A3-03",))
result_case("A3-02", True, "the total is too low, and a part is wrong", lambda: counted(55, 51, 5), also=("A3-03",))
result_case("A3-02", True, "the total is too high, and a part is wrong", lambda: counted(58, 51, 5), also=("A3-03",))


def nobody(people: int) -> ClassFile:
    """附件4 without people: the parts alone say what the total must be."""
    c = sample_class().changed(people=(), results=(), absences=(), stage="开班前", today=date(2025, 7, 1))
    return with_accounts(with_project(c, report_filed=None), people=people, trainees=50, staff=5)


result_case("A3-02", True, "附件4 is empty and the total is nothing", lambda: nobody(0), also=("A4-00",))


# 考勤
def leaves(*rows: dict[str, Any], of: tuple[int, ...] = ()) -> ClassFile:
    """The class with these rows in 考勤, of the trainees at these places (one after the other unless reported)."""
    c = sample_class()
    whom = of or tuple(range(len(rows)))
    made = []
    for at, (who, row) in enumerate(zip(whom, rows, strict=True)):
        person = c.people[who]
        values = {
            "row": 4 + at,
            "number": at + 1,
            "name": person.name,
            "document": person.document,
            "leave": None,
            "missed": None,
            "permission": "有",
        }
        made.append(c.absences[0].changed(**(values | row)))
    return c.changed(absences=tuple(made))


def agreeing(c: ClassFile) -> ClassFile:
    """With 学时数 as 考勤 has it, and nobody passed who missed too much."""
    results = []
    for one in c.results:
        missed = c.matching.absent_hours.get(one.key, 0) or 0
        passed = missed * 7 <= 32
        results.append(
            one.changed(hours=32 - missed, passed="是" if passed else "否", certificate=one.certificate if passed else None)
        )
    return c.changed(results=tuple(results))


result_case("KQ-01", True, "one wrong cell, one message", lambda: agreeing(leaves({"leave": -1, "missed": 40})), count=1)
result_case(
    "KQ-02",
    False,
    "hours that are wrong in one row of two",
    lambda: leaves({"leave": "x"}, {"missed": 10}, of=(0, 0)),
    also=("KQ-01", "KQ-05"),
)
result_case(
    "KQ-02",
    False,
    "leave below zero beside absence",
    lambda: leaves({"document": None, "leave": -5, "missed": 20}),
    also=("KQ-01", "KQ-06"),
)
result_case(
    "KQ-02",
    True,
    "behind one who missed little",
    lambda: agreeing(leaves({"missed": 2}, {"missed": 5})),
    at=("考勤!G5",),
    also=("A5-15",),
)
result_case(
    "KQ-02",
    True,
    "behind the second row of the same person",
    lambda: agreeing(leaves({"missed": 3}, {"missed": 3}, {"missed": 5}, of=(0, 0, 1))),
    count=2,
    also=("KQ-05",),
)


def stranger(at: int, c: ClassFile | None = None) -> ClassFile:
    return with_row(c or sample_class(), "absences", at, name="示例丁", document=STRANGER)


result_case("KQ-03", True, "behind one who is enrolled", lambda: stranger(1), at=("考勤!C5",))
result_case("KQ-03", False, "the number in 附件4 is the wrong one", lambda: mistyped(), also=("A4-05",))
result_case(
    "KQ-03", True, "behind one whose number in 附件4 is wrong", lambda: stranger(1, mistyped()), at=("考勤!C5",), also=("A4-05",)
)
result_case("KQ-03", False, "考勤 without numbers", lambda: without_heading(sample_class(), ATTENDANCE, "身份证号"))
result_case("KQ-03", False, "enrolled and not in 附件5", lambda: without_result(0), also=("A5-05",))


def mistyped() -> ClassFile:
    """The first trainee's number is wrong in 附件4 and 附件5, and right in 考勤."""
    c = sample_class()
    right = str(c.people[0].document)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    return with_row(with_trainee(c, 0, document=wrong), "absences", 0, document=right)


def without_result(at: int) -> ClassFile:
    c = sample_class()
    return c.changed(results=c.results[:at] + c.results[at + 1 :])


# 附件5 against 附件4
result_case(
    "A5-06",
    True,
    "another employer: what 附件4 says",
    lambda: with_row(sample_class(), "results", 5, employer="示例公司"),
    says=("附件4为“",),
    tells=("部",),
)
result_case(
    "A5-06",
    True,
    "another phone: no number is reported",
    lambda: with_row(sample_class(), "results", 5, phone="14100009999"),
    says=("第9行不一致",),
    tells=("与附件4相同",),
)
result_case(
    "A5-01",
    False,
    "empty in 附件4, a space in 附件5",
    lambda: with_row(with_row(sample_class(), "people", 5, employer=None), "results", 5, employer=" "),
    also=("A4-04",),
)
result_case("A5-05", False, "附件5 without numbers", lambda: without_results_column(sample_class(), "身份证号"), also=("A5-20",))
result_case(
    "A5-04",
    True,
    "behind one whose number in 附件4 is wrong",
    lambda: with_row(doubtful(), "results", 1, document=STRANGER),
    at=("附件5!D5",),
    also=("A4-05", "A5-05"),
)


def doubtful() -> ClassFile:
    c = mistyped()
    return with_row(c, "results", 0, document=str(c.absences[0].document))
