"""Reads survey exports in any column order: the raw answer of every form to every item of 附件6.

Sources are opened as for rosters. A column belongs to an item if its heading contains the words of the item
("3、您对课程设置的满意 程度—" -> 课程设置) and its cells are answers; ambiguous columns are not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from udfs.survey.questionnaire import PLACE_OF, answer_word, is_answer
from udfs.values.cells import blank, column_letters, plain, text
from udfs.values.headings import REMARK
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import meaning
from workbooks.rosters.layout.written import ticked
from workbooks.sources.model import Origin, SourceBlock
from workbooks.sources.opening import STDIN, blocks_of, blocks_of_text
from workbooks.survey.layouts import (
    HALF,
    MOSTLY,
    NEAR_TOP,
    below,
    check_headings,
    check_layout,
    check_lying,
    explained,
    filled,
    in_columns,
    mostly,
)

LIKE, AHEAD = 70, 10
"""Minimum similarity of heading and item (0-100), and minimum lead over the next."""
TOTALS = ("合计", "总计", "小计", "平均", "平均分", "平均值", "比例", "有效填写人次", "满意率")
NO_QUESTIONS = regex(r"序号|编号|时间|来源|得分|总分|分数|ip$|性别|年龄|班级|学历|工龄", re.IGNORECASE)
HANDED_IN = regex(r"时间|ip$", re.IGNORECASE)
SAME, LIKELY, ASSIGNED, OWN = "题目相同", "题目相近", "用户指定", "问卷题目"
_NUMBERING = regex(
    r"^(?:第?[0-9]+题?[、.:．)）\s]+|[0-9]+(?=[^0-9.])|[(（][0-9]+[)）]|[一二三四五六七八九十]+、|[Qq][0-9]+[.、:\s]*)"
)
_SIGNS = regex(r"[^\w]+")


@dataclass(frozen=True)
class Question:
    """A column of a source and its item; ``how``: the way it was found."""

    column: int
    heading: str
    item: str
    how: str

    @property
    def letters(self) -> str:
        return column_letters(self.column + 1)


@dataclass(frozen=True)
class RawForm:
    """One returned form: its raw answers in the order of the items. ``whole``: the whole row, to recognise duplicates."""

    origin: Origin
    answers: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass
class Questionnaire:
    """One table of forms. ``left``: headings of columns without item, free texts included."""

    source: str
    sheet: str
    questions: list[Question]
    forms: list[RawForm] = field(default_factory=list)
    left: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """{number or letter: level}, if the source has a legend (1=很满意)."""
    dated: bool = False
    """True if the rows have a submission time: two equal rows are then one form exported twice."""

    @property
    def answers(self) -> Iterable[str]:
        """Every non-blank answer."""
        return (answer for form in self.forms for answer in form.answers if not blank(answer))

    def reorder(self, items: Sequence[str]) -> None:
        """Sort questions and answers by the order of the items."""
        order = sorted(range(len(items)), key=lambda at: items.index(self.questions[at].item))
        self.questions = [self.questions[at] for at in order]
        self.forms = [replace(form, answers=tuple(form.answers[at] for at in order)) for form in self.forms]


@dataclass(frozen=True)
class SurveyQuery:
    """The request: items of 附件6 (empty: the source's questions are the items), columns named by the user ({letters, number
    or heading: item}), and explained words for levels."""

    items: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def read_columns(stated: Iterable[str]) -> dict[str, str]:
    """The mapping of ``--map``: ["C=课程设置", "教学=师资水平"]. Errors: ``Unusable``."""
    found = {}
    for one in stated:
        left, sign, right = one.partition("=")
        if not (sign and left.strip() and right.strip()):
            raise Unusable(f"--map {one}", "写法不对", "请写成“列名=测评项目”，例如 --map C=课程设置")
        found[plain(left)] = right.strip()
    return found


def read_questionnaires(sources: Sequence[str | Path], asked: SurveyQuery, pasted: bytes = b"") -> list[Questionnaire]:
    """The forms of all sources; ``-`` stands for ``pasted``. Errors: ``Unusable`` for a source without answers to the items."""
    found: list[Questionnaire] = []
    for source in sources:
        blocks = blocks_of_text(pasted) if str(source) == STDIN else blocks_of(source)
        shown = [block for block in blocks if not block.hidden]
        tables = [table for block in shown if (table := read_block(in_columns(block), asked))]
        if not tables:
            for block in shown:
                check_layout(block, asked.items)
            name = blocks[0].source if blocks else str(source)
            sought = "、".join(asked.items[:4]) + ("等" if len(asked.items) > 4 else "")
            what = f"找不到测评项目（{sought}）所在的列" if asked.items else "找不到填有满意等级的列"
            raise Unusable(name, what, "请用 --map 列号=测评项目 指定各列；要以问卷的题目作为测评项目，请加 --items")
        found += tables
    return found


def read_block(block: SourceBlock, asked: SurveyQuery) -> Questionnaire | None:
    """The table of one sheet; None if it has no answers. Errors: ``Unusable`` if only some items are found."""
    found = [questions_in(block, at, asked) for at in range(min(NEAR_TOP, len(block.rows)))]
    questions = max(found, key=len, default=[])
    if not questions:
        return None
    heading = found.index(questions)
    check_headings(block, heading, [question.heading for question in questions])
    if not asked.items and not block.lines:
        check_lying(block, ())
    if asked.items:
        check_complete(block, heading, questions, asked)
        order = {item: at for at, item in enumerate(asked.items)}
        questions.sort(key=lambda question: order[question.item])
    taken = {question.column for question in questions}
    left = tuple(
        shown
        for column, shown in enumerate(headings_of(block, heading))
        if column not in taken and shown and is_left(block, heading, column, shown)
    )
    forms = list(forms_in(block, heading, questions))
    dated = any(map(HANDED_IN.search, headings_of(block, heading)))
    return Questionnaire(block.source, block.sheet, questions, forms, left, explained(block), dated)


def may_ask(block: SourceBlock, row: int, column: int, heading: str) -> bool:
    """False for the metadata columns of every export (time, region, class), unless they contain levels: 班级服务, 时间安排."""
    return not NO_QUESTIONS.search(heading) or mostly(below(block, row, column), lambda cell: answer_word(cell) in PLACE_OF)


def is_left(block: SourceBlock, row: int, column: int, heading: str) -> bool:
    """True for a filled question column that must be reported if it belongs to no item."""
    asks = may_ask(block, row, column, heading) and meaning(heading).field in (None, REMARK)
    return asks and bool(filled(block, row, column))


def headings_of(block: SourceBlock, row: int) -> list[str]:
    return [" ".join(text(cell).split()) for cell in block.rows[row]]


def questions_in(block: SourceBlock, row: int, asked: SurveyQuery) -> list[Question]:
    """The columns that answer an item, if ``row`` is the heading. Errors: ``Unusable`` if two columns claim one item."""
    shown = headings_of(block, row)
    if not asked.items:
        if sum(map(bool, shown)) < 2 or any(is_answer(word, asked.words) for word in shown):
            return []
        columns = [at for at, word in enumerate(shown) if word and may_ask(block, row, at, word)]
        own = [Question(at, shown[at], title_of(shown[at]), OWN) for at in columns if holds_answers(block, row, at, asked)]
        return own if len({question.item for question in own}) == len(own) else []
    assigned = {at: item for at, word in enumerate(shown) if (item := assigned_item(at, word, asked))}
    claims: dict[str, list[int]] = {}
    for at, word in enumerate(shown):
        item = "" if at in assigned or not word else item_in(word, asked.items)
        if item and item not in assigned.values():
            claims.setdefault(item, []).append(at)
    found = [Question(at, shown[at], item, ASSIGNED) for at, item in assigned.items()]
    for item, columns in claims.items():
        chosen = settled(block, row, item, columns, asked)
        if chosen is not None:
            found.append(Question(chosen, shown[chosen], item, SAME))
    return found


def assigned_item(at: int, heading: str, asked: SurveyQuery) -> str:
    """The item assigned to a column by the user; '' if none."""
    for key in (plain(heading), str(at + 1), column_letters(at + 1), column_letters(at + 1).lower()):
        if key and key in asked.columns:
            return asked.columns[key]
    return ""


def core(heading: str) -> str:
    """The words of a heading without number and punctuation."""
    folded = unicodedata.normalize("NFKC", heading).strip()
    return _SIGNS.sub("", _NUMBERING.sub("", folded)).lower()


def title_of(heading: str) -> str:
    """A question as item of 附件6: without number and trailing brackets; for a matrix its own row."""
    words = _NUMBERING.sub("", heading.strip()).strip()
    words = re.split(r"[—–:：]+|--+", words)[-1].strip() or words
    return re.sub(r"[（(\[【][^）)\]】]*[）)\]】]\s*[*＊]?$", "", words).strip(" *＊?？。") or words


def item_in(heading: str, items: Sequence[str]) -> str:
    """The longest item contained in the heading; '' if none."""
    words = core(heading)
    return max((item for item in items if core(item) and core(item) in words), key=lambda item: len(core(item)), default="")


def settled(block: SourceBlock, row: int, item: str, columns: Sequence[int], asked: SurveyQuery) -> int | None:
    """The column with the answers among those that name an item."""
    answered = [at for at in columns if holds_answers(block, row, at, asked, HALF)]
    if len(answered) > 1:
        exact = [at for at in answered if core(headings_of(block, row)[at]) == core(item)]
        if len(exact) != 1:
            letters = [column_letters(at + 1) for at in answered]
            what = f"{'、'.join(letters)} 列都像测评项目“{item}”"
            raise Unusable(str(block.at(row)), what, f"请用 --map {letters[0]}={item} 指定一列")
        answered = exact
    return answered[0] if answered else None


def holds_answers(block: SourceBlock, row: int, column: int, asked: SurveyQuery, share: float = MOSTLY) -> bool:
    """True if at least this share of the filled cells under a heading are answers: less where the heading names an item."""
    return mostly(below(block, row, column), lambda cell: is_answer(cell, asked.words), share)


def check_complete(block: SourceBlock, row: int, questions: list[Question], asked: SurveyQuery) -> None:
    """Every item needs a column: missing ones are searched by similarity, then reported."""
    shown = headings_of(block, row)
    taken = {question.column for question in questions}
    found = {question.item for question in questions}
    for item in asked.items:
        claiming = [question.letters for question in questions if question.item == item]
        if len(claiming) > 1:
            what = f"{'、'.join(claiming)} 列都用 --map 指定成了测评项目“{item}”"
            raise Unusable(str(block.at(row)), what, "一个项目只对应一列，请只留下其中一个 --map")
    for item in set(asked.columns.values()) - set(asked.items):
        raise Unusable("--map", f"附件6 没有测评项目“{item}”", f"附件6 的项目：{'、'.join(asked.items)}")
    free = [
        at
        for at, word in enumerate(shown)
        if word and at not in taken and may_ask(block, row, at, word) and holds_answers(block, row, at, asked)
    ]
    for item in asked.items:
        if item in found:
            continue
        at = likely(item, {at: core(shown[at]) for at in free})
        if at is None:
            rest = "、".join(f"{column_letters(at + 1)} 列“{shown[at][:20]}”" for at in free[:6]) or "没有别的等级列"
            todo = f"请用 --map 列号=测评项目 指定（未对应：{rest}），或加 --items"
            raise Unusable(str(block.at(row)), f"没有测评项目“{item}”的列", todo)
        free.remove(at)
        questions.append(Question(at, shown[at], item, LIKELY))


def likely(item: str, headings: Mapping[int, str]) -> int | None:
    """The column whose heading is clearly nearest to the item."""
    from rapidfuzz import fuzz

    likeness = sorted(((fuzz.partial_ratio(core(item), heading), at) for at, heading in headings.items()), reverse=True)
    if not likeness or likeness[0][0] < LIKE or (len(likeness) > 1 and likeness[0][0] - likeness[1][0] < AHEAD):
        return None
    return likeness[0][1]


def forms_in(block: SourceBlock, heading: int, questions: Sequence[Question]) -> Iterable[RawForm]:
    """Every row under the heading that is a form: not blank, not a total, not a repeated heading."""
    shown = headings_of(block, heading)
    for at in range(heading + 1, len(block.rows)):
        row = [text(cell) for cell in block.rows[at]]
        answers = tuple(ticked(row[question.column]) if question.column < len(row) else "" for question in questions)
        filled = [cell for cell in row if cell]
        again = sum(answer == shown[question.column] for answer, question in zip(answers, questions, strict=True) if answer)
        if not filled or plain(filled[0]) in TOTALS or (again and again == sum(map(bool, answers))):
            continue
        yield RawForm(block.at(at), answers, tuple(row))
