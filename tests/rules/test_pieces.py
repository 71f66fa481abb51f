"""Pieces of rules by themselves: words and values that a case of the table does not look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tests.rules.cases import with_row, with_trainee
from tests.sample import YEAR, sample_class
from udfs.notice.plan import plan_of
from udfs.records.class_file import ClassFile, OutOfView, Person, SheetPlaces
from udfs.rules.about_class.survey import form_count, given_answers
from udfs.rules.about_class.survey import percent as rate_in_words
from udfs.rules.about_money.accounts import how_to_fill
from udfs.rules.about_people.enrolment import rows_of
from udfs.rules.about_people.people import goes_on, numbering_faults, percent, right_number
from udfs.rules.headings import missing_headings
from udfs.rules.model import Finding
from udfs.rules.repeats import others, place_and_name, repeats
from udfs.rules.runner import check
from udfs.sample import results_beside


def found(code: str, c: ClassFile) -> tuple[Finding, ...]:
    return tuple(one for one in check(c).findings if one.code == code)


@pytest.mark.parametrize(("share", "shown"), [(Fraction(1, 2), "50%"), (Fraction(1, 7), "1/7"), (Fraction(1), "100%")])
def test_a_share_in_words(share: Fraction, shown: str) -> None:
    assert percent(share) == shown


def test_a_rate_in_words() -> None:
    assert rate_in_words(Fraction(1, 3)) == "33.33%"


@pytest.mark.parametrize(
    ("before", "value", "on"),
    [(1, 2, True), (2, 2, False), (3, 2, False), (None, None, True), (None, 1, False), (1, None, False), ("x", 2, False)],
)
def test_numbers_that_go_on(before: object, value: object, on: bool) -> None:
    assert goes_on(before, value) == on  # type: ignore[arg-type]


def test_a_break_in_the_numbers_is_reported_once() -> None:
    people = sample_class().people[:6]
    moved = tuple(one.changed(number=at + 10) if at > 2 else one for at, one in enumerate(people, start=1))
    assert [(one.row, words, place) for one, words, place in numbering_faults(moved)] == [(6, "的序号应为3", "3")]
    assert right_number("3", 3)


def test_nobody_is_shown_as_nothing() -> None:
    c = sample_class()
    (one,) = found("A4-00", c.changed(people=(), results=(), absences=()))
    assert one.value == 0
    (one,) = found("A5-05", c.changed(results=()))
    assert (one.value, one.expected) == (0, "52人")


@pytest.mark.parametrize(
    ("document", "lost"), [(123456789012345, False), (123456789012345678, True), (12345678901234567890, True)]
)
def test_only_what_is_longer_than_a_cell_holds_is_lost(document: int, lost: bool) -> None:
    for code, table in (("A4-18", "people"), ("A5-18", "results")):
        c = with_row(sample_class(), table, 5, document=document)
        assert ("已经丢失" in found(code, c)[0].message) == lost


def test_no_digit_of_a_phone_is_lost() -> None:
    c = with_row(sample_class(), "results", 6, phone=12345678901234567890)
    assert "已经丢失" not in found("A5-18", c)[0].message


def over(field: str, value: object, expected: str = "") -> Finding:
    c = results_beside(sample_class())
    row = c.results[5].row
    results = tuple(one.changed(hours=30) if field == "学时数" and one.row == row else one for one in c.results)
    return found("A5-21", c.changed(results=results, out_of_view=(OutOfView(row, field, value, expected),)))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "expected", "todo", "shown"),
    [
        ("学时数", 30, "32", "改正考勤", "32"), ("工作单位", "别处", "天津", "改正附件4", "天津"),
        ("证书编号", "X", "", "“证书编号”", "空"), ("姓名", "别人", "李明", "改正附件4", "李明"),
        ("姓名", None, "李明", "运行“生成附件5”", "李明"), ("工作单位", None, "天津", "改正附件4", "天津"),
    ],
)  # fmt: skip
def test_what_to_do_with_a_cell_that_was_typed_over(field: str, value: object, expected: str, todo: str, shown: str) -> None:
    one = over(field, value, expected)
    assert todo in one.fix
    assert one.expected == shown


def test_two_cells_typed_over_are_two_findings() -> None:
    """Hours that bar passing are reported by A5-08, and what stands behind them is still reported."""
    c = results_beside(sample_class())
    first, second = c.results[4], c.results[5]
    results = tuple(one.changed(hours=20) if one.row == first.row else one for one in c.results)
    odd = (OutOfView(first.row, "学时数", 20, "32"), OutOfView(second.row, "工作单位", "别处", "天津"))
    assert [one.row for one in found("A5-21", c.changed(results=results, out_of_view=odd))] == [second.row]


@pytest.mark.parametrize(("stated", "count"), [(0, 0), (1, 1), (-1, None), (1.5, None), (None, None), ("5", None), (52.0, 52)])
def test_a_count_of_forms(stated: object, count: int | None) -> None:
    c = sample_class()
    assert form_count(c.changed(forms=c.forms.changed(issued=stated)), "发放份数") == count


def test_the_first_level_that_is_no_count() -> None:
    (one,) = found("A6-01", with_row(sample_class(), "survey", 0, very_satisfied=0, satisfied="x"))
    assert one.field == "满意"


def test_how_many_forms_are_lacking() -> None:
    c = sample_class()
    (one,) = found("A6-04", c.changed(forms=c.forms.changed(issued=51, returned=40, valid=40)))
    assert "一般不低于80.00%即41份" in one.message


def test_straight_lines_are_named_by_their_commonest_level() -> None:
    c = sample_class()
    forms = (("很满意", "很满意"), ("满意", "满意"), ("满意", "满意"), ("满意", "", "满意"), ("一般",), ("很满意", "一般"))
    (one,) = found("A6-05", c.changed(answers=forms))
    assert "6份问卷中有4份所有项目都选同一等级（多为“满意”）" in one.message
    assert given_answers(("", " 满意 ")) == ["满意"]


def test_a_wrong_rate_behind_an_empty_one() -> None:
    c = with_row(sample_class(), "survey", 2, rate=0.5)
    assert [one.row for one in found("A6-03", c)] == [6]


def test_all_items_wrong_by_different_sums_are_reported_one_by_one() -> None:
    c = sample_class()
    rows = tuple(row.changed(neutral=(row.neutral or 0) + 1 + at % 2) for at, row in enumerate(c.survey))
    assert len(found("A6-01", c.changed(survey=rows))) == len(rows)


@pytest.mark.parametrize(("items", "at"), [(1, "很满意"), (2, "有效份数")])
def test_few_items_all_wrong_by_the_same(items: int, at: str) -> None:
    c = sample_class()
    rows = tuple(row.changed(very_satisfied=int(str(row.very_satisfied)) + 1) for row in c.survey[:items])
    assert [one.field for one in found("A6-01", c.changed(survey=rows))] == [at]


def test_two_of_many_items_wrong_by_the_same_are_reported_one_by_one() -> None:
    c = sample_class()
    rows = tuple(row.changed(very_satisfied=int(str(row.very_satisfied)) + (at < 2)) for at, row in enumerate(c.survey))
    assert len(found("A6-01", c.changed(survey=rows))) == 2


def test_without_people_no_form_is_one_too_many() -> None:
    c = sample_class()
    assert found("A6-02", c.changed(people=(), results=(), absences=())) == ()


def test_five_with_one_phone_are_counted() -> None:
    c = sample_class()
    for at in range(5):
        c = with_trainee(c, at, phone="14100009999")
    one, *rest = found("A4-08", c)
    assert "等4人" in one.message
    assert len(rest) == 4


def test_who_is_named_with_the_same_phone() -> None:
    """Two of the same name and employer have a message of their own (A4-09): the third alone is named."""
    c = sample_class()
    name, employer = c.people[0].name, c.people[0].employer
    c = with_trainee(with_trainee(c, 1, name=name, employer=employer), 0, phone="14100009999")
    c = with_trainee(with_trainee(c, 1, phone="14100009999"), 2, phone="14100009999")
    first = found("A4-08", c)[0]
    assert "与第6行" in first.message
    assert "、" not in first.message


def test_the_same_number_or_the_same_person_has_a_message_of_its_own() -> None:
    c = sample_class()
    same_number = with_trainee(with_trainee(c, 1, document=c.people[0].document), 1, phone=c.people[0].phone)
    assert found("A4-08", same_number) == ()
    first = c.people[0]
    same_person = with_trainee(c, 1, name=first.name, employer=first.employer, phone=first.phone)
    assert found("A4-08", same_person) == ()
    two_more = with_trainee(with_trainee(same_person, 4, phone="14100009999"), 5, phone="14100009999")
    assert [one.row for one in found("A4-08", two_more)] == [8, 9]


def test_a_number_that_is_stored_as_one_proves_no_sex() -> None:
    c = with_row(sample_class(), "people", 5, document=110105194912310024, sex="男")
    assert found("A4-21", c) == ()


def test_what_an_item_is_short_of_is_reported() -> None:
    c = sample_class()
    c = c.changed(accounts=c.accounts.changed(lodging=29999, total=c.accounts.amount("合计") - 1))
    (one,) = found("A3-12", c)
    assert "相差1.00元" in one.message


def test_income_of_a_national_class_names_the_other_items() -> None:
    c = sample_class("国家级", 2)
    rows = (*c.expenses, c.expenses[0].changed(row=20, item="学员收费", receipt="X1"))
    (one,) = found("A3-15", c.changed(expenses=rows))
    assert one.expected == "住宿费、伙食费、场地费、资料费、交通费、税费、其他费用"


@pytest.mark.parametrize(("count", "shown"), [(1, "第4行"), (10, "第4、5、6、7、8、9、10、11、12、13行"), (11, "行等11人")])
def test_rows_of_people_in_words(count: int, shown: str) -> None:
    assert rows_of(list(sample_class().people[:count])).endswith(shown)


def test_so_many_are_left() -> None:
    c = sample_class(trainees=50)
    c = with_row(c, "absences", 1, missed=10)
    (one,) = found("A4-23", c)
    assert one.value == 49


@pytest.mark.parametrize(
    ("word", "expected", "todo"), [("教职工", "工作人员", "改为“工作人员”"), ("嘉宾", "学员、工作人员", "从学员、工作人员中选择")]
)
def test_what_to_choose_in_place_of_a_word(word: str, expected: str, todo: str) -> None:
    (one,) = found("A4-24", with_row(sample_class(), "people", 5, kind=word))
    assert one.expected == expected
    assert todo in one.fix


def test_what_a_product_is_off_by_is_reported() -> None:
    (one,) = found("FY-02", with_row(sample_class(), "expenses", 0, amount=30001))
    assert "相差1.00元" in one.message


def test_expenses_of_a_class_of_one_day_and_behind_income() -> None:
    c = sample_class()
    one_day = c.changed(project=c.project.changed(end=c.start))
    late = tuple(row.changed(day=date(2025, 9, 1)) if at == 1 else row for at, row in enumerate(one_day.expenses))
    assert [one.row for one in found("FY-05", one_day.changed(expenses=late))] == [5]
    income = late[0].changed(item="学员收费", day=date(2024, 1, 1))
    assert [one.row for one in found("FY-05", one_day.changed(expenses=(income, *late[1:])))] == [5]
    early = c.changed(project=c.project.changed(end=date(2025, 7, 1)))
    assert found("FY-05", early.changed(expenses=(late[0], late[1], *c.expenses[2:]))) == ()


def project(**changes: object) -> ClassFile:
    c = sample_class()
    return c.changed(project=c.project.changed(**changes))


def test_what_is_no_date_and_what_is_one_of_another_age() -> None:
    assert "不是日期" in found("PRJ-08", project(notice_filed="七月"))[0].message
    assert "年份不合理" in found("PRJ-08", project(notice_filed=date(1905, 7, 17)))[0].message


def test_facts_of_two_other_plan_rows_are_reported_one_by_one() -> None:
    """Only where both are those of one other row the number is the mistake."""
    rows = [row for row in plan_of(YEAR) if row.level == "市级"]
    both = project(topic=rows[0].topic, organiser=rows[0].organiser)
    assert [one.field for one in found("PRJ-02", both)] == ["计划序号"]
    mixed = project(topic=rows[0].topic, organiser=rows[1].organiser)
    assert [one.field for one in found("PRJ-02", mixed)] == ["选题名称", "承办单位"]


def test_a_plan_number_of_nothing_is_no_row_of_the_plan() -> None:
    assert found("PRJ-02", project(plan_number=0)) == ()
    assert len(found("PRJ-12", project(plan_number=0))) == 1


def test_the_topic_of_another_row_of_the_same_organiser() -> None:
    """One fact that differs is reported at itself, though another row has both."""
    own, other = (row for row in plan_of(YEAR) if row.organiser == "天津医学高等专科学校")
    c = project(plan_number=own.number, topic=other.topic, organiser=own.organiser, planned=None)
    assert [one.field for one in found("PRJ-02", c)] == ["选题名称"]


@pytest.mark.parametrize(("stated", "expected"), [("副教授", "副高"), ("总经理", "院士/全国知名专家、正高、副高、其他")])
def test_the_rank_that_is_meant_is_expected(stated: str, expected: str) -> None:
    (one,) = found("SZ-08", with_row(sample_class(), "lectures", 0, rank=stated))
    assert one.expected == expected


def test_a_dear_afternoon_behind_a_morning_of_two_lessons() -> None:
    c = sample_class("国家级", 2)
    first = c.lectures[0]
    lessons = (
        first.changed(hours=2, net=1000), first.changed(row=5, hours=2, net=900),
        first.changed(row=6, session="下午", hours=5, net=2500),
    )  # fmt: skip
    assert [one.row for one in found("SZ-03", c.changed(lectures=lessons))] == [6]


def test_without_numbers_in_annex_4_nobody_is_a_stranger() -> None:
    c = sample_class()
    place = c.places["附件4"]
    columns = {heading: letters for heading, letters in place.columns.items() if heading != "身份证号"}
    c = c.changed(
        people=tuple(one.changed(document=None) for one in c.people),
        places=c.places | {"附件4": replace(place, columns=columns)},
    )
    assert [found(code, c) for code in ("KQ-03", "A5-04", "A5-05")] == [(), (), ()]


def forms_of(c: ClassFile, **counts: object) -> ClassFile:
    return c.changed(forms=c.forms.changed(**counts))


def test_no_form_at_all_divides_by_nothing() -> None:
    report = check(forms_of(sample_class(), issued=0, returned=0, valid=0))
    assert [one.code for one in report.outcomes if one.status == "failed"] == []
    assert not any(one.code == "A6-04" for one in report.findings)


def test_a_rate_beside_no_answers_is_not_judged() -> None:
    nobody = {"very_satisfied": 0, "satisfied": 0, "neutral": 0, "dissatisfied": 0}
    report = check(forms_of(with_row(sample_class(), "survey", 0, rate=0.5, **nobody), valid=None))
    assert [one.code for one in report.outcomes if one.status == "failed"] == []
    assert not any(one.code == "A6-03" for one in report.findings)


def test_a_count_that_is_none_is_reported_behind_an_empty_one() -> None:
    c = forms_of(sample_class(), issued=None, returned="x").changed(stage="开班前")
    assert [one.field for one in found("A6-02", c)] == ["回收份数"]


def test_one_trainee_and_two_forms() -> None:
    c = sample_class()
    (one,) = found("A6-02", forms_of(c.changed(people=c.people[:1]), issued=2, returned=2, valid=2))
    assert one.severity == "query"


def test_a_broken_cell_of_a_typed_annex_5() -> None:
    (one,) = found("WB-02", with_row(sample_class(), "results", 5, employer="#N/A"))
    assert (one.sheet, one.field) == ("附件5", "工作单位")


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, "等4栏")])
def test_so_many_columns_pasted_over(count: int, more: str) -> None:
    fields = ("姓名", "身份证号", "联系电话", "工作单位")[:count]
    c = sample_class().changed(wiped=tuple(("附件4", field, 5, 2) for field in fields))
    (one,) = found("WB-01", c)
    assert one.message.endswith(f"{'、'.join(fields[:3])}{more}（第5行起，共2行）")


def test_the_total_of_a_single_person_is_right_where_a_part_is_not() -> None:
    c = sample_class()
    c = c.changed(people=c.people[:1], accounts=c.accounts.changed(people=1, trainees=2, staff=0))
    assert found("A3-02", c) == ()


def test_an_empty_cell_of_the_accounts_says_what_fills_it() -> None:
    assert how_to_fill("合计").startswith("先填好费用明细和师资费")
    assert [how_to_fill(label).startswith("先填好附件4的人员") for label in ("学员人数", "工作人员人数", "总计", "名称")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert how_to_fill("名称").startswith("填写名称；")


def test_others_of_a_group_are_named_up_to_three() -> None:
    people = sample_class().people[:5]
    assert place_and_name(people[1]) == f"第5行{people[1].name}"
    assert place_and_name(people[1].changed(name=None)) == "第5行"
    assert others(people[:2], people[0]) == place_and_name(people[1])
    assert others(people[:4], people[0]) == "、".join(map(place_and_name, people[1:4]))
    assert others(people, people[0]) == "、".join(map(place_and_name, people[1:4])) + "等4人"
    assert [len(group) for group in repeats(people, lambda one: one.row > people[2].row)] == [2]
    assert list(repeats(people, lambda _: "")) == []


def headings(*given: str) -> dict[str, tuple[object, str]]:
    """Official heading of 附件4 -> (what stands there, the problem), where the sheet has these headings."""
    c = sample_class()
    columns = {name: "A" for name in given if name in Person.attributes()}
    place = SheetPlaces(title="附件4", heading_row=3, columns=columns, headings=given)
    return {one.field: (one.value, one.words["problem"]) for one in missing_headings(c.changed(places={"附件4": place}), Person)}


def test_a_changed_heading_is_the_unknown_one_that_looks_most_like_it() -> None:
    there = ("序号", "姓名", "身份证号", "工作单位", "专业技术职务（职称）", "是否收费", "签名")
    found = headings(*there, "联系人电话", "电话")
    assert found == {"联系电话": ("联系人电话", "“联系电话”列的表头写成了“联系人电话”")}
    assert headings(*there, "联系方式一", "联系方式二")["联系电话"][0] == "联系方式一"
    # A heading of ours is no changed one, nor is an empty one.
    assert headings(*there, "", "证件类型") == {"联系电话": (None, "缺少“联系电话”列")}
    without = tuple(one for one in there if one != "签名")
    assert headings(*without, "联系电话") == {"签名": (None, "缺少“签名”列")}
