"""What people must judge under the notice of a class."""

from __future__ import annotations

from udfs.notice.assigning import Assignment as Assignment
from udfs.notice.packs import Which, pack_of


def assignments(which: Which = None) -> tuple[Assignment, ...]:
    """What is declared about the sentences of the notice that serves a year, or of the pack of that name, in its order."""
    return pack_of(which).assignments


def judgements(which: Which = None, level: str = "") -> tuple[Assignment, ...]:
    """What a person has to judge and tick; with ``level`` without the items of the other level."""
    return tuple(line for line in assignments(which) if line.judgement and (not level or line.level in ("", level)))
