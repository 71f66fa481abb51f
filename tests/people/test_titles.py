"""Titles: the table as it is, the forms people write, and that space and width change nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.notice.parameters import CONFIDENCE_WORDS
from udfs.people.titles import LEVELS, is_below, may_follow_branch, title_level, title_rows, title_sources, title_table

WRITTEN = Path(__file__).parent / "written_titles.csv"
"""Titles as people write them, gathered by hand and apart from the table, each with the level it has ('' for none)."""


def test_every_title_of_the_table_has_its_level() -> None:
    assert {title: title_level(title) for title in title_table()} == dict(title_table())


def test_the_table_covers_the_series_and_names_its_sources() -> None:
    rows = title_rows()
    assert len(rows) >= 900
    assert len({row["series"] for row in rows}) >= 27
    assert {row["level"] for row in rows} == set(LEVELS)
    assert {row["confidence"] for row in rows} <= set(CONFIDENCE_WORDS)
    assert {row["source"] for row in rows} == set(title_sources())
    assert len({(row["series"], row["title"]) for row in rows}) == len(rows)


def test_titles_as_people_write_them() -> None:
    written = list(csv.DictReader(WRITTEN.read_text(encoding="utf-8").splitlines()))
    assert len({row["title"] for row in written}) >= 300
    wrong = {
        row["title"]: (title_level(row["title"]), row["level"])
        for row in written
        if (title_level(row["title"]) or "") != row["level"]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("title", "level"),
    [
        # brackets: a kind, a level, another title, and two of them
        ("主治（主管）医师", "中级"), ("主管（检验）技师", "中级"), ("副主任（中）医师", "副高"), ("会计师（初级）", "初级"),
        ("工程师（高级经济师）", "副高"), ("工程师（电气）（正高级）", "正高"), ("高级工程师（电气", "副高"),
        ("高级工程师）", "副高"),
        ("（正高级）高级工程师", "正高"), ("技师（高级）", None), ("一级建造师（市政，机电）", "中级"),
        # posts
        ("科长/高级工程师", "副高"), ("科长", None), ("副院长主任医师", "正高"), ("车间主任工程师", None), ("总农艺师", None),
        ("总图工程师", "中级"), ("教师发展工程师", "中级"),
        # several without a sign between them
        ("工程师 二级建造师", "中级"), ("二级建造师 助理工程师", "初级"), ("高级工程师高级经济师", "副高"),
        ("高级工程师\n讲师", "副高"),
        # a level before or behind
        ("经济师中级", "中级"), ("卫生副高", "副高"), ("高级工中级", None), ("初级技师", None), ("中级技工", None),
        ("国家级", None),
    ],
)  # fmt: skip
def test_what_the_first_edition_misread(title: str, level: str | None) -> None:
    assert title_level(title) == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        # never by the first word
        ("高级记者", "正高"), ("主任医师", "正高"), ("主任记者", "副高"), ("高级教练", "副高"), ("一级播音员", "中级"),
        ("馆员", "中级"),
        ("技师", "初级"), ("药师", "初级"), ("护师", "初级"), ("医师", "初级"), ("小学高级教师", "中级"),
        ("中学高级教师", "副高"),
        ("中小学高级教师", "副高"), ("副主任医师", "副高"), ("副研究员", "副高"), ("助理研究员", "中级"),
        ("助理工程师", "初级"),
        # qualifications
        ("一级建造师", "中级"), ("注册一级建造师", "中级"), ("国家一级注册建造师", "中级"), ("执业药师资格证书", "中级"),
        ("注册会计师", "中级"),
        ("一级建造师（市政公用工程）", "中级"), ("注册安全工程师（中级）", "中级"), ("二级建造师", "初级"),
        # brackets, several at once, the highest taken
        ("高级工程师（电气）", "副高"), ("高级工程师（正高级）", "正高"), ("教授（博士生导师）", "正高"),
        ("工程师、高级经济师", "副高"),
        ("副教授/主任医师", "正高"), ("讲师，工程师", "中级"), ("副教授兼副主任医师", "副高"), ("副教授兼主任医师", "正高"),
        # with a branch, short, or only the level
        ("电气工程师", "中级"), ("口腔副主任医师", "副高"), ("中学语文一级教师", "中级"), ("高工", "副高"),
        ("教授级高工", "正高"),
        ("正高", "正高"), ("副高级", "副高"), ("中级职称", "中级"), ("初级", "初级"), ("中级会计师", "中级"),
        ("初级会计师", "初级"),
        ("副高级工程师", "副高"),
        # not titles, or not these
        ("总经理", None), ("博士", None), ("无", None), ("高级技师", None), ("汽车维修技师", None), ("客座教授", None),
        ("系统管理员", None),
        ("护士长", None), ("高级软件工程师", None), ("", None), (None, None), (5, None),
    ],
)  # fmt: skip
def test_level(title: str | int | None, level: str | None) -> None:
    assert title_level(title) == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        # 副 before a title of 高级 says what it is anyway; before another, or another word before 高级, it makes it no title
        ("副高级建筑师", "副高"), ("副工程师", None), ("助理高级工程师", None), ("副高级记者", "副高"), ("副高级实验师", "副高"),
        # a branch of one character; a level behind one character is none
        ("水工程师", "中级"), ("无中级", None), ("卫生中级", "中级"),
        # several with spaces between them: each has to be one
        ("客座 教授", None), ("工程师 电气", None), ("注册会计师 中级护师", "中级"), ("讲师 工程师 二级建造师", "中级"),
        # brackets: separators inside part nothing, whatever stands before
        ("（正高级、电气）工程师", "正高"), ("工程师）（电气、水利）", "中级"), ("电气工程师（水利）", "中级"),
        # a level before a title that the table does not have with it
        ("中级护师", "中级"), ("副高级讲师", "副高"), ("初级技术员", None),
    ],
)  # fmt: skip
def test_what_stands_before_and_behind(title: str, level: str | None) -> None:
    assert title_level(title) == level


@pytest.mark.parametrize(
    ("title", "may"),
    [
        ("工程师", True),
        ("一级建造师", True),
        ("副主任内科医师", False),
        ("咨询工程师", False),
        ("技术员", False),
        ("主任播音员", False),
    ],
)
def test_what_the_formulas_know_behind_a_branch(title: str, may: bool) -> None:
    """The plain names of the series that are written so: 水利工程师, 市政一级建造师."""
    assert may_follow_branch(title) == may


def test_below() -> None:
    assert is_below("初级", "中级")
    assert not is_below("中级", "中级")
    assert not is_below("副高", "中级")


titles = st.sampled_from([*title_table(), "高级工程师（电气）", "工程师、高级经济师", "口腔副主任医师", "高工", "总经理"])


@given(titles, st.data())
def test_space_and_width_change_nothing(title: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(title)))
    space = data.draw(st.sampled_from((" ", "\u3000", "\u200b", "\n", "\t")))
    spaced = title[:place] + space + title[place:]
    assert title_level(spaced) == title_level(title)
    narrow = title.translate(str.maketrans("（）、", "()、"))
    assert title_level(narrow) == title_level(title)


@given(titles, titles)
def test_the_highest_of_two_counts(first: str, second: str) -> None:
    levels = [level for level in (title_level(first), title_level(second)) if level]
    highest = max(levels, key=LEVELS.index) if levels else None
    for sign in ("、", "/", "，", ",", "；"):
        assert title_level(f"{first}{sign}{second}") == highest


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert title_level(text) in (None, *LEVELS)
