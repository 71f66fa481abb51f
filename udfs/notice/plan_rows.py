"""The plan lists of a notice: classes with organiser and month.

Source: annexes 1 and 2 of the notice text. A name may run over several lines of its table cell; they are joined without a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from udfs.values.regex import regex

NATIONAL, MUNICIPAL = "国家级", "市级"
LEVELS = (NATIONAL, MUNICIPAL)

_ANNEX = regex(r"^附件(\d)\s*$", re.M)
_MONTHS = regex(r"^(?:(\d{1,2})月?[-—–~～至到])?(\d{1,2})月$")
_GROUP = regex(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]")
_ROW_NUMBER = regex(r"(?:[^\s]*[-—–_/第号])?0*([0-9]{1,4})号?")
"""7, 07, 鲁高研2027-07."""
_SEVERAL_MONTHS = regex(r"^\d{1,2}月?(?:[、，,和]\d{1,2}月?)*月$")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One class of the plan. ``months`` as printed, such as 11月 or 4-11月."""

    level: str
    number: int
    topic: str
    organiser: str
    months: str


def planned_months(text: str) -> frozenset[int]:
    """The months named by ``text``: ``11月``, ``4-11月`` or ``5、6月``; an empty set for any other form.

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


TOPIC = ("选题|班名|研修班名称|课题|主题|题目", "名称|班次|项目|内容")
ORGANISER = ("承办", "实施|举办|组织|执行", "主办|申报|申请", "单位")
MONTHS = ("时间|月份|日期|时段|办班期",)
LEVEL = "级别|层级|层次|类别"
"""Patterns for the headings of a plan list, most specific first (承办单位 before 主办单位)."""
NUMBER_HEADINGS = ("序号", "编号", "号", "项目编号", "计划序号")
CANDIDATES = 8
_LOWER = regex("(?:省|市|自治区|直辖市|区)级")


def level_of(number: str, title: str) -> str | None:
    """The level of an annex by its title, else by its number; None if it is not a plan list."""
    if "计划" not in title and "项目" not in title and "国家级" not in title:
        return {"1": NATIONAL, "2": MUNICIPAL}.get(number) if not title else None
    if "国家级" in title:
        return NATIONAL
    return MUNICIPAL if _LOWER.search(title) else {"1": NATIONAL, "2": MUNICIPAL}.get(number)


def read_plan(notice: str) -> tuple[PlanRow, ...]:
    """Parse the plan lists from the text of a notice.

    A table row is a tab and a number, then one tab-led line per cell; a line without a tab continues the cell above. Columns
    are identified by their headings; unknown ones are skipped.
    """
    parts = _ANNEX.split(notice)
    rows: list[PlanRow] = []
    for number, body in zip(parts[1::2], parts[2::2], strict=True):
        title, cells = annex_cells(body)
        level = level_of(number, title)
        start = first_row(cells)
        if level is not None:
            shape = columns(cells[:start])
            rows += plan_rows(level, shape, cells[start - shape.number :])
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
    """The index of the first row's number: the candidate after which the rows best continue with 2, 3 … (other columns may hold
    numbers too)."""
    head = max((at for at, cell in enumerate(cells) if "".join(cell.split()) in NUMBER_HEADINGS), default=0)
    found = [at for at, cell in enumerate(cells) if at >= head and row_number(cell) == 1]

    def counted(start: int) -> int:
        wide = max(start - head, 1)
        return sum(row_number(cell) == number for number, cell in enumerate(cells[start::wide], start=1))

    return max(found[:CANDIDATES], key=counted, default=len(cells))


def row_number(cell: str) -> int:
    """The number of a row, also at the end of an identifier; 0 for any other cell."""
    found = _ROW_NUMBER.fullmatch(cell)
    return int(found[1]) if found else 0


class PlanListShape(NamedTuple):
    """The number of columns of a plan list, and the indexes of topic, organiser, months, level (-1 if absent) and number."""

    wide: int
    topic: int
    organiser: int
    months: int
    level: int = -1
    number: int = 0


def headings_of(cells: Sequence[str]) -> tuple[list[str], int]:
    """The headings of a list, and the index of its number column, of the cells before the first row's number; ([], 0) without
    such a column.

    The cells of the first row that stand before its number are no headings, nor is a group line (一、先进制造领域).
    """
    heads = [cell for cell in cells if not _GROUP.match(cell)]
    number = max((at for at, cell in enumerate(heads) if "".join(cell.split()) in NUMBER_HEADINGS), default=None)
    return ([], 0) if number is None else (heads[: len(heads) - number], number)


def columns(cells: Sequence[str]) -> PlanListShape:
    """The shape given by the headings among the cells before the first row's number; by default number, topic, organiser,
    months."""
    heads, number = headings_of(cells)
    found = [number]
    for words in (MONTHS, ORGANISER, TOPIC):
        free = [at for at in range(len(heads)) if at not in found]
        at = next((at for word in words for at in free if re.search(word, heads[at])), None)
        if at is None:
            return PlanListShape(4, 1, 2, 3)
        found.append(at)
    level = next((at for at, cell in enumerate(heads) if at not in found and re.search(LEVEL, cell)), -1)
    return PlanListShape(len(heads), found[3], found[2], found[1], level, number)


def shown_columns(notice: str) -> tuple[str, ...]:
    """For each plan list, the headings used for topic, organiser and months, for a person to confirm."""
    parts = _ANNEX.split(notice)
    found = []
    for number, body in zip(parts[1::2], parts[2::2], strict=True):
        title, cells = annex_cells(body)
        start = first_row(cells)
        shape, (heads, _) = columns(cells[:start]), headings_of(cells[:start])
        if level_of(number, title) is None or not heads:
            continue
        taken = zip(("选题", "承办单位", "时间"), (shape.topic, shape.organiser, shape.months), strict=True)
        found.append(f"附件{number}：" + "，".join(f"{what}取自“{heads[at]}”" for what, at in taken if at < len(heads)))
    return tuple(found)


def plan_rows(level: str, shape: PlanListShape, cells: Sequence[str]) -> Iterator[PlanRow]:
    """The rows of one list."""
    at = 0
    last = max(shape.topic, shape.organiser, shape.months, shape.number)
    while at + last < len(cells):
        row = cells[at : at + shape.wide]
        if not (number := row_number(row[shape.number])):
            # A group line, or a missing or extra cell above: resynchronise at the next possible row number.
            at += 1
            continue
        at += shape.wide
        # The note under the table has no cell of its own: it was appended to the last cell.
        topic, organiser, months = (
            row[place].split("（具体", 1)[0].split("（最终", 1)[0] for place in (shape.topic, shape.organiser, shape.months)
        )
        own = stated_level(row[shape.level]) if 0 <= shape.level < len(row) else ""
        yield PlanRow(level=own or level, number=number, topic=topic, organiser=organiser, months=months.split("（", 1)[0])


def stated_level(cell: str) -> str:
    """The level named by a cell of the level column; '' if none."""
    return NATIONAL if "国家" in cell else MUNICIPAL if _LOWER.search(cell) or "省级" in cell or "市级" in cell else ""
