"""Rules on hours of leave and absence in 考勤."""

from __future__ import annotations

from udfs.money.amounts import total
from udfs.native.about_people import attendance as formulas
from udfs.native.texts import blank as blank_cell
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ATTENDANCE, PEOPLE, PROJECT, ClassFile
from udfs.rules.about_people.results import whereabouts
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violations, on, rule
from udfs.rules.repeats import repeats
from udfs.schedule.absence import absence_fraction
from udfs.values.cells import Value, blank, number, plain, text
from udfs.values.headings import ABSENCE_SHARE, DOCUMENT, LEAVE, MISSED, PERMISSION, WITHDRAWN

SHARE = ABSENCE_SHARE
GRANTED = "有"
NAMED = '{#证件键}<>""'
DOUBTED = "IF({#附件4同名行}=0,FALSE,INDEX(参数_附件4_证件存疑,{#附件4同名行})=1)"
"""The person of that name in 附件4 has no sound number either, and is reported there."""


@rule(
    "KQ-01", ERROR, "N", clause="常识", sheet=ATTENDANCE, fields=(LEAVE, MISSED), needs=("attendance sheet", "absences"),
    rests={PROJECT: ("总学时",)},
    condition="请假学时或缺勤学时不是数字或为负数，或者两者之和大于总学时",
    title="请假或缺勤学时有误", message="{name}的{problem}", fix="填写大于等于0的数字，合计不超过总学时",
    native=(
        Native(formulas.WRONG_LEAVE, fields=(LEAVE,), validation=formulas.RIGHT_HOURS),
        Native(formulas.WRONG_MISSED, fields=(MISSED,), validation=formulas.RIGHT_HOURS),
    ),
)  # fmt: skip
def wrong_hours(c: ClassFile, p: Parameters) -> Violations:
    """One hit per cell; an excessive sum is reported at 缺勤学时, or at 请假学时 if only that is filled."""
    for absence in c.absences:
        wrong = False
        for field, value in ((LEAVE, absence.leave), (MISSED, absence.missed)):
            if problem := hours_problem(value):
                wrong = True
                yield on(absence, field, "大于等于0的数字", problem=f"{field}{problem}")
        hours = absence.hours
        if not wrong and hours is not None and c.hours is not None and hours > c.hours:
            field = LEAVE if not number(absence.missed) else MISSED
            problem = f"请假和缺勤共{text(hours)}学时，超过总学时{text(c.hours)}"
            yield on(absence, field, f"合计不超过{text(c.hours)}", problem=problem)


def hours_problem(value: Value) -> str:
    if blank(value):
        return ""
    hours = number(value)
    return "不是数字" if hours is None else "为负数" if hours < 0 else ""


@rule(
    "KQ-02", HINT, "N", clause="{absence_share}", sheet=ATTENDANCE, fields=(SHARE,),
    rests={ATTENDANCE: (LEAVE, MISSED)},
    uses=("absence_share",), needs=("attendance sheet", "absences", "hours"),
    condition="（请假学时＋缺勤学时）÷ 总学时 > <absence_share>；同一人有几行的合计后在第一行提示；学时有误（KQ-01）的不算",
    title=WITHDRAWN, message="{name}请假和缺勤共{missed}学时，占总学时的{share}，超过{limit}，按退学处理",
    fix="核对考勤；属实的按退学处理，结业考核填“否”",
    native=Native(formulas.WITHDRAWN),
)  # fmt: skip
def withdrawn(c: ClassFile, p: Parameters) -> Violations:
    reported: set[str] = set()
    for absence in c.absences:
        missed = c.matching.absent_hours.get(absence.key) if absence.key else absence.hours
        if (
            absence.key in reported
            or missed is None
            or c.hours is None
            or any(map(hours_problem, (absence.leave, absence.missed)))
        ):
            continue
        share = absence_fraction(missed, 0, c.hours)
        if p.absence_share < share <= 1:
            reported |= {absence.key} - {""}
            yield on(absence, SHARE, f"不超过{p.absence_share}", missed=text(missed), share=share, limit=p.absence_share)


@rule(
    "KQ-03", ERROR, "N", clause="附件4", sheet=ATTENDANCE, fields=(DOCUMENT,),
    needs=("people sheet", "attendance sheet", "trainees", "absences"), after=("KQ-06",),
    condition="考勤中的人不是附件4的学员（按证件号码对应，没有号码的由KQ-06提示）；附件5中也有此人的由A5-04提示",
    title="考勤有附件4以外的人", message="{name}不是附件4的学员：{problem}", fix="按附件4改正身份证号；不是本期学员的删去此行",
    native=Native(f"AND({NAMED},{formulas.NO_TRAINEE})"),
)  # fmt: skip
def not_a_trainee(c: ClassFile, p: Parameters) -> Violations:
    if not (c.has_column(PEOPLE, DOCUMENT) and c.has_column(ATTENDANCE, DOCUMENT)):
        return
    for absence in c.absences:
        if not absence.key or absence.key in c.enrolled or absence.key in c.result_keys:
            continue
        pair = c.matching.absences.get(absence.row)
        if pair and not pair.by_number and pair.person.row in c.matching.doubtful_people:
            continue  # the number in 附件4 is the wrong one and is reported there
        yield on(absence, DOCUMENT, "附件4中学员的号码", problem=whereabouts(pair.person if pair else None))


@rule(
    "KQ-05", ERROR, "N", clause="常识", sheet=ATTENDANCE, fields=(DOCUMENT,), needs=("attendance sheet", "absences"),
    condition="同一证件号码在考勤中出现两次以上；学时按各行之和计算（A5-09、KQ-02）",
    title="考勤重复登记", message="{name}在考勤中有{count}行（第{rows}行），合计请假{leave}学时、缺勤{missed}学时",
    fix="合并为一行，或运行“规范化”合并；不是同一人的改正身份证号", after=("KQ-03",),
    native=Native("IF({#证件首行}=0,FALSE,COUNTIF(参数_考勤_证件首行,{#证件首行})>1)"),
)  # fmt: skip
def listed_twice(c: ClassFile, p: Parameters) -> Violations:
    for group in repeats(c.absences, lambda absence: absence.key):
        rows = "、".join(str(absence.row) for absence in group[:10])
        leave, missed = (text(total(getattr(absence, field) for absence in group)) for field in ("leave", "missed"))
        for absence in group:
            yield on(absence, DOCUMENT, "每人一行", count=len(group), rows=rows, leave=leave, missed=missed)


@rule(
    "KQ-06", ERROR, "N", clause="常识", sheet=ATTENDANCE, fields=(DOCUMENT,), needs=("attendance sheet", "absences"),
    condition="已登记的行没有身份证号（附件4的同名学员也没有的，只在附件4提示）",
    title="考勤没有身份证号", message="{name}的身份证号未填写，不知道是谁的学时", fix="按附件4填写身份证号；没有用的行清空",
    native=Native(f"AND({blank_cell('{.}')},NOT({DOUBTED}))"),
)  # fmt: skip
def nobody_named(c: ClassFile, p: Parameters) -> Violations:
    if not c.has_column(ATTENDANCE, DOCUMENT):
        return
    for absence in c.absences:
        pair = c.matching.absences.get(absence.row)
        doubted = pair is not None and pair.person.row in c.matching.doubtful_people
        if blank(absence.document) and not doubted:
            yield on(absence, DOCUMENT, "附件4中学员的号码")


@rule(
    "KQ-04", QUERY, "N", clause="{leave_asked}", sheet=ATTENDANCE,
    rests={ATTENDANCE: (LEAVE,)},
    fields=(PERMISSION,), needs=("attendance sheet", "absences"),
    condition="请假学时 > 0，而请假手续不是“有”",
    title="请假没有手续", message="{name}请假{hours}学时，请假手续{stated}",
    fix="补办请假手续后填“有”；确无手续的，学时改记为缺勤",
    native=Native(formulas.NO_PERMISSION),
)  # fmt: skip
def leave_without_permission(c: ClassFile, p: Parameters) -> Violations:
    for absence in c.absences:
        hours = number(absence.leave)
        if hours is not None and hours > 0 and plain(absence.permission) != GRANTED:
            stated = "未填写" if blank(absence.permission) else f"为“{text(absence.permission)[:10]}”"
            yield on(absence, PERMISSION, GRANTED, hours=text(hours), stated=stated)
