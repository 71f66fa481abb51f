"""The plan list of the notice of a class."""

from __future__ import annotations

from udfs.notice.packs import Which, pack_of
from udfs.notice.plan_rows import LEVELS as LEVELS
from udfs.notice.plan_rows import MUNICIPAL as MUNICIPAL
from udfs.notice.plan_rows import NATIONAL as NATIONAL
from udfs.notice.plan_rows import PlanRow as PlanRow
from udfs.notice.plan_rows import planned_months as planned_months
from udfs.notice.plan_rows import read_plan as read_plan


def plan_of(which: Which = None) -> tuple[PlanRow, ...]:
    """The plan rows of the notice of a year, or of the pack with that name."""
    return pack_of(which).plan


def plan_row(level: str, number: int, which: Which = None) -> PlanRow | None:
    """The plan row of ``level`` with that number, or None."""
    return next((row for row in plan_of(which) if row.level == level and row.number == number), None)


def last_number(level: str, which: Which = None) -> int:
    """The highest number in the plan list of that level; 0 if there is none."""
    return max((row.number for row in plan_of(which) if row.level == level), default=0)
