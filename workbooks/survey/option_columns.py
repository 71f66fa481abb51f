"""Converts survey exports with one ticked column per option (课程设置:很满意, 课程设置:满意 …) to one column per item.

Also reads a source's legend of its numbers: 1=很满意, 5=非常不满意.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from udfs.records.class_file import SURVEY_LEVELS
from udfs.survey.questionnaire import PLACE_OF, answer_word
from udfs.values.cells import Value, blank, plain, text
from udfs.values.regex import regex
from workbooks.sources.model import SourceBlock

NEAR_TOP = 60
FEWEST = 2
"""Minimum number of option columns of an item."""
_LEVELS = "|".join(sorted(PLACE_OF, key=len, reverse=True))
_OPTION = regex(
    rf"(.*?)[\s:：|｜_\-—–·.、/(（\[【]*(?:[A-Ea-e1-5][.、．)）]?\s*)?({_LEVELS})\s*(?:[(（]?[0-9]分[)）]?)?[)）\]】]*", re.DOTALL
)
_TICKED = frozenset(("1", "√", "✓", "✔", "☑", "是", "选中", "已选", "true", "y", "●", "■", "v"))
_OPEN = frozenset(("", "0", "否", "未选", "未选中", "false", "n", "○", "□", "☐", "-", "(空)", "(跳过)"))
_EXPLAINED = regex(rf"([1-5A-Ea-e])\s*分?\s*[=＝:：、.．\-—–]?\s*(?:为|代表|表示|是)?\s*[“\"]?({_LEVELS})")


@dataclass(frozen=True)
class Option:
    """A column of one option of one item."""

    column: int
    item: str
    level: str


def gathered(block: SourceBlock) -> SourceBlock | None:
    """The block with one column per item, containing the ticked level; None if its columns are not options.

    Several ticks in one item are all kept, so that the form is reported with several answers.
    """
    for at in range(min(NEAR_TOP, len(block.rows))):
        options, last = options_in(block, at)
        if options and all_ticks(block, last, options):
            return turned(block, at, last, options)
    return None


def options_in(block: SourceBlock, at: int) -> tuple[list[Option], int]:
    """The options in a heading of one row, or of an item row above a level row, and its last row."""
    row = block.rows[at]
    words = [(column, _OPTION.fullmatch(shown(cell))) for column, cell in enumerate(row)]
    one = [Option(column, said[1].strip(), said[2]) for column, said in words if said is not None]
    named = [option for option in one if option.item]
    if enough(named):
        return named, at
    if at and len(one) >= FEWEST and len(one) == len([option for option in one if not option.item]):
        above, item = block.rows[at - 1], ""
        found: list[Option] = []
        for option in one:
            over = shown(above[option.column]) if option.column < len(above) else ""
            item = over or item
            found.append(replace(option, item=item))
        if all(option.item for option in found) and enough(found):
            return found, at
    return [], at


def enough(options: Sequence[Option]) -> bool:
    """True if every item has several options, each once."""
    by_item: dict[str, list[str]] = {}
    for option in options:
        by_item.setdefault(option.item, []).append(option.level)
    return bool(by_item) and all(len(levels) >= FEWEST and len(set(levels)) == len(levels) for levels in by_item.values())


def shown(cell: Value) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) and len(cell) < 200 else ""


def all_ticks(block: SourceBlock, last: int, options: Sequence[Option]) -> bool:
    """True if the columns contain only ticks."""
    found = {
        mark(row[option.column], option.level) for row in block.rows[last + 1 :] for option in options if option.column < len(row)
    }
    return True in found and None not in found


def mark(cell: Value, level: str) -> bool | None:
    """Whether an option is ticked; None if unclear."""
    word = plain(cell).lower()
    if word in _TICKED or answer_word(word) == level:
        return True
    return False if word in _OPEN else None


def turned(block: SourceBlock, at: int, last: int, options: Sequence[Option]) -> SourceBlock:
    """The block with the options of each item combined in the place of the first."""
    first: dict[str, int] = {}
    for option in options:
        first.setdefault(option.item, option.column)
    taken = {option.column for option in options}
    kept = [column for column in range(max(map(len, block.rows))) if column not in taken or column in first.values()]
    heading = {column: item for item, column in first.items()}

    def cell(row: Sequence[Value], column: int) -> Value:
        if column not in heading:
            return row[column] if column < len(row) else None
        levels = [
            option.level
            for option in options
            if option.item == heading[column] and option.column < len(row) and mark(row[option.column], option.level)
        ]
        return "、".join(levels)

    own = block.rows[at]
    heads: list[Value] = [heading.get(column, own[column] if column < len(own) else None) for column in kept]
    body = [
        (place, row) for place, row in enumerate(block.rows[last + 1 :], start=last + 1) if any(not blank(one) for one in row)
    ]
    rows = [heads, *([cell(row, column) for column in kept] for _, row in body)]
    return replace(block, rows=rows, merged=(), lines=(at, *(place for place, _ in body)))


def explained(lines: Iterable[str]) -> Mapping[str, str]:
    """A source's legend of its numbers: (1很满意 2满意 3一般 4不满意) -> {"1": "很满意", …}; empty if two lines contradict.


    >>> explained(["请打分（5=非常满意，1=很不满意）"])
    {'5': '很满意', '1': '不满意'}
    """
    found: dict[str, str] = {}
    for line in lines:
        pairs = _EXPLAINED.findall(line)
        if len({code for code, _ in pairs}) < FEWEST:
            continue
        for code, word in pairs:
            level = PLACE_OF[word] if PLACE_OF[word] in SURVEY_LEVELS else SURVEY_LEVELS[-1]
            if found.setdefault(code.upper(), level) != level:
                return {}
    return found


def lines_of(block: SourceBlock) -> Iterable[str]:
    """Every text near the top that may contain the legend."""
    return (text(cell) for row in block.rows[:3] for cell in row if isinstance(cell, str))
