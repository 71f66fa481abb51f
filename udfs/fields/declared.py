"""Every column and label of the workbook, declared once.

Derived from here: records and their reading, forms with their drop-downs and prompts, tidying, the roster words of import,
printed annexes, masking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from udfs.fields import roster_words as rosters
from udfs.fields.reserved import RESERVED
from udfs.fields.roster_words import NO_WORDS, RosterWords
from udfs.values.headings import (
    ABSENCE_SHARE,
    ACCOUNTS,
    AMOUNT,
    ATTENDANCE,
    CATEGORY,
    CERTIFICATE,
    CHARGED,
    CLAUSE,
    CODE,
    DAYS_LEFT,
    DOCUMENT,
    DOCUMENT_KIND,
    DUE,
    EMPLOYER,
    EXAM,
    EXPECTED,
    EXPENSE_ITEM,
    EXPENSES,
    EXPLANATION,
    FACULTY,
    FEE_LIMIT,
    FINDINGS,
    FIX,
    FUNDING,
    HOURS,
    ITEM,
    KEY,
    KIND,
    LEAVE,
    LECTURES,
    LESSONS,
    LEVEL,
    LINK,
    LODGING,
    MARK,
    MATERIAL,
    MATERIALS,
    MEALS,
    MESSAGE,
    MISSED,
    MODE,
    NAME,
    NET_FEE,
    NUMBER_HEADING,
    OWNER,
    PAPERS,
    PASSED,
    PAYEE,
    PEOPLE,
    PERMISSION,
    PHONE,
    PRICE,
    PROJECT,
    QUANTITY,
    RANK,
    READY,
    RECEIPT,
    REGION,
    REMARK,
    RESULTS,
    SESSION,
    SEVERITY,
    SEX,
    SIGNATURE,
    SITE,
    SPENT_ON,
    SUMMARY,
    SURVEY,
    SURVEY_ITEM,
    SURVEY_LEVELS,
    SURVEY_RATE,
    TAUGHT_ON,
    TAX,
    TITLE,
    TITLE_LEVEL,
    TRANSPORT,
    TRAVEL,
    VALUE,
    WITHDRAWN,
    YES_NO,
)  # fmt: skip

FieldKind = Literal["text", "integer", "number", "money", "date", "percent", "choice"]
Filled = Literal["person", "formula", "program", "paper"]
Tidying = Literal[
    "", "name", "document", "phone", "text", "title", "entry", "word", "yes or no", "amount", "hours", "number", "date"
]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table, or the label of a single cell."""

    heading: str
    attribute: str
    """Attribute name in the record, whose class declares it."""
    width: float = 0
    """Column width in characters, on paper in proportion. 0: on none of our sheets, only read if a user added it."""
    kind: FieldKind = "text"
    official: bool = False
    """True for a column of the annex as printed by the notice; False for a working column, which is never printed."""
    filled: Filled = "person"
    """Who fills it: the person concerned on paper, a formula, the program, or whoever edits the workbook."""
    marks: bool = False
    """True if an entry here makes its row a used one."""
    positive: bool = False
    """For numbers: True if 0 is invalid. No typed number may be negative."""
    choices: str = ""
    """The closed list of its drop-down, see ``choices``."""
    strict: bool = True
    """False: other entries than those of the drop-down only raise a question."""
    tidied: Tidying = ""
    """How ``tidying`` normalises an entry; '': not at all."""
    personal: bool = False
    """True for a personal number, masked in everything that leaves the workbook."""
    prompt: str = ""
    centred: bool = True
    hidden: bool = False
    one_line: bool = False
    """True for a number that is shrunk to fit instead of wrapped."""
    taken_from: str = ""
    """For 附件5: the column of 附件4 that it shows."""
    printed: str = ""
    """The printed heading, if it takes two lines."""
    min_width: int = 0
    """On paper: not wrapped, with space for this many Latin characters."""
    roster: RosterWords = NO_WORDS
    """Headings under which rosters list it; such a column is imported."""


def number(official: bool = False, width: float = 6, filled: Filled = "formula") -> Field:
    """序号, the first column of every table."""
    return Field(NUMBER_HEADING, "number", width, "integer", official, filled, min_width=3)


TABLES: dict[str, tuple[Field, ...]] = {
    PEOPLE: (
        number(official=True),
        Field(NAME, "name", 9, official=True, marks=True, tidied="name", prompt="与身份证件上的姓名一致，前后不留空格。",
              roster=rosters.NAME_WORDS),
        Field(DOCUMENT, "document", 19, official=True, marks=True, tidied="document", personal=True, one_line=True, min_width=18,
              prompt="按证件逐位填写，末位X用大写。本列已设为文本，粘贴时请选“只粘贴值”。", roster=rosters.DOCUMENT_WORDS),
        Field(PHONE, "phone", 13, official=True, marks=True, tidied="phone", personal=True, one_line=True, min_width=12,
              prompt="11位手机号，或带区号的固定电话，如022-12345678。", roster=rosters.PHONE_WORDS),
        Field(EMPLOYER, "employer", 38, official=True, marks=True, tidied="text", centred=False, prompt="填写单位全称。",
              roster=rosters.EMPLOYER_WORDS),
        Field(TITLE, "title", 13.5, official=True, marks=True, tidied="title", printed="专业技术职务\n（职称）",
              prompt="填写职称或职业资格名称；有几项的用顿号隔开。", roster=rosters.TITLE_WORDS),
        Field(CHARGED, "charged", 5.2, "choice", official=True, marks=True, choices=YES_NO, tidied="yes or no",
              printed="是否\n收费", roster=rosters.CHARGED_WORDS),
        Field(SIGNATURE, "signature", 17, official=True, filled="paper", marks=True, prompt="打印后由本人签名。"),
        Field(KIND, "kind", 8, "choice", choices=KIND, tidied="entry", roster=rosters.KIND_WORDS),
        Field(DOCUMENT_KIND, "document_kind", 9, "choice", choices=DOCUMENT_KIND, tidied="entry",
              roster=rosters.DOCUMENT_KIND_WORDS),
        Field(MODE, "mode", 8, "choice", choices=MODE, tidied="entry", roster=rosters.MODE_WORDS),
        Field(REGION, "region", 8, "choice", choices=REGION, strict=False, tidied="word", roster=rosters.REGION_WORDS),
        Field(EXAM, "passed", 8, "choice", choices=YES_NO, tidied="yes or no",
              prompt="通过填“是”，未通过填“否”；填在本人一行，附件5自动带出。"),
        Field(CERTIFICATE, "certificate", 20, tidied="text", one_line=True,
              prompt="市级项目由承办单位编号，国家级项目填<platform>颁发的编号；未通过的留空。附件5自动带出。"),
        Field(OWNER, "owner", 20, filled="program", tidied="document", personal=True,
              prompt="由程序填写：本行工作列是为哪个证件号码填的。"),
        Field(TITLE_LEVEL, "title_level", 14, filled="formula"),
        Field(SEX, "sex", roster=rosters.SEX_WORDS),
    ),
    RESULTS: (
        number(official=True),
        Field(NAME, "name", 9, official=True, filled="formula", marks=True, tidied="name", taken_from=NAME),
        Field(HOURS, "hours", 7, "number", official=True, filled="formula", positive=True, tidied="hours"),
        Field(DOCUMENT, "document", 19, official=True, filled="formula", marks=True, tidied="document", personal=True,
              one_line=True, min_width=18, taken_from=DOCUMENT),
        Field(PHONE, "phone", 13, official=True, filled="formula", tidied="phone", personal=True, one_line=True, min_width=12,
              taken_from=PHONE),
        Field(EMPLOYER, "employer", 32, official=True, filled="formula", tidied="text", centred=False, taken_from=EMPLOYER),
        Field(TITLE, "title", 13.5, official=True, filled="formula", tidied="title", printed="专业技术职务\n（职称）",
              taken_from=TITLE),
        Field(PASSED, "passed", 8.2, "choice", official=True, filled="formula", marks=True, tidied="yes or no",
              printed="是否通过\n结业考核", taken_from=EXAM),
        Field(CERTIFICATE, "certificate", 20, official=True, filled="formula", marks=True, tidied="text", one_line=True,
              taken_from=CERTIFICATE),
        Field(ABSENCE_SHARE, "absence", 10, "percent", filled="formula"),
    ),
    SURVEY: (
        number(official=True, width=10),
        Field(SURVEY_ITEM, "item", 22, official=True, marks=True, centred=False, prompt="项目可按本单位的测评表改写。"),
        *(
            Field(level, attribute, 9.5, "integer", official=True, marks=True, prompt=f"选“{level}”的份数。")
            for level, attribute in zip(
                SURVEY_LEVELS, ("very_satisfied", "satisfied", "neutral", "dissatisfied"), strict=True
            )
        ),
        Field(SURVEY_RATE, "rate", 10, "percent", official=True, filled="formula"),
    ),
    ATTENDANCE: (
        number(),
        Field(NAME, "name", 12, marks=True, tidied="name", prompt="只登记有请假或缺勤的学员。"),
        Field(DOCUMENT, "document", 23, marks=True, tidied="document", personal=True, one_line=True, min_width=18,
              prompt="与“附件4”一致，据此对应到人。"),
        Field(LEAVE, "leave", 11, "number", marks=True, tidied="hours", prompt="累计请假学时。"),
        Field(MISSED, "missed", 11, "number", marks=True, tidied="hours", prompt="累计缺勤学时，不含已请假的。"),
        Field(PERMISSION, "permission", 11, "choice", marks=True, choices=PERMISSION, tidied="word"),
        Field(ABSENCE_SHARE, "share", 11, "percent", filled="formula"),
        Field(WITHDRAWN, "withdrawn", 12, "choice", filled="formula"),
    ),
    LECTURES: (
        number(),
        Field(NAME, "name", 11, marks=True, tidied="name"),
        Field(RANK, "rank", 19, "choice", marks=True, choices=RANK, tidied="entry"),
        Field(TAUGHT_ON, "day", 13, "date", marks=True, tidied="date", prompt="例如 2025-07-14，应在办班日期内。"),
        Field(SESSION, "session", 8, "choice", marks=True, choices=SESSION, tidied="word"),
        Field(LESSONS, "hours", 8, "number", marks=True, positive=True, tidied="hours",
              prompt="按实际学时填写；每半天计费的学时有上限，见“参数”。"),
        Field(NET_FEE, "net", 13, "money", marks=True, tidied="amount"),
        Field(TAX, "tax", 12, "money", marks=True, tidied="amount", prompt="代扣代缴的个人所得税。"),
        Field(TRAVEL, "travel", 13, "money", marks=True, tidied="amount"),
        Field(LODGING, "lodging", 12, "money", marks=True, tidied="amount"),
        Field(MEALS, "meals", 12, "money", marks=True, tidied="amount"),
        Field(FEE_LIMIT, "limit", 13, "money", filled="formula"),
    ),
    EXPENSES: (
        number(),
        Field(SPENT_ON, "day", 13, "date", marks=True, tidied="date", prompt="例如 2025-07-14。"),
        Field(ITEM, "item", 12, "choice", marks=True, choices=EXPENSE_ITEM, tidied="entry"),
        Field(SUMMARY, "summary", 28, marks=True, tidied="text", centred=False, prompt="写明用途，例如“学员住宿 50人4晚”。"),
        Field(PAYEE, "payee", 22, marks=True, tidied="text", centred=False),
        Field(QUANTITY, "quantity", 10, "number", marks=True, tidied="number"),
        Field(PRICE, "price", 12, "money", marks=True, tidied="amount"),
        Field(AMOUNT, "amount", 14, "money", marks=True, tidied="amount",
              prompt="等于数量×单价；退款、红字从原来那一笔里减去，在摘要写明，不填负数。"),
        Field(RECEIPT, "receipt", 18, marks=True, tidied="text", one_line=True,
              prompt="发票或票据号码；本列为文本，可保留前面的0。"),
    ),
    FINDINGS: (
        number(filled="program"),
        Field(SEVERITY, "severity", 6, filled="program"),
        Field(LINK, "link", 12, filled="formula"),
        Field(MESSAGE, "message", 46, filled="program", centred=False),
        Field(FIX, "fix", 34, filled="program", centred=False),
        Field(EXPLANATION, "explanation", 24, centred=False,
              prompt="“核实”类问题请在此说明情况；填写后可以导出，说明会印在核验报告中。"),
        Field(VALUE, "value", 22, filled="program", centred=False),
        Field(EXPECTED, "expected", 26, filled="program", centred=False),
        Field(CLAUSE, "clause", 16, filled="program"),
        Field(CODE, "code", 10, filled="program", marks=True),
        Field(KEY, "key", 14, filled="program", marks=True),
        Field(MARK, "mark", 6, filled="program", hidden=True),
    ),
    MATERIALS: (
        number(),
        Field(MATERIAL, "item", 62, marks=True, centred=False),
        Field(CLAUSE, "clause", 18),
        Field(DUE, "due", 13, "date", filled="formula"),
        Field(DAYS_LEFT, "days_left", 10, "integer", filled="formula"),
        Field(READY, "ready", 10, "choice", choices=YES_NO, tidied="yes or no"),
        Field(REMARK, "remark", 30, centred=False),
    ),
}  # fmt: skip
"""{sheet: columns of its table in order}."""

COUNTS = "附件6的份数"
"""The three counts above the table of 附件6, a form of its own."""
LABELS: dict[str, tuple[Field, ...]] = {
    PROJECT: (
        Field(LEVEL, "level", kind="choice", choices=LEVEL),
        Field("年度", "year", kind="integer", tidied="number", positive=True),
        Field("计划序号", "plan_number", kind="integer", tidied="number", positive=True),
        Field("选题名称", "topic"),
        Field("承办单位", "organiser"),
        Field("申报单位", "applicant"),
        Field("计划时间", "planned"),
        Field("开始日期", "start", kind="date", tidied="date"),
        Field("结束日期", "end", kind="date", tidied="date"),
        Field("举办地点", "place"),
        Field("总学时", "hours", kind="number", tidied="hours", positive=True),
        Field(FUNDING, "funding", kind="choice", choices=FUNDING),
        Field("财政资助金额", "subsidy", kind="money", tidied="amount"),
        Field(CATEGORY, "category", kind="choice", choices=CATEGORY),
        Field("开班通知报送日期", "notice_filed", kind="date", tidied="date"),
        Field("实施方案报送日期", "scheme_filed", kind="date", tidied="date"),
        Field("总结材料报送日期", "report_filed", kind="date", tidied="date"),
        Field("经费报销材料报送日期", "claim_filed", kind="date", tidied="date"),
        Field("线上教学技术手段", "online_means"),
        *(Field(label, f"reserved_{at}", kind="integer", tidied="number") for at, label in enumerate(RESERVED, start=1)),
        Field("变更批准文号", "change_approval"),
        Field("证书编号规则", "number_pattern"),
        Field("线上参训原因", "online_reason"),
        Field("变更报送日期", "change_filed", kind="date", tidied="date"),
        Field("变更已在平台上报", "change_on_platform", kind="choice", choices=YES_NO),
        Field("平台审核通过日期", "platform_approved", kind="date", tidied="date"),
        Field("开班通知印发日期", "notice_issued", kind="date", tidied="date"),
    ),
    ACCOUNTS: (
        Field("名称", "name"),
        Field("地点", "place"),
        Field("办班时间", "period"),
        Field("学员人数", "trainees", kind="integer"),
        Field("工作人员人数", "staff", kind="integer"),
        Field("总计", "people", kind="integer"),
        *(
            Field(item, attribute, kind="money")
            for item, attribute in (
                (LODGING, "lodging"), (MEALS, "meals"), (SITE, "site"), (FACULTY, "faculty"), (PAPERS, "papers"),
                (TRANSPORT, "transport"), (TAX, "tax"), ("合计", "total"),
            )
        ),
        Field("申报单位", "applicant"),
        Field("承办单位", "organiser"),
    ),
    COUNTS: (
        Field("发放份数", "issued", kind="integer", prompt="发给学员的测评表份数。"),
        Field("回收份数", "returned", kind="integer", prompt="收回的份数。"),
        Field("有效份数", "valid", kind="integer", prompt="收回的份数中填写有效的份数。"),
    ),
}  # fmt: skip
"""{form: its labels in order}."""


def every_field() -> Iterator[Field]:
    """The columns of all tables."""
    for columns in TABLES.values():
        yield from columns


def columns_of(sheet: str) -> Mapping[str, Field]:
    """{heading: column} of the table of a sheet."""
    return {field.heading: field for field in TABLES[sheet]}


def amounts_of(sheet: str) -> tuple[str, ...]:
    """The columns in which people type amounts."""
    return tuple(field.heading for field in TABLES[sheet] if field.kind == "money" and field.filled == "person")


@lru_cache(maxsize=1)
def imported() -> Mapping[str, Field]:
    """{heading: column} of the columns of 附件4 that an import fills: those with roster words."""
    return {field.heading: field for field in TABLES[PEOPLE] if field.roster != NO_WORDS}
