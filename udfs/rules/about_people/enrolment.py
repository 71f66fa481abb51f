"""Rules on kind, region and mode of participation in 附件4."""

from __future__ import annotations

import dataclasses

from udfs.native.about_people import enrolment as formulas
from udfs.notice.parameters import Parameters
from udfs.people.places import region_of
from udfs.records.class_file import ATTENDANCE, PEOPLE, ClassFile, Person
from udfs.records.near_words import ENTRIES, listed, meant
from udfs.rules.about_people.attendance import withdrawn
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violations, at, on, rule
from udfs.values.cells import blank, text
from udfs.values.headings import DOCUMENT_KIND, KIND, LEAVE, MISSED, MODE, NAME, REGION


def rows_of(people: list[Person]) -> str:
    """第4、5行, or 第4、5…行等12人."""
    named = people[:10]
    shown = "、".join(str(person.row) for person in named)
    return f"第{shown}行" + (f"等{len(people)}人" if len(people) > len(named) else "")


@rule(
    "A4-22", QUERY, "P", clause="{online_elsewhere}", sheet=PEOPLE, fields=(MODE,),
    rests={PEOPLE: (MODE,)},
    needs=("people sheet", "trainees", "project", "known place"),
    condition="参训方式为线上的学员，所属地区就是举办地点所在的省（自治区、直辖市）。国家级作核实，市级作提示；举办地点无法判断在哪里的不核",
    title="本地学员线上参加",
    message="举办地点在{region}，线上学员中有{count}人的所属地区也是{region}（{rows}）；只有异地学员可以线上参加",
    fix="核对参训方式和所属地区；情况属实的在说明中写明原因",
)  # fmt: skip
def local_trainees_online(c: ClassFile, p: Parameters) -> Violations:
    """One hit per class."""
    region = region_of(c.project.place)
    local = [person for person in c.online if region_of(person.region) == region]
    if local:
        hit = at(PEOPLE, MODE, value=len(local), expected="线下", region=region, count=len(local), rows=rows_of(local))
        yield hit if c.national else dataclasses.replace(hit, severity=HINT)


@rule(
    "A4-23", HINT, "N", clause="{min_trainees}、{absence_share}", says="min_trainees", sheet=PEOPLE, fields=(NAME,),
    rests={ATTENDANCE: (LEAVE, MISSED)},
    uses=("min_trainees", "absence_share"), needs=("people sheet", "trainees", "kinds", "ended", "hours"),
    condition="学员人数不少于<min_trainees>人，而减去按退学处理的（KQ-02）少于<min_trainees>人（结班后才查）",
    title="减去退学的学员后人数不足", message="学员{count}人，其中{gone}人按退学处理，余{left}人，每期应不少于{least}人",
    fix="核对考勤；属实的，总结报告中如实写明",
    native=Native(formulas.TOO_FEW_LEFT, whole=True),
)  # fmt: skip
def too_few_left(c: ClassFile, p: Parameters) -> Violations:
    absences = {absence.row: absence for absence in c.absences}
    withdrawn_keys = {absences[hit.row].key for hit in withdrawn(c, p) if hit.row is not None} - {""}
    count, gone = len(c.trainees), sum(person.key in withdrawn_keys for person in c.trainees)
    if count >= p.min_trainees > count - gone:
        yield at(
            PEOPLE, NAME, value=count - gone, expected=f"不少于{p.min_trainees}人", count=count, gone=gone, left=count - gone,
            least=p.min_trainees,
        )  # fmt: skip


@rule(
    "A4-24", ERROR, "N", clause="常识", sheet=PEOPLE, fields=(KIND, DOCUMENT_KIND, MODE), needs=("people sheet", "people"),
    condition="人员类别、证件类型或参训方式填的不是列表中的一项（空白的人员类别按学员、参训方式按线下，空白的证件类型按号码判断）。"
    "人员类别有误的既不算学员也不算工作人员",
    title="不是列表中的一项", message="{name}的{field}“{shown}”不在列表中{instead}", fix="{todo}",
    native=tuple(
        Native(
            formulas.unlisted(f"参数_{field}"), fields=(field,),
            message=f"{field}不是列表中的一项：从{'、'.join(ENTRIES[field])}中选择，或运行“规范化”",
        )
        for field in (KIND, DOCUMENT_KIND, MODE)
    ),
)  # fmt: skip
def unlisted_word(c: ClassFile, p: Parameters) -> Violations:
    fields = [(field, Person.attributes()[field]) for field in (KIND, DOCUMENT_KIND, MODE)]
    for person in c.people:
        for field, attribute in fields:
            value = getattr(person, attribute)
            if value is None or blank(value) or listed(field, value):
                continue
            entry, entries = meant(field, value), "、".join(ENTRIES[field])
            todo = f"改为“{entry}”，或运行“规范化”" if entry else f"从{entries}中选择"
            instead = f"，应为“{entry}”" if entry else ""
            yield on(person, field, entry or entries, shown=text(value)[:20], instead=instead, todo=todo)


@rule(
    "A4-25", HINT, "P", clause="{nationwide}", sheet=PEOPLE, fields=(REGION,),
    uses=("municipal_region",), needs=("people sheet", "trainees", "national"),
    condition="国家级项目，填了所属地区的学员全部来自本地（通知的印发地区）",
    title="国家级项目没有外地学员", message="填了所属地区的{count}名学员全部来自{region}，国家级项目应面向全国招收",
    fix="核对所属地区是否填错或漏填；属实的备好面向全国招生的记录",
)  # fmt: skip
def nobody_from_elsewhere(c: ClassFile, p: Parameters) -> Violations:
    known = [person for person in c.trainees if not blank(person.region)]
    if known and all(region_of(person.region) == p.region for person in known):
        yield at(PEOPLE, REGION, value=len(known), expected="各地学员", count=len(known), region=p.region)
