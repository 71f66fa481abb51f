"""Detects survey tables without one row per form: transposed ones, and counts instead of answers.

They are refused with an explanation: a transposed form has no row to refer to, and counts need no counting.
"""

from __future__ import annotations

from collections.abc import Sequence

from udfs.survey.questionnaire import PLACE_OF, answer_word, is_answer
from udfs.values.cells import Value, blank, number, text
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import cores
from workbooks.sources.model import SourceBlock
from workbooks.survey.long_answers import QUESTION

NEAR_TOP = 60
FEWEST, MOSTLY, HALF = 2, 0.8, 0.5
LEVELS_OF_A_TABLE = 3
_PERCENT, _MARK = regex(r"[0-9]{1,3}(?:\.[0-9]+)?[%％]"), regex(r"(?:100|[5-9][0-9])(?:\.[0-9]+)?分?")
_SOMEBODY = "学员|学生|同学|人员|用户|答卷|问卷|样本|受访[者人]|填写[者人]|答题[者人]|测评[者人]|评价[者人]|提交者"
_RESPONDENT = regex(rf"(?:{_SOMEBODY})(?:编号|序号)?[第\s#_—\-]*[0-9]+[号份位名]?|第?[0-9]+[号份位名](?:{_SOMEBODY})?")


def check_counts(block: SourceBlock) -> None:
    """Errors: ``Unusable`` if the block contains counts by item and level."""
    for at, row in enumerate(block.rows[:NEAR_TOP]):
        if holds_counts(block, at, row):
            raise Unusable(
                str(block.at(at)),
                "是已经统计好的份数，不是一份一行的答卷",
                "请把各项目各等级的份数直接填进附件6，发放、回收、有效份数一并填写；要由程序统计，请给出原始答卷",
            )


def check_marks(block: SourceBlock) -> None:
    """Errors: ``Unusable`` if the block contains percentages or scores out of 100: 附件6 counts levels."""
    cells = [text(cell) for row in block.rows[:NEAR_TOP] for cell in row if not blank(cell)]
    percent = sum(bool(_PERCENT.fullmatch(cell)) for cell in cells)
    marks = sum(bool(_MARK.fullmatch(cell)) for cell in cells)
    if max(percent, marks) >= HALF * len(cells) / 2 and max(percent, marks) > FEWEST:
        what = "填的是百分数，不是测评等级" if percent >= marks else "填的是百分制分数，不是测评等级"
        raise Unusable(
            str(block.at(0)), what, "附件6按等级计份数：请给出很满意、满意、一般、不满意的原始答卷，几分算哪一级由单位定"
        )


def check_lying(block: SourceBlock, items: Sequence[str]) -> None:
    """Errors: ``Unusable`` if the block has one column per form. ``items``: those of 附件6, if required."""
    for at, row in enumerate(block.rows[:NEAR_TOP]):
        if any(items_stand_below(block, at, column, items) for column in range(len(row))):
            raise lying(block, at)


def check_headings(block: SourceBlock, row: int, headings: Sequence[str]) -> None:
    """Errors: ``Unusable`` if the supposed questions are named after respondents."""
    people = [heading for heading in headings if _RESPONDENT.fullmatch(heading)]
    if len(people) >= FEWEST and len(people) > HALF * len(headings):
        raise lying(block, row)


def lying(block: SourceBlock, row: int) -> Unusable:
    return Unusable(
        str(block.at(row)),
        "每份答卷占一列、测评项目在各行，横竖颠倒，不能按答卷统计",
        "请在表格软件里复制后选择性粘贴、勾选“转置”，使每份答卷占一行，再统计",
    )


def holds_counts(block: SourceBlock, at: int, row: Sequence[Value]) -> bool:
    """True if ``row`` contains levels with numbers below, some greater than one."""
    columns = [column for column, cell in enumerate(row) if isinstance(cell, str) and answer_word(cell) in PLACE_OF]
    if len({answer_word(text(row[column])) for column in columns}) < LEVELS_OF_A_TABLE:
        return False
    cells = [cell for column in columns for cell in below(block, at, column)]
    numbers = [found for cell in cells if (found := number(cell)) is not None]
    return len(numbers) >= MOSTLY * len(cells) and any(found > 1 for found in numbers)


def items_stand_below(block: SourceBlock, at: int, column: int, items: Sequence[str]) -> bool:
    """True if the items are below a heading, one per row, with answers in the columns beside them."""
    said = [text(cell) for cell in below(block, at, column)]
    if len(said) < FEWEST or len(set(said)) < len(said) or any(is_answer(one) for one in said):
        return False
    heading = block.rows[at][column]
    called = isinstance(heading, str) and bool(set(cores(heading.strip())) & set(QUESTION))
    if not called and (not items or sum(item in said for item in items) < HALF * len(items)):
        return False
    width = max(len(row) for row in block.rows[at:])
    return any(answers(block, at, other) for other in range(width) if other != column)


def answers(block: SourceBlock, at: int, column: int) -> bool:
    cells = below(block, at, column)
    return bool(cells) and sum(is_answer(text(cell)) for cell in cells) >= MOSTLY * len(cells)


def below(block: SourceBlock, at: int, column: int) -> list[Value]:
    return [row[column] for row in block.rows[at + 1 :] if column < len(row) and not blank(row[column])]
