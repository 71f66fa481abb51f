"""What was found on a system, as lines: what is right, what is wrong, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["right", "wrong", "note"]
MARKS = {"right": "✓", "wrong": "✗", "note": "！"}


@dataclass(frozen=True)
class Line:
    """One line of the diagnosis. ``todo`` is empty where nothing is to be done."""

    topic: str
    state: State
    what: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{MARKS[self.state]} {self.topic}：{self.what}" + (f"。处理：{self.todo}" if self.todo else "")


def right(topic: str, what: str) -> Line:
    return Line(topic, "right", what)


def wrong(topic: str, what: str, todo: str) -> Line:
    return Line(topic, "wrong", what, todo)


def note(topic: str, what: str, todo: str) -> Line:
    return Line(topic, "note", what, todo)
