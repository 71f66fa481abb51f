"""A validation never refuses an entry that no rule finds fault with, and refuses some of those with a fault.

The validations' own formulas are put beside the cells, far outside the forms, and computed by LibreOffice for made-up classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries

from tests.parity.class_made import made_class
from tests.parity.typed_cases import READY, ROWS, run, typed
from tests.parity.verdicts import TODAY, raw_hits
from udfs.money.amounts import amount_fault
from udfs.records.class_file import ACCOUNTS, EXPENSES, LECTURES, PROJECT, SURVEY, ClassFile, Record
from udfs.values import cells
from udfs.values.cells import Value
from workbooks.forms import FORMS
from workbooks.templates.entering import entered

SHEETS = (PROJECT, ACCOUNTS, SURVEY, LECTURES, EXPENSES)
SEEDS = range(300, 340)
ASIDE = 60
"""So many columns to the right of a cell stands the proof of its validation."""


class Proof(NamedTuple):
    """The validation of one cell: the field and the row it belongs to (None for a label), and where it is computed."""

    sheet: str
    field: str
    row: int | None
    area: str


def proofs(path: Path) -> list[Proof]:
    """Put every validation with a formula beside its cells, and say where."""
    book = load_workbook(path)
    found = []
    for sheet in SHEETS:
        for validation in book[sheet].data_validations.dataValidation:
            if validation.type != "custom":
                continue
            column, first, _, last = range_boundaries(str(validation.sqref))
            for row in range(first, min(last, first + READY - 1) + 1):
                shifted = Translator(f"={validation.formula1}", origin=f"A{first}").translate_formula(f"A{row}")
                address = f"{get_column_letter(column + ASIDE)}{row}"
                book[sheet][address] = shifted
                found.append(Proof(sheet, *named(sheet, column, row), address))
    book.save(path)
    return found


def named(sheet: str, column: int, row: int) -> tuple[str, int | None]:
    """The label whose value stands there, else the heading of the column and the row."""
    letters = get_column_letter(column)
    label = next((one.label for one in FORMS[sheet].labels if one.cell == f"{letters}{row}"), None)
    if label is not None:
        return label, None
    table = FORMS[sheet].table
    assert table
    return next(heading for heading, at in table.letters.items() if at == letters), row


def entry(c: ClassFile, proof: Proof) -> Value:
    """What was typed there."""
    if proof.row is None:
        records: Mapping[str, Record] = {PROJECT: c.project, ACCOUNTS: c.accounts, SURVEY: c.forms}
        return records[proof.sheet].get(proof.field)
    rows = getattr(c, ROWS[proof.sheet][0])
    return next((row.get(proof.field) for row in rows if row.row == proof.row), None)


@lru_cache(maxsize=1)
def judged(path: Path) -> list[tuple[Proof, Value, bool, bool]]:
    """(cell, what was typed, does the validation accept it, does a rule speak of it) for every filled cell."""
    path.write_bytes(entered(ClassFile(today=TODAY), READY))
    places = proofs(path)
    columns: dict[tuple[str, str], list[Proof]] = {}
    for proof in places:
        columns.setdefault((proof.sheet, proof.field), []).append(proof)
    classes = [made_class(seed) for seed in SEEDS]
    areas = [(sheet, f"{column[0].area}:{column[-1].area}") for (sheet, _), column in columns.items()]
    answers = run(path, [typed(c) for c in classes], areas, path.parent)
    found = []
    for c, answer in zip(classes, answers, strict=True):
        hits = {(spot.sheet, spot.field, spot.row) for spot in raw_hits(c)}
        verdicts = [row[0] for block in answer for row in block]
        for proof, accepted in zip((one for column in columns.values() for one in column), verdicts, strict=True):
            value = entry(c, proof)
            if not cells.blank(value):
                spoken = (proof.sheet, proof.field, proof.row) in hits
                found.append((proof, value, accepted == 1.0, spoken))
    return found


def plainly_none(proof: Proof, value: Value) -> bool:
    """What is no amount or no date at all is refused where it is typed, even where rules speak of another cell instead."""
    if "日期" in proof.field:
        return cells.day(value) is None
    return proof.sheet == ACCOUNTS and amount_fault(value, 2) is not None


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("validations") / "book.xlsx"


def test_no_right_entry_is_refused(book: Path) -> None:
    refused = [(proof, value) for proof, value, accepted, spoken in judged(book) if not accepted and not spoken]
    assert [one for one in refused if not plainly_none(*one)] == []


def test_wrong_entries_are_refused(book: Path) -> None:
    """On every sheet some entries that a rule speaks of are refused; every validation accepts something."""
    found = judged(book)
    assert {proof.sheet for proof, _, accepted, spoken in found if spoken and not accepted} == set(SHEETS)
    accepting = {(proof.sheet, proof.field) for proof, _, accepted, _ in found if accepted}
    assert {(proof.sheet, proof.field) for proof, *_ in found} == accepting
