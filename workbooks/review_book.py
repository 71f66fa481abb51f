"""汇总审核 as a workbook of its own: one row each, all findings, what clashes, what has not come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from udfs.cells import Value
from udfs.notice.plan import PlanRow
from udfs.rules.model import SEVERITY_WORDS
from udfs.side_by_side import Clash, Reviewed
from workbooks.drawing import SCREEN_FONT
from workbooks.entering import put
from workbooks.saving import STAMP, saved

Columns = Sequence[tuple[str, float]]
"""(heading, width in characters)."""

OVERVIEW: Columns = (
    ("序号", 6), ("文件", 34), ("种类", 9), ("项目级别", 9), ("计划序号", 9), ("选题名称", 40), ("承办单位", 30), ("学员", 7),
    ("工作人员", 9), ("错误", 7), ("核实", 7), ("提示", 7), ("妨碍盖章", 9), ("结论", 44),
)  # fmt: skip
FINDINGS: Columns = (
    ("文件", 34), ("级别", 7), ("位置", 12), ("规则", 9), ("问题", 56), ("现值", 24), ("应为", 28), ("依据", 14),
    ("处理办法", 44), ("说明", 28),
)  # fmt: skip
CLASHES: Columns = (("级别", 7), ("问题", 64), ("文件", 80))
MISSING: Columns = (("年度", 7), ("项目级别", 9), ("计划序号", 9), ("选题名称", 48), ("承办单位", 36), ("计划时间", 12))
HEADING = PatternFill("solid", fgColor="F2F2F2")
EDGE = Side("thin", color="BFBFBF")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
MARGIN = 0.4
"""Inches at every side of a printed page."""
CLEAN, UNCLEAN = PatternFill("solid", fgColor="C6EFCE"), PatternFill("solid", fgColor="FFC7CE")


def review_book(files: Iterable[Reviewed], clashes: Iterable[Clash], missing: Iterable[tuple[int, PlanRow]]) -> bytes:
    """The workbook as bytes that depend on nothing but what was found. Text stays text, whatever it begins with."""
    files = list(files)
    book = Workbook()
    book.remove(book.worksheets[0])
    overview = filled(book, "汇总", OVERVIEW, (overview_row(at, one) for at, one in enumerate(files, start=1)))
    for at, one in enumerate(files, start=2):
        overview.cell(at, len(OVERVIEW)).fill = CLEAN if one.clean else UNCLEAN
    filled(book, "问题", FINDINGS, (row for one in files for row in finding_rows(one)))
    filled(book, "相互核对", CLASHES, (("错误" if one.serious else "核实", one.what, "\n".join(one.files)) for one in clashes))
    rows = ((year, row.level, row.number, row.topic, row.organiser, row.months) for year, row in missing)
    filled(book, "未收到", MISSING, rows)
    book.properties.creator = "gaoyan"
    book.properties.title = "高级研修项目汇总审核"
    book.properties.created = datetime(*STAMP)
    return saved(book)


def filled(book: Workbook, title: str, columns: Columns, rows: Iterable[Sequence[Value]]) -> Worksheet:
    """A sheet with a heading row that stays in view, filters, and one page in width."""
    sheet = book.create_sheet(title)
    words, figures = (Alignment(horizontal=where, vertical="top", wrap_text=True) for where in ("left", "center"))
    for at, (heading, width) in enumerate(columns, start=1):
        cell = sheet.cell(1, at, heading)
        cell.font = Font(name=SCREEN_FONT, size=11, bold=True)
        cell.fill, cell.border, cell.alignment = HEADING, BOX, words
        sheet.column_dimensions[get_column_letter(at)].width = width
    last = 1
    for last, row in enumerate(rows, start=2):
        for at, value in enumerate(row, start=1):
            cell = sheet.cell(last, at)
            put(cell, value)
            cell.font = Font(name=SCREEN_FONT, size=11)
            cell.border, cell.alignment = BOX, figures if isinstance(value, int) else words
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    for side in ("left", "right", "top"):
        setattr(sheet.page_margins, side, MARGIN)
    sheet.page_margins.bottom, sheet.page_margins.footer = 2 * MARGIN, MARGIN
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def overview_row(at: int, one: Reviewed) -> tuple[Value, ...]:
    overview, document = one.overview, one.document or {}
    facts, summary = document.get("facts", {}), document.get("summary", {})
    counts = (facts.get("trainees"), facts.get("staff"), *(summary.get(name) for name in (*SEVERITY_WORDS, "blocking")))
    kind = "盖章稿" if one.package else "工作簿"
    return at, one.file, kind, overview.level, overview.plan_number, overview.topic, overview.organiser, *counts, one.verdict


def finding_rows(one: Reviewed) -> Iterable[tuple[Value, ...]]:
    for finding in (one.document or {}).get("findings", ()):
        place = f"{finding['sheet']}!{finding['cell']}"
        told = (finding[name] for name in ("code", "message", "value", "expected", "clause", "fix", "explained"))
        yield one.file, SEVERITY_WORDS[finding["severity"]], place, *told
