"""材料清单: what to hand in with its due dates, then what requires human judgement."""

from __future__ import annotations

from udfs.native.cells import literal
from udfs.notice.judgements import judgements
from udfs.notice.parameters import Parameters
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import MATERIALS, ClassFile, Material
from udfs.records.class_parameters import class_parameters
from udfs.schedule.checklist import SECTION
from udfs.schedule.deadlines import claim_due, report_due, subsidised
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import DAYS_LEFT, DUE, MATERIAL, NUMBER_HEADING
from workbooks.forms.columns import columns
from workbooks.forms.model import Computed, FixedText, Form, Page, RowView, TableForm, numbering

ROWS = 48
"""Number of ready rows: the list itself and some for the office's own entries."""


def entries(p: Parameters, level: str) -> tuple[Material, ...]:
    """The list in a new workbook: materials, sections of the report, papers of a national claim, points of human judgement."""
    listed: list[tuple[str, str]] = [(item, p.source("materials").clause) for item in p.materials]
    listed += [(f"{SECTION}{section}", p.source("report_sections").clause) for section in p.report_sections]
    if level == NATIONAL:
        listed += [(item, p.source("claim_papers").clause) for item in (*p.claim_papers, *p.claim_papers_at_need)]
    listed += [(line.judgement, line.clause) for line in judgements(p.notice, level)]
    return tuple(Material(row=TABLE.first + at, item=item, clause=clause) for at, (item, clause) in enumerate(listed))


def due() -> Computed:
    """截止日期 of the materials handed in with the report and of the papers of a claim; empty for points of judgement."""
    listed = f'OR(COUNTIF(参数_办班结束后应提交的材料,{literal("{事项}")})>0,LEFT({{事项}},{len(SECTION)})="{SECTION}")'
    claimed = f"COUNTIF(参数_经费报销应附的凭据,{literal('{事项}')})+COUNTIF(参数_经费报销视情况应附的凭据,{literal('{事项}')})>0"
    formula = f'IF({{事项}}="","",IF({listed},参数_总结报送期限,IF({claimed},参数_报销报送期限,"")))'

    def compute(known: ClassFile, row: RowView) -> Value:
        p = class_parameters(known)
        item = cells.text(row.get(MATERIAL))
        if known.end is None or (known.start is not None and known.end < known.start):
            return ""
        if item in p.materials or item.startswith(SECTION):
            return report_due(known.end, p)
        claims = known.national and subsidised(known) and item in (*p.claim_papers, *p.claim_papers_at_need)
        return claim_due(known.end, p) if claims else ""

    return Computed(formula, compute)


def days_left() -> Computed:
    """剩余天数 until 截止日期, from today; negative if overdue."""

    def compute(known: ClassFile, row: RowView) -> Value:
        last = cells.day(row.get(DUE))
        return (last - known.today).days if last else ""

    return Computed('IF(ISNUMBER({截止日期}),{截止日期}-参数_今天,"")', compute)


COMPUTED = {NUMBER_HEADING: numbering(Material.TYPED), DUE: due(), DAYS_LEFT: days_left()}
TABLE = TableForm(columns(MATERIALS, COMPUTED), rows=ROWS, row_height=32)
FORM = Form(
    sheet=MATERIALS,
    page=Page(areas=(TABLE.pages(),), landscape=True),
    texts=(
        FixedText(TABLE.across(1), MATERIALS, "title"),
        FixedText(
            TABLE.across(2),
            "有截止日期的为办班结束后应报送的材料、总结报告应有的内容和经费报销的凭据；其后为软件无法判断、须由本单位逐项确认的事项。",
            "hint",
        ),
    ),
    table=TABLE,
    heights={1: 36, 2: 22},
    freeze=TABLE.frozen(MATERIAL),
    painted=TABLE.painted(),
    tab="BF8F00",
)
