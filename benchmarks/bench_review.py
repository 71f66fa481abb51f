"""``python -m benchmarks.bench_review [count]``: a folder of classes of 60 people reviewed, once and once more.

Prints milliseconds a class, the largest memory of a process, and the slopes between a tenth of the folder and all of it: what a
class costs beyond what a run costs.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.classes_made import workbooks
from benchmarks.measuring import as_installed

PEOPLE = 60
RUNS = (("first", ()), ("again", ()), ("again, by content", ("--thorough",)), ("again, by content, known", ("--thorough",)))


def reviewed(folder: Path, home: Path, *options: str) -> tuple[float, float]:
    """(seconds, MB of the largest process) of ``gaoyan review`` as a user runs it."""
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    begun = time.perf_counter()
    command = [sys.executable, "-m", "addin", "review", str(folder), "--json", "--today", "2025-08-20", *options]
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(command, env=environment, stdout=out, check=False)
        out.seek(0)
        count = json.load(out)["summary"]["files"]
    if done.returncode not in (0, 1):
        raise SystemExit(f"review ended with {done.returncode}")
    seconds = time.perf_counter() - begun
    print(f"  {count:6} classes  {seconds:8.2f} s  {seconds / count * 1000:8.2f} ms each", flush=True)
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    small = max(13, count // 10)
    as_installed()
    with tempfile.TemporaryDirectory() as name:
        part, whole = Path(name) / "part", Path(name) / "whole"
        for size, folder in ((small, part), (count, whole)):
            for _ in workbooks(folder, size, PEOPLE):
                pass
        print(f"{PEOPLE} people a class, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
        for what, options in RUNS:
            print(f"{what}:")
            first, _ = reviewed(part, Path(name) / "home", *options)
            second, memory = reviewed(whole, Path(name) / "home", *options)
            slope = (second - first) / (count - small)
            print(
                f"  slope {slope * 1000:.2f} ms a class, so far {memory:.0f} MB; 100,000 classes: {slope * 100_000 / 3600:.2f} h"
            )


if __name__ == "__main__":
    main()
