"""When a class was submitted, the source of that date, and by how many days its report was late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from udfs.report.reviewed import Reviewed
from udfs.values.cells import plain

REGISTERED, STATED, OF_THE_FILE = "收件登记", "填报的报送日期", "文件日期"
"""The sources of the date, most reliable first."""


@dataclass(frozen=True)
class Receipt:
    """One line of the office's register of received materials. ``name``: a file, a folder, a topic, or 级别 with 计划序号
    (市级10)."""

    line: int
    name: str
    day: date

    def names(self, one: Reviewed) -> bool:
        return plain(self.name) in names_of(one)


def names_of(one: Reviewed) -> set[str]:
    """The names by which a register may refer to a submission: paths, folders, file names (extension optional), the class."""
    paths = {one.file, *(piece.file for piece in one.pieces)}
    parts = {part for path in paths for part in (path, *path.split("/"))}
    stems = {part.rpartition(".")[0] for part in parts}
    overview = one.overview
    known = {overview.topic, f"{overview.level}{overview.plan_number}"}
    return {plain(name) for name in parts | stems | known} - {""}


def handed_in(one: Reviewed, receipts: Iterable[Receipt], today: date) -> tuple[date | None, str]:
    """The day of submission and its source; (None, '') if unknown. A file date after ``today`` is ignored."""
    registered = [receipt.day for receipt in receipts if receipt.names(one)]
    if registered:
        return max(registered), REGISTERED
    if one.overview.filed is not None:
        return one.overview.filed, STATED
    day = one.file_day
    return (day, OF_THE_FILE) if day is not None and day <= today else (None, "")


def late_days(one: Reviewed, day: date | None) -> int | None:
    """The days by which the report was late; 0 if in time, None if one of the dates is unknown."""
    due = one.overview.due
    return None if due is None or day is None else max(0, (day - due).days)


def unmatched(receipts: Sequence[Receipt], files: Iterable[Reviewed]) -> list[Receipt]:
    """The lines of the register that match nothing received."""
    left = list(receipts)
    for one in files if left else ():
        left = [receipt for receipt in left if not receipt.names(one)]
    return left
