"""``python -m benchmarks.bench_classes``: classes of 300 and 3,000, read, checked and exported, beside openpyxl on the same file.

Every ratio is against the last line of its block; both are measured in turn in the same process, cold starts in new ones.
"""

from __future__ import annotations

import gc
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import openpyxl

from benchmarks.measuring import comparison, in_turn
from macros.handing_in.export import exporting
from udfs.notice.plan import MUNICIPAL
from udfs.rules.runner import check
from udfs.sample import sample_class
from workbooks.book.reading import read_file
from workbooks.closed.closed_book import open_book
from workbooks.files.progress import finished
from workbooks.templates.entering import entered

STAFF = 5
SIZES = (300, 3000)


def workbook(folder: Path, people: int, faulty: bool = False) -> tuple[Path, date]:
    """A municipal class of that many people, filled in rightly, as a file. ``faulty``: but for a telephone number."""
    sample = sample_class(MUNICIPAL, trainees=people - STAFF, staff=STAFF)
    if faulty:
        first, *others = sample.people
        sample = sample.changed(people=(first.changed(phone="1380000"), *others))
    path = folder / f"class_{people}{'_faulty' if faulty else ''}.xlsx"
    path.write_bytes(entered(sample, rows=people))
    return path, sample.today


def cold_start(path: Path, today: date) -> None:
    """``gaoyan check`` in a new process."""
    command = [sys.executable, "-m", "addin", "check", str(path), "--json", "--today", today.isoformat()]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())


def cold_openpyxl(path: Path) -> None:
    """The same file loaded by openpyxl in a new process."""
    code = "import openpyxl, sys; openpyxl.load_workbook(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def exported(path: Path, out: Path, today: date) -> None:
    """The stamp-ready package, into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    finished(exporting(open_book(path), out, today))


def measure(folder: Path, people: int, rounds: int) -> None:
    """Print the block of one size."""
    path, today = workbook(folder, people)
    gc.freeze()  # what the preparation left behind is no part of what is measured
    print(f"\n{people} people, {path.stat().st_size / 1024:.0f} KB")
    print("warm process:")
    warm = {
        "reading and all rules": lambda: check(read_file(path, today)),
        "reading": lambda: read_file(path, today),
        "openpyxl.load_workbook": lambda: openpyxl.load_workbook(path),
    }
    print(comparison(in_turn(warm, rounds)))
    print("cold start:")
    cold = {"gaoyan check": lambda: cold_start(path, today), "openpyxl.load_workbook": lambda: cold_openpyxl(path)}
    print(comparison(in_turn(cold, rounds)))
    if people == SIZES[0]:
        print("stamp-ready package (PDFs, workbooks, report):")
        works = {
            "export": lambda: exported(path, folder / "out", today),
            "openpyxl.load_workbook": lambda: openpyxl.load_workbook(path),
        }
        print(comparison(in_turn(works, rounds)))


def main() -> None:
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        for people, rounds in zip(SIZES, (9, 3), strict=True):
            measure(Path(name), people, rounds)


if __name__ == "__main__":
    main()
