"""What a roster says beside its cells (struck text, comments, remarks, lines between the rows) is reported, with row and name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.rosters.model import EMPLOYER, FIVE, NAME, PHONE, made_up, sheets, xlsx
from workbooks.rosters.reading import read_rosters
from workbooks.sources.model import Roster

PEOPLE = made_up(820, 5)
OURS = [[one[field] for field in FIVE] for one in PEOPLE]
HEADS = ["姓名", "身份证号", "手机号", "工作单位", "职称"]
NAMES = [one[NAME] for one in PEOPLE]


def read(path: Path, rows: list[list[Any]], then: Callable[[Any], None] | None = None) -> Roster:
    xlsx(rows, then=then)(path)
    return read_rosters([path])


def notes(found: Roster, word: str) -> list[tuple[int, str, str]]:
    return [(note.origin.row if note.origin else 0, note.person, note.what) for note in found.remarks if word in note.what]


def strike(*cells: str) -> Callable[[Any], None]:
    def then(sheet: Any) -> None:
        sheet["A1"].font = Font(strike=False)
        for cell in cells:
            sheet[cell].font = Font(strike=True)

    return then


def test_a_row_struck_through_is_reported(tmp_path: Path) -> None:
    found = read(tmp_path / "名册.xlsx", [HEADS, *OURS], strike("A3", "B3", "C3", "D3", "E3"))
    ((row, person, what),) = notes(found, "删除线")
    assert (row, person) == (3, NAMES[1])
    assert "整行" in what
    assert len(found.entries) == len(PEOPLE)


def test_a_cell_struck_through_is_reported_with_its_field(tmp_path: Path) -> None:
    found = read(tmp_path / "名册.xlsx", [HEADS, *OURS], strike("A2", "C4"))
    assert [(row, person) for row, person, _ in notes(found, "删除线")] == [(2, NAMES[0]), (4, NAMES[2])]
    assert "“姓名”" in notes(found, "删除线")[0][2]
    assert f"“{PHONE}”" in notes(found, "删除线")[1][2]


def test_a_part_of_a_text_struck_through_is_reported(tmp_path: Path) -> None:
    def then(sheet: Any) -> None:
        sheet["A2"] = CellRichText(TextBlock(InlineFont(strike=True), NAMES[0]), TextBlock(InlineFont(), NAMES[1]))

    assert [row for row, _, _ in notes(read(tmp_path / "名册.xlsx", [HEADS, *OURS], then), "删除线")] == [2]


def test_nothing_is_reported_where_nothing_is_struck(tmp_path: Path) -> None:
    """A struck font that no cell of the table uses, and one whose strike is off."""
    assert notes(read(tmp_path / "名册.xlsx", [HEADS, *OURS], strike("J40")), "删除线") == []


def test_a_comment_on_a_cell_is_reported(tmp_path: Path) -> None:
    def then(sheet: Any) -> None:
        sheet["A3"].comment = Comment("此人改为\n线上参加", "甲")

    ((row, person, what),) = notes(read(tmp_path / "名册.xlsx", [HEADS, *OURS], then), "批注")
    assert (row, person) == (3, NAMES[1])
    assert "此人改为 线上参加" in what


def test_marks_turn_with_the_sheet(tmp_path: Path) -> None:
    """A roster whose headings stand down the side: the column of a person becomes a row."""
    upright = [list(row) for row in zip(HEADS, *OURS, strict=True)]
    found = read(tmp_path / "名册.xlsx", upright, strike("C1", "C2", "C3", "C4", "C5"))
    assert [person for _, person, _ in notes(found, "删除线")] == [NAMES[1]]


@pytest.mark.parametrize("stated", ["因故不能参加", "换成李四", "已由王五代替", "无法参训", "弃权", "病退", "已调离"])
def test_a_remark_that_somebody_does_not_come_is_reported(stated: str, tmp_path: Path) -> None:
    rows = [[*row, stated if at == 2 else ""] for at, row in enumerate(OURS)]
    assert notes(read(tmp_path / "名册.xlsx", [[*HEADS, "备注"], *rows]), "备注写着") == [
        (4, NAMES[2], f"备注写着“{stated}”，仍已读入，请核对")
    ]  # fmt: skip


def test_every_remark_that_nothing_was_made_of_is_listed(tmp_path: Path) -> None:
    stated = ["线上", "班长", "线上", "会务", "无"]
    found = read(tmp_path / "名册.xlsx", [[*HEADS, "备注"], *([*row, word] for row, word in zip(OURS, stated, strict=True))])
    assert notes(found, "备注") == [
        (2, "", f"备注没有填入，请核对：“线上”{NAMES[0]}（第 2 行）、{NAMES[2]}（第 4 行）；“班长”{NAMES[1]}（第 3 行）")
    ]
    assert found.entries[3].values["人员类别"] == "工作人员"


def test_many_remarks_are_folded_and_none_is_left_out(tmp_path: Path) -> None:
    people = made_up(821, 30)
    rows = [[*(one[field] for field in FIVE), f"住宿{at}号房"] for at, one in enumerate(people)]
    lines = [what for _, _, what in notes(read(tmp_path / "名册.xlsx", [[*HEADS, "备注"], *rows]), "备注没有填入")]
    assert len(lines) < 5
    for at, one in enumerate(people):
        assert f"“住宿{at}号房”{one[NAME]}（第 {at + 2} 行）" in "；".join(lines)


@pytest.mark.parametrize(
    "line", ["以下人员因故取消", "候补名单", "（二）候补学员（2人）", "下列同志因工作原因不能参加：", "备选人员名单"]
)
def test_nobody_below_a_line_that_says_they_do_not_come_is_added(line: str, tmp_path: Path) -> None:
    found = read(
        tmp_path / "名册.xlsx", [HEADS, *OURS[:2], [line, "", "", "", ""], *OURS[2:4], ["工作人员", "", "", "", ""], OURS[4]]
    )
    assert [one.values[NAME] for one in found.entries] == [*NAMES[:2], NAMES[4]]
    below = [(note.origin.row, note.person) for note in found.skipped if note.origin and "之下，没有读入" in note.what]
    assert below == [(5, NAMES[2]), (6, NAMES[3])]
    assert any(note.person == line and "移到这一行上面" in note.what for note in found.skipped)


def test_the_line_holds_for_a_table_below_it(tmp_path: Path) -> None:
    other = [list(reversed(row)) for row in (HEADS, *OURS[3:])]
    found = read(tmp_path / "名册.xlsx", [HEADS, *OURS[:3], ["候补名单"], *other])
    assert [one.values[NAME] for one in found.entries] == NAMES[:3]


@pytest.mark.parametrize(
    "line", ["请假、取消请于报到前告知联系人，并办理手续", "以上人员取消", "陈示例 取消", "2组", "天津示例大学"]
)
def test_other_lines_leave_nobody_out(line: str, tmp_path: Path) -> None:
    found = read(tmp_path / "名册.xlsx", [HEADS, *OURS[:2], [line, "", "", "", ""], *OURS[2:]])
    assert [one.values[NAME] for one in found.entries] == NAMES


@pytest.mark.parametrize("title", ["学员（线上）", "线上学员", "网络参训人员名单"])
def test_how_they_take_part_is_taken_from_the_title_of_the_sheet_and_stated(title: str, tmp_path: Path) -> None:
    xlsx([HEADS, *OURS], title)(tmp_path / "名册.xlsx")
    found = read_rosters([tmp_path / "名册.xlsx"])
    assert {one.values.get("参训方式") for one in found.entries} == {"线上"}
    assert notes(found, "参训方式按工作表的名称填为“线上”（5 人）")


@pytest.mark.parametrize("title", ["网络安全班学员", "学员", "线上线下学员", "学员（线上）（线下）"])
def test_a_title_that_does_not_say_it_plainly_fills_nothing(title: str, tmp_path: Path) -> None:
    xlsx([HEADS, *OURS], title)(tmp_path / "名册.xlsx")
    assert not any("参训方式" in one.values for one in read_rosters([tmp_path / "名册.xlsx"]).entries)


def test_what_a_person_says_counts_more_than_the_title(tmp_path: Path) -> None:
    rows = [[*row, word] for row, word in zip(OURS, ["线下", "", "", "", ""], strict=True)]
    xlsx([[*HEADS, "参训方式"], *rows], "学员（线上）")(tmp_path / "名册.xlsx")
    assert [one.values["参训方式"] for one in read_rosters([tmp_path / "名册.xlsx"]).entries] == ["线下", *["线上"] * 4]


def test_how_they_take_part_is_taken_from_a_line_between_the_rows(tmp_path: Path) -> None:
    found = read(tmp_path / "名册.xlsx", [HEADS, *OURS[:2], ["线上学员（3人）"], *OURS[2:4], ["工作人员"], OURS[4]])
    assert [one.values.get("参训方式") for one in found.entries] == [None, None, "线上", "线上", None]


@pytest.mark.parametrize("word", ["线上", "取消"])
def test_a_lone_word_among_the_remarks_says_nothing_of_those_below_it(word: str, tmp_path: Path) -> None:
    """It may belong to the person above."""
    found = read(tmp_path / "名册.xlsx", [[*HEADS, "备注"], *OURS[:2], ["", "", "", "", "", word], *OURS[2:]])
    assert [one.values[NAME] for one in found.entries] == NAMES
    assert not any("参训方式" in one.values for one in found.entries)
    assert [(note.origin.row, note.person) for note in found.skipped if note.origin] == [(4, word)]


def test_a_sheet_of_those_who_wait_is_reported(tmp_path: Path) -> None:
    xlsx([HEADS, *OURS], "候补名单")(tmp_path / "名册.xlsx")
    assert notes(read_rosters([tmp_path / "名册.xlsx"]), "“候补名单”，其中 5 人仍已读入")


@pytest.mark.parametrize("title", ["候补名单", "已退出"])
def test_a_sheet_of_those_who_stay_away_beside_a_list_is_not_read(title: str, tmp_path: Path) -> None:
    sheets({"正式名单": [HEADS, *OURS[:3]], title: [HEADS, *OURS[3:]]})(tmp_path / "名册.xlsx")
    found = read_rosters([tmp_path / "名册.xlsx"])
    assert [one.values[NAME] for one in found.entries] == NAMES[:3]
    assert notes(found, f"写着“{title}”，没有读入；参训的请移到名单里再导入；只在这里的 2 人请核对：{'、'.join(NAMES[3:])}")


def test_one_of_several_who_are_not_named_is_nobody(tmp_path: Path) -> None:
    found = read(tmp_path / "名册.xlsx", [HEADS, *OURS, [f"{NAMES[0]}等3人"]])
    assert [one.values[NAME] for one in found.entries] == NAMES
    assert [note.what for note in found.skipped] == ["写的是几个人，没有读入；请一人一行写明"]


def test_a_column_of_an_export_that_says_who_withdrew_is_reported(tmp_path: Path) -> None:
    rows = [[*row, "已报名" if at else "已取消"] for at, row in enumerate(OURS)]
    assert notes(read(tmp_path / "名册.xlsx", [[*HEADS, "status"], *rows]), f"“status：已取消”{NAMES[0]}")


@pytest.mark.parametrize("turned", [True, False])
def test_each_block_gets_its_own_employer(turned: bool, tmp_path: Path) -> None:
    """Two blocks in one sheet, the second under other headings or under the same."""
    rows = [[one[field] for field in FIVE if field != EMPLOYER] for one in PEOPLE]
    heads = [head for head in HEADS if head != "工作单位"]
    order = slice(None, None, -1 if turned else 1)
    second = [row[order] for row in (heads, *rows[3:])]
    found = read(tmp_path / "名册.xlsx", [["单位：天津示例大学"], heads, *rows[:3], [], ["单位：天津示例医院"], *second])
    assert [(row, what) for row, _, what in notes(found, "表上写着")] == [
        (1, f"没有单位一列，表上写着“天津示例大学”，已填为工作单位：{shown(NAMES[:3], 3)}，请核对"),
        (7, f"没有单位一列，表上写着“天津示例医院”，已填为工作单位：{shown(NAMES[3:], 9)}，请核对"),
    ]
    assert [one.values[EMPLOYER] for one in found.entries] == ["天津示例大学"] * 3 + ["天津示例医院"] * 2


def test_an_office_above_the_people_is_only_reported(tmp_path: Path) -> None:
    rows = [["推荐单位：示例区人社局"], ["姓名", "身份证号"], *([one[NAME], one["身份证号"]] for one in PEOPLE)]
    found = read(tmp_path / "名册.xlsx", rows)
    assert notes(found, "“示例区人社局”，工作单位没有填，请补填")
    assert not any(EMPLOYER in one.values for one in found.entries)


def shown(names: list[str], first: int) -> str:
    return "、".join(f"{name}（第 {row} 行）" for row, name in enumerate(names, first))


def test_a_remark_in_the_place_of_the_employer_is_reported(tmp_path: Path) -> None:
    rows = [list(row) for row in OURS]
    rows[1][HEADS.index("工作单位")] = "因故取消"
    assert [person for _, person, _ in notes(read(tmp_path / "名册.xlsx", [HEADS, *rows]), "像是备注")] == [NAMES[1]]


def test_somebody_whose_cells_are_words_of_headings_is_no_heading(tmp_path: Path) -> None:
    """A document kind 身份证 and a kind of person 学员 in the row: with a number beside them it is a person's."""
    heads = ["姓名", "证件类型", "证件号码", "手机号", "单位", "职称", "人员性质"]
    rows = [[one[0], "身份证", *one[1:], "学员"] for one in OURS]
    found = read(tmp_path / "名册.xlsx", [heads, *rows])
    assert [entry.values[NAME] for entry in found.entries] == NAMES
    assert found.skipped == []


@pytest.mark.parametrize("said", ["调至第二期", "因工作调整到下一期参加", "改派下一期", "由他人替"])
def test_a_column_of_another_kind_that_tells_of_a_change_is_reported(said: str, tmp_path: Path) -> None:
    rows = [[*row, said if at == 1 else "同意推荐"] for at, row in enumerate(OURS)]
    found = read(tmp_path / "名册.xlsx", [[*HEADS, "调整情况"], *rows])
    ((row, _, what),) = notes(found, said)
    assert row == 3
    assert NAMES[1] in what
    assert "同意推荐" not in what


@pytest.mark.parametrize("line", ["说明：标红的为取消报名人员", "黄色底纹为小组长", "注：1、2号为会务人员", "备注：3号由他人替"])
@pytest.mark.parametrize("above", [True, False])
def test_a_line_that_tells_of_some_people_is_quoted_whole(line: str, above: bool, tmp_path: Path) -> None:
    rows = [[line], HEADS, *OURS] if above else [HEADS, *OURS, [line]]
    found = read(tmp_path / "名册.xlsx", rows)
    assert [(row, f"“{line}”" in what) for row, _, what in notes(found, "没有照办")] == [(1 if above else len(rows), True)]


@pytest.mark.parametrize(
    "line", ["注：本表由人事处汇总", "合计：学员5人，工作人员0人", "备注：请于7月1日前报送", "高级研修班参训人员名单"]
)
def test_a_line_that_tells_of_nobody_is_not(line: str, tmp_path: Path) -> None:
    assert notes(read(tmp_path / "名册.xlsx", [HEADS, *OURS, [line]]), "没有照办") == []


@pytest.mark.parametrize("between", ["三、工作人员（1人）", "三、自由职业者"])
def test_an_employer_between_the_rows_ends_with_the_next_line(between: str, tmp_path: Path) -> None:
    without = [row[:3] for row in OURS]
    rows = [
        HEADS[:3],
        ["一、天津示例大学（2人）  联系人：某老师 14100000000"],
        *without[:2],
        ["二、天津示例医院"],
        *without[2:4],
        [between],
        without[4],
    ]
    found = read(tmp_path / "名册.xlsx", rows)
    employers = [entry.values.get(EMPLOYER) for entry in found.entries]
    assert employers == ["天津示例大学", "天津示例大学", "天津示例医院", "天津示例医院", None]
    assert [NAMES[4] in what for _, _, what in notes(found, f"名册没有“{EMPLOYER}”列")] == [True]


def test_what_no_column_holds_is_named(tmp_path: Path) -> None:
    found = read(tmp_path / "名册.xlsx", [HEADS[:3], *(row[:3] for row in OURS)])
    ((row, _, what),) = notes(found, "请补填")
    assert row == 1
    assert what == f"名册没有“{EMPLOYER}”、“{FIVE[4]}”列，各人都没有填，请补填"


def test_who_is_replaced_is_named_beside_who_comes_instead(tmp_path: Path) -> None:
    heads = ["序号", "原学员", "现学员", *HEADS[1:]]
    found = read(tmp_path / "名册.xlsx", [HEADS, *OURS[:3], [], ["替换人员"], heads, [1, NAMES[2], *OURS[3]]])
    assert [entry.values[NAME] for entry in found.entries] == NAMES[:4]
    ((row, _, what),) = notes(found, "原学员")
    assert row == 8
    assert NAMES[2] in what
    assert NAMES[3] in what


def test_a_part_without_names_is_named_with_its_row_and_headings(tmp_path: Path) -> None:
    found = read(tmp_path / "名册.xlsx", [HEADS, *OURS[:3], [], ["序号", "对象", *HEADS[1:]], [1, *OURS[3]]])
    assert [(row, "“对象”" in what) for row, _, what in notes(found, "未读")] == [(6, True)]
