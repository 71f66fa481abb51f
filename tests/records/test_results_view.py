"""附件5 where only values are at hand (a cell function's ranges, a browser): a view if it shows just the trainees in order."""

from __future__ import annotations

from datetime import date

from tests.sample import sample_class
from udfs.reading.assembly import assemble
from udfs.records.class_file import PEOPLE, PROJECT, RESULTS, ClassFile, Person, Result
from udfs.records.participants import RESULT_COLUMNS, Absence
from udfs.records.results_view import missed_hours, viewed
from udfs.rules.runner import check
from udfs.sample import results_beside
from udfs.values.cells import Value
from udfs.values.grid import Grid

TODAY = date(2025, 8, 12)
HEADINGS = {PEOPLE: [*Person.OFFICIAL, *Person.WORKING, "归属"], RESULTS: list(Result.OFFICIAL)}


def shown(c: ClassFile) -> dict[str, list[list[Value]]]:
    """What stands on the two sheets."""
    rows: dict[str, list[list[Value]]] = {PEOPLE: [HEADINGS[PEOPLE]], RESULTS: [HEADINGS[RESULTS]]}
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


def test_another_result_than_beside_the_person_is_told() -> None:
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
