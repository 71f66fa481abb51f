"""Separates the lists of one sheet, below each other or side by side, and turns those that do not have a row per person.

Read under the first heading, the marks of later days would be counted for earlier ones, and rows without a name would be lost;
read as one row, absences of the right person would be counted for the left one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from udfs.schedule.sessions import PARTS
from udfs.values.cells import Value, blank, plain, text
from udfs.values.headings import NAME, SESSION
from udfs.values.regex import regex
from workbooks.attendance.remarks import mostly_signs
from workbooks.attendance.tables import SEARCHED_ROWS, heading_words, is_name
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.parallel_tables import Span, ranges, within
from workbooks.rosters.layout.written import looks_like_person
from workbooks.sources.model import SourceBlock, cell_of

_DAY = regex(r"[0-9]{1,2}\s*[月./-]\s*[0-9]{1,2}|星期.|周[一二三四五六日天]|第.{1,2}[天日]|上午|下午|晚上")


def lists_in(block: SourceBlock) -> list[SourceBlock]:
    """The block, or one block per list in it. Errors: ``Unusable`` if lists side by side begin differently, which makes their
    columns ambiguous."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        names = [column for column in range(len(row)) if is_name(row, column)]
        if len(names) > 1:
            return [one for columns in spans(block, at, names) for one in stacked(alone(block, at, columns))]
    return stacked(block)


def spans(block: SourceBlock, heading: int, names: list[int]) -> list[Span]:
    """The column range of each list, end excluded; each begins with the heading of the first column."""
    words = heading_words(block.rows[heading])
    (_, end), *others = found = ranges(words, names, max(map(len, block.rows)))
    if len({words[start] for start, _ in found}) > 1:
        what = f"第 {heading + 1} 行有 {len(names)} 列姓名，像是几张表并排，无法确定各列是谁的"
        raise Unusable(block.where, what, "请改成上下排列，或分放在几张工作表里")
    return [(0, end), *others]


def alone(block: SourceBlock, heading: int, columns: Span) -> SourceBlock:
    """The block with one of its lists. A common title applies to each list and is moved to its first column."""
    first, end = columns
    rows = [
        [None] * first + row if at < heading and all(map(blank, row[first:end])) else within(row, columns)
        for at, row in enumerate(block.rows)
    ]
    return replace(block, rows=rows, merged=tuple(one for one in block.merged if first <= one.left < end))


def stacked(block: SourceBlock) -> list[SourceBlock]:
    """The block, or one block per list in it where a heading of other days, or under a title of another day, stands further
    down. A heading that only repeats on the next printed page begins no list. Legends apply to every list."""
    rows = block.rows
    names = (column for row in rows[:SEARCHED_ROWS] for column in range(len(row)) if is_name(row, column))
    column = next(names, -1)
    starts: dict[tuple[str, ...], int] = {}
    for at, row in enumerate(rows if column >= 0 else ()):
        if is_name(row, column) and not (at and is_name(rows[at - 1], column)):
            starts.setdefault(words_of_list(block, at, column), at - len(titles_above(block, at)))
    if len(starts) < 2:
        return [block]
    stated = [lone_text(row) for row in rows]
    legends = [at for at, one in enumerate(stated) if one and not _DAY.search(one) and not looks_like_person(one)]
    _, *later = starts.values()
    return [part_of_block(block, legends, *ends) for ends in zip([0, *later], [*later, len(rows)], strict=True)]


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


def with_people_down(block: SourceBlock) -> SourceBlock | None:
    """The block transposed to one row per person, if people are columns (日期 | 时段 | 张三 | 李四 …); None if they are not."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        below = block.rows[at + 1 :]
        columns = [[cell_of(line, column) for line in below] for column in range(len(row))]
        first = next((here for here, cells in enumerate(columns) if some_signs(cells)), 0)
        names = row[first:]
        if first and len(names) > 1 and all(isinstance(one, str) and looks_like_person(plain(one)) for one in names):
            head = [[None, *carried(cells)] for cells in columns[:first]]
            head[-1][0] = NAME
            people = [[name, *cells] for name, cells in zip(names, columns[first:], strict=True)]
            return replace(block, rows=[*head, *people], merged=(), lines=())
    return None


def some_signs(cells: list[Value]) -> bool:
    filled_cells = [cell for cell in cells if not blank(cell)]
    return len(filled_cells) > 1 and mostly_signs(filled_cells)


def carried(line: list[Value]) -> list[Value]:
    """A column of days with empty cells filled from above."""
    found: list[Value] = []
    for cell in line:
        found.append(found[-1] if blank(cell) and found else cell)
    return found


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
