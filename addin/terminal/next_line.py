"""The line a command ends with: what comes next for the class in the workbook, as ``gaoyan next`` says it first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from addin.terminal import streams
from addin.terminal.wrapping import printable
from udfs.records.class_parameters import class_parameters
from udfs.report.next_steps import at_terminal, lines, next_steps

if TYPE_CHECKING:
    from udfs.records.class_file import ClassFile
    from udfs.rules.model import Report


def lines_of(c: ClassFile, report: Report, book: str, *, exported: bool = False) -> list[str]:
    """What ``gaoyan next`` prints for a class that has been read and checked."""
    steps = next_steps(c, report, class_parameters(c), exported=exported)
    return lines(steps, at_terminal(printable(book)), c.today)


def show_next(path: Path, book: str, day: date, ledger: str = "", *, undoable: bool = True) -> None:
    """The first of those lines, of the file as it stands now. ``undoable``: the command changed cells, and can be taken back."""
    from macros.checking.check import check_file

    streams.say_wrapped(lines_of(*check_file(path, day, ledger or None), book)[0])
    if undoable:
        streams.say(f"要撤销请用 gaoyan undo {book}")
