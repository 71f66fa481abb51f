"""The last lines of a command: the next step for the class, as from ``gaoyan next``, and what the command has outdated."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from addin.terminal import streams
from addin.terminal.wrapping import printable
from udfs.records.class_parameters import class_parameters
from udfs.report.next_steps import at_terminal, first_step, lines, next_steps

if TYPE_CHECKING:
    from udfs.records.class_file import ClassFile
    from udfs.rules.model import Report


def lines_of(c: ClassFile, report: Report, book: str, *, exported: bool = False) -> list[str]:
    """The lines that ``gaoyan next`` prints for a checked class."""
    steps = next_steps(c, report, class_parameters(c), exported=exported)
    return lines(steps, at_terminal(printable(book)), c.today)


def show_next(path: Path, book: str, day: date, ledger: str = "", *, undoable: bool = True) -> None:
    """Print the first of these lines for the current file, how to undo, and whether 核验 and what it shows beside the rows of
    other sheets are outdated. ``undoable``: the command changed cells and can be undone."""
    from macros.checking.check import with_ledger
    from udfs.rules import runner
    from workbooks.book.reading import read_file

    c = read_file(path, day)
    report = cache(lambda: runner.check(with_ledger(c, ledger or None)))
    first = first_step(c, report, class_parameters(c))
    streams.say_wrapped(lines(first, at_terminal(printable(book)), day)[0])
    if undoable:
        streams.say(f"要撤销请用 gaoyan undo {book}")
    listed = {(row.code, row.key) for row in c.explained if row.key}
    if listed and listed != {(one.code, one.key) for one in report().findings}:
        streams.say(f"“核验”表还是以前的结果，刷新请用 gaoyan check {book} --write")
