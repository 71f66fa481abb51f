"""Results beside the people, through every macro that reads or writes them; a typed 附件5 alone keeps working."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.buttons.pressing import press
from macros.annexes.filled_results import FilledResult, filled_rows, import_results
from macros.annexes.results import ResultsMade, make_results
from macros.attendance.effects import effect_changes, effects_of
from macros.certificates.number import number
from macros.certificates.platform_numbers import import_numbers
from macros.handing_in.mask import mask_file
from macros.people.importing import Sources, import_rosters
from macros.people.tidy import TidyResult, tidy
from tests.buttons.desks import AnsweringDesk
from tests.closed_cells import open_book
from tests.command_line import LONG_NUMBER, CommandLine
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile, Person
from udfs.records.results_view import viewed
from udfs.rules.runner import check
from udfs.sample import results_beside
from workbooks.book.reading import read_file
from workbooks.book.writing import write_changes
from workbooks.files.errors import Unusable
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
ROWS = 30


def small(level: str = MUNICIPAL, plan: int = 9, trainees: int = 8) -> ClassFile:
    return results_beside(sample_class(level, plan, trainees=trainees, staff=1))


def without(c: ClassFile, *attributes: str) -> ClassFile:
    """The class with these columns of 附件4 empty."""
    return viewed(c.changed(people=tuple(one.changed(**dict.fromkeys(attributes)) for one in c.people)))


def with_person(c: ClassFile, index: int, **changes: Any) -> ClassFile:
    people = list(c.people)
    people[index] = people[index].changed(**changes)
    return viewed(c.changed(people=tuple(people)))


def put(folder: Path, c: ClassFile, name: str = "班.xlsx") -> Path:
    path = folder / name
    path.write_bytes(entered(c, rows=ROWS))
    return path


def people(path: Path) -> tuple[Person, ...]:
    return read_file(path, TODAY).people


def type_into(path: Path, sheet: str, **cells: Any) -> None:
    book = open_book(path)
    for address, value in cells.items():
        book.sheets[sheet].range(address).value = value
    book.save()


def beside(path: Path) -> dict[str, tuple[object, object]]:
    """Document number -> the result and number that the workbook gives that trainee."""
    return {one.key: (one.passed, one.certificate) for one in read_file(path, TODAY).results}


def codes(path: Path) -> list[str]:
    return sorted({one.code for one in check(read_file(path, TODAY)).findings})


# reading
def test_a_computed_sheet_takes_results_from_the_people(tmp_path: Path) -> None:
    c = small()
    read = read_file(put(tmp_path, c), TODAY)
    assert read.results_beside
    assert [(one.row, one.person_row, one.hours) for one in read.results[:3]] == [(4, 4, 28), (5, 5, 30), (6, 6, 32)]
    assert read.out_of_view == ()


def test_one_typed_name_makes_the_sheet_typed(tmp_path: Path) -> None:
    path = put(tmp_path, small())
    type_into(path, "附件5", B4="某人")
    read = read_file(path, TODAY)
    assert not read.results_beside
    assert [one.row for one in read.results] == [4]
    assert [(one.row, one.field) for one in read.out_of_view] == [(row, "姓名") for row in range(5, 12)]
    assert "A5-21" in codes(path)


def test_a_typed_result_or_phone_is_out_of_view(tmp_path: Path) -> None:
    path = put(tmp_path, small())
    type_into(path, "附件5", E5="14100009999", H6="是", C7=20)
    found = [(one.row, one.field, one.person_row) for one in read_file(path, TODAY).out_of_view]
    assert found == [(5, "联系电话", 5), (6, "是否通过结业考核", 6), (7, "学时数", 7)]


def test_cleared_formulas_are_out_of_view(tmp_path: Path) -> None:
    path = put(tmp_path, small())
    type_into(path, "附件5", **{f"{letter}6": None for letter in "ABCDEFGHI"})
    assert [(one.row, one.field, one.value) for one in read_file(path, TODAY).out_of_view] == [(6, "姓名", None)]


def test_a_first_edition_is_typed_although_its_names_are_formulas(tmp_path: Path) -> None:
    path = put(tmp_path, small())
    book = openpyxl.load_workbook(path)
    for column in (13, 14, 15):
        book["附件4"].cell(3, column).value = None
    book["附件5"]["H4"], book["附件5"]["I4"] = "否", None
    book.save(path)
    read = read_file(path, TODAY)
    assert not read.results_beside
    assert (read.results[0].passed, read.results[0].name, read.out_of_view) == ("否", read.people[0].name, ())


# number, the platform's numbers, attendance
def test_numbers_go_beside_the_people_with_their_witness(tmp_path: Path) -> None:
    path = put(tmp_path, with_person(without(small(), "certificate", "owner"), 1, passed="否"))
    book = open_book(path)
    result = number(book, TODAY, str(tmp_path / "台账.sqlite3"))
    book.save()
    assert len(result.given) == 7
    assert [one.certificate for one in people(path)][:3] == ["津高研2025090001", None, "津高研2025090002"]
    assert [one.owner for one in people(path)][:3] == [people(path)[0].document, None, people(path)[2].document]
    assert openpyxl.load_workbook(path)["附件5"]["I4"].value.startswith("=")


def test_a_result_that_is_another_persons_gets_no_number(tmp_path: Path) -> None:
    c = without(small(), "certificate")
    path = put(tmp_path, with_person(c, 2, owner=c.people[3].document))
    result = number(open_book(path), TODAY, str(tmp_path / "台账.sqlite3"))
    assert [(one.sheet, one.row) for one in result.without] == [("附件4", 6)]
    assert result.without[0].code == "A4-27"


def test_the_platforms_numbers_go_beside_the_people(tmp_path: Path) -> None:
    path = put(tmp_path, without(small(NATIONAL, 2), "certificate"))
    listed = openpyxl.Workbook()
    listed.active.append(["姓名", "身份证号", "证书编号"])
    for at, one in enumerate(people(path)[:2]):
        listed.active.append([one.name, one.document, f"ZYJS20250000{at}"])
    listed.save(tmp_path / "平台.xlsx")
    book = open_book(path)
    result = import_numbers(book, [tmp_path / "平台.xlsx"], TODAY)
    book.save()
    assert result.taken == 2
    assert result.without[0][:2] == ("附件4", 6)
    assert [one.certificate for one in people(path)][:3] == ["ZYJS202500000", "ZYJS202500001", None]


def test_withdrawal_is_written_beside_the_person(tmp_path: Path) -> None:
    path = put(tmp_path, small())
    book, c = open_book(path), read_file(path, TODAY)
    effects = effects_of(c, {c.results[3].key: 8})  # type: ignore[dict-item]
    assert [(one.sheet, one.row, one.hours) for one in effects] == [("附件4", 7, 24)]
    write_changes(book, effect_changes(book, c, effects), "登记考勤")
    book.save()
    assert [one.passed for one in people(path)][2:5] == ["是", "否", "是"]


# tidy
def tidied(path: Path) -> TidyResult:
    book = open_book(path)
    result = tidy(book, TODAY)
    book.save()
    return result


def test_tidy_fills_the_witness_where_working_columns_stand(tmp_path: Path) -> None:
    path = put(tmp_path, without(small(), "owner"))
    assert tidied(path).settled.filled == tuple(range(4, 13))
    assert [one.owner for one in people(path)] == [one.document for one in people(path)]
    assert not tidied(path).settled.changes


def test_a_wrong_number_is_no_witness(tmp_path: Path) -> None:
    path = put(tmp_path, with_person(without(small(), "owner"), 2, document="120199197101115841"))
    assert 6 not in tidied(path).settled.filled


def test_tidy_brings_results_back_after_a_sort_of_the_official_columns(tmp_path: Path) -> None:
    path = put(tmp_path, with_person(small(), 1, passed="否", certificate=None))
    before = beside(path)
    shuffled(path)
    assert beside(path) != before
    assert "A4-27" in codes(path)
    result = tidied(path)
    assert (len(result.settled.moved), result.settled.stuck) == (8, ())
    assert beside(path) == before
    assert codes(path) == ["A4-01", "A5-15"] or "A4-27" not in codes(path)


def shuffled(path: Path) -> None:
    """A:H of the trainees turned by one row, as a sort of part of the columns leaves them."""
    book = open_book(path)
    block = book.sheets["附件4"].range("B4:H11")
    rows = block.value
    block.value = [*rows[1:], rows[0]]
    book.save()


def test_results_never_move_onto_results(tmp_path: Path) -> None:
    c = small()
    path = put(tmp_path, with_person(c, 2, owner=c.people[4].document))
    result = tidied(path)
    assert result.settled.moved == ()
    assert [(one.row, "第8行" in one.why) for one in result.settled.stuck] == [(6, True)]
    assert "A4-27" in codes(path)


def test_results_of_nobody_stay_and_are_named(tmp_path: Path) -> None:
    path = put(tmp_path, with_person(small(), 2, owner="11010519491231002X"))
    assert [one.why for one in tidied(path).settled.stuck] == ["归属的证件号码附件4中没有"]


# rosters
def test_an_import_witnesses_the_working_columns_it_writes(tmp_path: Path) -> None:
    c = small(trainees=2)
    path = put(tmp_path, c)
    roster = tmp_path / "名册.csv"
    new = sample_class(trainees=5, staff=0, seed=7).people[3:]
    lines = ["姓名,身份证号,联系电话,所属地区", *(f"{one.name},{one.document},{one.phone},天津" for one in new)]
    roster.write_text("\n".join([*lines, "余下,,14100000009,天津"]), "utf-8")
    book = open_book(path)
    import_rosters(book, Sources([roster]), TODAY)
    book.save()
    assert [one.owner for one in people(path)[3:]] == [new[0].document, new[1].document, None]


# a filled 附件5
def filled(c: ClassFile, folder: Path, name: str = "附件5.xlsx") -> Path:
    """A loose 附件5 as a bureau keeps it, with the results of ``c``."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附件5"
    fields = ("number", "name", "hours", "document", "phone", "employer", "title", "passed", "certificate")
    sheet.append(
        ["序号", "姓名", "学时数", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否通过结业考核", "证书编号"]
    )
    for one in c.results:
        values = [getattr(one, field) for field in fields]
        sheet.append([float(value) if index == 2 and value is not None else value for index, value in enumerate(values)])
    book.save(folder / name)
    return folder / name


def imported(path: Path, source: Path, **wishes: Any) -> FilledResult:
    book = open_book(path)
    result = import_results(book, filled_rows(source), TODAY, **wishes)
    book.save()
    return result


def test_a_filled_sheet_fills_blanks_by_document_number(tmp_path: Path) -> None:
    c = small()
    source = filled(c.changed(results=tuple(reversed(c.results))), tmp_path)
    path = put(tmp_path, without(c, "passed", "certificate", "owner", "employer"))
    result = imported(path, source)
    assert beside(path) == {one.key: (one.passed, one.certificate) for one in c.results}
    assert [one.owner for one in people(path)] == [*(one.document for one in c.trainees), None]
    assert [one.employer for one in people(path)[:-1]] == [one.employer for one in c.trainees]
    assert (len(result.plan.fills), len(result.plan.entries), result.plan.conflicts, result.plan.left) == (16, 8, [], [])
    assert imported(path, source).written == 0


def test_what_differs_is_asked_about(tmp_path: Path) -> None:
    c = small()
    path = put(tmp_path, c)
    source = filled(with_person(c, 1, passed="否", certificate=None), tmp_path)
    before = beside(path)
    assert [one.field for one in imported(path, source).plan.conflicts] == ["结业考核"]
    assert beside(path) == before
    imported(path, source, take_new=True)
    assert beside(path)[c.people[1].key][0] == "否"


def test_strangers_are_added_only_when_confirmed(tmp_path: Path) -> None:
    c = small()
    source = filled(c, tmp_path)
    path = put(tmp_path, viewed(c.changed(people=c.people[:6], absences=())))
    assert len(imported(path, source).plan.strangers) == 2
    assert len(people(path)) == 6
    assert imported(path, source, add_strangers=True).added == 2
    assert beside(path) == {one.key: (one.passed, one.certificate) for one in c.results}


def test_hours_become_absence_only_when_confirmed(tmp_path: Path) -> None:
    c = small()
    results = tuple(one.changed(hours=26) if at in (0, 5) else one for at, one in enumerate(c.results))
    source = filled(c.changed(results=results), tmp_path)
    path = put(tmp_path, c)
    assert [(one.stated, one.due, one.missed) for one in imported(path, source).plan.hours] == [(26, 28, 2), (26, 32, 6)]
    assert read_file(path, TODAY).results[5].hours == 32
    imported(path, source, hours=True)
    read = read_file(path, TODAY)
    assert [one.hours for one in read.results][:6] == [26, 30, 32, 32, 32, 26]
    assert [(one.leave, one.missed) for one in read.absences] == [(4, 2), (0, 2), (None, 6)]


def test_a_filled_sheet_into_a_typed_one(tmp_path: Path) -> None:
    c = sample_class(trainees=8, staff=1)
    source = filled(c, tmp_path)
    path = put(tmp_path, c.changed(results=tuple(one.changed(certificate=None) for one in c.results)))
    imported(path, source)
    assert beside(path) == {one.key: (one.passed, one.certificate) for one in c.results}


def test_the_command_tells_and_masks(tmp_path: Path) -> None:
    c, gaoyan = small(), CommandLine(tmp_path)
    source = filled(with_person(c, 1, passed="否"), tmp_path)
    path = put(tmp_path, without(c, "certificate"))
    result = gaoyan("import", str(path), str(source), "--json")
    reported = json.loads(result.out)["results"]
    assert (reported["filled"], [one["field"] for one in reported["conflicts"]]) == (8, ["结业考核"])
    assert not LONG_NUMBER.search(result.out)
    assert "不一致的没有改动" in gaoyan("import", str(path), str(source)).out


# 生成附件5
def made(path: Path) -> ResultsMade:
    book = open_book(path)
    result = make_results(book, TODAY)
    book.save()
    return result


def test_a_typed_sheet_becomes_a_view_and_no_result_is_lost(tmp_path: Path) -> None:
    c = sample_class(trainees=8, staff=1)
    results = tuple(
        reversed([one.changed(passed="否", certificate=None) if at == 2 else one for at, one in enumerate(c.results)])
    )
    results = tuple(one.changed(row=4 + at, number=4 + at) for at, one in enumerate(results))
    path = put(tmp_path, c.changed(results=results))
    before = beside(path)
    assert made(path).moved == 15
    read = read_file(path, TODAY)
    assert read.results_beside
    assert beside(path) == before
    assert [one.name for one in read.results] == [one.name for one in c.trainees]


def test_typed_cells_of_a_view_go_beside_the_person(tmp_path: Path) -> None:
    path = put(tmp_path, with_person(small(), 2, passed=None))
    type_into(path, "附件5", H6="否", C7=30)
    result = made(path)
    assert (result.moved, len(result.hours)) == (1, 1)
    assert [one.passed for one in people(path)][1:4] == ["是", "否", "是"]
    assert read_file(path, TODAY).out_of_view == ()


def test_a_column_that_is_gone_leaves_those_behind_it_a_view(tmp_path: Path) -> None:
    path = put(tmp_path, small())
    type_into(path, "附件5", F3="备注", G4=None, I5=None)
    assert made(path).restored == 2
    assert beside(path)[small().trainees[1].key] == ("是", small().results[1].certificate)


@pytest.mark.parametrize(
    ("cells", "why"),
    [({"H6": "否"}, "第6行的结业考核"), ({"H20": "是"}, "第20行没有证件号码"), ({"E5": "1"}, "第5行的联系电话")],
)
def test_what_cannot_be_taken_back_is_named_and_nothing_changes(tmp_path: Path, cells: dict[str, str], why: str) -> None:
    path = put(tmp_path, small())
    type_into(path, "附件5", **cells)
    before = path.read_bytes()
    with pytest.raises(Unusable, match=why):
        made(path)
    assert path.read_bytes() == before


# buttons
def test_the_button_takes_a_filled_sheet(tmp_path: Path) -> None:
    c = small()
    source = filled(c, tmp_path)
    path = put(tmp_path, viewed(without(c, "passed", "certificate").changed(people=c.people[:6], absences=())))
    book, desk = open_book(path), AnsweringDesk(given=[source], today=TODAY)
    assert press("import", book, desk), desk.heard
    book.save()
    assert len(desk.messages("question")) == 2
    assert beside(path) == {one.key: (one.passed, one.certificate) for one in c.results}


def test_a_published_copy_masks_the_witness(tmp_path: Path) -> None:
    c = small()
    mask_file(put(tmp_path, c), tmp_path / "公开.xlsx", TODAY)
    shown = [str(cell.value) for sheet in openpyxl.load_workbook(tmp_path / "公开.xlsx") for row in sheet for cell in row]
    assert not [text for text in shown if any(str(one.document) in text for one in c.people)]
    assert [one.certificate in shown for one in c.results[:2]] == [True, True]
