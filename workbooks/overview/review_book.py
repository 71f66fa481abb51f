"""汇总审核 as a workbook, made from ``udfs.report.desk_document``.

Sheets: one row per class of the plan, those to be handled first at the top; a matrix of classes and rules; all findings
grouped by rule, with links; contradictions between files; conflicts between classes; totals and charts; unread and missing
submissions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from udfs.report.desk_document import NOT_RECEIVED
from udfs.report.reviewed import BY_HAND, PASSED, RETURNED
from udfs.rules import catalogue
from udfs.rules.model import SEVERITY_WORDS
from udfs.values.cells import Value
from udfs.values.headings import EXPECTED, FIX, VALUE
from workbooks.forms.drawing import SCREEN_FONT
from workbooks.overview.review_charts import add_charts
from workbooks.templates.entering import put
from workbooks.templates.saving import STAMP, saved

ColumnWidths = Sequence[tuple[str, float]]
"""(heading, width in characters)."""
DeskDocument = Mapping[str, Any]

OVERVIEW, MATRIX, FINDINGS, DIFFERENCES, CLASHES, TOTALS, FILES, UNREAD, MISSING = (
    "汇总", "规则矩阵", "问题", "矛盾之处", "相互核对", "合计", "材料", "未读文件", "未收到",
)  # fmt: skip
OVERVIEW_COLUMNS: ColumnWidths = (
    ("选题名称", 22), ("结论", 26), ("级别", 7), ("计划", 5), ("承办单位", 14), ("材料", 9), ("迟交（天）", 6), ("报送日期", 10),
    ("学员", 5), ("工作人员", 5), ("学时", 5), ("合计（元）", 11), ("财政资助（元）", 10), ("错误", 5), ("核实", 5),
    ("已说明", 5), ("提示", 5), ("核实事项的说明", 20),
)  # fmt: skip
FINDING_COLUMNS: ColumnWidths = (
    ("规则", 8), ("级别", 6), ("班（点击回到汇总）", 22), ("位置", 12), ("问题", 40), (VALUE, 14), (EXPECTED, 16), ("依据", 9),
    (FIX, 26), ("说明", 14),
)  # fmt: skip
DIFFERENCE_COLUMNS: ColumnWidths = (("班", 26), ("矛盾", 20), ("一处", 60), ("另一处", 60))
CLASH_COLUMNS: ColumnWidths = (("级别", 7), ("问题", 64), ("文件", 80))
TOTAL_COLUMNS: ColumnWidths = (
    ("级别", 9),
    ("承办单位", 40),
    ("班数", 8),
    ("学员", 8),
    ("合计（元）", 16),
    ("财政资助（元）", 16),
)
FILE_COLUMNS: ColumnWidths = (("班", 30), ("文件", 70), ("种类", 16), ("状态", 10), ("说明", 40))
UNREAD_COLUMNS: ColumnWidths = (("文件", 80), ("种类", 20), ("没有读的原因", 66))
MISSING_COLUMNS: ColumnWidths = (("年度", 7), ("级别", 9), ("计划序号", 9), ("选题名称", 48), ("承办单位", 36), ("计划时间", 12))
HEADING = PatternFill("solid", fgColor="F2F2F2")
EDGE = Side("thin", color="BFBFBF")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
MARGIN = 0.4
"""Page margin in inches."""
CLEAN, UNCLEAN, AWAITED = (PatternFill("solid", fgColor=color) for color in ("C6EFCE", "FFC7CE", "FFEB9C"))
FILLS = {PASSED: CLEAN, BY_HAND: AWAITED, RETURNED: UNCLEAN}
AMOUNT = "#,##0.00"
UNSUMMED = "有金额被遮盖，未合计"
PAGE = 150
"""Number of 11-point characters across A4 landscape."""
LINK = Font(name=SCREEN_FONT, size=10, color="0563C1", underline="single")
MARKS = {"passed": "·", "skipped": "－", "failed": "×"}
MATRIX_NOTE = "数字：处数；·：通过；－：不适用或附件上无法判断；×：规则执行出错"
"""Legend of the matrix for rules without findings."""


def review_book(desk: DeskDocument) -> bytes:
    """The workbook as bytes, a function of ``desk`` only. Text is always written as text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    classes: list[DeskDocument] = desk["classes"]
    rows = {entry["key"]: at for at, entry in enumerate(classes, start=2)}
    overview(filled(book, OVERVIEW, OVERVIEW_COLUMNS, map(overview_row, classes)), classes)
    groups = by_rule(desk["findings"])
    first_rows = findings_sheet(book, groups, rows, classes)
    matrix(book, classes, groups, first_rows)
    filled(book, DIFFERENCES, DIFFERENCE_COLUMNS, difference_rows(classes))
    filled(book, CLASHES, CLASH_COLUMNS, (clash_row(one) for one in desk["clashes"]))
    totals = filled(book, TOTALS, TOTAL_COLUMNS, total_rows(desk["totals"]))
    add_charts(totals, classes, [(code, len(found)) for code, found in groups.items()], len(desk["totals"]) + 2)
    filled(book, FILES, FILE_COLUMNS, (row for entry in classes for row in file_rows(entry)))
    filled(book, UNREAD, UNREAD_COLUMNS, ((one["file"], one["kind"], one["why"]) for one in desk["unread"]))
    filled(book, MISSING, MISSING_COLUMNS, (missing_row(one) for one in desk["missing"]))
    book._sheets.sort(key=lambda sheet: SHEETS.index(sheet.title))
    book.properties.creator = "gaoyan"
    book.properties.title = "高级研修项目汇总审核"
    book.properties.created = datetime(*STAMP)
    return saved(book)


SHEETS = (OVERVIEW, MATRIX, FINDINGS, DIFFERENCES, CLASHES, TOTALS, FILES, UNREAD, MISSING)


def filled(book: Workbook, title: str, columns: ColumnWidths, rows: Iterable[Sequence[Value]]) -> Worksheet:
    """Add a sheet with frozen heading row, filters and fit to one page in width."""
    sheet = book.create_sheet(title)
    for at, (heading, width) in enumerate(columns, start=1):
        headed(sheet.cell(1, at), heading)
        sheet.column_dimensions[get_column_letter(at)].width = width
    last = 1
    for last, row in enumerate(rows, start=2):
        for at, value in enumerate(row, start=1):
            typed(sheet.cell(last, at), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    paged(sheet)
    return sheet


def headed(cell: Cell, heading: str, upright: bool = False) -> None:
    put(cell, heading)
    cell.font = Font(name=SCREEN_FONT, size=10, bold=True)
    cell.fill, cell.border = HEADING, BOX
    cell.alignment = Alignment(
        horizontal="center" if upright else "left", vertical="center", wrap_text=not upright, text_rotation=90 if upright else 0
    )


def typed(cell: Cell, value: Value) -> None:
    put(cell, value)
    cell.font, cell.border = Font(name=SCREEN_FONT, size=10), BOX
    money = isinstance(value, Decimal)
    where = "right" if money else "center" if isinstance(value, int) else "left"
    cell.alignment = Alignment(horizontal=where, vertical="top", wrap_text=True)
    if money:
        cell.number_format = AMOUNT


def paged(sheet: Worksheet, pages_wide: int = 1) -> None:
    """A4 landscape, heading repeated on every page."""
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    for side in ("left", "right", "top"):
        setattr(sheet.page_margins, side, MARGIN)
    sheet.page_margins.bottom, sheet.page_margins.footer = 2 * MARGIN, MARGIN
    sheet.oddFooter.center.text = "&A　第 &P 页 共 &N 页"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def link(cell: Cell, sheet: str, row: int) -> None:
    """A link inside the workbook; the cell content is unchanged."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A{row}")
    cell.font = LINK


def overview_row(entry: DeskDocument) -> tuple[Value, ...]:
    known = entry["received"] and not entry["refused"]
    counts = [entry[name] if known else None for name in ("errors", "queries", "explained", "hints")]
    what = entry["kind"] if entry["received"] else NOT_RECEIVED
    return (
        entry["topic"] or entry["file"], verdict_of(entry), entry["level"], entry["number"], entry["organiser"], what,
        entry["late_days"], day_of(entry), entry["trainees"], entry["staff"], entry["hours"], money(entry["total"]),
        money(entry["subsidy"]), *counts, "\n".join(entry["explanations"]),
    )  # fmt: skip


def verdict_of(entry: DeskDocument) -> str:
    """The verdict on the valid submission, its basis, and further submissions of the class."""
    others = (f"另有{one['kind']}“{one['file']}”：{one['verdict']}" for one in entry["others"])
    return "\n".join([entry["verdict"], *entry["changed_parameters"], *entry["remarks"], *others]) if entry["received"] else ""


def day_of(entry: DeskDocument) -> str:
    """The submission date with its source."""
    return f"{entry['handed_in']}\n{entry['handed_in_by']}" if entry["handed_in"] else ""


def money(amount: str | None) -> Decimal | str | None:
    """A number for the cell; text if the amount looks like a personal number and is masked."""
    try:
        return None if amount is None else Decimal(amount)
    except InvalidOperation:
        return amount


def overview(sheet: Worksheet, classes: Sequence[DeskDocument]) -> None:
    """Colour the verdicts and overdue entries."""
    headings = [heading for heading, _ in OVERVIEW_COLUMNS]
    verdict, late, what = (headings.index(heading) + 1 for heading in ("结论", "迟交（天）", "材料"))
    for at, entry in enumerate(classes, start=2):
        if entry["received"]:
            sheet.cell(at, verdict).fill = FILLS[entry["conclusion"]]
            if entry["late_days"]:
                sheet.cell(at, late).fill = UNCLEAN
        else:
            sheet.cell(at, what).fill = AWAITED
    sheet.freeze_panes = "C2"


def by_rule(findings: Iterable[DeskDocument]) -> dict[str, list[DeskDocument]]:
    """{rule: findings}, in catalogue order."""
    order = {rule.code: at for at, rule in enumerate(catalogue())}
    groups: dict[str, list[DeskDocument]] = {}
    for finding in sorted(findings, key=lambda one: order.get(one["code"], len(order))):
        groups.setdefault(finding["code"], []).append(finding)
    return groups


def findings_sheet(
    book: Workbook, groups: Mapping[str, Sequence[DeskDocument]], rows: Mapping[str, int], classes: Sequence[DeskDocument]
) -> dict[str, int]:
    """Write all findings, grouped and collapsed by rule; return {rule: row}."""
    named = {entry["key"]: entry["topic"] or entry["file"] for entry in classes}
    titles = {rule.code: rule.title for rule in catalogue()}
    first_rows: dict[str, int] = {}
    lines: list[tuple[Value, ...]] = []
    folded: list[tuple[int, str]] = []
    for code, found in groups.items():
        first_rows[code] = len(lines) + 2
        counted = f"{len({one['class'] for one in found})}个班，{len(found)}处"
        lines.append(
            (code, SEVERITY_WORDS[found[0]["severity"]], counted, "", titles.get(code, ""), "", "", found[0]["clause"], "", "")
        )
        for one in found:
            folded.append((len(lines) + 2, one["class"]))
            details = (one[name] for name in ("message", "value", "expected", "clause", "fix", "explained"))
            where = f"{one['sheet']}!{one['cell']}"
            lines.append((code, SEVERITY_WORDS[one["severity"]], named.get(one["class"], one["file"]), where, *details))
    sheet = filled(book, FINDINGS, FINDING_COLUMNS, lines)
    sheet.sheet_properties.outlinePr.summaryBelow = False
    for row in first_rows.values():
        for cell in sheet[row]:
            cell.fill, cell.font = HEADING, Font(name=SCREEN_FONT, size=10, bold=True)
    for row, key in folded:
        sheet.row_dimensions[row].outlineLevel = 1
        link(sheet.cell(row, 3), OVERVIEW, rows[key])
    return first_rows


def matrix(
    book: Workbook, classes: Sequence[DeskDocument], groups: Mapping[str, Sequence[DeskDocument]], first_rows: Mapping[str, int]
) -> None:
    """Classes in rows, rules with findings in columns, counts in cells. Each heading links to the findings of its rule."""
    counts = Counter((one["class"], code) for code, found in groups.items() for one in found)
    received = [entry for entry in classes if entry["received"] and not entry["refused"]]
    rows = (
        (
            entry["topic"] or entry["file"], entry["organiser"],
            *(counts.get((entry["key"], code)) or MARKS.get(entry["rules"].get(code, ""), "") for code in groups),
        )
        for entry in received
    )  # fmt: skip
    columns: ColumnWidths = (("选题名称", 26), ("承办单位", 16), *((code, 4.5) for code in groups))
    sheet = filled(book, MATRIX, columns, rows)
    for at, code in enumerate(groups, start=3):
        headed(sheet.cell(1, at), code, upright=True)
        link(sheet.cell(1, at), FINDINGS, first_rows[code])
        for row in range(2, len(received) + 2):
            cell = sheet.cell(row, at)
            cell.alignment = Alignment(horizontal="center", vertical="top")
            if isinstance(cell.value, int):
                cell.fill = UNCLEAN
    sheet.row_dimensions[1].height = 48
    sheet.freeze_panes = "C2"
    sheet.print_title_cols = "A:B"
    sheet.oddHeader.left.text = MATRIX_NOTE
    sheet.page_margins.top = 2 * MARGIN
    paged(sheet, max(1, ceil(sum(width for _, width in columns) / PAGE)))


def difference_rows(classes: Iterable[DeskDocument]) -> Iterator[tuple[Value, ...]]:
    for entry in classes:
        name = entry["topic"] or entry["file"]
        yield from ((name, one["what"], one["here"], one["there"]) for one in entry["differences"])
        yield from ((name, "与校验值不符（传输损坏，或导出后被改动）", file, "") for file in entry["changed"])


def clash_row(one: DeskDocument) -> tuple[Value, ...]:
    return "错误" if one["serious"] else "核实", one["what"], "\n".join(one["files"])


def total_rows(totals: Sequence[DeskDocument]) -> Iterator[tuple[Value, ...]]:
    for one in totals:
        yield one["level"], one["organiser"], one["classes"], one["trainees"], money(one["total"]), money(one["subsidy"])
    if totals:
        amounts = [summed([money(one[name]) for one in totals]) for name in ("total", "subsidy")]
        yield "总计", "", sum(one["classes"] for one in totals), sum(one["trainees"] for one in totals), *amounts


def summed(amounts: Sequence[Decimal | str | None]) -> Decimal | str:
    """The sum; a text if an amount is masked, since a partial sum would be wrong."""
    known = [amount for amount in amounts if isinstance(amount, Decimal)]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else UNSUMMED


def file_rows(entry: DeskDocument) -> Iterator[tuple[Value, ...]]:
    for piece in entry["files"]:
        yield entry["topic"] or entry["key"], piece["file"], piece["kind"], piece["status"], piece["why"]


def missing_row(one: DeskDocument) -> tuple[Value, ...]:
    return tuple(one[name] for name in ("year", "level", "number", "topic", "organiser", "months"))
