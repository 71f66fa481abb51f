"""师资费: SZ-01 to SZ-06, each below, at and above its threshold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.rules.cases import case, with_accounts, with_project
from udfs.lecture_fee import tax_withheld
from udfs.notice.parameters import parameters_for
from udfs.notice.plan import MUNICIPAL
from udfs.period import period_text
from udfs.records import ClassFile, LectureFee
from udfs.sample import sample_class

Build = Callable[[], ClassFile]
START, END = date(2025, 7, 14), date(2025, 7, 18)


def fires(code: str, note: str, build: Build, **more: Any) -> None:
    case(code, fires=True, note=note, **more)(build)


def silent(code: str, note: str, build: Build, **more: Any) -> None:
    case(code, fires=False, note=note, **more)(build)


def lecture(**fields: Any) -> LectureFee:
    """A lecture of four 学时 by an associate professor, with the tax that fits unless another is given."""
    values: dict[str, Any] = {
        "row": 4,
        "name": "示例甲",
        "rank": "副高",
        "day": START,
        "session": "上午",
        "hours": 4,
        "net": 2000,
    } | fields
    net = values["net"]
    if "tax" not in values and isinstance(net, int | Decimal):
        values["tax"] = tax_withheld(Decimal(net), parameters_for(2025))
    return LectureFee(**values)


def lectures(*rows: LectureFee) -> ClassFile:
    """The sample class with these lectures, in rows 4, 5 …, and with 附件3 as they make it."""
    c = sample_class(MUNICIPAL)
    rows = tuple(row.changed(row=4 + at) for at, row in enumerate(rows))
    faculty = sum((row.faculty_cost for row in rows), Decimal(0))
    total = faculty + sum((Decimal(str(value)) for value in (30000, 20000, 6000, 1710, 2400)), Decimal(0))
    return with_accounts(c.changed(lectures=rows), faculty=faculty, tax=None, total=total)


CENT = Decimal("0.01")
for rank, rate in (("副高", 500), ("正高", 1000)):
    fires("SZ-01", f"{rank} a cent over", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=rate * 4 + CENT)),
          at=("师资费!G4",), says=(rank, f"{rate}元×4学时", "超出0.01元"))  # fmt: skip
    silent("SZ-01", f"{rank} the cap", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=Decimal(rate * 4))))
    silent("SZ-01", f"{rank} a cent below", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=rate * 4 - CENT)))
fires("SZ-01", "a half hour counts half", lambda: lectures(lecture(hours=1.5, net=750 + CENT)), says=("750.01", "500元×1.5学时"))
silent("SZ-01", "a half hour, the cap", lambda: lectures(lecture(hours=1.5, net=750)))
fires("SZ-01", "no hours, no fee", lambda: lectures(lecture(hours=None, net=1)), says=("×0学时",))
fires("SZ-01", "white space in the rank", lambda: lectures(lecture(rank=" 副高 ", net=2001)))
silent("SZ-01", "no lectures", lambda: lectures(), skipped=True)

for rank, rate in (("院士/全国知名专家", 1500), ("其他", 500)):
    fires("SZ-02", f"{rank} a cent over", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=rate * 4 + CENT)),
          at=("师资费!G4",), says=(rank,))  # fmt: skip
    silent("SZ-02", f"{rank} the rate", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=Decimal(rate * 4))))
fires("SZ-02", "no rank is paid as 其他", lambda: lectures(lecture(rank=None, net=2001)), says=("职称类别未填",))
fires("SZ-02", "an unknown rank is paid as 其他", lambda: lectures(lecture(rank="讲师", net=2001)), says=("“讲师”按其他",))
silent("SZ-02", "a fee as text: said there", lambda: lectures(lecture(rank="其他", net="五千", tax=0)), also=("A3-05",))

fires(
    "SZ-03",
    "half an hour too much",
    lambda: lectures(lecture(hours=4.5, net=2000)),
    at=("师资费!F4",),
    says=("共4.5学时", "多0.5学时"),
)
fires("SZ-03", "too much without a date", lambda: lectures(lecture(hours=5, day=None)))
fires("SZ-03", "two lectures in one half day", lambda: lectures(lecture(hours=2, net=1000), lecture(hours=3, net=1000)),
      at=("师资费!F4", "师资费!F5"), also=("SZ-04",), says=("共5学时",))  # fmt: skip
silent("SZ-03", "four hours", lambda: lectures(lecture(hours=4)))
silent(
    "SZ-03",
    "four hours in two lectures",
    lambda: lectures(lecture(hours=1, net=500), lecture(hours=3, net=1000)),
    also=("SZ-04",),
)
silent("SZ-03", "morning and afternoon", lambda: lectures(lecture(), lecture(session="下午")))
silent("SZ-03", "two days", lambda: lectures(lecture(), lecture(day=END)))
silent("SZ-03", "two lecturers", lambda: lectures(lecture(), lecture(name="示例乙")))

fires("SZ-04", "twice in one half day", lambda: lectures(lecture(hours=2, net=1000), lecture(hours=2, net=1000)),
      at=("师资费!E4", "师资费!E5"), says=("第4、5行",))  # fmt: skip
fires("SZ-04", "the name with a space", lambda: lectures(lecture(hours=2, net=1000), lecture(hours=2, net=1000, name="示例 甲")))
silent("SZ-04", "another half day", lambda: lectures(lecture(), lecture(session="晚上")))
silent(
    "SZ-04", "no half day named", lambda: lectures(lecture(session=None, hours=1, net=1), lecture(session=None, hours=1, net=1))
)

fires(
    "SZ-05", "the day before", lambda: lectures(lecture(day=START - timedelta(days=1))), at=("师资费!D4",), says=("2025-07-13",)
)
fires("SZ-05", "the day after", lambda: lectures(lecture(day=END + timedelta(days=1))))
fires("SZ-05", "text", lambda: lectures(lecture(day="7月14日")), says=("不是日期",))
silent("SZ-05", "the first day", lambda: lectures(lecture(day=START)))
silent("SZ-05", "the last day", lambda: lectures(lecture(day=END)))
silent("SZ-05", "no date", lambda: lectures(lecture(day=None)))
silent(
    "SZ-05", "the class has no first day", lambda: with_project(lectures(lecture()), start=None), skipped=True, also=("PRJ-01",)
)

fires(
    "SZ-06",
    "a cent beyond the tolerance",
    lambda: lectures(lecture(tax=Decimal("301.01"))),
    at=("师资费!H4",),
    says=("300.00", "301.01"),
)
fires("SZ-06", "too little", lambda: lectures(lecture(tax=Decimal("298.99"))))
fires("SZ-06", "none", lambda: lectures(lecture(tax=None)))
silent("SZ-06", "a yuan off", lambda: lectures(lecture(tax=301)))
silent("SZ-06", "exact", lambda: lectures(lecture(tax=300)))
silent("SZ-06", "no tax up to 800", lambda: lectures(lecture(net=800, tax=None)))
silent("SZ-06", "paid together in one month, taxed as one", lambda: lectures(
    lecture(net=2000, tax=Decimal("380.95")), lecture(net=2000, tax=Decimal("380.95"), session="下午")))  # fmt: skip
fires("SZ-06", "two lecturers are not taxed as one", lambda: lectures(
    lecture(net=2000, tax=Decimal("380.95")), lecture(net=2000, tax=Decimal("380.95"), name="示例乙")), count=2)  # fmt: skip


def before_2017(hours: int, net: int) -> ClassFile:
    """A class of 2016, when a half day of an associate professor was worth 1,000 yuan."""
    first, last = date(2016, 7, 11), date(2016, 7, 15)
    filed = {
        "number_pattern": None,
        "notice_filed": first - timedelta(days=40),
        "scheme_filed": first - timedelta(days=40),
        "report_filed": last,
    }
    c = with_project(lectures(lecture(day=first, hours=hours, net=net)), year=2016, start=first, end=last, **filed)
    return with_accounts(c.changed(today=last), period=period_text(first, last))


fires("SZ-01", "2016: a half day", lambda: before_2017(4, 1001), says=("1000元×1半天",))
silent("SZ-01", "2016: a half day begun counts in full", lambda: before_2017(3, 1000))
