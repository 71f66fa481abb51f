"""Separates what stands below each other in one sheet: lists of other days, and the half days of one person.

Read under the first heading, the marks of later days would be counted for earlier ones, and rows without a name would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from udfs.schedule.sessions import PARTS
from udfs.values.cells import Value, blank, plain, text
from udfs.values.headings import SESSION
from udfs.values.regex import regex
from workbooks.attendance.tables import SEARCHED_ROWS, heading_words, is_name
from workbooks.rosters.layout.written import looks_like_person
from workbooks.sources.model import SourceBlock, cell_of

_DAY = regex(r"[0-9]{1,2}\s*[月./-]\s*[0-9]{1,2}|星期.|周[一二三四五六日天]|第.{1,2}[天日]|上午|下午|晚上")


def stacked(block: SourceBlock) -> list[SourceBlock]:
    """The block, or one block per list in it where a heading of other days, or under a title of another day, stands further
    down. A heading that only repeats on the next printed page begins no list. Legends apply to every list."""
    rows = block.rows
    first = next(((at, one) for at, row in enumerate(rows[:SEARCHED_ROWS]) for one in range(len(row)) if is_name(row, one)), None)
    if first is None:
        return [block]
    column = first[1]
    starts, seen = [0], {words_of_list(block, *first)}
    for at in range(first[0] + 2, len(rows)):
        if (
            is_name(rows[at], column)
            and not is_name(rows[at - 1], column)
            and (words := words_of_list(block, at, column)) not in seen
        ):
            starts.append(at - len(titles_above(block, at)))
            seen.add(words)
    if len(starts) == 1:
        return [block]
    stated = [lone_text(row) for row in rows]
    legends = [at for at, one in enumerate(stated) if one and not _DAY.search(one) and not looks_like_person(one)]
    ends = [*starts[1:], len(rows)]
    return [part_of_block(block, legends, start, end) for start, end in zip(starts, ends, strict=True)]


def words_of_list(block: SourceBlock, heading: int, column: int) -> tuple[str, ...]:
    """What tells the list under a heading from another: its headings, in one row or two, and its title."""
    below = block.rows[heading + 1] if heading + 1 < len(block.rows) else []
    second = heading_words(below) if blank(cell_of(below, column)) else []
    return (*heading_words(block.rows[heading]), *second, *titles_above(block, heading))


def titles_above(block: SourceBlock, heading: int) -> tuple[str, ...]:
    """The lines with a day or half day directly above a heading, from the bottom up."""
    found: list[str] = []
    while len(found) < heading and _DAY.search(one := lone_text(block.rows[heading - 1 - len(found)])):
        found.append(plain(one))
    return tuple(found)


def lone_text(row: Sequence[Value]) -> str:
    """The text of a row with one filled cell; '' for any other row."""
    filled = [cell for cell in row if not blank(cell)]
    return text(filled[0]) if len(filled) == 1 else ""


def part_of_block(block: SourceBlock, legends: Sequence[int], start: int, end: int) -> SourceBlock:
    """The rows of one list, below the legends of the others."""
    lines = [*(at for at in legends if not start <= at < end), *range(start, end)]
    place = {at: here for here, at in enumerate(lines)}
    merged = [
        one._replace(top=place[one.top], bottom=place[one.bottom])
        for one in block.merged
        if one.top in place and one.bottom in place
    ]
    made = block.rearranged([block.rows[at] for at in lines], [block.at(at).row - 1 for at in lines])
    return replace(made, merged=tuple(merged))


def halves_below(block: SourceBlock) -> SourceBlock | None:
    """The block with a row per half day, where a person's row of a day has a column for each (日期 | 上午 | 下午); None for any
    other block."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        parts = {column: word for column, word in enumerate(heading_words(row)) if word in PARTS}
        if len(parts) > 1 and any(is_name(row, column) for column in range(len(row))):
            fixed = [column for column in range(len(row)) if column not in parts]
            rows = [[*(row[column] for column in fixed), SESSION, "状态"]]
            below = range(at + 1, len(block.rows))
            for here in below:
                line = block.rows[here]
                rows += [[*(cell_of(line, one) for one in fixed), part, cell_of(line, column)] for column, part in parts.items()]
            lines = [at, *(here for here in below for _ in parts)]
            return block.rearranged(rows, [block.at(one).row - 1 for one in lines])
    return None
