"""How long each engine takes for a workbook of 300 people: ``python -m tests.engines.speed``.

Processor seconds, not seconds by the clock, so that a busy machine gives much the same numbers.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests import office
from tests.engines.ironcalc_book import IronCalcBook
from tests.parity.people_made import classes
from workbooks.templates.entering import entered

ROWS = 300


def processor_seconds(work: Callable[[], object]) -> float:
    """What the work costs this process and those it starts."""
    before = time.process_time() + children()
    work()
    return time.process_time() + children() - before


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    (c,) = classes(range(1), ROWS).values()
    with tempfile.TemporaryDirectory(prefix="gaoyan_speed_") as folder:
        path = Path(folder) / "people.xlsx"
        path.write_bytes(entered(c, ROWS))
        office.convert_all([path], "csv", Path(folder) / "first")  # makes the profile
        started = processor_seconds(lambda: office.convert_all([path], "csv", Path(folder) / "values"))
        books: list[IronCalcBook] = []
        opened = processor_seconds(lambda: books.append(IronCalcBook(path, Path(folder) / "copy.xlsx")))
        again = processor_seconds(books[0].model.evaluate)
    print(f"LibreOffice: start, read, compute, write as text {started:.1f} s")
    print(f"IronCalc: copy, read, rewrite {books[0].rewritten:,} formulas, compute {opened:.1f} s; compute again {again:.1f} s")


if __name__ == "__main__":
    main()
