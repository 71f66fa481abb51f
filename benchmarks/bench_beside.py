"""``python -m benchmarks.bench_beside [rounds]``: beside what a user would pick instead, whole processes, in turn.

Checking a class of 60, 300 and 3,000 beside pandera, frictionless and plain pydantic doing what they can express (five
columns of 附件4; gaoyan judges the whole workbook), with openpyxl's and calamine's reading as floors; writing findings back
beside openpyxl's load and save; a start that does nothing. The medians go to docs/benchmarks.json, from which
docs/make_benchmark_plot.py draws. ``SIZES=60,300`` measures those alone; ``CLOCK=processor`` takes processor time in place of
the clock's, for a machine that is busy with other work.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_classes import workbook
from benchmarks.measuring import Timing, Work, as_installed, children_seconds, comparison, in_turn

HERE = Path(__file__).parent
VENV = HERE / ".yardsticks"
YARDSTICKS = HERE / "yardsticks"
RESULTS = HERE.parent / "docs" / "benchmarks.json"
SIZES = (60, 300, 3000)
CHECKERS = ("pandera", "frictionless", "pydantic", "openpyxl", "calamine")


def yardstick_python() -> Path:
    """The Python of the yardsticks' own venv, made at the first use."""
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", YARDSTICKS / "requirements.txt"], check=True)
    return python


def ran(*command: object, codes: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    if done.returncode not in codes:
        raise SystemExit(done.stderr.decode()[-2000:])


def checking(path: Path, today: str) -> dict[str, Work]:
    python = yardstick_python()
    works: dict[str, Work] = {
        name: (lambda name=name: ran(python, YARDSTICKS / f"with_{name}.py", path))
        for name in CHECKERS  # type: ignore[misc]
    }
    return works | {"gaoyan": lambda: ran(sys.executable, "-m", "addin", "check", path, "--json", "--today", today, codes=(0, 1))}


def writing(path: Path, today: str, folder: Path) -> dict[str, Work]:
    def written() -> None:
        copy = folder / "copy.xlsx"
        shutil.copy(path, copy)
        ran(sys.executable, "-m", "addin", "check", copy, "--write", "--today", today, codes=(0, 1))

    written()
    if (folder / "copy.xlsx").read_bytes() == path.read_bytes():
        raise SystemExit("nothing was written back")
    python = yardstick_python()
    return {
        "openpyxl": lambda: ran(python, YARDSTICKS / "with_openpyxl.py", path, folder / "saved.xlsx"),
        "gaoyan": written,
    }


def summary(what: str, timings: list[Timing]) -> dict[str, float]:
    print(f"\n{what}:\n{comparison(timings)}", flush=True)
    return {one.name: round(one.median, 4) for one in timings}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    sizes = [int(size) for size in os.environ["SIZES"].split(",")] if "SIZES" in os.environ else SIZES
    clock = children_seconds if os.environ.get("CLOCK") == "processor" else time.perf_counter
    results: dict[str, object] = {
        "python": platform.python_version(),
        "rounds": rounds,
        "load": round(os.getloadavg()[0], 1),
        "clock": "processor time" if clock is children_seconds else "by the clock",
    }
    as_installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        check, write = {}, {}
        for people in sizes:
            path, day = workbook(folder, people)
            check[people] = summary(
                f"checking {people} people, seconds a process", in_turn(checking(path, day.isoformat()), rounds, clock=clock)
            )
            path, day = workbook(folder, people, faulty=True)
            write[people] = summary(
                f"writing back, {people} people", in_turn(writing(path, day.isoformat(), folder), rounds, clock=clock)
            )
        bare: dict[str, Work] = {
            "python -c pass": lambda: ran(sys.executable, "-c", "pass"),
            "gaoyan --version": lambda: ran(sys.executable, "-m", "addin", "--version"),
        }
        results |= {"check": check, "write": write, "start": summary("a start", in_turn(bare, rounds, clock=clock))}
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))  # what other benchmarks stand there with
    RESULTS.write_text(json.dumps(kept | results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
