"""What lies in a package besides what ``export`` writes: further copies of annexes, calendars, archives, papers.

None of it replaces the package's own files, all of it is reported: a copy of an annex is compared with the annex, a
calendar with the days of the class, the rest is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePath

from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.records.masking import hide
from udfs.report.reviewed import Contradiction
from udfs.schedule.checklist import ChecklistEntry, checklist
from udfs.values import cells
from udfs.values.cells import column_letters
from udfs.values.grid import Grid
from workbooks.files.errors import GaoyanError
from workbooks.received import kinds
from workbooks.received.loose import annexes_in, book_of_annexes
from workbooks.received.packages import NAMES, limited

CALENDAR = ".ics"
WHAT = "盖章稿中有导出时没有的文件"
OTHER_DAY = "日历与本班的期限不一致"
LONGEST = 30
STATES = ("截止：", "已报送：")
"""What stands before the matter in the name of an event."""


def is_beside(name: str) -> bool:
    """``export`` writes no file of this name; of a file in a folder below the package the name has that before it."""
    return name not in NAMES


def is_calendar(name: str) -> bool:
    return PurePath(name).suffix.lower() == CALENDAR


def extra_file_differences(
    files: Mapping[str, Path], annexes: Mapping[str, str], c: ClassFile, no_days: bool
) -> Iterator[Contradiction]:
    """``annexes``: annex -> its file in the package; ``c``: the class with its days and what was filed; ``no_days``: they
    cannot be determined."""
    for name in filter(is_beside, files):
        if is_calendar(name):
            yield from [] if no_days else calendar_differences(name, files[name], c)
        else:
            yield Contradiction(WHAT, name, verdict_on(name, files, annexes))


def verdict_on(name: str, files: Mapping[str, Path], annexes: Mapping[str, str]) -> str:
    """What such a file is, and what became of it."""
    path = files[name]
    try:
        kind = kinds.kind_of(path)
        if kind.sort == kinds.ZIP:
            return "是压缩包，其中的文件另外列出"
        if kind.sort == kinds.OTHER:
            return f"{kind.name}，没有读"
        if kind.sort == kinds.BOOK and not book_of_annexes(path):
            return "不是附件，另行核验"
        return "；".join(against_own(sheet, grid, files, annexes) for sheet, grid in annexes_in(path).items())
    except GaoyanError as error:
        return f"没有核验：{error.what}"
    except OSError:
        return "没有核验：打不开"


def against_own(sheet: str, grid: Grid, files: Mapping[str, Path], annexes: Mapping[str, str]) -> str:
    """A further copy of an annex, and the first cell in which it is unlike the annex that counts."""
    own = annexes.get(sheet)
    if own is None:
        return f"是{sheet}，没有计入"
    rows = annexes_in(files[own])[sheet].rows
    for at in range(max(len(rows), len(grid.rows))):
        for column in range(max(len(row_of(rows, at)), len(row_of(grid.rows, at)))):
            here, there = value_of(grid.rows, at, column), value_of(rows, at, column)
            if cells.plain(here) != cells.plain(there):
                cell = f"{column_letters(column + 1)}{at + 1}"
                return f"是{sheet}的另一份，没有计入：{cell}为“{shown(here)}”，{own}!{cell}为“{shown(there)}”"
    return f"是{sheet}的另一份，内容与{own}相同，没有计入"


def row_of(rows: Sequence[Sequence[cells.Value]], at: int) -> Sequence[cells.Value]:
    return rows[at] if at < len(rows) else ()


def value_of(rows: Sequence[Sequence[cells.Value]], at: int, column: int) -> cells.Value:
    row = row_of(rows, at)
    return row[column] if column < len(row) else None


def shown(value: cells.Value) -> str:
    return hide(cells.text(value))[:LONGEST]


def calendar_differences(name: str, path: Path, c: ClassFile) -> Iterator[Contradiction]:
    """The days of a calendar against those that the facts of the class give."""
    events = events_in(path)
    if events is None:
        yield Contradiction(OTHER_DAY, name, "不是日历文件，或已损坏")
        return
    due = {entry.item: entry for entry in checklist(c, class_parameters(c)) if entry.part == "filing" and entry.due is not None}
    seen: set[str] = set()
    for summary, first, last, description in events:
        item = next((item for item in due if summary.startswith(tuple(f"{state}{item}（" for state in STATES))), None)
        if item is None:
            yield Contradiction(OTHER_DAY, f"{name}有“{hide(summary)[:LONGEST]}”（{day_words(first)}）", "本班没有这一期限")
            continue
        seen.add(item)
        yield from event_differences(name, due[item], first, last, description)
    for item, entry in due.items():
        if item not in seen:
            yield Contradiction(OTHER_DAY, f"{name}没有{item}", f"按本班的日期应为{day_words(entry.due)}")


def event_differences(
    name: str, entry: ChecklistEntry, first: date | None, last: date | None, description: str
) -> Iterator[Contradiction]:
    if first != entry.due:
        yield Contradiction(OTHER_DAY, f"{name}的{entry.item}为{day_words(first)}", f"按本班的日期应为{day_words(entry.due)}")
    elif last is not None and first is not None and (last - first).days != 1:
        yield Contradiction(OTHER_DAY, f"{name}的{entry.item}到{day_words(last)}为止", f"应只有{day_words(entry.due)}一天")
    filing_day = description.partition("报送日期：")[2][: len("2025-01-01")]
    if filing_day and filing_day != day_words(entry.filed):
        yield Contradiction(OTHER_DAY, f"{name}的{entry.item}报送日期为{filing_day}", f"本班为{day_words(entry.filed)}")


def events_in(path: Path) -> list[tuple[str, date | None, date | None, str]] | None:
    """(name, first day, day after the last, description) of each event; None if the file is not a calendar."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(limited(path), multiple=True)
        return [
            (str(event.get("summary", "")), day_in(event, "dtstart"), day_in(event, "dtend"), str(event.get("description", "")))
            for calendar in calendars
            for event in calendar.walk("VEVENT")
        ]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
        return None


def day_in(event: object, name: str) -> date | None:
    """The day of a property, whether it has a time or none."""
    found = getattr(event.get(name), "dt", None) if hasattr(event, "get") else None
    return date(found.year, found.month, found.day) if isinstance(found, date) else None


def day_words(day: date | None) -> str:
    return day.isoformat() if day else "没有日期"
