"""Tidying: what is tidied and how, that twice is once, and that a right cell is never made wrong."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.demo.planting import in_order, row, staff, trainee
from macros.people.results_realigned import NOTHING, settled
from macros.people.tidy import TidyResult, tidy
from tests.closed_cells import open_book
from tests.sample import made_up_people, sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.people.identity import document_fault
from udfs.people.names import DOT, LIKE_A_DOT, name_fault
from udfs.people.phones import LANDLINE, MOBILE, phone_fault
from udfs.people.titles import spelled_out, title_level
from udfs.records.class_file import PEOPLE, ClassFile
from udfs.records.tidying import BY_FIELD, cannot_be_restored, tidied
from udfs.rules.runner import check
from udfs.sample import results_beside
from udfs.values import cells
from udfs.values.cells import Value, blank
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

DOCUMENT = "11010519491231002X"


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("身份证号", "１１０１０５１９４９１２３１００２Ｘ", DOCUMENT),
        ("身份证号", "11010519491231002x", DOCUMENT),
        ("身份证号", " 110105 19491231 002X\u3000", DOCUMENT),
        ("身份证号", "\ufeff11010519491231002X\u200b", DOCUMENT),
        ("身份证号", "11010519491231002Ⅹ", DOCUMENT),
        ("身份证号", "11010519491231002х", DOCUMENT),  # a Cyrillic letter
        ("身份证号", "110105-19491231-002X", DOCUMENT),
        ("身份证号", "110105-19491231-0021", "110105-19491231-0021"),  # the dashes hide a wrong number
        ("身份证号", "h１２３４５６７８", "h12345678"),
        ("身份证号", "E12345678", "E12345678"),
        ("身份证号", f"'{DOCUMENT}", DOCUMENT),  # an apostrophe that was typed into a cell of text
        ("身份证号", f"‘{DOCUMENT}", DOCUMENT),
        ("联系电话", "'13812345678", "13812345678"),
        ("金额", "43,560元", Decimal(43560)),
        ("金额", "￥1,200.50", Decimal("1200.50")),
        ("金额", "约4万", "约4万"),
        ("税后讲课费", "'3000", Decimal(3000)),
        ("是否收费", "不交", "否"),
        ("是否收费", "免费", "否"),
        ("是否收费", "待定", "待定"),
        ("身份证号", " 待补 ", "待补"),
        ("身份证号", "见 附件", "见 附件"),
        ("姓名", " 张三 ", "张三"),
        ("姓名", "张 三", "张三"),
        ("姓名", "张\u3000三丰", "张三丰"),
        ("姓名", "张\u200b三", "张三"),
        ("姓名", "张\n三", "张三"),
        ("姓名", "买买提 吐尔逊", "买买提 吐尔逊"),  # perhaps a dot was meant: for a person to decide
        ("姓名", "John  Smith ", "John Smith"),
        ("姓名", "张三 John", "张三 John"),
        ("姓名", "Ｊｏｈｎ", "Ｊｏｈｎ"),  # a name is never changed beyond spaces
        ("姓名", "張三（小）", "張三（小）"),
        ("联系电话", "138-1234-5678", "13812345678"),
        ("联系电话", "138 1234 5678", "13812345678"),
        ("联系电话", "+86 13812345678", "13812345678"),
        ("联系电话", "+86-138-1234-5678", "13812345678"),
        ("联系电话", "008613812345678", "13812345678"),
        ("联系电话", "8613812345678", "13812345678"),
        ("联系电话", "１３８１２３４５６７８", "13812345678"),
        ("联系电话", 13812345678.0, "13812345678"),
        ("联系电话", 13812345678, "13812345678"),
        ("联系电话", "（022）83218426", "022-83218426"),
        ("联系电话", "022 83218426", "022-83218426"),
        ("联系电话", "02283218426", "022-83218426"),
        ("联系电话", "022—83218426", "022-83218426"),
        ("联系电话", "03152234567", "0315-2234567"),
        ("联系电话", "03112345678", "0311-2345678"),
        ("联系电话", "022-83218426转801", "022-83218426-801"),
        ("联系电话", "13812345678/13912345678", "13812345678/13912345678"),
        ("联系电话", "13812345678、022-83218426", "13812345678、022-83218426"),
        ("联系电话", 2283218426, 2283218426),
        ("联系电话", "83218426", "83218426"),
        ("是否收费", "是的", "是"),
        ("是否收费", " 是", "是"),
        ("是否收费", "Ｙ", "是"),
        ("是否收费", "√", "是"),
        ("是否收费", 1, "是"),
        ("是否收费", 1.0, "是"),
        ("是否收费", True, "是"),
        ("是否收费", "不收费", "否"),
        ("是否收费", "NO", "否"),
        ("是否收费", 0, "否"),
        ("是否收费", "×", "否"),
        ("是否收费", 2, 2),
        ("是否收费", "部分", "部分"),
        ("是否收费", "通过", "通过"),  # means something only in another column
        ("是否通过结业考核", "未通过", "否"),
        ("是否通过结业考核", "合格", "是"),
        ("人员类别", "工作 人员", "工作人员"),
        ("参训方式", "线上\u200b", "线上"),
        ("工作单位", " 天津大学\n建筑学院 ", "天津大学建筑学院"),
        ("工作单位", "Tianjin\nUniversity", "Tianjin University"),
        ("工作单位", "天津 大学", "天津 大学"),
        ("工作单位", "天津ＡＢＣ（２）公司", "天津ABC（2）公司"),
        ("专业技术职务（职称）", "高工", "高级工程师"),
        ("专业技术职务（职称）", " 正高工", "正高级工程师"),
        ("专业技术职务（职称）", "助 工", "助理工程师"),
        ("专业技术职务（职称）", "副研", "副研"),  # 副研究员 or 副研究馆员
        ("专业技术职务（职称）", "副高", "副高"),
        ("专业技术职务（职称）", "主任/高工", "主任/高工"),
        ("证书编号", " 津高研2025090001 ", "津高研2025090001"),
        ("金额", " 100 ", Decimal(100)),
        ("数量", " 100 ", Decimal(100)),
        ("姓名", " \u3000", None),
    ],
)
def test_tidied(field: str, typed: Value, expected: Value) -> None:
    found = tidied(field, typed)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "short", ["高工", "正高工", "教授级高工", "研究员级高工", "助工", "高讲", "注会", "副研", "教高", "助研"]
)
def test_a_title_spelled_out_is_of_the_same_level(short: str) -> None:
    found = spelled_out(short)
    assert title_level(found) == title_level(short) is not None
    assert spelled_out(found) == found


@pytest.mark.parametrize(
    ("field", "value", "lost"),
    [
        ("身份证号", 110105194912310000, True),
        ("身份证号", 1.10105194912310e17, True),
        ("身份证号", 12345678, True),
        ("身份证号", DOCUMENT, False),
        ("联系电话", 13812345678, False),
        ("联系电话", 2283218426, True),
        ("姓名", 1, False),
        ("身份证号", None, False),
    ],
)
def test_what_no_program_can_restore(field: str, value: Value, lost: bool) -> None:
    assert cannot_be_restored(field, value) is lost


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**18),
    st.floats(allow_nan=False),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.text(max_size=30),
    st.text(alphabet="0123456789xXⅩ- +()（）０１２９Ｘ　\u200b\n转·张三John是否√×", max_size=24),
)


@given(st.sampled_from(sorted(BY_FIELD)), ANYTHING)
def test_twice_is_once(field: str, value: Value) -> None:
    once = tidied(field, value)
    assert tidied(field, once) == once


@given(st.text(max_size=20))
def test_a_name_is_never_changed_beyond_spaces_and_what_cannot_be_seen(name: str) -> None:
    import unicodedata

    def seen(text: str) -> str:
        # A radical is the character it stands for, and whatever keyboards give for the dot inside a name is that dot.
        same = (unicodedata.normalize("NFKC", char) if "\u2e80" <= char <= "\u2fdf" else char for char in text)
        dots = str.maketrans(dict.fromkeys(LIKE_A_DOT, DOT))
        kept = (char for char in "".join(same) if not char.isspace())
        return "".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp")).translate(dots)

    assert seen(str(tidied("姓名", "⼀·中.国") or "")) == seen("一·中·国")
    assert seen(str(tidied("姓名", name) or "")) == seen(name)


@given(st.one_of(st.from_regex(MOBILE.pattern, fullmatch=True), st.from_regex(LANDLINE.pattern, fullmatch=True)))
def test_a_right_phone_stays_right(phone: str) -> None:
    assert phone_fault(phone) is None
    assert phone_fault(tidied("联系电话", phone)) is None


@given(st.text(alphabet="张三丰JohnÉ· （）()\u3000", max_size=10))
def test_a_right_name_stays_right(name: str) -> None:
    if name_fault(name) is None:
        assert name_fault(tidied("姓名", name)) is None


@given(ANYTHING)
def test_a_right_document_number_stays_right(value: Value) -> None:
    if document_fault(value) is None and not blank(value):
        assert document_fault(tidied("身份证号", value)) is None


@given(st.integers(0, 10_000), st.sampled_from(["国家级", "市级"]))
def test_a_right_row_stays_as_it_is(seed: int, level: str) -> None:
    for person in made_up_people(3, 1, level, seed):
        for field in type(person).TYPED:
            value = person.get(field)
            assert tidied(field, value) == value
    for result in sample_class(level, 3).results[:3]:
        for field in type(result).OFFICIAL[1:]:
            assert tidied(field, result.get(field)) == result.get(field)


TODAY = date(2025, 8, 12)


def untidy() -> ClassFile:
    """A class as it comes in; every mistake can be put right without knowing more than the cell says."""
    c = sample_class(MUNICIPAL, 9)
    first, second = c.people[:2]
    return in_order(
        trainee(0, document=f" {str(first.document)[:6]} {str(first.document)[6:]}", name=f"{first.name}\u200b"),
        trainee(1, phone=f"+86 {str(second.phone)[:3]}-{str(second.phone)[3:7]}-{str(second.phone)[7:]}"),
        staff(0, charged="不收费", phone=13812345678, employer="天津大学\n培训部"),
        staff(1, name="张 三", kind="工作人员 ", number="七"),
        staff(2, document=110105194912310021, phone=2283218426),
        row("results", 3, passed="合格"),
        row("absences", 0, document=str(c.absences[0].document).replace("1", "１")),
    )(c)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(untidy()))
    return path


def run(path: Path) -> TidyResult:
    opened = open_book(path)
    result = tidy(opened, TODAY)
    opened.save()
    return result


def test_what_becomes_of_a_workbook(book: Path) -> None:
    c = untidy()
    result = run(book)
    after = read_file(book, TODAY)
    assert after.people[0].name == sample_class(MUNICIPAL, 9).people[0].name
    member = after.staff[0]
    assert (member.charged, member.phone, member.employer) == ("否", "13812345678", "天津大学培训部")
    assert (after.staff[1].name, after.staff[1].kind) == ("张三", "工作人员")
    assert after.results[3].passed == "是"
    assert cells.text(after.staff[1].number) == "54"
    assert {(one.field, one.new) for one in result.changed if one.row == member.row and one.sheet == "附件4"} == {
        ("是否收费", "否"), ("联系电话", "13812345678"), ("工作单位", "天津大学培训部"),
    }  # fmt: skip
    assert [(one.row, one.field) for one in result.left] == [
        (c.staff[2].row, "身份证号"), (c.staff[2].row, "联系电话"),
    ]  # fmt: skip


def test_after_tidying_only_what_nobody_can_restore_is_wrong(book: Path) -> None:
    run(book)
    found = check(read_file(book, TODAY)).findings
    assert {(finding.code, finding.row) for finding in found} == {("A4-18", untidy().staff[2].row)}


def test_a_tidied_workbook_is_left_alone(book: Path) -> None:
    run(book)
    first = book.read_bytes()
    again = run(book)
    assert (again.changed, again.anything) == ((), False)
    assert len(again.left) == 2
    assert book.read_bytes() == first


def test_formulas_are_left_alone(book: Path) -> None:
    """附件5 fills itself from 附件4: what is tidied there shows here, and the formulas stay."""
    before = open_book(book).sheets["附件5"]
    formulas = dict(before.grid.formulas)
    run(book)
    assert dict(open_book(book).sheets["附件5"].grid.formulas) == formulas
    assert read_file(book, TODAY).results[1].phone == sample_class(MUNICIPAL, 9).results[1].phone


def test_a_right_workbook_does_not_change(tmp_path: Path) -> None:
    for level, plan in ((MUNICIPAL, 9), (NATIONAL, 2)):
        path = tmp_path / f"{level}.xlsx"
        path.write_bytes(entered(results_beside(sample_class(level, plan))))
        before = path.read_bytes()
        assert run(path) == TidyResult((), ())
        assert path.read_bytes() == before


def test_a_blank_cell_of_spaces_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(staff(0, region="  ", document_kind="\u3000")(sample_class(MUNICIPAL, 9))))
    assert {(one.field, one.new) for one in run(path).changed} == {("所属地区", None), ("证件类型", None)}
    assert read_file(path, TODAY).staff[0].region is None


def test_numbers_of_rows_typed_by_hand(tmp_path: Path) -> None:
    """A roster of the bureau's own, with typed and missing numbers."""
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "附件4"
    sheet.append(["序号", "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否收费", "签名"])
    for number, name in ((1, "甲甲"), (None, "乙乙"), ("3", "丙丙"), (9, "丁丁")):
        sheet.append([number, name, "H12345678", "022-83218426", "天津大学", "工程师", "否"])
    path = tmp_path / "名单.xlsx"
    made.save(path)
    result = run(path)
    assert [(one.cell, one.old, one.new) for one in result.changed] == [("A3", None, 2), ("A5", 9, 4)]
    assert result.anything


def test_a_result_moves_to_its_person_unless_something_stands_there() -> None:
    c = results_beside(sample_class(MUNICIPAL, 9))
    first, second, *others = c.people
    empty = second.changed(kind=None, document_kind=None, mode=None, region=None, passed=None, certificate=None, owner=None)
    for there, expected in ((empty, ([(first.row, second.row)], [])), (second, ([], [first.row]))):
        found = settled(c.changed(people=(first.changed(owner=second.document), there, *others)))
        assert ([one[:2] for one in map(astuple, found.moved)], [one.row for one in found.stuck]) == expected


@pytest.mark.parametrize("lacking", ["归属", ""])
def test_nothing_is_assigned_where_there_is_no_column_for_the_owner(lacking: str) -> None:
    c = sample_class(MUNICIPAL, 9)
    assert settled(c).filled
    place = c.places[PEOPLE]
    columns = {heading: letters for heading, letters in place.columns.items() if heading != lacking}
    places = dict(c.places) | ({PEOPLE: replace(place, columns=columns)} if lacking else {})
    if not lacking:
        del places[PEOPLE]
    assert settled(c.changed(places=places)) == NOTHING
