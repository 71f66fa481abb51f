"""Made-up classes on both sides of every threshold of class facts, accounts, lectures, expenses, survey and materials."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from tests.parity.periods_made import BLANKS, Chance, often, period
from tests.sample import P, sample_class
from udfs.money.account_totals import account_totals
from udfs.money.quota import LINES, line_quotas, quota
from udfs.notice.parameters import Parameters
from udfs.records.class_file import (
    EXPENSE_ITEMS,
    ITEMS,
    LECTURER_RANKS,
    SURVEY_LEVELS,
    Accounts,
    ClassFile,
    Expense,
    LectureFee,
    Material,
    Person,
    Project,
    Row,
    SurveyForms,
    SurveyItem,
)
from udfs.schedule.deadlines import months_later, report_due
from udfs.values.cells import Value
from udfs.values.grid import used
from workbooks.forms import FORMS

AnyRow = TypeVar("AnyRow", bound=Row)
TODAY = date.today()
CENT = Decimal("0.01")


def near(chance: Chance, amount: Decimal | int) -> Value:
    """An amount at, just below or just above a threshold."""
    return float(Decimal(amount) + chance.choice((-1, 0, 0, 1)) * chance.choice((CENT, CENT, Decimal(1))))


def odd_amount(chance: Chance) -> Value:
    """What is no amount, or hardly one."""
    return chance.choice(("1,200元", "五百", "100", "#DIV/0!", -1, -0.01, 1.005, 99.999, 0.001, 0, 1e9, *BLANKS))


def rows_from(kind: type[AnyRow], values: Sequence[dict[str, Value]]) -> tuple[AnyRow, ...]:
    """The rows that are used ones, each at its place under the heading."""
    table = FORMS[kind.SHEET].table
    assert table
    return tuple(kind.build(row, row=table.first + at) for at, row in enumerate(values) if used(row, kind.TYPED))


def dates(chance: Chance) -> tuple[Value, Value]:
    """The first and the last day: long and short classes, late ones, classes about today, and cells that hold no date."""
    start = chance.choice((
        date(2025, 7, 14), date(2025, 8, 27), date(2025, 10, 27), date(2025, 11, 26), date(2025, 1, 27), date(2024, 1, 27),
        TODAY, *(TODAY + timedelta(days=days) for days in (14, 15, 16, 29, 30, 31)),
    ))  # fmt: skip
    end = start + timedelta(days=chance.choice((-1, 0, 3, 4, 4, 4, 5, 14, 15, 29, 30, 31, 45)))
    if chance.random() < 0.15:
        end = chance.choice((date(2025, 11, 29), date(2025, 11, 30), date(2025, 12, 1), date(2026, 1, 1)))
    if chance.random() < 0.15:
        end = chance.choice([months_later(TODAY, -1) + timedelta(days=days) for days in (-1, 0, 1)])
    first: Value = often(
        chance, start, datetime(start.year, start.month, start.day, 14, 30), "2025年7月14日", 20250714, share=0.85
    )
    last: Value = often(chance, end, datetime(end.year, end.month, end.day, 23, 59), "2025-07-18", 2025, *BLANKS, share=0.85)
    return (often(chance, first, *BLANKS, share=0.95), last)


def filed(chance: Chance, *limits: date) -> Value:
    """A day about one of the limits, or none."""
    limit = chance.choice(limits) + timedelta(days=chance.choice((-1, 0, 1)))
    return often(chance, limit, "尚未", 45000.75, 12, *BLANKS, share=0.7)


def formalities(chance: Chance, first: date) -> dict[str, Value]:
    """What was asked for and approved before a class that begins on ``first``."""
    facts: dict[str, Value] = {
        "online_reason": often(chance, "抗洪抢险", *BLANKS),
        "change_approval": often(
            chance,
            None,
            "津人社办函〔2025〕1号",
            "平台同意2025-06-01",
            "６月１日",
            "待批 6月",
            "无",
            "—",
            "平台 同意",
            *BLANKS,
            share=0.4,
        ),
        "change_filed": often(chance, filed(chance, first), *BLANKS, share=0.5),
        "change_on_platform": chance.choice(("是", " 是", "否", "已报", *BLANKS)),
        "platform_approved": filed(chance, first),
        "notice_issued": filed(chance, first),
    }
    return facts


def project(chance: Chance) -> Project:
    """The facts of the class."""
    start, end = dates(chance)
    first = start if isinstance(start, date) else date(2025, 7, 14)
    first = first.date() if isinstance(first, datetime) else first
    last = end if isinstance(end, date) else date(2025, 7, 18)
    last = last.date() if isinstance(last, datetime) else last
    before = [first - timedelta(days=days) for days in (15, 30)]
    behind = [months_later(last, 1), TODAY, last]
    sample = sample_class("国家级", 2).project
    level = often(chance, chance.choice(("国家级", "市级")), "国家级 ", "\u3000市级", "省级", "国家级项目", *BLANKS, share=0.85)
    places = ("reserved_1", "reserved_2", "reserved_3")
    return sample.changed(
        level=level,
        year=often(chance, 2025, 2024, 2026, 2025.5, "2025", 25, 0, 99999, None, share=0.7),
        topic=often(chance, sample.topic, *BLANKS, 12, share=0.9),
        organiser=often(chance, sample.organiser, *BLANKS, share=0.9),
        applicant=often(chance, sample.applicant, *BLANKS, share=0.9),
        place=often(chance, sample.place, *BLANKS, share=0.9),
        hours=often(chance, 32, *BLANKS, "32", share=0.9),
        start=start,
        end=end,
        funding=often(
            chance,
            "财政资助",
            "单位自筹",
            " 财政资助",
            "财政 资助",
            "财政资助金",
            "收取培训费用",
            "其他",
            "自筹",
            *BLANKS,
            share=0.5,
        ),
        subsidy=often(chance, near(chance, P.subsidy_max), odd_amount(chance), 90000, *BLANKS, share=0.5),
        category=often(chance, "三类", "一类", "二类", "四类", "三 类", "*", "类", None, share=0.5),
        notice_filed=filed(chance, *before),
        scheme_filed=filed(chance, *before),
        report_filed=filed(chance, *behind),
        claim_filed=filed(chance, *behind),
        online_means=often(chance, "直播平台考勤", *BLANKS),
        **formalities(chance, first),
        **{place: chance.choice((0, 1, 4, 5, 6, 4.5, 0.5, "5", "五", -1, *BLANKS)) for place in places},
    )


def people(chance: Chance) -> tuple[Person, ...]:
    """From nobody to a small class, some of them online."""
    count, staff = chance.choice(((0, 0), (0, 0), (10, 1), (10, 1), (20, 2), (1, 0), (0, 1)))
    return rows_from(
        Person,
        [
            {
                "姓名": f"示例{at}",
                "身份证号": f"X{at:05}",
                "联系电话": None,
                "人员类别": "工作人员" if at >= count else chance.choice(("学员", "学员", None)),
                "参训方式": chance.choice(("线下", "线下", None, "线上", " 线上")),
            }
            for at in range(count + staff)
        ],
    )


def lectures(chance: Chance, c: ClassFile) -> tuple[LectureFee, ...]:
    """Lectures about their caps, some in the same half day."""
    first = c.start or date(2025, 7, 14)
    last = c.end or first
    rows: list[dict[str, Value]] = []
    for _ in range(chance.choice((0, 0, 1, 3, 6))):
        hours = chance.choice((1, 1.5, 2, 4, 4.01, 0.1, None, "四", 5))
        rank = often(chance, chance.choice(LECTURER_RANKS), "正 高", "讲师", "副高级", "院士／全国知名专家", *BLANKS, share=0.8)
        rate = P.lecture_rates.get(str(rank), Decimal(500))
        limit = rate * Decimal(str(hours if isinstance(hours, int | float) else 0))
        row: dict[str, Value] = {
            "姓名": chance.choice(("王甲", "王甲", "王 甲", "李乙", "Li", "LI", "*", "王?", *BLANKS[:2])),
            "职称类别": rank,
            "授课日期": often(
                chance, chance.choice((first, last)), first - timedelta(days=1), last + timedelta(days=1),
                datetime(first.year, first.month, first.day, 9), "7月14日", *BLANKS, share=0.7,
            ),
            "时段": chance.choice(("上午", "上午", "下午", " 上午", None)),
            "学时": hours,
            "税后讲课费": often(chance, near(chance, limit), odd_amount(chance), share=0.85),
            **{
                heading: often(chance, chance.choice((0, 0, 100.5, 680, 390, 1021)), odd_amount(chance), share=0.93)
                for heading in ("税费", "城市间交通费", "住宿费", "伙食费")
            },
        }  # fmt: skip
        rows.append(row if chance.random() > 0.08 else {})
        if chance.random() < 0.15:
            rows.append(dict(rows[-1]))
    return rows_from(LectureFee, rows)


def expenses(chance: Chance, c: ClassFile) -> tuple[Expense, ...]:
    """Expenses of any item, right and wrong products, the same receipt on several rows."""
    rows: list[dict[str, Value]] = []
    first, last = c.start or date(2025, 7, 14), report_due(c.end or date(2025, 7, 18), P)
    days = (first, first - timedelta(days=60), first - timedelta(days=61), last, last + timedelta(days=1))
    for _ in range(chance.choice((0, 0, 2, 5, 9))):
        quantity = often(chance, chance.choice((1, 3, 50, 2.5, 0.333)), None, "三", share=0.85)
        price = often(chance, chance.choice((100, 19.99, 2.675, 1.005, 0.1, 8.35)), None, "元", share=0.85)
        product = Decimal(str(quantity)) * Decimal(str(price)) if not {quantity, price} & {None, "三", "元"} else Decimal(100)
        row: dict[str, Value] = {
            "日期": often(chance, chance.choice(days), "7月", *BLANKS, share=0.85),
            "项目": often(chance, chance.choice(EXPENSE_ITEMS), " 住宿费", "伙 食费", "师资费", "其他费用", *BLANKS, share=0.85),
            "摘要": chance.choice((None, "学员住宿")),
            "收款单位": chance.choice((None, "天津示例服务有限公司")),
            "数量": quantity,
            "单价": price,
            "金额": often(
                chance, near(chance, product.quantize(CENT)), float(round(product, 2)), odd_amount(chance), None, share=0.5
            ),
            "票据号": chance.choice(
                ("SL001", "sl001", "ＳＬ００１", "SL 001", "SL*", "SL?01", "12345678901234567", "12345678901234568", 123, "123",
                 "123.0", "~", *BLANKS)
            ),
        }  # fmt: skip
        rows.append(row if chance.random() > 0.08 else {})
    return rows_from(Expense, rows)


def accounts(chance: Chance, c: ClassFile, p: Parameters) -> Accounts:
    """附件3 as its details say, but for a mistake here and there, or at the limits of the quota."""
    totals = {item: found.amount for item, found in account_totals(c).items()}
    unlisted = sum((Decimal(str(row.amount)) for row in c.expenses if isinstance(row.amount, int | float)), Decimal(0))
    values: dict[str, Value] = {}
    limits: dict[str, Decimal] = {}
    days = c.days or 5
    counted = len(c.people) - len(c.online)
    if chance.random() < 0.4:
        for line, limit in line_quotas(chance.choice(("三类", "一类")), counted, days, p).items():
            limits[LINES[line][0]] = limit
        if chance.random() < 0.5:
            limits = {"住宿费": quota("三类", counted, days, p)}
    for item in ITEMS:
        right = limits.get(item, totals.get(item, Decimal(0)))
        values[item] = often(
            chance, float(right), near(chance, right), float(right + unlisted), odd_amount(chance), *BLANKS, share=0.8
        )
    stated = sum((Decimal(str(value)) for value in values.values() if isinstance(value, int | float)), Decimal(0))
    detailed = sum(totals.values(), Decimal(0))
    total = chance.choice((stated, stated, stated, detailed, P.subsidy_max))
    values["合计"] = often(chance, float(total), near(chance, total), odd_amount(chance), share=0.8)
    trainees, staff = len(c.trainees), len(c.staff)
    values |= {
        "名称": often(chance, c.project.topic, *BLANKS, share=0.85),
        "地点": often(chance, c.project.place, *BLANKS, share=0.85),
        "申报单位": often(chance, c.project.applicant, *BLANKS, share=0.85),
        "承办单位": often(chance, c.project.organiser, *BLANKS, share=0.85),
        "办班时间": period(chance, c),
        "学员人数": often(chance, trainees, trainees + 1, str(trainees), "若干", *BLANKS, share=0.7),
        "工作人员人数": often(chance, staff, staff + 1, 0.5, *BLANKS, share=0.7),
        "总计": often(chance, trainees + staff, trainees + staff + 1, "两人", *BLANKS, share=0.7),
    }
    return Accounts.build(values, notes={})


def survey(chance: Chance) -> tuple[tuple[SurveyItem, ...], SurveyForms]:
    """附件6 with items that add up, that all miss by the same, and that hold no counts."""
    trainees = chance.choice((10, 20, 50))
    issued = chance.choice((trainees, trainees - 1, trainees + 1))
    returned = chance.choice((issued, issued + 1, -(-issued * 4 // 5), issued * 4 // 5, issued * 4 // 5 - 1))
    valid = chance.choice((returned, returned - 1, returned + 1))
    off = chance.choice((0, 0, 0, 1, -1))
    rows: list[dict[str, Value]] = []
    for at in range(chance.choice((0, 1, 5, 9))):
        very = max(0, valid + often(chance, off, 0, 2, share=0.85) - 5)  # type: ignore[operator]
        counts: list[Value] = [very, chance.choice((3, 4)), 1, 0]
        counts[2] = 5 - int(str(counts[1]))
        if chance.random() < 0.1:
            counts[chance.randrange(4)] = chance.choice(("五", -1, 2.5, *BLANKS))
        if chance.random() < 0.05:
            counts = [None] * 4
        answers = sum(value for value in counts if isinstance(value, int | float))
        satisfied = sum(value for value in counts[:2] if isinstance(value, int | float))
        rate = satisfied / answers if answers else 0.5
        rows.append(
            dict(zip(SURVEY_LEVELS, counts, strict=True))
            | {"测评项目": chance.choice((f"项目{at}", None)), "满意率": stated_rate(chance, rate)}
        )
    items = rows_from(SurveyItem, rows if chance.random() > 0.1 else [])
    forms = {"发放份数": issued, "回收份数": returned, "有效份数": valid}
    stated = {label: often(chance, count, "十", 2.5, -1, *BLANKS, share=0.9) for label, count in forms.items()}
    return items, SurveyForms.build(stated if chance.random() > 0.1 else {})


def stated_rate(chance: Chance, rate: float) -> Value:
    """The rate in one of the ways it is written, right, a little off, or not at all."""
    off = rate + chance.choice((0, 0, 0, 0.0001, 0.01, -0.001))
    places = chance.randrange(5)
    return chance.choice((
        rate, round(off, 4), round(off, places), round(off * 100, places), f"{off * 100:.{places}f}%", f"{off * 100:.1f}",
        f"{off:.{places}f}", f" {off * 100:.2f} % ", f"{off * 100:.1f}％", "95", "很高", "9.5.1%", "%", ".5", "1e2", "101%",
        "-5%", "1000%", "95.%", "1",
        1, 0, 100, 101, -0.1, 1.5, *BLANKS,
    ))  # fmt: skip


def materials(chance: Chance) -> tuple[Material, ...]:
    """The list with gaps, doubles and other ways of writing."""
    p = P
    named: list[str] = [
        *p.materials,
        *(f"总结报告：{section}" for section in p.report_sections),
        *p.claim_papers,
        "课件与宣传（是否按要求？）",
    ]
    if chance.random() < 0.2:
        return rows_from(Material, [{"事项": item, "是否齐备": "是"} for item in named])
    rows: list[dict[str, Value]] = []
    for item in named:
        written = often(chance, item, item.replace(" ", ""), f" {item}", item.replace("：", ":"), f"{item}*", None, share=0.85)
        rows.append({"事项": written, "是否齐备": chance.choice(("是", "是", "是", "否", " 是 ", "是的", *BLANKS))})
        if chance.random() < 0.05:
            rows.append({"事项": item, "是否齐备": "是"})
    return rows_from(Material, rows if chance.random() > 0.1 else [])


def made_class(seed: int) -> ClassFile:
    """A class that breaks some rules; the same for the same seed."""
    chance = random.Random(seed)
    facts = project(chance)
    c = ClassFile(today=TODAY, project=facts, people=people(chance), places=sample_class().places)
    c = c.changed(expenses=expenses(chance, c), materials=materials(chance))
    c = c.changed(lectures=lectures(chance, c))
    c = c.changed(accounts=accounts(chance, c, P))
    items, forms = survey(chance)
    return c.changed(survey=items, forms=forms)
