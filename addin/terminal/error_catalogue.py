"""The catalogue of error messages of commands and buttons, each with a permanent code.

``errors.csv`` is collected from the sources by ``make docs`` (``addin.handbook.error_codes``); it is shown in docs/errors.md
and by the button 规则手册.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import NamedTuple

REGISTER = "errors.csv"
HEADINGS = ("code", "package", "where", "what", "todo", "exit_code")


class ErrorLine(NamedTuple):
    """One message, with 〈name〉 for inserted values. ``package``: the package that raises it; '' if it is no longer used."""

    code: str
    package: str
    where: str
    what: str
    todo: str
    exit_code: int


def error_lines() -> tuple[ErrorLine, ...]:
    """The whole catalogue by code, including messages no longer used."""
    text = (files("addin.terminal") / REGISTER).read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))[1:]
    return tuple(
        ErrorLine(code, package, where, what, todo, int(exit_code)) for code, package, where, what, todo, exit_code in rows
    )
