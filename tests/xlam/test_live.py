"""The live check on 核验 in a stand-in program that keeps cells, formulas and names; LibreOffice calculates its formulas."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from macros import live
from macros.live import BLOCK, NOTES, ORDER, TYPED
from tests.office import recalculated
from tests.xlam.live_program import LiveBook, live_book
from udfs.sample import sample_class
from udfs.violations import ALL_COLUMNS
from workbooks.errors import Unusable

DAY = date(2025, 8, 12)
HEADINGS = ["序号", "级别", "位置", "规则", "问题", "现值", "应为", "依据", "处理办法", "说明", "键"]
SHEET = "核验"


@pytest.fixture
def program() -> LiveBook:
    """A class with one wrong phone; its batch findings, one of them explained, stand on 核验."""
    c = sample_class()
    book = live_book(c.changed(people=(c.people[0].changed(phone="123"), *c.people[1:])))
    live.check_now(book.book, DAY)
    return book


def row_of(program: LiveBook, code: str) -> int:
    return next(row for row in range(4, 60) if program.value(SHEET, row, HEADINGS.index("规则") + 1) == code)


def test_turned_on_there_is_one_array_formula_of_a_fixed_size(program: LiveBook) -> None:
    assert not live.is_on(program.book)
    assert live.turn_on(program.book, DAY).on
    assert live.is_on(program.book)
    assert list(program.arrays) == [(SHEET, "M4:T303")]
    formula = program.arrays[SHEET, "M4:T303"]
    assert formula.startswith("=GY_VIOLATIONS('项目信息'!A1:")
    assert formula.endswith(f',300,DATE(2025,8,12),{ALL_COLUMNS},"1 1 3 3 1 3 3 3 3")')
    assert len(formula) <= 255
    assert set(program.names) == {BLOCK, TYPED, NOTES}


def test_today_is_left_to_the_function(program: LiveBook) -> None:
    live.turn_on(program.book, date.today())
    assert f",300,,{ALL_COLUMNS}," in program.arrays[SHEET, "M4:T303"]


def test_the_columns_of_the_sheet_read_the_block(program: LiveBook) -> None:
    live.turn_on(program.book, DAY)
    for place, heading in enumerate(ORDER):
        letters = "MNOPQRST"[place]
        assert program.formula(SHEET, 4, HEADINGS.index(heading) + 1) == f'=IFERROR(${letters}4&"","")'
    assert "HYPERLINK" in (program.formula(SHEET, 4, 3) or "")
    assert program.formats[SHEET, 4, 1] == "General"


def test_turned_off_no_formula_of_ours_is_left_and_findings_stand_as_rows(program: LiveBook) -> None:
    before = {cell: held for cell, held in program.cells.items() if cell[0] == SHEET}
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    result = live.toggle(program.book, DAY)
    assert not result.on
    assert result.findings
    assert program.arrays == {}
    assert program.names == {}
    assert [held for held in program.cells.values() if held[1] and "GY_" in held[1]] == []
    assert {cell: held for cell, held in program.cells.items() if cell[0] == SHEET} == before


def test_what_was_explained_stays_explained_through_on_and_off(program: LiveBook) -> None:
    row = row_of(program, "A4-07")
    program.type(SHEET, row, 10, "已电话核实")
    live.turn_on(program.book, DAY)
    identity, text = program.value(SHEET, 4, 22), program.value(SHEET, 4, 23)
    assert (identity, text) == (f"A4-07|{program.value(SHEET, row, 11) or '附件4!D4'}|123", "已电话核实")
    program.calculate(DAY)
    live.turn_off(program.book, DAY)
    assert program.value(SHEET, row_of(program, "A4-07"), 10) == "已电话核实"


def test_a_note_typed_while_it_stands_goes_to_the_finding_that_stood_there(program: LiveBook) -> None:
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    row = row_of(program, "A4-07")
    before = program.formula(SHEET, row, 10)
    program.type(SHEET, row, 10, "=已核实")
    program.type(SHEET, row, 10, "号码已由本人确认")
    assert live.keep_notes(program.book) == 1
    assert program.formula(SHEET, row, 10) == before
    assert (program.value(SHEET, 4, 22), program.value(SHEET, 4, 23)) == ("A4-07|附件4!D4|123", "号码已由本人确认")
    assert live.keep_notes(program.book) == 0
    program.type(SHEET, row, 10, None)
    assert live.keep_notes(program.book) == 1
    assert program.value(SHEET, 4, 22) is None


def test_a_note_beside_nothing_is_taken_away(program: LiveBook) -> None:
    program.titles.remove("附件5")
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    program.type(SHEET, 250, 10, "不知说的是什么")
    assert live.keep_notes(program.book) == 1
    assert program.value(SHEET, 4, 22) is None
    assert program.formula(SHEET, 250, 10) is not None


def test_more_notes_than_there_is_room_for_are_refused(program: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    program.type(SHEET, row_of(program, "A4-07"), 10, "已核实")
    monkeypatch.setattr(live, "STORED_NOTES", 0)
    with pytest.raises(Unusable, match="全部核验"):
        live.turn_on(program.book, DAY)


def test_a_watched_cell_that_reads_the_findings_is_refused(program: LiveBook) -> None:
    program.cells["附件4", 5, 9] = (0.0, "=INDEX(核验_级别,1)")
    with pytest.raises(Unusable, match="循环引用"):
        live.turn_on(program.book, DAY)
    assert program.names == {}


def test_without_the_sheet_there_is_nowhere_to_put_it(program: LiveBook) -> None:
    program.titles.remove(SHEET)
    with pytest.raises(Unusable, match="没有“核验”表"):
        live.turn_on(program.book, DAY)


def test_the_formulas_of_one_row_are_right_in_a_spreadsheet(tmp_path: Path) -> None:
    """Values in the block, a store with look-alikes and signs that other look-ups take for patterns."""
    book = Workbook()
    sheet: Any = book.active
    layout = live.Layout("Sheet", dict(zip(HEADINGS, "ABCDEFGHIJK", strict=True)), 4, 7)
    found = [
        ["附件4!D4", "错误", "A4-07", "联系电话不对", "12*", "", "附件4", "请改正"],
        ["附件4!D5", "核实", "A4-08", "重复", "~?", "", "常识", "请核实"], [""] * 8, [""] * 8,
    ]  # fmt: skip
    for down, values in enumerate(found):
        for across, value in enumerate(values):
            sheet.cell(4 + down, 13 + across, value or None)
    for at, (identity, text) in enumerate(
        (("A4-07|附件4!D4|123", "别的值"), ("A4-07|附件4!D4|12*", "这一条"), ("A4-08|附件4!D5|~?", "那一条"))
    ):
        sheet.cell(4 + at, 22, identity)
        sheet.cell(4 + at, 23, text)
    for (row, column), formula in live.live_formulas(layout).items():
        sheet.cell(row, column, formula)
    path = tmp_path / "live.xlsx"
    book.save(path)
    rows = [row[:11] for row in recalculated(path)["Sheet"][3:7]]
    assert rows[0] == [1.0, "错误", "", "A4-07", "联系电话不对", "12*", "", "附件4", "请改正", "这一条", "附件4!D4"]
    assert rows[1] == [2.0, "核实", "", "A4-08", "重复", "~?", "", "常识", "请核实", "那一条", "附件4!D5"]
    assert rows[2] == rows[3] == [""] * 11
