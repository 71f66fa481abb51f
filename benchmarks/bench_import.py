"""Import of a large roster against the time python-calamine alone needs to read it.

    python -m benchmarks.bench_import [ROWS]        (10,000 by default)

Measured in turn, as ratios to calamine alone (the file opened, every cell of the sheet as a Python value):

- reading: up to the point where it is known what becomes of every person (opened with all checks, headings, tidying, matching:
  into an empty annex 4, and into one that has them all);
- the whole import: reading, and 80,000 cells written into a workbook that is packed, journalled, forced to disk and put in the
  place of the old one. calamine writes nothing;
- both as whole processes, the start of the interpreter and of the program in both, by the clock and by processor time. By the
  clock these are held to limits: it is what somebody waits for, and what was asked for. They need both cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from benchmarks.measuring import Timing, Work, comparison, in_turn
from macros.people.importing import Sources, decided, import_rosters
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import PEOPLE, ClassFile, Person, SheetPlaces
from udfs.sample import made_up_people
from workbooks.book.reading import read_file
from workbooks.closed.closed_book import open_book
from workbooks.sources.opening import forget

COLUMNS = ("姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "所属地区", "参训方式")
TODAY = date(2025, 6, 30)
ROUNDS, PROCESS_ROUNDS = 9, 5
LIMIT, WHOLE_LIMIT = 3, 4
"""Times calamine alone, whole processes by the clock."""


def roster(path: Path, people: list[Person]) -> None:
    """The people as a roster of eight columns."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(["序号", "姓名", "身份证号码", "手机号", "所在单位", "职称", "省份", "参训方式"])
    for at, person in enumerate(people, start=1):
        sheet.append([at, *(person.get(column) for column in COLUMNS)])
    book.save(path)


def annex(path: Path) -> None:
    """A workbook with an empty annex 4. (The ready-made templates have space for 5,000 people at most.)"""
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("项目信息").append(["项目级别", MUNICIPAL])
    sheet = book.create_sheet(PEOPLE)
    sheet.append([*Person.OFFICIAL, "人员类别", "参训方式", "所属地区"])
    book.save(path)


def calamine_alone(path: Path) -> int:
    with CalamineWorkbook.from_path(path) as book:
        return len(book.get_sheet_by_index(0).to_python())


def class_with(people: Sequence[Person]) -> ClassFile:
    """A class with these people in its annex 4."""
    place = SheetPlaces(title=PEOPLE, columns=dict.fromkeys(COLUMNS, "A"))
    return ClassFile(today=TODAY, people=tuple(people), places={PEOPLE: place})


def anew(c: ClassFile, source: Path) -> None:
    """What becomes of every person, the file read from the disk."""
    forget()
    decided(c, Sources([source]))


def imported(source: Path, target: Path) -> None:
    """The whole import into a file: opened, read, merged, written, saved with its journal."""
    forget()
    annex(target)
    book = open_book(target)
    import_rosters(book, Sources([source]), TODAY)
    book.save()


ALONE = """
import sys
from python_calamine import CalamineWorkbook
with CalamineWorkbook.from_path(sys.argv[1]) as book:
    book.get_sheet_by_index(0).to_python()
"""


def processes(source: Path, target: Path) -> list[Timing]:
    """Each as a process of its own: calamine alone, reading, the whole import on the command line. By the clock, then by
    processor time, which the processes beside it lengthen less; the reading child counts.

    Compiled files are kept, as they are where the program is installed: compiling it anew is no part of an import.
    """
    annex(target)
    fresh = target.read_bytes()
    with tempfile.TemporaryDirectory() as kept:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = kept

        def run(*arguments: str) -> None:
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)

        def imported(*options: str) -> None:
            target.write_bytes(fresh)
            run("-m", "addin", "import", str(target), str(source), "--yes", *options)

        works: dict[str, Work] = {
            "as a process: read, mapped, tidied, matched, reported (--dry-run)": lambda: imported("--dry-run"),
            "as a process: the whole import, on the command line": imported,
            "as a process: calamine alone": lambda: run("-c", ALONE, str(source)),
        }
        by_clock = in_turn(works, PROCESS_ROUNDS)
        print(f"by the clock\n{comparison(by_clock)}")
        print(f"processor time\n{comparison(in_turn(works, PROCESS_ROUNDS, clock=processor_time))}")
        return by_clock


def processor_time() -> float:
    """Of all processes that ended so far, in seconds."""
    used = os.times()
    return used.children_user + used.children_system


def main(rows: int) -> int:
    people = list(made_up_people(rows, 0, MUNICIPAL, seed=5))
    empty, full = class_with(()), class_with(people)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "名册.xlsx", Path(folder) / "本期.xlsx"
        roster(source, people)
        imported(source, target)
        assert len(read_file(target, TODAY).people) == rows
        reading = in_turn(
            {
                "read, mapped, tidied, matched: all people new": lambda: anew(empty, source),
                "the same: all people known already": lambda: anew(full, source),
                "calamine alone": lambda: calamine_alone(source),
            },
            ROUNDS,
        )
        print(f"{rows} rows of {len(COLUMNS) + 1} columns")
        print(comparison(reading))
        whole = in_turn(
            {
                "the whole import, workbook written, saved and journalled": lambda: imported(source, target),
                "calamine alone": lambda: calamine_alone(source),
            },
            3,
        )
        print(comparison(whole))
        read, whole_import, alone = (timing.median for timing in processes(source, target))
    print(f"reading x{read / alone:.2f} (limit x{LIMIT}), the whole import x{whole_import / alone:.2f} (limit x{WHOLE_LIMIT})")
    return 0 if read <= LIMIT * alone and whole_import <= WHOLE_LIMIT * alone else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
