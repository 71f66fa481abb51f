"""Rules on the facts of the class in 项目信息."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, timedelta

from udfs.fields.declared import LABELS
from udfs.fields.reserved import RESERVED
from udfs.native.about_class import project as formulas
from udfs.native.cells import dated, number_or_nothing, whole
from udfs.native.texts import blank, plain
from udfs.notice.packs import has_notice
from udfs.notice.parameters import RESERVED_KEYS, Parameters
from udfs.notice.plan import LEVELS, NATIONAL, PlanRow, last_number, plan_of, plan_row, planned_months
from udfs.records.approval import approved
from udfs.records.choices import CHOICES
from udfs.records.class_file import PEOPLE, PROJECT, ClassFile
from udfs.rules.kinds import wrong_kind
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violation, Violations, at, rule
from udfs.schedule.deadlines import claim_due, filing_due, latest_end, period_words, report_due, subsidised
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import CATEGORY, MODE, PERIOD

REQUIRED = ("选题名称", "承办单位", "申报单位", "开始日期", "结束日期", "举办地点", "总学时")
FILED_BEFORE = ("开班通知报送日期", "实施方案报送日期")
FILED_AFTER = ("总结材料报送日期", "经费报销材料报送日期")
DATES = ("开始日期", "结束日期", *FILED_BEFORE, *FILED_AFTER, "变更报送日期", "平台审核通过日期", "开班通知印发日期")
YEAR = 366
FIELDS = {field.heading: field for field in LABELS[PROJECT]}


def fact(c: ClassFile, label: str, expected: str = "", **words: object) -> Violation:
    """A hit on one cell of 项目信息."""
    return at(PROJECT, label, c.project.get(label), expected, label=label, **words)


@rule(
    "PRJ-01", ERROR, "N", clause="常识", sheet=PROJECT, fields=("项目级别", *REQUIRED, CATEGORY), needs=("project",),
    condition="项目级别不是国家级或市级；或者选题名称、承办单位、申报单位、开始日期、结束日期、举办地点、总学时为空；"
    "或者培训类别不在列表中",
    title="项目信息未填全或不对",
    message="{label}{problem}",
    fix="在项目信息中填写{label}；其他各表和各项核验都以它为准",
    native=(
        Native(
            f"AND(NOT({blank('{.}')}),SUMPRODUCT(--(参数_{CATEGORY}={plain('{.}')}))=0)", fields=(CATEGORY,), whole=True,
            message="培训类别不在列表中：从下拉列表中选择",
        ),
        Native("NOT(OR(参数_国家级,参数_市级))", fields=("项目级别",), whole=True, message="项目级别未填或不对：选国家级或市级"),
        Native(blank("{.}"), fields=REQUIRED, whole=True, message="项目信息未填全：其他各表和各项核验都以它为准，请填写"),
    ),
)  # fmt: skip
def fact_missing(c: ClassFile, p: Parameters) -> Violations:
    """One hit per cell."""
    if c.level not in LEVELS:
        stated = "未填写" if cells.blank(c.project.level) else f"“{c.level}”不对"
        yield fact(c, "项目级别", "或".join(LEVELS), problem=f"{stated}，应为{'或'.join(LEVELS)}")
    for label in REQUIRED:
        if cells.blank(c.project.get(label)):
            yield fact(c, label, problem="未填写")
    if fault := not_of_its_kind(c, CATEGORY, p):
        yield fact(c, CATEGORY, "、".join(CHOICES[CATEGORY]), problem=fault)


def not_of_its_kind(c: ClassFile, label: str, p: Parameters) -> str:
    """The fault of a filled cell of 项目信息 that is not a number, date or entry of its list; '' if none."""
    fault = wrong_kind(FIELDS[label], c.project.get(label), p)
    return f"“{cells.text(c.project.get(label))[:30]}”{fault}" if fault else ""


@rule(
    "PRJ-02", ERROR, "P", clause="{no_change}、附件3", 
    sheet=PROJECT, fields=("选题名称", "承办单位", "计划序号"), needs=("project", "level", "plan list", "plan"),
    after=("PRJ-01",),
    condition="选题名称或承办单位与计划表（级别＋计划序号）不一致（空格、全角半角、引号写法不计）；变更批准文号填有文号、或平台同意及日期的除外（“无”“待批”等不算）",
    title="与项目计划不一致",
    message="{problem}",
    fix="按计划填写；计划序号填错的改正计划序号；经批准变更的填写变更批准文号",
)  # fmt: skip
def differs_from_plan(c: ClassFile, p: Parameters) -> Violations:
    """One hit per cell; only one on 计划序号 if both facts match another plan row, since then the number is the error."""
    planned = planned_facts(c)
    wrong = [label for label in planned if not same(c.project.get(label), planned[label])]
    meant = row_of_facts(c) if len(wrong) > 1 else None
    if meant is not None:
        problem = f"计划序号为{c.plan_number}，而选题名称和承办单位是{c.level}计划第{meant.number}项的"
        yield fact(c, "计划序号", str(meant.number), problem=problem)
        return
    for label in wrong:
        stated = cells.text(c.project.get(label))
        problem = f"{label}“{stated}”与{c.level}计划第{c.plan_number}项不一致，计划为“{planned[label]}”"
        yield fact(c, label, planned[label], problem=problem)


def same(stated: Value, planned: Value) -> bool:
    """True if two texts are equal, ignoring white space, widths and quotation marks."""
    return cells.plain(stated) == cells.plain(planned)


def row_of_facts(c: ClassFile) -> PlanRow | None:
    """The plan row of the class's level with its topic and organiser, or None."""
    rows = (row for row in plan_of(c.which) if row.level == c.level)
    return next((row for row in rows if same(c.project.topic, row.topic) and same(c.project.organiser, row.organiser)), None)


def planned_facts(c: ClassFile) -> dict[str, str]:
    """The topic and organiser required by the plan; empty without a plan row or with an approved change."""
    listed = c.plan_number is not None and has_notice(c.notice, c.year)
    row = plan_row(c.level, c.plan_number or 0, c.which) if listed else None
    if row is None or approved(c.project.change_approval):
        return {}
    return {"选题名称": row.topic, "承办单位": row.organiser}


@rule(
    "PRJ-03", QUERY, "N", clause="{min_days}", 
    sheet=PROJECT, fields=("结束日期",), uses=("min_days",), needs=("project", "days"),
    condition="开始日期到结束日期（首尾都计）少于<min_days>天",
    title="研修时间不足",
    message="开始到结束共{days}天（首尾都计），应不少于{limit}天（含报到和返程时间），还差{short}天",
    fix="核对开始日期和结束日期，报到和返程日计算在内；确实不足的写明原因",
    native=Native("IF(ISNUMBER(参数_天数),参数_天数<参数_每期最少天数)", whole=True),
)  # fmt: skip
def too_short(c: ClassFile, p: Parameters) -> Violations:
    if c.days is not None and c.days < p.min_days:
        yield fact(c, "结束日期", f"不少于{p.min_days}天", days=c.days, limit=p.min_days, short=p.min_days - c.days)


@rule(
    "PRJ-04", QUERY, "N", clause="{latest_end}", 
    rests={PROJECT: ("年度",)},
    sheet=PROJECT, fields=("结束日期",), uses=("latest_end",), needs=("project", "end in order"),
    condition="结束日期晚于计划年度的<latest_end>",
    title="超过最迟完成日期",
    message="结束日期{end}，最迟应在{limit}完成，晚{late}天",
    fix="核对结束日期；确需延后的，事先向<bureau>报送书面说明，并写明批准情况",
    native=Native(f"IF(ISNUMBER(参数_有效结束日),{formulas.after('参数_最迟实施完成日期')})", whole=True),
)  # fmt: skip
def too_late(c: ClassFile, p: Parameters) -> Violations:
    limit = latest_end(c.year, p)
    if c.end is not None and c.end > limit:
        yield fact(c, "结束日期", f"不晚于{limit}", end=c.end, limit=limit, late=(c.end - limit).days)


@rule(
    "PRJ-05", HINT, "P", clause="附件1、附件2", says="months_open",
    sheet=PROJECT, fields=("开始日期",), needs=("project", "days"),
    condition="开始日期到结束日期不涉及计划时间的任何一个月（计划时间写作“11月”“4-11月”“5、6月”；其他写法的不核）；变更已获批准的除外",
    title="不在计划时间内",
    message="办班时间{start}至{end}，计划时间为{planned}",
    fix="核对开始日期和计划时间；时间有变更的按通知<change_reported@>报批，并填写变更批准文号",
)  # fmt: skip
def outside_planned_months(c: ClassFile, p: Parameters) -> Violations:
    planned = cells.plain(c.project.planned)
    months = planned_months(planned)
    if c.start is None or c.end is None or not months or approved(c.project.change_approval):
        return
    if not any(day.month in months for day in each_day(c.start, c.end)):
        yield fact(c, "开始日期", planned, start=c.start, end=c.end, planned=planned)


def each_day(first: date, last: date) -> Iterable[date]:
    """The days from first to last, limited to one year."""
    return (first + timedelta(days=at) for at in range(min((last - first).days, YEAR) + 1))


@rule(
    "PRJ-06", QUERY, "N", clause="{filing_days}",
    rests={PROJECT: FILED_BEFORE},
        sheet=PROJECT, fields=FILED_BEFORE, uses=("filing_days",), needs=("project", "level", "start"), after=("PRJ-08",),
    condition="开班通知或实施方案的报送日期晚于开始日期前<filing_days.国家级>（国家级）、前<filing_days.市级>（市级），当天不算晚；或者过了该日仍未填写",
    title="开班前报送晚于期限",
    message="{label}{problem}，{level}应在举办前{period}即{due}以前报送",
    fix="填写或核对{label}；尚未报送的尽快报送；确已逾期的写明原因",
    native=Native(
        formulas.late("{.}", "参数_开班前报送期限"), whole=True,
        message="开班前报送晚于提示栏所示的期限：填写或核对日期；确已逾期的写明原因",
    ),
)  # fmt: skip
def filed_late_before(c: ClassFile, p: Parameters) -> Violations:
    if c.start is None:
        return
    due = filing_due(c.start, c.level, p)
    period = period_words("filing_days", p, c.level)
    for label in FILED_BEFORE:
        problem = late_filing(c, label, due)
        if problem:
            yield fact(c, label, f"不晚于{due}", problem=problem, level=c.level, period=period, due=due)


def late_filing(c: ClassFile, label: str, due: date) -> str:
    """Why a filing is late: filed after ``due``, or not filed although ``due`` is past; '' if it is not."""
    value = c.project.get(label)
    filed = cells.day(value)
    if cells.blank(value):
        return f"未填写，截至{c.today}已过期{(c.today - due).days}天" if c.today > due else ""
    return f"为{filed}，晚{(filed - due).days}天" if filed is not None and filed > due else ""


@rule(
    "PRJ-07", ERROR, "N", clause="{online_means}", 
    rests={PEOPLE: (MODE,)},
    sheet=PROJECT, fields=("线上教学技术手段",), needs=("project", "trainees"),
    condition="有线上学员而线上教学技术手段为空",
    title="未填线上教学技术手段",
    message="有线上学员{online}人，线上教学技术手段未填写",
    fix="填写线上考勤、考核、监督所用的技术手段；没有线上学员的改正附件4的参训方式",
    native=Native(f"AND(参数_线上学员总数>0,{blank('{.}')})", whole=True),
)  # fmt: skip
def online_without_means(c: ClassFile, p: Parameters) -> Violations:
    if c.online and cells.blank(c.project.online_means):
        yield fact(c, "线上教学技术手段", "考勤、考核、监督所用的技术手段", online=len(c.online))


@rule(
    "PRJ-08", ERROR, "N", clause="常识", sheet=PROJECT, fields=DATES, needs=("project",), after=("PRJ-01",),
    rests={PROJECT: ("开始日期",)},
    condition="结束日期早于开始日期；或者日期单元格中不是日期",
    title="日期不对",
    message="{label}{problem}",
    fix="改正{label}，按2025-07-14的格式填写日期",
    native=(
        Native(
            f"AND(NOT({blank('{.}')}),NOT({dated('{.}')}))", fields=tuple(label for label in DATES if label != "结束日期"),
            whole=True, message="不是日期：按2025-07-14的格式填写", validation=dated("{.}"),
        ),
        Native(
            f"OR(AND(NOT({blank('{.}')}),NOT({dated('{.}')})),"
            "IF(AND(ISNUMBER(参数_开始日),ISNUMBER(参数_结束日)),参数_结束日<参数_开始日))",
            fields=("结束日期",), whole=True, message="不是日期，或者早于开始日期：按2025-07-14的格式改正",
            validation=f"AND({dated('{.}')},OR(NOT({dated('{开始日期}')}),INT(N({{.}}))>=INT(N({{开始日期}}))))",
        ),
    ),
)  # fmt: skip
def date_wrong(c: ClassFile, p: Parameters) -> Violations:
    for label in DATES:
        value = c.project.get(label)
        if not cells.blank(value) and cells.day(value) is None:
            wrong = "年份不合理" if isinstance(value, date) else "不是日期"
            yield fact(c, label, "日期", problem=f"“{cells.text(value)[:30]}”{wrong}")
    if c.start is not None and c.end is not None and c.end < c.start:
        yield fact(c, "结束日期", f"不早于{c.start}", problem=f"{c.end}早于开始日期{c.start}")


@rule(
    "PRJ-09", ERROR, "N", clause="常识", sheet=PROJECT, fields=("总学时",), uses=("hours_per_day",), needs=("project",),
    rests={PROJECT: PERIOD},
    after=("PRJ-01",),
    condition="总学时不是大于0的数字（“32学时”、文字、0），作错误；大于每天学时上限×天数，作核实",
    title="总学时不对",
    message="总学时{problem}",
    fix="核对总学时和起止日期，只填数字；缺勤是否超过总学时的<absence_share>按它计算",
    native=(
        Native(
            f"AND(NOT({blank('{.}')}),NOT(IF(ISNUMBER({{.}}),{{.}}>0)))", whole=True, severity=ERROR,
            message="总学时应为大于0的数字：只填数字，如32，不写“学时”", validation="IF(ISNUMBER({.}),{.}>0)",
        ),
        Native(
            "IF(AND(ISNUMBER({.}),ISNUMBER(参数_天数)),{.}>参数_每天最多学时*参数_天数)", whole=True, severity=QUERY,
            message="总学时多于每天学时上限乘以天数：核对总学时和起止日期",
        ),
    ),
)  # fmt: skip
def hours_unlikely(c: ClassFile, p: Parameters) -> Violations:
    stated = cells.number(c.project.hours)
    if cells.blank(c.project.hours):
        return
    if stated is None:
        yield fact(c, "总学时", "数字", problem=f"“{cells.text(c.project.hours)[:30]}”不是数字")
    elif stated <= 0:
        yield fact(c, "总学时", "大于0", problem=f"为{cells.text(stated)}，应大于0")
    elif c.days is not None and stated > (most := p.hours_per_day * c.days):
        working = f"{c.days}天每天{p.hours_per_day}学时最多{most}学时"
        problem = f"{cells.text(stated)}，{working}，多{cells.text(stated - most)}学时"
        yield dataclasses.replace(fact(c, "总学时", f"不多于{most}", problem=problem), severity=QUERY)


@rule(
    "PRJ-10", QUERY, "N", clause="{reserved_words}",
        sheet=PROJECT, fields=RESERVED, uses=("reserved_words", *RESERVED_KEYS), needs=("project", "national"),
    condition="国家级：为<reserved_words>预留的名额少于通知规定的个数；空格按0计；不是整数的作错误",
    title="预留名额不足",
    message="{label}{shown}，国家级项目应不少于{limit}个{short}",
    fix="核对{label}，只填数字；确实没有预留的写明原因",
    native=(
        *(
            Native(
                f"AND(参数_国家级,NOT({blank('{.}')}),NOT({whole('{.}')}))", fields=(label,), whole=True, severity=ERROR,
                message=f"{label}不是整数：只填数字，不写“个”等文字",
                validation=f'OR({{项目级别}}<>"{NATIONAL}",{whole("{.}")})',
            )
            for label in RESERVED
        ),
        *(
        Native(
            f"AND(参数_国家级,{number_or_nothing('{.}')}<{limit})", fields=(label,), whole=True, severity=QUERY,
            message="预留名额少于提示栏所示的下限：核对名额；确实没有预留的写明原因",
        )
        for label, limit in zip(RESERVED, formulas.LEAST_RESERVED, strict=True)
        ),
    ),
)  # fmt: skip
def too_few_reserved(c: ClassFile, p: Parameters) -> Violations:
    for label, place in zip(RESERVED, p.reserved, strict=False):
        limit = place.least
        value = c.project.get(label)
        reserved = cells.number(value) or 0
        if problem := not_of_its_kind(c, label, p):
            hit = fact(c, label, "整数", shown=problem, limit=limit, short="")
            yield dataclasses.replace(hit, severity=ERROR)
        elif reserved < limit:
            shown = "未填写（按0计）" if cells.blank(value) else f"为“{cells.text(value)[:30]}”"
            yield fact(c, label, f"不少于{limit}", shown=shown, limit=limit, short=f"，还差{cells.text(limit - reserved)}个")


@rule(
    "PRJ-11", QUERY, "N", clause="{claim_months}、{report_months}", says="report_months",
    rests={PROJECT: (*FILED_AFTER, "经费来源", "项目级别")},
    sheet=PROJECT, fields=FILED_AFTER, uses=("report_months", "claim_months"),
    needs=("project", "end in order", "filed or ended"), after=("PRJ-08",),
    condition="总结材料报送日期（国家级财政资助项目还有经费报销材料报送日期）早于结束日期，或者晚于结束日期后<report_months>（报销材料<claim_months>；期满日为休息日的"
    "顺延到下一工作日）；或者过了该日仍未填写（结班后才查）。8月31日后1个月是9月30日",
    title="办班后报送日期不合期限",
    message="{label}{problem}，应在办班结束后{period}内即{due}以前报送",
    fix="填写或核对{label}；尚未报送的尽快报送；确已逾期的写明原因",
    native=tuple(
        Native(
            formulas.late_after("{.}", due), fields=(label,), whole=True,
            message="办班后报送早于结束日期，或者晚于提示栏所示的期限：填写或核对日期；确已逾期的写明原因",
        )
        for label, due in zip(FILED_AFTER, ("参数_总结报送期限", "参数_报销报送期限"), strict=True)
    ),
    note="期满日遇休息日顺延，比照民法典第二百零三条；没有休息日安排的年度只认周六、周日。",
)  # fmt: skip
def filed_late_after(c: ClassFile, p: Parameters) -> Violations:
    if c.end is None:
        return
    dues = {"总结材料报送日期": (report_due(c.end, p), period_words("report_months", p))}
    if c.national and subsidised(c):
        dues["经费报销材料报送日期"] = (claim_due(c.end, p), period_words("claim_months", p))
    for label, (due, period) in dues.items():
        problem = early_filing(c, label) or late_filing(c, label, due)
        if problem and (c.ended or not cells.blank(c.project.get(label))):
            yield fact(c, label, f"{c.end}至{due}", problem=problem, period=period, due=due)


def early_filing(c: ClassFile, label: str) -> str:
    """Why a filing is too early, that is, before the end of the class; '' if it is not."""
    filed = cells.day(c.project.get(label))
    return f"为{filed}，早于结束日期" if filed is not None and c.end is not None and filed < c.end else ""


@rule(
    "PRJ-12", HINT, "P", clause="{as_planned}", 
    sheet=PROJECT, fields=("计划序号",), needs=("project", "level", "plan list"),
    condition="计划序号为空，或者不在该级别的计划表中；不是数字的（“第9项”）作错误",
    title="计划序号不在计划表中",
    message="计划序号{problem}，{annex}（{level}）为1至{last}",
    fix="按通知{annex}填写计划序号，选题名称和承办单位才能与计划核对",
)  # fmt: skip
def not_in_plan(c: ClassFile, p: Parameters) -> Violations:
    number = c.plan_number
    if number is not None and plan_row(c.level, number, c.which) is not None:
        return
    last = last_number(c.level, c.which)
    problem = "未填写" if cells.blank(c.project.plan_number) else f"“{cells.text(c.project.plan_number)[:30]}”不在计划表中"
    annex = "附件1" if c.level == NATIONAL else "附件2"
    hit = fact(c, "计划序号", f"1至{last}", problem=problem, annex=annex, level=c.level, last=last)
    yield dataclasses.replace(hit, severity=ERROR) if not_of_its_kind(c, "计划序号", p) else hit
