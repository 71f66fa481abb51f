"""材料清单 as a page: materials with clause, due date and seal, and points of human judgement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.schedule.checklist import ChecklistEntry, ListPart, checklist, days_words, title_of
from udfs.schedule.period import period_text
from udfs.values.headings import DAYS_LEFT, DUE, MATERIAL, NUMBER_HEADING
from workbooks.printing.pages import PrintedColumn, section
from workbooks.printing.pages import PrintedPart as Page
from workbooks.printing.wording import printed

TICK = "□"
NUMERALS = "一二三四五六"

DUE_COLUMNS = (PrintedColumn(DUE, 24, whole=True), PrintedColumn(DAYS_LEFT, 20))
FILING_COLUMNS = (
    PrintedColumn(MATERIAL, 34, left=True),
    PrintedColumn("依据", 16),
    PrintedColumn("报送对象", left=True),
    *DUE_COLUMNS,
    PrintedColumn("报送日期", 24, whole=True),
)
MATERIAL_COLUMNS = (
    PrintedColumn(NUMBER_HEADING, 10),
    PrintedColumn("材料", left=True),
    PrintedColumn("依据", 16),
    *DUE_COLUMNS,
    PrintedColumn("签章", 42, left=True),
    PrintedColumn("齐备", 12),
)
CLAIM_COLUMNS = (PrintedColumn("凭据", left=True), PrintedColumn("依据", 24), *DUE_COLUMNS)
SECTION_COLUMNS = (PrintedColumn("内容", left=True), PrintedColumn("依据", 20), PrintedColumn("齐备", 16))
JUDGED_COLUMNS = (
    PrintedColumn(NUMBER_HEADING, 10),
    PrintedColumn("须逐项确认的事项", left=True),
    PrintedColumn("依据", 20),
    PrintedColumn("确认", 16),
)


def materials_page(c: ClassFile) -> Page:
    """The list for this class, with the days left from its ``today``."""
    p = class_parameters(c)
    entries = checklist(c, p)
    shapes: dict[ListPart, tuple[Sequence[PrintedColumn], Callable[[int, ChecklistEntry, date], list[str]]]] = {
        "filing": (FILING_COLUMNS, filing_row),
        "material": (MATERIAL_COLUMNS, material_row),
        "section": (SECTION_COLUMNS, section_row),
        "judgement": (JUDGED_COLUMNS, judged_row),
        "own": (JUDGED_COLUMNS, judged_row),
    }
    tables: list[tuple[ListPart, Sequence[PrintedColumn], list[list[str]]]] = []
    for part, (columns, row) in shapes.items():
        own = [entry for entry in entries if entry.part == part]
        if own or part != "own":
            tables.append((part, columns, [row(at, entry, c.today) for at, entry in enumerate(own, start=1)]))
        claimed = [entry for entry in entries if entry.part == "claim"]
        if part == "section" and claimed:
            tables.append(("claim", CLAIM_COLUMNS, claim_rows(claimed, c.today)))
    sections = [
        section(f"{numeral}、{title_of(part, p)}", columns, rows)
        for numeral, (part, columns, rows) in zip(NUMERALS, tables, strict=False)
    ]
    return {
        "kind": "materials",
        "title": "材料清单",
        "facts": [
            ["选题名称", printed(c.project.topic)],
            ["承办单位", printed(c.project.organiser)],
            ["办班时间", period_text(c.start, c.end) if c.start and c.end else ""],
            ["制表日期", c.today.isoformat()],
        ],
        "sections": sections,
        "remark": f"剩余天数自制表日期起算；{TICK}为尚未在材料清单表中勾选“是”，办妥后可在纸面上打“√”。",
    }


def filing_row(_at: int, entry: ChecklistEntry, today: date) -> list[str]:
    left = "已报送" if entry.filed else days_left(entry.due, today)
    return [entry.item, entry.clause, entry.office, day_words(entry.due), left, day_words(entry.filed)]


def material_row(at: int, entry: ChecklistEntry, today: date) -> list[str]:
    due, left = day_words(entry.due), days_left(entry.due, today)
    return [str(at), printed(entry.item), entry.clause, due, left, entry.signs, ready(entry)]


def claim_rows(entries: Sequence[ChecklistEntry], today: date) -> list[list[str]]:
    """All papers of the claim in one row with a box each: they go to one office on one day, and the list fits on one page."""
    papers = "　".join(f"{ready(entry)} {printed(entry.item)}" for entry in entries)
    due = entries[0].due
    return [[papers, entries[0].clause, day_words(due), days_left(due, today)]]


def section_row(_at: int, entry: ChecklistEntry, _today: date) -> list[str]:
    return [entry.item, entry.clause, ready(entry)]


def judged_row(at: int, entry: ChecklistEntry, _today: date) -> list[str]:
    return [str(at), printed(entry.item), printed(entry.clause), ready(entry)]


def ready(entry: ChecklistEntry) -> str:
    """是 if ticked in the workbook, else an empty box to tick on paper."""
    return "是" if entry.ticked else TICK


def day_words(day: date | None) -> str:
    return day.isoformat() if day else ""


def days_left(due: date | None, today: date) -> str:
    """The remaining time in words.


    >>> days_left(date(2025, 8, 18), date(2025, 8, 12)), days_left(date(2025, 8, 18), date(2025, 8, 20))
    ('6天', '已过2天')
    """
    return "" if due is None else days_words((due - today).days)
