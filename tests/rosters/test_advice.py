"""Advice is executed before it is given: who follows a message literally gets the right people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rosters.model import DOCUMENT, EMPLOYER, FIVE, NAME, PHONE, TITLE, made_up, rows_of, sheets, xlsx
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import read_overrides
from workbooks.rosters.reading import RosterOptions, read_rosters

PEOPLE = made_up(77)
HEAD = ["序号", *FIVE]


def names_in(path: Path, *stated: str, sheet: str = "") -> list[dict[str, str]]:
    return [entry.values for entry in read_rosters([path], RosterOptions(read_overrides(stated), sheet)).entries]


def test_a_column_that_is_not_certain_is_read_with_the_map_it_advises(tmp_path: Path) -> None:
    path = tmp_path / "选送.xlsx"
    xlsx([["序号", NAME, DOCUMENT, PHONE, "选送单位", TITLE], *rows_of(PEOPLE, FIVE)])(path)
    (line,) = read_rosters([path]).mapped[0].unclear
    advised = re.search(r"--map (\S+)", line)
    assert advised
    assert names_in(path, advised[1]) == PEOPLE


def test_names_in_two_columns_of_which_none_is_called_so_are_read_with_the_map(tmp_path: Path) -> None:
    path = tmp_path / "无名.xlsx"
    xlsx(
        [["序号", "张三李四", DOCUMENT, PHONE], *([at, *(one[field] for field in FIVE[:3])] for at, one in enumerate(PEOPLE, 1))]
    )(path)
    with pytest.raises(Unusable, match="请用 --map 列名=姓名"):
        names_in(path)
    assert [one[NAME] for one in names_in(path, "B=姓名")] == [one[NAME] for one in PEOPLE]


def test_a_turned_roster_that_is_refused_is_read_once_transposed(tmp_path: Path) -> None:
    """Who followed 转置 got people called 性别 and 汉族."""
    fields = [NAME, "性别", "民族", DOCUMENT, PHONE, EMPLOYER]
    more = {"性别": "男", "民族": "汉族"}
    turned = [[field, *(one.get(field, more.get(field)) for one in PEOPLE)] for field in fields]
    turned[3][1] = "见附件身份证复印件"
    path, straight = tmp_path / "竖.xlsx", tmp_path / "转置.xlsx"
    xlsx(turned)(path)
    xlsx([list(line) for line in zip(*turned, strict=True)])(straight)
    with pytest.raises(Unusable, match="转置"):
        names_in(path)
    read = names_in(straight)
    assert [one[NAME] for one in read] == [one[NAME] for one in PEOPLE]


VOID, VALID = "名单（作废）", "名单"


def test_a_void_list_is_not_read_and_one_that_counts_after_all_is_read_as_advised(tmp_path: Path) -> None:
    path = tmp_path / "两张.xlsx"
    sheets({VOID: [HEAD, *rows_of(made_up(78), FIVE)], VALID: [HEAD, *rows_of(PEOPLE, FIVE)]})(path)
    roster = read_rosters([path])
    assert [entry.values for entry in roster.entries] == PEOPLE
    notes = next(note.what for note in roster.remarks if "作废" in note.what)
    assert all(one[NAME] in notes for one in made_up(78))
    alone, renamed = tmp_path / "只有作废.xlsx", tmp_path / "改名.xlsx"
    sheets({VOID: [HEAD, *rows_of(PEOPLE, FIVE)]})(alone)
    with pytest.raises(Unusable, match="先把“作废”去掉"):
        read_rosters([alone])
    sheets({VALID: [HEAD, *rows_of(PEOPLE, FIVE)]})(renamed)
    assert names_in(renamed) == PEOPLE


@pytest.mark.parametrize(("old", "new"), [("初稿", "最新名单"), ("6月20日版", "7月5日版"), ("第1版", "第2版"), ("旧", "Sheet2")])
@pytest.mark.parametrize("swapped", [False, True])
def test_an_older_list_never_wins_and_who_stands_only_there_is_named(old: str, new: str, swapped: bool, tmp_path: Path) -> None:
    gone = made_up(79)[0]
    pages = {
        old: [HEAD, *rows_of([one | {PHONE: "14100000001"} for one in PEOPLE[:3]] + [gone], FIVE)],
        new: [HEAD, *rows_of(PEOPLE, FIVE)],
    }
    path = tmp_path / "几版.xlsx"
    sheets(dict(reversed(pages.items())) if swapped else pages)(path)
    roster = read_rosters([path])
    assert [entry.values for entry in roster.entries] == PEOPLE
    assert any(f"以“{new}”为准" in note.what and gone[NAME] in note.what for note in roster.remarks)


def test_lists_of_different_people_are_all_read_whatever_they_are_called(tmp_path: Path) -> None:
    path = tmp_path / "两批.xlsx"
    sheets({"6月20日": [HEAD, *rows_of(made_up(80), FIVE)], "7月5日": [HEAD, *rows_of(PEOPLE, FIVE)]})(path)
    assert len(read_rosters([path]).entries) == len(PEOPLE) + len(made_up(80))


def test_a_row_with_two_people_is_refused_and_read_once_each_has_a_row(tmp_path: Path) -> None:
    """Who followed --map got the first of the two only."""
    twice = [[one[EMPLOYER], one[NAME], one[DOCUMENT], two[NAME], two[DOCUMENT]] for one, two in (PEOPLE[:2], PEOPLE[2:])]
    path, apart = tmp_path / "两人.xlsx", tmp_path / "一人.xlsx"
    xlsx([["单位名称", "姓名1", "身份证号1", "姓名2", "身份证号2"], *twice])(path)
    xlsx([["单位名称", "姓名", "身份证号"], *([one[EMPLOYER], one[NAME], one[DOCUMENT]] for one in PEOPLE)])(apart)
    with pytest.raises(Unusable, match=r"一行里写着几个人.*整理成一行一人"):
        names_in(path)
    assert [one[NAME] for one in names_in(apart)] == [one[NAME] for one in PEOPLE]
