"""What an import tells: columns that went nowhere with their counts, values changed old → new, and the ribbon's question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from addin.reports.importing import ALIKE, change_note, left_columns, note_lines, respaced, reworded
from tests.command_line import LONG_NUMBER, CommandLine
from tests.rosters.model import FIVE, NAME, PHONE, TITLE, made_up, xlsx
from tests.sample import sample_class
from udfs.values.terminal import IN_A_DIALOG, in_a_dialog
from workbooks.rosters.reading import read_rosters
from workbooks.sources.model import Note, Origin
from workbooks.templates.entering import entered

HEADS = ["姓名", "身份证号", "手机号", "工作单位", "职称", "部门", "", "邮箱"]


def roster(path: Path) -> Path:
    people = made_up(600, 3)
    rows = [[*(one[field] for field in FIVE), "技术部", "", ""] for one in people]
    rows[0][4], rows[1][2], rows[2][6] = f"科长/{people[0][TITLE]}", f"手机：{people[1][PHONE]}", "甲"
    xlsx([HEADS, *rows])(path)
    return path


def test_columns_that_went_nowhere_are_counted(tmp_path: Path) -> None:
    found = read_rosters([roster(tmp_path / "名册.xlsx")])
    (line,) = left_columns(found.mapped)
    assert "F“部门”3 格" in line
    assert "G“”1 格" in line
    assert "邮箱" not in line  # nothing stands in it


def test_changed_values_are_reported_old_and_new(tmp_path: Path) -> None:
    people = made_up(600, 3)
    changed = read_rosters([roster(tmp_path / "名册.xlsx")]).changed
    assert [(one.person, one.field, one.new) for one in changed] == [
        (people[0][NAME], TITLE, people[0][TITLE]), (people[1][NAME], PHONE, people[1][PHONE]),
    ]  # fmt: skip
    shown = change_note(changed[1], reveal=False).what
    assert people[1][PHONE] not in shown
    assert " → " in shown


def test_spacing_alone_is_listed_each_and_reported_in_one_line(tmp_path: Path) -> None:
    one, other = made_up(601, 2)
    path = tmp_path / "名册.csv"
    spaced = f"{one[PHONE][:3]} {one[PHONE][3:7]} {one[PHONE][7:]}"
    rows = [[f" {one[NAME]}", spaced, one[TITLE]], [other[NAME], f"{other[PHONE]}\u200b", other[TITLE]]]
    path.write_text("\n".join(",".join(row) for row in [[NAME, PHONE, TITLE], *rows]), encoding="utf-8")
    changed = read_rosters([path]).changed
    assert {(each.person, each.field, each.old) for each in changed} == {
        (one[NAME], NAME, f" {one[NAME]}"), (one[NAME], PHONE, spaced), (other[NAME], PHONE, f"{other[PHONE]}\u200b"),
    }  # fmt: skip
    assert all(each.spacing for each in changed)
    (line,) = respaced(changed)
    assert line.startswith("只去掉空格、换行或改了全半角后填入：联系电话 2 格、姓名 1 格（")
    assert reworded(changed) == []


def test_a_space_in_a_row_that_is_usual_otherwise_is_listed_too(tmp_path: Path) -> None:
    people = made_up(602, 3)
    rows = [[one[field] for field in FIVE] for one in people]
    rows[1][FIVE.index(TITLE)] += " "
    xlsx([list(FIVE), *rows])(tmp_path / "名册.xlsx")
    (changed,) = read_rosters([tmp_path / "名册.xlsx"]).changed
    assert (changed.person, changed.field, changed.old, changed.new, changed.spacing) == (
        people[1][NAME], TITLE, people[1][TITLE] + " ", people[1][TITLE], True,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["张总", "李先生", "王老师", "老陈", "小刘", "赵工"])
def test_how_somebody_is_spoken_of_is_no_name_on_a_card(tmp_path: Path, name: str) -> None:
    people = made_up(603, 2)
    rows = [[one[field] for field in FIVE] for one in people]
    rows[1][FIVE.index(NAME)] = name
    xlsx([list(FIVE), *rows])(tmp_path / "名册.xlsx")
    roster = read_rosters([tmp_path / "名册.xlsx"])
    assert roster.entries[0].values[NAME] == people[0][NAME]
    assert [note.what for note in roster.remarks if "称呼" in note.what or "没有填入姓名" in note.what]


def test_the_json_holds_both_and_no_number(tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "班.xlsx").write_bytes(entered(sample_class(), rows=80))
    roster(tmp_path / "名册.xlsx")
    out = gaoyan("import", "班.xlsx", "名册.xlsx", "--dry-run", "--json").out
    document = json.loads(out)
    assert [one["field"] for one in document["changed"]] == [TITLE, PHONE]
    filled = {one["heading"]: one["filled"] for one in document["columns"][0]["columns"] if not one["field"]}
    assert filled == {"部门": 3, "": 1, "邮箱": 0}
    assert not LONG_NUMBER.search(out)


def test_every_column_is_reported_with_what_stands_in_it(tmp_path: Path) -> None:
    """Counted by another reader; those that were taken as well as those left aside."""
    (one,) = read_rosters([roster(tmp_path / "名册.xlsx")]).mapped
    (sheet,) = load_workbook(tmp_path / "名册.xlsx").worksheets
    there = [sum(cell.value is not None for cell in column[1:]) for column in sheet.iter_cols()]
    assert [(column.column, column.filled) for column in one.columns] == list(enumerate(there))
    assert sum(bool(column.field) for column in one.columns) == len(FIVE)


def test_a_dialog_says_how_many_more_there_are() -> None:
    assert in_a_dialog([]) == ""
    assert "另有" not in in_a_dialog(["甲"] * IN_A_DIALOG)
    assert in_a_dialog(["甲"] * (IN_A_DIALOG + 3)).endswith("另有 3 条")


def test_a_second_column_of_phones_is_reported_where_it_is_used_and_where_it_is_not(tmp_path: Path) -> None:
    people = made_up(604, 4)
    desk = [f"022-8888000{at}" for at in range(4)]
    rows = [[one[field] for field in FIVE] + [number] for one, number in zip(people, desk, strict=True)]
    rows[2][FIVE.index(PHONE)] = ""
    rows[3][-1] = ""
    xlsx([[NAME, "身份证号", "手机", "单位", TITLE, "办公电话"], *rows])(tmp_path / "名册.xlsx")
    roster = read_rosters([tmp_path / "名册.xlsx"])
    assert [one.values[PHONE] for one in roster.entries] == [*(one[PHONE] for one in people[:2]), desk[2], people[3][PHONE]]
    (line,) = left_columns(roster.mapped)
    assert line.endswith("未导入的列：F“办公电话”2 格（另一列已有联系电话）")
    assert [note.what for note in roster.remarks] == [f"{PHONE}空着，用了“办公电话”一列的：{people[2][NAME]}（第 4 行），请核对"]


def test_who_stands_in_hidden_rows_is_reported(tmp_path: Path) -> None:
    people = made_up(605, 4)

    def then(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[5].hidden = sheet.row_dimensions[40].hidden = True

    xlsx([list(FIVE), *([one[field] for field in FIVE] for one in people)], then=then)(tmp_path / "名册.xlsx")
    (note,) = read_rosters([tmp_path / "名册.xlsx"]).remarks
    assert note.origin is not None
    assert note.origin.row == 3
    assert note.what.endswith(f"请核对：{people[1][NAME]}（第 3 行）、{people[3][NAME]}（第 5 行）")


@pytest.mark.parametrize("reveal", [True, False])
def test_changed_numbers_are_shown_only_to_who_asks(reveal: bool, tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "班.xlsx").write_bytes(entered(sample_class(), rows=80))
    people = made_up(600, 3)
    roster(tmp_path / "名册.xlsx")
    out = gaoyan("import", "班.xlsx", "名册.xlsx", "--dry-run", *(["--reveal"] if reveal else [])).out
    notes = "".join(out.partition("改写后填入的内容")[2].split())
    assert notes
    assert (f"→{people[1][PHONE]}" in notes) is reveal
    assert bool(LONG_NUMBER.search(notes)) is reveal


def duty_not_filled(row: int, name: str, duty: str, source: str = "名册.xlsx") -> Note:
    return Note(Origin(source, "学员", row), name, f"工作单位一格里的“{duty}”没有填入，请核对")


def test_one_cause_is_one_line_with_its_people_from_the_limit_on() -> None:
    other = Note(Origin("名册.xlsx", "学员", 3), "李四", "身份证号末三位是000，请核对")
    alike = [duty_not_filled(row, f"张{row}", "主任" if row % 2 else "科员") for row in range(4, 4 + ALIKE)]
    assert len(note_lines([*alike[1:], other])) == ALIKE  # one fewer than the limit: a line each
    lines = note_lines([alike[0], other, *alike[1:]])
    assert lines == [
        "名册.xlsx“学员”：工作单位一格里的“…”没有填入，请核对，共 4 人："
        "张4“科员”（第 4 行）、张5“主任”（第 5 行）、张6“科员”（第 6 行）、张7“主任”（第 7 行）",
        "名册.xlsx“学员”第 3 行：“李四” 身份证号末三位是000，请核对",
    ]


def test_one_cause_in_two_files_is_two_lines() -> None:
    alike = [duty_not_filled(row, f"张{row}", "主任", source) for source in ("甲.csv", "乙.csv") for row in range(ALIKE)]
    assert [line[:5] for line in note_lines(alike)] == ["甲.csv", "乙.csv"]


def test_numbers_in_a_shared_line_are_masked() -> None:
    number = "1" * 18
    alike = [Note(Origin("甲.csv", "", row), f"张{row}", f"另有号码“{number}”，请核对") for row in range(ALIKE)]
    assert not LONG_NUMBER.search(note_lines(alike)[0])
    assert number in note_lines(alike, reveal=True)[0]
