"""From the keystroke to the paint: a wrong phone is typed into 附件4 in a LibreOffice window while the live check stands.

``python -m benchmarks.bench_keystroke [people]``: seconds until 核验 names the cell, and until the screen shows the colour.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from addin.libreoffice.installing.extension import built_extension
from tests.libreoffice.session import Session, running
from udfs.sample import sample_class
from workbooks.templates.entering import entered

ROUNDS = 7
RED = "FFC7CE"
CELL, KEY = "D6", "附件4!D6"


def one_round(office: Session, right: str) -> tuple[float, float]:
    """Seconds to the finding and to the paint."""
    office.do("typed", "附件4", CELL, right)
    time.sleep(1)
    before = office.pixels(RED)
    begun = time.perf_counter()
    measured: float = office.do("keystroke_to_paint", "附件4", CELL, "12345", "核验", "K4:K303", KEY)
    while office.pixels(RED) < before + 1000:
        if time.perf_counter() - begun > 60:
            raise TimeoutError("no paint within a minute")
    return measured, time.perf_counter() - begun


def main(people: int) -> int:
    c = sample_class(trainees=people)
    with tempfile.TemporaryDirectory() as name:
        extension, book = Path(name) / "gaoyan.oxt", Path(name) / "本期.xlsx"
        extension.write_bytes(built_extension(version("gaoyan")))
        book.write_bytes(entered(c, rows=max(300, people + 20)))
        with running(extension) as office:
            office.do("open", str(book))
            office.pressed("live")
            times = [one_round(office, str(c.people[2].phone)) for _ in range(ROUNDS)]
    for what, seconds in zip(("finding on 核验", "paint on the screen"), zip(*times, strict=True), strict=True):
        print(f"{people} people, {what}: median {statistics.median(seconds):.3f} s ({min(seconds):.3f} to {max(seconds):.3f})")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
