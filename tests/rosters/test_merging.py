"""Who of a roster is new, who is known, what is never overwritten: before anything is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.people.merging import ADDED, AGAIN, DISAGREES, UNCHANGED, UPDATED, Merger
from tests.rosters.merged import HERE, merge
from tests.rosters.model import DOCUMENT, EMPLOYER, NAME, PHONE, TITLE, made_up
from tests.rosters.office_habits import habit_cases
from udfs.records.class_file import Person
from workbooks.rosters.layout.headings import FIELDS
from workbooks.rosters.reading import read_rosters
from workbooks.sources.model import RosterEntry

TODAY = date(2025, 6, 30)


def outcomes(merger: Merger) -> dict[str, int]:
    return {
        word: merger.merged.total(word) for word in (ADDED, UPDATED, UNCHANGED, DISAGREES, AGAIN) if merger.merged.total(word)
    }


def test_a_sheet_to_sign_beside_the_sheet_with_everything_doubles_nobody(tmp_path: Path) -> None:
    case = next(one for one in habit_cases() if one.file == "signed_up_and_signed_in.xlsx")
    case.write(tmp_path / case.file)
    merger = Merger([], FIELDS)
    merger.take(read_rosters([tmp_path / case.file]).entries)
    assert outcomes(merger) == {ADDED: 4, AGAIN: 4}


def test_new_known_and_known_with_a_gap() -> None:
    a, b, c = made_up(1, 3)
    merger = merge([a, {**b, PHONE: ""}], [a, b, c])
    assert outcomes(merger) == {UNCHANGED: 1, UPDATED: 1, ADDED: 1}
    assert [(target.row, target.changes) for target in merger.merged.updated] == [(5, {PHONE: b[PHONE]})]
    assert [target.changes for target in merger.merged.added] == [c]


def test_the_number_is_the_same_in_any_spelling() -> None:
    a = next(one for one in made_up(3, 60) if one[DOCUMENT].endswith("X"))
    spelled = {**a, DOCUMENT: f" {a[DOCUMENT][:6]} {a[DOCUMENT][6:].lower()}"}
    assert outcomes(merge([a], [spelled])) == {UNCHANGED: 1}


@pytest.mark.parametrize("field", [NAME, PHONE, EMPLOYER, TITLE])
def test_a_disagreement_is_listed_and_nothing_overwritten(field: str) -> None:
    a = made_up(1, 1)[0]
    merger = merge([a], [{**a, field: "14199999999" if field == PHONE else "示例改"}])
    assert outcomes(merger) == {DISAGREES: 1}
    assert [(one.row, one.field, one.present, one.taken) for one in merger.merged.conflicts] == [(4, field, a[field], False)]
    assert merger.merged.updated == []


def test_with_take_new_the_roster_is_taken() -> None:
    a = made_up(1, 1)[0]
    merger = merge([a], [{**a, EMPLOYER: "示例新单位"}], take_new=True)
    assert outcomes(merger) == {UPDATED: 1}
    assert merger.merged.updated[0].changes == {EMPLOYER: "示例新单位"}
    assert [one.taken for one in merger.merged.conflicts] == [True]


def test_what_a_roster_leaves_empty_erases_nothing() -> None:
    a = made_up(1, 1)[0]
    assert outcomes(merge([a], [{NAME: a[NAME], DOCUMENT: a[DOCUMENT]}])) == {UNCHANGED: 1}


def test_spelling_that_means_nothing_is_no_disagreement() -> None:
    a = made_up(1, 1)[0]
    spelled = {**a, EMPLOYER: f"{a[EMPLOYER][:2]} {a[EMPLOYER][2:]}", NAME: " ".join(a[NAME])}
    assert outcomes(merge([a], [spelled])) == {UNCHANGED: 1}


def test_twice_in_the_sources_is_once_in_the_workbook() -> None:
    a = made_up(1, 1)[0]
    merger = merge([], [{NAME: a[NAME], DOCUMENT: a[DOCUMENT]}, a, {**a, PHONE: "14199999999"}])
    assert outcomes(merger) == {ADDED: 1, AGAIN: 2}
    assert merger.merged.added[0].changes == a
    assert [one.field for one in merger.merged.conflicts] == [PHONE]


def test_without_a_number_name_and_phone_do() -> None:
    a = made_up(1, 1)[0]
    bare = {field: a[field] for field in (NAME, PHONE, EMPLOYER)}
    assert outcomes(merge([a], [bare])) == {UNCHANGED: 1}
    merger = merge([bare], [a])
    assert outcomes(merger) == {UPDATED: 1}
    assert merger.merged.updated[0].changes == {DOCUMENT: a[DOCUMENT], TITLE: a[TITLE]}


def test_without_number_and_phone_name_and_employer_do() -> None:
    a = made_up(1, 1)[0]
    assert outcomes(merge([a], [{NAME: a[NAME], EMPLOYER: a[EMPLOYER]}])) == {UNCHANGED: 1}


def test_a_number_given_to_a_row_by_name_and_employer_alone_is_reported() -> None:
    """With the number the row's result goes to that person, and another of that name may be meant."""
    one = made_up(5)[0]
    present = {NAME: one[NAME], EMPLOYER: one[EMPLOYER]}
    merger = merge([present], [one])
    assert outcomes(merger) == {UPDATED: 1}
    assert [note.what for note in merger.merged.remarks] == [
        "附件4 第 4 行没有证件号码，只凭姓名和单位认作同一人，补上了证件号码，请核对"
    ]
    assert merge([present | {PHONE: one[PHONE]}], [one]).merged.remarks == []


def test_a_namesake_of_whom_nothing_is_known_is_reported() -> None:
    one = made_up(5)[0]
    merger = merge([{NAME: one[NAME]}], [one])
    assert outcomes(merger) == {ADDED: 1}
    assert [note.what for note in merger.merged.remarks] == [
        "附件4 第 4 行有一位同名的没有证件号码，不能确定是不是同一人，按新人加入，请核对"
    ]


def test_two_of_that_name_are_not_guessed_between() -> None:
    a, b = made_up(1, 2)
    twins = [a, {**b, NAME: a[NAME], EMPLOYER: a[EMPLOYER]}]
    merger = merge(twins, [{NAME: a[NAME], EMPLOYER: a[EMPLOYER]}])
    assert outcomes(merger) == {ADDED: 1}
    assert "2 位同名" in merger.merged.remarks[0].what


def test_same_name_and_another_phone_is_another_person() -> None:
    a = made_up(1, 1)[0]
    merger = merge([a], [{NAME: a[NAME], PHONE: "14199999999", EMPLOYER: a[EMPLOYER]}])
    assert outcomes(merger) == {ADDED: 1}
    assert "没有证件号码" in merger.merged.remarks[0].what


def test_same_name_and_phone_but_another_number_is_pointed_out() -> None:
    a, b = made_up(1, 2)
    merger = merge([a], [{**a, DOCUMENT: b[DOCUMENT]}])
    assert outcomes(merger) == {ADDED: 1}
    assert "证件号码不同" in merger.merged.remarks[0].what
    assert "第 4 行" in merger.merged.remarks[0].what


def test_a_number_stored_as_a_number_is_nobodys_key() -> None:
    a = made_up(1, 1)[0]
    person = Person.build({**a, DOCUMENT: float(a[DOCUMENT][:15] + "000")}, row=4)
    merger = Merger([person], FIELDS)
    merger.take([RosterEntry(HERE, a)])
    assert outcomes(merger) == {DISAGREES: 1}
    assert [one.field for one in merger.merged.conflicts] == [DOCUMENT]


# --- into a workbook ---------------------------------------------------------------------------------------------------


def test_a_piece_of_a_number_is_nobodys_key() -> None:
    """With --take-new, one person after another was written over the first."""
    some = [{**one, DOCUMENT: one[DOCUMENT][:6]} for one in made_up(9, 3)]
    assert outcomes(merge([], some, take_new=True)) == {ADDED: 3}
