"""附件4: A4-00 to A4-21, each below, at and above its threshold, and each mistake reported once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.rules.cases import fires, silent, with_project, with_row, with_trainee
from tests.rules.changed_people import municipal, national, numbered, sized, without_column
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import PEOPLE, STAFF, ClassFile, SheetPlaces
from udfs.rules import catalogue
from udfs.rules.runner import check

TITLE = "专业技术职务（职称）"


def online(trainees: int, at_home: int) -> ClassFile:
    c = with_project(sized(trainees), online_means="视频会议签到、随机点名", online_reason="抗洪抢险")
    return c.changed(
        people=tuple(one.changed(mode="线上", region=None) if at < at_home else one for at, one in enumerate(c.people))
    )


def only(*sheets: str) -> ClassFile:
    """A workbook that has only these sheets."""
    c = sample_class(MUNICIPAL)
    gone = {} if PEOPLE in sheets else {"people": ()}
    return c.changed(places={name: place for name, place in c.places.items() if name in sheets}, **gone)


# A4-00
fires(
    "A4-00", "empty list", lambda: ClassFile(today=sized(50).today, places={PEOPLE: sized(50).places[PEOPLE]}), at=("附件4!B3",)
)
fires(
    "A4-00", "staff only: no limit to tell",
    lambda: only(PEOPLE).changed(people=tuple(one.changed(kind=STAFF) for one in sized(50).people)), count=1,
)  # fmt: skip
silent("A4-00", "there are trainees", lambda: sized(50))
silent("A4-00", "no such sheet", lambda: only("附件5"), skipped=True)
silent(
    "A4-00", "no table in the sheet: only the heading is reported", also=("A4-20",),
    build=lambda: ClassFile(today=sized(50).today, places={PEOPLE: SheetPlaces(title=PEOPLE)}),
)  # fmt: skip

# A4-01
fires("A4-01", "49 of 50", lambda: sized(49, 4), at=("附件4!B3",), says=("49", "50"))
silent("A4-01", "50 of 50", lambda: sized(50))
silent("A4-01", "blank counts as trainee", lambda: municipal(kind=None))

# A4-02
fires("A4-02", "6 of 59", lambda: sized(59, 6), at=("附件4!I3",), says=("6人", "59人", "最多5人"))
fires("A4-02", "11 of 200", lambda: sized(200, 11), says=("最多10人",))
silent("A4-02", "5 of 50", lambda: sized(50, 5))
silent("A4-02", "6 of 60", lambda: sized(60, 6))
silent("A4-02", "10 of 100", lambda: sized(100, 10))
silent("A4-02", "10 of 200", lambda: sized(200, 10))

# A4-03
# Online trainees need neither bed nor board, so the quota (A3-10) shrinks with them.
fires("A4-03", "26 of 51", lambda: online(51, 26), also=("A3-10",), at=("附件4!K3",), says=("26人", "51人", "50%"))
silent("A4-03", "25 of 50", lambda: online(50, 25), also=("A3-10",))
silent("A4-03", "25 of 51", lambda: online(51, 25), also=("A3-10",))

# A4-04: 附件5 mirrors the gap and keeps silent.
for field, attribute, letter in (
    ("姓名", "name", "B"), ("身份证号", "document", "C"), ("联系电话", "phone", "D"), ("工作单位", "employer", "E"),
    (TITLE, "title", "F"), ("是否收费", "charged", "G"),
):  # fmt: skip
    fires("A4-04", f"{field} empty", partial(municipal, **{attribute: " "}), at=(f"附件4!{letter}9",), count=1, says=(field,))
fires("A4-04", "one finding a cell", lambda: municipal(phone=None, employer=None), at=("附件4!D9", "附件4!E9"))
silent("A4-04", "staff need no title", lambda: with_row(sized(52), "people", 53, title=None))
silent("A4-04", "a column that is missing", lambda: without_column(sized(52), "是否收费"), also=("A4-20",))
silent("A4-04", "no signature yet", lambda: municipal(signature=None))

# A4-05: 附件5 mirrors the number and keeps silent.
RIGHT = numbered("19800229")
for note, document, words in (
    ("check character", RIGHT[:-1] + ("0" if RIGHT[-1] != "0" else "1"), ("校验码应为",)),
    ("no such date", numbered("19810229"), ("出生日期",)),
    ("birth after the first day", numbered("20250715"), ("未来日期", "开始日期")),
    ("born 121 years ago", numbered("19040812"), ("年份过早",)),
    ("a county of Hong Kong", numbered("19800101", place="810101"), ("0000",)),
    ("unknown province", numbered("19800229", place="990199"), ("省份",)),
    ("17 digits", RIGHT[:-1], ("长度", "17位")),
    ("a letter inside", RIGHT[:9] + "O" + RIGHT[10:], ("字符", "第10位")),
    ("15 digits", "120199800229123", ("15位", "停用")),
    ("space inside", RIGHT[:6] + " " + RIGHT[6:], ("规范化",)),
    ("full-width", "".join(chr(ord(char) + 0xFEE0) for char in RIGHT), ("规范化",)),
    ("words", "待补", ("长度",)),
):  # fmt: skip
    fires("A4-05", note, partial(municipal, document=document), at=("附件4!C9",), count=1, says=words)
fires(
    "A4-05",
    "a foreigner's card called a resident's",
    partial(municipal, document="932682198501010017"),
    says=("外国人永久居留身份证",),
)
fires("A4-05", "passport of the wrong form", partial(municipal, document="E12", document_kind="护照"), says=("护照", "格式"))
fires("A4-05", "staff too", lambda: with_row(sized(52), "people", 53, document=RIGHT[:-1]), at=("附件4!C57",))
silent("A4-05", "leap day", partial(municipal, document=RIGHT))
silent("A4-05", "born on the first day", lambda: municipal(document=numbered("20250714")), also=("A4-17",))
silent("A4-05", "born 120 years ago", lambda: municipal(document=numbered("19050812")), also=("A4-17",))
fires("A4-05", "no first day: born tomorrow", also=("PRJ-01",), says=("晚于今天",),
      build=lambda: with_project(municipal(document=numbered("20250813")), start=None))  # fmt: skip
silent("A4-05", "no first day: born today", also=("PRJ-01",),
       build=lambda: with_project(municipal(document=numbered("20250812")), start=None))  # fmt: skip
silent("A4-05", "x in lower case", partial(municipal, document="11010519491231002x"), also=("A4-17",))
silent("A4-05", "old form of the foreigner's card", partial(municipal, document="XXX110080011210", document_kind=None))
silent("A4-05", "residence permit", partial(municipal, document=numbered("19800229", place="830000")))
silent("A4-05", "new form of the foreigner's card", partial(municipal, document="932682198501010017", document_kind=None))
silent("A4-05", "travel permit", partial(municipal, document="H12345678", document_kind="港澳居民来往内地通行证"))
silent("A4-05", "passport", partial(municipal, document="E12345678", document_kind="护照"))
silent("A4-05", "stored as a number", partial(municipal, document=120101199001010000), also=("A4-18",))
silent("A4-05", "empty", partial(municipal, document=None), also=("A4-04",))


def copied(typed: str = "{}", **more: Any) -> ClassFile:
    """The number of the fourth person stands with the sixth, too; 附件5 mirrors it."""
    c = sample_class(MUNICIPAL)
    return with_trainee(c, 5, document=typed.format(c.people[3].document), **more)


# A4-06
fires("A4-06", "twice", copied, at=("附件4!C7", "附件4!C9"), says=("第9行",))
fires(
    "A4-06", "x and X", lambda: with_trainee(municipal(3, document="11010519491231002X"), 5, document="11010519491231002x"),
    at=("附件4!C7", "附件4!C9"), also=("A4-17",),
)  # fmt: skip
fires(
    "A4-06", "full-width and half-width", count=2, also=("A4-05",),
    build=lambda: with_trainee(municipal(3, document=RIGHT), 5, document="".join(chr(ord(char) + 0xFEE0) for char in RIGHT)),
)  # fmt: skip
fires(
    "A4-06", "a trainee among the staff", count=2,
    build=lambda: with_row(sized(52), "people", 53, document=sized(52).people[3].document),
)  # fmt: skip
fires(
    "A4-06", "a whole row twice: its phone and name are not reported again", count=2,
    build=lambda: with_trainee(sized(52), 5, **{
        name: getattr(sized(52).people[3], name) for name in ("name", "document", "phone", "employer", "title")
    }),
)  # fmt: skip
silent("A4-06", "all different", lambda: sized(52))
silent("A4-06", "empty twice", lambda: with_trainee(municipal(document=None), 6, document=""), also=("A4-04",))

# A4-07
for note, phone, words in (
    ("12 digits", "138000000001", ("12位",)), ("10 digits", "1380000000", ("10位",)), 
    ("12… is no mobile", "12800000000", ("第2位",)),
    ("no area code", "83218426", ("区号",)), ("two numbers", "13800000000/022-83218426", ("只填一个",)),
    ("spaces", "138 0000 0000", ("规范化",)), ("words", "无", ("字符",)),
):  # fmt: skip
    fires("A4-07", note, partial(municipal, phone=phone), at=("附件4!D9",), count=1, says=words)
for phone in ("13000000000", "19999999999", "022-83218426", "02283218426", "(022)83218426", "0316-2345678"):
    silent("A4-07", phone, partial(municipal, phone=phone))
silent("A4-07", "extension", partial(municipal, phone="022-83218426-801"))
silent("A4-07", "stored as a number", partial(municipal, phone=13800000000), also=("A4-18",))
silent("A4-07", "empty", partial(municipal, phone=None), also=("A4-04",))


def sharing(first: str, second: str, **more: Any) -> ClassFile:
    return with_trainee(municipal(3, phone=first), 5, phone=second, **more)


# A4-08
fires("A4-08", "two people", lambda: sharing("13800000000", "13800000000"), at=("附件4!D7", "附件4!D9"), says=("第9行",))
fires("A4-08", "written otherwise", lambda: sharing("022-83218426", "(022)83218426"), count=2)
fires("A4-08", "a trainee and staff", lambda: with_row(sized(52), "people", 53, phone=sized(52).people[3].phone), count=2)
silent("A4-08", "0086 inside two numbers", lambda: sharing("13000861234", "13010086234"))
silent("A4-08", "all different", partial(sized, 52))
silent("A4-08", "both wrong", lambda: sharing("123", "123"), also=("A4-07",))
silent(
    "A4-08", "the same person by name and employer", also=("A4-09",),
    build=lambda: sharing("13800000000", "13800000000", name=sized(52).people[3].name, employer=sized(52).people[3].employer),
)  # fmt: skip


def namesakes(employer: str | None = None, **more: Any) -> ClassFile:
    other = sized(52).people[3]
    return municipal(name=other.name, employer=other.employer if employer is None else employer, **more)


# A4-09
fires("A4-09", "same name and employer", namesakes, at=("附件4!B7", "附件4!B9"), says=("第9行",))
fires("A4-09", "written otherwise", lambda: namesakes(employer=f" {sized(52).people[3].employer}　"), count=2)
silent("A4-09", "another employer", lambda: namesakes(employer="天津示例大学图书馆"))
silent("A4-09", "same number too", lambda: namesakes(document=sized(52).people[3].document), also=("A4-06",))
silent("A4-09", "a number that lost its tail", lambda: namesakes(document=120101199001010000), also=("A4-18",))
silent("A4-09", "no employer", lambda: with_trainee(namesakes(employer=""), 3, employer=""), also=("A4-04",))

# A4-10, A4-11
fires("A4-10", "national and charged", partial(national, charged="是"), at=("附件4!G24",))
silent("A4-10", "national and not charged", national)
silent("A4-10", "national staff", lambda: with_row(sample_class(NATIONAL, plan=2), "people", 53, charged="是"))
silent("A4-10", "municipal and charged", partial(municipal, charged="是"), skipped=True, also=("FY-06",))
fires("A4-11", "neither", partial(municipal, charged="免"), at=("附件4!G9",), count=1)
fires("A4-11", "national, neither", partial(national, charged="Y"), count=1)
silent("A4-11", "yes", partial(municipal, charged="是"), also=("FY-06",))
silent("A4-11", "empty", partial(municipal, charged=None), also=("A4-04",))

# A4-12, A4-13
fires("A4-12", "助理工程师", partial(municipal, title="助理工程师"), at=("附件4!F9",), says=("初级", "中级"))
fires("A4-12", "技师 alone is 初级 in health", partial(municipal, title="技师"))
silent("A4-12", "中级 exactly", partial(municipal, title="工程师"))
silent("A4-12", "the highest of several", partial(municipal, title="助理工程师、经济师"))
silent("A4-12", "staff", lambda: with_row(sized(52), "people", 53, title="助理工程师"))
fires("A4-13", "a post is no title", partial(municipal, title="总经理"), at=("附件4!F9",), says=("总经理",))
silent("A4-13", "with its branch", partial(municipal, title="高级工程师（电气）"))
silent("A4-13", "a qualification", partial(municipal, title="注册一级建造师"))
silent("A4-13", "empty", partial(municipal, title=None), also=("A4-04",))
silent("A4-13", "staff", lambda: with_row(sized(52), "people", 53, title="会务"))

# A4-14, A4-15
fires("A4-14", "from elsewhere", partial(municipal, region="北京"), at=("附件4!L9",), says=("北京",))
silent("A4-14", "a district", partial(municipal, region="天津市南开区"))
silent("A4-14", "empty", partial(municipal, region=None))
silent("A4-14", "staff", lambda: with_row(sized(52), "people", 53, region="河北"))
silent("A4-14", "national", partial(national, region="上海"), skipped=True)


def neighbours(beijing: int, hebei: int) -> ClassFile:
    c = sample_class(NATIONAL, plan=2)
    regions = ["北京"] * beijing + ["河北"] * hebei + ["天津"] * len(c.people)
    return c.changed(people=tuple(one.changed(region=region) for one, region in zip(c.people, regions, strict=False)))


fires("A4-15", "4 from Beijing", lambda: neighbours(4, 5), at=("附件4!L3",), says=("北京", "4人"), count=1)
fires("A4-15", "4 from Hebei", lambda: neighbours(5, 4), says=("河北",), count=1)
fires("A4-15", "few from both", lambda: neighbours(0, 4), count=2)
silent("A4-15", "5 from each", lambda: neighbours(5, 5))
silent("A4-15", "municipal", partial(sized, 52), skipped=True)

# A4-16
for note, name in (
    ("space before", " 李明"), ("space behind", "李明 "), ("full-width space behind", "李明\u3000"),
    ("space between two", "李 明"),
    ("space between three", "李 小 明"), ("zero width", "李\u200b明"), ("digit", "李明2"), ("half a bracket", "李明（"),
    ("Latin with two spaces", "John  Smith"), ("a note in brackets", "余敏（组长）"), ("a star", "孔艳*"),
    ("two names", "曹丽、宋志"), ("a placeholder", "待定"), ("a box", "□"), ("space between four", "欧阳 明明"),
    ("private use", "李\ue000"), ("a radical", "\u2fa6明"), ("another dot", "买买提•艾合买提"),
):  # fmt: skip
    fires("A4-16", note, partial(municipal, name=name), at=("附件4!B9",), count=1)
for name in ("欧阳明明", "买买提·艾合买提", "John Smith", "Smith, John", "〇明", "𠮷田明"):
    silent("A4-16", name, partial(municipal, name=name))
silent("A4-16", "empty", partial(municipal, name=None), also=("A4-04",))

# A4-17: the class begins on 2025-07-14.
fires("A4-17", "17 years old", partial(municipal, document=numbered("20070715")), at=("附件4!C9",), says=("17周岁",))
fires("A4-17", "71 years old", partial(municipal, document=numbered("19540714")), says=("71周岁",))
fires("A4-17", "staff too", lambda: with_row(sized(52), "people", 53, document=numbered("19540714")))
silent("A4-17", "18 today", partial(municipal, document=numbered("20070714")))
silent("A4-17", "70, 71 tomorrow", partial(municipal, document=numbered("19540715")))
silent("A4-17", "a wrong number proves nothing", partial(municipal, document=numbered("19540714")[:-1] + "!"), also=("A4-05",))
silent("A4-17", "passport", partial(municipal, document="E12345678", document_kind="护照"))

# A4-18: nothing else about that cell, neither here nor in 附件5.
fires("A4-18", "document", partial(municipal, document=120101199001010000.0), at=("附件4!C9",), count=1, says=("15位",))
fires("A4-18", "phone", partial(municipal, phone=13800000000), at=("附件4!D9",), count=1)
silent("A4-18", "text", partial(sized, 52))


def renumbered(*numbers: Any) -> ClassFile:
    """The numbers of the first rows."""
    c = sized(52)
    people = tuple(one.changed(number=new) for one, new in zip(c.people, numbers, strict=False)) + c.people[len(numbers) :]
    return c.changed(people=people)


def moved_down(start: int, keep_numbers: bool) -> ClassFile:
    """A blank row above the one at ``start``."""
    c = sized(52)
    shift = 0 if keep_numbers else 1
    moved = tuple(one.changed(row=one.row + 1, number=int(str(one.number)) + shift) for one in c.people[start:])
    return c.changed(people=c.people[:start] + moved)


# A4-19
fires("A4-19", "a number mistyped", lambda: renumbered(1, 2, 7), at=("附件4!A6",), says=("应为3",))
fires("A4-19", "a number left out", lambda: renumbered(*range(1, 6), *range(7, 59)), at=("附件4!A9",))
fires("A4-19", "begins with 2", lambda: renumbered(*range(2, 59)), at=("附件4!A4",))
fires("A4-19", "no numbers at all", lambda: renumbered(*[None] * 57), at=("附件4!A4",))
fires("A4-19", "blank row", lambda: moved_down(9, keep_numbers=True), at=("附件4!A14",), says=("空行",))
fires("A4-19", "blank row with a number of its own", lambda: moved_down(9, keep_numbers=False), at=("附件4!A14",))
silent("A4-19", "1, 2, 3 as text", lambda: renumbered("1", "2", " 3 "))

# A4-20
fires("A4-20", "missing", lambda: without_column(sized(52), "签名"), says=("签名",), count=1)
fires(
    "A4-20", "changed", lambda: without_column(sized(52), "联系电话", instead="电话号码"), says=("联系电话", "电话号码"), count=1
)
fires("A4-20", "no number, nobody is reported missing", lambda: without_column(sized(52), "身份证号", instead="证件号"), count=1)
silent("A4-20", "all there", partial(sized, 52))
silent("A4-20", "a working column is no official one", lambda: without_column(sized(52), "所属地区"))


def with_sex(stated: Any, serial: str, **more: Any) -> ClassFile:
    return municipal(document=numbered("19800229", serial), sex=stated, **more)


# A4-21
fires("A4-21", "男 with an even digit", lambda: with_sex("男", "122"), says=("“男”", "“女”"), count=1)
fires("A4-21", "女性 with an odd digit", lambda: with_sex("女性", "123"))
silent("A4-21", "男 with an odd digit", lambda: with_sex("男", "123"))
silent("A4-21", "no such column", partial(sized, 52))
silent("A4-21", "something else typed", lambda: with_sex("未知", "123"))
silent("A4-21", "a wrong number proves nothing", lambda: municipal(document=RIGHT[:-1] + "!", sex="女"), also=("A4-05",))
silent("A4-21", "passport", lambda: municipal(document="E12345678", document_kind=None, sex="女"))


@pytest.mark.parametrize("c", [sample_class(MUNICIPAL), sample_class(NATIONAL, plan=2)], ids=["municipal", "national"])
def test_a_class_filled_in_rightly_yields_nothing(c: ClassFile) -> None:
    report = check(c)
    assert report.findings == ()
    assert not [outcome for outcome in report.outcomes if outcome.status == "failed"]


def test_no_message_holds_a_number() -> None:
    """Neither a document number nor a phone leaves the workbook in a message, even if it was typed into the name."""
    c = municipal(name=f"李明{RIGHT}", document=RIGHT[:-1] + "!", phone="138000000001")
    reported = [text for finding in check(c).findings for text in (finding.message, finding.expected, finding.fix)]
    assert reported
    for typed in (RIGHT, RIGHT[:-1], "138000000001"):
        assert not [text for text in reported if typed in text]


def test_the_texts_fit_a_spreadsheet_box() -> None:
    for rule in catalogue():
        assert len(rule.title) <= 32, rule.code
        assert len(rule.message) <= 255, rule.code
        assert rule.fix, rule.code
        assert rule.condition, rule.code
