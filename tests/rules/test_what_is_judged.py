"""Which rows and columns rules look at at all: what is missing, what nobody has filled in, what the sheet computes."""

from __future__ import annotations

from tests.rules.cases import without_heading
from tests.sample import sample_class
from udfs.records.class_file import ATTENDANCE, PEOPLE, RESULTS, Absence, ClassFile, Result
from udfs.records.class_parameters import class_parameters
from udfs.records.participants import OutOfView
from udfs.rules.about_class.workbook import READ
from udfs.rules.about_people import attendance, results
from udfs.values.headings import DOCUMENT, NAME, NUMBER_HEADING, PASSED, TITLE_LEVEL

STRANGER = "120199198002291237"


def with_strangers() -> ClassFile:
    """Somebody in 考勤 and in a typed 附件5 whose number 附件4 does not have."""
    c = sample_class()
    typed = tuple(one.changed(person_row=None) for one in c.results)
    return c.changed(
        results=(typed[0].changed(document=STRANGER, name="甲乙"), *typed[1:]),
        absences=(Absence(row=4, name="丙丁", document="120199197002291233", leave=1, missed=0),),
    )


def test_strangers_are_reported_where_both_sheets_have_the_column() -> None:
    c = with_strangers()
    p = class_parameters(c)
    assert len(list(results.not_a_trainee(c, p))) == len(list(attendance.not_a_trainee(c, p))) == 1
    for sheet in (PEOPLE, RESULTS):
        assert list(results.not_a_trainee(without_heading(c, sheet, DOCUMENT), p)) == []
    for sheet in (PEOPLE, ATTENDANCE):
        assert list(attendance.not_a_trainee(without_heading(c, sheet, DOCUMENT), p)) == []


def test_results_of_nobody_and_those_typed_over_are_left_out() -> None:
    rows = (
        Result(row=4, name="甲", document=STRANGER), Result(row=5, name="乙", document=STRANGER), Result(row=6, passed="是"),
        Result(row=7, name="丁"), Result(row=8, document=STRANGER),
    )  # fmt: skip
    c = sample_class().changed(
        results=rows, out_of_view=(OutOfView(5, PASSED, "否", "是", 5), OutOfView(6, PASSED, "否", "是", 6))
    )
    assert [one.row for one in c.results_in_view] == [4, 7, 8]


def test_what_the_sheets_compute_is_no_cell_that_a_user_has_broken() -> None:
    assert NAME in READ[PEOPLE]
    assert TITLE_LEVEL not in READ[PEOPLE]
    assert NAME in READ[RESULTS]
    assert NUMBER_HEADING not in READ[RESULTS]
