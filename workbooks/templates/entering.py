"""Enters a class into the template like a user: only values that differ from what the workbook computes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from udfs.reading.assembly import SHEETS_OF_ROWS
from udfs.records.class_file import (
    ACCOUNTS,
    CHECKING,
    FINDINGS,
    PARAMETERS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    ClassFile,
    Record,
    Row,
)
from udfs.records.class_parameters import class_parameters
from udfs.records.participants import MIRRORED, RESULT_COLUMNS, Result
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import NAME
from workbooks.forms import FORMS
from workbooks.forms.filling import computed_rows, same_value
from workbooks.forms.model import READY_ROWS, Form, RowView, TableForm
from workbooks.forms.print_areas import SHEETS as SHEETS_OF_PAGES
from workbooks.forms.print_areas import moved
from workbooks.forms.sheets.project import rows_out_of_sight
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.strings import writable
from workbooks.templates.blank import blank_workbook
from workbooks.templates.checking_sheet import checking_cells
from workbooks.templates.parameter_sheet import put_away
from workbooks.templates.saving import saved

PRINTED_ROWS = {PEOPLE: 60, RESULTS: 60, FINDINGS: 1}
FEW_ROWS = 15
"""Number of printed rows of an empty sheet (``PRINTED_ROWS``, else ``FEW_ROWS``): a typical class, or one page. Commands move
the print area to the last used row."""


def entered(c: ClassFile, rows: int | None = None) -> bytes:
    """The template with all records of ``c`` entered. ``rows``: ready rows, at least those needed by ``c``.

    Rows keep their distance from the heading row. Computed cells keep their formula if it yields the record's value.
    """
    ready = rows or rows_needed(c)
    book = blank_workbook(class_parameters(c), ready)
    enter(book, c, ready)
    put_away(book[PARAMETERS])
    return saved(book, {CHECKING: checking_cells(ready)}, c.today)


def rows_needed(c: ClassFile) -> int:
    """The default number of ready rows for ``c``."""
    needed = max((row.row for kind in (c.people, c.results, c.absences, c.lectures, c.expenses) for row in kind), default=0)
    return max(READY_ROWS, needed)


def enter(book: Workbook, c: ClassFile, rows: int, kept: Collection[str] = ()) -> None:
    """Enter the records of ``c`` into a blank workbook. ``kept``: labels of 项目信息 whose rows are always visible."""
    enter_labels(book[PROJECT], FORMS[PROJECT], c.project, c)
    enter_labels(book[SURVEY], FORMS[SURVEY], c.forms, c)
    enter_labels(book[ACCOUNTS], FORMS[ACCOUNTS], c.accounts, c)
    for item, remark in c.accounts.notes.items():
        label = FORMS[ACCOUNTS].by_label.get(item)
        if label and label.note_at and not cells.blank(remark):
            put(book[ACCOUNTS][label.note_at.split(":")[0]], remark)
    for sheet, (name, _) in SHEETS_OF_ROWS.items():
        form = FORMS[sheet]
        place = c.places.get(sheet)
        if form.table:
            moved = form.table.heading_row - (place.heading_row if place else form.table.heading_row)
            records = {row.row + moved: row for row in getattr(c, name)}
            if sheet == PEOPLE:
                records |= {row.row + moved: row for row in c.strays}
            enter_rows(book[sheet], form.table, records, c, rows)
    if c.out_of_view:
        enter_out_of_view(book[RESULTS], FORMS[RESULTS], c)
    fit_pages(book, c, rows)
    hide_other_level(book, c, kept)


def fit_pages(book: Workbook, c: ClassFile, rows: int) -> None:
    """Set every print area to the last used row of its sheet; an empty sheet prints its first rows."""
    for sheet in SHEETS_OF_PAGES:
        table, place = FORMS[sheet].table, c.places.get(sheet)
        assert table
        below = [row.row - (place.heading_row if place else table.heading_row) for row in getattr(c, SHEETS_OF_ROWS[sheet][0])]
        if sheet == RESULTS:
            below.append(len(c.shown_trainees))  # 附件5 shows all of them
        last = max(below, default=0) or min(PRINTED_ROWS.get(sheet, FEW_ROWS), rows)
        book[sheet].print_area = moved(book[sheet].print_area.rpartition("!")[2], table.heading_row + last)


def hide_other_level(book: Workbook, c: ClassFile, kept: Collection[str]) -> None:
    """Hide the rows of 项目信息 that belong to the other level, if empty."""
    for label, hidden in rows_out_of_sight(c).items():
        if hidden and label not in kept:
            book[PROJECT].row_dimensions[parse_cell(FORMS[PROJECT].by_label[label].cell)[0]].hidden = True


def enter_labels(sheet: Worksheet, form: Form, record: Record, c: ClassFile) -> None:
    """Enter the values of a label form."""
    values = {label: record.get(label) for label in type(record).attributes()}
    untouched = all(cells.blank(value) for value in values.values())
    for label in form.labels:
        value = values.get(label.label)
        if label.computed:
            # A record without any values has not been computed yet; a single missing value is a cleared cell.
            if untouched or same_value(label.computed.compute(c, RowView(values)), value):
                continue
        elif cells.blank(value):
            continue
        put(sheet[label.cell], value)


def enter_rows(sheet: Worksheet, table: TableForm, records: Mapping[int, Row], c: ClassFile, rows: int) -> None:
    """Enter the rows of a table; formulas that would show more than the records are cleared."""
    typed = {at: typed_values(record) for at, record in records.items()}
    by_hand = typed_headings(records)
    columns = {heading: at for at, heading in enumerate(table.letters, start=1)}
    last = table.last(rows)
    for row, values in typed.items():
        for heading, value in values.items():
            column = table.by_heading.get(heading)
            record = records[row]
            beyond = row > last and not (isinstance(record, Result) and record.person_row is not None)
            if column and (column.computed is None or beyond):
                put(sheet.cell(row, columns[heading]), value)
    if not any(column.computed for column in table.columns) or not (records or any_replaceable(table)):
        return
    for row, found in computed_rows(table, c, typed, rows):
        for heading, computed in found.items():
            column = table.by_heading[heading]
            assert column.computed
            stated = typed.get(row, {}).get(heading)
            known = not cells.blank(stated) or (column.computed.replaceable and not fresh(c))
            if (row in typed and heading in by_hand) or (known and not same_value(computed, stated)):
                put(sheet.cell(row, columns[heading]), stated)


def enter_out_of_view(sheet: Worksheet, form: Form, c: ClassFile) -> None:
    """Overwrite or clear cells of a computed 附件5 that differ from its formulas; restore the formulas in rows of a typed
    附件5 that still show their results."""
    table = form.table
    assert table
    columns = {heading: at for at, heading in enumerate(table.letters, start=1)}
    for one in c.out_of_view:
        if not c.results_beside:
            for column in table.columns:
                if column.computed:
                    sheet.cell(one.row, columns[column.heading]).value = f"={column.computed.on(form.sheet)}"
        elif one.field == NAME:
            for heading in Result.OFFICIAL:
                put(sheet.cell(one.row, columns[heading]), None)
        else:
            put(sheet.cell(one.row, columns[one.field]), one.value)


def typed_headings(records: Mapping[int, Row]) -> frozenset[str]:
    """The computed columns that contain values anyway: in a typed list of results, those that identify the person."""
    if any(isinstance(record, Result) and record.person_row is None for record in records.values()):
        return frozenset((*MIRRORED, *RESULT_COLUMNS))
    return frozenset()


def fresh(c: ClassFile) -> bool:
    """True for a class without people: its formulas are empty."""
    return not c.people and not c.results


def any_replaceable(table: TableForm) -> bool:
    return any(column.computed and column.computed.replaceable for column in table.columns)


def typed_values(record: Row) -> dict[str, Value]:
    return {heading: record.get(heading) for heading in type(record).attributes()}


def put(cell: Cell, value: Value) -> None:
    """Enter a value; text is always written as text. A new cell gets the style of its column."""
    columns = cell.parent.column_dimensions
    if not cell.has_style and cell.column_letter in columns:
        cell._style = copy(columns[cell.column_letter]._style)
    if value is None or value == "":
        cell.value = None
    elif isinstance(value, str):
        cell.value = writable(value)
        cell.data_type = "s"
    else:
        cell.value = float(value) if isinstance(value, Decimal) and value != int(value) else value
