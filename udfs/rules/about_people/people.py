"""Rules on the participants in 附件4."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from udfs.native.about_people import people as formulas
from udfs.native.levels import MUNICIPAL_CLASS, NATIONAL_CLASS, exceeds
from udfs.native.texts import blank as blank_cell
from udfs.native.texts import trimmed
from udfs.notice.parameters import RESERVED_KEYS, Parameters
from udfs.people.identity import age, birth_date, document_kind, sex
from udfs.people.names import name_fault
from udfs.people.phones import normal_phone, phone_fault
from udfs.people.staffing import online_share, staff_limit
from udfs.people.titles import is_below, title_level
from udfs.records.class_file import NO, PEOPLE, PROJECT, YES, ClassFile, Person
from udfs.rules.headings import missing_headings
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violations, at, on, rule
from udfs.rules.repeats import named, others, repeats
from udfs.values.cells import Value, blank, held_as_number, number, plain, text
from udfs.values.headings import CHARGED, DOCUMENT, EMPLOYER, KIND, MODE, NAME, NUMBER_HEADING, PHONE, REGION, SEX, TITLE

NUMBER = NUMBER_HEADING
REQUIRED = (NAME, DOCUMENT, PHONE, EMPLOYER, TITLE, CHARGED)


def percent(share: Fraction) -> str:
    """A share in words: 1/2 is 50%, 1/7 is 1/7."""
    hundredths = share * 100
    return f"{hundredths}%" if hundredths.denominator == 1 else str(share)


def has(c: ClassFile, field: str) -> bool:
    return c.has_column(PEOPLE, field)


@rule(
    "A4-00", ERROR, "N", clause="附件4", says="form_people", sheet=PEOPLE, fields=(NAME,),
    uses=("min_trainees",), needs=("people sheet", "kinds"), after=("A4-20",),
    condition="附件4没有学员（人员类别为学员或空白的行）；结班前只作提示",
    title="附件4没有学员", message="附件4中没有学员", fix="录入或导入学员名单；人员类别选错的改为学员",
    native=(
        Native("AND(参数_学员总数=0,参数_结班后)", whole=True, severity=ERROR),
        Native("AND(参数_学员总数=0,NOT(参数_结班后))", whole=True, severity=HINT),
    ),
)  # fmt: skip
def no_trainees(c: ClassFile, p: Parameters) -> Violations:
    if not c.trainees:
        hit = at(PEOPLE, NAME, value=0, expected=f"不少于{p.min_trainees}人")
        yield hit if c.ended else dataclasses.replace(hit, severity=HINT)


@rule(
    "A4-01", QUERY, "N", clause="{min_trainees}", sheet=PEOPLE, fields=(NAME,),
    uses=("min_trainees",), needs=("people sheet", "trainees", "kinds"),
    condition="学员人数（人员类别为学员或空白的行数）少于<min_trainees>人且不为0",
    title="学员人数不足", message="学员{count}人，每期应不少于{least}人",
    fix="核对是否漏录学员或选错人员类别；人数属实的在说明中写明原因",
    native=Native("AND(参数_学员总数>0,参数_学员总数<参数_每期最少学员人数)", whole=True),
)  # fmt: skip
def too_few_trainees(c: ClassFile, p: Parameters) -> Violations:
    count = len(c.trainees)
    if count < p.min_trainees:
        yield at(PEOPLE, NAME, value=count, expected=f"不少于{p.min_trainees}人", count=count, least=p.min_trainees)


@rule(
    "A4-02", QUERY, "N", clause="{staff_share}", says=("staff_share", "staff_max",), sheet=PEOPLE, fields=(KIND,),
    uses=("staff_share", "staff_max"), needs=("people sheet", "trainees", "kinds"),
    condition="工作人员人数 > min(⌊学员人数 × <staff_share>⌋, <staff_max>)",
    title="工作人员超过限额", message="工作人员{count}人，学员{trainees}人时最多{limit}人",
    fix="核对人员类别；确实超过限额的，在说明中写明原因",
    native=Native(
        "AND(参数_学员总数>0,参数_工作人员总数>参数_工作人员限额)", whole=True,
    ),
)  # fmt: skip
def staff_over_limit(c: ClassFile, p: Parameters) -> Violations:
    count, trainees = len(c.staff), len(c.trainees)
    limit = staff_limit(trainees, p)
    if count > limit:
        yield at(PEOPLE, KIND, value=count, expected=f"不超过{limit}人", count=count, trainees=trainees, limit=limit)


@rule(
    "A4-03", QUERY, "N", clause="{online_share}", sheet=PEOPLE, fields=(MODE,),
    rests={PEOPLE: (MODE,)}, uses=("online_share",), needs=("people sheet", "trainees", "kinds"),
    condition="参训方式为线上的学员人数 > 学员人数 × <online_share>",
    title="线上学员过多", message="线上学员{online}人，超过学员总数{trainees}人的{limit}",
    fix="核对参训方式；情况属实的在说明中写明原因",
    native=Native(exceeds("参数_线上学员总数", "参数_学员总数*参数_线上学员占总人数的上限"), whole=True),
)  # fmt: skip
def too_many_online(c: ClassFile, p: Parameters) -> Violations:
    online, trainees = len(c.online), len(c.trainees)
    share = online_share(online, trainees)
    if share is not None and share > p.online_share:
        limit = percent(p.online_share)
        yield at(PEOPLE, MODE, value=online, expected=f"不超过学员总数的{limit}", online=online, trainees=trainees, limit=limit)


@rule(
    "A4-04", ERROR, "N", clause="附件4", sheet=PEOPLE, fields=REQUIRED, needs=("people sheet", "people"),
    condition="已录入的行缺姓名、身份证号、联系电话、工作单位、是否收费，或学员缺专业技术职务（职称）",
    title="附件4有漏填", message="{name}的{field}未填写", fix="补填{field}",
    native=(
        Native(blank_cell("{.}"), fields=(NAME, DOCUMENT, PHONE, EMPLOYER, CHARGED)),
        Native(f"AND({formulas.IS_TRAINEE},{blank_cell('{.}')})", fields=(TITLE,)),
    ),
)  # fmt: skip
def entry_missing(c: ClassFile, p: Parameters) -> Violations:
    """One hit per cell. Missing columns are reported by A4-20."""
    fields = [(field, Person.attributes()[field]) for field in REQUIRED if has(c, field)]
    for person in c.people:
        for field, attribute in fields:
            if blank(getattr(person, attribute)) and not (field == TITLE and not person.is_trainee):
                yield on(person, field, "不能为空")


@rule(
    "A4-05", ERROR, "N", clause="GB11643", sheet=PEOPLE, fields=(DOCUMENT,), uses=("longest_life",),
    rests={PROJECT: ("开始日期",)}, needs=("people sheet", "people"), after=("A4-04", "A4-18"),
    condition="证件号码不符合其证件类型：18位号码的长度、字符、省级代码（81、82、83后应为0000）、出生日期（存在，"
    "不早于今天之前120年，不晚于开始日期；开始日期未填的不晚于今天）或校验码不对；"
    "护照和通行证只看格式；证件类型空白的按号码的格式判断；15位旧身份证号已经停用",
    title="证件号码有误", message="{name}的{kind}号码有误，{problem}", fix="对照证件原件逐位核对后改正",
    note="县级代码历年有变动，不作校验。",
    native=Native(formulas.WRONG_DOCUMENT, validation=formulas.RIGHT_DOCUMENT, detail="{#号码说法}"),
)  # fmt: skip
def wrong_document(c: ClassFile, p: Parameters) -> Violations:
    faults = c.matching.person_faults
    for person in c.people:
        if fault := faults.get(person.row):
            kind = document_kind(person.document, person.document_kind)
            yield on(person, DOCUMENT, fault.expected, kind=kind, problem=fault.message)


@rule(
    "A4-06", ERROR, "N", clause="常识", sheet=PEOPLE, fields=(DOCUMENT,), needs=("people sheet", "people"),
    after=("A4-04", "A4-18"),
    condition="附件4中同一证件号码出现两次以上（x与X、全角与半角视为相同）；每一处都提示",
    title="证件号码重复", message="{name}的证件号码与{others}相同", fix="同一人重复录入的删去一行；不是同一人的改正录错的号码",
    native=Native("{#证件次数}>1", validation=formulas.ONLY_DOCUMENT),
)  # fmt: skip
def same_document(c: ClassFile, p: Parameters) -> Violations:
    for group in c.matching.people_by_key.values():
        if len(group) > 1:
            for person in group:
                yield on(person, DOCUMENT, "每人一个号码", others=others(group, person))


@rule(
    "A4-07", ERROR, "N", clause="附件4", sheet=PEOPLE, fields=(PHONE,), needs=("people sheet", "people"),
    after=("A4-04", "A4-18"),
    condition="联系电话既不是11位手机号（1后为3至9），也不是带区号的座机（可有连字符、括号和分机号）",
    title="联系电话有误", message="{name}的联系电话有误，{problem}", fix="填写11位手机号，或带区号的座机（如022-12345678）",
    native=Native(formulas.WRONG_PHONE, validation=formulas.LIKELY_PHONE),
)  # fmt: skip
def wrong_phone(c: ClassFile, p: Parameters) -> Violations:
    for person in c.people:
        if not held_as_number(person.phone) and (fault := phone_fault(person.phone)):
            yield on(person, PHONE, fault.expected, problem=fault.message)


@rule(
    "A4-08", QUERY, "N", clause="常识", sheet=PEOPLE, fields=(PHONE,), needs=("people sheet", "people"),
    after=("A4-07", "A4-18"),
    condition="不同的人（证件号码不同，且姓名和工作单位不全相同）填了同一个联系电话",
    title="联系电话重复", message="{name}的联系电话与{others}相同", fix="核对是否录错；确实共用的在说明中写明",
    note="同一证件号码的由A4-06提示，同名同单位的由A4-09提示，附件5电话不同的由A5-06提示。",
    native=Native(formulas.SAME_PHONE),
)  # fmt: skip
def same_phone(c: ClassFile, p: Parameters) -> Violations:
    agreed = [person for person in c.people if (person.row, PHONE) not in c.matching.disputed]
    for group in repeats(agreed, lambda person: normal_phone(person.phone)):
        known = [(person, person.key or person.row, (plain(person.name), plain(person.employer))) for person in group]
        keys, whos = Counter(key for _, key, _ in known), Counter(who for _, _, who in known)
        if len(keys) == 1 or len(whos) == 1:
            continue
        both = Counter((key, who) for _, key, who in known)
        for person, key, who in known:
            count = len(known) - keys[key] - whos[who] + both[key, who]
            if count:
                rest = (other for other, other_key, other_who in known if other_key != key and other_who != who)
                yield on(person, PHONE, "每人自己的电话", others=named(rest, count))


@rule(
    "A4-09", QUERY, "P", clause="常识", sheet=PEOPLE, fields=(NAME,), needs=("people sheet", "people"),
    condition="姓名和工作单位都相同，证件号码不同",
    title="疑似同一人重复录入", message="{name}与{others}姓名和工作单位相同，证件号码不同",
    fix="同一人的删去一行并核对号码；确为同名同姓的两人，在说明中写明",
)  # fmt: skip
def same_name_and_employer(c: ClassFile, p: Parameters) -> Violations:
    complete = [
        one for one in c.people if one.key and not held_as_number(one.document) and plain(one.name) and plain(one.employer)
    ]
    for group in repeats(complete, lambda person: (plain(person.name), plain(person.employer))):
        if len({person.key for person in group}) > 1:
            for person in group:
                yield on(person, NAME, others=others(group, person))


@rule(
    "A4-10", ERROR, "N", clause="{no_fees}", sheet=PEOPLE,
    rests={PEOPLE: (CHARGED,)}, fields=(CHARGED,), needs=("people sheet", "trainees", "national"),
    condition="国家级项目，学员的是否收费为“是”",
    title="国家级项目不得向学员收费", message="国家级项目不得向学员收费，{name}的是否收费为“是”",
    fix="退还所收费用后改为“否”；填错的直接改为“否”",
    native=Native(f'AND({NATIONAL_CLASS},{formulas.IS_TRAINEE},{trimmed("{.}")}="{YES}")'),
)  # fmt: skip
def charged_although_national(c: ClassFile, p: Parameters) -> Violations:
    for person in c.trainees:
        if text(person.charged) == YES:
            yield on(person, CHARGED, NO)


@rule(
    "A4-11", ERROR, "N", clause="附件4", sheet=PEOPLE, fields=(CHARGED,), needs=("people sheet", "people"), after=("A4-04",),
    condition="是否收费既不是“是”也不是“否”",
    title="是否收费应填是或否", message="{name}的是否收费应填“是”或“否”", fix="从下拉列表中选“是”或“否”",
    native=Native(f'AND({trimmed("{.}")}<>"",{trimmed("{.}")}<>"{YES}",{trimmed("{.}")}<>"{NO}")'),
)  # fmt: skip
def charged_unclear(c: ClassFile, p: Parameters) -> Violations:
    for person in c.people:
        if text(person.charged) not in ("", YES, NO):
            yield on(person, CHARGED, f"{YES}或{NO}")


@rule(
    "A4-12", QUERY, "P", clause="{lowest_title}", 
    sheet=PEOPLE, fields=(TITLE,), uses=("lowest_title",), needs=("people sheet", "trainees"),
    condition="学员的职称在职称表中，且级别低于中级（一格有多个职称的按最高的算）",
    title="学员职称低于中级", message="{name}的职称“{title}”为{level}，学员一般应具有{floor}及以上职称（职业资格）",
    fix="核对职称；情况属实的在说明中写明（如经营管理人员、基层一线骨干）",
)  # fmt: skip
def title_too_low(c: ClassFile, p: Parameters) -> Violations:
    for person in c.trainees:
        level = title_level(person.title)
        if level and is_below(level, p.lowest_title) and (person.row, TITLE) not in c.matching.disputed:
            yield on(person, TITLE, f"{p.lowest_title}及以上", title=text(person.title)[:20], level=level, floor=p.lowest_title)


@rule(
    "A4-13", HINT, "P", clause="{lowest_title}", 
    sheet=PEOPLE, fields=(TITLE,), uses=("lowest_title",), needs=("people sheet", "trainees"), after=("A4-04",),
    condition="学员的职称或职业资格不在职称表中",
    title="职称不在职称表中", message="{name}的职称“{title}”不在职称表中，无法判断级别",
    fix="按职称证书填写规范名称；确属表外职称或经营管理人员的，自行核对级别",
)  # fmt: skip
def title_unknown(c: ClassFile, p: Parameters) -> Violations:
    for person in c.trainees:
        if not blank(person.title) and title_level(person.title) is None and (person.row, TITLE) not in c.matching.disputed:
            yield on(person, TITLE, "职称证书上的名称", title=text(person.title)[:20])


@rule(
    "A4-14", QUERY, "N", clause="{municipal_region}", sheet=PEOPLE, fields=(REGION,),
    uses=("municipal_region",), needs=("people sheet", "trainees", "municipal"),
    condition="市级项目，学员的所属地区已填写且不是<municipal_region>（以“<municipal_region>”开头的都算）",
    title="市级项目有外地学员", message="市级项目面向本市招收，{name}的所属地区为“{region}”",
    fix="核对所属地区；情况属实的在说明中写明",
    native=Native(f'AND({MUNICIPAL_CLASS},{{#地区}}<>"",LEFT({{#地区}},LEN(参数_市级项目招收地区))<>参数_市级项目招收地区)'),
)  # fmt: skip
def from_elsewhere(c: ClassFile, p: Parameters) -> Violations:
    for person in c.trainees:
        if not blank(person.region) and not plain(person.region).startswith(p.municipal_region):
            yield on(person, REGION, p.municipal_region, region=text(person.region)[:20])


@rule(
    "A4-15", HINT, "N", clause="{reserved_words}", sheet=PEOPLE, fields=(REGION,),
    uses=("reserved_words", *RESERVED_KEYS), needs=("people sheet", "trainees", "national"),
    condition="国家级项目，所属地区为<reserved_words.地区>的学员少于为其预留的名额",
    title="<reserved_words.地区>学员少于预留名额", message="所属地区为{region}的学员{count}人，应为其预留不少于{least}个名额",
    fix="核对所属地区是否漏填；名额已预留而无人报名的，备好招生记录",
    native=Native(formulas.FEW_NEIGHBOURS, whole=True, message="<reserved_words.地区>学员少于预留名额：核对所属地区是否漏填"),
)  # fmt: skip
def few_from_neighbours(c: ClassFile, p: Parameters) -> Violations:
    if not has(c, REGION):
        return
    regions = [plain(person.region) for person in c.trainees]
    for region, least in ((one.region, one.least) for one in p.reserved if one.region):
        count = sum(one.startswith(region) for one in regions)
        if count < least:
            yield at(PEOPLE, REGION, f"{region}{count}人", f"{region}不少于{least}人", region=region, count=count, least=least)


@rule(
    "A4-16", ERROR, "P", clause="{certificate_lookup}", sheet=PEOPLE,
    fields=(NAME,), needs=("people sheet", "people"), after=("A4-04",),
    condition="姓名与证件姓名的写法不符：首尾或汉字之间有空格；含不可见字符、自造字、部首符号、数字、括号（无论是否带说明）、星号等；"
    "以顿号、逗号、斜线、换行并列多人；填写空、待定、无、以下空白、合计、小计、□、?等占位字样。允许间隔号“·”、生僻字和〇，"
    "外文姓名允许单个空格和, . ' -",
    title="姓名与证件姓名的写法不符", message="{name}的姓名{problem}，将无法凭姓名查询证书",
    fix="改正姓名（{expected}）；可自动改正的运行“规范化”，其余按证件改正",
)  # fmt: skip
def wrong_name(c: ClassFile, p: Parameters) -> Violations:
    for person in c.people:
        if fault := name_fault(person.name):
            yield on(person, NAME, fault.expected, problem=fault.message)


@rule(
    "A4-17", QUERY, "P", clause="常识", sheet=PEOPLE, fields=(DOCUMENT,), uses=("age_range",),
    needs=("people sheet", "people", "start"), after=("A4-05", "A4-18"),
    condition="按证件号码，开始日期那天的周岁小于18或大于70（学员和工作人员）",
    title="年龄不在常见范围", message="按证件号码，{name}在开始日期为{age}周岁，常见为{low}至{high}周岁",
    fix="核对证件号码中的出生日期；情况属实的在说明中写明",
)  # fmt: skip
def unusual_age(c: ClassFile, p: Parameters) -> Violations:
    low, high = p.age_range
    for person in c.people:
        born = birth_date(person.document, person.document_kind)
        if born and c.start and not low <= (years := age(born, c.start)) <= high:
            yield on(person, DOCUMENT, f"{low}至{high}周岁", age=years, low=low, high=high)


@rule(
    "A4-18", ERROR, "N", clause="常识", sheet=PEOPLE, fields=(DOCUMENT, PHONE), uses=("exact_digits",),
    needs=("people sheet", "people"), after=("A4-04",),
    condition="身份证号或联系电话是数字（或日期）而不是文本（电子表格只保存15位有效数字，身份证号的尾数已经丢失）",
    title="证件号码或电话存成了数字", message="{name}的{field}存成了数字{loss}",
    fix="把该列设为文本格式，再按证件重新录入{field}",
    native=Native("ISNUMBER({.})"),
)  # fmt: skip
def stored_as_number(c: ClassFile, p: Parameters) -> Violations:
    loss = f"，第{p.exact_digits}位以后的数字已经丢失"
    for person in c.people:
        if held_as_number(person.document):
            digits = len(text(person.document))
            yield on(person, DOCUMENT, "文本", loss=loss if digits > p.exact_digits else "")
        if held_as_number(person.phone):
            yield on(person, PHONE, "文本", loss="")


@rule(
    "A4-19", HINT, "N", clause="附件4", sheet=PEOPLE, fields=(NUMBER,), needs=("people sheet", "people"),
    condition="已录入各行的序号不是1、2、3……，或者已录入的行之间有空行",
    title="序号不连续", message="第{row}行{problem}", fix="删去空行，运行“规范化”重排序号",
    native=Native(formulas.OUT_OF_ORDER),
)  # fmt: skip
def broken_numbering(c: ClassFile, p: Parameters) -> Violations:
    if not has(c, NUMBER):
        return
    for person, problem, expected in numbering_faults(c.people):
        yield on(person, NUMBER, expected, row=person.row, problem=problem)


def numbering_faults(people: tuple[Person, ...]) -> Iterator[tuple[Person, str, str]]:
    """Each break of the sequence with the expected number; rows that continue after a break are not reported again."""
    before: Person | None = None
    for place, person in enumerate(people, start=1):
        gap = before is not None and person.row > before.row + 1
        if gap:
            yield person, "上面有空行", str(place)
        elif not right_number(person.number, place) and not (before and goes_on(before.number, person.number)):
            yield person, f"的序号应为{place}", str(place)
        before = person


def right_number(value: Value, place: int) -> bool:
    return text(value) == str(place)


def goes_on(before: Value, value: Value) -> bool:
    """True if the two numbers are consecutive, or both are missing."""
    first, second = number(before), number(value)
    return second == first + 1 if first is not None and second is not None else blank(before) and blank(value)


@rule(
    "A4-20", ERROR, "P", clause="附件4", sheet=PEOPLE, fields=Person.OFFICIAL, needs=("people sheet",),
    condition="附件4的表头缺少官方列，或列名有改动（列的先后和表头中的空格、换行不计）",
    title="附件4的表头有改动", message="附件4{problem}", fix="按通知附件4的表头改回",
)  # fmt: skip
def changed_headings(c: ClassFile, p: Parameters) -> Violations:
    yield from missing_headings(c, Person)


@rule(
    "A4-21", QUERY, "N", clause="常识", sheet=PEOPLE, fields=(SEX,), needs=("people sheet", "people"),
    condition="表中有性别列，所填男、女与证件号码第17位（单数为男，双数为女）不符",
    title="性别与证件号码不符", message="{name}的性别填为“{stated}”，按证件号码应为“{right}”",
    fix="核对性别和证件号码，改正录错的一项",
    native=Native(formulas.WRONG_SEX),
)  # fmt: skip
def sex_differs(c: ClassFile, p: Parameters) -> Violations:
    """Silent if the number itself is faulty, which proves nothing."""
    for person in c.people:
        stated = plain(person.sex)[:1]
        if stated not in ("男", "女") or held_as_number(person.document) or person.row in c.matching.person_faults:
            continue
        right = sex(person.document, person.document_kind)
        if right and right != stated:
            yield on(person, SEX, right, stated=stated, right=right)
