"""Codes of the error messages: assigned once, kept when a message is reworded or moved, never reused.

Messages are declared where they are raised; ``make docs`` updates the register.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from addin.handbook.error_sources import ErrorText, error_texts
from addin.terminal.error_catalogue import HEADINGS, ErrorLine, error_lines

ALIKE = 0.6
"""Similarity from which a new message counts as a reworded old one."""


def register() -> str:
    """The updated register: ``addin/terminal/errors.csv``."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(HEADINGS)
    rows.writerows(coded(error_lines(), error_texts()))
    return out.getvalue()


def coded(before: Iterable[ErrorLine], texts: Collection[ErrorText]) -> list[ErrorLine]:
    """The present messages with their codes, and the removed ones without a package, because their codes stay reserved."""
    known = {one.code: one for one in before}
    here = {
        ErrorText(one.package, one.where, one.what, one.todo, one.exit_code): one.code for one in known.values() if one.package
    }
    found = {line: here[line] for line in texts if line in here}
    gone = [known[code] for line, code in here.items() if line not in found]
    fresh = sorted(line for line in texts if line not in found)
    for share, line, old in sorted(((similarity(line, one), line, one) for line in fresh for one in gone), reverse=True):
        if share >= ALIKE and line not in found and old.code not in found.values():
            found[line] = old.code
    last = max((int(code[1:]) for code in known), default=0)
    for line in fresh:
        if line not in found:
            last += 1
            found[line] = f"E{last:03}"
    rows = {code: ErrorLine(code, *line) for line, code in found.items()}
    return [rows.get(code) or known[code]._replace(package="") for code in sorted({*known, *rows})]


def similarity(line: ErrorText, old: ErrorLine) -> float:
    """The similarity of two messages, from 0 to 1; the place counts no more than any other word."""
    first, second = ("\n".join((one.where, one.what, one.todo)) for one in (line, old))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
