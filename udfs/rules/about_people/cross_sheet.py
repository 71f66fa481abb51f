"""Rules on the results typed beside the people of 附件4, and on whom they belong to."""

from __future__ import annotations

from udfs.native.about_people import people
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PEOPLE, ClassFile, Person
from udfs.records.participants import RESULT_COLUMNS
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violations, at, on, row_name, rule
from udfs.rules.repeats import place_and_name
from udfs.values.cells import blank
from udfs.values.headings import KIND, MODE, OWNER

TYPED_RESULTS = tuple(RESULT_COLUMNS.values())


@rule(
    "A4-26", HINT, "P", clause="{online_means}", sheet=PEOPLE, fields=(MODE,),
    rests={PEOPLE: (MODE,)},
    needs=("people sheet", "trainees", "attendance sheet", "ended"),
    condition="有线上学员而考勤为空（结班后）；线上学员没有考核结果的，由A5-05、A5-10提示",
    title="线上学员没有考勤或考核", message="{problem}",
    fix="登记线上学员的考勤（没有缺勤的，备好平台导出的学习记录），填写结业考核",
)  # fmt: skip
def online_unattended(c: ClassFile, p: Parameters) -> Violations:
    online = c.online
    if online and not c.absences:
        yield at(PEOPLE, MODE, value=len(online), expected="有线上学习考勤", problem=f"有线上学员{len(online)}人，而考勤为空")


@rule(
    "A4-27", QUERY, "N", clause="常识", sheet=PEOPLE, fields=(OWNER,), needs=("people sheet", "people"),
    condition="归属与本行身份证号不一致，即本行结业考核、证书编号等工作列属于他人；身份证号本身有误或重复的，只提示号码",
    title="考核结果与本行人员不符", message="{name}一行的考核结果、证书编号等工作列属于{whose}",
    fix="运行“规范化”按归属移至本人一行；本人证件号码已更正的，核对后清空“归属”",
    native=Native(people.OTHERS_RESULT, message="考核结果与本行人员不符：运行“规范化”移至本人一行；本人号码已更正的，清空归属"),
    note="只对部分列排序、移动，或在原有人员的行内改填他人，均会造成；该人员的A5-08至A5-17不再提示。",
)  # fmt: skip
def typed_for_another(c: ClassFile, p: Parameters) -> Violations:
    for person in c.people:
        if person.is_misplaced and person.row not in c.matching.doubtful_people:
            yield on(person, OWNER, "本行的身份证号", whose=whose(c, person))


def whose(c: ClassFile, person: Person) -> str:
    """The person for whom the working columns of a row were entered, in words."""
    owners = c.matching.people_by_key.get(person.owner_key, ())
    return place_and_name(owners[0]) if owners else "另一个证件号码"


@rule(
    "A4-28", ERROR, "N", clause="常识", sheet=PEOPLE, fields=TYPED_RESULTS, needs=("people sheet",),
    rests={PEOPLE: (KIND,)},
    condition="结业考核或证书编号填在没有人员的行里，或者填在工作人员一行",
    title="结果旁边没有学员", message="{place}，却填了{field}",
    fix="填错行的移到学员本人一行；人员类别选错的改为学员；多余的清除",
    native=Native(people.STRAY_RESULT, everywhere=True),
)  # fmt: skip
def nobody_beside(c: ClassFile, p: Parameters) -> Violations:
    rows = [(one, f"第{one.row}行没有人员") for one in c.strays]
    rows += [(one, f"{row_name(one)}是工作人员") for one in c.staff]
    for person, place in rows:
        for field in TYPED_RESULTS:
            if not blank(person.get(field)):
                yield on(person, field, "空", place=place)
