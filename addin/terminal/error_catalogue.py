"""The catalogue of the lines by which a command or a button says that it cannot do its work, each with a code that stays its own.

``errors.csv`` is gathered from the sources by ``make docs`` (``addin.handbook.error_codes``); docs/errors.md and the page of the
button 规则手册 show it.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import NamedTuple

REGISTER = "errors.csv"
HEADINGS = ("code", "room", "where", "what", "todo", "exit_code")


class ErrorLine(NamedTuple):
    """One line. What is filled in when it is said stands as 〈name〉. ``room``: where it is said; '' once nothing says it."""

    code: str
    room: str
    where: str
    what: str
    todo: str
    exit_code: int


def error_lines() -> tuple[ErrorLine, ...]:
    """The whole register, in the order of the codes; those that nothing says any more among them."""
    text = (files("addin.terminal") / REGISTER).read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))[1:]
    return tuple(ErrorLine(code, room, where, what, todo, int(exit_code)) for code, room, where, what, todo, exit_code in rows)
