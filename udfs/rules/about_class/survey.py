"""Rules on 附件6 学员满意度测评/测评统计表."""

from __future__ import annotations

import dataclasses
from collections import Counter
from fractions import Fraction

from udfs.native.about_class import survey as formulas
from udfs.native.cells import whole
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PEOPLE, SURVEY, SURVEY_LEVELS, ClassFile, SurveyForms, SurveyItem
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violation, Violations, at, on, rule
from udfs.rules.needs import NEEDS
from udfs.survey.satisfaction import agrees, level_counts, rounded, satisfaction, stated_rate
from udfs.values import cells
from udfs.values.headings import KIND, SURVEY_ITEM, SURVEY_RATE

ISSUED, RETURNED, VALID = SurveyForms.attributes()


def form_count(c: ClassFile, label: str) -> int | None:
    """A count above the table; None if the cell holds no non-negative integer."""
    number = cells.number(c.forms.get(label))
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def on_count(c: ClassFile, label: str, expected: str, problem: str) -> Violation:
    return at(SURVEY, label, c.forms.get(label), expected, label=label, problem=problem)


@rule(
    "A6-01", ERROR, "N", clause="附件6", says="form_survey", sheet=SURVEY, fields=(*SURVEY_LEVELS, VALID),
    rests={SURVEY: (*SURVEY_LEVELS, VALID)},
    needs=("survey sheet", "survey"), after=("A6-02",),
    condition="某个测评项目各等级的份数之和≠有效份数，或者份数不是从0起的整数；各项目之和都相同而不等于有效份数的，只在有效份数上提示一次",
    title="各等级份数之和不等于有效份数",
    message="{problem}",
    fix="核对各等级的份数和有效份数",
    native=(
        *(
            Native(formulas.first_wrong(level), fields=(level,), message="份数应为从0起的整数，各等级之和应等于有效份数",
                   validation=whole("{.}"))
            for level in SURVEY_LEVELS
        ),
        Native("AND(参数_测评已填,参数_份数同错)", fields=(VALID,), whole=True,
               message="有效份数与各测评项目的份数之和都不相等：核对有效份数"),
    ),
)  # fmt: skip
def counts_do_not_add_up(c: ClassFile, p: Parameters) -> Violations:
    valid = form_count(c, VALID)
    wrong: dict[int, int] = {}
    for item in c.survey:
        counts = level_counts(item)
        if counts is None:
            level = next(level for level in SURVEY_LEVELS if not is_count(item, level))
            value = cells.text(item.get(level))[:30]
            yield on(item, level, "从0起的整数", problem=f"“{item_name(item)}”的{level}“{value}”不是份数")
        elif valid is not None and sum(counts.values()) != valid:
            wrong[item.row] = sum(counts.values())
    if len(wrong) > 1 and len(wrong) == len(c.survey) and len(set(wrong.values())) == 1:
        answers = next(iter(wrong.values()))
        problem = f"有效份数{valid}，而{len(wrong)}个测评项目各等级份数之和都是{answers}"
        yield on_count(c, VALID, str(answers), problem)
        return
    for item in c.survey:
        if item.row in wrong:
            answers, off = wrong[item.row], abs(wrong[item.row] - (valid or 0))
            problem = f"“{item_name(item)}”各等级份数之和为{answers}，有效份数为{valid}，相差{off}"
            yield on(item, SURVEY_LEVELS[0], f"四个等级之和为{valid}", problem=problem)


def is_count(item: SurveyItem, level: str) -> bool:
    """True if the cell is empty or holds a non-negative integer."""
    value = item.get(level)
    number = cells.number(value)
    return cells.blank(value) or (number is not None and number >= 0 and number == int(number))


def item_name(item: SurveyItem) -> str:
    return cells.text(item.item)[:40] or f"第{item.row}行"


@rule(
    "A6-02", ERROR, "N", clause="附件6", says="form_survey", sheet=SURVEY, fields=(ISSUED, RETURNED, VALID),
    rests={SURVEY: (ISSUED, RETURNED, VALID), PEOPLE: (KIND,)},
    needs=("survey sheet", "survey begun"),
    condition="不满足：有效份数≤回收份数≤发放份数，或者其中一个不是从0起的整数，或者（结班后）未填写。发放份数多于学员人数的只作核实"
    "（附件4的人员类别有误时不核）",
    title="问卷份数前后矛盾",
    message="{label}{problem}",
    fix="核对发放、回收、有效份数，应为：有效份数≤回收份数≤发放份数，一般不多于学员人数；多印的备用问卷写明情况",
    native=(
        *(
            Native(formulas.count_wrong(label), fields=(label,), whole=True, validation=formulas.count_right(label))
            for label in (ISSUED, RETURNED, VALID)
        ),
        Native(
            formulas.MORE_THAN_TRAINEES, fields=(ISSUED,), whole=True, severity=QUERY,
            message="发放份数多于附件4的学员人数：核对份数和附件4；多印的备用问卷写明情况",
        ),
    ),
)  # fmt: skip
def forms_out_of_order(c: ClassFile, p: Parameters) -> Violations:
    counts = {label: form_count(c, label) for label in (VALID, RETURNED, ISSUED)}
    for label in (ISSUED, RETURNED, VALID):
        if counts[label] is None:
            value = c.forms.get(label)
            if cells.blank(value) and not c.ended:
                continue
            problem = "未填写" if cells.blank(value) else f"“{cells.text(value)[:30]}”不是份数"
            yield on_count(c, label, "从0起的整数", problem)
    for label, part_of in formulas.WHOLE.items():
        count, most = counts[label], counts[part_of]
        if count is not None and most is not None and count > most:
            yield on_count(c, label, f"不多于{most}", f"{count}，多于{part_of}{most}")
    issued, trainees = counts[ISSUED], len(c.trainees)
    if issued is not None and issued > trainees > 0 and NEEDS["kinds"][0](c):
        hit = on_count(c, ISSUED, f"不多于{trainees}", f"{issued}，多于附件4的学员人数{trainees}")
        yield dataclasses.replace(hit, severity=QUERY)


@rule(
    "A6-03", QUERY, "N", clause="附件6", says="form_survey", sheet=SURVEY, fields=(SURVEY_RATE,), uses=("satisfied_levels",),
    rests={SURVEY: (*SURVEY_LEVELS, VALID)},
    needs=("survey sheet", "survey"),
    condition="所填满意率（大于1的按百分数）与（很满意＋满意）÷有效份数四舍五入到2位、3位、4位小数的都不相同，也不是更精确的计算结果；"
    "份数有A6-01所列问题的项目不核",
    title="满意率计算有误",
    message="“{item}”满意率{value}，按份数计算为{expected}",
    fix="改正满意率，或者清空由公式计算",
    native=Native(formulas.WRONG_RATE),
)  # fmt: skip
def rate_wrong(c: ClassFile, p: Parameters) -> Violations:
    valid = form_count(c, VALID)
    for item in c.survey:
        counts = level_counts(item)
        rate = satisfaction(counts, p) if counts else None
        if cells.blank(item.rate) or rate is None or counts is None or (valid is not None and sum(counts.values()) != valid):
            continue
        stated = stated_rate(item.rate)
        if stated is None or not agrees(stated, rate):
            yield on(item, SURVEY_RATE, percent(rate), item=item_name(item))


def percent(rate: Fraction) -> str:
    """The rate as a percentage with two decimals: 95.83%."""
    return f"{rounded(rate * 100, 2):f}%"


@rule(
    "A6-04", HINT, "N", clause="附件6", says="form_survey", sheet=SURVEY, fields=(RETURNED,), uses=("min_return_share",),
    rests={SURVEY: (ISSUED, RETURNED, VALID)},
    needs=("survey sheet", "survey begun"), after=("A6-02",),
    condition="回收份数<发放份数的80%（份数前后矛盾的不核）",
    title="问卷回收率偏低",
    message="发放{issued}份，回收{returned}份，回收率{share}，一般不低于{limit}即{least}份",
    fix="尽量补收问卷；确实收不齐的在总结报告中说明",
    native=Native(formulas.FEW_RETURNED, whole=True),
)  # fmt: skip
def few_returned(c: ClassFile, p: Parameters) -> Violations:
    issued, returned = form_count(c, ISSUED), form_count(c, RETURNED)
    if not issued or returned is None or any(hit.severity != QUERY for hit in forms_out_of_order(c, p)):
        return
    if Fraction(returned, issued) < p.min_return_share:
        least = -(-issued * p.min_return_share // 1)
        yield at(
            SURVEY, RETURNED, c.forms.returned, f"不少于{least}", issued=issued, returned=returned,
            share=percent(Fraction(returned, issued)), limit=percent(p.min_return_share), least=least,
        )  # fmt: skip


@rule(
    "A6-05", HINT, "P", clause="附件6", says="form_survey", sheet=SURVEY, fields=(SURVEY_ITEM,), uses=("straight_line_share",),
    needs=("survey sheet", "answers"),
    condition="半数以上的问卷所有项目都选同一等级",
    title="多数问卷全卷同一等级",
    message="{forms}份问卷中有{straight}份所有项目都选同一等级（多为“{level}”），超过{limit}",
    fix="了解是否认真填答；情况属实的不必处理",
)  # fmt: skip
def straight_lines(c: ClassFile, p: Parameters) -> Violations:
    levels = Counter(answers[0] for answers in map(given_answers, c.answers) if len(answers) > 1 and len(set(answers)) == 1)
    straight = sum(levels.values())
    if Fraction(straight, len(c.answers)) > p.straight_line_share:
        level = levels.most_common(1)[0][0]
        limit = percent(p.straight_line_share)
        yield at(SURVEY, SURVEY_ITEM, expected="", forms=len(c.answers), straight=straight, level=level, limit=limit)


def given_answers(answers: tuple[str, ...]) -> list[str]:
    """The non-blank answers of one form."""
    return [answer for answer in map(cells.plain, answers) if answer]
