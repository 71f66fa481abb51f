"""Assigns each 说明 to its finding after rows were moved and values changed.

A finding on a person, a label or a whole sheet has a mark: a digest of rule, field, person and value, stored beside it in 核验
(印记). So a 说明 follows its person and never excuses another value. Rows without a person (lectures, expenses), and rows of
核验 without a mark, are matched by place, value and message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from udfs.records.class_file import ATTENDANCE, PEOPLE, RESULTS, Absence, ClassFile, Explained, Person, Result
from udfs.records.participants import RESULT_COLUMNS
from udfs.rules.model import Finding, Violation
from udfs.values import cells
from udfs.values.cells import Value

LENGTH = 20
FIELDS = {beside: heading for heading, beside in RESULT_COLUMNS.items()}
"""{working column: result column}: a result has one name in a mark, wherever it is typed."""


def mark_of(c: ClassFile, code: str, hit: Violation) -> str:
    """The mark of a hit; '' for a row without a person."""
    if hit.row is None:
        whom = "-"
    else:
        row = person_row(c, hit.sheet, hit.row)
        whom = "" if row is None else row.key or cells.plain(row.name)
    if not whom:
        return ""
    stated = "\n".join((code, FIELDS.get(hit.field, hit.field), whom, cells.text(hit.value)))
    return hashlib.sha256(stated.encode("utf-8")).hexdigest()[:LENGTH]


def person_row(c: ClassFile, sheet: str, row: int) -> Person | Result | Absence | None:
    """The person that a row of a sheet is about."""
    if sheet == PEOPLE:
        return c.people_rows.get(row)
    if sheet == RESULTS:
        return c.result_rows.get(row)
    return c.absence_rows.get(row) if sheet == ATTENDANCE else None


def with_explanations(c: ClassFile, findings: list[Finding]) -> tuple[Finding, ...]:
    """Each finding with its 说明: by mark if the row of 核验 has one.

    Otherwise by rule, key and value; for a moved row by rule, sheet, value and message if unique on both sides. It never
    excuses another value.
    """
    typed = [row for row in c.explained if not cells.blank(row.explanation)]
    if not typed:
        return tuple(findings)
    marked = {cells.text(row.mark): cells.text(row.explanation) for row in typed if not cells.blank(row.mark)}
    found = [replace(one, explained=marked[one.mark]) if one.mark and one.mark in marked else one for one in findings]
    return by_place([row for row in typed if cells.blank(row.mark)], found)


def by_place(typed: list[Explained], findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings with the 说明 of rows without a mark."""
    exact = {(cells.text(row.code), cells.text(row.key), cells.text(row.value)): row for row in typed}
    result: list[Finding] = []
    taken: set[int] = set()
    for finding in findings:
        row = exact.get((finding.code, finding.key, cells.text(finding.value)))
        if row is not None and finding.explained is None:
            taken.add(row.row)
            finding = replace(finding, explained=cells.text(row.explanation))
        result.append(finding)
    moved = unique({row.row: moved_key(row.code, row.key, row.value, row.message) for row in typed if row.row not in taken})
    waiting = unique({at: moved_key(f.code, f.key, f.value, f.message) for at, f in enumerate(result) if f.explained is None})
    explanations = {row.row: cells.text(row.explanation) for row in typed}
    for key, at in waiting.items():
        if key in moved and key[2]:
            result[at] = replace(result[at], explained=explanations[moved[key]])
    return tuple(result)


MovedKey = tuple[str, str, str, str]


def moved_key(code: Value, key: Value, value: Value, message: Value) -> MovedKey:
    return cells.text(code), cells.text(key).partition("!")[0], cells.text(value), cells.text(message)


def unique(keys: Mapping[int, MovedKey]) -> dict[MovedKey, int]:
    """{key: index} for the keys that occur once."""
    seen: dict[MovedKey, list[int]] = {}
    for at, key in keys.items():
        seen.setdefault(key, []).append(at)
    return {key: found[0] for key, found in seen.items() if len(found) == 1}
