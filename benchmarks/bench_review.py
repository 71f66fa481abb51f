"""``python -m benchmarks.bench_review [count] [packages]``: a folder of classes of 60 people reviewed, once and once more.

Prints milliseconds a class by the clock and of the processor, the largest memory of a process, and the slopes between a tenth of
the folder and all of it: what a class costs beyond what a run costs. ``packages``: each with its PDFs, in place of workbooks; the
part is a third of them then, since making one takes seconds.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.classes_made import DAY, packages, workbooks
from benchmarks.measuring import as_installed, children_seconds

PEOPLE = 60
PR_SET_CHILD_SUBREAPER = 36
HEAD_BYTES = 10_000
SUMMARY = re.compile(rb'"summary": {"files": (\d+)')
RUNS = ("first", "again")


def adopt_orphans() -> None:
    """The processes of a review outlive it by a moment; their time counts only for who waits for them (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def wait_for_orphans() -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def reviewed(folder: Path, home: Path) -> tuple[float, float]:
    """(seconds by the clock, seconds of the processor) of ``gaoyan review`` as a user runs it."""
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    begun, used = time.perf_counter(), children_seconds()
    command = [sys.executable, "-m", "addin", "review", str(folder), "--json", "--today", DAY.isoformat()]
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(command, env=environment, stdout=out, check=False)
        wait_for_orphans()
        seconds, processor = time.perf_counter() - begun, children_seconds() - used
        if done.returncode not in (0, 1):
            raise SystemExit(f"review ended with {done.returncode}")
        out.seek(0)
        # No more of it is read than that: a process begun later counts what this one holds as its own largest memory.
        count = int(SUMMARY.findall(out.read(HEAD_BYTES))[0])
    each = f"{seconds / count * 1000:8.2f} ms each, {processor / count * 1000:8.2f} of the processor"
    print(f"  {count:6} classes  {seconds:8.2f} s  {each}", flush=True)
    return seconds, processor


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    make, share = (packages, 3) if "packages" in sys.argv else (workbooks, 10)
    small = max(13, count // share)
    as_installed()
    adopt_orphans()
    with tempfile.TemporaryDirectory() as name:
        part, whole = Path(name) / "part", Path(name) / "whole"
        for at, path in enumerate(make(whole, count, PEOPLE)):
            if at < small:
                copy = part / path.relative_to(whole)
                copy.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if path.is_dir() else shutil.copy2)(path, copy)
        print(f"{make.__name__}, {PEOPLE} people a class, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
        for what in RUNS:
            print(f"{what}:")
            times = zip(reviewed(part, Path(name) / "home"), reviewed(whole, Path(name) / "home"), strict=True)
            clock, processor = ((second - first) / (count - small) for first, second in times)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"  slope {clock * 1000:.2f} ms a class by the clock, {processor * 1000:.2f} of the processor; "
                f"so far {memory:.0f} MB; 100,000 classes: {clock * 100_000 / 3600:.2f} h"
            )


if __name__ == "__main__":
    main()
