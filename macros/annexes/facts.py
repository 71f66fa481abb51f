"""Reads and writes 项目信息 from outside the sheet, as texts by label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from udfs.records.choices import CHOICES
from udfs.records.class_file import PROJECT, ClassFile, Project
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import LEVEL
from udfs.values.regex import regex
from workbooks.book.level_rows import show_level_rows
from workbooks.book.reading import read_book
from workbooks.book.writing import write_changes
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.writing.changes import CellChange

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "填写项目信息"
_NUMBER = regex(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class ClassFact:
    """A label with its value as text (dates as 2025-07-14), its kind (see ``Field``) and its closed list."""

    label: str
    value: str
    kind: str
    choices: tuple[str, ...] = ()


def facts_of(c: ClassFile) -> list[ClassFact]:
    """The labels on 项目信息, in order."""
    place = c.places.get(PROJECT)
    return [
        ClassFact(field.heading, written(c.project.get(field.heading)), field.kind, CHOICES.get(field.choices, ()))
        for field in Project.declared()
        if place is not None and field.heading in place.cells
    ]


def written(value: Value) -> str:
    return value.isoformat()[:10] if isinstance(value, date) else cells.text(value)


def fill_facts(book: xw.Book, today: date, values: Mapping[str, str]) -> int:
    """Write texts to the cells of their labels, converted by kind. Returns the number of changed cells; '' empties a cell.

    Texts of the wrong kind are written as they are, and the rules report them. Errors: Unusable for an unknown label.
    """
    c = read_book(book, today)
    place = c.places.get(PROJECT)
    unknown = [label for label in values if place is None or label not in place.cells]
    if place is None or unknown:
        raise Unusable(book.name, f"“项目信息”没有{'、'.join(unknown)}", "请改用 gaoyan new 生成的工作簿")
    kinds = {field.heading: field.kind for field in Project.declared()}
    changed = write_changes(
        book,
        [CellChange(place.title, *parse_cell(place.cells[label]), meant(text, kinds[label])) for label, text in values.items()],
        COMMAND,
    )
    if LEVEL in values:
        show_level_rows(book, read_book(book, today), COMMAND)
    return changed


def meant(text: str, kind: str) -> Value:
    """A typed text as a spreadsheet would store it in a cell of that kind.

    >>> meant(" 32 ", "number"), meant("2025-07-14", "date"), meant("32学时", "number"), meant("", "text")
    (32, datetime.date(2025, 7, 14), '32学时', None)
    """
    text = text.strip()
    if not text:
        return None
    if kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    shown = cells.plain(text)
    if kind not in ("integer", "number", "amount") or not _NUMBER.fullmatch(shown):
        return text
    number = Decimal(shown)
    return int(number) if number == int(number) else float(number)
