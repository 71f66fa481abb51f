"""The records of one class (期), as the sheets hold them.

A field keeps the raw value of its cell (text, number, date or nothing), because some rules are about just that: an ID stored
as a number, an amount typed as text. Properties give the value in the sense of the form. The alias of a field is the
heading or label it stands under; findings and forms speak of fields by that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from pydantic import Field

from udfs import cells
from udfs.matching import Matching
from udfs.notice.packs import Which, chosen
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.participants import ATTENDANCE as ATTENDANCE
from udfs.participants import NO as NO
from udfs.participants import ON_SITE as ON_SITE
from udfs.participants import ONLINE as ONLINE
from udfs.participants import PEOPLE as PEOPLE
from udfs.participants import RESULTS as RESULTS
from udfs.participants import STAFF as STAFF
from udfs.participants import TRAINEE as TRAINEE
from udfs.participants import YES as YES
from udfs.participants import Absence as Absence
from udfs.participants import OutOfView as OutOfView
from udfs.participants import Person as Person
from udfs.participants import Result as Result
from udfs.record import Cell, Unchanging
from udfs.record import LedgerEntry as LedgerEntry
from udfs.record import Place as Place
from udfs.record import Record as Record
from udfs.record import Row as Row
from udfs.reserved import RESERVED
from udfs.settings import Setting

PROJECT, ACCOUNTS, SURVEY = "项目信息", "附件3", "附件6"
LECTURES, EXPENSES = "师资费", "费用明细"
FINDINGS, MATERIALS, PARAMETERS = "核验", "材料清单", "参数"
CHECKING = "核对"
"""The hidden sheet of helper cells, a row for each row of the sheets of rows; nobody reads it but formulas."""
SHEETS = (PROJECT, ACCOUNTS, PEOPLE, RESULTS, SURVEY, ATTENDANCE, LECTURES, EXPENSES, FINDINGS, MATERIALS, PARAMETERS)

BEFORE, AFTER = "开班前", "结班后"
"""The stages of a class: before it has ended, what can only be known after it is not asked for."""
SUBSIDISED, SELF_FUNDED, BY_FEES, OTHER_FUNDS = "财政资助", "单位自筹", "收取培训费用", "其他"
FUNDS = (SUBSIDISED, SELF_FUNDED, BY_FEES, OTHER_FUNDS)

LODGING, MEALS, SITE, FACULTY, PAPERS, TRANSPORT, TAX = (
    "住宿费", "伙食费", "场地费", "师资费", "资料费", "交通费", "税费",
)  # fmt: skip
ITEMS = (LODGING, MEALS, SITE, FACULTY, PAPERS, TRANSPORT, TAX)
QUOTA_ITEMS = (LODGING, MEALS, SITE, PAPERS, TRANSPORT)
OTHER_COST, INCOME = "其他费用", "学员收费"
EXPENSE_ITEMS = (LODGING, MEALS, SITE, PAPERS, TRANSPORT, TAX, OTHER_COST, INCOME)
SESSIONS = ("上午", "下午", "晚上")
LECTURER_RANKS = ("院士/全国知名专家", "正高", "副高", "其他")
SURVEY_LEVELS = ("很满意", "满意", "一般", "不满意")


class Project(Record):
    """项目信息: the facts of the class."""

    SHEET = PROJECT

    level: Cell = Field(None, alias="项目级别")
    year: Cell = Field(None, alias="年度")
    plan_number: Cell = Field(None, alias="计划序号")
    topic: Cell = Field(None, alias="选题名称")
    organiser: Cell = Field(None, alias="承办单位")
    applicant: Cell = Field(None, alias="申报单位")
    planned: Cell = Field(None, alias="计划时间")
    start: Cell = Field(None, alias="开始日期")
    end: Cell = Field(None, alias="结束日期")
    place: Cell = Field(None, alias="举办地点")
    hours: Cell = Field(None, alias="总学时")
    funding: Cell = Field(None, alias="经费来源")
    subsidy: Cell = Field(None, alias="财政资助金额")
    category: Cell = Field(None, alias="培训类别")
    notice_filed: Cell = Field(None, alias="开班通知报送日期")
    scheme_filed: Cell = Field(None, alias="实施方案报送日期")
    report_filed: Cell = Field(None, alias="总结材料报送日期")
    claim_filed: Cell = Field(None, alias="经费报销材料报送日期")
    online_means: Cell = Field(None, alias="线上教学技术手段")
    reserved_1: Cell = Field(None, alias=RESERVED[0])
    reserved_2: Cell = Field(None, alias=RESERVED[1])
    reserved_3: Cell = Field(None, alias=RESERVED[2])
    change_approval: Cell = Field(None, alias="变更批准文号")
    number_pattern: Cell = Field(None, alias="证书编号规则")
    online_reason: Cell = Field(None, alias="线上参训原因")
    change_filed: Cell = Field(None, alias="变更报送日期")
    change_on_platform: Cell = Field(None, alias="变更已在平台上报")
    platform_approved: Cell = Field(None, alias="平台审核通过日期")
    notice_issued: Cell = Field(None, alias="开班通知印发日期")


class Accounts(Record):
    """附件3 高级研修项目经费决算表. ``notes`` holds 备注 by item."""

    SHEET = ACCOUNTS

    name: Cell = Field(None, alias="名称")
    place: Cell = Field(None, alias="地点")
    period: Cell = Field(None, alias="办班时间")
    trainees: Cell = Field(None, alias="学员人数")
    staff: Cell = Field(None, alias="工作人员人数")
    people: Cell = Field(None, alias="总计")
    lodging: Cell = Field(None, alias="住宿费")
    meals: Cell = Field(None, alias="伙食费")
    site: Cell = Field(None, alias="场地费")
    faculty: Cell = Field(None, alias="师资费")
    papers: Cell = Field(None, alias="资料费")
    transport: Cell = Field(None, alias="交通费")
    tax: Cell = Field(None, alias="税费")
    total: Cell = Field(None, alias="合计")
    applicant: Cell = Field(None, alias="申报单位")
    organiser: Cell = Field(None, alias="承办单位")
    notes: dict[str, Cell] = Field(default_factory=dict)

    def amount(self, item: str) -> Decimal:
        """The amount of an item or 合计 in yuan; an empty cell or text counts as nothing."""
        return cells.number(self.get(item)) or Decimal(0)


class LectureFee(Row):
    """师资费: one lecture and what it cost, in yuan."""

    SHEET = LECTURES
    TYPED = ("姓名", "职称类别", "授课日期", "时段", "学时", "税后讲课费", "税费", "城市间交通费", "住宿费", "伙食费")

    name: Cell = Field(None, alias="姓名")
    rank: Cell = Field(None, alias="职称类别")
    day: Cell = Field(None, alias="授课日期")
    session: Cell = Field(None, alias="时段")
    hours: Cell = Field(None, alias="学时")
    net: Cell = Field(None, alias="税后讲课费")
    tax: Cell = Field(None, alias="税费")
    travel: Cell = Field(None, alias="城市间交通费")
    lodging: Cell = Field(None, alias="住宿费")
    meals: Cell = Field(None, alias="伙食费")
    limit: Cell = Field(None, alias="上限")

    @property
    def faculty_cost(self) -> Decimal:
        """What of it goes into 师资费: the net fee and the lecturer's travel, lodging and meals (税费 is an item of its own)."""
        parts = (self.net, self.travel, self.lodging, self.meals)
        return sum((cells.number(part) or Decimal(0) for part in parts), Decimal(0))


class Expense(Row):
    """费用明细: one expense (or income from trainees), in yuan."""

    SHEET = EXPENSES
    TYPED = ("日期", "项目", "摘要", "收款单位", "数量", "单价", "金额", "票据号")

    day: Cell = Field(None, alias="日期")
    item: Cell = Field(None, alias="项目")
    summary: Cell = Field(None, alias="摘要")
    payee: Cell = Field(None, alias="收款单位")
    quantity: Cell = Field(None, alias="数量")
    price: Cell = Field(None, alias="单价")
    amount: Cell = Field(None, alias="金额")
    receipt: Cell = Field(None, alias="票据号")


class SurveyItem(Row):
    """附件6: how many forms gave one item which level."""

    SHEET = SURVEY
    OFFICIAL = ("序号", "测评项目", *SURVEY_LEVELS, "满意率")
    TYPED = ("测评项目", *SURVEY_LEVELS)

    item: Cell = Field(None, alias="测评项目")
    very_satisfied: Cell = Field(None, alias="很满意")
    satisfied: Cell = Field(None, alias="满意")
    neutral: Cell = Field(None, alias="一般")
    dissatisfied: Cell = Field(None, alias="不满意")
    rate: Cell = Field(None, alias="满意率")


class SurveyForms(Record):
    """The three counts above the table of 附件6."""

    SHEET = SURVEY

    issued: Cell = Field(None, alias="发放份数")
    returned: Cell = Field(None, alias="回收份数")
    valid: Cell = Field(None, alias="有效份数")


class Material(Row):
    """材料清单: one thing to hand in, or one thing people must judge."""

    SHEET = MATERIALS
    TYPED = ("事项",)

    item: Cell = Field(None, alias="事项")
    clause: Cell = Field(None, alias="依据")
    due: Cell = Field(None, alias="截止日期")
    days_left: Cell = Field(None, alias="剩余天数")
    ready: Cell = Field(None, alias="是否齐备")
    remark: Cell = Field(None, alias="备注")


class Explained(Row):
    """核验: a finding as it stands in the workbook, for the sake of its 说明."""

    SHEET = FINDINGS
    TYPED = ("规则", "键")

    severity: Cell = Field(None, alias="级别")
    link: Cell = Field(None, alias="位置")
    code: Cell = Field(None, alias="规则")
    message: Cell = Field(None, alias="问题")
    value: Cell = Field(None, alias="现值")
    expected: Cell = Field(None, alias="应为")
    clause: Cell = Field(None, alias="依据")
    fix: Cell = Field(None, alias="处理办法")
    explanation: Cell = Field(None, alias="说明")
    key: Cell = Field(None, alias="键")
    mark: Cell = Field(None, alias="印记")
    """What the 说明 belongs to, as a digest: see ``udfs.rules.explanations``."""


class ClassFile(Unchanging):
    """One class: everything its workbook says. ``ledger`` holds what the number ledger knows (see ``LedgerEntry``)."""

    today: date
    stage: str = ""
    """开班前 or 结班后, where somebody has said so; '' lets the dates decide (see ``ended``)."""
    project: Project = Project.model_construct()
    accounts: Accounts = Accounts.model_construct(notes={})
    people: tuple[Person, ...] = ()
    strays: tuple[Person, ...] = ()
    """Rows of 附件4 without a person in which a result is typed all the same."""
    results: tuple[Result, ...] = ()
    """Where 附件5 is computed: the trainees in order with what is typed beside them; where it is typed, its rows."""
    typed_results: frozenset[int] = frozenset()
    """Rows of 附件5 whose 身份证号 is typed, where formulas can be seen."""
    out_of_view: tuple[OutOfView, ...] = ()
    """What in 附件5 is neither computed nor typed as the rest of it is."""
    absences: tuple[Absence, ...] = ()
    lectures: tuple[LectureFee, ...] = ()
    expenses: tuple[Expense, ...] = ()
    survey: tuple[SurveyItem, ...] = ()
    forms: SurveyForms = SurveyForms.model_construct()
    materials: tuple[Material, ...] = ()
    explained: tuple[Explained, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    """Raw survey answers, one tuple of levels a form, where they are at hand."""
    places: dict[str, Place] = Field(default_factory=dict)
    ledger: tuple[LedgerEntry, ...] | None = None
    settings: tuple[Setting, ...] = ()
    """What the office has changed on 参数."""
    notice: str = ""
    """The name of the pack that the workbook was made with, as its sheet 参数 states it; '' where it states none."""
    wiped: tuple[tuple[str, str, int, int], ...] | None = None
    """Lost input checks: sheet, heading (or label), first row (0 for a label), how many rows; None where nobody can see them."""

    def has(self, sheet: str) -> bool:
        """True if the workbook has that sheet."""
        return sheet in self.places

    def has_column(self, sheet: str, heading: str) -> bool:
        return sheet in self.places and heading in self.places[sheet].columns

    @cached_property
    def level(self) -> str:
        return cells.text(self.project.level)

    @property
    def national(self) -> bool:
        return self.level == NATIONAL

    @property
    def municipal(self) -> bool:
        return self.level == MUNICIPAL

    @cached_property
    def year(self) -> int | None:
        """年度, else the year of 开始日期, else None."""
        stated = cells.number(self.project.year)
        if stated is not None:
            return int(stated)
        return self.start.year if self.start else None

    @cached_property
    def which(self) -> Which:
        """The notice that serves the class: the pack its workbook states, else the one of its year."""
        return chosen(self.notice, self.year)

    @cached_property
    def plan_number(self) -> int | None:
        stated = cells.number(self.project.plan_number)
        return int(stated) if stated is not None and stated == int(stated) else None

    @cached_property
    def start(self) -> date | None:
        return cells.day(self.project.start)

    @cached_property
    def end(self) -> date | None:
        return cells.day(self.project.end)

    @cached_property
    def ended(self) -> bool:
        """结班后: what can only be known after the class is asked for. Without 结束日期 it is."""
        if self.stage:
            return self.stage == AFTER
        return self.end is None or self.today > self.end

    @cached_property
    def days(self) -> int | None:
        """D: the days from 开始日期 to 结束日期, both counted; None unless both are dates in order."""
        if self.start is None or self.end is None or self.end < self.start:
            return None
        return (self.end - self.start).days + 1

    @cached_property
    def hours(self) -> Decimal | None:
        """H: 总学时, None unless it is a number above zero."""
        stated = cells.number(self.project.hours)
        return stated if stated is not None and stated > 0 else None

    @cached_property
    def trainees(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.is_trainee)

    @cached_property
    def shown_trainees(self) -> tuple[Person, ...]:
        """Those whom a computed 附件5 shows: a trainee who has neither a name nor a number takes no row there."""
        return tuple(one for one in self.trainees if not (cells.blank(one.name) and cells.blank(one.document)))

    @cached_property
    def staff(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.is_staff)

    @cached_property
    def online(self) -> tuple[Person, ...]:
        return tuple(person for person in self.trainees if person.is_online)

    @cached_property
    def results_beside(self) -> bool:
        """True if 附件5 is computed: results are typed beside the people of 附件4."""
        return any(result.person_row is not None for result in self.results)

    @cached_property
    def people_rows(self) -> Mapping[int, Person]:
        """Row of 附件4 -> who stands there."""
        return {person.row: person for person in self.people}

    @cached_property
    def result_rows(self) -> Mapping[int, Result]:
        return {result.row: result for result in self.results}

    @cached_property
    def absence_rows(self) -> Mapping[int, Absence]:
        return {absence.row: absence for absence in self.absences}

    @cached_property
    def trainee_keys(self) -> Mapping[str, Person]:
        """Trainees by document number; the first one where a number stands twice."""
        return {person.key: person for person in reversed(self.trainees) if person.key}

    @cached_property
    def enrolled(self) -> frozenset[str]:
        """The document numbers of all who are not staff: of a row with a wrong 人员类别 nobody knows yet."""
        return frozenset(person.key for person in self.people if person.key and not person.is_staff)

    @cached_property
    def result_keys(self) -> Mapping[str, Result]:
        return {result.key: result for result in reversed(self.results) if result.key}

    @cached_property
    def absence_keys(self) -> Mapping[str, Absence]:
        return {absence.key: absence for absence in reversed(self.absences) if absence.key}

    @cached_property
    def matching(self) -> Matching:
        """Who is who across 附件4, 附件5 and 考勤."""
        return Matching(self)


ClassFile.model_rebuild()
