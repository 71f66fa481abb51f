"""Rules on approvals and declarations before a class, from 项目信息."""

from __future__ import annotations

from udfs.native.about_class import formalities as formulas
from udfs.native.texts import blank
from udfs.notice.packs import has_notice, notice_years, of_year
from udfs.notice.parameters import Parameters
from udfs.records.approval import approved
from udfs.records.class_file import BY_FEES, FUNDS, OTHER_FUNDS, PEOPLE, PROJECT, SELF_FUNDED, SUBSIDISED, YES, ClassFile
from udfs.rules.about_class.project import fact, not_of_its_kind
from udfs.rules.model import ERROR, QUERY, Native, Severity, Violation, Violations, rule
from udfs.schedule.deadlines import subsidised
from udfs.values import cells
from udfs.values.headings import MODE

FUNDING, SUBSIDY = "经费来源", "财政资助金额"
APPROVAL, CHANGE_FILED, ON_PLATFORM = "变更批准文号", "变更报送日期", "变更已在平台上报"


@rule(
    "PRJ-13", QUERY, "N", clause="{online_elsewhere}", 
    rests={PEOPLE: (MODE,)},
    sheet=PROJECT, fields=("线上参训原因",), needs=("project", "trainees"),
    condition="有线上学员而线上参训原因为空",
    title="未填线上参训原因",
    message="有线上学员{online}人，线上参训原因未填写；原则上应线下办班，遇特殊情况才可部分线上",
    fix="填写线上参训的特殊情况；没有线上学员的改正附件4的参训方式",
    native=Native(f"AND(参数_线上学员总数>0,{blank('{.}')})", whole=True),
)  # fmt: skip
def online_without_reason(c: ClassFile, p: Parameters) -> Violations:
    if c.online and cells.blank(c.project.online_reason):
        yield fact(c, "线上参训原因", "线上参训的特殊情况", online=len(c.online))


@rule(
    "PRJ-14", QUERY, "N", clause="{change_reported}",
    rests={PROJECT: (CHANGE_FILED, "开始日期")},
        sheet=PROJECT, fields=(APPROVAL, CHANGE_FILED, ON_PLATFORM), needs=("project",), after=("PRJ-08",),
    condition="已填变更批准文号，但变更报送日期为空或不早于开始日期，或“变更已在平台上报”未选“是”；或已填变更报送日期但未填变更批准文号",
    title="变更手续不全",
    message="{problem}",
    fix="{todo}",
    native=(
        Native(
            formulas.NO_APPROVAL, fields=(APPROVAL,), whole=True,
            message="已填变更报送日期但未填变更批准文号：批准后填写文号，或平台同意的日期；未获批准的按原计划实施",
        ),
        Native(
            formulas.FILED_TOO_LATE, fields=(CHANGE_FILED,), whole=True,
            message="变更应提前报送书面说明：填写报送日期，应早于开始日期；确已逾期的写明原因",
        ),
        Native(
            formulas.NOT_ON_PLATFORM, fields=(ON_PLATFORM,), whole=True,
            message="变更应同时在<platform>上报：已上报的选“是”，没有的补报",
        ),
    ),
)  # fmt: skip
def change_incomplete(c: ClassFile, p: Parameters) -> Violations:
    filed = c.project.change_filed
    if not approved(c.project.change_approval):
        if not cells.blank(filed):
            problem = f"{CHANGE_FILED}已填写，{APPROVAL}没有填写批准"
            yield fact(
                c, APPROVAL, "批准文号，或平台同意及日期", problem=problem, todo=f"批准后填写{APPROVAL}；未获批准的按原计划实施"
            )
        return
    day = cells.day(filed)
    if cells.blank(filed):
        yield fact(
            c,
            CHANGE_FILED,
            "早于开始日期的日期",
            problem=f"变更已获批准，{CHANGE_FILED}未填写",
            todo=f"填写向{p.bureau}报送书面说明的日期；尚未报送的尽快补报",
        )
    elif day is not None and c.start is not None and day >= c.start:
        problem = f"{CHANGE_FILED}为{day}，不早于开始日期{c.start}，变更应提前报送"
        yield fact(c, CHANGE_FILED, f"早于{c.start}", problem=problem, todo=f"核对{CHANGE_FILED}；确已逾期的写明原因")
    if cells.plain(c.project.change_on_platform) != YES:
        problem = f"变更已获批准，没有写明已在{p.platform}上报"
        yield fact(c, ON_PLATFORM, YES, problem=problem, todo=f"已上报的，{ON_PLATFORM}选“{YES}”；没有的补报")


@rule(
    "PRJ-15", QUERY, "N", clause="{funding}、{municipal_fees}",
    rests={PROJECT: (FUNDING, SUBSIDY)},
    says="funding",
    sheet=PROJECT, fields=(FUNDING, SUBSIDY), needs=("project", "level"), after=("A3-05",),
    condition="错误：国家级项目未填经费来源，经费来源不在列表中，或单位自筹但财政资助金额大于0。核实：市级项目选财政资助，经费来源选其他，"
    "国家级项目选收取培训费用；结班后，财政资助项目未填财政资助金额（填0视为已填）",
    title="经费来源与其他信息不符",
    message="{problem}",
    fix="{todo}",
    native=(
        Native(
            formulas.FUNDING_WRONG, fields=(FUNDING,), whole=True, severity=ERROR,
            message=f"经费来源未填或不在列表中：从{'、'.join(FUNDS)}中选择",
        ),
        Native(
            formulas.FUNDING_UNUSUAL, fields=(FUNDING,), whole=True, severity=QUERY,
            message="经费来源与项目级别不相称，或者选了“其他”：核对经费来源；属实的写明情况",
        ),
        Native(
            formulas.SUBSIDY_BESIDE_OWN, fields=(SUBSIDY,), whole=True, severity=ERROR,
            message="单位自筹的项目没有财政资助金额：清空金额，或者改正经费来源",
        ),
        Native(
            formulas.SUBSIDY_MISSING, fields=(SUBSIDY,), whole=True, severity=QUERY,
            message="财政资助项目未填财政资助金额：填写批准资助的金额；没有拨付的填0并写明情况",
        ),
    ),
)  # fmt: skip
def funding_unlike_the_rest(c: ClassFile, p: Parameters) -> Violations:
    if found := funding_fault(c):
        severity, problem, todo = found
        yield severe(fact(c, FUNDING, "、".join(FUNDS), problem=problem, todo=todo), severity)
    if subsidy_beside_own(c):
        problem = f"经费来源为{SELF_FUNDED}，而财政资助金额为{cells.text(c.project.subsidy)}元"
        yield severe(fact(c, SUBSIDY, "空", problem=problem, todo="清空财政资助金额，或者改正经费来源"), ERROR)
    if c.ended and subsidised(c) and cells.blank(c.project.subsidy):
        todo = "填写批准资助的金额；没有拨付的填0，并写明情况"
        yield severe(
            fact(c, SUBSIDY, "金额（没有拨付的填0）", problem=f"经费来源为{SUBSIDISED}，财政资助金额未填写", todo=todo), QUERY
        )


def subsidy_beside_own(c: ClassFile) -> bool:
    """True for a self-funded class that states a subsidy."""
    subsidy = cells.number(c.project.subsidy)
    known = c.national or c.municipal
    return known and stated_funding(c) == SELF_FUNDED and subsidy is not None and subsidy > 0


def stated_funding(c: ClassFile) -> str:
    return cells.plain(c.project.funding)


def funding_fault(c: ClassFile) -> tuple[Severity, str, str] | None:
    """The problem of 经费来源 itself: severity, problem, fix; None if there is none."""
    stated, choose = stated_funding(c), f"从{'、'.join(FUNDS)}中选择"
    if not stated:
        return (ERROR, "国家级项目的经费来源未填写", choose) if c.national else None
    if stated not in FUNDS:
        return ERROR, f"经费来源“{stated[:30]}”不在列表中", choose
    if stated == OTHER_FUNDS:
        return QUERY, f"经费来源为{OTHER_FUNDS}", "核对经费来源；属实的写明是什么渠道"
    if c.municipal and stated == SUBSIDISED:
        return (
            QUERY,
            f"市级项目的经费来源为{SUBSIDISED}，通知只写明国家级项目可以财政资助",
            "核对项目级别和经费来源；属实的写明拨款单位",
        )
    if c.national and stated == BY_FEES:
        return QUERY, f"国家级项目的经费来源为{BY_FEES}，国家级项目不得向学员收取费用", "核对经费来源；已经收取的予以退还"
    return None


def severe(hit: Violation, severity: Severity) -> Violation:
    return Violation(hit.sheet, hit.field, hit.row, hit.value, hit.expected, hit.words, severity)


@rule(
    "PRJ-16", QUERY, "N", clause="常识", sheet=PROJECT, fields=("年度",), needs=("project",), after=("PRJ-01",),
    rests={PROJECT: ("年度", "开始日期")},
    condition="年度不是年份（作错误），或者与开始日期的年份不同；或者没有安装该年度的通知（按最近的通知核验）。年度空白的以开始日期的年份为准",
    title="年度与办班时间或通知不符",
    message="{problem}",
    fix="{todo}",
    native=(
        Native(
            formulas.NO_YEAR, whole=True, severity=ERROR, message="年度不是年份：只填数字，如2025",
            validation=formulas.COUNT_FROM_ONE,
        ),
        Native(formulas.ANOTHER_YEAR, whole=True, severity=QUERY, message="年度与开始日期的年份不同：核对年度和开始日期"),
    ),
    note="有没有安装该年度的通知，表格内的公式看不到，只由核验判断。",
)  # fmt: skip
def another_year(c: ClassFile, p: Parameters) -> Violations:
    stated = cells.plain(c.project.year)
    if problem := not_of_its_kind(c, "年度", p):
        yield severe(fact(c, "年度", "年份", problem=f"年度{problem}", todo="只填数字，如2025"), ERROR)
    elif stated and c.start is not None and stated != str(c.start.year):
        problem = f"年度为“{stated[:30]}”，而开始日期{c.start}在{c.start.year}年"
        yield fact(c, "年度", str(c.start.year), problem=problem, todo="核对年度和开始日期；确实跨年度办班的写明情况")
    elif not has_notice(c.notice, c.year):
        lacking = f"{c.year}年度的通知" if not of_year(c.year) else f"工作簿所依据的通知“{c.notice}”"
        problem = f"没有安装{lacking}，按{p.year}年度的通知核验"
        yield fact(
            c, "年度", "、".join(map(str, notice_years())), problem=problem, todo="核对年度；无误的，安装该年度的通知后重新核验"
        )


@rule(
    "PRJ-17", QUERY, "N", clause="{issued_after_approval}", 
    rests={PROJECT: ("平台审核通过日期", "开班通知印发日期")},
    sheet=PROJECT, fields=("开班通知印发日期",), needs=("project", "national"), after=("PRJ-08",),
    condition="国家级：开班通知印发日期早于平台审核通过日期，或者填了印发日期而没有审核通过日期",
    title="开班通知先于平台审核印发",
    message="开班通知印发日期为{issued}，平台审核通过日期{approved}；应在审核通过后印发",
    fix="核对两个日期；确实先印发的写明原因",
    native=Native(
        formulas.ISSUED_TOO_EARLY, whole=True,
        message="开班通知应在平台审核通过后印发：填写平台审核通过日期，核对两个日期；确实先印发的写明原因",
    ),
)  # fmt: skip
def issued_before_approval(c: ClassFile, p: Parameters) -> Violations:
    issued, passed = cells.day(c.project.notice_issued), cells.day(c.project.platform_approved)
    if issued is None:
        return
    if cells.blank(c.project.platform_approved):
        yield fact(c, "开班通知印发日期", "平台审核通过以后的日期", issued=issued, approved="未填写")
    elif passed is not None and issued < passed:
        yield fact(c, "开班通知印发日期", f"不早于{passed}", issued=issued, approved=f"为{passed}")
