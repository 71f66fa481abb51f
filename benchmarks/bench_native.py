"""The workbook by itself, with no add-in: how long LibreOffice takes to open it, and to judge and paint one cell that is typed.

``python -m benchmarks.bench_native [people ...]``: for each size a workbook with so many ready rows, all of them filled. Typed
are a document number, a phone, a name, 学时数, an expense and 总学时; measured are the seconds until the messages beside all rows
and the figures above them are computed, and until the screen shows the paint of a wrong phone.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.libreoffice.session import Session, running
from udfs.records import EXPENSES, PEOPLE, PROJECT, RESULTS
from udfs.sample import sample_class
from workbooks.entering import entered
from workbooks.forms import FORMS
from workbooks.painting import PAINT

SIZES = (250, 500, 1000)
STAFF = 5
ROUNDS = 5
WRONG_NUMBERS = tuple(f"12010119900101{at:04}" for at in range(ROUNDS))
ENTRIES = (
    (PEOPLE, "C7", WRONG_NUMBERS),
    (PEOPLE, "D7", ("12345", "02283218426", "1", "13", "14100000001")),
    (PEOPLE, "B7", ("张示例", "李示例", "王示例", "赵示例", "周示例")),
    (RESULTS, "C7", ("20", "21", "22", "23", "24")),
    (EXPENSES, "H6", ("1", "2", "3", "4", "5")),
    (PROJECT, f"{FORMS[PROJECT].by_label['总学时'].cell}", ("31", "33", "34", "35", "32")),
)  # fmt: skip


def watched(sheet: str, rows: int) -> str:
    """The column of messages of a sheet, its figures included."""
    table = FORMS[sheet].table
    if table is None:
        return "D1:D30"
    letters = table.letters["核验"]
    return f"I1:{letters}{table.last(rows)}"


def summed_up(seconds: list[float]) -> str:
    return f"median {statistics.median(seconds):.3f} s ({min(seconds):.3f} to {max(seconds):.3f})"


def judged(office: Session, sheet: str, cell: str, entries: tuple[str, ...], rows: int) -> list[float]:
    """Seconds from each entry until all messages and figures of the sheet are there."""
    return [office.do("keystroke_to_paint", sheet, cell, entry, sheet, watched(sheet, rows), "") for entry in entries]


def painted(office: Session) -> float:
    """Seconds from a wrong phone to its paint on the screen."""
    office.do("typed", PEOPLE, "D6", "14100000002")
    before = office.settled(PAINT["error"][0])
    begun = time.perf_counter()
    office.do("typed", PEOPLE, "D6", "12345")
    while not office.pixels(PAINT["error"][0]) > before + 1000:
        if time.perf_counter() - begun > 60:
            raise TimeoutError("no paint within a minute")
    return time.perf_counter() - begun


def measure(people: int) -> None:
    """Print the block of one size."""
    c = sample_class(trainees=people - STAFF, staff=STAFF)
    with tempfile.TemporaryDirectory() as name, running(None) as office:
        book = Path(name) / "本期.xlsx"
        book.write_bytes(entered(c, rows=people))
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            office.do("open", str(book))
            office.do("texts", PEOPLE, "I1:I1")
            times.append(time.perf_counter() - begun)
            office.do("close")
        print(f"{people} people, {book.stat().st_size / 1024:.0f} KB\n  opening: {summed_up(times)}")
        office.do("open", str(book))
        for sheet, cell, entries in ENTRIES:
            print(f"  {sheet}!{cell}: {summed_up(judged(office, sheet, cell, entries, people))}")
        print(f"  paint of a wrong phone: {summed_up([painted(office) for _ in range(ROUNDS)])}")


def main(sizes: list[int]) -> int:
    for people in sizes or SIZES:
        measure(people)
    return 0


if __name__ == "__main__":
    sys.exit(main(list(map(int, sys.argv[1:]))))
