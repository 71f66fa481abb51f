"""The plan lists of a notice: which class, by which organiser, in which month.

Source: annexes 1 and 2 of the notice, as issued (``notice_<year>.txt``). A name may run over several lines of its table
cell; the lines are joined without a space.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from udfs.notice.parameters import Frozen, known_year

NATIONAL, MUNICIPAL = "国家级", "市级"
LEVELS = (NATIONAL, MUNICIPAL)

_ANNEX = re.compile(r"^附件(\d)\s*$", re.M)
_MONTHS = re.compile(r"^(?:(\d{1,2})[-—–至到])?(\d{1,2})月$")


class PlanRow(Frozen):
    """One class of the plan. ``months`` as printed, for instance 11月 or 4-11月."""

    level: str
    number: int
    topic: str
    organiser: str
    months: str


def planned_months(text: str) -> frozenset[int]:
    """The months that ``text`` names: ``11月`` or ``4-11月``; an empty set if it is neither."""
    found = _MONTHS.match(text.strip())
    if not found:
        return frozenset()
    last = int(found[2])
    return frozenset(range(int(found[1] or last), last + 1))


def read_plan(notice: str) -> tuple[PlanRow, ...]:
    """Read the plan lists out of the text of a notice.

    A table row is a tab, a number, then one cell a tab-led line; a line without a tab goes on with the cell above.
    """
    parts = _ANNEX.split(notice)
    rows: list[PlanRow] = []
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        level = {"1": NATIONAL, "2": MUNICIPAL}.get(heading)
        if level is None:
            continue
        cells: list[str] = []
        for line in body.splitlines():
            if line.startswith("\t"):
                cells.append(line.strip())
            elif cells and line.strip():
                cells[-1] += line.strip()
        start = next((i for i, cell in enumerate(cells) if cell == "1"), len(cells))
        for at in range(start, len(cells) - 3, 4):
            number, topic, organiser, months = cells[at : at + 4]
            # The note under the table is no cell of its own: it follows the last month.
            months = months.split("（", 1)[0]
            rows.append(PlanRow(level=level, number=int(number), topic=topic, organiser=organiser, months=months))
    return tuple(rows)


@lru_cache(maxsize=4)
def plan_of(year: int | None = None) -> tuple[PlanRow, ...]:
    """The plan rows of the notice that serves ``year``."""
    text = (files("udfs.notice") / f"notice_{known_year(year)}.txt").read_text(encoding="utf-8")
    return read_plan(text)


def plan_row(level: str, number: int, year: int | None = None) -> PlanRow | None:
    """The plan row of ``level`` with that number, or None."""
    return next((row for row in plan_of(year) if row.level == level and row.number == number), None)
