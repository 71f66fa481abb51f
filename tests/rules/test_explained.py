"""Which 说明 goes with which finding, without a workbook: by mark, by place and value, and along with a row that has moved."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sample import sample_class
from udfs.records.class_file import PROJECT, ClassFile, Explained
from udfs.records.participants import ATTENDANCE, PEOPLE, RESULTS
from udfs.rules.explanations import LENGTH, mark_of, with_explanations
from udfs.rules.model import QUERY, Finding, Violation
from udfs.sample import results_beside

C = sample_class()
WORDS = "已核实"


def finding(cell: str, value: str | None = "北京", **more: Any) -> Finding:
    reported = {"code": "A4-14", "message": "市级项目面向本市招收", "sheet": PEOPLE, "mark": ""} | more
    return Finding(
        severity=QUERY, cell=cell, row=int(cell[1:]), field="所属地区", value=value, expected="天津", fix="核对", clause="二(二)",
        **reported,
    )  # fmt: skip


def typed(row: int, **more: Any) -> Explained:
    held = {
        "code": "A4-14",
        "key": "附件4!L6",
        "value": "北京",
        "message": "市级项目面向本市招收",
        "explanation": WORDS,
        "mark": None,
    }
    return Explained(row=row, **(held | more))


def explained(rows: list[Explained], findings: list[Finding]) -> list[str | None]:
    return [one.explained for one in with_explanations(C.changed(explained=tuple(rows)), findings)]


def test_nothing_typed_explains_nothing() -> None:
    assert explained([], [finding("L6")]) == [None]
    assert explained([typed(4, explanation="  ")], [finding("L6")]) == [None]


def test_by_its_mark_it_goes_with_its_finding_wherever_that_stands() -> None:
    rows = [typed(4, mark="m1", key="附件4!L9"), typed(5, mark="m2", explanation="另一条")]
    found = [finding("L6", mark="m2"), finding("L7", mark="m1"), finding("L8", mark="m3"), finding("L6")]
    assert explained(rows, found) == ["另一条", WORDS, None, None]


@pytest.mark.parametrize("more", [{"code": "A4-17"}, {"key": "附件5!L6", "message": "另一句"}, {"value": "河北"}])
def test_without_a_mark_rule_place_and_value_must_agree(more: dict[str, Any]) -> None:
    assert explained([typed(4)], [finding("L6")]) == [WORDS]
    assert explained([typed(4, **more)], [finding("L6")]) == [None]


def test_a_marked_finding_keeps_its_own_words_before_those_of_its_place() -> None:
    rows = [typed(4, mark="m1", explanation="本人的"), typed(5, explanation="此处的")]
    assert explained(rows, [finding("L6", mark="m1")]) == ["本人的"]


def test_a_row_that_has_moved_takes_its_words_along() -> None:
    assert explained([typed(4)], [finding("L20")]) == [WORDS]
    assert explained([typed(4)], [finding("L20", message="另一句")]) == [None]
    assert explained([typed(4)], [finding("L20", sheet=RESULTS)]) == [None]
    assert explained([typed(4, value=None)], [finding("L20", value=None)]) == [None]


def test_what_might_be_either_of_two_is_neither() -> None:
    assert explained([typed(4)], [finding("L20"), finding("L21")]) == [None, None]
    assert explained([typed(4), typed(5, key="附件4!L7")], [finding("L20")]) == [None]
    # One of the two stands where it stood: the other one is the one that has moved.
    assert explained([typed(4), typed(5, key="附件4!L7", explanation="二")], [finding("L6"), finding("L20")]) == [WORDS, "二"]
    assert explained([typed(4)], [finding("L6"), finding("L20")]) == [WORDS, None]


def hit(sheet: str, row: int | None, field: str = "所属地区", value: str = "北京") -> Violation:
    return Violation(sheet, field, row, value)


def test_a_mark_is_of_rule_field_person_and_value() -> None:
    mark = mark_of(C, "A4-14", hit(PEOPLE, 6))
    assert len(mark) == LENGTH == 20
    assert mark == mark_of(C, "A4-14", hit(PEOPLE, 6))
    others = {
        mark_of(C, "A4-17", hit(PEOPLE, 6)), mark_of(C, "A4-14", hit(PEOPLE, 7)), mark_of(C, "A4-14", hit(PEOPLE, 6, "姓名")),
        mark_of(C, "A4-14", hit(PEOPLE, 6, value="河北")), mark_of(C, "A4-14", hit(PEOPLE, None)),
    }  # fmt: skip
    assert len(others | {mark}) == 6


def test_a_person_has_one_mark_on_every_sheet_and_a_result_one_name() -> None:
    c = results_beside(C)
    person, result = c.people[2], next(one for one in c.results if one.key == c.people[2].key)
    assert mark_of(c, "A5-10", hit(PEOPLE, person.row, "结业考核")) == mark_of(
        c, "A5-10", hit(RESULTS, result.row, "是否通过结业考核")
    )
    absence = C.absences[0]
    owner = next(one for one in C.people if one.key == absence.key)
    assert mark_of(C, "KQ-04", hit(ATTENDANCE, absence.row)) == mark_of(C, "KQ-04", hit(PEOPLE, owner.row)) != ""


def test_who_has_no_number_is_known_by_name_and_a_row_about_nobody_has_no_mark() -> None:
    nameless = C.changed(people=(C.people[0].changed(document=None), C.people[1].changed(document=None, name=None)))
    first, second = (one.row for one in nameless.people)
    assert mark_of(nameless, "A4-14", hit(PEOPLE, first))
    assert mark_of(nameless, "A4-14", hit(PEOPLE, second)) == ""
    assert mark_of(C, "FY-02", hit("费用明细", 4)) == mark_of(C, "A4-14", hit(PEOPLE, 999)) == ""
    assert mark_of(C, "PRJ-10", hit(PROJECT, None))


def test_an_old_class_without_explanations_is_left_as_it_is() -> None:
    assert with_explanations(ClassFile(today=C.today), [finding("L6")]) == (finding("L6"),)
