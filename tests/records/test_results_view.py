"""附件5 where only values are at hand (a cell function's ranges, a browser): a view if it shows just the trainees in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.sample import sample_class
from udfs.reading.assembly import assemble
from udfs.records.class_file import PEOPLE, PROJECT, RESULTS, ClassFile, Person, Result
from udfs.records.participants import RESULT_COLUMNS, Absence
from udfs.records.results_view import expected_hours, missed_hours, same, shown_in, shows_trainees, viewed, with_results
from udfs.rules.runner import check
from udfs.sample import results_beside
from udfs.values.cells import Value, blank
from udfs.values.grid import Grid, find_table

TODAY = date(2025, 8, 12)
HEADINGS = {PEOPLE: [*Person.OFFICIAL, *Person.WORKING, "归属"], RESULTS: list(Result.OFFICIAL)}


def shown(c: ClassFile) -> dict[str, list[list[Value]]]:
    """What stands on the two sheets."""
    rows: dict[str, list[list[Value]]] = {PEOPLE: [[*HEADINGS[PEOPLE]]], RESULTS: [[*HEADINGS[RESULTS]]]}
    rows[PEOPLE] += [[one.get(heading) for heading in HEADINGS[PEOPLE]] for one in c.people]
    rows[RESULTS] += [[one.get(heading) for heading in HEADINGS[RESULTS]] for one in c.results]
    return rows


def read(sheets: dict[str, list[list[Value]]]) -> ClassFile:
    grids = {sheet: Grid(title=sheet, rows=rows, tells_formulas=False) for sheet, rows in sheets.items()}
    project: list[list[Value]] = [["总学时", 32], ["项目级别", "市级"]]
    return assemble({**grids, PROJECT: Grid(title=PROJECT, rows=project, tells_formulas=False)}, TODAY)


def small() -> ClassFile:
    return viewed(results_beside(sample_class(trainees=6, staff=1)).changed(absences=()))


def codes(c: ClassFile) -> set[str]:
    return {one.code for one in check(c).findings if one.code.startswith("A5")}


def test_just_the_trainees_in_order_is_a_view() -> None:
    c = read(shown(small()))
    assert c.results_beside
    assert [one.person_row for one in c.results] == [2, 3, 4, 5, 6, 7]


def test_another_order_is_a_typed_list() -> None:
    sheets = shown(small())
    sheets[RESULTS][1], sheets[RESULTS][2] = sheets[RESULTS][2], sheets[RESULTS][1]
    c = read(sheets)
    assert not c.results_beside
    assert len(c.results) == 6


def test_one_fewer_is_a_typed_list_and_somebody_is_missing() -> None:
    sheets = shown(small())
    sheets[RESULTS].pop()
    c = read(sheets)
    assert not c.results_beside
    assert "A5-05" in codes(c)


def test_another_result_than_beside_the_person_is_reported() -> None:
    sheets = shown(small())
    sheets[RESULTS][2][HEADINGS[RESULTS].index("是否通过结业考核")] = "否"
    c = read(sheets)
    assert [(one.row, one.field) for one in c.out_of_view] == [(3, "是否通过结业考核")]
    assert "A5-21" in codes(c)


def test_without_columns_for_results_in_the_people_sheet_it_is_typed() -> None:
    sheets = shown(small())
    for heading in RESULT_COLUMNS.values():
        sheets[PEOPLE][0][HEADINGS[PEOPLE].index(heading)] = None
    assert not read(sheets).results_beside


def test_hours_below_zero_do_not_make_others_look_right() -> None:
    """As the formula of the form has it: a row of 考勤 with a wrong cell counts nothing, whatever the sum looks like."""
    c = sample_class()
    person = c.people[0]
    row = Absence(row=4, name=person.name, document=person.document, leave=-0.5, missed=7.5)
    assert row.hours == 7
    assert row.right_hours is None
    faulty = c.changed(absences=(row,))
    assert missed_hours(faulty, person.document) == 0
    assert faulty.matching.absent_hours == {person.key: None}
    other = row.changed(row=5, leave=0, missed=2)
    assert missed_hours(c.changed(absences=(row, other)), person.document) == 2


# Where formulas differ from typed values. The trainees stand in rows 4 to 9 of 附件4 and show in rows 2 to 7 of 附件5.
BESIDE = small()
EXAM, NUMBER = "是否通过结业考核", "证书编号"


def with_formulas(c: ClassFile, typed: Mapping[tuple[int, str], Value] | None = None, rows: int = 7) -> ClassFile:
    """附件5 as its formulas fill it, cut to so many rows, with other cells typed (None: cleared) over them."""
    headings = HEADINGS[RESULTS]
    values: list[list[Value]] = [[*headings]]
    values += [[one.get(heading) for heading in headings] for one in viewed(c.changed(places={})).results]
    formulas = {(row, column): "…" for row in range(2, len(values) + 1) for column in range(1, len(headings) + 1)}
    values = values[:rows] + [[None] * len(headings) for _ in range(rows - len(values))]
    for (row, heading), value in (typed or {}).items():
        column = headings.index(heading) + 1
        formulas.pop((row, column), None)
        values[row - 1][column - 1] = value
    kept = {at: text for at, text in formulas.items() if at[0] <= rows}
    table = find_table(Grid(title=RESULTS, rows=values, formulas=kept), headings)
    assert table is not None
    used = (Result.build(cells, row=at) for at, cells in table.rows() if any(not blank(cells[name]) for name in Result.TYPED))
    return with_results(c.changed(results=()), table, tuple(used))


def reported_cells(c: ClassFile) -> list[tuple[int, str, Value, str, int | None]]:
    return [tuple(one) for one in c.out_of_view]


def test_formulas_that_show_the_trainees_are_a_view() -> None:
    c = with_formulas(BESIDE)
    assert [(one.row, one.person_row, one.name) for one in c.results] == [
        (at - 2, at, person.name) for at, person in zip(range(4, 10), BESIDE.trainees, strict=True)
    ]
    assert (reported_cells(c), c.typed_results) == ([], frozenset())


def test_a_cell_typed_over_is_reported_unless_it_shows_the_same() -> None:
    first, second, last = BESIDE.trainees[0], BESIDE.trainees[1], BESIDE.trainees[5]
    typed = {
        (2, "联系电话"): "1",
        (3, "工作单位"): second.employer,
        (3, "学时数"): 32.0,
        (4, "学时数"): "32",
        (7, "学时数"): 31,
    }
    assert reported_cells(with_formulas(BESIDE, typed)) == [
        (2, "联系电话", "1", str(first.phone), first.row), (7, "学时数", 31, "32", last.row),
    ]  # fmt: skip


def test_a_result_typed_over_is_reported_whatever_it_says() -> None:
    """Where the person has one beside, an empty cell is reported as well; where neither has any, nothing is."""
    first, second = BESIDE.trainees[:2]
    assert reported_cells(with_formulas(BESIDE, {(2, EXAM): "是", (3, NUMBER): None})) == [
        (2, EXAM, "是", "是", first.row), (3, NUMBER, None, str(second.certificate), second.row),
    ]  # fmt: skip
    none = BESIDE.changed(people=tuple(one.changed(passed=None, certificate=None) for one in BESIDE.people))
    assert reported_cells(with_formulas(none, {(2, EXAM): "否", (3, NUMBER): None})) == [(2, EXAM, "否", "", first.row)]


def test_a_cleared_row_is_reported_once_and_those_behind_it_too() -> None:
    cleared = {(3, heading): None for heading in HEADINGS[RESULTS]}
    second, fourth = BESIDE.trainees[1], BESIDE.trainees[3]
    assert reported_cells(with_formulas(BESIDE, {**cleared, (5, "联系电话"): "1"})) == [
        (3, "姓名", None, str(second.name), second.row), (5, "联系电话", "1", str(fourth.phone), fourth.row),
    ]  # fmt: skip


def test_one_cleared_cell_is_reported_where_it_is() -> None:
    """A name alone, a number alone: the row still shows somebody by the other."""
    first, second = BESIDE.trainees[:2]
    assert reported_cells(with_formulas(BESIDE, {(2, "姓名"): None, (3, "身份证号"): None})) == [
        (2, "姓名", None, str(first.name), first.row), (3, "身份证号", None, str(second.document), second.row),
    ]  # fmt: skip


def test_rows_cut_off_at_the_end_are_reported() -> None:
    assert [(row, person) for row, _, _, _, person in reported_cells(with_formulas(BESIDE, rows=5))] == [(6, 8), (7, 9)]


def test_what_stands_below_the_trainees_is_reported() -> None:
    assert reported_cells(with_formulas(BESIDE, {(9, "联系电话"): "1", (9, EXAM): "是"}, rows=9)) == [
        (9, "联系电话", "1", "", None), (9, EXAM, "是", "", None),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["姓名", "身份证号"])
def test_one_typed_name_or_number_makes_it_a_typed_list(heading: str) -> None:
    """Whoever still shows by formulas is reported with the row of 附件4 that shows there."""
    c = with_formulas(BESIDE, {(4, heading): "李四"})
    assert [(one.row, one.person_row) for one in c.results] == [(4, None)]
    assert reported_cells(c) == [(row, "姓名", BESIDE.trainees[row - 2].name, "", row + 2) for row in (2, 3, 5, 6, 7)]
    assert c.typed_results == ({4} if heading == "身份证号" else set())


@pytest.mark.parametrize("kept", ["姓名", "身份证号"])
def test_a_row_shows_somebody_by_a_name_or_a_number(kept: str) -> None:
    person = BESIDE.trainees[0].changed(**{"document" if kept == "姓名" else "name": None})
    c = with_formulas(BESIDE.changed(people=(person, *BESIDE.people[1:])), {(4, "姓名"): "李四"})
    assert [one[0] for one in reported_cells(c)] == [2, 3, 5, 6, 7]


def test_a_formula_below_the_trainees_shows_none_of_them() -> None:
    """Somebody copied a formula further down."""
    table = find_table(Grid(title=RESULTS, rows=[[*HEADINGS[RESULTS]]], formulas={}), HEADINGS[RESULTS])
    assert table is not None
    assert [shown_in(BESIDE, table, row) for row in (2, 3, 7, 8)] == [4, 5, 9, None]


def test_a_view_shows_the_hours_left_and_keeps_typed_ones() -> None:
    first, second, third = BESIDE.trainees[:3]
    away = (Absence(row=4, document=first.document, missed=4), Absence(row=5, document=second.document, leave=1, missed=0.5))
    c = with_formulas(BESIDE.changed(absences=away), {(4, "学时数"): 30, (3, "学时数"): None})
    assert [one.hours for one in c.results] == [28, Decimal("30.5"), 30, 32, 32, 32]
    assert reported_cells(c) == [(3, "学时数", None, "30.5", second.row), (4, "学时数", 30, "32", third.row)]
    assert expected_hours(BESIDE.changed(project=BESIDE.project.changed(hours=None)), first.document) is None


def test_a_view_that_nobody_has_read_stands_where_its_sheet_says() -> None:
    """Below the heading row; three rows down where there is no sheet."""
    place = replace(BESIDE.places[RESULTS], heading_row=1)
    for places, first in (({RESULTS: place}, 2), ({}, 4)):
        found = viewed(BESIDE.changed(places=places)).results
        assert [(one.row, one.number) for one in found] == [(first + at, at + 1) for at in range(6)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (32, 32.0, True), (-0.0, 0, True), ("32", 32, True), (32, "32", True), (0.1 + 0.2, 0.3, True), (32, 31, False),
        (None, "", True), (None, 0, False), (0, None, False), ("甲", "乙", False), ("甲 ", "甲", True),
    ],
)  # fmt: skip
def test_two_cells_that_show_the_same(one: Value, other: Value, alike: bool) -> None:
    assert same(one, other) == alike


# Where nothing but values is at hand.
def test_rows_without_anybody_are_no_trainees() -> None:
    """A row that holds a 序号 or a result alone is neither here nor there."""
    rows = BESIDE.results
    assert shows_trainees(BESIDE, 3, (*rows, Result(row=40, number=7)))
    assert not shows_trainees(BESIDE, 3, (*rows, Result(row=40, name="李四")))
    assert not shows_trainees(BESIDE, 3, (*rows, Result(row=40, document="1")))
    assert not shows_trainees(BESIDE, 3, rows[:-1])
    assert not shows_trainees(BESIDE.changed(people=()), 3, ())


@pytest.mark.parametrize("result", [{}, {"passed": "是"}, {"certificate": "甲1"}, {"passed": "否", "certificate": "甲1"}])
def test_results_that_stand_in_the_list_alone_were_typed_there(result: dict[str, Value]) -> None:
    people = tuple(one.changed(passed=None, certificate=None) for one in BESIDE.people)
    none = BESIDE.changed(people=people)
    rows = tuple(one.changed(passed=None, certificate=None) for one in BESIDE.results)
    rows = (rows[0].changed(**result), *rows[1:])
    assert shows_trainees(none, 3, rows) == (not result)
    assert shows_trainees(BESIDE, 3, rows)


def test_an_empty_row_of_the_people_is_none_without_formulas_either() -> None:
    """A trainee by number alone and one by name alone take their rows."""
    people = (BESIDE.people[0].changed(name=None), BESIDE.people[1].changed(document=None), *BESIDE.people[2:])
    c = BESIDE.changed(people=people)
    assert shows_trainees(c, 3, viewed(c).results)
