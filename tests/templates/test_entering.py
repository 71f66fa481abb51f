"""A class typed into the template reads back as the same class, and formulas stay where a user would leave them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.made_once import made_anew
from tests.sample import sample_class
from tests.templates.made_up_classes import odd_class
from tests.templates.same_class import assert_same
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import CHECKING, PARAMETERS, Accounts, ClassFile
from udfs.sample import results_beside
from udfs.values import cells
from workbooks.book.reading import read_file
from workbooks.forms import FORMS
from workbooks.forms.model import GROWTH_ROWS
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered


def read_back(c: ClassFile, path: Path, rows: int | None = None) -> ClassFile:
    path.write_bytes(entered(c, rows))
    return read_file(path, c.today)


@pytest.mark.parametrize(("level", "plan"), [(MUNICIPAL, 9), (NATIONAL, 2)])
def test_a_sample_class_reads_back_as_it_was(tmp_path: Path, level: str, plan: int) -> None:
    c = sample_class(level, plan)
    after = read_back(c, tmp_path / "class.xlsx")
    assert_same(c, after)
    assert [person.row for person in after.people] == [person.row for person in c.people]


@pytest.mark.parametrize("seed", range(1, 13))
def test_an_odd_class_reads_back_as_it_was(tmp_path: Path, seed: int) -> None:
    c = odd_class(seed)
    assert_same(c, read_back(c, tmp_path / "class.xlsx", rows=90))


@pytest.mark.parametrize("c", [sample_class(MUNICIPAL, 9), sample_class(NATIONAL, 2), odd_class(5)], ids=["9", "2", "odd"])
def test_what_other_packages_type_into_blank_sheets_is_this_workbook(c: ClassFile, tmp_path: Path) -> None:
    """``tests/made_once.py``: the same records are read from it, and the same names are defined in it."""
    typed, whole = tmp_path / "typed" / "班.xlsx", tmp_path / "whole" / "班.xlsx"
    for path, data in ((typed, entered(c, 90)), (whole, made_anew(entered)(c, 90))):
        path.parent.mkdir()
        path.write_bytes(data)
    assert typed.read_bytes() != whole.read_bytes()
    assert read_file(typed, c.today) == read_file(whole, c.today)
    assert Package.open(typed).names == Package.open(whole).names


def test_notes_of_the_accounts_are_entered(tmp_path: Path) -> None:
    c = sample_class()
    c = c.changed(accounts=c.accounts.changed(notes={"住宿费": "含2名授课教师", "合计": "=1+1"}))
    after = read_back(c, tmp_path / "class.xlsx")
    assert (after.accounts.notes["住宿费"], after.accounts.notes["合计"]) == ("含2名授课教师", "=1+1")


def test_formulas_stay_where_they_give_the_value() -> None:
    c = results_beside(sample_class())
    results = (c.results[0].changed(hours=27), *c.results[1:])
    book = load_workbook(BytesIO(entered(c.changed(results=results))))
    assert book["附件5"]["C4"].value == 27
    assert book["附件5"]["C5"].value.startswith("=IF(")
    assert book["附件5"]["B4"].value.startswith("=IF(")
    assert book["附件3"]["B8"].value.startswith("=")
    assert book["附件3"]["B15"].value.startswith("=IF(COUNT(附件3_住宿费")


def test_a_value_typed_over_a_formula_stays(tmp_path: Path) -> None:
    c = sample_class()
    accounts = c.accounts.changed(lodging=1, name="别的名称", total=None)
    after = read_back(c.changed(accounts=accounts), tmp_path / "class.xlsx")
    assert (after.accounts.lodging, after.accounts.name) == (1, "别的名称")
    assert cells.blank(after.accounts.total)


def test_results_that_are_missing_stay_missing(tmp_path: Path) -> None:
    """附件5 fills itself; a class without the last two results must not get them back from 附件4."""
    c = sample_class()
    after = read_back(c.changed(results=c.results[:-2]), tmp_path / "class.xlsx")
    assert len(after.results) == len(c.results) - 2


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    c = sample_class()
    people = (c.people[0].changed(name="=1+1", employer="@SUM", title="+86"), *c.people[1:])
    after = read_back(c.changed(people=people), tmp_path / "class.xlsx")
    assert (after.people[0].name, after.people[0].employer, after.people[0].title) == ("=1+1", "@SUM", "+86")


def test_more_people_than_rows_get_the_rows_they_need() -> None:
    c = sample_class(trainees=120, staff=10)
    book = load_workbook(BytesIO(entered(c)))
    assert book.defined_names["附件4_姓名"].attr_text == f"附件4!$B$4:$B${136 + GROWTH_ROWS}"
    assert book["附件4"]["B133"].value == c.people[-1].name


def test_nothing_is_computed_for_accounts_nobody_has_touched(tmp_path: Path) -> None:
    c = sample_class().changed(accounts=Accounts.build({}, notes={}))
    after = read_back(c, tmp_path / "class.xlsx")
    assert cells.number(after.accounts.total) == cells.number(sample_class().accounts.total)


def test_every_sheet_is_in_the_workbook() -> None:
    book = load_workbook(BytesIO(entered(sample_class(), rows=60)))
    assert book.sheetnames == [*FORMS, CHECKING]
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == [PARAMETERS, CHECKING]
