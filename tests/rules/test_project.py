"""项目信息: PRJ-01 to PRJ-12 (PRJ-13 to PRJ-17: test_formalities), each below, at and above its threshold."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

from tests.rules.cases import case, fires, moved, newest, silent, with_project
from tests.rules.changed_projects import END, START, municipal, national, with_online
from tests.sample import sample_class
from udfs.notice.parameters import parameters_for
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.rules.about_class.project import too_few_reserved


def held(start: date, end: date, **facts: Any) -> ClassFile:
    """The municipal class on other days."""
    return moved(municipal(), start, end, **facts)


# PRJ-01
for label, field, row in (
    ("选题名称", "topic", 4), ("承办单位", "organiser", 5), ("申报单位", "applicant", 6), ("举办地点", "place", 10),
):  # fmt: skip
    fires("PRJ-01", f"{label} empty", partial(municipal, **{field: "  "}), at=(f"项目信息!B{row}",), says=(label, "未填写"))
fires("PRJ-01", "no level", partial(municipal, level=None), at=("项目信息!B1",))
fires("PRJ-01", "a level that is none", partial(municipal, level="省级"), says=("省级", "国家级或市级"))
fires("PRJ-01", "no first day: the rules about days keep silent", partial(municipal, start=None), at=("项目信息!B8",), count=1)
fires("PRJ-01", "no last day", partial(municipal, end=None), at=("项目信息!B9",), count=1)
fires("PRJ-01", "one finding a cell", partial(municipal, place=None, topic=None), count=2)
silent("PRJ-01", "all filled in", municipal)
silent("PRJ-01", "no such sheet", lambda: without_sheet(municipal(), "项目信息"), skipped=True)


def without_sheet(c: ClassFile, *sheets: str) -> ClassFile:
    """The class as if its workbook had no such sheet."""
    return c.changed(places={name: place for name, place in c.places.items() if name not in sheets})


@case("PRJ-01", fires=True, note="no hours", at=("项目信息!B11",), count=1)
def no_hours() -> ClassFile:
    c = municipal(hours=None)
    return c.changed(results=(), absences=(), places={name: place for name, place in c.places.items() if name != "附件5"})


# PRJ-02
TOPIC = "工业智能化升级高级研修班"
fires("PRJ-02", "another topic", partial(municipal, topic="工业智能化提升高级研修班"), at=("项目信息!B4",), says=(TOPIC, "第9项"))
fires("PRJ-02", "another organiser", partial(municipal, organiser="天津中德大学"), at=("项目信息!B5",))
fires(
    "PRJ-02",
    "the number is the mistake",
    partial(municipal, plan_number=8, number_pattern=None),
    at=("项目信息!B3",),
    says=("计划第9项",),
)
fires("PRJ-02", "neither is of the plan", partial(municipal, topic="甲", organiser="乙"), count=2)
silent("PRJ-02", "as planned", municipal)
silent("PRJ-02", "only width and space differ", partial(municipal, topic=" 工业智能化 升级\u200b高级研修班"))
silent("PRJ-02", "quote marks differ", lambda: port_class('港口企业"数智化"转型高级研修班'))
silent("PRJ-02", "brackets of another width", lambda: port_class("港口企业“数智化”转型高级研修班", "天津港(集团)有限公司"))
CHANGED = {"change_filed": date(2025, 5, 20), "change_on_platform": "是"}
for approval in ("津人社办函〔2025〕1号", "平台同意 2025-06-01"):
    silent("PRJ-02", f"an approved change: {approval}", partial(municipal, topic="甲", change_approval=approval, **CHANGED),
           also=("A3-06",))  # fmt: skip
for approval in ("无", "—", "待批", "6月1日报送，待批", " ", "平台同意"):
    fires("PRJ-02", f"no approval: {approval}", partial(municipal, topic="甲", change_approval=approval),
          at=("项目信息!B4",))  # fmt: skip
silent("PRJ-02", "a year without a plan list", lambda: unlisted(topic="甲"),
       skipped=True, also=("A3-06", "PRJ-16"))  # fmt: skip


def unlisted(end: date = date(2024, 7, 19), **facts: Any) -> ClassFile:
    """A class of a year whose notice is not known, and whose holidays are."""
    c = newest()
    return moved(c, end - (c.end - c.start), end, year=end.year, number_pattern=None, **facts)  # type: ignore[operator]


def port_class(topic: str, organiser: str = "天津港（集团）有限公司") -> ClassFile:
    return with_project(sample_class(MUNICIPAL, plan=7), topic=topic, organiser=organiser)


# PRJ-03
fires("PRJ-03", "four days", lambda: held(START, START + timedelta(days=3), hours=32), at=("项目信息!B9",),
      says=("共4天", "5天", "还差1天"))  # fmt: skip
silent("PRJ-03", "five days", lambda: held(START, START + timedelta(days=4)))
silent("PRJ-03", "six days", lambda: held(START, START + timedelta(days=5)))

# PRJ-04
NOVEMBER = {"planned": None}
fires("PRJ-04", "1 December", lambda: held(date(2025, 11, 27), date(2025, 12, 1), **NOVEMBER), at=("项目信息!B9",),
      says=("2025-12-01", "2025-11-30", "晚1天"))  # fmt: skip
fires(
    "PRJ-04",
    "the year after the plan year",
    lambda: held(date(2026, 3, 9), date(2026, 3, 13), year=2025, planned=None),
    also=("PRJ-16",),
)
silent("PRJ-04", "30 November", lambda: held(date(2025, 11, 26), date(2025, 11, 30), **NOVEMBER))
silent("PRJ-04", "29 November", lambda: held(date(2025, 11, 25), date(2025, 11, 29), **NOVEMBER))
silent("PRJ-04", "the last day in another plan year",
       lambda: unlisted(parameters_for().latest_end.replace(year=2024), planned=None), also=("PRJ-16",))  # fmt: skip

# PRJ-05
fires(
    "PRJ-05",
    "a month too early",
    lambda: held(date(2025, 6, 26), date(2025, 6, 30)),
    at=("项目信息!B8",),
    says=("2025-06-26", "7月"),
)
fires("PRJ-05", "between two months named", lambda: held(date(2025, 7, 7), date(2025, 7, 11), planned="6、8月"))
silent("PRJ-05", "the last day in the month", lambda: held(date(2025, 6, 27), date(2025, 7, 1)))
silent("PRJ-05", "the second of two months named", partial(municipal, planned="5、7月"))
silent(
    "PRJ-05",
    "an approved change",
    lambda: held(date(2025, 6, 26), date(2025, 6, 30), change_approval="平台同意2025-05-30", **CHANGED),
)
fires("PRJ-05", "after a span of months", lambda: held(date(2025, 8, 1), date(2025, 8, 5), planned="5-7月"))
silent("PRJ-05", "the month", municipal)
silent("PRJ-05", "the first month of a span", partial(municipal, planned="7-8月"))
silent("PRJ-05", "the last month of a span", partial(municipal, planned="4-7月"))
silent("PRJ-05", "a form it does not read", partial(municipal, planned="第三季度"))
silent("PRJ-05", "nothing planned", partial(municipal, planned=None))

# PRJ-06
DUE = START - timedelta(days=15)
NATIONAL_START = date(2025, 4, 14)
NATIONAL_DUE = NATIONAL_START - timedelta(days=30)
fires("PRJ-06", "the notice a day late", partial(municipal, notice_filed=DUE + timedelta(days=1)), at=("项目信息!B15",),
      says=("晚1天", "前15天", "2025-06-29"))  # fmt: skip
fires("PRJ-06", "the scheme a day late", partial(municipal, scheme_filed=DUE + timedelta(days=1)), at=("项目信息!B16",))
fires("PRJ-06", "national, 29 days before", partial(national, notice_filed=NATIONAL_DUE + timedelta(days=1)), says=("前30天",))
fires("PRJ-06", "empty on the day after", lambda: municipal(notice_filed=None).changed(today=DUE + timedelta(days=1)),
      says=("未填写", "1天"))  # fmt: skip
silent("PRJ-06", "on the day", partial(municipal, notice_filed=DUE, scheme_filed=DUE))
silent("PRJ-06", "a day before", partial(municipal, notice_filed=DUE - timedelta(days=1)))
silent("PRJ-06", "national, 30 days before", partial(national, notice_filed=NATIONAL_DUE, scheme_filed=NATIONAL_DUE))
silent("PRJ-06", "empty on the day itself", lambda: municipal(notice_filed=None).changed(today=DUE))
silent("PRJ-06", "no first day", lambda: municipal(notice_filed=None, start=None), skipped=True, also=("PRJ-01",))


fires("PRJ-07", "one online trainee", lambda: with_online(1, None), at=("项目信息!B19",), says=("1人",))
fires("PRJ-07", "only white space", lambda: with_online(1, " "))
silent("PRJ-07", "means are named", lambda: with_online(1, "直播平台签到"))
silent("PRJ-07", "nobody online", lambda: with_online(0, None))

# PRJ-08
fires("PRJ-08", "ends before it begins", partial(municipal, end=START - timedelta(days=1)), at=("项目信息!B9",),
      says=("2025-07-13", "2025-07-14"))  # fmt: skip
fires("PRJ-08", "text as the first day: the rules about days keep silent", partial(municipal, start="2025年7月14日"),
      at=("项目信息!B8",), count=1)  # fmt: skip
fires("PRJ-08", "text as a filing day", partial(municipal, notice_filed="六月初"), at=("项目信息!B15",), says=("六月初",))
fires("PRJ-08", "text as the day of the report", partial(municipal, report_filed="8月"), at=("项目信息!B17",))
fires("PRJ-08", "a number that is no date", partial(municipal, claim_filed=20250814), at=("项目信息!B18",))
silent("PRJ-08", "in order", municipal)
silent("PRJ-08", "one day, first and last", lambda: one_day(), also=("PRJ-03",))
silent("PRJ-08", "a date that lost its format", partial(municipal, start=45852.0))


def one_day() -> ClassFile:
    return without_sheet(held(START, START, hours=8).changed(results=(), absences=()), "附件3", "附件5", "考勤")


# PRJ-09
fires("PRJ-09", "one hour more than fits", lambda: of_hours(41), at=("项目信息!B11",), says=("41", "最多40学时", "多1学时"))
fires("PRJ-09", "no hours at all", lambda: of_hours(0), says=("应大于0",))
fires("PRJ-09", "text", lambda: of_hours("32学时"), says=("不是数字",))
silent("PRJ-09", "as many as fit", lambda: of_hours(40))
silent("PRJ-09", "one fewer", lambda: of_hours(39))
silent("PRJ-09", "a half hour", lambda: of_hours(0.5))


def of_hours(hours: Any) -> ClassFile:
    """The class without the sheets that go by its hours."""
    c = municipal(hours=hours).changed(results=(), absences=())
    return without_sheet(c, "附件5", "考勤")


# PRJ-10
for field, limit, column in (("reserved_1", 5, 20), ("reserved_2", 5, 21), ("reserved_3", 1, 22)):
    fires("PRJ-10", f"{field} below", partial(national, **{field: limit - 1}), at=(f"项目信息!B{column}",), says=("还差1个",))
    fires("PRJ-10", f"{field} empty", partial(national, **{field: None}), says=("按0计", f"还差{limit}个"))
    silent("PRJ-10", f"{field} at the limit", partial(national, **{field: limit}))
silent("PRJ-10", "above", national)
silent("PRJ-10", "municipal", municipal, skipped=True)

# PRJ-11
REPORT_DUE = date(2025, 8, 18)
fires("PRJ-11", "a day late", lambda: reported(REPORT_DUE + timedelta(days=1)), at=("项目信息!B17",),
      says=("晚1天", "2025-08-18"))  # fmt: skip
fires("PRJ-11", "empty on the day after", lambda: municipal(report_filed=None).changed(today=REPORT_DUE + timedelta(days=1)),
      says=("未填写", "1天"))  # fmt: skip
fires("PRJ-11", "1 October for a class that ended on 31 August", lambda: ended_in_august(date(2025, 10, 1)))
fires("PRJ-11", "national and subsidised, the claim a day late", partial(national, claim_filed=date(2025, 5, 20)),
      at=("项目信息!B18",), says=("经费报销材料",))  # fmt: skip
fires("PRJ-11", "the day before the class ends", lambda: reported(END - timedelta(days=1)), at=("项目信息!B17",),
      says=("早于结束日期",))  # fmt: skip
fires("PRJ-11", "stated to be filed before the class has ended, and it has not",
      lambda: reported(END - timedelta(days=1)).changed(stage="开班前"), also=())  # fmt: skip
silent("PRJ-11", "the day the class ends", lambda: reported(END))
silent(
    "PRJ-11",
    "empty, and the class is stated not to have ended",
    lambda: municipal(report_filed=None).changed(today=REPORT_DUE + timedelta(days=1), stage="开班前"),
    skipped=True,
)
silent("PRJ-11", "on the day", lambda: reported(REPORT_DUE))
silent("PRJ-11", "empty on the day itself", lambda: municipal(report_filed=None).changed(today=REPORT_DUE))
silent("PRJ-11", "30 September for a class that ended on 31 August", lambda: ended_in_august(date(2025, 9, 30)))
silent("PRJ-11", "national, the claim on the Monday after a Sunday", partial(national, claim_filed=date(2025, 5, 19)))
silent("PRJ-11", "9 October, behind the holidays, for a class that ended on 1 September",
       lambda: ended_in_september(date(2025, 10, 9)))  # fmt: skip
fires("PRJ-11", "10 October for a class that ended on 1 September", lambda: ended_in_september(date(2025, 10, 10)))
silent("PRJ-11", "national and self-funded: no claim", lambda: self_funded().changed(today=date(2025, 12, 1)))
silent("PRJ-11", "municipal: no claim", partial(municipal, claim_filed=date(2025, 12, 1)))
silent("PRJ-11", "no last day", partial(municipal, end=None, report_filed=date(2026, 1, 1)), skipped=True, also=("PRJ-01",))


def self_funded() -> ClassFile:
    return national(funding="单位自筹", subsidy=None, claim_filed=None)


def reported(day: date) -> ClassFile:
    return municipal(report_filed=day)


def ended_in_september(filed: date) -> ClassFile:
    c = held(date(2025, 8, 28), date(2025, 9, 1), planned="8-9月")
    return with_project(c, report_filed=filed)


def ended_in_august(filed: date) -> ClassFile:
    c = held(date(2025, 8, 27), date(2025, 8, 31), planned="8月")
    return with_project(c, report_filed=filed)


# PRJ-12
fires("PRJ-12", "no number", partial(municipal, plan_number=None), at=("项目信息!B3",), says=("未填写", "1至20"))
fires("PRJ-12", "a number after the last", partial(municipal, plan_number=21, number_pattern=None), says=("附件2", "1至20"))
fires("PRJ-12", "text", partial(municipal, plan_number="九"), says=("九",))
fires("PRJ-12", "national has eight", lambda: with_project(national(), plan_number=9), says=("附件1", "1至8"))
silent("PRJ-12", "the last municipal number", lambda: sample_class(MUNICIPAL, plan=20))
silent("PRJ-12", "the last national number", lambda: sample_class(NATIONAL, plan=8))
silent("PRJ-12", "a year without a plan list", lambda: unlisted(plan_number=99),
       skipped=True, also=("PRJ-16",))  # fmt: skip


def test_a_notice_may_reserve_fewer_places() -> None:
    """Another province's: of the places it does not reserve nothing is asked."""
    c = national(reserved_1=0, reserved_2=0, reserved_3=0)
    fewer = SimpleNamespace(reserved=parameters_for(c.notice, c.start).reserved[:1])
    assert [hit.field for hit in too_few_reserved(c, fewer)] == [fewer.reserved[0].label]  # type: ignore[arg-type]
