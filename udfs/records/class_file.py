"""The records of one class (期) as its sheets hold them.

A field keeps the raw value of its cell, because some rules are about it: a document number stored as a number, an amount typed
as text. Properties give the interpreted values. Headings and labels are declared in ``fields``; findings and forms use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from udfs.fields.declared import COUNTS, LABELS, Field
from udfs.notice.packs import Which, chosen
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.expenditure import Accounts as Accounts
from udfs.records.expenditure import Expense as Expense
from udfs.records.expenditure import LectureFee as LectureFee
from udfs.records.matching import Matching
from udfs.records.participants import ATTENDANCE as ATTENDANCE
from udfs.records.participants import NO as NO
from udfs.records.participants import ON_SITE as ON_SITE
from udfs.records.participants import ONLINE as ONLINE
from udfs.records.participants import PEOPLE as PEOPLE
from udfs.records.participants import RESULTS as RESULTS
from udfs.records.participants import STAFF as STAFF
from udfs.records.participants import TRAINEE as TRAINEE
from udfs.records.participants import YES as YES
from udfs.records.participants import Absence as Absence
from udfs.records.participants import OutOfView as OutOfView
from udfs.records.participants import Person as Person
from udfs.records.participants import Result as Result
from udfs.records.record import LedgerEntry as LedgerEntry
from udfs.records.record import Record as Record
from udfs.records.record import Row as Row
from udfs.records.record import SheetPlaces as SheetPlaces
from udfs.records.settings import Setting
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import ACCOUNTS as ACCOUNTS
from udfs.values.headings import CHECKING as CHECKING
from udfs.values.headings import EXPENSES as EXPENSES
from udfs.values.headings import FACULTY as FACULTY
from udfs.values.headings import FINDINGS as FINDINGS
from udfs.values.headings import HOURS as HOURS
from udfs.values.headings import LECTURES as LECTURES
from udfs.values.headings import LODGING as LODGING
from udfs.values.headings import MATERIALS as MATERIALS
from udfs.values.headings import MEALS as MEALS
from udfs.values.headings import PAPERS as PAPERS
from udfs.values.headings import PARAMETERS as PARAMETERS
from udfs.values.headings import PROJECT as PROJECT
from udfs.values.headings import SITE as SITE
from udfs.values.headings import SURVEY as SURVEY
from udfs.values.headings import SURVEY_LEVELS as SURVEY_LEVELS
from udfs.values.headings import TAX as TAX
from udfs.values.headings import TRANSPORT as TRANSPORT

SHEETS = (PROJECT, ACCOUNTS, PEOPLE, RESULTS, SURVEY, ATTENDANCE, LECTURES, EXPENSES, FINDINGS, MATERIALS, PARAMETERS)

KEPT_SHEETS = (PROJECT, ACCOUNTS, PEOPLE, RESULTS, SURVEY, ATTENDANCE, LECTURES, EXPENSES, MATERIALS)
"""The sheets with records. Deleting one loses amounts that other sheets add up."""

BEFORE, AFTER = "开班前", "结班后"
"""Stages of a class: before its end, entries that can only be made afterwards are not required."""
SUBSIDISED, SELF_FUNDED, BY_FEES, OTHER_FUNDS = "财政资助", "单位自筹", "收取培训费用", "其他"
FUNDS = (SUBSIDISED, SELF_FUNDED, BY_FEES, OTHER_FUNDS)

ITEMS = (LODGING, MEALS, SITE, FACULTY, PAPERS, TRANSPORT, TAX)
QUOTA_ITEMS = (LODGING, MEALS, SITE, PAPERS, TRANSPORT)
OTHER_COST, INCOME = "其他费用", "学员收费"
EXPENSE_ITEMS = (LODGING, MEALS, SITE, PAPERS, TRANSPORT, TAX, OTHER_COST, INCOME)
SESSIONS = ("上午", "下午", "晚上")
LECTURER_RANKS = ("院士/全国知名专家", "正高", "副高", "其他")


@dataclass(frozen=True, slots=True)
class Project(Record):
    """项目信息: the facts of the class."""

    SHEET = PROJECT

    level: Value = None
    year: Value = None
    plan_number: Value = None
    topic: Value = None
    organiser: Value = None
    applicant: Value = None
    planned: Value = None
    start: Value = None
    end: Value = None
    place: Value = None
    hours: Value = None
    funding: Value = None
    subsidy: Value = None
    category: Value = None
    notice_filed: Value = None
    scheme_filed: Value = None
    report_filed: Value = None
    claim_filed: Value = None
    online_means: Value = None
    reserved_1: Value = None
    reserved_2: Value = None
    reserved_3: Value = None
    change_approval: Value = None
    number_pattern: Value = None
    online_reason: Value = None
    change_filed: Value = None
    change_on_platform: Value = None
    platform_approved: Value = None
    notice_issued: Value = None


@dataclass(frozen=True, slots=True)
class SurveyItem(Row):
    """附件6: the number of forms per level for one item."""

    SHEET = SURVEY

    item: Value = None
    very_satisfied: Value = None
    satisfied: Value = None
    neutral: Value = None
    dissatisfied: Value = None
    rate: Value = None


@dataclass(frozen=True, slots=True)
class SurveyForms(Record):
    """The three counts above the table of 附件6."""

    SHEET = SURVEY

    @classmethod
    def declared(cls) -> tuple[Field, ...]:
        return LABELS[COUNTS]

    issued: Value = None
    returned: Value = None
    valid: Value = None


@dataclass(frozen=True, slots=True)
class Material(Row):
    """材料清单: one item to submit or to judge."""

    SHEET = MATERIALS

    item: Value = None
    clause: Value = None
    due: Value = None
    days_left: Value = None
    ready: Value = None
    remark: Value = None


@dataclass(frozen=True, slots=True)
class Explained(Row):
    """核验: a finding as stored in the workbook, read for its 说明."""

    SHEET = FINDINGS

    severity: Value = None
    link: Value = None
    code: Value = None
    message: Value = None
    value: Value = None
    expected: Value = None
    clause: Value = None
    fix: Value = None
    explanation: Value = None
    key: Value = None
    mark: Value = None
    """Digest of what the 说明 refers to, see ``udfs.rules.explanations``."""


@dataclass(frozen=True)
class ClassFile:
    """One class: the content of its workbook. ``ledger`` holds entries of the number ledger (see ``LedgerEntry``)."""

    today: date
    stage: str = ""
    """开班前 or 结班后 if given explicitly; '' derives it from the dates (see ``ended``)."""
    project: Project = Project()
    accounts: Accounts = field(default_factory=Accounts)
    people: tuple[Person, ...] = ()
    strays: tuple[Person, ...] = ()
    """Rows of 附件4 with a result but no person."""
    results: tuple[Result, ...] = ()
    """If 附件5 is computed: the trainees in order with the results typed beside them; otherwise its rows."""
    typed_results: frozenset[int] = frozenset()
    """Rows of 附件5 with a typed 身份证号, if formulas are visible."""
    out_of_view: tuple[OutOfView, ...] = ()
    """Cells of 附件5 that are neither computed nor typed like the rest."""
    absences: tuple[Absence, ...] = ()
    lectures: tuple[LectureFee, ...] = ()
    expenses: tuple[Expense, ...] = ()
    survey: tuple[SurveyItem, ...] = ()
    forms: SurveyForms = SurveyForms()
    materials: tuple[Material, ...] = ()
    explained: tuple[Explained, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    """Raw survey answers if available, one tuple of levels per form."""
    places: dict[str, SheetPlaces] = field(default_factory=dict)
    ledger: tuple[LedgerEntry, ...] | None = None
    settings: tuple[Setting, ...] = ()
    """The changes of the office on 参数."""
    lost_settings: bool = False
    """True if 参数 was deleted, so that changes by the office are unknown."""
    lost_sheets: tuple[str, ...] = ()
    """Sheets with records, and 参数, that were deleted from a workbook of ours or whose headings cannot be found."""
    lost_columns: tuple[tuple[str, str], ...] = ()
    """(sheet, heading or label) deleted or renamed in a workbook of ours, and therefore not read."""
    look_alikes: tuple[tuple[str, str], ...] = ()
    """(title, sheet) of copies with a similar name that are not read."""
    hidden_sheets: tuple[str, ...] = ()
    """Hidden sheets that are read."""
    notice: str = ""
    """The name of the pack that the workbook was made with, from 参数; '' if not stated."""
    wiped: tuple[tuple[str, str, int, int], ...] | None = None
    """Lost input checks: (sheet, heading or label, first row (0 for a label), number of rows); None if they cannot be seen."""

    def changed(self, **changes: Any) -> Self:
        """A copy with changed fields. Errors: TypeError for an unknown field."""
        return replace(self, **changes)

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
        """年度 if it is a positive integer, else the year of 开始日期, else None."""
        stated = cells.number(self.project.year)
        if stated is not None and 0 < stated == int(stated):
            return int(stated)
        return self.start.year if self.start else None

    @cached_property
    def which(self) -> Which:
        """The notice of the class: the pack stated by its workbook, else the one of its year."""
        return chosen(self.notice, self.year)

    @cached_property
    def plan_number(self) -> int | None:
        stated = cells.number(self.project.plan_number)
        return int(stated) if stated is not None and 0 < stated == int(stated) else None

    @cached_property
    def start(self) -> date | None:
        return cells.day(self.project.start)

    @cached_property
    def end(self) -> date | None:
        return cells.day(self.project.end)

    @cached_property
    def ended(self) -> bool:
        """True if the class has ended (结班后) or 结束日期 is missing: then entries that follow the class are required."""
        if self.stage:
            return self.stage == AFTER
        return self.end is None or self.today > self.end

    @cached_property
    def days(self) -> int | None:
        """D: the days from 开始日期 to 结束日期 inclusive; None unless both are dates in order."""
        if self.start is None or self.end is None or self.end < self.start:
            return None
        return (self.end - self.start).days + 1

    @cached_property
    def hours(self) -> Decimal | None:
        """H: 总学时; None unless it is a positive number."""
        stated = cells.number(self.project.hours)
        return stated if stated is not None and stated > 0 else None

    @cached_property
    def trainees(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.is_trainee)

    @cached_property
    def shown_trainees(self) -> tuple[Person, ...]:
        """The trainees shown by a computed 附件5: those with a name or a document number."""
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
        """{row of 附件4: person}."""
        return {person.row: person for person in self.people}

    @cached_property
    def result_rows(self) -> Mapping[int, Result]:
        return {result.row: result for result in self.results}

    @cached_property
    def results_in_view(self) -> tuple[Result, ...]:
        """The results without rows that were typed over the view, and without rows of nobody."""
        odd = {one.row for one in self.out_of_view if one.field != HOURS}
        return tuple(
            one for one in self.results if one.row not in odd and not (cells.blank(one.name) and cells.blank(one.document))
        )

    @cached_property
    def own_results(self) -> tuple[Result, ...]:
        """``results_in_view`` without results that were entered for another person."""
        misplaced = {person.row for person in self.people if person.is_misplaced}
        return tuple(one for one in self.results_in_view if one.person_row not in misplaced)

    @cached_property
    def absence_rows(self) -> Mapping[int, Absence]:
        return {absence.row: absence for absence in self.absences}

    @cached_property
    def trainee_keys(self) -> Mapping[str, Person]:
        """{document number: trainee}; the first one of duplicates."""
        return {person.key: person for person in reversed(self.trainees) if person.key}

    @cached_property
    def enrolled(self) -> frozenset[str]:
        """The document numbers of all who are not staff, including people with an invalid 人员类别."""
        return frozenset(person.key for person in self.people if person.key and not person.is_staff)

    @cached_property
    def result_keys(self) -> Mapping[str, Result]:
        return {result.key: result for result in reversed(self.results) if result.key}

    @cached_property
    def absence_keys(self) -> Mapping[str, Absence]:
        return {absence.key: absence for absence in reversed(self.absences) if absence.key}

    @cached_property
    def matching(self) -> Matching:
        """The matching of people across 附件4, 附件5 and 考勤."""
        return Matching(self)
