"""The items of a notice that people must judge."""

from __future__ import annotations

from udfs.notice.assigning import Assignment as Assignment
from udfs.notice.packs import Which, pack_of


def assignments(which: Which = None) -> tuple[Assignment, ...]:
    """The trace lines of the notice of a year, or of the pack with that name, in file order."""
    return pack_of(which).assignments


def judgements(which: Which = None, level: str = "") -> tuple[Assignment, ...]:
    """The items that a person has to judge and tick; with ``level``, without those of the other level."""
    return tuple(line for line in assignments(which) if line.judgement and (not level or line.level in ("", level)))
