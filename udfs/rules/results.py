"""Rules of the topic results: how the trainees did, as 附件5 lists them.

附件5 fills itself from 附件4; where it merely mirrors a fault of 附件4, that sheet speaks and this one keeps silent.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from udfs.cells import blank, held_as_number, number, plain, text
from udfs.certificate_checks import disagreements, gaps, misfits
from udfs.certificates import LEVEL, MONTH, PLAN, YEAR, pattern_fault
from udfs.identity import document_kind
from udfs.native import people as person_formulas
from udfs.native import results as formulas
from udfs.native.texts import blank as blank_cell
from udfs.notice.parameters import Parameters
from udfs.records import NO, PEOPLE, PROJECT, RESULTS, YES, ClassFile, LedgerEntry, Person, Result
from udfs.rules.headings import missing_headings
from udfs.rules.model import ERROR, HINT, QUERY, Hits, Native, at, on, row_name, rule
from udfs.rules.repeats import named, others, place_and_name, repeats
from udfs.rules.stated_hours import follows_absence, hours_problem, too_few_hours

NAME, HOURS, DOCUMENT, PHONE, EMPLOYER = "姓名", "学时数", "身份证号", "联系电话", "工作单位"
TITLE, PASSED, CERTIFICATE, PATTERN = "专业技术职务（职称）", "是否通过结业考核", "证书编号", "证书编号规则"
REQUIRED = (NAME, HOURS, DOCUMENT, PHONE, EMPLOYER, TITLE, PASSED)
MIRRORED = (NAME, DOCUMENT, PHONE, EMPLOYER, TITLE)
"""What 附件5 takes over from 附件4."""

FACTS = {YEAR: "年度", LEVEL: "项目级别", PLAN: "计划序号", MONTH: "开始日期"}
"""The part of a certificate number -> where 项目信息 says it."""


def has(c: ClassFile, field: str) -> bool:
    return c.has_column(RESULTS, field)


def mirrors(c: ClassFile, result: Result, field: str) -> bool:
    """True if the cell merely repeats what stands in 附件4 for this person (nothing for nothing included)."""
    pair = c.matching.results.get(result.row)
    if pair is None or field not in MIRRORED:
        return False
    before, here = pair.person.get(field), result.get(field)
    return before == here or (blank(before) and blank(here))


def comparable(c: ClassFile) -> bool:
    """True if both sheets have the column by which people are matched."""
    return c.has_column(PEOPLE, DOCUMENT) and has(c, DOCUMENT)


@rule(
    "A5-01", ERROR, "N", clause="附件5", sheet=RESULTS, fields=REQUIRED, needs=("results sheet", "results"),
    condition="已录入的行缺姓名、学时数、身份证号、联系电话、工作单位、专业技术职务（职称）或是否通过结业考核"
    "（附件4同样漏填的只在附件4提示；姓名和身份证号都没有的行只提示姓名）",
    title="附件5有漏填", message="{name}的{field}未填写", fix="补填{field}；行中没有学员的，清除留下的考核结果和证书编号",
    native=tuple(Native(formulas.missing(field, field in MIRRORED), fields=(field,)) for field in REQUIRED),
)  # fmt: skip
def entry_missing(c: ClassFile, p: Parameters) -> Hits:
    """One hit a cell. A column that is not there at all is A5-20's."""
    fields = [(field, Result.attributes()[field]) for field in REQUIRED if has(c, field)]
    for result in c.results:
        nobody = has(c, NAME) and blank(result.name) and blank(result.document)
        for field, attribute in fields[:1] if nobody else fields:
            if blank(getattr(result, attribute)) and not mirrors(c, result, field):
                yield on(result, field, "不能为空")


@rule(
    "A5-02", ERROR, "N", clause="GB11643", sheet=RESULTS, fields=(DOCUMENT,), needs=("results sheet", "results"),
    after=("A5-01", "A5-18"),
    condition="证件号码有误，判断同A4-05；与附件4同一人的号码一字不差的，只在附件4提示",
    title="证件号码有误", message="{name}的{kind}号码有误，{problem}", fix="对照证件原件和附件4逐位核对后改正",
    native=Native(formulas.WRONG_DOCUMENT, validation=formulas.LIKELY_DOCUMENT, detail="{#号码说法}"),
)  # fmt: skip
def wrong_document(c: ClassFile, p: Parameters) -> Hits:
    faults = c.matching.result_faults
    for result in c.results:
        if fault := faults.get(result.row):
            pair = c.matching.results.get(result.row)
            kind = document_kind(result.document, pair.person.document_kind if pair else None)
            yield on(result, DOCUMENT, fault.expected, kind=kind, problem=fault.message)


@rule(
    "A5-03", ERROR, "N", clause="常识", sheet=RESULTS, fields=(DOCUMENT,), needs=("results sheet", "results"),
    after=("A5-01", "A5-18"),
    condition="附件5中同一证件号码出现两次以上（x与X、全角与半角视为相同）；附件4中同样重复的只在附件4提示",
    title="证件号码重复", message="{name}的证件号码与{others}相同", fix="同一人重复录入的删去一行；不是同一人的改正录错的号码",
    native=Native(formulas.TWICE),
)  # fmt: skip
def same_document(c: ClassFile, p: Parameters) -> Hits:
    for key, group in c.matching.results_by_key.items():
        if len(group) > max(1, len(c.matching.people_by_key.get(key, ()))):
            for result in group:
                yield on(result, DOCUMENT, "每人一个号码", others=others(group, result))


@rule(
    "A5-04", ERROR, "N", clause="附件4/5", sheet=RESULTS, fields=(DOCUMENT,),
    needs=("people sheet", "results sheet", "trainees", "results"), after=("A5-01", "A5-02", "A5-18"),
    condition="附件5的人不是附件4的学员（按证件号码对应）；号码本身有误的只提示号码有误",
    title="附件5有附件4以外的人", message="{name}不是附件4的学员：{problem}",
    fix="核对两表的证件号码；确未参加的从附件5删去，漏登的补入附件4",
    native=Native(formulas.NO_TRAINEE),
)  # fmt: skip
def not_a_trainee(c: ClassFile, p: Parameters) -> Hits:
    if not comparable(c):
        return
    for result in c.results:
        if not result.key or result.key in c.trainee_keys:
            continue
        pair = c.matching.results.get(result.row)
        if pair and not pair.by_number and pair.person.row in c.matching.doubtful_people:
            continue  # the number in 附件4 is the wrong one, and that sheet says so
        yield on(result, DOCUMENT, "附件4中学员的号码", problem=whereabouts(pair.person if pair else None))


def whereabouts(person: Person | None) -> str:
    """What 附件4 knows of somebody who is no trainee by number."""
    if person is None:
        return "附件4中没有此证件号码"
    if person.is_staff:
        return f"附件4{place_and_name(person)}是工作人员"
    return f"附件4{place_and_name(person)}的证件号码与此不同"


@rule(
    "A5-05", ERROR, "N", clause="附件4/5", sheet=PEOPLE, fields=(DOCUMENT,), needs=("people sheet", "results sheet", "trainees"),
    condition="附件4的学员在附件5中没有（按证件号码对应，提示在附件4的行上；附件5全空时只在附件5表头提示一次）",
    title="学员未列入附件5", message="{problem}", fix="在附件5补入该学员（未通过考核的也要列入），或改正两表不一致的证件号码",
    native=(
        Native(person_formulas.MISSING_IN_RESULTS, message="学员未列入附件5：在附件5补入，或改正两表不一致的证件号码"),
        Native(formulas.NOBODY, whole=True, sheet=RESULTS, fields=(NAME,), message="附件5没有学员：在附件5补入附件4的学员"),
    ),
)  # fmt: skip
def trainee_missing(c: ClassFile, p: Parameters) -> Hits:
    if not comparable(c):
        return
    if not c.results:
        yield at(RESULTS, NAME, value=0, expected=f"{len(c.trainees)}人", problem=f"附件5没有学员，附件4有{len(c.trainees)}人")
        return
    for person in c.trainees:
        if not person.key or person.key in c.result_keys:
            continue
        namesake = c.matching.results_by_name.get(person.row)
        if namesake is None:
            yield on(person, DOCUMENT, "附件5中有此人", problem=f"{row_name(person)}未列入附件5")
        elif person.row not in c.matching.doubtful_people and namesake.row not in c.matching.doubtful_results:
            problem = f"{row_name(person)}的证件号码与附件5{place_and_name(namesake)}的不同"
            yield on(person, DOCUMENT, "两表号码一致", problem=problem)


@rule(
    "A5-06", ERROR, "P", clause="附件4/5", sheet=RESULTS, fields=(NAME, PHONE, EMPLOYER, TITLE),
    needs=("people sheet", "results sheet", "people", "results"), after=("A5-01", "A5-18"),
    condition="同一证件号码的人，姓名、联系电话、工作单位或职称在附件4和附件5中不同（空格、全角半角不计；"
    "姓名不同的只提示姓名；附件4的姓名、电话本身有误的只在附件4提示）",
    title="附件4与附件5不一致", message="{name}的{field}与附件4第{row}行不一致{shown}", fix="核对后把两表改成一致",
)  # fmt: skip
def sheets_differ(c: ClassFile, p: Parameters) -> Hits:
    for result in c.results:
        for field in c.matching.differences.get(result.row, ()):
            person = c.matching.results[result.row].person
            before = "" if field == PHONE else text(person.get(field))
            shown = f"，附件4为“{before[:40]}”" if before else ""
            yield on(result, field, before or "与附件4相同", row=person.row, shown=shown)


@rule(
    "A5-07", ERROR, "N", clause="附件5", sheet=RESULTS, fields=(HOURS,), needs=("results sheet", "results"), after=("A5-01",),
    condition="学时数不是数字，小于等于0，或大于总学时（由考勤中有误的学时算出的只在考勤提示）",
    title="学时数有误", message="{name}的学时数{problem}", fix="填写实际参加的学时，大于0且不超过总学时",
    native=Native(formulas.WRONG_HOURS, validation=formulas.RIGHT_HOURS),
)  # fmt: skip
def wrong_hours(c: ClassFile, p: Parameters) -> Hits:
    most = f"，不超过{text(c.hours)}" if c.hours else ""
    for result in c.results:
        if not blank(result.hours) and not follows_absence(result, c) and (problem := hours_problem(result.hours, c)):
            yield on(result, HOURS, f"大于0{most}", problem=problem)


@rule(
    "A5-08", ERROR, "N", clause="二(三)", quote="请假和缺勤时间累计超过总学时1/7的按退学处理", sheet=RESULTS, fields=(PASSED,),
    uses=("absence_share",), needs=("results sheet", "results", "hours"), after=("A5-07", "A5-09"),
    condition="是否通过结业考核为“是”，而总学时 − 学时数 > 总学时 × 1/7",
    title="学时不足仍填通过", message="{name}的学时数为{hours}，缺{missed}学时，超过总学时{total}的{limit}，应按退学处理",
    fix="核对学时数；属实的，是否通过结业考核改为“否”",
    native=Native("{#学时不足}=1"),
)  # fmt: skip
def passed_with_too_few_hours(c: ClassFile, p: Parameters) -> Hits:
    for result in c.results:
        if too_few_hours(result, c, p):
            assert c.hours is not None
            missed = text(c.hours - (number(result.hours) or 0))
            yield on(result, PASSED, NO, hours=text(result.hours), missed=missed, total=text(c.hours), limit=p.absence_share)


@rule(
    "A5-09", ERROR, "N", clause="二(三)", quote="请假和缺勤时间累计超过总学时1/7的按退学处理", sheet=RESULTS, fields=(PASSED,),
    uses=("absence_share",), needs=("results sheet", "results", "absences", "hours"),
    condition="考勤中（请假学时＋缺勤学时）÷ 总学时 > 1/7，而是否通过结业考核为“是”；正好1/7的可以",
    title="缺勤超限仍填通过", message="{name}请假和缺勤共{missed}学时，超过总学时{total}的{limit}，应按退学处理，不能通过考核",
    fix="核对考勤；属实的，是否通过结业考核改为“否”",
    native=Native("{#缺课过多}=1"),
)  # fmt: skip
def passed_although_absent(c: ClassFile, p: Parameters) -> Hits:
    for result in c.results:
        if absent_too_long(result, c, p):
            missed = text(c.matching.absent_hours[result.key])
            yield on(result, PASSED, NO, missed=missed, total=text(c.hours), limit=p.absence_share)


def absent_too_long(result: Result, c: ClassFile, p: Parameters) -> bool:
    missed = c.matching.absent_hours.get(result.key)
    if missed is None or c.hours is None or not result.has_passed or not stands_alone(c, result):
        return False
    return p.absence_share * Fraction(c.hours) < Fraction(missed) <= Fraction(c.hours)


def stands_alone(c: ClassFile, result: Result) -> bool:
    """False where several rows share the number: then it does not say whose absence it is."""
    return len(c.matching.results_by_key.get(result.key, ())) <= 1


@rule(
    "A5-10", ERROR, "N", clause="附件5", sheet=RESULTS, fields=(PASSED,), needs=("results sheet", "results"), after=("A5-01",),
    condition="是否通过结业考核既不是“是”也不是“否”",
    title="是否通过应填是或否", message="{name}的是否通过结业考核应填“是”或“否”", fix="从下拉列表中选“是”或“否”",
    native=Native(formulas.UNCLEAR),
)  # fmt: skip
def passed_unclear(c: ClassFile, p: Parameters) -> Hits:
    for result in c.results:
        if text(result.passed) not in ("", YES, NO):
            yield on(result, PASSED, f"{YES}或{NO}")


@rule(
    "A5-11", ERROR, "N", clause="三(二)", sheet=RESULTS, fields=(CERTIFICATE,), needs=("results sheet", "results", "level"),
    quote="市级高研项目由承办单位按照《市人社局关于规范继续教育高级研修项目培训合格证书管理的通知》（津人社办函〔2022〕304号）要求颁发证书",
    condition="市级项目，是否通过结业考核为“是”而没有证书编号；国家级项目由工程服务平台发证，只作提示",
    title="通过考核而无证书编号", message="{name}已通过结业考核，{problem}", fix="{todo}",
    native=(
        Native(formulas.NUMBER_MISSING, severity=ERROR, message="通过考核而无证书编号：运行“分配编号”，或填写证书编号"),
        Native(formulas.NUMBER_AWAITED, severity=HINT, message="通过考核而无证书编号：平台发证后填入或导入证书编号"),
    ),
)  # fmt: skip
def certificate_missing(c: ClassFile, p: Parameters) -> Hits:
    if not has(c, CERTIFICATE):
        return
    problem = "尚未填写工程服务平台的证书编号" if c.national else "没有证书编号"
    todo = "平台发证后填入或导入证书编号" if c.national else "运行“分配编号”，或填写证书编号"
    for result in c.results:
        if result.has_passed and blank(result.certificate):
            severity = HINT if c.national else None
            yield on(result, CERTIFICATE, "证书编号", severity=severity, problem=problem, todo=todo)


@rule(
    "A5-12", ERROR, "N", clause="三", quote="结业考核合格后，学员可凭姓名和身份证号登录工程服务平台首页查询打印本人证书",
    sheet=RESULTS, fields=(CERTIFICATE,), needs=("results sheet", "results"),
    condition="是否通过结业考核为“否”而有证书编号",
    title="未通过考核而有证书编号", message="{name}未通过结业考核，却有证书编号",
    fix="删去证书编号；实际已通过的，改正是否通过结业考核",
    native=Native(f"AND({formulas.FAILED},NOT({blank_cell('{.}')}))"),
)  # fmt: skip
def certificate_without_passing(c: ClassFile, p: Parameters) -> Hits:
    for result in c.results:
        if text(result.passed) == NO and not blank(result.certificate):
            yield on(result, CERTIFICATE, "空")


@rule(
    "A5-13", ERROR, "N", clause="常识", sheet=RESULTS, fields=(CERTIFICATE,), needs=("results sheet", "results"),
    condition="同一证书编号给了两个人（同一证件号码重复的由A5-03提示）",
    title="证书编号重复", message="{name}的证书编号与{others}相同", fix="核对后改正；市级项目可清空后运行“分配编号”",
    native=Native(formulas.SAME_CERTIFICATE),
)  # fmt: skip
def same_certificate(c: ClassFile, p: Parameters) -> Hits:
    for group in repeats(c.results, lambda result: plain(result.certificate).upper()):
        keys = Counter(result.key or result.row for result in group)
        for result in group:
            count = len(group) - keys[result.key or result.row]
            if count:
                rest = (other for other in group if (other.key or other.row) != (result.key or result.row))
                yield on(result, CERTIFICATE, "每人一个编号", others=named(rest, count))


@rule(
    "A5-14", QUERY, "P", clause="三(二)", sheet=RESULTS, fields=(CERTIFICATE,), needs=("results sheet", "results"),
    after=("A5-12", "A5-13", "A5-17", "PRJ-01", "PRJ-02", "PRJ-08", "PRJ-12"),
    condition="证书编号不符合项目信息中的证书编号规则；没有规则的，位数或前缀与其余编号不同；"
    "规则本身写错的，或半数以上编号与项目信息的年度、级别、计划序号、月份不同的，只在项目信息提示一次",
    title="证书编号与规则不符", message="{name}的证书编号：{problem}", fix="核对证书编号；规则有误的改正项目信息中的证书编号规则",
)  # fmt: skip
def certificate_misfits(c: ClassFile, p: Parameters) -> Hits:
    if wrong := pattern_fault(c.project.number_pattern):
        yield at(PROJECT, PATTERN, c.project.number_pattern, wrong.expected, name="本期", problem=f"规则有误，{wrong.message}")
        return
    for part, stated in disagreements(c).items():
        field = FACTS[part]
        problem = f"{part}多为{stated}，与项目信息的{field}不符"
        yield at(PROJECT, field, c.project.get(field), f"与证书编号一致（{stated}）", name="本期", problem=problem)
    for result, fault in misfits(c):
        yield on(result, CERTIFICATE, fault.expected, problem=fault.message)


@rule(
    "A5-15", HINT, "P", clause="三(二)", sheet=RESULTS, fields=(CERTIFICATE,), needs=("results sheet", "results", "municipal"),
    condition="市级项目本期证书编号的流水号不连续（漏填、重复、不合规则的编号造成的和台账中已作废的不计）",
    title="证书编号有缺号", message="本期证书编号缺流水号{missing}", fix="核对是否漏填或录错；缺号有原因的（作废、调换）留存记录",
)  # fmt: skip
def certificate_gap(c: ClassFile, p: Parameters) -> Hits:
    missing = gaps(c)
    if missing:
        yield at(RESULTS, CERTIFICATE, value=missing, expected="流水号连续", missing=missing)


@rule(
    "A5-16", QUERY, "N", clause="二(三)", quote="请假和缺勤时间累计超过总学时1/7的按退学处理", sheet=RESULTS, fields=(HOURS,),
    needs=("results sheet", "results", "absences", "hours"), after=("A5-01", "A5-07"),
    condition="考勤中有此人，而学时数 ≠ 总学时 − 请假学时 − 缺勤学时（A5-08、A5-09已经提示的不再提示）",
    title="学时数与考勤不符", message="{name}的学时数为{hours}，按考勤应为{expected}", fix="核对考勤和学时数，改成一致",
    native=Native(formulas.HOURS_DIFFER),
)  # fmt: skip
def hours_differ(c: ClassFile, p: Parameters) -> Hits:
    for result in c.results:
        hours, missed = number(result.hours), c.matching.absent_hours.get(result.key)
        if hours is None or missed is None or c.hours is None or missed > c.hours or not stands_alone(c, result):
            continue
        if hours != c.hours - missed and not too_few_hours(result, c, p) and not absent_too_long(result, c, p):
            yield on(result, HOURS, text(c.hours - missed), hours=text(hours))


@rule(
    "A5-17", ERROR, "P", clause="三(二)", sheet=RESULTS, fields=(CERTIFICATE,), needs=("results sheet", "results", "ledger"),
    after=("A5-12", "A5-13"),
    condition="按编号台账，此证书编号属于他人，或者此人在本期已有另一编号",
    title="证书编号与台账不符", message="{name}的证书编号与台账不符：{problem}", fix="按台账改正，或清空后运行“分配编号”",
)  # fmt: skip
def ledger_differs(c: ClassFile, p: Parameters) -> Hits:
    entries = c.ledger or ()
    by_number: dict[str, list[LedgerEntry]] = {}
    by_person: dict[str, LedgerEntry] = {}
    for entry in entries:
        by_number.setdefault(entry.certificate, []).append(entry)
        if entry.this_class and entry.person and entry.state == "issued":
            by_person[entry.person] = entry
    for result in c.results:
        stated = text(result.certificate)
        holders = [entry.person for entry in by_number.get(stated, ())]
        own = by_person.get(result.key) if result.key else None
        if not stated or result.key in holders:
            continue
        if holders:
            yield on(result, CERTIFICATE, own.certificate if own else "", problem="台账中此编号属于他人")
        elif own and own.certificate != stated:
            yield on(result, CERTIFICATE, own.certificate, problem="此人在本期已有另一编号")


@rule(
    "A5-18", ERROR, "N", clause="常识", sheet=RESULTS, fields=(DOCUMENT, PHONE), uses=("exact_digits",),
    needs=("results sheet", "results"), after=("A5-01",),
    condition="身份证号或联系电话是数字（或日期）而不是文本，判断同A4-18；与附件4相同的只在附件4提示",
    title="证件号码或电话存成了数字", message="{name}的{field}存成了数字{loss}",
    fix="把该列设为文本格式，再按证件重新录入{field}",
    native=tuple(Native(formulas.stored_as_number(field), fields=(field,)) for field in (DOCUMENT, PHONE)),
)  # fmt: skip
def stored_as_number(c: ClassFile, p: Parameters) -> Hits:
    loss = f"，第{p.exact_digits}位以后的数字已经丢失"
    for result in c.results:
        for field, value in ((DOCUMENT, result.document), (PHONE, result.phone)):
            if held_as_number(value) and not mirrors(c, result, field):
                lost = field == DOCUMENT and len(text(value)) > p.exact_digits
                yield on(result, field, "文本", loss=loss if lost else "")


@rule(
    "A5-20", ERROR, "P", clause="附件5", sheet=RESULTS, fields=Result.OFFICIAL, needs=("results sheet",),
    condition="附件5的表头缺少官方列，或列名有改动（列的先后和表头中的空格、换行不计）",
    title="附件5的表头有改动", message="附件5{problem}", fix="按通知附件5的表头改回",
)  # fmt: skip
def changed_headings(c: ClassFile, p: Parameters) -> Hits:
    yield from missing_headings(c, Result)
