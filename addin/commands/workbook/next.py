"""``gaoyan next``: what is done, what to do now, what is pending until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.terminal import options, streams
from addin.terminal.wrapping import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from udfs.report.next_steps import NextStep

EPILOG = """例：
  gaoyan next 云计算班.xlsx
  gaoyan next 云计算班.xlsx --json --today 2025-09-30"""


def next(
    book: options.Book,
    json: options.Json = False,
    today: options.Today = "",
    ledger: options.LedgerPlace = "",
) -> int:
    """下一步：已完成什么，现在办什么，等谁、等到哪天。"""
    from macros.checking.check import check_file
    from udfs.records.class_parameters import class_parameters
    from udfs.report.next_steps import at_terminal, lines, next_steps

    day = options.day_of(today)
    path = options.book_path(book)
    c, report = check_file(path, day, ledger or None)
    steps = next_steps(c, report, class_parameters(c))
    texts = lines(steps, at_terminal(printable(book)), day)
    if json:
        streams.put_json(document(path.name, day, steps, texts))
        return 0
    for at, line in enumerate(texts):
        streams.say_wrapped(line, style="bold" if not at else None)
    return 0


def document(name: str, today: date, steps: Sequence[NextStep], texts: Sequence[str]) -> dict[str, object]:
    """The steps as JSON data: line, command, time limit."""
    from udfs.report.next_steps import ACTIONS, at_terminal

    return {
        "book": name,
        "today": today.isoformat(),
        "steps": [
            {
                "state": step.state,
                "text": step.text,
                "line": line,
                "command": at_terminal(name)(step),
                "button": ACTIONS[step.action].button if step.action else "",
                "who": step.who,
                "until": step.until.isoformat() if step.until else None,
            }
            for step, line in zip(steps, texts, strict=True)
        ],
    }
