"""Rosters tried by hand as a stranger would, that came in silently wrong, or were refused with a remedy that does not help."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rosters.model import DOCUMENT, EMPLOYER, FIVE, NAME, PHONE, TITLE, made_up, put, xlsx
from workbooks.files.errors import Unusable
from workbooks.rosters.reading import read_rosters
from workbooks.sources.model import Roster

PEOPLE = made_up(811, 4)
OURS = [[one[field] for field in FIVE] for one in PEOPLE]
HEADS = ["姓名", "身份证号", "手机号", "工作单位", "职称"]


def read(path: Path, rows: list[list[str]]) -> Roster:
    xlsx(rows)(path)
    return read_rosters([path])


def notes(found: Roster) -> list[str]:
    return [note.what for note in (*found.remarks, *found.lost)]


def test_words_that_say_nothing_over_numbers_that_say_everything(tmp_path: Path) -> None:
    """姓名 alone is known; the columns of numbers speak for themselves, and it is stated."""
    found = read(tmp_path / "名册.xlsx", [["姓名", "号码", "联系", "在哪", "级别"], *OURS])
    assert [(one.values[NAME], one.values[DOCUMENT], one.values[PHONE]) for one in found.entries] == [
        (one[NAME], one[DOCUMENT], one[PHONE]) for one in PEOPLE
    ]
    assert any("“号码”不认识，内容像“身份证号”" in note for note in notes(found))


def test_a_form_for_one_person_is_no_table(tmp_path: Path) -> None:
    one, other = PEOPLE[:2]
    form = [["姓名", one[NAME], "性别", "女"], ["证号", one[DOCUMENT], "联系", one[PHONE]], ["在哪", "", "紧急", other[PHONE]]]
    with pytest.raises(Unusable):
        read(tmp_path / "表.xlsx", form)


def test_staff_written_before_the_employer_is_reported(tmp_path: Path) -> None:
    people = [list(one) for one in OURS]
    people[1][3] = f"（工作人员）{people[1][3]}"
    found = read(tmp_path / "名册.xlsx", [HEADS, *people])
    assert [note.person for note in found.remarks if "前面写着“工作人员”" in note.what] == [PEOPLE[1][NAME]]
    assert found.entries[1].values[EMPLOYER] == people[1][3]


def test_the_word_that_stood_there_is_quoted(tmp_path: Path) -> None:
    people = [list(one) for one in OURS]
    people[2][3] = "会务组"
    found = read(tmp_path / "名册.xlsx", [HEADS, *people])
    assert any("工作单位一栏写的是“会务组”，按人员类别“工作人员”读入" in note for note in notes(found))


def test_spaces_around_the_dot_of_a_name_are_reported(tmp_path: Path) -> None:
    people = [list(one) for one in OURS]
    people[0][0] = "阿依古丽 · 买买提"
    (changed,) = read(tmp_path / "名册.xlsx", [HEADS, *people]).changed
    assert (changed.old, changed.new) == ("阿依古丽 · 买买提", "阿依古丽·买买提")


def test_one_cell_a_line_with_a_cell_missing_names_a_remedy_that_helps(tmp_path: Path) -> None:
    lines = [*HEADS, *(cell for one in OURS for cell in one)]
    missing = lines.index(PEOPLE[1][PHONE])
    path = tmp_path / "名册.txt"
    put("\n".join([*lines[:missing], *lines[missing + 1 :]]).encode())(path)
    with pytest.raises(Unusable, match=r"一行只有一格.*补上一行（写“无”）"):
        read_rosters([path])
    put("\n".join([*lines[:missing], "无", *lines[missing + 1 :]]).encode())(path)
    found = read_rosters([path])
    assert [one.values.get(TITLE) for one in found.entries] == [one[TITLE] for one in PEOPLE]
    assert PHONE not in found.entries[1].values


@pytest.mark.parametrize("mark", ["同上", "〃", '"', "″"])
def test_a_mark_for_the_same_as_above_takes_what_stands_above(mark: str, tmp_path: Path) -> None:
    people = [list(one) for one in OURS]
    people[1][4] = people[2][3] = mark
    found = read(tmp_path / "名册.xlsx", [HEADS, *people])
    assert found.entries[1].values[TITLE] == PEOPLE[0][TITLE]
    assert found.entries[2].values[EMPLOYER] == PEOPLE[1][EMPLOYER]
    assert found.lost == []
