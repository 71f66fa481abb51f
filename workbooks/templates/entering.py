"""Types a class into the template, as a user would: values where they differ from what the workbook computes by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from udfs.fields.reserved import RESERVED
from udfs.notice.plan import MUNICIPAL, NATIONAL
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
from workbooks.ooxml.strings import writable
from workbooks.templates.blank import blank_workbook
from workbooks.templates.checking_sheet import checking_cells
from workbooks.templates.parameter_sheet import put_away
from workbooks.templates.saving import saved

PRINTED_ROWS = {PEOPLE: 60, RESULTS: 60, FINDINGS: 1}
FEW_ROWS = 15
"""So many rows a sheet in which nothing is typed yet prints (``PRINTED_ROWS``, else ``FEW_ROWS``): those of a usual class, or one
page. Commands move the print area to the last row in use."""
OTHER_LEVEL = {
    NATIONAL: ("证书编号规则",),
    MUNICIPAL: ("经费报销材料报送日期", *RESERVED, "平台审核通过日期", "开班通知印发日期"),
}
"""Level -> the labels of 项目信息 that only the other level fills in."""


def entered(c: ClassFile, rows: int | None = None) -> bytes:
    """The template with everything the records of ``c`` hold typed into it. ``rows``: ready rows, at least what ``c`` needs.

    A row keeps its distance from the heading row. Computed cells keep their formula where it gives the record's value.
    """
    ready = rows or rows_needed(c)
    book = blank_workbook(class_parameters(c), ready)
    enter(book, c, ready)
    put_away(book[PARAMETERS])
    return saved(book, {CHECKING: checking_cells(ready)}, c.today)


def rows_needed(c: ClassFile) -> int:
    """The ready rows of a workbook of ``c``, unless somebody asks for another number."""
    needed = max((row.row for kind in (c.people, c.results, c.absences, c.lectures, c.expenses) for row in kind), default=0)
    return max(READY_ROWS, needed)


def enter(book: Workbook, c: ClassFile, rows: int, kept: Collection[str] = ()) -> None:
    """Type the records of ``c`` into a blank workbook. ``kept``: labels of 项目信息 whose rows stay in sight in any case."""
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
    """Print the rows in use and no blank ones: every print area down to the last row of its sheet; a sheet in which nothing is
    typed yet prints the first rows."""
    for sheet in SHEETS_OF_PAGES:
        table, place = FORMS[sheet].table, c.places.get(sheet)
        assert table
        below = [row.row - (place.heading_row if place else table.heading_row) for row in getattr(c, SHEETS_OF_ROWS[sheet][0])]
        if sheet == RESULTS:
            below.append(len(c.shown_trainees))  # 附件5 shows them all
        last = max(below, default=0) or min(PRINTED_ROWS.get(sheet, FEW_ROWS), rows)
        book[sheet].print_area = moved(book[sheet].print_area.rpartition("!")[2], table.heading_row + last)


def hide_other_level(book: Workbook, c: ClassFile, kept: Collection[str]) -> None:
    """The rows of 项目信息 that belong to the other level, where nothing is typed in them."""
    for label in OTHER_LEVEL.get(c.level, ()):
        row = FORMS[PROJECT].by_label[label].value_at.lstrip("B")
        if label not in kept and cells.blank(c.project.get(label)):
            book[PROJECT].row_dimensions[int(row)].hidden = True


def enter_labels(sheet: Worksheet, form: Form, record: Record, c: ClassFile) -> None:
    """Type the values of a form of labels."""
    values = {label: record.get(label) for label in type(record).attributes()}
    untouched = all(cells.blank(value) for value in values.values())
    for label in form.labels:
        value = values.get(label.label)
        if label.computed:
            # A record of which nothing is known has not been computed yet; one with a gap has an emptied cell.
            if untouched or same_value(label.computed.compute(c, RowView(values)), value):
                continue
        elif cells.blank(value):
            continue
        put(sheet[label.cell], value)


def enter_rows(sheet: Worksheet, table: TableForm, records: Mapping[int, Row], c: ClassFile, rows: int) -> None:
    """Type the rows of a table; formulas that would say more than the records do are cleared."""
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
    """Type over, or clear, what is no view in a computed 附件5; bring the view back where a row of a typed one still shows it."""
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
    """The columns of computed cells that hold values all the same: in a list of results that somebody typed, who it is about."""
    if any(isinstance(record, Result) and record.person_row is None for record in records.values()):
        return frozenset((*MIRRORED, *RESULT_COLUMNS))
    return frozenset()


def fresh(c: ClassFile) -> bool:
    """True for a class nobody has been entered into: its formulas have nothing to say yet."""
    return not c.people and not c.results


def any_replaceable(table: TableForm) -> bool:
    return any(column.computed and column.computed.replaceable for column in table.columns)


def typed_values(record: Row) -> dict[str, Value]:
    return {heading: record.get(heading) for heading in type(record).attributes()}


def put(cell: Cell, value: Value) -> None:
    """Type a value: text stays text, whatever it begins with. A cell that was not there looks as its column does."""
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
