"""The printable half-day grid: trainees of 附件4 in rows, half days of the class in columns, five days per sheet.

Its layout is the one read by ``gaoyan attendance``: a filled-in copy (√, 请假 …) can be imported into 考勤.
"""

from __future__ import annotations

from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from udfs.records.class_file import ClassFile
from udfs.schedule.sessions import AFTERNOON, MORNING, Calendar
from udfs.values import cells
from udfs.values.headings import EMPLOYER, NAME, NUMBER_HEADING
from workbooks.files.errors import Unusable
from workbooks.templates.saving import saved

HALVES = (MORNING, AFTERNOON)
FIXED = ((NUMBER_HEADING, 6), (NAME, 10), (EMPLOYER, 26))
DAYS_A_SHEET = 5
TITLE_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 4
LEGEND = "本人签名；未到的由班主任填写：请假、缺勤、迟到。"


def blank_sheet(c: ClassFile) -> bytes:
    """The workbook to print. Errors: ``Unusable`` if the class has no trainees or no dates."""
    days = Calendar(c.start, c.end).days()
    if not days:
        raise Unusable("项目信息", "开始日期、结束日期没有填好", "请先填写，签到表按每天上午、下午列出")
    if not c.trainees:
        raise Unusable("附件4", "没有学员，签到表没有人可列", "请先填写或导入学员")
    book = Workbook()
    book.remove(book.worksheets[0])
    for at in range(0, len(days), DAYS_A_SHEET):
        part = days[at : at + DAYS_A_SHEET]
        fill(book.create_sheet(f"{part[0].month}月{part[0].day}日起"), c, part)
    return saved(book)


def fill(sheet: Worksheet, c: ClassFile, days: list[date]) -> None:
    """Fill one sheet: title, two heading rows, one row per trainee, legend."""
    last = len(FIXED) + len(days) * len(HALVES)
    put(sheet, TITLE_ROW, 1, f"{cells.text(c.project.topic)} 签到表", Font(name="黑体", size=16))
    sheet.merge_cells(start_row=TITLE_ROW, end_row=TITLE_ROW, start_column=1, end_column=last)
    for at, (heading, width) in enumerate(FIXED, start=1):
        put(sheet, HEADING_ROW, at, heading, Font(name="黑体", size=11))
        sheet.merge_cells(start_row=HEADING_ROW, end_row=HEADING_ROW + 1, start_column=at, end_column=at)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at, day in enumerate(days):
        column = len(FIXED) + 1 + at * len(HALVES)
        put(sheet, HEADING_ROW, column, f"{day.month}月{day.day}日", Font(name="黑体", size=11))
        sheet.merge_cells(start_row=HEADING_ROW, end_row=HEADING_ROW, start_column=column, end_column=column + 1)
        for half, words in enumerate(HALVES):
            put(sheet, HEADING_ROW + 1, column + half, words, Font(name="黑体", size=11))
            sheet.column_dimensions[get_column_letter(column + half)].width = 9
    for at, person in enumerate(c.trainees):
        values = (at + 1, cells.text(person.name), cells.text(person.employer), *[None] * (last - len(FIXED)))
        for column, value in enumerate(values, start=1):
            put(sheet, FIRST_ROW + at, column, value, Font(name="宋体", size=11))
        sheet.row_dimensions[FIRST_ROW + at].height = 26
    frame(sheet, FIRST_ROW + len(c.trainees) - 1, last)
    put(sheet, FIRST_ROW + len(c.trainees), 1, LEGEND, Font(name="宋体", size=10))
    sheet.cell(FIRST_ROW + len(c.trainees), 1).alignment = Alignment(horizontal="left")
    set_page(sheet)


def put(sheet: Worksheet, row: int, column: int, value: str | int | None, font: Font) -> None:
    """Set a cell; text is always written as text."""
    cell = sheet.cell(row, column)
    cell.value, cell.font = value, font
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if isinstance(value, str):
        cell.data_type = "s"


def frame(sheet: Worksheet, bottom: int, right: int) -> None:
    thin = Side(style="thin")
    for row in sheet.iter_rows(min_row=HEADING_ROW, max_row=bottom, max_col=right):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)


def set_page(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, headings repeated on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW + 1}"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.freeze_panes = sheet.cell(FIRST_ROW, len(FIXED) + 1)
    sheet.row_dimensions[TITLE_ROW].height = 34
