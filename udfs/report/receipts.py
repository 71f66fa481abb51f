"""When a class was handed in, by whom that is known, and by how many days its report came late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from udfs.report.reviewed import Reviewed
from udfs.values.cells import plain

REGISTERED, STATED, OF_THE_FILE = "收件登记", "填报的报送日期", "文件日期"
"""Who knows the day, the surest first."""


@dataclass(frozen=True)
class Receipt:
    """One line of the office's register of what came. ``name``: a file, a folder, a topic, or 级别 with 计划序号 (市级10)."""

    line: int
    name: str
    day: date

    def names(self, one: Reviewed) -> bool:
        return plain(self.name) in names_of(one)


def names_of(one: Reviewed) -> set[str]:
    """All by which a register may call what came: its paths, their folders and names (without their ending too), the class."""
    paths = {one.file, *(piece.file for piece in one.pieces)}
    parts = {part for path in paths for part in (path, *path.split("/"))}
    stems = {part.rpartition(".")[0] for part in parts}
    overview = one.overview
    known = {overview.topic, f"{overview.level}{overview.plan_number}"}
    return {plain(name) for name in parts | stems | known} - {""}


def handed_in(one: Reviewed, receipts: Iterable[Receipt], today: date) -> tuple[date | None, str]:
    """The day and who knows it; (None, '') where nobody does. A file dated after ``today`` says nothing."""
    registered = [receipt.day for receipt in receipts if receipt.names(one)]
    if registered:
        return max(registered), REGISTERED
    if one.overview.filed is not None:
        return one.overview.filed, STATED
    day = one.file_day
    return (day, OF_THE_FILE) if day is not None and day <= today else (None, "")


def late_days(one: Reviewed, day: date | None) -> int | None:
    """By how many days its report came after its last day; 0 in time, None where one of the two days is not known."""
    due = one.overview.due
    return None if due is None or day is None else max(0, (day - due).days)


def unmatched(receipts: Sequence[Receipt], files: Iterable[Reviewed]) -> list[Receipt]:
    """The lines that name nothing of what came."""
    left = list(receipts)
    for one in files if left else ():
        left = [receipt for receipt in left if not receipt.names(one)]
    return left
