"""Rules of the topic lectures: 师资费, against the caps of 财行〔2016〕540号 and the tax withheld."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from udfs import cells
from udfs.lecture_fee import CAPPED_RANKS, OTHER_RANK, fee_units, lecture_limit, lecture_rank, tax_withheld
from udfs.money import total, yuan
from udfs.native import lectures as formulas
from udfs.notice.parameters import Parameters
from udfs.records import LECTURES, ClassFile, LectureFee
from udfs.rules.model import ERROR, HINT, QUERY, Hit, Hits, Native, on, rule

RATES_QUOTE = (
    "副高级技术职称专业人员每学时最高不超过500元，正高级技术职称专业人员每学时最高不超过1000元，"
    "院士、全国知名专家每学时一般不超过1500元"
)
HalfDay = tuple[str, date, str]


def over_rate(c: ClassFile, p: Parameters, capped: bool) -> Iterable[Hit]:
    """A hit on each net fee over rate × 学时, of the ranks with a hard cap or of the others; no 学时 count as none."""
    for lecture in c.lectures:
        rank = lecture_rank(lecture.rank, p)
        net, hours = cells.number(lecture.net), cells.number(lecture.hours) or Decimal(0)
        if net is None or (rank in CAPPED_RANKS) != capped or net <= (limit := lecture_limit(rank, hours, p)):
            continue
        stated = cells.text(lecture.rank)[:30]
        shown = rank if cells.plain(stated) == cells.plain(rank) else f"{f'“{stated}”' if stated else '职称类别未填，'}按{rank}"
        unit = "学时" if p.lecture_unit_hours == 1 else "半天"
        working = f"{cells.text(p.lecture_rates[rank])}元×{cells.text(fee_units(hours, p.lecture_unit_hours))}{unit}"
        yield on(
            lecture, "税后讲课费", f"不超过{yuan(limit)}", net=yuan(net), rank=shown, limit=yuan(limit), working=working,
            over=yuan(net - limit),
        )  # fmt: skip


@rule(
    "SZ-01", ERROR, "N", clause="540", quote=RATES_QUOTE, sheet=LECTURES, fields=("税后讲课费",),
    uses=("lecture_rates", "lecture_unit_hours"), needs=("lectures",), after=("A3-05",),
    condition="职称类别为副高的，税后讲课费>500元×学时；为正高的，税后讲课费>1000元×学时",
    title="讲课费超过上限",
    message="{name}税后讲课费{net}元，{rank}最高{limit}元（{working}），超出{over}元",
    fix="核对职称类别和学时；确实超出的，减至上限以内",
    native=Native(f"AND({{#硬上限}}=1,{formulas.OVER_LIMIT})"),
)  # fmt: skip
def fee_over_cap(c: ClassFile, p: Parameters) -> Hits:
    yield from over_rate(c, p, capped=True)


@rule(
    "SZ-02", QUERY, "N", clause="540", quote=RATES_QUOTE, sheet=LECTURES, fields=("税后讲课费",),
    uses=("lecture_rates", "lecture_unit_hours"), needs=("lectures",), after=("A3-05",),
    condition="职称类别为院士/全国知名专家的，税后讲课费>1500元×学时；为其他（未填或不在列的同）的，税后讲课费>500元×学时",
    title="讲课费高于一般标准",
    message="{name}税后讲课费{net}元，{rank}一般不超过{limit}元（{working}），高出{over}元",
    fix="核对职称类别和学时；确需高于一般标准的写明理由",
    native=Native(f"AND({{#硬上限}}=0,{formulas.OVER_LIMIT})"),
    note=f"副高以下没有规定标准，“{OTHER_RANK}”比照副高",
)  # fmt: skip
def fee_over_general(c: ClassFile, p: Parameters) -> Hits:
    yield from over_rate(c, p, capped=False)


def half_days(c: ClassFile) -> dict[HalfDay, list[LectureFee]]:
    """The lectures of each lecturer in each half day, where name, date and 时段 are known."""
    found: dict[HalfDay, list[LectureFee]] = {}
    for lecture in c.lectures:
        name, day, session = cells.plain(lecture.name), cells.day(lecture.day), cells.plain(lecture.session)
        if name and day and session:
            found.setdefault((name, day, session), []).append(lecture)
    return found


@rule(
    "SZ-03", ERROR, "N", clause="540", quote="每半天最多按4学时计算", sheet=LECTURES, fields=("学时",),
    uses=("half_day_hours",), needs=("lectures",),
    condition="同一讲课人同一日期同一时段的学时合计多于4",
    title="半天学时超过上限",
    message="{name}{day}{session}共{hours}学时，每半天最多按{limit}学时计算，多{over}学时",
    fix="核对学时和时段；跨半天的分行填写，超出的不计讲课费",
    native=Native("{#半天学时}>参数_每半天最多计算的学时", validation=formulas.HOURS_WITHIN_HALF_DAY),
)  # fmt: skip
def too_many_hours(c: ClassFile, p: Parameters) -> Hits:
    groups = half_days(c)
    grouped = {lecture.row for rows in groups.values() for lecture in rows}
    alone = [[lecture] for lecture in c.lectures if lecture.row not in grouped]
    for rows in (*groups.values(), *alone):
        hours = total(lecture.hours for lecture in rows)
        if hours <= p.half_day_hours:
            continue
        for lecture in rows:
            day, session = cells.day(lecture.day), cells.text(lecture.session) or "一个时段"
            yield on(
                lecture, "学时", f"合计不多于{p.half_day_hours}", day=f"于{day}" if day else "", session=session,
                hours=cells.text(hours), limit=p.half_day_hours, over=cells.text(hours - p.half_day_hours),
            )  # fmt: skip


@rule(
    "SZ-04", QUERY, "N", clause="540", sheet=LECTURES, fields=("时段",), needs=("lectures",),
    condition="同一讲课人同一日期同一时段有两行以上（同时为多个班次授课的只付一次）",
    title="同一时段重复列支讲课费",
    message="{name}{day}{session}列了{count}行（第{rows}行）；同时为几个班次授课的，讲课费只付一次",
    fix="重复的删去；确为先后两次授课的写明情况",
    native=Native("{#半天行数}>1"),
)  # fmt: skip
def same_session_twice(c: ClassFile, p: Parameters) -> Hits:
    for (_, day, session), lectures in half_days(c).items():
        if len(lectures) > 1:
            rows = "、".join(str(lecture.row) for lecture in lectures[:10])
            for lecture in lectures:
                yield on(lecture, "时段", "每个时段一行", day=f"于{day}", session=session, count=len(lectures), rows=rows)


@rule(
    "SZ-05", ERROR, "N", clause="常识", sheet=LECTURES, fields=("授课日期",), needs=("lectures", "days"),
    condition="授课日期早于开始日期或晚于结束日期，或者不是日期",
    title="授课日期不在办班期间",
    message="{name}授课日期{shown}，办班期间为{start}至{end}",
    fix="改正授课日期；项目信息的起止日期有误的改正项目信息",
    native=Native(formulas.OUTSIDE_CLASS, validation=formulas.WITHIN_CLASS),
)  # fmt: skip
def lecture_outside_class(c: ClassFile, p: Parameters) -> Hits:
    if c.start is None or c.end is None:
        return
    for lecture in c.lectures:
        day = cells.day(lecture.day)
        if cells.blank(lecture.day) or (day is not None and c.start <= day <= c.end):
            continue
        shown = f"“{cells.text(lecture.day)[:30]}”不是日期" if day is None else str(day)
        shown = cells.text(lecture.day) if isinstance(lecture.day, date) else shown
        yield on(lecture, "授课日期", f"{c.start}至{c.end}", shown=shown, start=c.start, end=c.end)


@rule(
    "SZ-06", HINT, "P", clause="税法", sheet=LECTURES, fields=("税费",), uses=("tax_brackets", "tax_tolerance"),
    needs=("lectures",), after=("A3-05",),
    condition="税费与按税后讲课费推算的劳务报酬预扣预缴税额相差1元以上；同一讲课人同月多次授课合并推算相符的不提示",
    title="税费与推算的税额不符",
    message="{name}税后讲课费{net}元，推算预扣预缴个人所得税{expected}元，所填税费{tax}元，相差{difference}元",
    fix="核对税费；按综合所得汇算或由税务机关代开的，以完税凭证为准",
)  # fmt: skip
def tax_unlikely(c: ClassFile, p: Parameters) -> Hits:
    for lecture in c.lectures:
        net = cells.number(lecture.net)
        if net is None or net < 0 or tax_fits([lecture], p) or tax_fits(paid_together(c, lecture), p):
            continue
        right, tax = tax_withheld(net, p), cells.number(lecture.tax) or Decimal(0)
        yield on(lecture, "税费", yuan(right), net=yuan(net), tax=yuan(tax), difference=yuan(abs(tax - right)))


def tax_fits(lectures: list[LectureFee], p: Parameters) -> bool:
    """True if the taxes stated for these lectures are, within the tolerance, the tax on their net fees paid as one."""
    right = tax_withheld(max(Decimal(0), total(lecture.net for lecture in lectures)), p)
    return abs(total(lecture.tax for lecture in lectures) - right) <= p.tax_tolerance


def paid_together(c: ClassFile, lecture: LectureFee) -> list[LectureFee]:
    """The lectures of the same lecturer in the same month: by tax law one payment. Just itself where the date is unknown."""
    day = cells.day(lecture.day)
    if day is None:
        return [lecture]
    month = (cells.plain(lecture.name), day.year, day.month)
    dated = [(one, cells.day(one.day)) for one in c.lectures]
    return [one for one, when in dated if when is not None and (cells.plain(one.name), when.year, when.month) == month]
