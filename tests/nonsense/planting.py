"""Nonsense of every kind in every field that has a kind, put into classes on which a rule speaks.

``python -m tests.nonsense.table`` writes what is stated of each into ``docs/nonsense.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from udfs.fields.declared import Field
from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    EXPENSES,
    LECTURES,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    ClassFile,
)  # fmt: skip
from udfs.rules.kinds import labelled, of_kind
from udfs.values.cells import Value
from udfs.values.headings import EXAM

RECORDS: Mapping[str, str] = {PROJECT: "project", ACCOUNTS: "accounts", SURVEY: "forms"}
ROWS: Mapping[str, str] = {
    PEOPLE: "people", RESULTS: "results", ATTENDANCE: "absences", LECTURES: "lectures", EXPENSES: "expenses", SURVEY: "survey",
}  # fmt: skip
NONSENSE: Mapping[str, Mapping[str, Value]] = {
    "number": {"带单位": "三十二学时", "文字": "待定", "逻辑值": True, "日期": date(2025, 9, 28), "负数": -5},
    "integer": {"带单位": "五人", "文字": "待定", "逻辑值": True, "负数": -5, "小数": 1.5},
    "money": {"带单位": "八万元", "文字": "待定", "逻辑值": True, "负数": -5},
    "date": {"文字": "昨天", "没有的日子": "2025-4-31", "只有月日": "10.22", "年份": 2025, "逻辑值": True},
    "choice": {"别的词": "待定", "数字": 987},
}
"""Kind of a field -> name of the nonsense -> what is typed."""


@dataclass(frozen=True)
class Planted:
    """A class with one piece of nonsense in it: in the cell of a label, or in a column (in every row of it)."""

    sheet: str
    field: Field
    name: str
    value: Value
    c: ClassFile


def planted(c: ClassFile) -> Iterator[Planted]:
    """The class with each piece of nonsense in each field."""
    for sheet, attribute in RECORDS.items():
        for field in labelled(sheet):
            for name, value in nonsense(field):
                record = getattr(c, attribute).changed(**{field.attribute: value})
                yield Planted(sheet, field, name, value, c.changed(**{attribute: record}))
    for sheet, attribute in ROWS.items():
        rows: tuple[Any, ...] = getattr(c, attribute)
        if sheet == RESULTS and c.results_beside:
            continue  # it shows what stands in 附件4
        for field in of_kind(sheet) if rows else ():
            for name, value in nonsense(field):
                changed: dict[str, Any] = {attribute: tuple(row.changed(**{field.attribute: value}) for row in rows)}
                if field.heading == EXAM and c.results_beside:
                    changed["results"] = tuple(result.changed(passed=value) for result in c.results)
                yield Planted(sheet, field, name, value, c.changed(**changed))


def nonsense(field: Field) -> Iterator[tuple[str, Value]]:
    if field.kind != "choice" or field.strict:
        yield from NONSENSE.get(field.kind, {}).items()
