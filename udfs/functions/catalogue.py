"""The cell functions, declared with ``registry.cell_function``: the computations of the rules for single cells.

They use the newest notice; functions with a date argument use the parameters of that date.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from udfs.functions.registry import CellProblem, FunctionResult, as_block, cell_function
from udfs.notice.parameters import parameters_for
from udfs.people.identity import birth_date, births, document_fault, sex
from udfs.people.phones import phone_fault
from udfs.records.class_file import NO, SURVEY_LEVELS, YES
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.verdict import Fault


def number_of(value: Value, name: str, least: int = 0) -> Decimal:
    """The number in a cell, 0 if empty. Errors: CellProblem for text, or for a number below ``least``."""
    number = Decimal(0) if cells.blank(value) else cells.number(value)
    if number is None:
        raise CellProblem(f"{name}应为数字")
    if number < least:
        raise CellProblem(f"{name}不能小于{least}")
    return number


def whole_of(value: Value, name: str, least: int = 0) -> int:
    """The integer in a cell. Errors: as ``number_of``, also for fractions."""
    number = number_of(value, name, least)
    if number != int(number):
        raise CellProblem(f"{name}应为整数")
    return int(number)


def day_of(value: Value, name: str) -> date:
    """The date in a cell. Errors: CellProblem if there is none."""
    day = cells.day(value)
    if day is None:
        raise CellProblem(f"{name}应为日期")
    return day


def explained(compute: Callable[..., FunctionResult], *arguments: Any) -> FunctionResult:
    """The result of a computation whose ValueErrors are messages in Chinese, re-raised as CellProblem."""
    try:
        return compute(*arguments)
    except ValueError as problem:
        raise CellProblem(str(problem)) from problem


@cell_function("GY_STAFF_LIMIT", "按学员人数计算工作人员人数上限", {"学员人数": "附件4的学员人数"}, "二")
def staff_limit_cell(trainees: Value) -> FunctionResult:
    from udfs.people.staffing import staff_limit

    return staff_limit(whole_of(trainees, "学员人数"), parameters_for())


@cell_function(
    "GY_STAFF_RATIO", "工作人员占学员的比例", {"工作人员": "工作人员人数", "学员": "学员人数"}, "二",
    blank_if=("工作人员", "学员"),
)  # fmt: skip
def staff_ratio_cell(staff: Value, trainees: Value) -> FunctionResult:
    from udfs.people.staffing import staff_ratio

    ratio = staff_ratio(whole_of(staff, "工作人员"), whole_of(trainees, "学员"))
    if ratio is None:
        raise CellProblem("没有学员")
    return ratio


HOURS_ARGUMENTS = {"请假": "请假学时", "缺勤": "缺勤学时", "总学时": "本期总学时"}


def absence(leave: Value, missed: Value, hours: Value) -> Fraction:
    """Leave and absence as a share of all hours."""
    from udfs.schedule.absence import absence_fraction

    asked, absent, all_hours = number_of(leave, "请假"), number_of(missed, "缺勤"), number_of(hours, "总学时")
    if all_hours <= 0:
        raise CellProblem("总学时应大于0")
    if asked + absent > all_hours:
        raise CellProblem("请假与缺勤之和多于总学时")
    return absence_fraction(asked, absent, all_hours)


@cell_function("GY_ABSENCE", "缺勤率：请假与缺勤之和占总学时的比例", HOURS_ARGUMENTS, "二(三)", blank_if=("请假", "缺勤"))
def absence_cell(leave: Value, missed: Value, hours: Value) -> FunctionResult:
    return absence(leave, missed, hours)


@cell_function(
    "GY_WITHDRAWN", "是否按退学处理：请假与缺勤之和超过总学时的1/7为“是”", HOURS_ARGUMENTS, "二(三)", blank_if=("请假", "缺勤")
)
def withdrawn_cell(leave: Value, missed: Value, hours: Value) -> FunctionResult:
    return YES if absence(leave, missed, hours) > parameters_for().absence_share else NO


@cell_function(
    "GY_EXPENSE_TOTAL", "金额合计，精确到分；区域中有文字时指出是哪一格", {"区域": "金额所在的区域"}, "附件3", lifted=False
)
def expense_total_cell(amounts: Any) -> FunctionResult:
    from udfs.money.amounts import cents, total

    block = as_block(amounts)
    for at, row in enumerate(block, start=1):
        for column, value in enumerate(row, start=1):
            if not cells.blank(value) and cells.number(value) is None:
                raise CellProblem(f"区域第{at}行第{column}列不是数字")
    return cents(total(value for row in block for value in row))


@cell_function(
    "GY_QUOTA", "培训费综合定额（元）：定额标准×人数×天数，超过30天的天数按70%",
    {"类别": "一类、二类或三类", "人数": "学员与工作人员，不含线上学员", "天数": "首尾都计"}, "540",
    blank_if=("人数", "天数"),
)  # fmt: skip
def quota_cell(category: Value, people: Value, days: Value) -> FunctionResult:
    from udfs.money.quota import quota

    p = parameters_for()
    stated = cells.plain(category) or p.default_category
    if stated not in p.quota_total:
        raise CellProblem(f"类别应为{'、'.join(p.quota_total)}之一")
    return quota(stated, whole_of(people, "人数"), whole_of(days, "天数"), p)


@cell_function(
    "GY_LECTURE_LIMIT", "税后讲课费上限（元）", {"职称类别": "院士/全国知名专家、正高、副高或其他", "学时": "讲课学时"}, "540"
)
def lecture_limit_cell(rank: Value, hours: Value) -> FunctionResult:
    from udfs.money.lecture_fee import lecture_limit

    p = parameters_for()
    named = next((one for one in p.lecture_rates if cells.plain(one) == cells.plain(rank)), None)
    if named is None:
        raise CellProblem(f"职称类别应为{'、'.join(p.lecture_rates)}之一")
    return lecture_limit(named, number_of(hours, "学时"), p)


@cell_function("GY_TAX", "按税后讲课费推算的劳务报酬预扣预缴个人所得税（元）", {"税后": "税后讲课费"}, "税法")
def tax_cell(net: Value) -> FunctionResult:
    from udfs.money.lecture_fee import tax_withheld

    return tax_withheld(number_of(net, "税后讲课费"), parameters_for())


@cell_function("GY_RMB", "人民币大写", {"金额": "以元为单位，最多两位小数"}, "附件3")
def capitals_cell(amount: Value) -> FunctionResult:
    from udfs.money.amounts import in_capitals

    number = cells.number(amount)
    if number is None:
        raise CellProblem("金额应为数字")
    return explained(in_capitals, number)


DOCUMENT_ARGUMENTS = {"证件号": "证件号码", "证件类型": "不填时按号码的格式判断"}


@cell_function("GY_ID_CHECK", "核对证件号码：正确为空，否则说明哪里不对", DOCUMENT_ARGUMENTS, "GB11643")
def document_cell(document: Value, kind: Value = None) -> FunctionResult:
    return message_of(document_fault(document, kind, births(date.today(), None, parameters_for().longest_life)))


def message_of(fault: Fault | None) -> str:
    """The message of a fault; '' for none."""
    return fault.message if fault else ""


@cell_function("GY_ID_BIRTH", "证件号码中的出生日期", DOCUMENT_ARGUMENTS, "GB11643")
def birth_cell(document: Value, kind: Value = None) -> FunctionResult:
    born = birth_date(document, kind)
    if born is None:
        raise CellProblem("号码中没有出生日期")
    return born


@cell_function("GY_ID_SEX", "证件号码中的性别", DOCUMENT_ARGUMENTS, "GB11643")
def sex_cell(document: Value, kind: Value = None) -> FunctionResult:
    return sex(document, kind) or "号码中没有性别"


@cell_function("GY_PHONE_CHECK", "核对联系电话：正确为空，否则说明哪里不对", {"电话": "手机号，或带区号的座机"}, "附件4")
def phone_cell(phone: Value) -> FunctionResult:
    return message_of(phone_fault(phone))


@cell_function("GY_TITLE_LEVEL", "职称级别：正高、副高、中级或初级", {"职称": "专业技术职务或职业资格"}, "二(一)、二(二)")
def title_cell(title: Value) -> FunctionResult:
    from udfs.people.titles import title_level

    return title_level(title) or "职称表中没有"


@cell_function(
    "GY_DEADLINE", "报送截止日期",
    {
        "事项": "开班通知、实施方案、总结材料、经费报销材料等",
        "日期": "开班前的事项填开始日期，办班后的填结束日期",
        "级别": "国家级或市级",
    },
    "四(一)、五(二)、五(三)", blank_if=("日期",),
)  # fmt: skip
def deadline_cell(matter: Value, day: Value, level: Value) -> FunctionResult:
    from udfs.schedule.deadlines import deadline

    when = day_of(day, "日期")
    return explained(deadline, cells.text(matter), when, cells.text(level), parameters_for(when.year, when))


@cell_function(
    "GY_SATISFACTION", "满意率：（很满意＋满意）÷各等级之和", {level: f"选“{level}”的份数" for level in SURVEY_LEVELS}, "附件6",
    blank_if=SURVEY_LEVELS,
)  # fmt: skip
def satisfaction_cell(very_satisfied: Value, satisfied: Value, neutral: Value, dissatisfied: Value) -> FunctionResult:
    from udfs.survey.satisfaction import satisfaction

    values = (very_satisfied, satisfied, neutral, dissatisfied)
    counts = {level: whole_of(value, level) for level, value in zip(SURVEY_LEVELS, values, strict=True)}
    rate = satisfaction(counts, parameters_for())
    if rate is None:
        raise CellProblem("没有答卷")
    return rate


@cell_function("GY_COURSEWARE_HOURS", "课件课时折算的继续教育学时", {"课时": "课件课时"}, "五(五)")
def courseware_cell(lessons: Value) -> FunctionResult:
    return number_of(lessons, "课时") * parameters_for().courseware_factor


@cell_function(
    "GY_CERT_CHECK", "核对证书编号是否符合规则：符合为空，否则说明哪里不对",
    {"编号": "证书编号", "规则": "如 津高研{年}{计划:02}{流水:04}"}, "三(二)",
)  # fmt: skip
def certificate_cell(number: Value, pattern: Value) -> FunctionResult:
    from udfs.certificates.numbers import certificate_fault

    return message_of(certificate_fault(number, pattern))


@cell_function("GY_RULE", "规则的内容和依据", {"代码": "规则代码，如 A4-05"}, "各条")
def rule_cell(code: Value) -> FunctionResult:
    from udfs.notice.clauses import cited
    from udfs.rules import catalogue_of

    wanted = cells.plain(code).upper()
    rule = next((one for one in catalogue_of() if one.code == wanted), None)
    if rule is None:
        raise CellProblem("没有这条规则")
    return f"{rule.title}：{rule.condition}。依据：{rule.clause}{cited(rule.quote)}"


SHEET_ARGUMENTS = {
    "项目信息": "项目信息的区域，从A1起",
    "附件3": "附件3的区域，从A1起",
    "附件4": "附件4的区域，从A1起",
    "附件5": "附件5的区域，从A1起",
    "附件6": "附件6的区域，从A1起",
    "考勤": "考勤的区域，从A1起",
    "师资费": "师资费的区域，从A1起",
    "费用明细": "费用明细的区域，从A1起",
    "材料清单": "材料清单的区域，从A1起",
    "行数": "返回的行数，不足的留空",
    "基准日": "不填为今天",
    "列数": "不填为4；8为另加现值、应为、依据、处理办法",
    "首行": "各区域的首行，用空格分开，如 1 1 3；不填均为1",
    "参数": "参数页左侧的参数和节假日；不填为程序所带的",
}
SHEET_RANGES = tuple(SHEET_ARGUMENTS)[:9]


@cell_function("GY_VIOLATIONS", "实时核验：返回键、级别、规则、问题等列", SHEET_ARGUMENTS, "各条", lifted=False)
def violations_cell(
    project: Any, accounts: Any = None, people: Any = None, results: Any = None, survey: Any = None, attendance: Any = None,
    lectures: Any = None, expenses: Any = None, materials: Any = None, rows: Value = None, today: Value = None,
    columns: Value = None, first_rows: Value = None, parameters: Any = None,
) -> list[list[str]]:  # fmt: skip
    from udfs.functions.violations import ALL_COLUMNS, COLUMNS, DEFAULT_ROWS, violations

    given = (project, accounts, people, results, survey, attendance, lectures, expenses, materials)
    size = DEFAULT_ROWS if cells.blank(rows) else whole_of(rows, "行数", least=1)
    day = date.today() if cells.blank(today) else day_of(today, "基准日")
    width = COLUMNS if cells.blank(columns) else min(whole_of(columns, "列数", least=1), ALL_COLUMNS)
    starts = dict(zip(SHEET_RANGES, starting_rows(first_rows), strict=False))
    return violations(dict(zip(SHEET_RANGES, given, strict=True)), size, day, width, starts, parameters)


def starting_rows(given: Value) -> list[int]:
    """The first row of each range, as the live check writes them: "1 1 3"."""
    rows = cells.text(given).split()
    if not all(one.isdecimal() and int(one) > 0 for one in rows):
        raise CellProblem("首行应为用空格分开的正整数")
    return [int(one) for one in rows]
