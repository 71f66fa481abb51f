"""Separates sheets with their list in two halves side by side, as printed to save paper.

Read as one row, absences of the right person would be counted for the left one; so each half is read separately.
"""

from __future__ import annotations

from dataclasses import replace

from udfs.values.cells import Value, blank, plain
from udfs.values.headings import NAME
from workbooks.attendance.remarks import mostly_signs
from workbooks.attendance.tables import SEARCHED_ROWS, heading_words, is_name
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.parallel_tables import Span, ranges, within
from workbooks.rosters.layout.written import looks_like_person
from workbooks.sources.model import SourceBlock, cell_of


def halves(block: SourceBlock) -> list[SourceBlock]:
    """The block, or one block per list in it: the same cells without those of the other lists below the heading.

    Errors: ``Unusable`` if the lists begin differently, which makes their columns ambiguous.
    """
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        names = [column for column in range(len(row)) if is_name(row, column)]
        if len(names) > 1:
            return [alone(block, at, columns) for columns in lists(block, at, names)]
    return [block]


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


def lists(block: SourceBlock, heading: int, names: list[int]) -> list[Span]:
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
