"""Rules on 附件3 高级研修项目经费决算表, by itself and against the other sheets."""

from __future__ import annotations

from udfs.fields.declared import LABELS
from udfs.money.account_faults import (
    LECTURE_AMOUNTS,
    TOTAL,
    own_faults,
    sound_total,
    stated_sum,
    total_is_wrong,
)
from udfs.money.amounts import NOT_A_NUMBER, amount_fault, yuan
from udfs.money.quota import LINES, line_uses, quota_use
from udfs.native.about_class import formalities as of_others
from udfs.native.about_class import period as period_formulas
from udfs.native.about_class import project as class_formulas
from udfs.native.about_money import accounts as formulas
from udfs.native.about_money import quota as quota_formulas
from udfs.native.broken import ERRORS
from udfs.native.cells import amount, no_amount, whole
from udfs.native.texts import blank as blank_cell
from udfs.notice.parameters import Parameters
from udfs.records.class_file import (
    ACCOUNTS,
    EXPENSES,
    ITEMS,
    LECTURES,
    PEOPLE,
    PROJECT,
    QUOTA_ITEMS,
    SELF_FUNDED,
    ClassFile,
)  # fmt: skip
from udfs.records.tidying import tidy_amount
from udfs.rules.about_class.formalities import subsidy_beside_own
from udfs.rules.about_class.project import planned_facts, same
from udfs.rules.kinds import wrong_kind
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violation, Violations, at, on, rule
from udfs.schedule.deadlines import subsidised, subsidy_last_end
from udfs.schedule.named_dates import names_period
from udfs.schedule.period import period_text
from udfs.values import cells
from udfs.values.headings import CATEGORY, KIND, MODE, PERIOD

TRAINEES, STAFF, PEOPLE_TOTAL = "学员人数", "工作人员人数", "总计"
COUNTED = {field.heading: field for field in LABELS[ACCOUNTS] if field.kind == "integer"}
COPIED = {"名称": "选题名称", "申报单位": "申报单位", "承办单位": "承办单位"}
REQUIRED = ("名称", "地点", "办班时间", TRAINEES, STAFF, PEOPLE_TOTAL, "申报单位", "承办单位", TOTAL)
REMARKS = tuple(f"{item}备注" for item in (*ITEMS, TOTAL))


def entry(c: ClassFile, label: str, expected: str = "", **words: object) -> Violation:
    """A hit on one cell of 附件3."""
    return at(ACCOUNTS, label, c.accounts.get(label), expected, label=label, **words)


@rule(
    "A3-01", ERROR, "N", clause="附件3", says="form_accounts", sheet=ACCOUNTS, fields=REQUIRED, needs=("accounts", "ended"),
    rests={PROJECT: PERIOD, PEOPLE: (KIND,)},
    condition="名称、地点、办班时间、学员人数、工作人员人数、总计、申报单位、承办单位或合计为空（结班后才查；由项目信息、附件4带出而那里尚未填写的，在那里提示）",
    title="决算表未填全",
    message="附件3的{label}未填写",
    fix="{todo}",
    native=tuple(
        Native(
            f"AND({blank_cell('{.}')},NOT({unknown}))", fields=(label,), whole=True,
            message="决算表未填全：本栏未填写；原有公式的，可用撤销或重新汇总恢复",
        )
        for label, unknown in formulas.SOURCES.items()
    ),
)  # fmt: skip
def entry_missing(c: ClassFile, p: Parameters) -> Violations:
    for label in REQUIRED:
        if cells.blank(c.accounts.get(label)) and not source_empty(c, label):
            yield entry(c, label, "不能为空", todo=how_to_fill(label))


def how_to_fill(label: str) -> str:
    """How to fill an empty cell of 附件3; if it comes from another sheet, that sheet first."""
    if label == TOTAL:
        return "先填好费用明细和师资费，再用汇总决算填写各项和合计；没有明细的填写各项金额及合计"
    if label in (TRAINEES, STAFF, PEOPLE_TOTAL):
        return f"先填好附件4的人员，再用汇总决算填写；也可以直接填写{label}"
    return f"填写{label}；本栏原有公式的，可用撤销或重新汇总恢复"


def source_empty(c: ClassFile, label: str) -> bool:
    """True if the cell is filled from another sheet that is still empty and is reported by its own rule."""
    if label in (TRAINEES, STAFF, PEOPLE_TOTAL):
        return c.has(PEOPLE) and not (c.trainees or c.staff)
    if not c.has(PROJECT):
        return False
    if label == "办班时间":
        return c.start is None or c.end is None
    source = COPIED | {"地点": "举办地点"}
    return label in source and cells.blank(c.project.get(source[label]))


@rule(
    "A3-02", ERROR, "N", clause="附件3", says="form_accounts", sheet=ACCOUNTS, fields=(PEOPLE_TOTAL, TRAINEES, STAFF),
    needs=("accounts",), rests={ACCOUNTS: (TRAINEES, STAFF)},
    after=("A3-01", "A3-03"),
    condition="总计≠学员人数＋工作人员人数；总计与附件4相符的，只按A3-03提示学员人数、工作人员人数；"
    "或者学员人数、工作人员人数不是整数",
    title="人数总计不等于两项之和",
    message="{problem}",
    fix="把总计改为学员人数与工作人员人数之和；人数只填数字",
    native=(
        Native(formulas.WRONG_PEOPLE_TOTAL, fields=(PEOPLE_TOTAL,), whole=True, validation=formulas.RIGHT_PEOPLE_TOTAL),
        *(
            Native(
                f"AND(NOT({blank_cell('{.}')}),NOT({whole('{.}')}))", fields=(label,), whole=True,
                message=f"{label}不是整数：只填数字，不写“人”等文字",
            )
            for label in (TRAINEES, STAFF)
        ),
    ),
)  # fmt: skip
def people_total_wrong(c: ClassFile, p: Parameters) -> Violations:
    stated = c.accounts.people
    parts = [cells.number(c.accounts.trainees), cells.number(c.accounts.staff)]
    for label in (TRAINEES, STAFF):
        if fault := wrong_kind(COUNTED[label], c.accounts.get(label), p):
            yield entry(c, label, "整数", problem=f"{label}“{cells.text(c.accounts.get(label))[:30]}”{fault}")
    if cells.blank(stated) or parts[0] is None or parts[1] is None:
        return
    right = parts[0] + parts[1]
    counted = cells.number(stated)
    everybody = len(c.trainees) + len(c.staff)
    counts_are_wrong = everybody > 0 and right != everybody and counted == everybody
    if counted != right and not counts_are_wrong:
        shown = f"{cells.text(stated)[:30]}人" if counted is not None else f"“{cells.text(stated)[:30]}”不是数字"
        both = f"学员人数{cells.text(parts[0])}与工作人员人数{cells.text(parts[1])}之和为{cells.text(right)}人"
        yield entry(c, PEOPLE_TOTAL, cells.text(right), problem=f"总计{shown}，{both}")


@rule(
    "A3-03", ERROR, "N", clause="附件3、附件4", says="form_people",
    sheet=ACCOUNTS, fields=(TRAINEES, STAFF), needs=("accounts", "people", "kinds"), after=("A3-01",),
    condition="学员人数或工作人员人数与附件4的人数不同（附件4有人员时）",
    title="人数与签到表不一致",
    message="附件3的{label}为“{value}”，附件4有{expected}人",
    fix="核对附件4的人员和人员类别；附件4无误的，把附件3的{label}改为{expected}",
    native=tuple(
        Native(
            f"AND(参数_人员总数>0,NOT({blank_cell('{.}')}),{{.}}<>{counted})", fields=(label,), whole=True,
            message=f"{label}与附件4的人数不一致：核对附件4的人员和人员类别；附件4无误的，改本栏",
            validation=f"OR(参数_人员总数=0,{{.}}={counted})",
        )
        for label, counted in ((TRAINEES, "参数_学员总数"), (STAFF, "参数_工作人员总数"))
    ),
)  # fmt: skip
def people_differ(c: ClassFile, p: Parameters) -> Violations:
    for label, people in ((TRAINEES, c.trainees), (STAFF, c.staff)):
        stated = c.accounts.get(label)
        if not cells.blank(stated) and cells.number(stated) != len(people):
            yield entry(c, label, str(len(people)))


@rule(
    "A3-04", ERROR, "N", clause="附件3", says="form_accounts", sheet=ACCOUNTS, fields=(TOTAL,), needs=("accounts",),
    rests={ACCOUNTS: (*ITEMS, TOTAL)},
    after=("A3-01", "A3-05"),
    condition="合计≠住宿费＋伙食费＋场地费＋师资费＋资料费＋交通费＋税费（精确到分）。金额有A3-05所列问题时不核；与费用明细、师资费所汇总的各项之和相符的，只按A3-11、A3-12提示有关项目",
    title="合计不等于各项之和",
    message="合计{stated}元，七项之和为{expected}元，相差{difference}元",
    fix="核对各项金额，把合计改为各项之和",
    native=Native("参数_合计有误", whole=True),
)  # fmt: skip
def total_wrong(c: ClassFile, p: Parameters) -> Violations:
    if total_is_wrong(c, p):
        stated, right = c.accounts.amount(TOTAL), stated_sum(c)
        yield entry(c, TOTAL, yuan(right), stated=yuan(stated), difference=yuan(abs(stated - right)))


@rule(
    "A3-05", ERROR, "N", clause="常识", sheet=ACCOUNTS, fields=(*ITEMS, TOTAL), uses=("amount_decimals",), needs=("amounts",),
    rests={EXPENSES: ("项目",)},
    condition="金额是文字、是负数或者小数超过两位：附件3的七项和合计、师资费的各项金额、费用明细的金额、项目信息的财政资助金额",
    title="金额不是有效数字",
    message="{label}“{value}”{problem}",
    fix="改为以元为单位的数字，最多两位小数，不写“元”“万元”；退款、红字从原来那一笔里减去，不填负数",
    native=(
        *(
            Native(formulas.own_fault(item), fields=(item,), whole=True, validation=amount("{.}")) for item in (*ITEMS, TOTAL)
        ),
        Native(no_amount("{.}"), fields=("财政资助金额",), sheet=PROJECT, whole=True, validation=amount("{.}")),
        *(
            Native(f'{{#{field}毛病}}<>""', fields=(field,), sheet=LECTURES, validation=amount("{.}"))
            for field in LECTURE_AMOUNTS
        ),
        Native('LEN({#金额毛病})>1', fields=("金额",), sheet=EXPENSES, validation=amount("{.}")),
    ),
)  # fmt: skip
def amount_wrong(c: ClassFile, p: Parameters) -> Violations:
    """Faults carried over by a formula are reported only where they were typed."""

    def problem_of(value: cells.Value) -> str | None:
        problem = amount_fault(value, p.amount_decimals)
        if problem == NOT_A_NUMBER and cells.number(tidy_amount(value)) is not None:
            return "是文本，不是数字，加不进合计，请运行“规范化”转成数字"
        return problem

    expected = f"不小于0、最多{p.amount_decimals}位小数的数字"
    if problem := problem_of(c.project.subsidy):
        yield at(PROJECT, "财政资助金额", c.project.subsidy, expected, label="财政资助金额", problem=problem)
    for item in own_faults(c, p):
        yield entry(c, item, expected, problem=problem_of(c.accounts.get(item)))
    for lecture in c.lectures:
        for field in LECTURE_AMOUNTS:
            if problem := problem_of(lecture.get(field)):
                yield on(lecture, field, expected, label=field, problem=problem)
    for expense in c.expenses:
        if problem := problem_of(expense.amount):
            yield on(expense, "金额", expected, label="金额", problem=problem)


@rule(
    "A3-06", ERROR, "P", clause="附件3", says="form_planned",
    sheet=ACCOUNTS, fields=tuple(COPIED), needs=("accounts", "project"), after=("A3-01",),
    condition="名称、申报单位或承办单位与项目信息不一致（空格、全角半角、引号写法不计）；附件3与计划表相符而项目信息不符的，只按PRJ-02提示",
    title="名称或单位与项目信息不一致",
    message="附件3的{label}“{value}”与项目信息的{source}“{expected}”不一致",
    fix="按项目计划填写：改正附件3的{label}，或者改正项目信息的{source}",
)  # fmt: skip
def differs_from_project(c: ClassFile, p: Parameters) -> Violations:
    planned = planned_facts(c)
    for label, source in COPIED.items():
        stated, fact = c.accounts.get(label), c.project.get(source)
        as_planned = source in planned and same(stated, planned[source])
        unknown = cells.blank(fact) or cells.text(fact) in ERRORS
        if not cells.blank(stated) and not unknown and not same(stated, fact) and not as_planned:
            yield entry(c, label, cells.text(fact), source=source)


@rule(
    "A3-07", QUERY, "N", clause="{subsidy_max}", 
    rests={ACCOUNTS: (TOTAL,)},
    sheet=ACCOUNTS, fields=(TOTAL,), uses=("subsidy_max",), needs=("accounts", "national", "subsidised"), after=("A3-05",),
    condition="国家级、财政资助，合计><subsidy_max>元",
    title="合计超过财政资助上限",
    message="合计{stated}元，财政资助每期上限{limit}元，超出的{over}元应由单位自筹",
    fix="核对合计；确实超出的，写明超出部分由承办单位自筹",
    native=Native("AND(参数_国家级,参数_财政资助,参数_合计所填>参数_财政资助每期上限)", whole=True),
)  # fmt: skip
def total_over_subsidy(c: ClassFile, p: Parameters) -> Violations:
    stated = c.accounts.amount(TOTAL)
    if stated > p.subsidy_max:
        over = stated - p.subsidy_max
        yield entry(c, TOTAL, f"不超过{yuan(p.subsidy_max)}", stated=yuan(stated), limit=yuan(p.subsidy_max), over=yuan(over))


@rule(
    "A3-08", ERROR, "N", clause="{subsidy_last_end}", 
    rests={ACCOUNTS: (*ITEMS, TOTAL), PROJECT: ("财政资助金额", "经费来源", "结束日期", "年度")},
    sheet=PROJECT, fields=("财政资助金额", "经费来源"), uses=("subsidy_max", "subsidy_last_end"), needs=("project",),
    after=("A3-05", "PRJ-08"),
    condition="财政资助金额><subsidy_max>元，或者>合计（单位自筹的只按PRJ-15提示）；或者经费来源为财政资助而结束日期晚于<subsidy_last_end>",
    title="不符合财政资助条件",
    message="{problem}",
    fix="{todo}",
    native=(
        Native(
            f"IF(AND(ISNUMBER({{.}}),NOT({of_others.SUBSIDY_BESIDE_OWN})),{{.}}>MIN(参数_财政资助每期上限,参数_可靠合计))",
            fields=("财政资助金额",), whole=True,
            message="财政资助金额超过每期上限或附件3合计：改正金额，其余由单位自筹",
        ),
        Native(
            f"AND(参数_财政资助,{class_formulas.after('参数_可予资助的最迟办班日期')})", fields=("经费来源",), whole=True,
            message="结束日期过晚，不再予以财政资助：核对结束日期；确实如此的，经费来源改为单位自筹",
        ),
    ),
)  # fmt: skip
def subsidy_wrong(c: ClassFile, p: Parameters) -> Violations:
    """An excessive subsidy is reported once: against the cap, else against 合计 (if sound)."""
    subsidy = None if subsidy_beside_own(c) else cells.number(c.project.subsidy)
    total = sound_total(c, p)
    limit, name = p.subsidy_max, "每期上限"
    if total is not None and total < limit:
        limit, name = total, "附件3合计"
    if subsidy is not None and subsidy > limit:
        problem = f"财政资助金额{yuan(subsidy)}元，超过{name}{yuan(limit)}元，多{yuan(subsidy - limit)}元"
        todo = f"改正财政资助金额，不超过{yuan(limit)}元，其余由单位自筹"
        yield at(PROJECT, "财政资助金额", c.project.subsidy, f"不超过{yuan(limit)}", problem=problem, todo=todo)
    last = subsidy_last_end(c.year, p)
    if subsidised(c) and c.end is not None and c.end > last:
        problem = f"结束日期{c.end}晚于{last}，不再予以财政资助"
        todo = f"核对结束日期；确实在{last}之后办班的，经费来源改为{SELF_FUNDED}"
        yield at(PROJECT, "经费来源", c.project.funding, SELF_FUNDED, problem=problem, todo=todo)


@rule(
    "A3-09", QUERY, "N", clause="540", rests_on_540=True, quote="一类培训760元/人天，二类培训650元/人天，三类培训550元/人天",
    rests={ACCOUNTS: QUOTA_ITEMS, PEOPLE: (KIND, MODE), PROJECT: (CATEGORY,)},
    sheet=ACCOUNTS, fields=(TOTAL,), uses=("quota_total", "day_tiers", "quota_people", "default_category"),
    needs=("accounts", "counted", "days"),
    condition="住宿费＋伙食费＋场地费＋资料费＋交通费>综合定额×人数×天数，超过第一档天数的按折扣；人数＝学员＋工作人员－线上学员；师资费、税费不计",
    title="超过培训费综合定额",
    message="除师资费、税费外共{spent}元，综合定额{limit}元（{category}{working}），超出{over}元",
    fix="核对各项金额、人数、天数和培训类别；确实超出的写明原因",
    native=Native(quota_formulas.exceeded(quota_formulas.WHOLE), whole=True),
)  # fmt: skip
def over_quota(c: ClassFile, p: Parameters) -> Violations:
    use = quota_use(c, p)
    if use is not None and use.left < 0:
        yield entry(
            c, TOTAL, f"不超过{yuan(use.limit)}", spent=yuan(use.spent), limit=yuan(use.limit), over=yuan(-use.left),
            category=use.category, working=use.working,
        )  # fmt: skip


@rule(
    "A3-10", HINT, "N", clause="540", rests_on_540=True, quote="住宿费：一类500、二类400、三类340",
    rests={ACCOUNTS: QUOTA_ITEMS, PEOPLE: (KIND, MODE), PROJECT: (CATEGORY,)},
    sheet=ACCOUNTS, fields=tuple(items[0] for items in LINES.values()),
    uses=("quota_lodging", "quota_meals", "quota_site", "day_tiers", "quota_people", "default_category"),
    needs=("accounts", "counted", "days"), after=("A3-05",),
    condition="住宿费、伙食费或者场地费＋资料费＋交通费超过综合定额中的本项定额（各项可以调剂，以总额为准）",
    title="超过本项定额",
    message="{line}{spent}元，本项定额{limit}元（{category}{working}），超出{over}元",
    fix="核对{line}的金额；各项可以相互调剂，总额没有超过综合定额的不必处理",
    native=tuple(
        Native(
            quota_formulas.exceeded(quota_formulas.line_name(line)), fields=(items[0],), whole=True,
            message=f"{line}超过本项定额：各项可以相互调剂，总额没有超过综合定额的不必处理",
        )
        for line, items in LINES.items()
    ),
)  # fmt: skip
def over_line(c: ClassFile, p: Parameters) -> Violations:
    for line, use in line_uses(c, p).items():
        if use.left < 0:
            yield entry(
                c, LINES[line][0], f"不超过{yuan(use.limit)}", line=line, spent=yuan(use.spent), limit=yuan(use.limit),
                over=yuan(-use.left), category=use.category, working=use.working,
            )  # fmt: skip


@rule(
    "A3-14", ERROR, "N", clause="附件3", says="form_accounts", sheet=ACCOUNTS, fields=("办班时间",), needs=("accounts", "days"),
    after=("A3-01",),
    condition="办班时间没有写明项目信息的开始日期和结束日期（2025年7月14日至7月18日、2025.7.14-7.18、2025-07-14至2025-07-18、7月14日—18日等写法都可以）",
    title="办班时间与项目信息不一致",
    message="办班时间“{value}”没有写明项目信息的起止日期{expected}",
    fix="办班时间写作“{expected}”；日期有误的改正项目信息",
    native=Native(
        period_formulas.NAMES_OTHER_DAYS, whole=True,
        message="办班时间没有写明项目信息的起止日期：写作“2025年7月14日至7月18日”的格式；日期有误的改正项目信息",
    ),
    note="表格内的公式不读汉字数字（如“七月十四日”）和钟点（如“8:30”），含有这些写法的只由核验判断",
)  # fmt: skip
def period_wrong(c: ClassFile, p: Parameters) -> Violations:
    stated = c.accounts.period
    if c.start and c.end and not cells.blank(stated) and not names_period(stated, c.start, c.end):
        yield entry(c, "办班时间", period_text(c.start, c.end))
