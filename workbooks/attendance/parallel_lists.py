"""Separates sheets with their list in two halves side by side, as printed to save paper.

Read as one row, absences of the right person would be counted for the left one; so each half is read separately.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from udfs.values.cells import Value, blank, plain
from workbooks.attendance.grids import SEARCHED_ROWS, heading_cell
from workbooks.attendance.remarks import mostly_signs
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import NAME, SECOND_RANK, UNKNOWN, meaning
from workbooks.rosters.layout.written import looks_like_person
from workbooks.sources.model import SourceBlock

ColumnRange = tuple[int, int]


def halves(block: SourceBlock) -> list[SourceBlock]:
    """The block, or one block per list in it: the same cells without those of the other lists below the heading.

    Errors: ``Unusable`` if the lists begin differently, which makes their columns ambiguous.
    """
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        names = [column for column in range(len(row)) if is_name(row, column)]
        if len(names) > 1:
            return [alone(block, at, columns) for columns in ranges(block, at, names)]
    return [block]


def with_people_down(block: SourceBlock) -> SourceBlock | None:
    """The block transposed to one row per person, if people are columns (日期 | 时段 | 张三 | 李四 …); None if they are not."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        below = block.rows[at + 1 :]
        columns = [[line[column] if column < len(line) else None for line in below] for column in range(len(row))]
        first = next((here for here, cells in enumerate(columns) if some_signs(cells)), 0)
        names = row[first:]
        if first and len(names) > 1 and all(isinstance(one, str) and looks_like_person(plain(one)) for one in names):
            head = [[None, *carried(cells)] for cells in columns[:first]]
            head[-1][0] = NAME
            people = [[name, *cells] for name, cells in zip(names, columns[first:], strict=True)]
            return replace(block, rows=[*head, *people], merged=(), lines=())
    return None


def some_signs(cells: list[Value]) -> bool:
    filled_cells = [cell for cell in cells if filled(cell)]
    return len(filled_cells) > 1 and mostly_signs(filled_cells)


def carried(line: list[Value]) -> list[Value]:
    """A column of days with empty cells filled from above."""
    found: list[Value] = []
    for cell in line:
        found.append(found[-1] if blank(cell) and found else cell)
    return found


def is_name(row: list[Value], column: int) -> bool:
    shown = heading_cell(row, column)
    said = meaning(shown.strip()) if isinstance(shown, str) else UNKNOWN
    return said.field == NAME and said.rank < SECOND_RANK


def ranges(block: SourceBlock, heading: int, names: list[int]) -> Iterator[ColumnRange]:
    """The column range of each list, end excluded; each begins with the heading of the first column."""
    row = block.rows[heading]
    words = [plain(heading_cell(row, column)) for column in range(len(row))]
    offset = names[0] - next(column for column, word in enumerate(words) if word)
    starts = [name - offset for name in names]
    if len({words[start] for start in starts}) > 1:
        what = f"第 {heading + 1} 行有 {len(names)} 列姓名，像是几张表并排，无法确定哪一列是谁的"
        raise Unusable(f"{block.source}“{block.sheet}”", what, "请改成上下排列或分放在几张工作表里，再登记")
    yield from zip([0, *starts[1:]], [*starts[1:], max(map(len, block.rows))], strict=True)


def alone(block: SourceBlock, heading: int, columns: ColumnRange) -> SourceBlock:
    """The block with one of its lists. A common title applies to each list and is moved to its first column."""
    first, end = columns
    rows = [
        [None] * first + row if at < heading and not any(map(filled, row[first:end])) else own(row, columns)
        for at, row in enumerate(block.rows)
    ]
    return replace(block, rows=rows, merged=tuple(one for one in block.merged if first <= one.left < end))


def own(row: list[Value], columns: ColumnRange) -> list[Value]:
    first, end = columns
    return [cell if first <= column < end else None for column, cell in enumerate(row)]


def filled(value: Value) -> bool:
    return not blank(value)
