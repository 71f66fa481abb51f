"""Surveys as a stranger brought them: what is no list of forms is refused with its true reason, and what is left out is named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.survey.answer_files import BAD, FAIR, GOOD, ITEMS, VERY, answers, as_csv, as_xlsx
from udfs.values.cells import Value, column_letters
from workbooks.files.errors import Unusable
from workbooks.sources.model import SourceBlock
from workbooks.survey.layouts import Option, all_ticks, below, mostly
from workbooks.survey.questionnaires import Questionnaire, SurveyQuery, likely, read_columns, read_questionnaires

FORMS = answers(5)
DOWN = [[item, *(form[at] for form in FORMS)] for at, item in enumerate(ITEMS)]
"""The items down, the forms across."""
LEVELS = [VERY, GOOD, FAIR, BAD]


def read(source: Path, own: bool = False, columns: Mapping[str, str] | None = None) -> Questionnaire:
    """The one table of a source; with ``own`` its questions are the items."""
    (table,) = read_questionnaires([source], SurveyQuery(() if own else tuple(ITEMS), columns or {}))
    return table


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize(
    "heading",
    [
        ["测评项目", *(f"学员{at}" for at in range(1, 6))],
        ["", *(f"答卷{at}" for at in range(1, 6))],
        ["项目", "示例甲", "示例乙", "示例丙", "示例丁", "示例戊"],
    ],
)
def test_a_column_a_form_is_refused_with_its_reason(heading: list[str], own: bool, tmp_path: Path) -> None:
    """With --items the respondents became the items of 附件6, without a word."""
    with pytest.raises(Unusable, match="横竖颠倒"):
        read(as_xlsx(tmp_path / "答卷.xlsx", [heading, *DOWN]), own)


def test_respondents_alone_are_no_items_either(tmp_path: Path) -> None:
    heading = [f"学员{at}" for at in range(1, 6)]
    with pytest.raises(Unusable, match="横竖颠倒"):
        read(as_csv(tmp_path / "答卷.csv", [heading, *(row[1:] for row in DOWN)]), own=True)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("counts", [[8, 2, 1, 0], ["8票", "2票", "1票", "0票"]])
def test_counts_are_reported_to_be_counts(own: bool, counts: list[Value], tmp_path: Path) -> None:
    rows = [["序号", "测评项目", *LEVELS], *([at, item, *counts] for at, item in enumerate(ITEMS, start=1))]
    with pytest.raises(Unusable, match="已经统计好的份数") as reported:
        read(as_xlsx(tmp_path / "统计.xlsx", rows), own)
    assert "--items" not in str(reported.value)


def test_stars_are_points(tmp_path: Path) -> None:
    stars = {VERY: "★★★★★", GOOD: "★★★★☆", FAIR: "⭐⭐⭐", BAD: "★★"}
    rows = [["序号", *ITEMS], *([at, *(stars[one] for one in form)] for at, form in enumerate(FORMS, start=1))]
    (found,) = read_questionnaires([as_xlsx(tmp_path / "答卷.xlsx", rows)], SurveyQuery(ITEMS))
    assert {answer for form in found.forms for answer in form.answers} == {"5", "4", "3", "2"}


def test_counts_on_another_sheet_do_not_refuse_the_forms(tmp_path: Path) -> None:
    rows = [["序号", "讲师水平", "课堂互动"], *([at, form[0], form[1]] for at, form in enumerate(FORMS, start=1))]
    source = as_xlsx(tmp_path / "答卷.xlsx", rows)
    made = load_workbook(source)
    counts = made.create_sheet("统计")
    for row in (["测评项目", *LEVELS], ["讲师水平", 3, 2, 1, 0], ["课堂互动", 3, 2, 1, 0]):
        counts.append(row)
    made.save(source)
    assert [one.item for one in read(source, own=True).questions] == ["讲师水平", "课堂互动"]


def test_two_columns_for_one_item_are_refused_in_a_line(tmp_path: Path) -> None:
    """It ended in an internal error."""
    source = as_csv(tmp_path / "答卷.csv", [[*ITEMS[:-1], "住宿", "餐饮"], *([*form, VERY] for form in FORMS)])
    with pytest.raises(Unusable, match=f"K、L 列都用 --map 指定成了测评项目“{ITEMS[-1]}”"):
        read(source, columns={"K": ITEMS[-1], "餐饮": ITEMS[-1]})


def test_free_texts_are_among_the_columns_that_are_not_counted(tmp_path: Path) -> None:
    heading = ["序号", "姓名", *ITEMS, "餐饮", "13.您最满意的课程", "14.您对培训班的建议", "15.没人回答"]
    rows = [[at, "示例甲", *form, GOOD, "云计算架构", "增加实操", ""] for at, form in enumerate(FORMS, start=1)]
    assert read(as_csv(tmp_path / "答卷.csv", [heading, *rows])).left == ("餐饮", "13.您最满意的课程", "14.您对培训班的建议")


def test_questions_about_the_class_and_its_times_are_questions(tmp_path: Path) -> None:
    """班级 and 时间 in a heading made it a column of no question, even where levels stood under it."""
    heading = ["序号", "提交时间", "班级", "班级服务", "时间安排"]
    rows = [[at, "8:30", "一班", *form[:2]] for at, form in enumerate(FORMS, start=1)]
    table = read(as_csv(tmp_path / "答卷.csv", [heading, *rows]), own=True)
    assert [one.item for one in table.questions] == ["班级服务", "时间安排"]


@pytest.mark.parametrize(
    ("cells", "ticks"),
    [(["√", None], True), (["√", "满意"], True), ([None, None], False), (["√", "一般"], False), (["√", "很好，谢谢"], False)],
)
def test_columns_of_options_hold_ticks_and_nothing_else(cells: list[str | None], ticks: bool) -> None:
    rows: list[list[Value]] = [["教学—满意", "教学—一般"], [cells[0], None], [cells[1], "√" if ticks else None]]
    assert all_ticks(SourceBlock("答卷.xlsx", "答卷", rows), 0, [Option(0, "教学", "满意")]) == ticks


@pytest.mark.parametrize(("share", "enough"), [(0.5, True), (0.51, False)])
def test_a_share_of_the_filled_cells(share: float, enough: bool) -> None:
    block = SourceBlock("答卷.xlsx", "答卷", [["教学"], ["满意"], [None], ["说不清"]])
    assert mostly(below(block, 0, 0), lambda cell: cell == "满意", share) == enough


ITEM = "甲乙丙丁戊己庚辛壬癸"


@pytest.mark.parametrize(
    ("headings", "column"),
    [
        ({3: ITEM, 7: ITEM.replace("戊", "子")}, 3),
        ({3: ITEM * 2, 7: ITEM + ITEM.replace("戊", "子")}, None),
        ({7: ITEM.translate(dict.fromkeys(map(ord, "丁己辛"), "子"))}, 7),
        ({7: ITEM.translate(dict.fromkeys(map(ord, "丙丁己辛"), "子"))}, None),
        ({}, None),
    ],
)
def test_a_heading_is_an_item_where_it_is_like_it_and_no_other_is(headings: dict[int, str], column: int | None) -> None:
    """Seven of ten characters are enough; the next heading must be ten of a hundred behind."""
    assert likely(ITEM * (2 if ITEM * 2 in headings.values() else 1), headings) == column


def test_what_no_column_says_is_refused_with_the_columns_that_are_left(tmp_path: Path) -> None:
    rows = [["序号", *ITEMS[:-1], "礼品"], *([at, *form] for at, form in enumerate(FORMS, start=1))]
    with pytest.raises(Unusable, match=f"没有测评项目“{ITEMS[-1]}”的列.*未对应：{column_letters(len(ITEMS) + 1)} 列“礼品”"):
        read(as_xlsx(tmp_path / "答卷.xlsx", rows))


@pytest.mark.parametrize("stated", ["=课程设置", "C=", "C", "="])
def test_a_column_is_stated_with_its_item(stated: str) -> None:
    with pytest.raises(Unusable, match="写法不对"):
        read_columns([stated])


def test_answers_below_an_empty_row_are_read(tmp_path: Path) -> None:
    lines = [[at, item, level] for at, form in enumerate(FORMS, start=1) for item, level in zip(ITEMS, form, strict=True)]
    rows = [["答卷编号", "题目", "选项"], *lines[:3], [None, None, None], *lines[3:]]
    assert [list(form.answers) for form in read(as_xlsx(tmp_path / "逐题.xlsx", rows)).forms] == FORMS


def test_a_column_a_form_is_known_by_its_heading_whatever_was_asked(tmp_path: Path) -> None:
    down = [[f"自拟题{at}", *row[1:]] for at, row in enumerate(DOWN)]
    with pytest.raises(Unusable, match="横竖颠倒"):
        read(as_xlsx(tmp_path / "答卷.xlsx", [["测评内容", "示例甲", "示例乙", "示例丙", "示例丁", "示例戊"], *down]))
