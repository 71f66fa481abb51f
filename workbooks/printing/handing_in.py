"""材料清单 as a page: what to hand in, on which clause, by when, who stamps it, and what people must judge."""

from __future__ import annotations

from datetime import date

from udfs import cells
from udfs.cells import Value
from udfs.deadlines import claim_due, filing_due, report_due
from udfs.notice.judgements import judgements
from udfs.notice.parameters import Parameters
from udfs.period import period_text
from udfs.records import ACCOUNTS, PEOPLE, SUBSIDISED, ClassFile, Material
from udfs.rules.runner import class_parameters
from workbooks.forms.materials import SECTION
from workbooks.printing.pages import Part, PrintedColumn, section
from workbooks.printing.wording import printed

BUREAU = "市人社局"
PLATFORM = "市人社局，由其提交工程服务平台"
CLAIM_OFFICE = "人力资源社会保障部事业单位人事服务中心"
SEAL = "承办单位印章"
FURTHER_SIGNS = {ACCOUNTS: "经办人签字、承办单位财务部门签章", PEOPLE: "学员、工作人员本人签名"}
TICK = "□"

DUE_COLUMNS = (PrintedColumn("截止日期", 24, whole=True), PrintedColumn("剩余天数", 20))
FILING_COLUMNS = (
    PrintedColumn("事项", 34, left=True),
    PrintedColumn("依据", 16),
    PrintedColumn("报送对象", left=True),
    *DUE_COLUMNS,
    PrintedColumn("报送日期", 24, whole=True),
)
MATERIAL_COLUMNS = (
    PrintedColumn("序号", 10),
    PrintedColumn("材料", left=True),
    PrintedColumn("依据", 16),
    *DUE_COLUMNS,
    PrintedColumn("签章", 42, left=True),
    PrintedColumn("齐备", 12),
)
SECTION_COLUMNS = (PrintedColumn("内容", left=True), PrintedColumn("依据", 20), PrintedColumn("齐备", 16))
JUDGED_COLUMNS = (
    PrintedColumn("序号", 10),
    PrintedColumn("须逐项确认的事项", left=True),
    PrintedColumn("依据", 20),
    PrintedColumn("确认", 16),
)


def materials_page(c: ClassFile) -> Part:
    """The list for this class, with the days left from its ``today`` on."""
    p = class_parameters(c)
    typed = {cells.plain(material.item): material for material in c.materials}
    judged = judgements(p.year, c.level)
    sections = [
        section("一、按期报送的事项", FILING_COLUMNS, filing_rows(c, p)),
        section("二、办班结束后提交的材料", MATERIAL_COLUMNS, material_rows(c, p, typed)),
        section("三、研修总结报告应有的内容", SECTION_COLUMNS, section_rows(p, typed)),
        section(
            "四、软件无法判断、由本单位确认的事项",
            JUDGED_COLUMNS,
            [
                [str(at), line.judgement, line.clause, ready(typed.get(cells.plain(line.judgement)))]
                for at, line in enumerate(judged, start=1)
            ],
        ),
    ]
    listed = {cells.plain(item) for item in (*p.materials, *(f"{SECTION}{one}" for one in p.report_sections))}
    listed |= {cells.plain(line.judgement) for line in judged}
    own = [material for key, material in typed.items() if key and key not in listed]
    if own:
        rows = [
            [str(at), printed(material.item), printed(material.clause), ready(material)]
            for at, material in enumerate(own, start=1)
        ]
        sections.append(section("五、本单位另列的事项", JUDGED_COLUMNS, rows))
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


def filing_rows(c: ClassFile, p: Parameters) -> list[list[str]]:
    """What is filed on a day of its own, before and after the class."""
    before = filing_due(c.start, c.level, p) if c.start and c.level in p.filing_days else None
    report = report_due(c.end, p) if c.end else None
    clause = p.source("filing_days").clause
    office = PLATFORM if c.national else BUREAU
    rows = [
        filing_row("开班通知", clause, office, before, c.project.notice_filed, c.today),
        filing_row("实施方案", clause, office, before, c.project.scheme_filed, c.today),
        filing_row("总结材料", p.source("report_months").clause, BUREAU, report, c.project.report_filed, c.today),
    ]
    if c.national and cells.plain(c.project.funding) == SUBSIDISED:
        due = claim_due(c.end, p) if c.end else None
        clause = p.source("claim_months").clause
        rows.append(filing_row("经费报销材料", clause, CLAIM_OFFICE, due, c.project.claim_filed, c.today))
    return rows


def filing_row(item: str, clause: str, office: str, due: date | None, filed: Value, today: date) -> list[str]:
    done = cells.day(filed)
    return [item, clause, office, day_words(due), "已报送" if done else days_left(due, today), day_words(done)]


def material_rows(c: ClassFile, p: Parameters, typed: dict[str, Material]) -> list[list[str]]:
    """The materials of the notice; all of them carry the organiser's seal."""
    due = report_due(c.end, p) if c.end else None
    rows = []
    for at, item in enumerate(p.materials, start=1):
        further = next((sign for annex, sign in FURTHER_SIGNS.items() if item.startswith(annex)), "")
        signs = "；".join(filter(None, (SEAL, further)))
        state = ready(typed.get(cells.plain(item)))
        clause = p.source("materials").clause
        rows.append([str(at), item, clause, day_words(due), days_left(due, c.today), signs, state])
    return rows


def section_rows(p: Parameters, typed: dict[str, Material]) -> list[list[str]]:
    clause = p.source("report_sections").clause
    return [[name, clause, ready(typed.get(cells.plain(f"{SECTION}{name}")))] for name in p.report_sections]


def ready(material: Material | None) -> str:
    """是 where it is ticked in the workbook, else an empty box to tick on paper."""
    return "是" if material is not None and cells.text(material.ready) == "是" else TICK


def day_words(day: date | None) -> str:
    return day.isoformat() if day else ""


def days_left(due: date | None, today: date) -> str:
    """How long there is time.

    >>> days_left(date(2025, 8, 18), date(2025, 8, 12)), days_left(date(2025, 8, 18), date(2025, 8, 20))
    ('6天', '已过2天')
    """
    if due is None:
        return ""
    left = (due - today).days
    return f"{left}天" if left >= 0 else f"已过{-left}天"
