"""The live check: the sheets of a class as ranges give the same findings as the batch check."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rules.cases import Case, all_cases
from tests.sample import sample_class
from udfs.functions.catalogue import violations_cell
from udfs.functions.violations import violations
from udfs.notice.rest_days import RESTING, WORKING, days_of
from udfs.reading.assembly import assemble
from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    EXPENSES,
    LECTURES,
    MATERIALS,
    PARAMETERS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    ClassFile,
    Record,
    Row,
)
from udfs.records.settings import Setting, own_calendar, own_settings
from udfs.rules.model import SEVERITY_WORDS
from udfs.rules.runner import check
from udfs.values.grid import Labels, Table
from workbooks.closed.held_file import HeldFile
from workbooks.forms import fill
from workbooks.ooxml.formats import to_serial
from workbooks.templates.entering import entered

TABLES: dict[str, tuple[str, int]] = {
    PEOPLE: ("people", 3), RESULTS: ("results", 3), ATTENDANCE: ("absences", 3), LECTURES: ("lectures", 3),
    EXPENSES: ("expenses", 3), SURVEY: ("survey", 3), MATERIALS: ("materials", 3),
}  # fmt: skip


def form_range(record: Record) -> list[list[Any]]:
    return [[label, record.get(label)] for label in type(record).attributes()]


def table_range(rows: tuple[Row, ...], headings: list[str], heading_row: int) -> list[list[Any]]:
    last = max((row.row for row in rows), default=heading_row)
    block: list[list[Any]] = [[None] * len(headings) for _ in range(last)]
    block[heading_row - 1] = list(headings)
    for row in rows:
        block[row.row - 1] = [row.get(heading) for heading in headings]
    return block


def ranges_of(c: ClassFile) -> dict[str, list[list[Any]]]:
    """The sheets of a class as blocks that begin at A1, in the layout that its places tell."""
    ranges: dict[str, list[list[Any]]] = {}
    for sheet in c.places:
        if sheet == PROJECT:
            ranges[sheet] = form_range(c.project)
        elif sheet == ACCOUNTS:
            block = [["", "金额", "备注"], *form_range(c.accounts)]
            ranges[sheet] = [[*row[:2], c.accounts.notes.get(row[0])] if len(row) == 2 else row for row in block]
        elif sheet in TABLES:
            name, heading_row = TABLES[sheet]
            headings = headings_of(c, sheet, name)
            rows = (*getattr(c, name), *(c.strays if sheet == PEOPLE else ()))
            ranges[sheet] = table_range(rows, headings, heading_row)
            if sheet == RESULTS:
                for one in c.out_of_view:
                    ranges[sheet][one.row - 1][headings.index(one.field)] = one.value
    if SURVEY in ranges:
        ranges[SURVEY][0] = [cell for label in type(c.forms).attributes() for cell in (label, c.forms.get(label))]
    return ranges


def headings_of(c: ClassFile, sheet: str, name: str) -> list[str]:
    """The columns of a sheet, and any further one that its rows have values for."""
    rows: tuple[Row, ...] = getattr(c, name)
    headings = list(c.places[sheet].columns)
    known = type(rows[0]).attributes() if rows else ()
    return headings + [more for more in known if more not in headings and any(row.get(more) is not None for row in rows)]


def live(c: ClassFile, rows: int = 400) -> list[list[str]]:
    block = violations(ranges_of(c), rows, c.today)
    assert len(block) == rows
    assert all(len(row) == 4 for row in block)
    return block


def counted(block: list[list[str]]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[1:]) for row in block if any(row))


def live_cases() -> list[Case]:
    """Two firing cases a code. The live check has no ledger and no raw answers, leaves lost headings and sheets to the batch, and
    sees no formulas: an entry in 附件5 that is just what the view would say is none to it."""
    by_code: dict[str, list[Case]] = {}
    for one in all_cases():
        unseen = (one.code, one.note) == ("A5-21", "the same result")
        if one.fires and not unseen and one.code not in ("A4-20", "A5-20", "A5-17", "A6-05", "WB-01", "WB-03"):
            by_code.setdefault(one.code, []).append(one)
    return [one for found in by_code.values() for one in found[:2]]


@pytest.mark.parametrize("one", live_cases(), ids=lambda one: one.label)
def test_live_and_batch_say_the_same(one: Case) -> None:
    c = one.build()
    batch = Counter((SEVERITY_WORDS[found.severity], found.code, found.message) for found in check(c).findings)
    assert counted(live(c)) == batch


def test_a_sound_class_gives_blank_rows_only() -> None:
    assert live(sample_class(), 5) == [[""] * 4] * 5


def test_keys_name_the_cell() -> None:
    c = sample_class()
    broken = c.changed(people=(c.people[0].changed(phone="123"), *c.people[1:]))
    keys = {(row[0], row[2]) for row in live(broken) if row[0]}
    assert ("附件4!D4", "A4-07") in keys


def test_findings_that_do_not_fit_are_counted() -> None:
    c = sample_class()
    broken = c.changed(project=c.project.changed(topic=None, place=None, organiser=None))
    block = live(broken, 2)
    assert block[0][2] == "PRJ-01"
    assert block[1] == ["", "", "", "另有2条未显示，请运行“全部核验”"]


def test_as_typed_into_a_cell() -> None:
    c = sample_class()
    ranges = ranges_of(c)
    order = (PROJECT, ACCOUNTS, PEOPLE, RESULTS, SURVEY, ATTENDANCE, LECTURES, EXPENSES, MATERIALS)
    block = violations_cell(*(ranges[sheet] for sheet in order), 10, c.today)
    assert block == [[""] * 4] * 10
    assert len(violations_cell(ranges[PROJECT])) == 300
    assert violations_cell(ranges[PROJECT], *[None] * 8, 0) == "行数不能小于1"
    assert violations_cell(None)[0] == [""] * 4


def test_a_count_behind_a_merged_label_is_read() -> None:
    c = sample_class()
    ranges = ranges_of(c)
    ranges[SURVEY][0] = ["发放份数", None, 52, "回收份数", 50, "有效份数", "", 60]
    found = [row for row in violations(ranges, 5, c.today) if row[2]]
    assert [(row[0], row[2]) for row in found] == [("附件6!H1", "A6-02")]


def test_the_sheets_of_a_real_workbook_say_the_same_live(tmp_path: Path) -> None:
    c = sample_class()
    typed = c.changed(
        people=(c.people[0].changed(phone="123"), *c.people[1:]),
        project=c.project.changed(place=None),
        forms=c.forms.changed(issued=53),
        expenses=(c.expenses[0].changed(amount="三万"), *c.expenses[1:]),
    )
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(typed))
    grids = {grid.title: grid for grid in HeldFile.open(path).grids() if grid.title != PARAMETERS}
    ranges: dict[str, list[list[Any]]] = {}

    def keep(sheet: str, shape: Table | Labels, known: ClassFile) -> None:
        fill(sheet, shape, known)
        ranges[sheet] = shape.grid.rows

    batch = check(assemble(grids, c.today, keep))
    expected = [[found.key, SEVERITY_WORDS[found.severity], found.code, found.message] for found in batch.findings]
    assert {found.code for found in batch.findings} >= {"A4-07", "PRJ-01", "A6-02", "A3-05"}
    assert violations(ranges, len(expected), c.today) == expected


def changed_by_the_office() -> ClassFile:
    """A class in an office that has softened a rule, changed a rate, bound everybody to the regulation, and filled in 2027."""
    c = sample_class(trainees=52, staff=6)
    project = c.project.changed(start=date(2026, 11, 25), end=date(2026, 12, 1), report_filed=date(2027, 1, 4))
    c = c.changed(project=project, lectures=tuple(one.changed(net=2400, tax=384) for one in c.lectures))
    rows = (("规则级别调整", "1", "a4-02：提示，经同意"), ("讲课费上限（税后）", "副高", 600), ("540适用范围", "", "全部"))
    own = own_settings(Setting(*row) for row in rows)
    return c.changed(settings=(*own, *own_calendar([*days_of(RESTING), date(2027, 1, 1)], [*days_of(WORKING)])))


def test_what_the_office_has_changed_is_seen_live(tmp_path: Path) -> None:
    c = changed_by_the_office()
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(c, 60))
    rows = HeldFile.open(path).content(PARAMETERS).grid.rows
    first = [row[:25] for row in rows[2:]]
    expected = [(SEVERITY_WORDS[one.severity], one.code, one.message) for one in check(c).findings]
    assert ("提示", "A4-02") in [found[:2] for found in expected]
    block = violations(ranges_of(c), 400, c.today, parameters=first)
    assert [tuple(row[1:]) for row in block if row[2]] == expected
    blind = violations(ranges_of(c), 400, c.today)
    assert ("核实", "A4-02") in [(row[1], row[2]) for row in blind]
    # As a host gives it that knows no dates: days are their serial numbers.
    serials = [[to_serial(value) if isinstance(value, date) else value for value in row] for row in first]
    assert violations(ranges_of(c), 400, c.today, parameters=serials) == block
    assert violations(ranges_of(c), 400, c.today, parameters=[[None]]) == blind


def test_a_range_may_begin_below_the_first_row() -> None:
    c = sample_class()
    broken = c.changed(people=(c.people[0].changed(phone="123"), *c.people[1:]))
    ranges = ranges_of(broken)
    people = ranges.pop(PEOPLE)
    others = [None] * 6
    whole = violations_cell(ranges[PROJECT], None, people, *others, 20, c.today)
    below = violations_cell(ranges[PROJECT], None, people[2:], *others, 20, c.today, None, "1 1 3")
    assert ["附件4!D4", "A4-07"] in [[row[0], row[2]] for row in below]
    assert below == whole
    assert "首行" in str(violations_cell(ranges[PROJECT], *[None] * 8, 20, c.today, None, "1 x"))
