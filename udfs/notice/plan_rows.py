"""The plan lists of a notice: which class, by which organiser, in which month.

Source: annexes 1 and 2 of the notice, as issued (``notice_<year>.txt``). A name may run over several lines of its table
cell; the lines are joined without a space.
"""

# Annotations are values here: of texts, pydantic would compile each whenever the program starts.

import re
from collections.abc import Callable, Iterator, Sequence

from udfs.notice.entries import Frozen, maker
from udfs.values.regex import regex

NATIONAL, MUNICIPAL = "国家级", "市级"
LEVELS = (NATIONAL, MUNICIPAL)

_ANNEX = regex(r"^附件(\d)\s*$", re.M)
_MONTHS = regex(r"^(?:(\d{1,2})月?[-—–~～至到])?(\d{1,2})月$")
_ROW_NUMBER = regex("[0-9]{1,4}")
_SEVERAL_MONTHS = regex(r"^\d{1,2}月?(?:[、，,和]\d{1,2}月?)*月$")


class PlanRow(Frozen):
    """One class of the plan. ``months`` as printed, for instance 11月 or 4-11月."""

    level: str
    number: int
    topic: str
    organiser: str
    months: str


def planned_months(text: str) -> frozenset[int]:
    """The months that ``text`` names: ``11月``, ``4-11月`` or ``5、6月``; an empty set if it is none of these.

    >>> sorted(planned_months("5、6月")), sorted(planned_months("4-6月")), planned_months("第三季度")
    ([5, 6], [4, 5, 6], frozenset())
    """
    written = text.strip()
    found = _MONTHS.match(written)
    if found:
        last = int(found[2])
        return frozenset(range(int(found[1] or last), last + 1))
    named = map(int, re.findall(r"\d+", written)) if _SEVERAL_MONTHS.match(written) else ()
    return frozenset(named)


NUMBER_HEADINGS = ("序号", "编号", "号")
CANDIDATES = 8
TOPIC, ORGANISER, MONTHS = "选题|名称|课题|主题|班次", "承办|举办|实施|主办|单位", "时间|月份|日期"
"""What the headings of the plan list hold, whatever other columns stand between them."""
_LOWER = regex("(?:省|市|自治区|直辖市|区)级")


def level_of(number: str, title: str) -> str | None:
    """The level of an annex: by its title, else by its number; None for an annex that is no plan list."""
    if "计划" not in title and "项目" not in title and "国家级" not in title:
        return {"1": NATIONAL, "2": MUNICIPAL}.get(number) if not title else None
    if "国家级" in title:
        return NATIONAL
    return MUNICIPAL if _LOWER.search(title) else {"1": NATIONAL, "2": MUNICIPAL}.get(number)


def read_plan(notice: str, shipped: bool = False) -> tuple[PlanRow, ...]:
    """Read the plan lists out of the text of a notice.

    A table row is a tab, a number, then one cell a tab-led line; a line without a tab goes on with the cell above. The headings
    say which column is which; other columns are left aside.
    """
    parts = _ANNEX.split(notice)
    rows: list[PlanRow] = []
    for number, body in zip(parts[1::2], parts[2::2], strict=True):
        title, cells = annex_cells(body)
        level = level_of(number, title)
        start = first_row(cells)
        if level is not None:
            rows += plan_rows(level, columns(cells[:start]), cells[start:], maker(PlanRow, shipped))
    return tuple(rows)


def annex_cells(body: str) -> tuple[str, list[str]]:
    """The title of an annex and the cells of its table."""
    title: list[str] = []
    cells: list[str] = []
    for line in body.splitlines():
        if line.startswith("\t"):
            cells.append(line.strip())
        elif cells and line.strip():
            cells[-1] += line.strip()
        elif line.strip():
            title.append(line.strip())
    return "".join(title), cells


def first_row(cells: Sequence[str]) -> int:
    """Where the number of the first row stands. A table may have another column of numbers: the rows then go on with 2, 3 …"""
    head = max((at for at, cell in enumerate(cells) if cell.replace(" ", "") in NUMBER_HEADINGS), default=0)
    found = [at for at, cell in enumerate(cells) if cell == "1" and at >= head]

    def counted(start: int) -> int:
        wide = max(start - head, 1)
        return sum(cell == str(number) for number, cell in enumerate(cells[start::wide], start=1))

    return max(found[:CANDIDATES], key=counted, default=len(cells))


def columns(headings: Sequence[str]) -> tuple[int, tuple[int, int, int]]:
    """How many cells a row has, from one number to the next (a column before the number stands at its end), and which are topic,
    organiser and time; four in that order if no heading tells."""
    first = max((at for at, cell in enumerate(headings) if cell.replace(" ", "") in NUMBER_HEADINGS), default=None)
    if first is None:
        return 4, (1, 2, 3)
    heads = headings[first:]
    found: list[int] = []
    for pattern in (TOPIC, ORGANISER, MONTHS):
        at = next((at for at, cell in enumerate(heads) if at and at not in found and re.search(pattern, cell)), 0)
        found.append(at)
    return (len(heads), (found[0], found[1], found[2])) if all(found) else (4, (1, 2, 3))


def plan_rows(
    level: str, shape: tuple[int, tuple[int, int, int]], cells: Sequence[str], make: Callable[..., PlanRow]
) -> Iterator[PlanRow]:
    """The rows of one list."""
    wide, places = shape
    at = 0
    while at + max(places) < len(cells):  # a column before the number belongs to the row below: the last row has none
        row = cells[at : at + wide]
        if not _ROW_NUMBER.fullmatch(row[0]):
            # A cell too few or too many above: on with the next one that can be the number of a row.
            at += 1
            continue
        at += wide
        # The note under the table is no cell of its own: it follows the last cell.
        topic, organiser, months = (row[place].split("（具体", 1)[0].split("（最终", 1)[0] for place in places)
        yield make(level=level, number=int(row[0]), topic=topic, organiser=organiser, months=months.split("（", 1)[0])
