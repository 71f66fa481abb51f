"""An export of attendance made by script, with what every trainee missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.attendance.sheets import Cell, Sheet

Truth = dict[tuple[int, int], str]
"""(place of the trainee, session counted from 0) -> 缺勤 or 请假; everybody else was there."""
MISSED: Truth = {(1, 0): "缺勤", (1, 1): "缺勤", (2, 3): "缺勤", (4, 4): "请假", (4, 5): "请假"}
UNKNOWN = "不明"


@dataclass
class Export:
    """One file. ``truth`` of whoever missed something; ``days`` it covers; ``strangers``: rows that are nobody's."""

    file: str
    what: str
    rows: list[list[Cell]]
    truth: Truth = field(default_factory=lambda: dict(MISSED))
    days: int = 5
    refused: str = ""
    more: Mapping[str, list[list[Cell]]] = field(default_factory=dict)
    encoding: str = "utf-8-sig"

    def write(self, folder: Path) -> Path:
        return Sheet(self.file, self.rows, {}, encoding=self.encoding, more=self.more).write(folder)


def state(truth: Truth, at: int, day: int, half: int) -> str:
    return truth.get((at, 2 * day + half), "")
