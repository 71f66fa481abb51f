"""Generated classes: fictitious people in classes of the real plan list, filled in correctly.

Document numbers use county code 99, which does not exist; phones begin with 1410, which is not assigned. Used by the demo, the
documentation and the tests; the project contains no data of real people.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from udfs.money.lecture_fee import lecture_limit, tax_withheld
from udfs.notice.packs import Which
from udfs.notice.parameters import RESERVED_KEYS, Parameters, parameters_for
from udfs.notice.plan import MUNICIPAL, NATIONAL, plan_row
from udfs.notice.provinces import province_names
from udfs.people.identity import check_character
from udfs.people.staffing import staff_limit
from udfs.people.titles import LEVELS, title_level
from udfs.records.class_file import (
    ACCOUNTS,
    SHEETS,
    STAFF,
    SUBSIDISED,
    TRAINEE,
    Absence,
    Accounts,
    ClassFile,
    Expense,
    LectureFee,
    Material,
    Person,
    Project,
    Record,
    Result,
    Row,
    SheetPlaces,
    SurveyForms,
    SurveyItem,
)
from udfs.records.results_view import viewed
from udfs.schedule.deadlines import claim_due, filing_due, report_due
from udfs.schedule.period import period_text
from udfs.values.cells import Value, column_letters
from udfs.values.headings import LODGING, MEALS, PAPERS, SEX, SITE, TAX, TRANSPORT

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰晨曦思源子涵梓萱浩然雨桐"
EMPLOYERS = ("{city}示例医院", "{region}示例大学", "{region}示例装备制造有限公司", "{city}示例设计研究院", "示例海河实验室")
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
ABBREVIATIONS: Mapping[str, str] = {"天津": "津"}
TITLES = ("工程师", "高级工程师", "副教授", "讲师", "主治医师", "副主任医师", "正高级工程师", "经济师", "一级建造师")
SUPPORTED_REGION = "甘肃"
MANY_STAFF = 5
HEADING_ROW = 3
FIRST_ROW = HEADING_ROW + 1


def made_up_document(chance: random.Random, province: str = "12", sex: str | None = None) -> str:
    """An unassigned 18-digit number (county code 99) with a valid check character."""
    born = date(1965, 1, 1) + timedelta(days=chance.randrange(11_000))
    serial = chance.randrange(1, 499) * 2 + (1 if sex == "男" else 0 if sex == "女" else chance.randrange(2))
    body = f"{province}0199{born:%Y%m%d}{serial:03}"
    return body + check_character(body)


def city_of(region: str) -> str:
    """天津市 for a municipality; the bare name (浙江) otherwise."""
    return f"{region}市" if region in MUNICIPALITIES else region


def made_up_people(count: int, staff: int, level: str, seed: int = 1, which: Which = None) -> tuple[Person, ...]:
    """``count`` trainees, then ``staff`` members of staff, all different and correctly filled in."""
    chance = random.Random(seed)
    p = parameters_for(which)
    codes = {name: code for code, name in reversed(list(province_names().items()))}
    regions, city, titles = regions_of(level, p), city_of(p.region), titles_of(p)
    people: list[Person] = []
    documents: set[str] = set()
    for at in range(count + staff):
        region = regions[at] if at < len(regions) else p.region
        while (document := made_up_document(chance, codes[region])) in documents:
            pass
        documents.add(document)
        people.append(
            Person(
                row=FIRST_ROW + at,
                number=at + 1,
                name=chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2)))),
                document=document,
                phone=f"1410{at:07}",
                employer=f"{chance.choice(EMPLOYERS).format(city=city, region=p.region)}{at % 7 + 1}部",
                title=chance.choice(titles),
                charged="否",
                kind=TRAINEE if at < count else STAFF,
                document_kind="居民身份证",
                mode="线下",
                region=region,
            )
        )
    return tuple(people)


def titles_of(p: Parameters) -> tuple[str, ...]:
    """The titles that are high enough."""
    lowest = LEVELS.index(p.lowest_title)
    return tuple(title for title in TITLES if LEVELS.index(title_level(title) or LEVELS[-1]) >= lowest)


def regions_of(level: str, p: Parameters) -> tuple[str, ...]:
    """The regions of the first people: for a national class one more than is reserved for each region."""
    if level == MUNICIPAL:
        return ()
    return tuple(place.region or SUPPORTED_REGION for place in p.reserved for _ in range(place.least + 1))


def sample_class(
    level: str = MUNICIPAL,
    plan: int = 9,
    trainees: int | None = None,
    staff: int | None = None,
    seed: int = 1,
    which: Which = None,
) -> ClassFile:
    """A class of the plan list of a notice (year or pack name; None: the newest) without findings.

    Default numbers of trainees and staff: as many as the notice requires and allows.
    """
    p = parameters_for(which)
    trainees = p.min_trainees + 2 if trainees is None else trainees
    staff = min(MANY_STAFF, staff_limit(trainees, p)) if staff is None else staff
    project = sample_project(level, plan, which)
    start, end = class_dates(project)
    people = made_up_people(trainees, staff, level, seed, which)
    learners = tuple(person for person in people if person.kind == TRAINEE)
    lectures = sample_lectures(start, p)
    expenses = sample_expenses(start, p)
    return ClassFile(
        today=end + timedelta(days=25),
        project=project,
        people=people,
        results=sample_results(learners, level, plan, p),
        absences=sample_absences(learners, p),
        lectures=lectures,
        expenses=expenses,
        accounts=sample_accounts(project, trainees, staff, lectures, expenses),
        survey=sample_survey(trainees - 4, p),
        forms=SurveyForms(issued=trainees, returned=trainees - 2, valid=trainees - 4),
        materials=sample_materials(level, p),
        places=sample_places(),
        notice=p.notice if isinstance(which, str) else "",
    )


def results_beside(c: ClassFile) -> ClassFile:
    """The same class with each result typed beside the person in 附件4 (with 归属), and 附件5 as its view."""
    people = []
    for person in c.people:
        result = None if person.is_staff else c.result_keys.get(person.key)
        if result is not None:
            person = person.changed(passed=result.passed, certificate=result.certificate)
        people.append(person.changed(owner=person.document))
    return viewed(c.changed(people=tuple(people)))


def class_dates(project: Project) -> tuple[date, date]:
    """The first and last day of a generated class."""
    assert isinstance(project.start, date)
    assert isinstance(project.end, date)
    return project.start, project.end


def sample_project(level: str, plan: int, which: Which = None) -> Project:
    """项目信息 of a class of the plan list: the minimum days from the second Monday of its first month, filed in time."""
    p = parameters_for(which)
    row = plan_row(level, plan, which)
    assert row is not None, (level, plan, which)
    start = second_monday(p.year, min(int(part) for part in row.months.rstrip("月").split("-")))
    end = start + timedelta(days=p.min_days - 1)
    filed = min(start - timedelta(days=40), filing_due(start, level, p))
    reserved = [place.least + 1 if level == NATIONAL else None for place in p.reserved]
    reserved += [None] * (len(RESERVED_KEYS) - len(reserved))
    return Project(
        level=level,
        year=p.year,
        plan_number=plan,
        topic=row.topic,
        organiser=row.organiser,
        applicant=row.organiser,
        planned=row.months,
        start=start,
        end=end,
        place=f"{city_of(p.region)}示例会议中心",
        hours=HOURS,
        funding=SUBSIDISED if level == NATIONAL else "单位自筹",
        subsidy=60000 if level == NATIONAL else None,
        category="三类",
        notice_filed=filed,
        scheme_filed=filed,
        report_filed=min(end + timedelta(days=20), report_due(end, p)),
        claim_filed=min(end + timedelta(days=20), claim_due(end, p)) if level == NATIONAL else None,
        **dict(zip(RESERVED_KEYS, reserved, strict=True)),
        number_pattern=f"{series_of(p)}{{年}}{{计划:02}}{{流水:04}}" if level == MUNICIPAL else None,
    )


def series_of(p: Parameters) -> str:
    """The prefix of certificate numbers: 津高研."""
    return f"{ABBREVIATIONS.get(p.region, p.region[:1])}高研"


HOURS = 32


def missed(p: Parameters) -> Mapping[int, tuple[int, int]]:
    """Hours of leave and absence of the first two trainees, within the limit."""
    most = int(HOURS * p.absence_share)
    return {0: (min(4, most), 0), 1: (0, min(2, most))}


def sample_absences(learners: tuple[Person, ...], p: Parameters) -> tuple[Absence, ...]:
    """考勤: the trainees who missed something."""
    return tuple(
        Absence(
            row=FIRST_ROW + at,
            number=at + 1,
            name=learners[at].name,
            document=learners[at].document,
            leave=asked,
            missed=absent,
            permission="有" if asked else "无",
        )
        for at, (asked, absent) in missed(p).items()
    )


def sample_results(learners: tuple[Person, ...], level: str, plan: int, p: Parameters) -> tuple[Result, ...]:
    """附件5: everybody passed, with hours that agree with 考勤 and a certificate number."""
    return tuple(
        Result(
            row=FIRST_ROW + at,
            number=at + 1,
            name=person.name,
            hours=HOURS - sum(missed(p).get(at, (0, 0))),
            document=person.document,
            phone=person.phone,
            employer=person.employer,
            title=person.title,
            passed="是",
            certificate=f"{series_of(p)}{p.year}{plan:02}{at + 1:04}"
            if level == MUNICIPAL
            else f"GJ{p.year}{plan:02}{at + 1:05}",
        )
        for at, person in enumerate(learners)
    )


def second_monday(year: int, month: int) -> date:
    """The second Monday of the month: far enough from its ends for a class of five days."""
    first = date(year, month, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 7)


def sample_lectures(start: date, p: Parameters) -> tuple[LectureFee, ...]:
    """Two lecturers within their caps, with the tax withheld on their net fees."""
    nets = [min(Decimal(most), lecture_limit(rank, Decimal(4), p)) for rank, most in (("副高", 2000), ("正高", 3000))]
    taxes = [tax_withheld(net, p) for net in nets]
    common: dict[str, Value] = {"session": "上午", "hours": 4, "travel": 0, "lodging": 0, "meals": 0}
    return (
        LectureFee(row=FIRST_ROW, number=1, name="示例甲", rank="副高", day=start, net=int(nets[0]), tax=int(taxes[0]), **common),
        LectureFee(
            row=FIRST_ROW + 1,
            number=2,
            name="示例乙",
            rank="正高",
            day=start + timedelta(days=1),
            net=int(nets[1]),
            tax=int(taxes[1]),
            **common,
        ),
    )


def sample_expenses(start: date, p: Parameters) -> tuple[Expense, ...]:
    """One or two expenses per item with quantity, price and receipt; below every line of the quota."""
    lines = (
        (LODGING, "学员住宿", 200, "150.00"),
        (MEALS, "学员用餐", 250, "80.00"),
        (SITE, "教室租用", p.min_days, "1200.00"),
        (PAPERS, "讲义印制", p.min_trainees + 7, "30.00"),
        (TRANSPORT, "现场教学用车", 1, "2400.00"),
    )
    return tuple(
        Expense(
            row=FIRST_ROW + at,
            number=at + 1,
            day=start,
            item=item,
            summary=summary,
            payee=f"{p.region}示例服务有限公司",
            quantity=quantity,
            price=float(price),
            amount=float(Decimal(price) * quantity),
            receipt=f"SL{at + 1:06}",
        )
        for at, (item, summary, quantity, price) in enumerate(lines)
    )


def sample_accounts(
    project: Project, trainees: int, staff: int, lectures: tuple[LectureFee, ...], expenses: tuple[Expense, ...]
) -> Accounts:
    """附件3, consistent with everything else."""
    assert isinstance(project.start, date)
    assert isinstance(project.end, date)
    amounts: dict[str, Decimal] = {}
    for expense in expenses:
        amounts[str(expense.item)] = amounts.get(str(expense.item), Decimal(0)) + Decimal(str(expense.amount))
    amounts["师资费"] = sum((lecture.faculty_cost for lecture in lectures), Decimal(0))
    amounts[TAX] = Decimal(sum(int(str(lecture.tax)) for lecture in lectures))
    values: dict[str, Value] = {
        "名称": project.topic,
        "地点": project.place,
        "办班时间": period_text(project.start, project.end),
        "学员人数": trainees,
        "工作人员人数": staff,
        "总计": trainees + staff,
        "申报单位": project.applicant,
        "承办单位": project.organiser,
        "合计": float(sum(amounts.values(), Decimal(0))),
        **{item: float(amount) for item, amount in amounts.items()},
    }
    return Accounts.build(values, notes={})


def sample_survey(valid: int, p: Parameters) -> tuple[SurveyItem, ...]:
    """Every item of the form, with mostly satisfied answers."""
    return tuple(
        SurveyItem(
            row=FIRST_ROW + at, number=at + 1, item=item,
            very_satisfied=valid - 6 - at % 3, satisfied=5, neutral=1 + at % 3, dissatisfied=0,
        )
        for at, item in enumerate(p.survey_items)
    )  # fmt: skip


def sample_materials(level: str, p: Parameters) -> tuple[Material, ...]:
    """Everything ready."""
    claimed = p.claim_papers if level == NATIONAL else ()
    items = (*p.materials, *(f"总结报告：{section}" for section in p.report_sections), *claimed)
    return tuple(Material(row=FIRST_ROW + at, number=at + 1, item=item, ready="是") for at, item in enumerate(items))


def sample_places() -> dict[str, SheetPlaces]:
    """Every sheet present, tables in the order of their headings, single cells in column B."""
    tables: dict[str, type[Row]] = {
        kind.SHEET: kind for kind in (Person, Result, Absence, LectureFee, Expense, SurveyItem, Material)
    }
    forms: dict[str, type[Record]] = {kind.SHEET: kind for kind in (Project, Accounts, SurveyForms)}
    places = {}
    for sheet in SHEETS:
        columns: dict[str, str] = {}
        cells: dict[str, str] = {}
        if sheet in tables:
            headings = [heading for heading in tables[sheet].attributes() if heading != SEX]
            columns = {heading: column_letters(at) for at, heading in enumerate(headings, start=1)}
        if sheet in forms:
            cells = {label: f"B{at}" for at, label in enumerate(forms[sheet].attributes(), start=1)}
        if sheet == ACCOUNTS:
            cells |= {f"{item}备注": f"C{at}" for at, item in enumerate(Accounts.attributes(), start=1)}
        places[sheet] = SheetPlaces(title=sheet, heading_row=HEADING_ROW, columns=columns, cells=cells, headings=tuple(columns))
    return places
