"""Where the minutes of the whole suite go: processor and clock time of each folder of tests, from what the last run wrote.

Processor time is that of a test, its fixtures and the processes that ended with it; a browser or an office that goes on for the
next tests shows in the clock alone. Both are sums over the processes of the run.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

LAST_RUN = Path("build/tests.xml")
"""Written by ``make test`` (pytest's junit format; ``processor`` is put in by tests/conftest.py)."""


def main() -> int:
    if not LAST_RUN.exists():
        print(f"no {LAST_RUN}: run make test first")
        return 0
    folders: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for case in ElementTree.parse(LAST_RUN).iter("testcase"):
        folder_2 = ".".join(case.get("classname", "").split(".")[:2])
        used = [float(one.get("value", 0)) for one in case.iter("property") if one.get("name") == "processor"]
        for at, more in enumerate((1.0, sum(used), float(case.get("time", 0)))):
            folders[folder_2][at] += more
    print(f"{'folder':28}{'tests':>7}{'processor':>11}{'clock, s':>10}")
    for folder_2, (tests, processor, clock) in sorted(folders.items(), key=lambda one: -one[1][2]):
        print(f"{folder_2:28}{tests:7.0f}{processor:11.1f}{clock:10.1f}")
    total = [sum(column) for column in zip(*folders.values(), strict=True)]
    print(f"{'together':28}{total[0]:7.0f}{total[1]:11.1f}{total[2]:10.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
