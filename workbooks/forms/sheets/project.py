"""项目信息: the facts of the class, with hints computed from the plan list and the dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from udfs.fields.reserved import RESERVED
from udfs.native.about_class.project import LEAST_RESERVED
from udfs.notice.parameters import RESERVED_KEYS
from udfs.notice.plan import MUNICIPAL, NATIONAL, PlanRow, plan_row
from udfs.notice.rest_days import last_working_day
from udfs.records.class_file import PROJECT, ClassFile, Project
from udfs.records.class_parameters import class_parameters
from udfs.schedule.deadlines import claim_due, filing_due, report_due, subsidised
from udfs.values import cells
from udfs.values.cells import Value
from workbooks.forms.model import Computed, FixedText, Form, Label, Page, RowView

FIRST_LABEL_ROW = 4


def planned(known: ClassFile) -> PlanRow | None:
    """The plan row given by 项目级别 and 计划序号."""
    return plan_row(known.level, known.plan_number, known.which) if known.plan_number is not None else None


def day_words(day: date) -> str:
    """A date in the form 2025年6月14日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_formula(day: str) -> str:
    """The same as a formula, independent of the spreadsheet's language."""
    return f'YEAR({day})&"年"&MONTH({day})&"月"&DAY({day})&"日"'


PLAN_AT = "MATCH(项目信息_项目级别&项目信息_计划序号,参数_计划_键,0)"
DAYS = "参数_天数"
DATED = f"ISNUMBER({DAYS})"
FROM_PLAN = "按项目计划填写"
NATIONAL_ONLY = "国家级项目填写，市级留空"


def plan_hint(label: str, column: str, attribute: str) -> Computed:
    """The value in the plan list, compared with the typed one."""
    planned_cell = f"INDEX(参数_计划_{column},{PLAN_AT})"
    compared = f'IF(项目信息_{label}={planned_cell},"与项目计划一致","项目计划为："&{planned_cell})'

    def compute(known: ClassFile, row: RowView) -> Value:
        plan = planned(known)
        if plan is None:
            return FROM_PLAN
        stated = getattr(plan, attribute)
        return "与项目计划一致" if cells.text(row.get(label)) == stated else f"项目计划为：{stated}"

    return Computed(f'IF(ISNUMBER({PLAN_AT}),{compared},"{FROM_PLAN}")', compute)


PLANNED, NOT_PLANNED = "项目计划已列", "项目计划（通知附件1、附件2）中的序号，选填后可自动核对"


def number_hint() -> Computed:
    """Whether the plan list contains the number."""

    def compute(known: ClassFile, _: RowView) -> Value:
        return PLANNED if planned(known) else NOT_PLANNED

    return Computed(f'IF(ISNUMBER({PLAN_AT}),"{PLANNED}","{NOT_PLANNED}")', compute)


def days_hint() -> Computed:
    """The number of days of the class, and the minimum."""
    formula = (
        f'IF({DATED},"共"&{DAYS}&"天（含报到、返程），","含报到、返程，")&"不少于"&参数_每期最少天数&"天，"'
        f'&MONTH(参数_最迟实施完成日期)&"月"&DAY(参数_最迟实施完成日期)&"日前完成"'
    )

    def compute(known: ClassFile, _: RowView) -> Value:
        p = class_parameters(known)
        counted = f"共{known.days}天（含报到、返程），" if known.days else "含报到、返程，"
        return f"{counted}不少于{p.min_days}天，{p.latest_end.month}月{p.latest_end.day}日前完成"

    return Computed(formula, compute)


def hours_hint() -> Computed:
    """The number of 学时 that fit into the days."""
    formula = f'"每天最多"&参数_每天最多学时&"学时"&IF({DATED},"，"&{DAYS}&"天不超过"&{DAYS}*参数_每天最多学时&"学时","")'

    def compute(known: ClassFile, _: RowView) -> Value:
        p = class_parameters(known)
        limit = f"，{known.days}天不超过{known.days * p.hours_per_day}学时" if known.days else ""
        return f"每天最多{p.hours_per_day}学时{limit}"

    return Computed(formula, compute)


def due_hint(condition: str, due: str, otherwise: str, compute: Callable[[ClassFile], date | None]) -> Computed:
    """The due date of a filing."""

    def words(known: ClassFile, _: RowView) -> Value:
        day = compute(known)
        return f"应于{day_words(day)}前（含当日）报送" if day else otherwise

    return Computed(f'IF({condition},"应于"&{day_formula(due)}&"前（含当日）报送","{otherwise}")', words)


def filing_hint() -> Computed:
    """The due date of a filing before the class. It does not move; if it is a rest day, the last working day is named."""
    due, working = "参数_开班前报送期限", "参数_开班前最后工作日"
    named = f'IF({working}={due},"","；当日休息，最后一个工作日为"&{day_formula(working)})'
    formula = f'IF(ISNUMBER({due}),"应于"&{day_formula(due)}&"前（含当日）报送"&{named},"填写开始日期后显示报送期限")'

    def compute(known: ClassFile, _: RowView) -> Value:
        p = class_parameters(known)
        if known.start is None or known.level not in p.filing_days:
            return "填写开始日期后显示报送期限"
        day = filing_due(known.start, known.level, p)
        working_day = last_working_day(day, p.rest_days)
        more = "" if working_day == day else f"；当日休息，最后一个工作日为{day_words(working_day)}"
        return f"应于{day_words(day)}前（含当日）报送{more}"

    return Computed(formula, compute)


def report_hint() -> Computed:
    def compute(known: ClassFile) -> date | None:
        return report_due(known.end, class_parameters(known)) if ended_in_order(known) and known.end else None

    due = "参数_总结报送期限"
    return due_hint(f"ISNUMBER({due})", due, "填写结束日期后显示报送期限", compute)


def claim_hint() -> Computed:
    def compute(known: ClassFile) -> date | None:
        claims = known.national and subsidised(known) and ended_in_order(known)
        return claim_due(known.end, class_parameters(known)) if claims and known.end else None

    due = "参数_报销报送期限"
    return due_hint(f"ISNUMBER({due})", due, "国家级财政资助项目填写", compute)


def ended_in_order(known: ClassFile) -> bool:
    """True if there is a last day, not earlier than the first."""
    return known.end is not None and (known.start is None or known.start <= known.end)


def least_hint(parameter: str, key: str) -> Computed:
    """The minimum number of reserved places of a national class."""
    formula = f'IF(项目信息_项目级别="国家级","不少于"&{parameter}&"个","{NATIONAL_ONLY}")'

    def compute(known: ClassFile, _: RowView) -> Value:
        return f"不少于{getattr(class_parameters(known), key)}个" if known.national else NATIONAL_ONLY

    return Computed(formula, compute)


def subsidy_hint() -> Computed:
    def compute(known: ClassFile, _: RowView) -> Value:
        return f"每期上限{cells.text(class_parameters(known).subsidy_max)}元；单位自筹的留空"

    return Computed('"每期上限"&参数_财政资助每期上限&"元；单位自筹的留空"', compute)


HINTS: dict[str, str | Computed] = {
    "项目级别": "国家级或市级；另一级别才填的行隐藏，改级别后核验一次即换",
    "年度": "项目计划的年度",
    "计划序号": number_hint(),
    "选题名称": plan_hint("选题名称", "选题名称", "topic"),
    "承办单位": plan_hint("承办单位", "承办单位", "organiser"),
    "申报单位": "按项目计划填写；自行承办的与承办单位相同",
    "计划时间": plan_hint("计划时间", "计划时间", "months"),
    "开始日期": "报到当天，例如 2025-07-14",
    "结束日期": days_hint(),
    "举办地点": "按开班通知填写",
    "总学时": hours_hint(),
    "经费来源": "财政资助、单位自筹、收取培训费用或其他",
    "财政资助金额": subsidy_hint(),
    "培训类别": "一般为三类，用于核对培训费综合定额",
    "开班通知报送日期": filing_hint(),
    "实施方案报送日期": filing_hint(),
    "总结材料报送日期": report_hint(),
    "经费报销材料报送日期": claim_hint(),
    "线上教学技术手段": "有线上学员时填写：考勤、考核、监督所用的平台或手段",
    **{label: least_hint(least, key) for label, least, key in zip(RESERVED, LEAST_RESERVED, RESERVED_KEYS, strict=True)},
    "变更批准文号": "选题、时间、单位等经批准变更的，填批准文号，或平台同意及日期",
    "线上参训原因": "有线上学员时填写：不能到场的特殊情况",
    "变更报送日期": "变更有关事项的，填向<bureau>报送书面说明的日期，应早于开始日期",
    "变更已在平台上报": "变更有关事项的，已在<platform>上报的选“是”",
    "平台审核通过日期": f"{NATIONAL_ONLY}：<platform>审核通过的日期",
    "开班通知印发日期": f"{NATIONAL_ONLY}：应在平台审核通过以后",
    "证书编号规则": "市级项目填写，例如 津高研{年}{计划:02}{流水:04}",
}


OTHER_LEVEL = {
    NATIONAL: ("证书编号规则",),
    MUNICIPAL: ("经费报销材料报送日期", *RESERVED, "平台审核通过日期", "开班通知印发日期"),
}
"""{level: labels that only the other level fills in}."""


def rows_out_of_sight(known: ClassFile) -> dict[str, bool]:
    """{label that only one level fills in: True if its row is hidden}: those of the other level, if empty."""
    other = OTHER_LEVEL.get(known.level, ())
    labels = (label for group in OTHER_LEVEL.values() for label in group)
    return {label: label in other and cells.blank(known.project.get(label)) for label in labels}


def labels() -> tuple[Label, ...]:
    """All labels of the record, in order."""
    return tuple(
        Label(
            field.heading,
            f"A{row}",
            f"B{row}",
            kind=field.kind,
            choices=field.choices,
            hint=HINTS[field.heading],
            hint_at=f"C{row}",
            prompt=hint if isinstance(hint := HINTS[field.heading], str) else "",
        )
        for row, field in enumerate(Project.declared(), start=FIRST_LABEL_ROW)
    )


ROW_HEIGHT, TWO_LINES = 25, 32
LONG_HINTS = ("开班通知报送日期", "实施方案报送日期")
"""Their hint also names the last working day, which takes a second line."""
LAST_ROW = FIRST_LABEL_ROW + len(Project.attributes()) - 1
HEIGHTS = {
    row: TWO_LINES if field.heading in LONG_HINTS else ROW_HEIGHT for row, field in enumerate(Project.declared(), FIRST_LABEL_ROW)
}
FORM = Form(
    sheet=PROJECT,
    page=Page(areas=(f"A1:C{LAST_ROW}",), repeat_heading=False, one_page=True),
    texts=(
        FixedText("A1:C1", "项目信息", "title"),
        FixedText("A2:C2", "先填本页：各附件的名称、时间、单位等由本页带出。白色格填写，右侧为提示。", "hint"),
    ),
    labels=labels(),
    widths={"A": 24, "B": 52, "C": 56},
    heights={1: 36, 2: 22, 3: 6, **HEIGHTS},
    boxes=(f"A{FIRST_LABEL_ROW}:C{LAST_ROW}",),
    freeze="A4",
    painted=f"A{FIRST_LABEL_ROW}:B{LAST_ROW}",
    tab="1F4E79",
)
