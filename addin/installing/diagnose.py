"""Lines of a diagnosis: what is right, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LineState = Literal["right", "wrong", "note"]
MARKS = {"right": "✓", "wrong": "✗", "note": "！"}


@dataclass(frozen=True)
class DiagnosisLine:
    """One line of a diagnosis. ``todo`` is empty if nothing is to be done."""

    topic: str
    state: LineState
    what: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{MARKS[self.state]} {self.topic}：{self.what}" + (f"。处理：{self.todo}" if self.todo else "")


def right(topic: str, what: str) -> DiagnosisLine:
    return DiagnosisLine(topic, "right", what)


def wrong(topic: str, what: str, todo: str) -> DiagnosisLine:
    return DiagnosisLine(topic, "wrong", what, todo)


def summary(lines: Iterable[DiagnosisLine]) -> str:
    """The lines for a message box: problems first, then everything else in one line."""
    found = list(lines)
    problems = [str(line) for state in ("wrong", "note") for line in found if line.state == state]
    fine = [line.topic for line in found if line.state == "right"]
    return "\n".join([*problems, f"正常：{'、'.join(fine)}"])


def note(topic: str, what: str, todo: str) -> DiagnosisLine:
    return DiagnosisLine(topic, "note", what, todo)
