"""附件3 to 附件6 as clean workbooks: values of the official columns only.

They are drawn from the same forms as the working workbook, without working columns, formulas, drop-downs, hints, names, links.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from udfs.money.amounts import capitals_of
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ACCOUNTS, PEOPLE, RESULTS, SURVEY, ClassFile, Record, Result, Row, SurveyItem
from udfs.records.class_parameters import class_parameters
from udfs.survey.satisfaction import level_counts, rounded, satisfaction
from udfs.values import cells
from udfs.values.cells import Value, column_letters
from udfs.values.headings import DOCUMENT, EMPLOYER, EXAM, NAME, NUMBER_HEADING, SURVEY_RATE
from workbooks.forms import FORMS
from workbooks.forms.drawing import BODY_FONT, SCREEN_FONT, draw
from workbooks.forms.model import Form, FormColumn, TableForm
from workbooks.forms.sheets.survey import RATE_DECIMALS
from workbooks.printing.wording import printed
from workbooks.templates.entering import put
from workbooks.templates.saving import STAMP, saved

PLATFORM_SHEET = "上报名单"
PLATFORM_COLUMNS = (
    FormColumn(NUMBER_HEADING, 6, "integer", official=True),
    FormColumn(NAME, 12, official=True),
    FormColumn(EMPLOYER, 36, official=True, centred=False),
    FormColumn("职称或职业资格", 22, official=True),
    FormColumn(DOCUMENT, 24, official=True, one_line=True),
    FormColumn("研修学时", 10, "number", official=True),
    FormColumn(EXAM, 10, official=True),
)
"""The columns required by the platform of the national classes (notice, 三(一))."""
EXAM_WORDS = {"是": "合格", "否": "不合格"}


def clean_annex(c: ClassFile, sheet: str, draft: bool = False) -> bytes:
    """One annex as a workbook of its own."""
    book = empty_book()
    draw_annex(book, c, sheet, draft)
    return finished(book)


def draw_annex(book: Workbook, c: ClassFile, sheet: str, draft: bool = False, without: Collection[str] = ()) -> None:
    """Add one annex as a sheet of ``book``; ``without``: headings of columns to omit."""
    rows: Mapping[str, tuple[Row, ...]] = {PEOPLE: c.people, RESULTS: c.results, SURVEY: c.survey}
    records = rows.get(sheet, ())
    form = official_form(FORMS[sheet], len(records), without)
    drawn = draw_clean(book, form, len(records), draft)
    if sheet == ACCOUNTS:
        put_labels(drawn, form, c.accounts)
        put_notes(drawn, form, c)
    elif sheet == SURVEY:
        put_labels(drawn, form, c.forms)
    if form.table:
        headings = [column.heading for column in form.table.columns]
        p = class_parameters(c)
        put_rows(drawn, form.table, [[official_value(record, heading, p) for heading in headings] for record in records])


def platform_list(c: ClassFile, draft: bool = False) -> bytes:
    """平台上报名单: the trainees of 附件5 under the words of the platform."""
    form = platform_form(len(c.results))
    assert form.table
    book = empty_book()
    drawn = draw_clean(book, form, len(c.results), draft)
    put_rows(drawn, form.table, [platform_row(at, result) for at, result in enumerate(c.results, start=1)])
    return finished(book)


def platform_form(count: int) -> Form:
    """The form of that list for so many trainees."""
    table = TableForm(PLATFORM_COLUMNS, heading_row=1, row_height=24)
    page = replace(FORMS[RESULTS].page, areas=(table.pages().format(last=1 + max(1, count)),), landscape=True, seal=False)
    return Form(sheet=PLATFORM_SHEET, page=page, table=table, freeze="A2")


def empty_annex(form: Form, count: int) -> bytes:
    """A clean form for so many rows that nobody has filled in."""
    book = empty_book()
    draw_clean(book, form, count)
    return finished(book)


def platform_row(at: int, result: Result) -> list[Value]:
    passed = printed(result.passed)
    exam = EXAM_WORDS.get(passed, passed)
    number = cells.number(result.hours)
    hours: Value = printed(result.hours) if number is None else number
    return [at, printed(result.name), printed(result.employer), printed(result.title), printed(result.document), hours, exam]


def official_form(form: Form, count: int, without: Collection[str] = ()) -> Form:
    """The form reduced to what is handed in, for ``count`` rows; ``without``: headings of further columns to omit."""
    left, top, right, bottom = range_boundaries(form.area(form.page.areas[0], count))
    table = form.table
    if table:
        wanted = [column for column in table.columns if column.official and column.heading not in without]
        official = tuple(replace(column, computed=None) for column in wanted)
        table = replace(table, columns=official, rows=None)
        bottom = table.last(max(1, count))
    texts = tuple(text for text in form.texts if isinstance(text.text, str) and begins_within(text.area, left, right))
    labels = tuple(replace(label, computed=None, hint="", hint_at="", prompt="") for label in form.labels)
    letters = {column_letters(at) for at in range(left, right + 1)}
    return replace(
        form,
        page=replace(form.page, areas=(f"{column_letters(left)}{top}:{column_letters(right)}{bottom}",)),
        texts=texts,
        labels=labels,
        table=table,
        widths={at: width for at, width in (form.widths or {}).items() if at in letters},
        heights={row: height for row, height in (form.heights or {}).items() if row <= bottom},
        boxes=tuple(area for area in form.boxes if begins_within(area, left, right)),
        tab="",
        filtered=False,
    )


def begins_within(area: str, left: int, right: int) -> bool:
    first: int = range_boundaries(area)[0]
    return left <= first <= right


def empty_book() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book._fonts[0] = Font(name=SCREEN_FONT, size=11)  # column widths are measured in this font
    return book


def draw_clean(book: Workbook, form: Form, count: int, draft: bool = False) -> Worksheet:
    """Add an empty sheet with that form, without defined names."""
    sheet = draw(book, form, max(1, count))
    for name in list(book.defined_names):
        del book.defined_names[name]
    if draft:
        sheet.oddHeader.center.text, sheet.oddHeader.center.size = "草　稿", 18
        sheet.oddHeader.center.font = f"{BODY_FONT},Regular"
    return sheet


def put_labels(sheet: Worksheet, form: Form, record: Record) -> None:
    """Write the single cells of a form."""
    for label in form.labels:
        put(sheet[label.cell], clean(record.get(label.label)))


def put_notes(sheet: Worksheet, form: Form, c: ClassFile) -> None:
    """Write 备注 of each amount; that of 合计 begins with the amount in capital characters."""
    for label in form.labels:
        if label.note_at:
            note = printed(c.accounts.notes.get(label.label))
            if label.label == "合计":
                note = "；".join(filter(None, (capitals_of(c.accounts.total), note)))
            put(sheet[label.note_at.split(":")[0]], note)


def put_rows(sheet: Worksheet, table: TableForm, rows: Sequence[Sequence[Value]]) -> None:
    for row, values in enumerate(rows, start=table.first):
        for column, value in enumerate(values, start=1):
            put(sheet.cell(row, column), value)


def official_value(record: Row, heading: str, p: Parameters) -> Value:
    """The value of an official cell; 满意率 is computed if not stated."""
    value = clean(record.get(heading))
    if isinstance(record, SurveyItem) and heading == SURVEY_RATE and cells.blank(value):
        counts = level_counts(record)
        share = satisfaction(counts, p) if counts else None
        return None if share is None else rounded(share, RATE_DECIMALS)
    return value


def clean(value: Value) -> Value:
    """Text as printed; numbers and dates unchanged."""
    return printed(value) if isinstance(value, str) else value


def finished(book: Workbook) -> bytes:
    """The bytes of the workbook, without author and machine in its properties."""
    book.properties.creator = None
    book.properties.lastModifiedBy = None
    book.properties.created = datetime(*STAMP)
    return saved(book)
