"""Rules on 师资费: the rates of 财行〔2016〕540号 and the tax withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from udfs.fields.declared import amounts_of
from udfs.money.amounts import total, yuan
from udfs.money.lecture_fee import CAPPED_RANKS, fee_units, known_rank, lecture_limit
from udfs.money.lecture_payments import payments
from udfs.money.quota import category_of
from udfs.money.sum_rows import sum_word
from udfs.native.about_money import lectures as formulas
from udfs.native.texts import blank
from udfs.notice.parameters import Parameters
from udfs.records.class_file import LECTURER_RANKS, LECTURES, PROJECT, SESSIONS, ClassFile, LectureFee
from udfs.records.near_words import meant
from udfs.rules.kinds import date_fault
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violation, Violations, on, rule
from udfs.values import cells
from udfs.values.headings import CATEGORY, LESSONS, LODGING, MEALS, NAME, NET_FEE, RANK, SESSION, TAUGHT_ON, TAX

HalfDay = tuple[str, date, str]
RANKS = "、".join(LECTURER_RANKS)
TOO_DEAR = "讲课人{0}超过标准：核对{0}和授课日期；确实超出的写明原因"
ALL_TYPED = (LESSONS, *amounts_of(LECTURES))


def taught(lecture: LectureFee) -> Decimal:
    """The 学时 of a lecture; 0 if the cell holds no positive number."""
    return max(cells.number(lecture.hours) or Decimal(0), Decimal(0))


def over_rate(c: ClassFile, p: Parameters, capped: bool) -> Iterable[Violation]:
    """A hit on each net fee over rate × 学时, of the capped ranks or of the others.

    Rows with an invalid rank or without 学时 are reported by SZ-08 and SZ-09; their cap is unknown.
    """
    for lecture in c.lectures:
        rank, net, hours = known_rank(lecture.rank, p), cells.number(lecture.net), taught(lecture)
        if net is None or not hours or not rank or (rank in CAPPED_RANKS) != capped:
            continue
        limit = lecture_limit(rank, hours, p)
        if net <= limit:
            continue
        unit = "学时" if p.lecture_unit_hours == 1 else "半天"
        working = f"{cells.text(p.lecture_rates[rank])}元×{cells.text(fee_units(hours, p.lecture_unit_hours))}{unit}"
        yield on(
            lecture, NET_FEE, f"不超过{yuan(limit)}", net=yuan(net), rank=rank, limit=yuan(limit), working=working,
            over=yuan(net - limit),
        )  # fmt: skip


@rule(
    "SZ-01", QUERY, "N", clause="{lecture_rates}", sheet=LECTURES, fields=(NET_FEE,),
    rests={LECTURES: (RANK, LESSONS, NET_FEE)},
    uses=("lecture_rates", "lecture_unit_hours"), needs=("lectures",), after=("A3-05",), rests_on_540=True,
    condition="职称类别为副高的，税后讲课费><lecture_rates.副高>元×学时；为正高的，税后讲课费><lecture_rates.正高>元×学时",
    title="讲课费超过上限",
    message="{name}税后讲课费{net}元，{rank}最高{limit}元（{working}），超出{over}元",
    fix="核对职称类别和学时；异地授课等经单位负责人书面批准的，在说明中写明批准情况；没有批准的减至上限以内",
    native=Native(f"AND({{#硬上限}}=1,{formulas.OVER_LIMIT})"),
)  # fmt: skip
def fee_over_cap(c: ClassFile, p: Parameters) -> Violations:
    yield from over_rate(c, p, capped=True)


@rule(
    "SZ-02", QUERY, "N", clause="{lecture_rates}", sheet=LECTURES, fields=(NET_FEE,),
    rests={LECTURES: (RANK, LESSONS, NET_FEE)},
    uses=("lecture_rates", "lecture_unit_hours"), needs=("lectures",), after=("A3-05",), rests_on_540=True,
    condition="职称类别为院士/全国知名专家或其他的，税后讲课费>参数所列标准×学时",
    title="讲课费高于一般标准",
    message="{name}税后讲课费{net}元，{rank}一般不超过{limit}元（{working}），高出{over}元",
    fix="核对职称类别和学时；确需高于一般标准的写明理由和批准情况",
    native=Native(f"AND({{#硬上限}}=0,{formulas.OVER_LIMIT})"),
    note="副高以下没有规定标准，“其他”比照副高。",
)  # fmt: skip
def fee_over_general(c: ClassFile, p: Parameters) -> Violations:
    yield from over_rate(c, p, capped=False)


def half_days(c: ClassFile) -> dict[HalfDay, list[LectureFee]]:
    """{(lecturer, day, session): lectures}, if all three are known."""
    found: dict[HalfDay, list[LectureFee]] = {}
    for lecture in c.lectures:
        name, day, session = lecturer(lecture), cells.day(lecture.day), cells.plain(lecture.session).upper()
        if name and day and session:
            found.setdefault((name, day, session), []).append(lecture)
    return found


def lecturer(lecture: LectureFee) -> str:
    """The normalised name by which a lecturer is identified."""
    return cells.plain(lecture.name).upper()


def as_typed(lecture: LectureFee) -> tuple[str, ...]:
    """All typed cells of a row, normalised: equal rows are duplicates."""
    day = cells.day(lecture.day)
    shown = str(day) if day else formulas.NO_DATE if not cells.blank(lecture.day) else ""
    words = (cells.plain(lecture.name), cells.plain(lecture.rank), shown, cells.plain(lecture.session))
    return tuple(word.upper() for word in (*words, *(cells.text(lecture.get(heading)) for heading in ALL_TYPED)))


def twins(c: ClassFile) -> Mapping[int, list[LectureFee]]:
    """{row of 师资费: all rows equal to it, including itself}."""
    groups: dict[tuple[str, ...], list[LectureFee]] = {}
    for lecture in c.lectures:
        groups.setdefault(as_typed(lecture), []).append(lecture)
    return {lecture.row: group for group in groups.values() for lecture in group}


@rule(
    "SZ-03", QUERY, "N", clause="540", quote="每半天最多按4学时计算", sheet=LECTURES, fields=(NET_FEE,),
    rests={LECTURES: (RANK, TAUGHT_ON, SESSION, LESSONS, NET_FEE)},
    uses=("half_day_hours", "lecture_rates"), needs=("lectures",), after=("A3-05", "SZ-01", "SZ-02"), rests_on_540=True,
    condition="同一讲课人半天（同一日期同一时段）的税后讲课费>标准×4学时；5学时按4学时付的可以。超过本行学时的部分由SZ-01、SZ-02提示，"
    "同一时段几行合计超过4学时的由SZ-04提示",
    title="半天讲课费超过4学时的标准",
    message="{name}{day}{session}税后讲课费{net}元，每半天最多按{hours}学时即{limit}元计算，超出{over}元",
    fix="核对学时和时段；跨半天的分行填写，超出的减至标准以内；经书面批准的写明批准情况",
    native=Native(formulas.OVER_HALF_DAY),
)  # fmt: skip
def half_day_too_dear(c: ClassFile, p: Parameters) -> Violations:
    """Rows that share a half day are within the limit if each respects its own hours and the sum does not exceed it."""
    same = twins(c)
    for (_, day, session), rows in half_days(c).items():
        lecture = rows[0]
        rank, net = known_rank(lecture.rank, p), cells.number(lecture.net)
        if len(rows) > 1 or len(same[lecture.row]) > 1 or not rank or net is None:
            continue
        own, limit = (lecture_limit(rank, hours, p) for hours in (taught(lecture), Decimal(p.half_day_hours)))
        if min(net, own) > limit:
            yield on(
                lecture, NET_FEE, f"不超过{yuan(limit)}", net=yuan(net), hours=p.half_day_hours, limit=yuan(limit),
                over=yuan(net - limit), day=f"于{day}", session=session,
            )  # fmt: skip


@rule(
    "SZ-04", QUERY, "N", clause="540", sheet=LECTURES, fields=(SESSION,), uses=("half_day_hours",), needs=("lectures",),
    rests={LECTURES: (TAUGHT_ON, SESSION, LESSONS)},
    after=("SZ-09",), rests_on_540=True,
    condition="有两行完全相同；或者同一讲课人同一日期同一时段有几行，学时合计多于4（上午两节各2学时的可以）",
    title="可能重复列支讲课费",
    message="{name}{problem}；同时为几个班次授课的，讲课费只付一次",
    fix="重复的删去；确为先后几次授课的写明情况",
    native=Native(formulas.REPEATED),
)  # fmt: skip
def same_lecture_twice(c: ClassFile, p: Parameters) -> Violations:
    same = twins(c)
    crowded = {
        lecture.row: (hours, rows)
        for rows in half_days(c).values()
        if len(rows) > 1 and (hours := total(map(taught, rows))) > p.half_day_hours
        for lecture in rows
    }
    for lecture in c.lectures:
        if len(same[lecture.row]) > 1:
            yield on(lecture, SESSION, "每次授课一行", problem=f"的第{row_list(same[lecture.row])}行完全相同")
        elif lecture.row in crowded:
            hours, rows = crowded[lecture.row]
            when, most = f"{cells.day(lecture.day)}{cells.text(lecture.session)}", p.half_day_hours
            problem = f"于{when}列了{len(rows)}行（第{row_list(rows)}行），共{cells.text(hours)}学时，每半天最多{most}学时"
            yield on(lecture, SESSION, f"合计不多于{most}学时", problem=problem)


def row_list(lectures: list[LectureFee]) -> str:
    return "、".join(str(lecture.row) for lecture in lectures[:10])


@rule(
    "SZ-05", ERROR, "N", clause="常识", sheet=LECTURES, fields=(TAUGHT_ON,), needs=("lectures", "days"), after=("SZ-09",),
    rests={LECTURES: (TAUGHT_ON,)},
    condition="授课日期早于开始日期或晚于结束日期",
    title="授课日期不在办班期间",
    message="{name}授课日期{day}，办班期间为{start}至{end}",
    fix="改正授课日期；项目信息的起止日期有误的改正项目信息",
    native=Native(formulas.OUTSIDE_CLASS, validation=formulas.WITHIN_CLASS),
)  # fmt: skip
def lecture_outside_class(c: ClassFile, p: Parameters) -> Violations:
    if c.start is None or c.end is None:
        return
    for lecture in c.lectures:
        day = cells.day(lecture.day)
        if day is not None and not c.start <= day <= c.end:
            yield on(lecture, TAUGHT_ON, f"{c.start}至{c.end}", day=day, start=c.start, end=c.end)


@rule(
    "SZ-06", HINT, "P", clause="税法", sheet=LECTURES, fields=(TAX,), uses=("tax_brackets", "tax_tolerance"),
    rests={LECTURES: (TAUGHT_ON, NET_FEE, TAX)},
    needs=("lectures",), after=("A3-05",),
    condition="同一讲课人同一月份（按授课日期）的税费合计，与按该月税后讲课费合计推算的劳务报酬预扣预缴税额相差1元以上",
    title="税费与推算的税额不符",
    message="{name}{month}税后讲课费共{net}元，推算预扣预缴个人所得税{expected}元，所填税费{tax}元，相差{difference}元",
    fix="核对税费（可用讲课费测算填入）；本单位职工随工资计税的，或者在其他月份支付的，不必处理",
)  # fmt: skip
def tax_unlikely(c: ClassFile, p: Parameters) -> Violations:
    """One hit per payment, on its first row."""
    by_row = {lecture.row: lecture for lecture in c.lectures}
    for one in payments(c, p):
        tax = one.tax or Decimal(0)
        if abs(tax - one.tax_due) > p.tax_tolerance:
            first = by_row[one.rows[0]]
            day = cells.day(first.day)
            month = f"{day.year}年{day.month}月" if day else ""
            yield on(
                first, TAX, yuan(one.tax_due), month=month, net=yuan(one.net), tax=yuan(tax),
                difference=yuan(abs(tax - one.tax_due)),
            )  # fmt: skip


@rule(
    "SZ-07", QUERY, "N", clause="540", quote="住宿费：一类500、二类400、三类340", sheet=LECTURES, fields=(LODGING, MEALS),
    rests={LECTURES: (TAUGHT_ON, LODGING, MEALS), PROJECT: (CATEGORY,)},
    uses=("quota_lodging", "quota_meals", "default_category", "lodging_days_more", "meal_days_more"), needs=("lectures",),
    after=("A3-05",), rests_on_540=True,
    condition="一名讲课人的住宿费合计>综合定额之住宿费×（授课末日－首日＋2），或者伙食费合计>综合定额之伙食费×（末日－首日＋3）",
    title="讲课人食宿费超过标准",
    message="{name}{field}共{spent}元，按{category}每天{line}元、{days}天为{limit}元，超出{over}元",
    fix="核对{field}和授课日期；确实超出的写明原因",
    native=(
        Native(formulas.LODGING_TOO_DEAR, fields=(LODGING,), message=TOO_DEAR.format(LODGING)),
        Native(formulas.MEALS_TOO_DEAR, fields=(MEALS,), message=TOO_DEAR.format(MEALS)),
    ),
)  # fmt: skip
def lecturer_stays_too_dear(c: ClassFile, p: Parameters) -> Violations:
    category = category_of(c, p)
    of: dict[str, list[LectureFee]] = {}
    for lecture in c.lectures:
        of.setdefault(lecturer(lecture), []).append(lecture)
    lines = ((LODGING, p.quota_lodging[category], p.lodging_days_more), (MEALS, p.quota_meals[category], p.meal_days_more))
    for name, rows in of.items():
        days = [day for one in rows if (day := cells.day(one.day))]
        if not name or not days:
            continue
        for field, line, more in lines:
            counted = (max(days) - min(days)).days + more
            spent, limit = total(one.get(field) for one in rows), line * counted
            for one in rows if spent > limit else ():
                if (cells.number(one.get(field)) or 0) > 0:
                    yield on(
                        one, field, f"合计不超过{yuan(limit)}", spent=yuan(spent), category=category,
                        line=cells.text(line), days=counted, limit=yuan(limit), over=yuan(spent - limit),
                    )  # fmt: skip


@rule(
    "SZ-08", ERROR, "N", clause="常识", sheet=LECTURES, fields=(RANK,), uses=("lecture_rates",), needs=("lectures",),
    condition=f"职称类别为空，或者不是{RANKS}之一",
    title="职称类别未填或不在列表中",
    message="{name}的职称类别{problem}",
    fix="{todo}",
    native=Native(formulas.UNLISTED_RANK, message=f"职称类别未填或不在列表中：从{RANKS}中选择"),
)  # fmt: skip
def rank_unknown(c: ClassFile, p: Parameters) -> Violations:
    for lecture in c.lectures:
        if known_rank(lecture.rank, p):
            continue
        entry, stated = meant(RANK, lecture.rank), cells.text(lecture.rank)[:30]
        problem = "未填写" if not stated else f"“{stated}”不在列表中" + (f"，应为“{entry}”" if entry else "")
        todo = f"改为“{entry}”，或运行“规范化”" if entry else f"从{RANKS}中选择；全国知名专家由本单位认定"
        yield on(lecture, RANK, entry or RANKS, problem=problem, todo=todo)


@rule(
    "SZ-10", ERROR, "P", clause="常识", sheet=LECTURES, fields=(NAME,), needs=("lectures",),
    condition="一行是其他行的合计或小计（序号、姓名等为“小计”“合计”之类）",
    title="合计行混在师资费里",
    message="第{row}行是“{words}”，它的金额会再加一次",
    fix="删去这一行；附件3自动合计",
)  # fmt: skip
def sum_among_lectures(c: ClassFile, p: Parameters) -> Violations:
    for lecture in c.lectures:
        if words := sum_word(lecture):
            yield on(lecture, NAME, row=lecture.row, words=words)


@rule(
    "SZ-09", ERROR, "N", clause="常识", sheet=LECTURES, fields=(NAME, TAUGHT_ON, SESSION, "学时", NET_FEE),
    needs=("lectures",), after=("A3-05",),
    condition="有内容的行缺姓名、授课日期、时段、学时或税后讲课费；授课日期不是日期，时段不在列表中，学时不是大于0的数字",
    title="师资费未填全",
    message="第{row}行{field}{problem}",
    fix="填写{field}：{expected}",
    native=(
        *(
            Native(blank("{.}"), fields=(field,), message=f"师资费未填全：本行尚未填写{field}")
            for field in (NAME, NET_FEE)
        ),
        Native(formulas.NO_SESSION, fields=(SESSION,), message=f"时段未填或不在列表中：从{'、'.join(SESSIONS)}中选择"),
        Native(formulas.NO_DAY, fields=(TAUGHT_ON,), message="授课日期未填或不是日期：按2025-07-14的格式填写"),
        Native(
            formulas.NO_HOURS, fields=("学时",), message="学时未填或不是大于0的数字：填写实际学时",
            validation=formulas.RIGHT_HOURS,
        ),
    ),
)  # fmt: skip
def lecture_incomplete(c: ClassFile, p: Parameters) -> Violations:
    wanted = {
        NAME: "讲课人姓名", TAUGHT_ON: "日期，如2025-07-14", SESSION: "、".join(SESSIONS), "学时": "大于0的数字",
        NET_FEE: "以元为单位的数字",
    }  # fmt: skip
    for lecture in c.lectures:
        for field, expected in wanted.items():
            if problem := what_is_missing(lecture, field):
                yield on(lecture, field, expected, row=lecture.row, problem=problem)


def what_is_missing(lecture: LectureFee, field: str) -> str:
    """What a row lacks under that heading; '' if nothing."""
    value = lecture.get(field)
    if cells.blank(value):
        return "未填写"
    shown = f"“{cells.text(value)[:30]}”"
    if field == TAUGHT_ON and (fault := date_fault(value)):
        return f"{shown}{fault}"
    if field == SESSION and cells.plain(value) not in SESSIONS:
        return f"{shown}不在列表中"
    if field == "学时":
        hours = cells.number(value)
        return f"{shown}不是数字" if hours is None else "应大于0" if hours <= 0 else ""
    return ""
