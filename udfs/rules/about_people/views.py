"""Rules on 附件5 as a sheet: its columns, and mixtures of computed and typed cells."""

from __future__ import annotations

from udfs.native.about_people import results as formulas
from udfs.notice.parameters import Parameters
from udfs.records.class_file import RESULTS, ClassFile, Result
from udfs.records.participants import MIRRORED, RESULT_COLUMNS, OutOfView
from udfs.rules.about_people.results import listed, mirrors
from udfs.rules.about_people.stated_hours import too_few_hours
from udfs.rules.headings import missing_headings
from udfs.rules.model import ERROR, Native, Violation, Violations, on, rule
from udfs.values.cells import held_as_number, text
from udfs.values.headings import DOCUMENT, HOURS, NAME, PHONE

HALF = "附件5自动带出与手工填写混用：考核结果填在附件4本人一行，再运行“生成附件5”；全部手工填写的，清除自动带出的行"
COMPUTED_AGAIN = "运行“生成附件5”"


@rule(
    "A5-18", ERROR, "N", clause="常识", sheet=RESULTS, fields=(DOCUMENT, PHONE), uses=("exact_digits",),
    needs=("results sheet", "results"), after=("A5-01",),
    condition="身份证号或联系电话是数字（或日期）而不是文本，判断同A4-18；与附件4相同的只在附件4提示",
    title="证件号码或电话存成了数字", message="{name}的{field}存成了数字{loss}",
    fix="把该列设为文本格式，再按证件重新录入{field}",
    native=tuple(Native(formulas.stored_as_number(field), fields=(field,)) for field in (DOCUMENT, PHONE)),
)  # fmt: skip
def stored_as_number(c: ClassFile, p: Parameters) -> Violations:
    loss = f"，第{p.exact_digits}位以后的数字已经丢失"
    for result in listed(c):
        for field, value in ((DOCUMENT, result.document), (PHONE, result.phone)):
            if held_as_number(value) and not mirrors(c, result, field):
                lost = field == DOCUMENT and len(text(value)) > p.exact_digits
                yield on(result, field, "文本", loss=loss if lost else "")


@rule(
    "A5-20", ERROR, "P", clause="附件5", sheet=RESULTS, fields=Result.OFFICIAL, needs=("results sheet",),
    condition="附件5的表头缺少官方列，或列名有改动（列的先后和表头中的空格、换行不计）",
    title="附件5的表头有改动", message="附件5{problem}", fix="按通知附件5的表头改回",
)  # fmt: skip
def changed_headings(c: ClassFile, p: Parameters) -> Violations:
    yield from missing_headings(c, Result)


@rule(
    "A5-21", ERROR, "N", clause="常识", sheet=RESULTS, fields=(*MIRRORED, HOURS, *RESULT_COLUMNS),
    uses=("absence_share",), needs=("results sheet",), after=("A5-07", "A5-16"),
    condition="附件5由附件4自动带出，而某行的是否通过结业考核或证书编号是手工填写的，或其他列与附件4、考勤不一致，或公式已被清除；"
    "附件5为手工填写，而某行仍由公式带出（A5-07、A5-08、A5-16已经提示的学时数不再提示）",
    title="附件5自动带出与手工填写混用", message="{problem}", fix="{todo}",
    native=tuple(
        Native(formulas.out_of_view(field), fields=(field,), everywhere=True, message=HALF)
        for field in (*MIRRORED, HOURS, *RESULT_COLUMNS)
    ),
)  # fmt: skip
def half_computed(c: ClassFile, p: Parameters) -> Violations:
    """One hit per cell; for a row wholly of the other kind only at 姓名."""
    by_row = {result.row: result for result in c.results}
    for one in c.out_of_view:
        if one.field == HOURS and one.row in by_row and too_few_hours(by_row[one.row], c, p):
            continue
        problem, todo = half_words(c, one)
        yield Violation(RESULTS, one.field, one.row, one.value, one.expected or "空", {"problem": problem, "todo": todo})


def half_words(c: ClassFile, one: OutOfView) -> tuple[str, str]:
    """Problem and fix of a cell that is neither computed nor typed like the rest."""
    place = f"第{one.row}行"
    if not c.results_beside:
        shown = text(one.value)[:20]
        todo = f"名单由附件4带出的，清除手工填写的行后{COMPUTED_AGAIN}；名单手工填写的，清除这一行或改成手工填写"
        return f"附件5为手工填写，{place}仍由附件4带出（{shown}）", todo
    if one.field in RESULT_COLUMNS:
        todo = f"把它填到附件4本人一行的“{RESULT_COLUMNS[one.field]}”，再{COMPUTED_AGAIN}"
        return f"附件5由附件4自动带出，{place}的{one.field}是手工填写的", todo
    if one.field == NAME and one.value is None:
        return f"附件5由附件4自动带出，{place}缺少公式，未带出附件4的{one.expected[:20]}", COMPUTED_AGAIN
    todo = f"与本人不符的改正{'考勤' if one.field == HOURS else '附件4'}，再{COMPUTED_AGAIN}"
    return f"附件5由附件4自动带出，{place}的{one.field}与附件4、考勤不一致", todo
