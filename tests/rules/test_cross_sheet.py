"""Results typed beside the people of 附件4: A4-26 to A4-28, A5-21, and what the rules of 附件5 say of a view."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.rules.cases import fires, silent, with_project, with_row
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import BEFORE, ONLINE, ClassFile, Person
from udfs.records.participants import OutOfView
from udfs.records.results_view import viewed
from udfs.sample import results_beside


def sample(level: str = MUNICIPAL, plan: int = 9) -> ClassFile:
    return results_beside(sample_class(level, plan))


def beside(index: int = 5, c: ClassFile | None = None, **changes: Any) -> ClassFile:
    """The class with other values in one row of 附件4, and 附件5 following."""
    return viewed(with_row(c or sample(), "people", index, **changes))


def before(c: ClassFile) -> ClassFile:
    """The same class while it has not ended."""
    assert c.end is not None
    return c.changed(today=c.end)


def stray(**values: Any) -> ClassFile:
    """A row below the people that holds a result and nobody."""
    c = sample()
    return c.changed(strays=(Person(row=c.people[-1].row + 2, **values),))


def typed_over(field: str, value: Any, index: int = 5, **more: Any) -> ClassFile:
    """A cell of the computed 附件5 that somebody typed into (or, with None at 姓名, a row whose formulas are gone)."""
    c = sample()
    result = c.results[index]
    expected = str(result.get(field))
    if field == "学时数":
        c = with_row(c, "results", index, hours=value)
    return c.changed(out_of_view=(OutOfView(result.row, field, value, expected, result.person_row),), **more)


def half_typed(rows: int = 51) -> ClassFile:
    """A typed 附件5 whose last rows are still computed."""
    c = sample_class()
    left = c.results[rows:]
    people = results_beside(c).people
    out = tuple(OutOfView(one.row, "姓名", one.name, "", one.row) for one in left)
    return c.changed(people=people, results=c.results[:rows], out_of_view=out)


# A4-26
def online(*indexes: int, **more: Any) -> ClassFile:
    c = with_project(sample(), online_means="示例平台", online_reason="抗洪抢险")
    for index in indexes:
        c = with_row(c, "people", index, mode=ONLINE, region="北京")
    return viewed(c.changed(**more))


ELSEWHERE = ("A4-14",)
fires("A4-26", "考勤 is empty", lambda: online(5, absences=()), at=("附件4!K3",), count=1, says=("1人",), also=ELSEWHERE)
silent("A4-26", "考勤 has rows", lambda: online(5), also=ELSEWHERE)
silent("A4-26", "nobody online", lambda: viewed(sample().changed(absences=())))
silent("A4-26", "before the class has ended", lambda: before(online(5, absences=())), skipped=True, also=ELSEWHERE)

# A4-27
OTHER = sample().people[7].document
fires("A4-27", "another trainee's", lambda: beside(owner=OTHER), at=("附件4!O9",), count=1, says=("第11行",))
fires("A4-27", "a number nobody has", lambda: beside(owner="120199197101115841"), says=("另一个证件号码",), count=1)
fires("A4-27", "an empty result", lambda: before(beside(owner=OTHER, passed=None)), count=1)
fires("A4-27", "passed in spite of too few hours", lambda: too_absent(owner=OTHER), also=("KQ-02",), count=1)
silent("A4-27", "nothing filled in", lambda: beside(owner=None))
silent("A4-27", "the same in small letters and full width", lambda: beside(owner=wide(sample().people[5].document)))


def too_absent(**changes: Any) -> ClassFile:
    """The trainee of 考勤's first row misses more than a seventh and has passed."""
    return beside(0, with_row(sample(), "absences", 0, leave=5), **changes)


def wide(value: Any) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in str(value).lower())


# A4-28
fires("A4-28", "是 beside nobody", lambda: stray(passed="是"), at=("附件4!M62",), count=1, says=("没有人员", "结业考核"))
fires("A4-28", "a number beside nobody", lambda: stray(certificate="津高研2025090099"), at=("附件4!N62",), count=1)
fires("A4-28", "both beside staff", lambda: beside(53, passed="是", certificate="1"), count=2, says=("工作人员",))
silent("A4-28", "a witness alone", lambda: stray(owner="1"))
silent("A4-28", "blanks", lambda: beside(53, passed=" "))

# A5-21
fires(
    "A5-21",
    "a result typed into the view",
    lambda: typed_over("是否通过结业考核", "否"),
    at=("附件5!H9",),
    count=1,
    says=("手工填",),
)
fires("A5-21", "the same result", lambda: typed_over("证书编号", sample().results[5].certificate), at=("附件5!I9",), count=1)
fires("A5-21", "another phone", lambda: typed_over("联系电话", "14100000001"), at=("附件5!E9",), count=1, says=("不一致",))
fires("A5-21", "formulas cleared", lambda: typed_over("姓名", None), at=("附件5!B9",), count=1, says=("缺少公式",))
fires("A5-21", "hours that 考勤 does not know of", lambda: typed_over("学时数", 30), at=("附件5!C9",), count=1)
fires("A5-21", "a row of a typed list", half_typed, at=("附件5!B55",), count=1, says=("仍由附件4带出",))
fires("A5-21", "and the result is wrong too", lambda: typed_over("证书编号", "x", people=half_wrong().people), count=1)
silent("A5-21", "hours that are wrong are A5-07", lambda: typed_over("学时数", 99), also=("A5-07",))
silent("A5-21", "hours that bar passing are A5-08", lambda: typed_over("学时数", 20), also=("A5-08",))
silent("A5-21", "hours against 考勤 are A5-16", lambda: typed_over("学时数", 29, index=0), also=("A5-16",))
silent("A5-21", "a view", sample)
silent("A5-21", "a typed list", sample_class)


def half_wrong() -> ClassFile:
    return beside(passed="不")


# What the rules of 附件5 say of a view: it mirrors 附件4, and its results stand there.
silent("A5-01", "a view without hours", lambda: viewed(with_project(sample(), hours=None)), also=("PRJ-01",))
silent("A5-01", "a view of a trainee without phone", lambda: beside(phone=None), also=("A4-04",))
silent("A5-02", "a view of a wrong number", lambda: beside(document="1", owner=None), also=("A4-05",))
silent("A5-03", "a view of a doubled number", lambda: beside(document=OTHER, owner=None), also=("A4-06",))
silent("A5-18", "a view of a number", lambda: beside(phone=14100000005), also=("A4-18",))
silent("A5-05", "a view", sample)
silent("A5-05", "shown by a row that is still computed", half_typed, also=("A5-21",))
silent("A5-05", "before the class has ended", lambda: before(sample_class().changed(results=())), skipped=True)
silent("A5-01", "before the class has ended", lambda: before(with_row(sample_class(), "results", 5, passed=None)), skipped=True)
fires("A5-08", "typed hours of a view", lambda: typed_over("学时数", 20), at=("附件4!M9",), count=1)
fires("A5-09", "beside the person", too_absent, at=("附件4!M4",), count=1, also=("KQ-02",))
fires(
    "A5-10",
    "empty beside the person",
    lambda: beside(passed=None),
    at=("附件4!M9",),
    count=1,
    says=("结业考核未填写",),
)
fires("A5-10", "another word beside the person", lambda: beside(passed="合格"), at=("附件4!M9",), count=1, says=("应填",))
fires("A5-10", "another word before the class has ended", lambda: before(beside(passed="合格")), at=("附件4!M9",), count=1)
silent("A5-10", "empty before the class has ended", lambda: before(beside(passed=None)))
silent("A5-10", "empty as long as somebody says so", lambda: beside(passed=None).changed(stage=BEFORE))
fires("A5-11", "beside the person", lambda: beside(certificate=None), at=("附件4!N9",), count=1)
silent("A5-11", "beside the person, before the class has ended", lambda: before(beside(certificate=None)), skipped=True)
fires("A5-12", "beside the person", lambda: beside(passed="否"), at=("附件4!N9",), count=1)
fires(
    "A5-13",
    "beside two people",
    lambda: beside(certificate=sample().people[7].certificate),
    at=("附件4!N9", "附件4!N11"),
    says=("第11行",),
)
fires("A5-14", "beside the person", lambda: beside(certificate="津高研2025080006"), at=("附件4!N9",), count=1)
fires("A5-15", "beside the people", lambda: beside(51, certificate="津高研2025090059"), at=("附件4!N3",), count=1)
fires("A4-00", "before the class has ended", lambda: nobody(before(sample())), severity="hint", count=1)


def nobody(c: ClassFile) -> ClassFile:
    return viewed(c.changed(people=(), absences=()))


def test_a_class_has_ended_the_day_after_its_last_day() -> None:
    c = sample()
    assert c.end is not None
    days = [c.end - timedelta(days=1), c.end, c.end + timedelta(days=1)]
    assert [c.changed(today=day).ended for day in days] == [False, False, True]
    assert with_project(c, end=None).ended
    assert not with_project(c, end=None).changed(stage=BEFORE).ended
