"""Brings a survey export to one row per form and one column per item, whichever way the site wrote it.

Known are one row per answer (答卷编号, 题目, 选项) and one ticked column per option (课程设置:很满意, 课程设置:满意 …).
What has no forms is refused with an explanation: a transposed form has no row to refer to, counts need no counting, and
附件6 counts levels, not percentages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from udfs.records.class_file import SURVEY_LEVELS
from udfs.survey.questionnaire import PLACE_OF, answer_word, is_answer
from udfs.values.cells import Value, blank, number, plain, text
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import column_called, words_of
from workbooks.rosters.layout.written import ticked
from workbooks.sources.model import SourceBlock, cell_of

NEAR_TOP = 60
FEWEST, MOSTLY, HALF = 2, 0.8, 0.5
"""Minimum number of columns of a kind; minimum shares of cells of a kind."""
FORM = (
    "答卷编号", "答卷序号", "答卷id", "答卷号", "问卷编号", "问卷序号", "提交编号", "记录编号", "id", "用户id", "学号",
    "填写人", "提交者", "姓名", "编号", "序号",
)  # fmt: skip
QUESTION = (
    "题目", "问题", "题目名称", "问题名称", "题干", "测评项目", "评价项目", "测评内容", "评价内容", "项目", "指标", "question",
)  # fmt: skip
ANSWER = (
    "选项", "答案", "回答", "选项内容", "答案内容", "所选选项", "选择", "评价", "满意程度", "满意度", "测评等级", "评价等级",
    "等级", "结果", "分值", "answer",
)  # fmt: skip
"""Headings of the three columns, most specific first: 序号 may only number the rows."""
_LEVELS = "|".join(sorted(PLACE_OF, key=len, reverse=True))
_OPTION = regex(
    rf"(.*?)[\s:：|｜_\-—–·.、/(（\[【]*(?:[A-Ea-e1-5][.、．)）]?\s*)?({_LEVELS})\s*(?:[(（]?[0-9]分[)）]?)?[)）\]】]*"
)
_TICKED = frozenset(("1", "√", "✓", "✔", "☑", "是", "选中", "已选", "true", "y", "●", "■", "v"))
_OPEN = frozenset(("", "0", "否", "未选", "未选中", "false", "n", "○", "□", "☐", "-", "(空)", "(跳过)"))
_EXPLAINED = regex(rf"([1-5A-Ea-e])\s*分?\s*[=＝:：、.．\-—–]?\s*(?:为|代表|表示|是)?\s*[“\"]?({_LEVELS})")
LEVELS_OF_A_TABLE = 3
_COUNTED = regex(r"([0-9]+)\s*[票份人]")
_STARS = regex(r"[★⭐]+☆*")
_PERCENT, _MARK = regex(r"[0-9]{1,3}(?:\.[0-9]+)?[%％]"), regex(r"(?:100|[5-9][0-9])(?:\.[0-9]+)?分?")
_SOMEBODY = "学员|学生|同学|人员|用户|答卷|问卷|样本|受访[者人]|填写[者人]|答题[者人]|测评[者人]|评价[者人]|提交者"
_RESPONDENT = regex(rf"(?:{_SOMEBODY})(?:编号|序号)?[第\s#_—\-]*[0-9]+[号份位名]?|第?[0-9]+[号份位名](?:{_SOMEBODY})?")


def in_columns(block: SourceBlock) -> SourceBlock:
    """The block with one row per form and one column per item. Stars become points. Errors: ``Unusable`` if a form has two
    answers to a question."""
    if any(isinstance(cell, str) and _STARS.fullmatch(cell) for row in block.rows for cell in row):
        block = replace(block, rows=[[points(cell) for cell in row] for row in block.rows])
    for at, row in enumerate(block.rows[:NEAR_TOP]):
        form, question, answer = (column_called(row, words) for words in (FORM, QUESTION, ANSWER))
        if form is not None and question is not None and answer is not None:
            return one_row_a_form(block, at, (form, question, answer))
    for at in range(min(NEAR_TOP, len(block.rows))):
        options = options_in(block, at)
        if options and all_ticks(block, at, options):
            return one_column_an_item(block, at, options)
    return block


def points(cell: Value) -> Value:
    """★★★★☆ as 4; any other cell unchanged."""
    return str(len(cell.rstrip("☆"))) if isinstance(cell, str) and _STARS.fullmatch(cell) else cell


def one_row_a_form(block: SourceBlock, heading: int, columns: Sequence[int]) -> SourceBlock:
    """The rows of answers gathered by form; each refers to the first row of its form."""
    forms: dict[str, dict[str, str]] = {}
    lines: list[int] = []
    questions: dict[str, None] = {}
    for at in range(heading + 1, len(block.rows)):
        form, question, answer = (text(cell_of(block.rows[at], column)) for column in columns)
        if not form or not question:
            continue
        if form not in forms:
            lines.append(at)
        questions[question] = None
        if forms.setdefault(form, {}).setdefault(question, answer) != answer:
            twice = f"答卷“{form}”对“{question}”有两个答案"
            raise Unusable(str(block.at(at)), twice, "请核对导出的答卷，删去多余的一行再试")
    rows = [[form, *(answers.get(question, "") for question in questions)] for form, answers in forms.items()]
    return block.rearranged([["", *questions], *rows], (heading, *lines))


@dataclass(frozen=True)
class Option:
    """A column of one option of one item."""

    column: int
    item: str
    level: str


def options_in(block: SourceBlock, at: int) -> list[Option]:
    """The options in a heading of one row, or of a row of levels below one of items; [] if it has none."""
    words = [(column, _OPTION.fullmatch(shown(cell))) for column, cell in enumerate(block.rows[at])]
    one = [Option(column, stated[1].strip(), stated[2]) for column, stated in words if stated is not None]
    named = [option for option in one if option.item]
    if enough(named):
        return named
    if not at or named:
        return []
    item, found = "", list[Option]()
    for option in one:
        item = shown(cell_of(block.rows[at - 1], option.column)) or item
        found.append(replace(option, item=item))
    return found if all(option.item for option in found) and enough(found) else []


def enough(options: Sequence[Option]) -> bool:
    """True if every item has several options, each once."""
    by_item: dict[str, list[str]] = {}
    for option in options:
        by_item.setdefault(option.item, []).append(option.level)
    return bool(by_item) and all(len(levels) >= FEWEST and len(set(levels)) == len(levels) for levels in by_item.values())


def shown(cell: Value) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) and len(cell) < 200 else ""


def all_ticks(block: SourceBlock, heading: int, options: Sequence[Option]) -> bool:
    """True if the columns contain only ticks."""
    rows = block.rows[heading + 1 :]
    found = {mark(row[option.column], option.level) for row in rows for option in options if option.column < len(row)}
    return True in found and None not in found


def mark(cell: Value, level: str) -> bool | None:
    """Whether an option is ticked; None if unclear."""
    word = plain(cell).lower()
    if word in _TICKED or answer_word(word) == level:
        return True
    return False if word in _OPEN else None


def one_column_an_item(block: SourceBlock, heading: int, options: Sequence[Option]) -> SourceBlock:
    """The options of each item in the place of the first, with the ticked level. Several ticks in one item are all kept, so
    that the form is reported with several answers."""
    items: dict[str, list[Option]] = {}
    for option in options:
        items.setdefault(option.item, []).append(option)
    first = {of_item[0].column: item for item, of_item in items.items()}
    taken = {option.column for option in options} - first.keys()
    kept = [column for column in range(max(map(len, block.rows))) if column not in taken]

    def chosen(row: Sequence[Value], item: str) -> str:
        return "、".join(one.level for one in items[item] if one.column < len(row) and mark(row[one.column], one.level))

    heads: list[Value] = [first.get(column, cell_of(block.rows[heading], column)) for column in kept]
    lines = [at for at in range(heading + 1, len(block.rows)) if not all(map(blank, block.rows[at]))]
    rows = [block.rows[at] for at in lines]
    body = [[chosen(row, first[at]) if at in first else cell_of(row, at) for at in kept] for row in rows]
    return block.rearranged([heads, *body], (heading, *lines))


def explained(block: SourceBlock) -> Mapping[str, str]:
    """A source's legend of its numbers near the top: (1很满意 2满意 3一般 4不满意) -> {"1": "很满意", …}; empty if two lines
    contradict.

    >>> explained(SourceBlock("", "", [["请打分（5=非常满意，1=很不满意）"]]))
    {'5': '很满意', '1': '不满意'}
    """
    found: dict[str, str] = {}
    for line in (cell for row in block.rows[:3] for cell in row if isinstance(cell, str)):
        pairs = _EXPLAINED.findall(line)
        if len({code for code, _ in pairs}) < FEWEST:
            continue
        for code, word in pairs:
            level = PLACE_OF[word] if PLACE_OF[word] in SURVEY_LEVELS else SURVEY_LEVELS[-1]
            if found.setdefault(code.upper(), level) != level:
                return {}
    return found


def filled(block: SourceBlock, heading: int, *columns: int) -> list[Value]:
    """The filled cells of columns below a heading."""
    return [row[at] for at in columns for row in block.rows[heading + 1 :] if at < len(row) and not blank(row[at])]


def below(block: SourceBlock, heading: int, column: int) -> list[str]:
    """The filled cells below a heading, as text; of several boxes the one that is ticked."""
    return [ticked(text(cell)) for cell in filled(block, heading, column)]


def mostly(cells: Sequence[str], fits: Callable[[str], bool], share: float = MOSTLY) -> bool:
    """True if at least this share of the cells fits."""
    return bool(cells) and sum(map(fits, cells)) >= share * len(cells)


def check_layout(block: SourceBlock, items: Sequence[str]) -> None:
    """Errors: ``Unusable`` if the block contains counts by item and level, one column per form, percentages or scores out of
    100. ``items``: those of 附件6, if required."""
    for at, row in enumerate(block.rows[:NEAR_TOP]):
        if holds_counts(block, at, row):
            raise Unusable(
                str(block.at(at)),
                "是已经统计好的份数，不是一份一行的答卷",
                "请直接填入附件6，并填写发放、回收、有效份数；要由程序统计的，请给出原始答卷",
            )
    check_lying(block, items)
    cells = [text(cell) for row in block.rows[:NEAR_TOP] for cell in row if not blank(cell)]
    percent, marks = (sum(bool(kind.fullmatch(cell)) for cell in cells) for kind in (_PERCENT, _MARK))
    if max(percent, marks) >= HALF * len(cells) / 2 and max(percent, marks) > FEWEST:
        what = "填的是百分数，不是测评等级" if percent >= marks else "填的是百分制分数，不是测评等级"
        raise Unusable(
            str(block.at(0)), what, "附件6按等级计份数：请给出很满意、满意、一般、不满意的原始答卷，几分算哪一级由单位定"
        )


def check_lying(block: SourceBlock, items: Sequence[str]) -> None:
    """Errors: ``Unusable`` if the block has one column per form."""
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
        "每份答卷占一列，横竖颠倒，不能统计",
        "请复制后用“选择性粘贴—转置”改成每份答卷占一行，再统计",
    )


def holds_counts(block: SourceBlock, at: int, row: Sequence[Value]) -> bool:
    """True if ``row`` contains levels with numbers below, some greater than one."""
    columns = [column for column, cell in enumerate(row) if isinstance(cell, str) and answer_word(cell) in PLACE_OF]
    if len({answer_word(text(row[column])) for column in columns}) < LEVELS_OF_A_TABLE:
        return False
    cells = filled(block, at, *columns)
    numbers = [found for cell in cells if (found := count_in(cell)) is not None]
    return len(numbers) >= MOSTLY * len(cells) and any(found > 1 for found in numbers)


def count_in(cell: Value) -> Decimal | None:
    """The number of a cell, also of 12票."""
    counted = _COUNTED.fullmatch(text(cell))
    return Decimal(counted[1]) if counted else number(cell)


def items_stand_below(block: SourceBlock, at: int, column: int, items: Sequence[str]) -> bool:
    """True if the items are below a heading, one per row, with answers in the columns beside them."""
    stated = below(block, at, column)
    if len(stated) < FEWEST or len(set(stated)) < len(stated) or any(map(is_answer, stated)):
        return False
    called = not words_of(block.rows[at][column]).isdisjoint(QUESTION)
    if not called and (not items or sum(item in stated for item in items) < HALF * len(items)):
        return False
    width = max(len(row) for row in block.rows[at:])
    return any(mostly(below(block, at, other), is_answer) for other in range(width) if other != column)
