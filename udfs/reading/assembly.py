"""Builds the records of a class from its sheets, for every host: closed files, open workbooks, ranges of a cell function.

Sheets are read one after the other, so that formula cells can be computed from the sheets before (``Filler``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from udfs.fields.reserved import RESERVED, meant
from udfs.money.amounts import CAPITALS
from udfs.reading.own_parameters import NOTHING, WorkbookParameters
from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    EXPENSES,
    FINDINGS,
    ITEMS,
    LECTURES,
    MATERIALS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    Absence,
    Accounts,
    ClassFile,
    Expense,
    Explained,
    LectureFee,
    Material,
    Person,
    Project,
    Record,
    Result,
    Row,
    SheetPlaces,
    SurveyForms,
    SurveyItem,
)  # fmt: skip
from udfs.records.participants import RESULT_COLUMNS
from udfs.records.results_view import with_results
from udfs.survey.questionnaire import ANSWER_RECORD, answers_of
from udfs.values.cells import Value, blank, column_letters, is_number, plain, text
from udfs.values.grid import HEADING_SEARCH_ROWS, Grid, Labels, Table, find_labels, find_table

SheetBlock = Table | Labels
Filler = Callable[[str, SheetBlock, ClassFile], None]
"""Computes the formula cells of a sheet in place: (sheet, the form found in it, the class so far)."""

SHEETS_OF_ROWS: Mapping[str, tuple[str, type[Row]]] = {
    PEOPLE: ("people", Person),
    ATTENDANCE: ("absences", Absence),
    LECTURES: ("lectures", LectureFee),
    EXPENSES: ("expenses", Expense),
    RESULTS: ("results", Result),
    SURVEY: ("survey", SurveyItem),
    MATERIALS: ("materials", Material),
    FINDINGS: ("explained", Explained),
}
READING_ORDER = (PROJECT, PEOPLE, ATTENDANCE, LECTURES, EXPENSES, RESULTS, ACCOUNTS, SURVEY, MATERIALS, FINDINGS)
AMOUNT, NOTE = "金额", "备注"

AnyRow = TypeVar("AnyRow", bound=Row)


def no_filler(sheet: str, shape: SheetBlock, known: ClassFile) -> None:
    """For hosts that supply computed values."""


def assemble(grids: Mapping[str, Grid], today: date, fill: Filler = no_filler, stated: WorkbookParameters = NOTHING) -> ClassFile:
    """Read the records of a class.

    ``grids``: {sheet name of the contract: block}; ``stated``: the content of 参数.
    """
    known = ClassFile(today=today, settings=stated.settings, notice=stated.notice, lost_settings=stated.lost)
    for sheet in READING_ORDER:
        grid = grids.get(sheet)
        if grid is None:
            continue
        if sheet == PROJECT:
            known = with_labels(known, sheet, "project", Project, project_labels(grid, stated.notice), fill)
        elif sheet == ACCOUNTS:
            known = with_accounts(known, grid, fill)
        else:
            known = with_rows(known, sheet, grid, fill)
            if sheet == SURVEY:
                labels = find_labels(grid, list(SurveyForms.attributes()))
                known = with_labels(known, sheet, "forms", SurveyForms, labels, fill)
                known = with_answers(known, grid)
    return known


def project_labels(grid: Grid, notice: str) -> Labels:
    """The labels of 项目信息; reserved quotas are mapped from the labels of the workbook's notice to those of the record."""
    names = {label: label for label in Project.attributes() if label not in RESERVED} | dict(meant(notice))
    cells: dict[str, tuple[int, int]] = {}
    for label, at in find_labels(grid, list(names)).cells.items():
        cells.setdefault(names[label], at)
    return Labels(grid=grid, cells=cells)


def with_answers(known: ClassFile, grid: Grid) -> ClassFile:
    """``known`` with the raw answers that the survey import stored beside 附件6, if they match its counts."""
    labels = find_labels(grid, [ANSWER_RECORD])
    if ANSWER_RECORD not in labels.cells:
        return known
    place = known.places[SURVEY]
    addresses = place.cells | {ANSWER_RECORD: labels.address(ANSWER_RECORD)}
    return known.changed(
        answers=answers_of(text(labels.value(ANSWER_RECORD)), known.survey),
        places=known.places | {SURVEY: replace(place, cells=addresses)},
    )


def with_labels(known: ClassFile, sheet: str, name: str, kind: type[Record], labels: Labels, fill: Filler) -> ClassFile:
    """``known`` with the record of a form with labels."""
    fill(sheet, labels, known)
    record = kind.build({label: labels.value(label) for label in labels.cells})
    before = known.places.get(sheet)
    addresses = {label: labels.address(label) for label in labels.cells}
    place = replace(before, cells=addresses) if before else SheetPlaces(title=labels.grid.title, cells=addresses)
    return known.changed(**{name: record, "places": known.places | {sheet: place}})


def with_rows(known: ClassFile, sheet: str, grid: Grid, fill: Filler) -> ClassFile:
    """``known`` with the used rows of a table; if no table is found, only the presence of the sheet is recorded."""
    name, kind = SHEETS_OF_ROWS[sheet]
    table = find_table(grid, kind.attributes())
    if table is None:
        return known.changed(places=known.places | {sheet: SheetPlaces(title=grid.title)})
    fill(sheet, table, known)
    rows = tuple(kind.from_cells(table.rows_with(kind.TYPED), table.columns))
    if sheet == PEOPLE:
        known = known.changed(strays=tuple(strays(table)))
    place = SheetPlaces(
        title=grid.title,
        heading_row=table.heading_row,
        columns={heading: column_letters(column) for heading, column in table.columns.items()},
        headings=table.headings,
    )
    known = known.changed(**{name: rows, "places": known.places | {sheet: place}})
    return with_results(known, table, known.results) if sheet == RESULTS else known


def strays(table: Table) -> Iterator[Person]:
    """The rows of 附件4 with a result but no person."""
    people = {at for at, _ in table.rows_with(Person.TYPED)}
    results = table.rows_with(tuple(RESULT_COLUMNS.values()))
    yield from Person.from_cells(((at, cells) for at, cells in results if at not in people), table.columns)


def with_accounts(known: ClassFile, grid: Grid, fill: Filler) -> ClassFile:
    """``known`` with 附件3: labels with their values to the right, amounts under 金额, remarks under 备注."""
    labels = find_labels(grid, list(Accounts.attributes()))
    notes = find_columns(grid, (AMOUNT, NOTE))
    found = dict(labels.cells)
    for item in (*ITEMS, "合计"):
        if item in found and AMOUNT in notes:
            found[item] = (found[item][0], notes[AMOUNT])
    labels = Labels(grid=grid, cells=found)
    known = with_labels(known, ACCOUNTS, "accounts", Accounts, labels, fill)
    noted = [item for item in (*ITEMS, "合计") if item in found and NOTE in notes]
    remarks = {item: own_remark(grid.value(found[item][0], notes[NOTE])) for item in noted}
    place = known.places[ACCOUNTS]
    addresses = place.cells | {f"{item}备注": f"{column_letters(notes[NOTE])}{found[item][0]}" for item in remarks}
    return known.changed(
        accounts=known.accounts.changed(notes=remarks),
        places=known.places | {ACCOUNTS: replace(place, cells=addresses)},
    )


def own_remark(value: Value) -> Value:
    """备注 without the amount in capital characters, which the form writes itself.

    >>> own_remark("（大写）壹万元整"), own_remark("（大写）壹万元整；含自筹"), own_remark("含自筹")
    (None, '含自筹', '含自筹')
    """
    if not isinstance(value, str) or not value.startswith(CAPITALS):
        return value
    return value.partition("；")[2] or None


def find_columns(grid: Grid, headings: tuple[str, ...]) -> dict[str, int]:
    """The columns of 金额 and 备注, from the first row that contains both."""
    for row in grid.rows:
        shown = [value.strip() if isinstance(value, str) else "" for value in row]
        if all(heading in shown for heading in headings):
            return {heading: shown.index(heading) + 1 for heading in headings}
    return {}


def merged_counts(block: list[list[Value]]) -> dict[tuple[int, int], int]:
    """The merge map for labels of 附件6 that span several columns: the value is the first number after the label.

    A range of values has no merge information; a label directly beside its value needs none.
    """
    found: dict[tuple[int, int], int] = {}
    labels = {plain(label) for label in SurveyForms.attributes()}
    for at, row in enumerate(block[:HEADING_SEARCH_ROWS], start=1):
        for column, value in enumerate(row, start=1):
            if not isinstance(value, str) or plain(value) not in labels:
                continue
            behind = next((next_ for next_ in range(column + 1, len(row) + 1) if not blank(row[next_ - 1])), 0)
            if behind and is_number(row[behind - 1]):
                found[(at, column)] = behind - 1
    return found
