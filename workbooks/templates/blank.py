"""Draws all sheets of the workbook in order, without data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from udfs.notice.parameters import Parameters
from udfs.records.class_file import PARAMETERS
from workbooks.files.collector import collector_paused
from workbooks.forms import FORMS
from workbooks.forms.drawing import SCREEN_FONT, draw
from workbooks.forms.model import Form
from workbooks.forms.wording import form_in_words_of_notice
from workbooks.native.drop_downs import add_drop_downs
from workbooks.native.messages import add_messages
from workbooks.native.paint import paint_checks
from workbooks.native.painting import paint
from workbooks.native.validations import add_validations
from workbooks.templates.charts import add_chart
from workbooks.templates.checking_sheet import draw_checking
from workbooks.templates.parameter_sheet import draw_parameters
from workbooks.templates.saving import STAMP

SHEET_STEPS: tuple[Callable[[Worksheet, Form, int], None], ...] = (
    paint, paint_checks, add_messages, add_chart,
)  # fmt: skip
"""Steps for every sheet besides input checks. Findings of 核验 are painted before native checks, since they are more thorough."""


@collector_paused()
def blank_workbook(p: Parameters, rows: int) -> Workbook:
    """All sheets in order, without data."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book._fonts[0] = Font(name=SCREEN_FONT, size=11)  # column widths are measured in this font
    for form in FORMS.values():
        if form.sheet == PARAMETERS:
            draw_parameters(book, p)
            continue
        form = form_in_words_of_notice(form, p)
        sheet = draw(book, form, rows)
        add_drop_downs(sheet, form, rows)
        add_validations(sheet, form, rows, p)
        for step in SHEET_STEPS:
            step(sheet, form, rows)
    draw_checking(book, rows)
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = "gaoyan"
    book.properties.title = "高级研修项目附件"
    book.properties.created = datetime(*STAMP)
    return book
