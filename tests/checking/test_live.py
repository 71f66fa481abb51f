"""The live check on 核验 in a stand-in program that keeps cells, formulas and names; LibreOffice calculates its formulas."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import Workbook

from addin.buttons.pressing import press
from addin.excel.host import show_level
from macros.checking import live, live_formula
from macros.checking.live import BLOCK, LEVEL_CELL, NOTES, ORDER, TYPED
from tests.buttons.desks import AnsweringDesk
from tests.checking import live_program
from tests.checking.live_program import LiveBook, live_book
from tests.office import recalculated
from tests.sample import sample_class
from udfs.functions.violations import ALL_COLUMNS
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.reading.own_parameters import stated_of
from udfs.rules.runner import check
from udfs.values.grid import Grid
from workbooks.book.reading import read_book
from workbooks.closed.office_settings import settings_in
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.forms.sheets.project import OTHER_LEVEL, ROW_HEIGHT
from workbooks.ooxml.addresses import Area, parse_area, parse_cell

DAY = date(2025, 8, 12)
HEADINGS = ["序号", "级别", "位置", "问题", "处理办法", "说明", "现值", "应为", "依据", "规则", "键", "印记"]
SHEET = "核验"
NOTE = HEADINGS.index("说明") + 1


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
    assert list(program.arrays) == [(SHEET, "N4:V303")]
    formula = program.arrays[SHEET, "N4:V303"]
    assert formula.startswith("=GY_VIOLATIONS(项目信息!$A$1:$")
    assert re.fullmatch(rf'.*,300,DATE\(2025,8,12\),{ALL_COLUMNS},"1 1 3 3 1 3 3 3 3",参数!\$A\$3:\$Y\$\d{{3}}\)', formula)
    assert set(program.names) == {BLOCK, TYPED, NOTES, LEVEL_CELL}
    assert program.names[NOTES] == (SHEET, "X4:Y303")


def in_r1c1(formula: str, row: int, column: int) -> str:
    """A formula as Excel tells it in R1C1 in the cell (row, column): relative parts as distances in brackets."""

    def in_r1c1_part(absolute: str, number: int, base: int, letter: str) -> str:
        distance = number - base
        return f"{letter}{number}" if absolute else f"{letter}[{distance}]" if distance else letter

    def reference(found: re.Match[str]) -> str:
        across = sum((ord(sign) - 64) * 26**at for at, sign in enumerate(reversed(found[2])))
        return in_r1c1_part(found[3], int(found[4]), row, "R") + in_r1c1_part(found[1], across, column, "C")

    return re.sub(r"(?<![\w\"])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])", reference, formula)


def test_the_array_formula_is_as_short_in_r1c1_as_excel_may_count_it(program: LiveBook) -> None:
    assert in_r1c1("=SUM('a'!A1:$B$2,C3)", 2, 1) == "=SUM('a'!R[-1]C:R2C2,R[1]C[2])"
    live.turn_on(program.book, DAY)
    formula = program.arrays[SHEET, "N4:V303"]
    assert len(formula) <= 255
    in_r1c1_part = in_r1c1(formula, 4, 14)
    assert "R1C1:R" in in_r1c1_part
    assert "[" not in in_r1c1_part
    assert len(in_r1c1_part) <= 255


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_a_formula_that_is_too_long_for_excel_is_reported(program: LiveBook, more: int, refused: bool) -> None:
    """R1C1 counts: it is the longer of the two here."""
    c = read_book(program.book, DAY)
    formula = live.live_formula(program.book, c, DAY, "GY_VIOLATIONS", 300)
    longer = "GY_VIOLATIONS" + "X" * (255 - len(in_r1c1(formula, 4, 14)) + more)
    if refused:
        with pytest.raises(Unusable, match="名称太长"):
            live.live_formula(program.book, c, DAY, longer, 300)
        return
    assert len(in_r1c1(live.live_formula(program.book, c, DAY, longer, 300), 4, 14)) == 255


def test_the_formula_watches_all_that_an_office_may_change(program: LiveBook) -> None:
    """The parameters and the days; what is filled in below the days that are known, too."""
    live.turn_on(program.book, DAY)
    title, _, area = program.arrays[SHEET, "N4:V303"].removesuffix(")").rpartition(",")[2].replace("$", "").partition("!")
    watched = parse_area(area)
    last = max(row for sheet, row, column in program.cells if sheet == title and column == watched.last_column - 1)
    places = {program.value(title, row, 1): row for row in range(4, 200)}
    program.cells[title, places["540适用范围"], 3] = ("全部", None)
    program.cells[title, last + 5, watched.last_column - 1] = (date(2031, 1, 1), None)
    rows = range(watched.first_row, watched.last_row + 1)
    seen = [[program.value(title, row, column) for column in range(1, watched.last_column + 1)] for row in rows]
    stated = stated_of(Grid(title, seen, tells_formulas=False))
    assert [(one.name, one.entry) for one in stated.settings] == [("540适用范围", ""), ("节假日安排", "2031")]
    assert stated == settings_in(program.book)


def test_each_sheet_is_watched_without_its_column_of_findings_and_tables_200_rows_further(program: LiveBook) -> None:
    c = read_book(program.book, DAY)
    formula = live.live_formula(program.book, c, DAY, "GY_VIOLATIONS", 300)
    watched = {title: parse_area(area.replace("$", "")) for title, area in re.findall(r"([^(,!]+)!(\$[^,)]+)", formula)}
    for title, heading, spare in (("附件4", 3, 200), ("费用明细", 3, 200), ("项目信息", 1, 0)):
        used = max(row for sheet, row, _ in program.cells if sheet == title)
        columns = [column for sheet, row, column in program.cells if (sheet, row) == (title, heading)]
        last = max(column for column in columns if program.value(title, heading, column) != "核验") if spare else 3
        assert watched[title] == Area(heading, 1, used + spare, last), title


def test_every_cell_that_is_watched_is_looked_at_for_what_reads_the_findings(
    program: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[tuple[str, Area]] = []
    monkeypatch.setattr(live_formula, "refuse_circular", lambda _, title, area: looked_at.append((title, area)))
    c = read_book(program.book, DAY)
    formula = live.live_formula(program.book, c, DAY, "GY_VIOLATIONS", 300)
    for title, area in re.findall(r"([^(,!]+)!(\$[^,)]+)", formula):
        watched = parse_area(area.replace("$", ""))
        first, last = watched.first_row, max(row for sheet, row, _ in program.cells if sheet == title)
        if title != "参数":
            assert (title, Area(first, 1, last, watched.last_column)) in looked_at


def test_a_workbook_without_parameters_is_watched_without_them(program: LiveBook) -> None:
    program.titles.remove("参数")
    live.turn_on(program.book, DAY)
    assert program.arrays[SHEET, "N4:V303"].endswith('"1 1 3 3 1 3 3 3 3")')


def test_a_parameter_that_reads_the_findings_is_refused(program: LiveBook) -> None:
    program.cells["参数", 5, 3] = (0.0, "=COUNTA(核验_级别)")
    with pytest.raises(Unusable, match="参数!C5"):
        live.turn_on(program.book, DAY)


def test_today_is_left_to_the_function(program: LiveBook) -> None:
    live.turn_on(program.book, date.today())
    assert f",300,,{ALL_COLUMNS}," in program.arrays[SHEET, "N4:V303"]


def test_the_columns_of_the_sheet_read_the_block(program: LiveBook) -> None:
    live.turn_on(program.book, DAY)
    for place, heading in enumerate(ORDER):
        letters = "NOPQRSTUV"[place]
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
    assert program.looked_up == []


def test_the_batch_check_after_a_live_check_that_died_is_not_taken_for_notes(program: LiveBook) -> None:
    """A file that was saved with a live check has its names still, and text where the array formula stood."""
    row = row_of(program, "A4-07")
    program.type(SHEET, row, NOTE, "已电话核实")
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    program.arrays.clear()
    live.check_now(program.book, DAY)
    assert program.looked_up == []
    assert (program.value(SHEET, row, NOTE), program.formula(SHEET, row, NOTE)) == ("已电话核实", None)
    assert set(program.names) == {BLOCK, NOTES, LEVEL_CELL}
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    assert program.value(SHEET, row_of(program, "A4-07"), NOTE) == "已电话核实"
    assert program.looked_up == []


def test_what_a_store_holds_that_no_formula_shows_any_more_is_kept_when_it_is_switched_on_again(program: LiveBook) -> None:
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    program.arrays.clear()
    program.cells[SHEET, 4, 24], program.cells[SHEET, 4, 25] = ("A4-07|附件4!D4|123", None), ("已核实", None)
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    assert program.value(SHEET, row_of(program, "A4-07"), NOTE) == "已核实"


def mark(program: LiveBook) -> str:
    """The finding of the wrong phone, as the store knows it: by the person, not by the place."""
    (found,) = (one for one in check(read_book(program.book, DAY)).findings if one.code == "A4-07")
    assert found.mark
    return f"A4-07|{found.mark}"


def test_a_formula_that_excel_refuses_changes_nothing(program: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(program.cells)

    def refused(*_: Any) -> None:
        raise ValueError("Unable to set the FormulaArray property of the Range class")

    monkeypatch.setattr(live_program.Range, "formula_array", property(None, refused))
    with pytest.raises(ValueError, match="FormulaArray"):
        live.turn_on(program.book, DAY)
    assert (program.cells, program.names) == (before, {})


def test_what_was_explained_stays_explained_through_on_and_off(program: LiveBook) -> None:
    row = row_of(program, "A4-07")
    program.type(SHEET, row, NOTE, "已电话核实")
    live.turn_on(program.book, DAY)
    identity, text = program.value(SHEET, 4, 24), program.value(SHEET, 4, 25)
    assert (identity, text) == (mark(program), "已电话核实")
    program.calculate(DAY)
    live.turn_off(program.book, DAY)
    assert program.value(SHEET, row_of(program, "A4-07"), NOTE) == "已电话核实"


def test_a_note_typed_while_it_stands_goes_to_the_finding_that_stood_there(program: LiveBook) -> None:
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    row = row_of(program, "A4-07")
    before = program.formula(SHEET, row, NOTE)
    program.events = False  # where no event code answers
    program.type(SHEET, row, NOTE, "=已核实")
    program.type(SHEET, row, NOTE, "号码已由本人确认")
    assert live.keep_notes(program.book) == 1
    assert program.formula(SHEET, row, NOTE) == before
    assert (program.value(SHEET, 4, 24), program.value(SHEET, 4, 25)) == (mark(program), "号码已由本人确认")
    assert live.keep_notes(program.book) == 0
    program.type(SHEET, row, NOTE, None)
    assert live.keep_notes(program.book) == 1
    assert program.value(SHEET, 4, 24) is None


def test_the_event_code_of_excel_keeps_a_note_as_the_macro_does(program: LiveBook) -> None:
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    row = row_of(program, "A4-07")
    before = program.formula(SHEET, row, NOTE)
    program.type(SHEET, row, NOTE, "号码已由本人确认")
    assert program.looked_up == [(row, before)]
    assert (program.value(SHEET, 4, 24), program.value(SHEET, 4, 25)) == (mark(program), "号码已由本人确认")
    assert live.keep_notes(program.book) == 0


def test_another_level_typed_in_excel_shows_its_rows(program: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the event of GaoyanLive.bas runs (``tests/xlam/test_vba.py``)."""
    monkeypatch.setattr(xw.Book, "caller", lambda: program.book)
    live.turn_on(program.book, DAY)
    rows = [("项目信息", parse_cell(FORMS["项目信息"].by_label[label].cell)[0]) for label in OTHER_LEVEL[MUNICIPAL]]
    assert program.heights == dict.fromkeys(rows, 0)
    sheet, cell = program.names[LEVEL_CELL]
    program.type(sheet, *parse_cell(cell.replace("$", "")), NATIONAL)
    show_level()
    assert program.heights == dict.fromkeys(rows, ROW_HEIGHT)
    program.type(sheet, *parse_cell(cell.replace("$", "")), MUNICIPAL)
    show_level()
    assert program.heights == dict.fromkeys(rows, 0)


def test_a_note_beside_nothing_is_taken_away(program: LiveBook) -> None:
    program.titles.remove("附件5")
    live.turn_on(program.book, DAY)
    program.calculate(DAY)
    program.events = False
    program.type(SHEET, 250, NOTE, "不知说的是什么")
    assert live.keep_notes(program.book) == 1
    assert program.value(SHEET, 4, 24) is None
    assert program.formula(SHEET, 250, NOTE) is not None


def test_several_notes_are_kept_one_below_the_other() -> None:
    c = sample_class()
    wrong = tuple(person.changed(phone="123") for person in c.people[:3])
    program = live_book(c.changed(people=(*wrong, *c.people[3:])))
    live.check_now(program.book, DAY)
    findings = [row for row in range(4, 60) if program.value(SHEET, row, HEADINGS.index("规则") + 1)]
    for row in findings:
        program.type(SHEET, row, NOTE, f"说明{row}")
    live.turn_on(program.book, DAY)
    assert len(findings) > 2
    assert {program.value(SHEET, row, 25) for row in range(4, 4 + len(findings))} == {f"说明{row}" for row in findings}
    program.calculate(DAY)
    program.events = False
    for row in findings:
        program.type(SHEET, row, NOTE, f"又{row}")
    assert live.keep_notes(program.book) == len(findings)
    program.calculate(DAY)
    live.turn_off(program.book, DAY)
    assert {program.value(SHEET, row, NOTE) for row in findings} == {f"又{row}" for row in findings}
    columns = [HEADINGS.index(heading) + 1 for heading in (*ORDER, "序号", "说明")]
    assert {program.formats[SHEET, 4, column] for column in columns} == {"@"}


def test_more_notes_than_there_is_space_for_are_refused(program: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    program.type(SHEET, row_of(program, "A4-07"), NOTE, "已核实")
    monkeypatch.setattr(live, "STORED_NOTES", 0)
    with pytest.raises(Unusable, match="全部核验"):
        live.turn_on(program.book, DAY)


def test_a_watched_cell_that_reads_the_findings_is_refused(program: LiveBook) -> None:
    program.cells["附件4", 5, 9] = (0.0, "=INDEX(核验_级别,1)")
    with pytest.raises(Unusable, match="循环引用"):
        live.turn_on(program.book, DAY)
    assert program.names == {}


def test_with_autosave_it_is_refused_before_anything_is_written(program: LiveBook) -> None:
    """Each freeze and thaw of a save would be a change that brings on the next save."""
    before = dict(program.cells)
    program.saves_by_itself = True
    with pytest.raises(Unusable, match="关闭窗口左上角的“自动保存”"):
        live.turn_on(program.book, DAY)
    assert (program.cells, program.names) == (before, {})
    program.saves_by_itself = False
    live.turn_on(program.book, DAY)
    program.saves_by_itself = True
    assert not live.toggle(program.book, DAY).on


def test_on_a_mac_it_is_refused_in_one_line_and_can_still_be_switched_off(program: LiveBook) -> None:
    before = dict(program.cells)
    desk = AnsweringDesk(serves_functions=False)
    assert not press("live", program.book, desk)
    (line,) = desk.messages("wrong")
    assert line.startswith("Excel for Mac：")
    assert "全部核验" in line
    assert (program.cells, program.names) == (before, {})
    live.turn_on(program.book, DAY)
    assert press("live", program.book, desk)
    assert not live.is_on(program.book)


def test_without_the_sheet_there_is_nowhere_to_put_it(program: LiveBook) -> None:
    program.titles.remove(SHEET)
    with pytest.raises(Unusable, match="没有“核验”表"):
        live.turn_on(program.book, DAY)


def test_the_formulas_of_one_row_are_right_in_a_spreadsheet(tmp_path: Path) -> None:
    """Values in the block, a store with look-alikes and signs that other look-ups take for patterns."""
    book = Workbook()
    sheet: Any = book.active
    layout = live.LiveArea("Sheet", dict(zip(HEADINGS, "ABCDEFGHIJKL", strict=True)), 4, 7)
    found = [
        ["附件4!D4", "错误", "A4-07", "联系电话不对", "12*", "", "附件4", "请改正", ""],
        ["附件4!D5", "核实", "A4-08", "重复", "~?", "", "常识", "请核实", "0f3a"], [""] * 9, [""] * 9,
    ]  # fmt: skip
    for down, values in enumerate(found):
        for across, value in enumerate(values):
            sheet.cell(4 + down, 14 + across, value or None)
    for at, (identity, text) in enumerate(
        (("A4-07|附件4!D4|123", "别的值"), ("A4-07|附件4!D4|12*", "这一条"), ("A4-08|0f3a", "那一条"))
    ):
        sheet.cell(4 + at, 24, identity)
        sheet.cell(4 + at, 25, text)
    for (row, column), formula in live.live_formulas(layout).items():
        sheet.cell(row, column, formula)
    path = tmp_path / "live.xlsx"
    book.save(path)
    rows = [row[:11] for row in recalculated(path)["Sheet"][3:7]]
    assert rows[0] == [1.0, "错误", "", "联系电话不对", "请改正", "这一条", "12*", "", "附件4", "A4-07", "附件4!D4"]
    assert rows[1] == [2.0, "核实", "", "重复", "请核实", "那一条", "~?", "", "常识", "A4-08", "附件4!D5"]
    assert rows[2] == rows[3] == [""] * 11
