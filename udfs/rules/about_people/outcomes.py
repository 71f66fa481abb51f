"""Rules on hours, examination and certificate number of each trainee.

They apply to a typed 附件5 and to results typed in 附件4; a finding is located where the result is typed.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from udfs.certificates.checks import disagreements, gaps, misfits
from udfs.certificates.numbers import LEVEL, MONTH, PLAN, YEAR, pattern_fault
from udfs.native.about_people import people
from udfs.native.about_people import results as formulas
from udfs.native.texts import blank as blank_cell
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ATTENDANCE, NO, PEOPLE, PROJECT, RESULTS, YES, ClassFile, LedgerEntry, Result
from udfs.rules.about_people.results import has
from udfs.rules.about_people.stated_hours import follows_absence, hours_problem, too_few_hours
from udfs.rules.model import ERROR, HINT, QUERY, Native, Severity, Violations, at, on, rule
from udfs.rules.repeats import named, repeats
from udfs.values.cells import blank, number, plain, text
from udfs.values.headings import CERTIFICATE, EXAM, HOURS, LEAVE, MISSED, PASSED

PATTERN = "证书编号规则"
NUMBER_MISSING = "通过考核而无证书编号：运行“分配编号”，或填写证书编号"
NUMBER_AWAITED = "通过考核而无证书编号：平台发证后填入或导入证书编号"
FACTS = {YEAR: "年度", LEVEL: "项目级别", PLAN: "计划序号", MONTH: "开始日期"}
"""{part of a certificate number: its label in 项目信息}."""


def typed_result_check(
    formula: str, field: str = EXAM, severity: Severity | None = None, message: str = "", ended: bool = False
) -> Native:
    """The check of a result typed in 附件4."""
    return Native(formula, fields=(field,), sheet=PEOPLE, severity=severity, message=message, ended=ended)


def judged_results(c: ClassFile) -> Iterator[Result]:
    """The results to judge.

    Excluded: rows typed over the view (reported by A5-21), rows of nobody (A5-01 reports the missing name), and results
    entered for another person (A4-27).
    """
    return iter(c.own_results)


def with_stated_hours(c: ClassFile) -> Iterator[Result]:
    """The results with a stated 学时数; where it only shows 考勤, A5-09 and the rules on 考勤 apply."""
    typed = {one.row for one in c.out_of_view if one.field == HOURS}
    return (result for result in judged_results(c) if not c.results_beside or result.row in typed)


@rule(
    "A5-07", ERROR, "N", clause="附件5", sheet=RESULTS, fields=(HOURS,), needs=("results sheet", "results"), after=("A5-01",),
    rests={PROJECT: ("总学时",)},
    condition="学时数不是数字，小于等于0，或大于总学时（由考勤中有误的学时算出的只在考勤提示）",
    title="学时数有误", message="{name}的学时数{problem}", fix="填写实际参加的学时，大于0且不超过总学时",
    native=(
        Native(formulas.WRONG_HOURS, validation=formulas.RIGHT_HOURS),
        Native(formulas.WRONG_HOURS_OVER, everywhere=True),
    ),
)  # fmt: skip
def wrong_hours(c: ClassFile, p: Parameters) -> Violations:
    most = f"，不超过{text(c.hours)}" if c.hours else ""
    for result in with_stated_hours(c):
        if not blank(result.hours) and not follows_absence(result, c) and (problem := hours_problem(result.hours, c)):
            yield on(result, HOURS, f"大于0{most}", problem=problem)


@rule(
    "A5-08", ERROR, "N", clause="{absence_share}", sheet=RESULTS, fields=(PASSED,),
    rests={RESULTS: (HOURS, PASSED), PEOPLE: (EXAM,)},
    uses=("absence_share",), needs=("results sheet", "results", "hours"), after=("A5-07", "A5-09"),
    condition="是否通过结业考核为“是”，而总学时 − 学时数 > 总学时 × <absence_share>",
    title="学时不足仍填通过", message="{name}的学时数为{hours}，缺{missed}学时，超过总学时{total}的{limit}，应按退学处理",
    fix="核对学时数；属实的，是否通过结业考核改为“否”",
    native=Native("{#学时不足}=1"),
)  # fmt: skip
def passed_with_too_few_hours(c: ClassFile, p: Parameters) -> Violations:
    for result in with_stated_hours(c):
        if too_few_hours(result, c, p):
            assert c.hours is not None
            missed = text(c.hours - (number(result.hours) or 0))
            yield on(result, PASSED, NO, hours=text(result.hours), missed=missed, total=text(c.hours), limit=p.absence_share)


@rule(
    "A5-09", ERROR, "N", clause="{absence_share}", sheet=RESULTS, fields=(PASSED,),
    rests={ATTENDANCE: (LEAVE, MISSED), RESULTS: (PASSED,), PEOPLE: (EXAM,)},
    uses=("absence_share",), needs=("results sheet", "results", "absences", "hours"),
    condition="考勤中（请假学时＋缺勤学时）÷ 总学时 > <absence_share>，而是否通过结业考核为“是”；正好<absence_share>的可以",
    title="缺勤超限仍填通过", message="{name}请假和缺勤共{missed}学时，超过总学时{total}的{limit}，应按退学处理，不能通过考核",
    fix="核对考勤；属实的，是否通过结业考核改为“否”",
    native=(Native("{#缺课过多}=1"), typed_result_check(people.PASSED_ALTHOUGH_ABSENT)),
)  # fmt: skip
def passed_although_absent(c: ClassFile, p: Parameters) -> Violations:
    for result in judged_results(c):
        if absent_too_long(result, c, p):
            missed = text(c.matching.absent_hours[result.key])
            yield on(result, PASSED, NO, missed=missed, total=text(c.hours), limit=p.absence_share)


def absent_too_long(result: Result, c: ClassFile, p: Parameters) -> bool:
    missed = c.matching.absent_hours.get(result.key)
    if missed is None or c.hours is None or not result.has_passed or not stands_alone(c, result):
        return False
    return p.absence_share * Fraction(c.hours) < Fraction(missed) <= Fraction(c.hours)


def stands_alone(c: ClassFile, result: Result) -> bool:
    """False if several rows share the number: then it is unknown whose absence it is."""
    return len(c.matching.results_by_key.get(result.key, ())) <= 1


@rule(
    "A5-10", ERROR, "N", clause="附件5", sheet=RESULTS, fields=(PASSED,), needs=("results sheet", "results"), after=("A5-01",),
    condition="是否通过结业考核既不是“是”也不是“否”；附件5由附件4带出的，结班后本人一行的“结业考核”空白也算",
    title="是否通过应填是或否", message="{name}的{field}{problem}", fix="从下拉列表中选“是”或“否”",
    native=(
        Native(formulas.UNCLEAR),
        typed_result_check(people.RESULT_UNCLEAR, message="结业考核应填是或否：从下拉列表中选“是”或“否”"),
        typed_result_check(people.RESULT_AWAITED, ended=True, message="结业考核未填写：从下拉列表中选“是”或“否”"),
    ),
)  # fmt: skip
def passed_unclear(c: ClassFile, p: Parameters) -> Violations:
    for result in judged_results(c):
        stated = text(result.passed)
        if stated not in ("", YES, NO):
            yield on(result, PASSED, f"{YES}或{NO}", problem="应填“是”或“否”")
        elif not stated and c.results_beside and c.ended:
            yield on(result, PASSED, f"{YES}或{NO}", problem="未填写")


@rule(
    "A5-11", ERROR, "N", clause="{municipal_certificates}", sheet=RESULTS, fields=(CERTIFICATE,),
    rests={RESULTS: (PASSED,), PEOPLE: (EXAM,)},
    needs=("results sheet", "results", "level", "ended"),
        condition="市级项目，是否通过结业考核为“是”而没有证书编号；国家级项目由<platform>发证，只作提示",
    title="通过考核而无证书编号", message="{name}已通过结业考核，{problem}", fix="{todo}",
    native=(
        Native(formulas.NUMBER_MISSING, severity=ERROR, message=NUMBER_MISSING),
        Native(formulas.NUMBER_AWAITED, severity=HINT, message=NUMBER_AWAITED),
        typed_result_check(people.NUMBER_MISSING, field=CERTIFICATE, severity=ERROR, message=NUMBER_MISSING),
        typed_result_check(people.NUMBER_AWAITED, field=CERTIFICATE, severity=HINT, message=NUMBER_AWAITED),
    ),
)  # fmt: skip
def certificate_missing(c: ClassFile, p: Parameters) -> Violations:
    if not c.results_beside and not has(c, CERTIFICATE):
        return
    problem = f"尚未填写{p.platform}的证书编号" if c.national else "没有证书编号"
    todo = "平台发证后填入或导入证书编号" if c.national else "运行“分配编号”，或填写证书编号"
    for result in judged_results(c):
        if result.has_passed and blank(result.certificate):
            severity = HINT if c.national else None
            yield on(result, CERTIFICATE, CERTIFICATE, severity=severity, problem=problem, todo=todo)


@rule(
    "A5-12", ERROR, "N", clause="{passed_first}", 
    rests={RESULTS: (PASSED,), PEOPLE: (EXAM,)},
    sheet=RESULTS, fields=(CERTIFICATE,), needs=("results sheet", "results"),
    condition="是否通过结业考核为“否”而有证书编号",
    title="未通过考核而有证书编号", message="{name}未通过结业考核，但有证书编号",
    fix="删去证书编号；实际已通过的，改正是否通过结业考核",
    native=(
        Native(f"AND({formulas.FAILED},NOT({blank_cell('{.}')}))"),
        typed_result_check(people.NUMBER_ALTHOUGH_FAILED, field=CERTIFICATE),
    ),
)  # fmt: skip
def certificate_without_passing(c: ClassFile, p: Parameters) -> Violations:
    for result in judged_results(c):
        if text(result.passed) == NO and not blank(result.certificate):
            yield on(result, CERTIFICATE, "空")


@rule(
    "A5-13", ERROR, "N", clause="常识", sheet=RESULTS, fields=(CERTIFICATE,), needs=("results sheet", "results"),
    condition="同一证书编号给了两个人（同一证件号码重复的由A5-03提示）",
    title="证书编号重复", message="{name}的证书编号与{others}相同", fix="核对后改正；市级项目可清空后运行“分配编号”",
    native=(Native(formulas.SAME_CERTIFICATE), typed_result_check(people.SAME_CERTIFICATE, field=CERTIFICATE)),
)  # fmt: skip
def same_certificate(c: ClassFile, p: Parameters) -> Violations:
    for group in repeats(judged_results(c), lambda result: plain(result.certificate).upper()):
        keys = Counter(result.key or result.row for result in group)
        for result in group:
            count = len(group) - keys[result.key or result.row]
            if count:
                rest = (other for other in group if (other.key or other.row) != (result.key or result.row))
                yield on(result, CERTIFICATE, "每人一个编号", others=named(rest, count))


@rule(
    "A5-14", QUERY, "P", clause="{municipal_certificates}", sheet=RESULTS, fields=(CERTIFICATE,),
    rests={PROJECT: ("年度", "计划序号", "开始日期")},
    needs=("results sheet", "results"),
    after=("A5-12", "A5-13", "A5-17", "PRJ-01", "PRJ-02", "PRJ-08", "PRJ-12", "PRJ-16"),
    condition="证书编号不符合项目信息中的证书编号规则；没有规则的，位数或前缀与其余编号不同；"
    "规则本身写错的（作错误），或半数以上编号与项目信息的年度、级别、计划序号、月份不同的，只在项目信息提示一次",
    title="证书编号与规则不符", message="{name}的证书编号：{problem}", fix="核对证书编号；规则有误的改正项目信息中的证书编号规则",
)  # fmt: skip
def certificate_misfits(c: ClassFile, p: Parameters) -> Violations:
    if wrong := pattern_fault(c.project.number_pattern):
        hit = at(PROJECT, PATTERN, c.project.number_pattern, wrong.expected, name="本期", problem=f"规则有误，{wrong.message}")
        yield dataclasses.replace(hit, severity=ERROR)
        return
    for part, stated in disagreements(c.changed(results=tuple(judged_results(c)))).items():
        field = FACTS[part]
        problem = f"{part}多为{stated}，与项目信息的{field}不符"
        yield at(PROJECT, field, c.project.get(field), f"与证书编号一致（{stated}）", name="本期", problem=problem)
    for result, fault in misfits(c.changed(results=tuple(judged_results(c)))):
        yield on(result, CERTIFICATE, fault.expected, problem=fault.message)


@rule(
    "A5-15", HINT, "P", clause="{municipal_certificates}", sheet=RESULTS, fields=(CERTIFICATE,),
    needs=("results sheet", "results", "municipal", "kinds"),
    condition="市级项目本期证书编号的流水号不连续（漏填、重复、不合规则的编号造成的和台账中已作废的不计）",
    title="证书编号有缺号", message="本期证书编号缺流水号{missing}", fix="核对是否漏填或录错；缺号有原因的（作废、调换）留存记录",
)  # fmt: skip
def certificate_gap(c: ClassFile, p: Parameters) -> Violations:
    missing = gaps(c)
    if missing:
        sheet = PEOPLE if c.results_beside else RESULTS
        yield at(sheet, CERTIFICATE, value=missing, expected="流水号连续", missing=missing)


@rule(
    "A5-16", QUERY, "N", clause="{absence_share}", sheet=RESULTS, fields=(HOURS,),
    rests={ATTENDANCE: (LEAVE, MISSED), RESULTS: (HOURS,)},
    needs=("results sheet", "results", "absences", "hours"), after=("A5-01", "A5-07"),
    condition="考勤中有此人，而学时数 ≠ 总学时 − 请假学时 − 缺勤学时（A5-08、A5-09已经提示的不再提示）",
    title="学时数与考勤不符", message="{name}的学时数为{hours}，按考勤应为{expected}", fix="核对考勤和学时数，改成一致",
    native=(Native(formulas.HOURS_DIFFER), Native(formulas.HOURS_DIFFER_OVER, everywhere=True)),
)  # fmt: skip
def hours_differ(c: ClassFile, p: Parameters) -> Violations:
    for result in with_stated_hours(c):
        hours, missed = number(result.hours), c.matching.absent_hours.get(result.key)
        if hours is None or missed is None or c.hours is None or missed > c.hours or not stands_alone(c, result):
            continue
        if hours != c.hours - missed and not too_few_hours(result, c, p) and not absent_too_long(result, c, p):
            yield on(result, HOURS, text(c.hours - missed), hours=text(hours))


@rule(
    "A5-17", ERROR, "P", clause="{municipal_certificates}", sheet=RESULTS, fields=(CERTIFICATE,),
    needs=("results sheet", "results", "ledger"),
    after=("A5-12", "A5-13"),
    condition="按编号台账，此证书编号属于他人，已经作废，或者此人在本期已有另一编号",
    title="证书编号与台账不符", message="{name}的证书编号与台账不符：{problem}", fix="按台账改正，或清空后运行“分配编号”",
)  # fmt: skip
def ledger_differs(c: ClassFile, p: Parameters) -> Violations:
    entries = c.ledger or ()
    by_number: dict[str, list[LedgerEntry]] = {}
    by_person: dict[str, LedgerEntry] = {}
    for entry in entries:
        by_number.setdefault(entry.certificate, []).append(entry)
        if entry.this_class and entry.person and entry.state == "issued":
            by_person[entry.person] = entry
    for result in judged_results(c):
        stated = text(result.certificate)
        same = by_number.get(stated, [])
        holders = [entry.person for entry in same]
        own = by_person.get(result.key) if result.key else None
        if not stated or any(entry.person == result.key and entry.state == "issued" for entry in same):
            continue
        if result.key in holders:
            yield on(result, CERTIFICATE, own.certificate if own else "", problem="台账中此编号已作废")
            continue
        if holders:
            yield on(result, CERTIFICATE, own.certificate if own else "", problem="台账中此编号属于他人")
        elif own and own.certificate != stated:
            yield on(result, CERTIFICATE, own.certificate, problem="此人在本期已有另一编号")
