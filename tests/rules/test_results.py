"""附件5: A5-01 to A5-20 but for the certificate numbers; what 附件5 merely mirrors is reported in 附件4 alone."""

from __future__ import annotations

from functools import partial

from tests.rules.cases import fires, silent, with_row, with_trainee
from tests.rules.changed_people import without_column as people_without
from tests.rules.changed_results import RIGHT, absent, extra, only, sample, timed, twice, typed, without_column, without_gap
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ATTENDANCE, PEOPLE, RESULTS, STAFF, ClassFile, SheetPlaces
from udfs.rules.about_people.results import CLEARED
from udfs.rules.runner import check

WIDE = "".join(chr(ord(char) + 0xFEE0) for char in RIGHT)


def without_results(c: ClassFile, *indexes: int) -> ClassFile:
    return c.changed(results=tuple(one for at, one in enumerate(c.results) if at not in indexes))


# A5-01
for field, attribute, letter in (
    ("姓名", "name", "B"), ("学时数", "hours", "C"), ("身份证号", "document", "D"), ("联系电话", "phone", "E"),
    ("工作单位", "employer", "F"), ("专业技术职务（职称）", "title", "G"), ("是否通过结业考核", "passed", "H"),
):  # fmt: skip
    fires("A5-01", f"{field} empty", partial(typed, **{attribute: " "}), at=(f"附件5!{letter}9",), count=1, says=(field,))
fires("A5-01", "both sheets empty, but for the hours", lambda: typed(hours=None), count=1)
fires("A5-01", "a trainee gone, the result left", lambda: left_over(), at=("附件5!B56",), count=1, says=("姓名",))
fires("A5-01", "name and number are blanks: of nobody nothing else is asked",
      lambda: typed(name="　", document=" ", passed="否", hours=0.5), at=("附件5!B9",), count=1, also=("A5-05",),
      tells=(CLEARED,))  # fmt: skip
silent("A5-01", "empty in 附件4 too", lambda: with_trainee(sample(), 5, phone=None, employer=""), also=("A4-04",))
silent("A5-01", "no number in 附件4 either", lambda: with_trainee(sample(), 5, document=None), also=("A4-04",))
silent("A5-01", "a column that is missing", lambda: without_column(sample(), "工作单位"), also=("A5-20",))
silent("A5-01", "no certificate is A5-11", lambda: typed(certificate=None), also=("A5-11",))
silent("A5-01", "no such sheet", lambda: only(PEOPLE), skipped=True)

# A5-02: one digit mistyped in 附件5 is one mistake: neither a stranger (A5-04) nor somebody missing (A5-05).
fires("A5-02", "one digit mistyped", lambda: typed(document=mistyped()), at=("附件5!D9",), count=1, says=("校验码应为",))
fires("A5-02", "17 digits", lambda: typed(document=RIGHT[:-1]), says=("17位",), count=1)
fires("A5-02", "spaces", lambda: typed(document=f"{sample().people[5].document} "), says=("规范化",), count=1)
fires("A5-02", "附件5 alone", lambda: only(RESULTS).changed(people=(), results=typed(document=RIGHT[:-1]).results), count=1)
silent(
    "A5-02",
    "the same digits, held as a number in 附件4: stated there",
    lambda: with_trainee(typed(document="12345"), 5, document=12345.0),
    also=("A4-18",),
)
silent("A5-02", "right", sample)
silent("A5-02", "the wrong number of 附件4", lambda: with_trainee(sample(), 5, document=RIGHT[:-1]), also=("A4-05",))
silent("A5-02", "wrong in 附件4 only", lambda: with_row(sample(), "people", 5, document=mistyped()), also=("A4-05",))
silent(
    "A5-02", "a passport goes by the kind in 附件4",
    lambda: with_trainee(sample(), 5, document="123456789", document_kind="护照"),
)  # fmt: skip


def mistyped() -> str:
    """The number of the sixth person with one digit wrong."""
    right = str(sample().people[5].document)
    return right[:16] + str((int(right[16]) + 1) % 10) + right[17:]


# A5-03
fires(
    "A5-03", "another's number: not reported as missing or different too", at=("附件5!D7", "附件5!D9"), says=("第9行",),
    build=lambda: typed(document=sample().people[3].document),
)  # fmt: skip
fires("A5-03", "a row twice", lambda: twice(certificate="津高研2025090053"), count=2)
fires("A5-03", "a row twice with its certificate", lambda: twice(), count=2)
silent("A5-03", "all different", sample)
silent("A5-03", "twice in 附件4 too", lambda: with_trainee(sample(), 5, document=sample().people[3].document), also=("A4-06",))


def left_over() -> ClassFile:
    """A row in which only what was typed into 附件5 still stands, below the last trainee."""
    c = sample()
    last = c.results[-1]
    gone = dict.fromkeys(("name", "hours", "document", "phone", "employer", "title"))
    return c.changed(results=(*c.results, last.changed(row=last.row + 1, number=None, certificate="津高研2025090053", **gone)))


# A5-04, A5-05
fires("A5-04", "a stranger", extra, at=("附件5!D56",), says=("示例丙", "没有此证件号码"))
fires("A5-04", "one of the staff", lambda: with_staff_in_results(), count=1, says=("工作人员",))
fires(
    "A5-04", "another right number: the pair names both", at=("附件5!D9",), also=("A5-05",), says=("附件4第9行", "不同"),
    build=lambda: typed(document=RIGHT),
)  # fmt: skip
silent("A5-04", "everybody known", sample)
silent("A5-04", "x for X", lambda: known_by_small_x(), also=("A4-17",))
silent("A5-04", "附件4 has the wrong number", lambda: with_row(sample(), "people", 5, document=RIGHT[:-1]), also=("A4-05",))
silent("A5-04", "附件4 has no number", lambda: with_row(sample(), "people", 5, document=""), also=("A4-04",))
silent(
    "A5-04", "附件4 has another's number",
    lambda: with_row(sample(), "people", 5, document=sample().people[3].document), also=("A4-06",),
)  # fmt: skip
silent("A5-04", "附件4 has a number that lost its tail", lambda: with_row(sample(), "people", 5, document=1e17), also=("A4-18",))
silent("A5-04", "附件4 has no column of numbers: nobody can be identified by one",
       lambda: people_without(sample(), "身份证号"), also=("A4-20",))  # fmt: skip
silent("A5-04", "no 附件4", lambda: only(RESULTS).changed(people=()), skipped=True)

fires("A5-05", "left out", lambda: without_results(sample(), 51), at=("附件4!C55",), says=("未列入附件5",))
fires("A5-05", "three left out", lambda: without_results(sample(), 49, 50, 51), count=3)
fires("A5-05", "附件5 empty: reported once", lambda: sample().changed(results=()), at=("附件5!B3",), says=("52人",))
fires(
    "A5-05", "another right number: the pair names both", at=("附件4!C9",), also=("A5-04",), says=("附件5第9行", "不同"),
    build=lambda: typed(document=RIGHT),
)  # fmt: skip
silent("A5-05", "all there", sample)
silent("A5-05", "staff", lambda: sample_class(MUNICIPAL, staff=3))
silent("A5-05", "mistyped in 附件5", lambda: typed(document=mistyped()), also=("A5-02",))
silent("A5-05", "stored as a number in 附件5", lambda: typed(document=1e17), also=("A5-18",))
silent("A5-05", "no number in 附件5", lambda: typed(document=None), also=("A5-01",))
silent("A5-05", "the column is gone from 附件5", lambda: without_column(sample(), "身份证号"), also=("A5-20",))
silent("A5-05", "no 附件5", lambda: only(PEOPLE), skipped=True)


def with_staff_in_results() -> ClassFile:
    c = sample()
    member, last = c.staff[0], c.results[-1]
    row = last.changed(
        row=last.row + 1, name=member.name, document=member.document, phone=member.phone, employer=member.employer,
        title=member.title, certificate="津高研2025090053",
    )  # fmt: skip
    return c.changed(results=(*c.results, row))


def known_by_small_x() -> ClassFile:
    return with_row(with_trainee(sample(), 5, document="11010519491231002X"), "results", 5, document="11010519491231002x")


# A5-06
for field, changes, letter in (
    ("姓名", {"name": "示例丁"}, "B"), ("联系电话", {"phone": "14108888888"}, "E"), ("工作单位", {"employer": "示例学院"}, "F"),
    ("专业技术职务（职称）", {"title": "研究员"}, "G"),
):  # fmt: skip
    fires("A5-06", f"{field} differs", partial(typed, **changes), at=(f"附件5!{letter}9",), says=(field, "第9行"))
fires(
    "A5-06",
    "the name differs: the rest is not reported",
    lambda: typed(name="示例丁", phone="14108888888", title="研究员"),
    count=1,
)
fires("A5-06", "a stray space in the name", lambda: typed(name=f"{sample().people[5].name} "), count=1)
silent(
    "A5-06",
    "width and spaces",
    lambda: with_row(with_trainee(sample(), 5, employer="甲 (天津) 院"), "results", 5, employer="甲（天津）院"),
)
silent("A5-06", "phone written otherwise", lambda: phones("022-83218426", "(022)83218426"))
silent(
    "A5-06",
    "a stray space in 附件4",
    lambda: with_row(sample(), "people", 5, name=f"{sample().people[5].name} "),
    also=("A4-16",),
)
silent("A5-06", "empty in 附件4", lambda: with_row(sample(), "people", 5, phone=None), also=("A4-04",))
silent("A5-06", "empty in 附件5", lambda: typed(phone=None), also=("A5-01",))
silent("A5-06", "another's number", lambda: typed(document=sample().people[3].document), also=("A5-03",))


def phones(first: str, second: str) -> ClassFile:
    return with_row(with_trainee(sample(), 5, phone=first), "results", 5, phone=second)


# A5-07
for note, hours, words in (
    ("text", "32学时", ("不是数字",)), ("zero", 0, ("大于0",)), ("below zero", -1, ("大于0",)),
    ("33 of 32", 33, ("超过总学时32",)),
    ("a little over", 32.5, ("超过总学时32",)),
):  # fmt: skip
    fires("A5-07", note, partial(typed, hours=hours), at=("附件5!C9",), count=1, says=words)
silent("A5-07", "32 of 32", lambda: typed(hours=32.0))
silent("A5-07", "more than all, from a leave below zero", lambda: timed(32, 33, absences=(absent(-1, 0),)), also=("KQ-01",))
silent(
    "A5-07", "less than none, from too much leave", lambda: without_gap(timed(32, -1, "否", (absent(33, 0),))), also=("KQ-01",)
)
fires(
    "A5-07",
    "none left, as 考勤 says",
    lambda: without_gap(timed(32, 0, "否", (absent(32, 0),))),
    also=("KQ-02",),
    says=("应大于0",),
)
fires("A5-07", "wrong by itself beside a wrong leave", lambda: timed(32, 40, absences=(absent(-1, 0),)), also=("KQ-01",))
silent("A5-07", "half hours", lambda: typed(hours=31.5))
silent("A5-07", "empty", lambda: typed(hours=None), also=("A5-01",))

# A5-08
fires("A5-08", "23.5 of 28", lambda: timed(28, 23.5), at=("附件5!H9",), says=("23.5", "4.5", "28", "1/7"), count=1)
fires("A5-08", "27.4 of 32", lambda: timed(32, 27.4), count=1)
fires("A5-08", "考勤 says otherwise: reported once", count=1, build=lambda: timed(32, 20, absences=(absent(4, 0),)))
silent("A5-08", "24 of 28", lambda: timed(28, 24))
silent("A5-08", "30 of 35", lambda: timed(35, 30))
silent("A5-08", "28 of 32", lambda: timed(32, 28))
silent("A5-08", "23.5 of 28 and failed", lambda: without_gap(timed(28, 23.5, passed="否")))
silent("A5-08", "hours wrong", lambda: timed(28, -3), also=("A5-07",))
silent("A5-08", "考勤 has reported", lambda: timed(28, 23, absences=(absent(5, 0),)), also=("A5-09", "KQ-02"))


# A5-09
fires(
    "A5-09",
    "4.5 of 28",
    lambda: timed(28, 23.5, absences=(absent(2, 2.5),)),
    at=("附件5!H9",),
    also=("KQ-02",),
    says=("4.5", "1/7"),
)
fires("A5-09", "5 of 32, hours not taken off", lambda: timed(32, 32, absences=(absent(0, 5),)), also=("KQ-02",), count=1)
fires(
    "A5-09",
    "two rows of one person",
    lambda: timed(28, 23, absences=(absent(3, 0), absent(0, 2, row=5))),
    also=("KQ-02", "KQ-05"),
    count=1,
)
silent("A5-09", "1/7 exactly: 4 of 28", lambda: timed(28, 24, absences=(absent(2, 2),)))
silent("A5-09", "1/7 exactly: 5 of 35", lambda: timed(35, 30, absences=(absent(5, None),)))
silent("A5-09", "0.1 + 0.2 hours are 0.3", lambda: timed(28, 27.7, absences=(absent(0.1, 0.2),)))
silent("A5-09", "over and failed", lambda: without_gap(timed(28, 23, passed="否", absences=(absent(5, 0),))), also=("KQ-02",))
silent("A5-09", "考勤 empty", lambda: timed(28, 28), skipped=True)

# A5-10
fires("A5-10", "neither", lambda: typed(passed="合格"), at=("附件5!H9",), count=1)
silent("A5-10", "yes", sample)
silent("A5-10", "empty", lambda: typed(passed=None), also=("A5-01",))


def doubled(c: ClassFile) -> ClassFile:
    """The sixth row of 附件5 once more, behind all others."""
    last, again = c.results[-1], c.results[5]
    return c.changed(results=(*c.results, again.changed(row=last.row + 1, number=last.number + 1, certificate=None)))


# A5-16
fires("A5-16", "31 where 28 are left", lambda: timed(32, 31, absences=(absent(2, 2),)), at=("附件5!C9",), says=("31", "28"))
fires("A5-16", "failed", lambda: without_gap(timed(32, 31, passed="否", absences=(absent(2, 2),))), count=1)
silent("A5-16", "agrees", lambda: timed(32, 28, absences=(absent(2, 2),)))
silent("A5-16", "agrees to the tenth", lambda: timed(32, 31.7, absences=(absent(0.1, 0.2),)))
silent("A5-16", "not in 考勤", lambda: timed(32, 30, absences=(absent(0, 0, index=7),)))
silent(
    "A5-16", "twice in 附件5: whose leave it is nobody can say", also=("A5-03", "A5-11"),
    build=lambda: doubled(timed(32, 31, absences=(absent(2, 2),))),
)  # fmt: skip
silent("A5-16", "考勤 is wrong", lambda: timed(32, 31, absences=(absent(-1, 0),)), also=("KQ-01",))
silent("A5-16", "hours wrong", lambda: timed(32, "无", absences=(absent(2, 2),)), also=("A5-07",))


# A5-18
fires("A5-18", "document", lambda: typed(document=120101199001010000.0), at=("附件5!D9",), count=1, says=("15位",))
fires("A5-18", "phone", lambda: typed(phone=int(str(sample().people[5].phone))), at=("附件5!E9",), count=1)
silent("A5-18", "text", sample)
silent("A5-18", "as in 附件4", lambda: with_trainee(sample(), 5, document=120101199001010000.0), also=("A4-18",))
silent("A5-18", "phone as in 附件4", lambda: with_trainee(sample(), 5, phone=13800000000), also=("A4-18",))

# A5-20
fires("A5-20", "missing", lambda: without_column(sample(), "证书编号"), says=("证书编号",), count=1)
fires("A5-20", "changed", lambda: without_column(sample(), "学时数", instead="学时"), says=("“学时数”", "“学时”"), count=1)
fires(
    "A5-20",
    "no table",
    lambda: sample().changed(results=(), places=sample().places | {RESULTS: SheetPlaces(title=RESULTS)}),
    count=1,
)
silent("A5-20", "all there", sample)
silent("A5-20", "no such sheet", lambda: only(PEOPLE, ATTENDANCE), skipped=True)


def test_one_wrong_kind_is_one_message() -> None:
    """A trainee taken for staff is reported in 附件5 alone, though 考勤 has the same person."""
    c = with_row(sample(), "people", 0, kind=STAFF)
    about_people = [finding.code for finding in check(c).findings if not finding.code.startswith(("A3", "A6", "A4-02"))]
    assert about_people == ["A5-04"]


def test_full_width_in_one_sheet_is_one_message() -> None:
    c = with_row(with_trainee(sample(), 5, document=RIGHT), "results", 5, document=WIDE)
    assert [(finding.code, finding.key) for finding in check(c).findings] == [("A5-02", "附件5!D9")]
