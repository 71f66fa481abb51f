"""Cells and lines of a roster that hold more than their place asks for: only what is certain is taken out of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rosters.model import FIVE, HEADS, NAME, made_up, rows_of, xlsx
from udfs.people.identity import check_character
from workbooks.rosters.layout.mixed import (
    employer_and_title,
    employer_line,
    lone_document,
    lone_phone,
    name_apart,
    no_number,
    odd_in_name,
)
from workbooks.rosters.layout.written import kind_of_section, ticked
from workbooks.rosters.reading import read_rosters

RIGHT = "12019919800101001" + check_character("12019919800101001")


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("天津示例大学副教授", ("天津示例大学", "副教授")),
        ("天津示例大学 教授", ("天津示例大学", "教授")),
        ("天津示例医院/主任医师", ("天津示例医院", "主任医师")),
        ("天津示例有限公司（高级工程师）", ("天津示例有限公司", "高级工程师")),
        ("示例科技天津分部，高工", ("示例科技天津分部", "高工")),
        # A branch before the title may belong to the employer; two things beside the title; a post; a level; one thing alone.
        ("天津示例大学电气工程师", ("", "")),
        ("天津示例大学 物理系 副教授", ("", "")),
        ("天津示例大学、主任", ("天津示例大学", "")),
        ("天津示例集团 天津分公司", ("", "")),
        ("天津示例处处长", ("", "")),
        ("天津示例大学 副高级", ("天津示例大学", "")),
        ("副教授", ("", "")),
        ("主任/高级工程师", ("", "")),
        ("天津示例大学", ("", "")),
    ],
)
def test_employer_and_title_are_parted_where_that_is_certain(cell: str, parts: tuple[str, str]) -> None:
    assert employer_and_title(cell) == parts


@pytest.mark.parametrize(
    ("cell", "taken"),
    [
        (f"身份证号：{RIGHT}", RIGHT),
        (f"{RIGHT}（本人）", RIGHT),
        ("护照号 E12345678", "E12345678"),
        ("台胞证12345678", "12345678"),
        # A wrong check character, two numbers, further digits: left as it stands.
        (f"号{RIGHT[:-1]}{'1' if RIGHT[-1] != '1' else '2'}", f"号{RIGHT[:-1]}{'1' if RIGHT[-1] != '1' else '2'}"),
        (f"{RIGHT} {RIGHT}", f"{RIGHT} {RIGHT}"),
        (f"{RIGHT}有效期2030", f"{RIGHT}有效期2030"),
        ("E12345678", "E12345678"),
    ],
)
def test_a_document_number_among_words(cell: str, taken: str) -> None:
    assert lone_document(cell) == taken


@pytest.mark.parametrize(
    ("cell", "taken"),
    [
        ("14100000001（微信同号）", "14100000001"),
        ("办公 022-88880000", "022-88880000"),
        ("022-88880000转801", "022-88880000转801"),
        ("14100000001或14100000002", "14100000001或14100000002"),
        ("14100000001（短号66001）", "14100000001（短号66001）"),
        ("141000000011", "141000000011"),
    ],
)
def test_a_phone_among_words(cell: str, taken: str) -> None:
    assert lone_phone(cell) == taken


@pytest.mark.parametrize("cell", ["无", "—", "/", "N/A", "待补", "？"])
def test_words_that_say_that_there_is_no_number(cell: str) -> None:
    assert no_number(cell)


@pytest.mark.parametrize(
    ("cell", "name", "stated"),
    [
        ("张三（女）", "张三", {"性别": "女"}),
        ("张三 [会务]", "张三", {"人员类别": "工作人员"}),
        ("张三（土家族）", "张三", {}),
        ("张三（小）", "张三（小）", {}),
        ("（女）", "（女）", {}),
    ],
)
def test_what_a_bracket_behind_a_name_says(cell: str, name: str, stated: dict[str, str]) -> None:
    assert name_apart(cell) == (name, stated)


def test_what_is_odd_in_a_name() -> None:
    assert [odd_in_name(name) for name in ("阿依·买买提", "O'Neil-Smith J.", "张三*", "(张三)")] == ["", "", "*", "()"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("二、会务组工作人员", "工作人员"),
        ("承办单位会务人员（5人）", "工作人员"),
        ("一、参加培训学员", "学员"),
        ("学员和工作人员签到表", ""),
        ("中学骨干教师", ""),
        ("授课专家及工作人员", ""),
        ("天津示例大学", ""),
        # A line, not a sentence.
        ("示" * 26 + "工作人员", "工作人员"),
        ("示" * 27 + "工作人员", ""),
    ],
)
def test_lines_that_say_who_follows(line: str, kind: str) -> None:
    assert kind_of_section(line) == kind


@pytest.mark.parametrize(
    ("line", "employer"),
    [
        ("天津示例大学（3人）", "天津示例大学"),
        ("二、示例研究院：", "示例研究院"),
        ("备注：在天津大学上课", ""),
        ("第一组", ""),
        ("以上共3人", ""),
    ],
)
def test_lines_that_name_an_employer(line: str, employer: str) -> None:
    assert employer_line(line) == employer


@pytest.mark.parametrize(
    ("cell", "word"),
    [("☑线下 □线上", "线下"), ("线下□ 线上☑", "线上"), ("□是☑否", "否"), ("☑线下 ☑线上", "☑线下 ☑线上"), ("√", "√"), ("■", "■")],
)
def test_the_word_of_the_one_ticked_box(cell: str, word: str) -> None:
    assert ticked(cell) == word


def test_a_number_and_a_phone_in_each_others_column_are_put_back(tmp_path: Path) -> None:
    people = made_up(78)
    rows = rows_of(people, FIVE)
    rows[1][2], rows[1][3] = rows[1][3], rows[1][2]
    xlsx([HEADS, *rows])(tmp_path / "a.xlsx")
    roster = read_rosters([tmp_path / "a.xlsx"])
    assert [entry.values for entry in roster.entries] == people
    assert [(note.person, note.what) for note in roster.remarks] == [
        (people[1][NAME], "身份证号和联系电话写反了，已换回，请核对")
    ]


def test_a_wrong_number_in_the_column_of_phones_stays_and_is_named(tmp_path: Path) -> None:
    people = made_up(79)
    rows = rows_of(people, FIVE)
    wrong = rows[1][2][:-1] + ("0" if rows[1][2][-1] != "0" else "1")
    rows[1][2], rows[1][3] = rows[1][3], wrong
    xlsx([HEADS, *rows])(tmp_path / "a.xlsx")
    roster = read_rosters([tmp_path / "a.xlsx"])
    assert roster.entries[1].values["联系电话"] == wrong
    assert any(note.person == people[1][NAME] for note in roster.remarks)


@pytest.mark.parametrize(
    ("heading", "stated"),
    [("报名状态", "已取消"), ("能否参加", "不能"), ("审核结果", "未通过"), ("状态", "待审核"), ("是否参会", "否")],
)
def test_a_column_of_taking_part_that_says_no_is_quoted(heading: str, stated: str, tmp_path: Path) -> None:
    """They came into 附件4 with nothing but a column that was not imported."""
    people = made_up(80)
    rows = [[*row, stated if not at else "是"] for at, row in enumerate(rows_of(people, FIVE))]
    xlsx([[*HEADS, heading], *rows])(tmp_path / "a.xlsx")
    (note,) = read_rosters([tmp_path / "a.xlsx"]).remarks
    assert note.what == f"备注没有填入，请核对：“{heading}：{stated}”{people[0][NAME]}（第 2 行）"


@pytest.mark.parametrize("words", ["Total", "TOTAL: 4", "Grand total", "Subtotal"])
def test_an_english_total_is_nobody(words: str, tmp_path: Path) -> None:
    people = made_up(81)
    xlsx([HEADS, *rows_of(people, FIVE), [None, words, 4]])(tmp_path / "a.xlsx")
    assert [entry.values for entry in read_rosters([tmp_path / "a.xlsx"]).entries] == people
