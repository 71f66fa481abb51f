"""A copy of a workbook for publication: rebuilt from visible values, with personal numbers masked.

Nothing of the original file is copied, so no names, links, comments, pictures, formulas, properties, hidden sheets, rows or
columns, or earlier values can remain. Hidden content is omitted from the copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from udfs.reading.assembly import SHEETS_OF_ROWS
from udfs.records.class_file import PARAMETERS, PROJECT, ClassFile, Record, Row
from udfs.records.publication import Masker
from udfs.values.regex import regex
from workbooks.closed.hidden_parts import Hidden, hidden_parts
from workbooks.forms import FORMS
from workbooks.forms.model import MESSAGE_HEADING, Form
from workbooks.ooxml.package import Package
from workbooks.printing.annexes import ANNEXES, is_filled
from workbooks.printing.clean import clean, draw_annex, draw_clean, empty_book, finished, put_labels, put_rows

_MASKED = regex(r"\*{3,}")
"""A masked personal number in the copy."""


@dataclass(frozen=True)
class Published:
    """The copy: bytes, sheets, number of masked numbers, and omitted hidden content."""

    data: bytes
    sheets: tuple[str, ...]
    masked: int
    left_out: tuple[str, ...]


def published(c: ClassFile, package: Package, everything: bool = False) -> Published:
    """The copy of a class read from ``package``: the annexes with content; with ``everything`` also the working sheets."""
    hidden = {sheet: hidden_parts(package, place.title) for sheet, place in c.places.items()}
    shown, left_out = without_hidden(c, hidden)
    masker = Masker.of(c)
    masked = masked_class(shown, masker)
    book = empty_book()
    sheets: list[str] = []
    for sheet in FORMS if everything else ANNEXES:
        if sheet not in c.places or hidden[sheet].sheet or sheet == PARAMETERS:
            continue
        if sheet in ANNEXES and not is_filled(masked, sheet):
            continue
        if sheet in ANNEXES:
            draw_annex(book, masked, sheet, without=hidden_headings(c, sheet, hidden[sheet]))
        else:
            draw_other(masked, sheet, book, hidden_headings(c, sheet, hidden[sheet]))
        sheets.append(sheet)
    masked_cells = sum(len(_MASKED.findall(str(cell))) for sheet in book for row in sheet.values for cell in row if cell)
    data = finished(book) if sheets else b""
    return Published(data, tuple(sheets), masked_cells, tuple(left_out))


def draw_other(c: ClassFile, sheet: str, book: object, without: Sequence[str]) -> None:
    """Draw a working sheet: its labels or table as values, without the column that looks up findings."""
    from openpyxl import Workbook

    assert isinstance(book, Workbook)
    form = FORMS[sheet]
    records: tuple[Row, ...] = () if sheet == PROJECT else getattr(c, SHEETS_OF_ROWS[sheet][0])
    known = set(SHEETS_OF_ROWS[sheet][1].attributes()) if sheet != PROJECT else set()
    bare = plain_form(form, len(records), known - {MESSAGE_HEADING, *without})
    drawn = draw_clean(book, bare, len(records))
    if sheet == PROJECT:
        put_labels(drawn, bare, c.project)
    elif bare.table:
        headings = [column.heading for column in bare.table.columns]
        put_rows(drawn, bare.table, [[clean(record.get(heading)) for heading in headings] for record in records])


def plain_form(form: Form, count: int, known: set[str]) -> Form:
    """The form with values only, for ``count`` rows; ``known``: columns to keep."""
    table = form.table
    if table:
        columns = tuple(replace(column, computed=None) for column in table.columns if column.heading in known)
        table = replace(table, columns=columns, rows=None)
    return replace(
        form,
        page=replace(form.page, areas=(form.area(form.page.areas[0], table.last(max(1, count)) if table else count),)),
        texts=tuple(text for text in form.texts if isinstance(text.text, str) and text.style != "hint"),
        labels=tuple(replace(label, computed=None, hint="", hint_at="", prompt="") for label in form.labels),
        table=table,
        tab="",
        filtered=False,
    )


def masked_class(c: ClassFile, masker: Masker) -> ClassFile:
    """The class with all values masked for publication. Names of persons are kept."""

    def rows(records: Sequence[Record]) -> tuple[Record, ...]:
        return tuple(masked_record(record, masker) for record in records)

    notes = {item: masker.cell("备注", note) for item, note in c.accounts.notes.items()}
    return c.changed(
        project=masked_record(c.project, masker),
        accounts=masked_record(c.accounts, masker).changed(notes=notes),
        forms=masked_record(c.forms, masker),
        answers=(),
        ledger=None,
        **{name: rows(getattr(c, name)) for name, _ in SHEETS_OF_ROWS.values()},
    )


def masked_record(record: Record, masker: Masker) -> Record:
    return record.changed(
        **{name: masker.cell(heading, record.get(heading)) for heading, name in type(record).attributes().items()}
    )


def without_hidden(c: ClassFile, hidden: Mapping[str, Hidden]) -> tuple[ClassFile, list[str]]:
    """The class without hidden rows, and a description of what was omitted."""
    changes: dict[str, tuple[Row, ...]] = {}
    omitted: list[str] = []
    for sheet, parts in hidden.items():
        if parts.sheet:
            omitted.append(f"{sheet}：整张表是隐藏的")
        elif headings := hidden_headings(c, sheet, parts):
            omitted.append(f"{sheet}：隐藏的列{'、'.join(headings)}")
        if sheet not in SHEETS_OF_ROWS:
            continue
        name = SHEETS_OF_ROWS[sheet][0]
        rows: tuple[Row, ...] = getattr(c, name)
        kept = tuple(row for row in rows if row.row not in parts.rows)
        if len(kept) < len(rows):
            changes[name] = kept
            omitted.append(f"{sheet}：隐藏或被筛选掉的 {len(rows) - len(kept)} 行")
    return c.changed(**changes), omitted


def hidden_headings(c: ClassFile, sheet: str, hidden: Hidden) -> list[str]:
    """The headings of the hidden columns of a table."""
    place = c.places.get(sheet)
    return [heading for heading, letters in place.columns.items() if letters in hidden.columns] if place else []
