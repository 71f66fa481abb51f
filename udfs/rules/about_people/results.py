"""Rules on the people listed in 附件5.

If 附件5 is a view of 附件4, faults are reported there, as are faults that a typed list merely repeats.
"""

from __future__ import annotations

from udfs.native.about_people import people as person_formulas
from udfs.native.about_people import results as formulas
from udfs.notice.parameters import Parameters
from udfs.people.identity import document_kind
from udfs.records.class_file import PEOPLE, PROJECT, RESULTS, ClassFile, Person, Result
from udfs.records.participants import MIRRORED
from udfs.rules.model import ERROR, Native, Violations, at, on, row_name, rule
from udfs.rules.repeats import others, place_and_name
from udfs.values.cells import blank, text
from udfs.values.headings import DOCUMENT, EMPLOYER, HOURS, NAME, PASSED, PHONE, TITLE

REQUIRED = (NAME, HOURS, DOCUMENT, PHONE, EMPLOYER, TITLE, PASSED)
CLEARED = "；行中没有学员的，清除留下的考核结果和证书编号"


def has(c: ClassFile, field: str) -> bool:
    return c.has_column(RESULTS, field)


def mirrors(c: ClassFile, result: Result, field: str) -> bool:
    """True if the cell repeats that of 附件4 for this person (both may be empty)."""
    pair = c.matching.results.get(result.row)
    if pair is None or field not in MIRRORED:
        return False
    before, here = pair.person.get(field), result.get(field)
    return before == here or (blank(before) and blank(here))


def listed(c: ClassFile) -> tuple[Result, ...]:
    """The rows of a typed 附件5; empty for a computed one, whose faults are reported in 附件4."""
    return () if c.results_beside else c.results


def comparable(c: ClassFile) -> bool:
    """True if both sheets have the column by which people are matched."""
    return c.has_column(PEOPLE, DOCUMENT) and has(c, DOCUMENT)


@rule(
    "A5-01", ERROR, "N", clause="附件5", sheet=RESULTS, fields=REQUIRED, needs=("results sheet", "results", "ended"),
    condition="已录入的行缺姓名、学时数、身份证号、联系电话、工作单位、专业技术职务（职称）或是否通过结业考核"
    "（附件4同样漏填的只在附件4提示；姓名和身份证号都没有的行只提示姓名）",
    title="附件5有漏填", message="{name}的{field}未填写", fix="{todo}",
    native=(
        *(
            Native(formulas.missing(field, field in MIRRORED), fields=(field,), message=f"附件5有漏填：补填{field}{CLEARED}")
            for field in REQUIRED
        ),
        Native(formulas.NOBODYS_RESULT, fields=(NAME,), message=f"附件5有漏填：补填{NAME}{CLEARED}", everywhere=True),
    ),
)  # fmt: skip
def entry_missing(c: ClassFile, p: Parameters) -> Violations:
    """One hit per cell. Missing columns are reported by A5-20."""
    fields = [(field, Result.attributes()[field]) for field in REQUIRED if has(c, field)]
    for result in listed(c):
        nobody = has(c, NAME) and blank(result.name) and blank(result.document)
        for field, attribute in fields[:1] if nobody else fields:
            if blank(getattr(result, attribute)) and not mirrors(c, result, field):
                yield on(result, field, "不能为空", todo=f"补填{field}{CLEARED if nobody else ''}")


@rule(
    "A5-02", ERROR, "N", clause="GB11643", sheet=RESULTS, fields=(DOCUMENT,), needs=("results sheet", "results"),
    rests={PROJECT: ("开始日期",)},
    after=("A5-01", "A5-18"),
    condition="证件号码有误，判断同A4-05；与附件4同一人的号码一字不差的，只在附件4提示",
    title="证件号码有误", message="{name}的{kind}号码有误，{problem}", fix="对照证件原件和附件4逐位核对后改正",
    native=Native(formulas.WRONG_DOCUMENT, validation=formulas.LIKELY_DOCUMENT, detail="{#号码说法}"),
)  # fmt: skip
def wrong_document(c: ClassFile, p: Parameters) -> Violations:
    faults = c.matching.result_faults
    for result in listed(c):
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
def same_document(c: ClassFile, p: Parameters) -> Violations:
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
def not_a_trainee(c: ClassFile, p: Parameters) -> Violations:
    if not comparable(c):
        return
    for result in listed(c):
        if not result.key or result.key in c.enrolled:
            continue
        pair = c.matching.results.get(result.row)
        if pair and not pair.by_number and pair.person.row in c.matching.doubtful_people:
            continue  # the number in 附件4 is the wrong one and is reported there
        yield on(result, DOCUMENT, "附件4中学员的号码", problem=whereabouts(pair.person if pair else None))


def whereabouts(person: Person | None) -> str:
    """What 附件4 contains about a person who is no trainee by document number."""
    if person is None:
        return "附件4中没有此证件号码"
    if person.is_staff:
        return f"附件4{place_and_name(person)}是工作人员"
    return f"附件4{place_and_name(person)}的证件号码与此不同"


@rule(
    "A5-05", ERROR, "N", clause="附件4/5", sheet=PEOPLE, fields=(DOCUMENT,),
    needs=("people sheet", "results sheet", "trainees", "ended"),
    condition="附件4的学员在附件5中没有（按证件号码对应，提示在附件4的行上；附件5全空时只在附件5表头提示一次）",
    title="学员未列入附件5", message="{problem}",
    fix="在附件5补入缺的学员（未通过考核的也要列入；可运行“生成附件5”），或改正两表不一致的证件号码",
    native=(
        Native(person_formulas.MISSING_IN_RESULTS, message="学员未列入附件5：在附件5补入，或改正两表不一致的证件号码"),
        Native(formulas.NOBODY, whole=True, sheet=RESULTS, fields=(NAME,), message="附件5没有学员：在附件5补入附件4的学员"),
    ),
)  # fmt: skip
def trainee_missing(c: ClassFile, p: Parameters) -> Violations:
    if not comparable(c) or c.results_beside:
        return
    if not c.results:
        yield at(RESULTS, NAME, value=0, expected=f"{len(c.trainees)}人", problem=f"附件5没有学员，附件4有{len(c.trainees)}人")
        return
    still_shown = {one.person_row for one in c.out_of_view}
    for person in c.trainees:
        if not person.key or person.key in c.result_keys or person.row in still_shown:
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
def sheets_differ(c: ClassFile, p: Parameters) -> Violations:
    for result in listed(c):
        for field in c.matching.differences.get(result.row, ()):
            person = c.matching.results[result.row].person
            before = "" if field == PHONE else text(person.get(field))
            shown = f"，附件4为“{before[:40]}”" if before else ""
            yield on(result, field, before or "与附件4相同", row=person.row, shown=shown)
