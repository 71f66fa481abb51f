"""The macros that are compared, each on a book; they run in our Python and in LibreOffice's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlwings as xw

Cells = dict[str, Any]
"""'附件4!C7' -> what the cell holds: a formula as text with "=", else a value; dates as ISO text."""


def check(book: xw.Book, today: date, **_: Any) -> None:
    from macros.checking.check import check as run

    run(book, today, write=True)


def tidy(book: xw.Book, today: date, **_: Any) -> None:
    from macros.people.tidy import tidy as run

    run(book, today)


def passed(book: xw.Book, today: date, **_: Any) -> None:
    from macros.people.filling import fill_passed

    fill_passed(book, today)


def charged(book: xw.Book, today: date, **_: Any) -> None:
    from macros.people.filling import fill_charged

    fill_charged(book, today, "否")


def total(book: xw.Book, today: date, **_: Any) -> None:
    from macros.money.total import total as run

    run(book, today)


def number(book: xw.Book, today: date, ledger: str = "", **_: Any) -> None:
    from macros.certificates.number import number as run

    run(book, today, ledger)


def renew(book: xw.Book, today: date, ledger: str = "", **_: Any) -> None:
    """Of numbers that the ledger knows already."""
    from macros.certificates import number as numbering
    from workbooks.book.reading import read_book

    c = read_book(book, today)
    numbering.allotted(c, *numbering.usable_pattern(c), [one for one in c.results if one.has_passed], ledger, True)
    assert numbering.number(book, today, ledger, renew="规则有误").renewed


def lectures(book: xw.Book, today: date, **_: Any) -> None:
    from macros.money.lectures import reckon

    reckon(book, today)


def import_roster(book: xw.Book, today: date, source: str = "", **_: Any) -> None:
    from macros.people.importing import Sources, import_rosters

    import_rosters(book, Sources([source]), today)


def plan(book: xw.Book, today: date, **_: Any) -> None:
    from macros.annexes.planned import update_from_plan

    update_from_plan(book, today)


def results(book: xw.Book, today: date, **_: Any) -> None:
    from macros.annexes.results import make_results

    make_results(book, today)


def attendance(book: xw.Book, today: date, source: str = "", **_: Any) -> None:
    from macros.attendance.registering import AttendanceSources
    from macros.attendance.registering import attendance as run

    run(book, AttendanceSources([source]), today)


def survey(book: xw.Book, today: date, source: str = "", **_: Any) -> None:
    from macros.annexes.survey import survey as run

    run(book, [source], today)


def clear(book: xw.Book, today: date, **_: Any) -> None:
    from macros.checking.navigate import clear as run

    run(book, today)


def live(book: xw.Book, today: date, **_: Any) -> None:
    """On, and off again: what stays is what a check leaves."""
    from macros.checking.live import is_on, turn_off, turn_on

    assert turn_on(book, today, rows=60).on
    assert is_on(book)
    turn_off(book, today)


def undo(book: xw.Book, **_: Any) -> None:
    """The last step, whichever it was."""
    from macros.checking.undo import undo as run

    run(book)


def cells(path: Path) -> Cells:
    """What all cells of a closed file hold now, the sheet 参数 left out."""
    from workbooks.closed.held_file import HeldFile

    found: Cells = {}
    for grid in HeldFile.open(path).grids():
        if grid.title == "参数":
            continue
        values = {(row, column): one for row, line in enumerate(grid.rows, 1) for column, one in enumerate(line, 1)}
        for at in values.keys() | grid.formulas.keys():
            held = f"={grid.formulas[at]}" if at in grid.formulas else plain(values[at])
            if held is not None:
                found[f"{grid.title}!{at[0]},{at[1]}"] = held
    return found


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return None if value == "" else value


STEPS: dict[str, Callable[..., Any]] = {
    "plan": plan, "import": import_roster, "tidy": tidy, "passed": passed, "charged": charged, "results": results,
    "attendance": attendance, "survey": survey, "live": live, "check": check, "clear": clear, "number": number, "renew": renew,
    "total": total, "lectures": lectures, "undo": undo,
}  # fmt: skip
"""By the ids of the buttons: each that changes cells."""
