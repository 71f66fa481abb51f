"""Lists of a chat (接龙), pasted as they are: whole lines are read, every other line is named, and never with a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rosters.model import DOCUMENT, EMPLOYER, NAME, PHONE, made_up, text
from workbooks.rosters.layout.headings import read_overrides
from workbooks.rosters.reading import RosterOptions, read_rosters
from workbooks.sources.model import Roster

PEOPLE = made_up(830, 6)
MAPPED = ["2=姓名", "3=工作单位", "4=身份证号", "5=联系电话"]


def line(at: int, *fields: str, gap: str = " ") -> str:
    return f"{at + 1}. " + gap.join(PEOPLE[at][field] for field in fields)


WHOLE = (NAME, EMPLOYER, DOCUMENT, PHONE)
CHAT = [
    "#接龙", "高研班报名", "", line(0, *WHOLE), line(1, *WHOLE), f"3. {PEOPLE[2][NAME]}（证件后补）",
    line(3, NAME, EMPLOYER, PHONE), f"5. {PEOPLE[4][NAME]} 取消", "6. 王小五+1", line(5, *WHOLE),
]  # fmt: skip


def read(path: Path, lines: list[str], *mapped: str) -> Roster:
    text("\n".join(lines))(path)
    return read_rosters([path], RosterOptions(read_overrides(mapped)))


def names(found: Roster) -> list[str]:
    return [one.values[NAME] for one in found.entries]


def skipped(found: Roster) -> list[tuple[int, str]]:
    return [(note.origin.row, note.person) for note in found.skipped if note.origin]


def test_the_whole_lines_are_read_and_the_others_named(tmp_path: Path) -> None:
    found = read(tmp_path / "接龙.txt", CHAT)
    assert names(found) == [PEOPLE[at][NAME] for at in (0, 1, 3, 5)]
    assert [one.origin.row for one in found.entries] == [4, 5, 7, 10]
    assert DOCUMENT not in found.entries[2].values
    assert skipped(found) == [(1, CHAT[0]), (2, CHAT[1]), (6, CHAT[5]), (8, CHAT[7]), (9, CHAT[8])]


@pytest.mark.parametrize("gap", [" ", "，", "/"])
def test_a_line_that_tells_what_to_write_is_no_heading(gap: str, tmp_path: Path) -> None:
    lines = [
        "高研班报名，格式：姓名 单位 身份证 电话",
        line(0, *WHOLE),
        line(1, *WHOLE, gap=gap),
        line(2, *WHOLE),
        "4. 王小五+1人",
    ]
    found = read(tmp_path / "接龙.txt", lines)
    assert [one.values for one in found.entries] == [{field: one[field] for field in WHOLE} for one in PEOPLE[:3]]
    assert [row for row, _ in skipped(found)] == [1, 5]


def test_columns_the_user_names_may_reach_beyond_a_short_line(tmp_path: Path) -> None:
    found = read(tmp_path / "接龙.txt", CHAT, *MAPPED)
    assert names(found) == [PEOPLE[at][NAME] for at in (0, 1, 3, 5)]
    assert {CHAT[5], CHAT[7], CHAT[8]} <= {words for _, words in skipped(found)}


@pytest.mark.parametrize("gap", ["，", "/"])
def test_a_line_apart_by_other_signs_is_read_under_the_headings(gap: str, tmp_path: Path) -> None:
    lines = ["姓名 单位 身份证 电话", *(line(at, *WHOLE) for at in (0, 1)), line(2, *WHOLE, gap=gap)]
    assert names(read(tmp_path / "接龙.txt", lines)) == [one[NAME] for one in PEOPLE[:3]]


def test_a_line_cut_short_shows_no_number(tmp_path: Path) -> None:
    """A number is masked before the line is cut: a part of one no longer looks like one."""
    whole = [line(at, *WHOLE) for at in (0, 1)]
    found = read(
        tmp_path / "接龙.txt", ["姓名 单位 身份证 电话", *whole, f"3、{PEOPLE[2][NAME]}，天津某某某处，{PEOPLE[2][DOCUMENT]}"]
    )
    ((_, words),) = skipped(found)
    assert PEOPLE[2][NAME] in words
    assert PEOPLE[2][DOCUMENT][:9] not in words


def test_nobody_below_a_line_of_several_words_that_leaves_out_is_added(tmp_path: Path) -> None:
    lines = ["姓名 单位 身份证 电话", line(0, *WHOLE), "以下人员 因故取消", line(1, *WHOLE)]
    assert names(read(tmp_path / "接龙.txt", lines)) == [PEOPLE[0][NAME]]
