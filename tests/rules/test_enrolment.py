"""附件4: A4-22 to A4-25, as what, from where and in which way people take part."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.rules.cases import fires, silent, with_project, with_row, with_trainee
from tests.rules.changed_people import municipal, national, sized
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import Absence, ClassFile


def online(level: str, *regions: str | None, place: str = "天津市示例会议中心") -> ClassFile:
    """A class whose first trainees take part online, from these regions."""
    c = sample_class(level, plan=2 if level == NATIONAL else 9)
    c = with_project(c, online_means="直播签到", online_reason="抗洪抢险", place=place).changed(
        accounts=c.accounts.changed(place=place)
    )
    start = 20 if level == NATIONAL else 0
    for at, region in enumerate(regions, start=start):
        c = with_row(c, "people", at, mode="线上", region=region)
    return c


# A4-22
fires("A4-22", "national: a query that names the rows", lambda: online(NATIONAL, "天津", "天津"), at=("附件4!K3",),
      severity="query", says=("在天津", "有2人", "第24、25行"), count=1)  # fmt: skip
fires("A4-22", "municipal: a hint", lambda: online(MUNICIPAL, "天津"), severity="hint")
fires("A4-22", "天津市 is 天津", lambda: online(MUNICIPAL, "天津市"), severity="hint")
silent("A4-22", "from elsewhere", lambda: online(NATIONAL, "甘肃"))
silent("A4-22", "nobody knows from where", lambda: online(MUNICIPAL, None))
silent("A4-22", "nobody online", partial(municipal))
silent("A4-22", "held elsewhere", lambda: online(NATIONAL, "天津", place="河北省廊坊市示例宾馆"))
for place in ("南开大学", "河北区中山路1号", "南京路20号", "北京道30号"):
    silent("A4-22", f"who knows where {place} is", lambda place=place: online(NATIONAL, "天津", place=place), skipped=True)


# A4-23
def thinned(trainees: int, gone: int, hours: float = 5) -> ClassFile:
    """A class of which the last ``gone`` trainees missed so many hours of 32, and failed."""
    c = sized(trainees)
    first = trainees - gone
    absences = tuple(
        Absence(row=4 + at, name=one.name, document=one.document, leave=0, missed=hours, permission="无")
        for at, one in enumerate(c.trainees[first:])
    )
    results = tuple(
        one.changed(hours=32 if at < first else 32 - hours, **({} if at < first else {"passed": "否", "certificate": None}))
        for at, one in enumerate(c.results)
    )
    return c.changed(absences=absences, results=results)


fires("A4-23", "one of fifty", lambda: thinned(50, 1), also=("KQ-02",), at=("附件4!B3",), says=("50人", "1人", "余49人"))
fires("A4-23", "three of 52", lambda: thinned(52, 3), also=("KQ-02",), says=("余49人",))
silent("A4-23", "two of 52", lambda: thinned(52, 2), also=("KQ-02",))
silent(
    "A4-23",
    "fewer than fifty anyway",
    lambda: thinned(49, 1).changed(people=sized(49, 4).people),
    also=("A4-01", "KQ-02", "A3-03"),
)
silent("A4-23", "absent, and within the limit", lambda: thinned(50, 1, 4.5))
silent("A4-23", "the class has not ended", lambda: thinned(50, 1).changed(stage="开班前"), skipped=True, also=("KQ-02",))

# A4-24
for field, attribute, column, near in (
    ("人员类别", "kind", "I", ("学生", "学员")), ("人员类别", "kind", "I", ("教职工", "工作人员")),
    ("证件类型", "document_kind", "J", ("身份证", "居民身份证")), ("参训方式", "mode", "K", ("网络", "线上")),
):  # fmt: skip
    fires("A4-24", f"{field} {near[0]} means {near[1]}", partial(municipal, **{attribute: near[0]}), at=(f"附件4!{column}9",),
          says=(field, f"“{near[0]}”", f"应为“{near[1]}”"), count=1)  # fmt: skip
    fires("A4-24", f"{field} 其他, beside {near[1]}", partial(municipal, **{attribute: "其他"}), says=("“其他”",), count=1)
silent("A4-24", "every kind of both", lambda: sized(50))
fires("A4-24", "of fifty one is neither: nobody is counted", lambda: with_trainee(sized(50), 5, kind="其他人"), count=1)
fires("A4-24", "everybody is neither", count=57, build=lambda: everybody(kind="其他人"))
silent("A4-24", "blank cells", partial(municipal, kind=None, document_kind=" ", mode=None))
silent("A4-24", "white space", partial(municipal, kind=" 学员 ", mode="线 下"))


def everybody(**changes: Any) -> ClassFile:
    c = sample_class(MUNICIPAL)
    return c.changed(people=tuple(one.changed(**changes) for one in c.people))


# A4-25
def all_from(region: str | None) -> ClassFile:
    c = sample_class(NATIONAL, plan=2)
    return c.changed(people=tuple(one.changed(region=region) for one in c.people))


fires("A4-25", "all from Tianjin", lambda: all_from("天津"), also=("A4-15",), at=("附件4!L3",), says=("52名学员", "天津"))
fires("A4-25", "spelt out", lambda: all_from("天津市"), also=("A4-15",))
silent("A4-25", "one from elsewhere", lambda: with_row(all_from("天津"), "people", 3, region="甘肃"), also=("A4-15",))
silent("A4-25", "nobody knows", lambda: all_from(None), also=("A4-15",))
silent("A4-25", "municipal", partial(municipal), skipped=True)
silent("A4-25", "national as it should be", partial(national))
