"""师资费: SZ-01 to SZ-10, each below, at and above its threshold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from tests.rules.cases import fires, moved, newest, silent, with_project
from tests.rules.changed_lectures import END, START, holding, lecture, lectures
from tests.sample import sample_class
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import LECTURER_RANKS, ClassFile, LectureFee

Build = Callable[[], ClassFile]


CENT = Decimal("0.01")


def subsidised(*rows: LectureFee) -> ClassFile:
    """A national, subsidised class with these lectures on its first day: what the regulation says binds it."""
    c = sample_class(NATIONAL, plan=2)
    return holding(c, (row.changed(day=c.start) for row in rows))


for rank, rate in (("副高", 500), ("正高", 1000)):
    fires("SZ-01", f"{rank} a cent over", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=rate * 4 + CENT)),
          at=("师资费!G4",), says=("参照", rank, f"{rate}元×4学时", "超出0.01元"), severity="hint")  # fmt: skip
    fires("SZ-01", f"{rank} a cent over, subsidised", severity="query", says=(rank, "超出0.01元"),
          build=lambda rank=rank, rate=rate: subsidised(lecture(rank=rank, net=rate * 4 + CENT)))  # fmt: skip
    silent("SZ-01", f"{rank} the cap", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=Decimal(rate * 4))))
    silent("SZ-01", f"{rank} a cent below", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=rate * 4 - CENT)))
fires("SZ-01", "a half hour counts half", lambda: lectures(lecture(hours=1.5, net=750 + CENT)), says=("750.01", "500元×1.5学时"))
silent("SZ-01", "a half hour, the cap", lambda: lectures(lecture(hours=1.5, net=750)))
silent("SZ-01", "no hours: stated there", lambda: lectures(lecture(hours=None, net=1)), also=("SZ-09",))
fires("SZ-01", "white space in the rank", lambda: lectures(lecture(rank=" 副高 ", net=2001)))
silent("SZ-01", "no lectures", lambda: lectures(), skipped=True)

for rank, rate in (("院士/全国知名专家", 1500), ("其他", 500)):
    fires("SZ-02", f"{rank} a cent over", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=rate * 4 + CENT)),
          at=("师资费!G4",), says=("参照", rank), severity="hint")  # fmt: skip
    silent("SZ-02", f"{rank} the rate", lambda rank=rank, rate=rate: lectures(lecture(rank=rank, net=Decimal(rate * 4))))
fires("SZ-02", "subsidised", lambda: subsidised(lecture(rank="其他", net=2001)), severity="query")
silent("SZ-02", "no rank: stated there", lambda: lectures(lecture(rank=None, net=2001)), also=("SZ-08",))
silent("SZ-02", "a fee as text: stated there", lambda: lectures(lecture(rank="其他", net="五千", tax=0)), also=("A3-05",))

fires("SZ-03", "five hours paid as five", lambda: lectures(lecture(hours=5, net=2500)), at=("师资费!G4",),
      says=("参照", "2,500.00", "2,000.00", "超出500.00"), severity="hint")  # fmt: skip
fires("SZ-03", "five hours, a cent more than four", lambda: lectures(lecture(hours=5, net=2000 + CENT)))
fires("SZ-03", "subsidised", lambda: subsidised(lecture(hours=5, net=2500)), severity="query")
fires("SZ-03", "a full professor, five hours", lambda: lectures(lecture(rank="正高", hours=5, net=5000)))
silent("SZ-03", "five hours paid as four", lambda: lectures(lecture(hours=5, net=2000)))
silent("SZ-03", "four hours above the rate: SZ-01 says it", lambda: lectures(lecture(net=2001)), also=("SZ-01",))
silent("SZ-03", "more hours than four in two rows: SZ-04 says it", also=("SZ-04",),
       build=lambda: lectures(lecture(hours=2, net=1000), lecture(hours=3, net=1500)))  # fmt: skip
silent("SZ-03", "five hours twice: SZ-04 says it", also=("SZ-04",),
       build=lambda: lectures(lecture(hours=5, net=2500), lecture(hours=5, net=2500)))  # fmt: skip
silent("SZ-03", "morning and afternoon", lambda: lectures(lecture(), lecture(session="下午")))
silent("SZ-03", "two days", lambda: lectures(lecture(), lecture(day=END)))
silent("SZ-03", "two lecturers", lambda: lectures(lecture(), lecture(name="示例乙")))

fires("SZ-04", "two rows the same", lambda: lectures(lecture(hours=2, net=1000), lecture(hours=2, net=1000)),
      at=("师资费!E4", "师资费!E5"), says=("参照", "第4、5行完全相同"), severity="hint")  # fmt: skip
fires("SZ-04", "five hours in two rows", lambda: lectures(lecture(hours=2, net=1000), lecture(hours=3, net=1000)),
      at=("师资费!E4", "师资费!E5"), says=("第4、5行", "共5学时"))  # fmt: skip
fires("SZ-04", "half an hour too much", lambda: lectures(lecture(hours=2, net=1000), lecture(hours=2.5, net=1000)))
fires("SZ-04", "the name with a space",
      lambda: lectures(lecture(hours=3, net=1000), lecture(hours=2, net=1000, name="示例 甲")))  # fmt: skip
fires("SZ-04", "subsidised", lambda: subsidised(lecture(hours=2, net=1000), lecture(hours=2, net=1000)), severity="query")
silent("SZ-04", "two lessons of two hours", lambda: lectures(lecture(hours=2, net=1000), lecture(hours=2, net=900)))
silent("SZ-04", "an hour and three", lambda: lectures(lecture(hours=1, net=500), lecture(hours=3, net=1000)))
silent("SZ-04", "another half day", lambda: lectures(lecture(), lecture(session="晚上")))

fires("SZ-05", "the day before", lambda: lectures(lecture(day=START - timedelta(days=1))), at=("师资费!D4",),
      says=("2025-07-13",))  # fmt: skip
fires("SZ-05", "the day after", lambda: lectures(lecture(day=END + timedelta(days=1))))
silent("SZ-05", "text: stated there", lambda: lectures(lecture(day="7月14日")), also=("SZ-09",))
silent("SZ-05", "the first day", lambda: lectures(lecture(day=START)))
silent("SZ-05", "the last day", lambda: lectures(lecture(day=END)))
silent("SZ-05", "no date: stated there", lambda: lectures(lecture(day=None)), also=("SZ-09",))
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
fires("SZ-06", "tax on no fee", lambda: lectures(lecture(net=0, tax=50)))
silent("SZ-06", "a yuan off", lambda: lectures(lecture(tax=301)))
silent("SZ-06", "exact", lambda: lectures(lecture(tax=300)))
silent("SZ-06", "no tax up to 800", lambda: lectures(lecture(net=800, tax=None)))
fires("SZ-06", "two in one month, each taxed by itself", lambda: lectures(lecture(net=700, tax=None),
      lecture(net=700, tax=None, session="下午")), at=("师资费!H4",), says=("1,400.00", "150.00"), count=1)  # fmt: skip
silent("SZ-06", "two in one month, taxed as one payment", lambda: lectures(
    lecture(net=2000, tax=Decimal("380.95")), lecture(net=2000, tax=Decimal("380.95"), session="下午")))  # fmt: skip
silent("SZ-06", "the whole tax beside one of them", lambda: lectures(
    lecture(net=2000, tax=Decimal("761.90")), lecture(net=2000, tax=None, session="下午")))  # fmt: skip
fires("SZ-06", "two lecturers are not taxed as one", lambda: lectures(
    lecture(net=2000, tax=Decimal("380.95")), lecture(net=2000, tax=Decimal("380.95"), name="示例乙")), count=2)  # fmt: skip

# SZ-07: 340 a night and two nights more than the days between, 130 a day and three days more.
fires("SZ-07", "a cent more than two nights", lambda: lectures(lecture(lodging=680 + CENT)), at=("师资费!J4",),
      says=("参照", "680.01", "340元、2天", "超出0.01"), severity="hint")  # fmt: skip
fires("SZ-07", "a cent more than three days of meals", lambda: lectures(lecture(meals=390 + CENT)), at=("师资费!K4",),
      says=("390.01", "130元、3天"))  # fmt: skip
fires("SZ-07", "two rows together", lambda: lectures(lecture(lodging=340), lecture(lodging=341, session="下午")),
      at=("师资费!J4", "师资费!J5"))  # fmt: skip
fires("SZ-07", "subsidised", lambda: subsidised(lecture(lodging=681)), severity="query")
silent("SZ-07", "two nights", lambda: lectures(lecture(lodging=680)))
silent("SZ-07", "three days of meals", lambda: lectures(lecture(meals=390)))
silent(
    "SZ-07", "a day between, and a night more", lambda: lectures(lecture(lodging=1020), lecture(day=START + timedelta(days=1)))
)
silent("SZ-07", "another category", lambda: with_project(lectures(lecture(lodging=800)), category="二类"))
silent("SZ-07", "each lecturer by himself", lambda: lectures(lecture(lodging=680), lecture(lodging=680, name="示例乙")))
silent("SZ-07", "no date", lambda: lectures(lecture(lodging=681, day=None)), also=("SZ-09",))

# SZ-08
fires("SZ-08", "empty", lambda: lectures(lecture(rank=None)), at=("师资费!C4",), says=("未填写",))
fires("SZ-08", "white space", lambda: lectures(lecture(rank=" ")))
for stated, entry in (
    ("教授", "正高"),
    ("高级工程师", "副高"),
    ("讲师", "其他"),
    ("院士", "院士/全国知名专家"),
    ("正高级", "正高"),
):
    fires("SZ-08", f"{stated} means {entry}", lambda stated=stated: lectures(lecture(rank=stated)), says=(f"应为“{entry}”",))
fires("SZ-08", "a word that means nothing", lambda: lectures(lecture(rank="总经理")), says=("“总经理”不在列表中",))
for rank in LECTURER_RANKS:
    silent("SZ-08", rank, lambda rank=rank: lectures(lecture(rank=rank)))
silent("SZ-08", "full-width", lambda: lectures(lecture(rank="院士／全国知名专家")))

# SZ-09
for field, attribute, column in (
    ("姓名", "name", "B"), ("授课日期", "day", "D"), ("时段", "session", "E"), ("学时", "hours", "F"), ("税后讲课费", "net", "G"),
):  # fmt: skip
    fires("SZ-09", f"no {field}", lambda attribute=attribute: lectures(lecture(**{attribute: None})),
          at=(f"师资费!{column}4",), says=(field, "未填写"))  # fmt: skip
fires("SZ-09", "a day that is text", lambda: lectures(lecture(day="7月14日")), says=("不是日期",))
fires("SZ-09", "hours as text", lambda: lectures(lecture(hours="四")), says=("不是数字",))
fires("SZ-09", "no hours at all", lambda: lectures(lecture(hours=0)), says=("应大于0",))
silent("SZ-09", "a quarter of an hour", lambda: lectures(lecture(hours=0.25, net=100, tax=0)))
silent("SZ-09", "nothing missing", lambda: lectures(lecture()))


def before_2017(hours: int, net: int) -> ClassFile:
    """A class of 2016, when a half day of an associate professor was worth 1,000 yuan."""
    c, first = newest(), date(2016, 7, 11)
    c = moved(c, first, first + (c.end - c.start), year=first.year, number_pattern=None)  # type: ignore[operator]
    return holding(c, [lecture(hours=hours, net=net, day=first)])


fires("SZ-01", "2016: a half day", lambda: before_2017(4, 1001), says=("1000元×1半天",), also=("PRJ-16",))
silent("SZ-01", "2016: a half day begun counts in full", lambda: before_2017(3, 1000), also=("PRJ-16",))


# SZ-10
for words in ("合计", "小 计", "总计:"):
    fires("SZ-10", words, lambda words=words: lectures(lecture(name=words)), at=("师资费!B4",), count=1, says=("第4行",))
fires("SZ-10", "stated in 序号", lambda: lectures(lecture(number="合计")), at=("师资费!B4",), says=("“合计”",))
silent("SZ-10", "somebody", lambda: lectures(lecture()))
