"""Cells of the wrong kind: text for a number, no date for a date, a word outside a list.

Kinds are declared in ``udfs.fields``. Which rules cannot be judged because of such a cell follows from their preconditions
(``needs``) and, for rules that judge the rest, from ``rests``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from udfs.fields.declared import COUNTS, LABELS, TABLES, Field
from udfs.money.amounts import amount_fault
from udfs.notice.parameters import Parameters
from udfs.records.choices import CHOICES
from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    EXPENSES,
    HOURS,
    LECTURES,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    ClassFile,
    Record,
    Row,
)
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import NUMBER_HEADING, PRICE, YES_NO

FieldPlace = tuple[str, str]
"""(sheet, heading or label)."""
Wrong = Mapping[FieldPlace, Mapping[int | None, str]]
"""{spot: {row (None for a label's value): fault}}."""
_NUMBERS = ("integer", "number")


def wrong_kind(field: Field, value: Value, p: Parameters) -> str:
    """Why a filled cell is not of its field's kind, in Chinese; '' if it is, or if it is empty."""
    if cells.blank(value):
        return ""
    if field.kind in _NUMBERS or field.heading == PRICE:  # a price may have any number of decimals
        return number_fault(field, value)
    if field.kind == "money":
        return amount_fault(value, p.amount_decimals) or ""
    if field.kind == "date":
        return date_fault(value)
    if field.kind == "choice" and field.strict:
        entries = entries_of(field.choices)
        return "" if value in entries or cells.plain(value) in entries else "不在列表中"
    return ""


def number_fault(field: Field, value: Value) -> str:
    number = cells.number(value)
    if number is None:
        return "不是数字"
    if number < 0 or (field.positive and not number):
        return "应大于0" if field.positive else "为负数"
    return "不是整数" if field.kind == "integer" and number != int(number) else ""


def date_fault(value: Value) -> str:
    if cells.day(value) is not None:
        return ""
    return "年份不合理" if isinstance(value, date) else "不是日期"


@lru_cache(maxsize=32)
def entries_of(choices: str) -> frozenset[str]:
    """The normalised entries of a list; 是 and 否 for 是否通过结业考核, which has no drop-down where it is computed."""
    return frozenset(map(cells.plain, CHOICES[choices or YES_NO]))


@lru_cache(maxsize=4)
def labelled(sheet: str) -> tuple[Field, ...]:
    """The labels of a sheet that have a kind."""
    return tuple(one for one in LABELS[COUNTS if sheet == SURVEY else sheet] if one.kind != "text")


@lru_cache(maxsize=16)
def of_kind(sheet: str) -> tuple[Field, ...]:
    """The typed columns of a sheet that have a kind; for 附件5 also the two that rules rest on if it is typed."""
    typed = ("person",) if sheet != RESULTS else ("person", "formula")
    columns = (one for one in TABLES[sheet] if one.filled in typed and one.heading != NUMBER_HEADING)
    return tuple(one for one in columns if one.kind not in ("text", "percent") and one.width > 0)


def wrong_kinds(c: ClassFile, p: Parameters) -> Wrong:
    """Every filled cell of the wrong kind, at the spot where findings report it."""
    found: dict[FieldPlace, dict[int | None, str]] = {}
    records: tuple[tuple[str, Record], ...] = ((PROJECT, c.project), (ACCOUNTS, c.accounts), (SURVEY, c.forms))
    for sheet, record in records:
        for field in labelled(sheet):
            if fault := wrong_kind(field, record.get(field.heading), p):
                found.setdefault((sheet, field.heading), {})[None] = fault
    for sheet, rows in tables(c):
        for field in of_kind(sheet):
            values = [getattr(row, field.attribute, None) for row in rows]
            # A column holds the same few values again and again; True and 1 are equal, but not of one kind.
            kinds = set(zip(map(type, values), values, strict=True))
            faults = {one: why for one in kinds if (why := wrong_kind(field, one[1], p))}
            if not faults:
                continue
            for row, value in zip(rows, values, strict=True):
                if (type(value), value) in faults:
                    place, heading, at = row.spot(field.heading)
                    found.setdefault((place, heading), {})[at] = faults[type(value), value]
    return found


def tables(c: ClassFile) -> Iterator[tuple[str, Iterable[Row]]]:
    """The rows in which cells are typed. In a computed 附件5 only rows whose 学时数 was overwritten."""
    typed = {one.row for one in c.out_of_view if one.field == HOURS}
    results = [one for one in c.results if one.row in typed] if c.results_beside else c.results
    yield PEOPLE, c.people
    yield RESULTS, results
    yield ATTENDANCE, c.absences
    yield LECTURES, c.lectures
    yield EXPENSES, c.expenses
    yield SURVEY, c.survey
