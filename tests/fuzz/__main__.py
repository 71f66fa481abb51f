"""``python -m tests.fuzz [--count N] [--from NUMBER]`` runs mutants; ``python -m tests.fuzz NUMBER`` runs one and tells all."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.fuzz.judging import faults
from tests.fuzz.mutants import Mutant, mutant


def tried(number: int) -> tuple[Mutant, list[str]]:
    made = mutant(number)
    return made, faults(made)


def main() -> int:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("number", nargs="?", type=int)
    read.add_argument("--count", type=int, default=2000)
    read.add_argument("--from", dest="first", type=int, default=0)
    read.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    asked = read.parse_args()
    numbers = [asked.number] if asked.number is not None else range(asked.first, asked.first + asked.count)
    bad = 0
    say = partial(print, flush=True)
    with ProcessPoolExecutor(min(len(numbers), asked.jobs)) as pool:
        for at, (made, found) in enumerate(pool.map(tried, numbers), start=1):
            if found or asked.number is not None:
                bad += bool(found)
                say(f"{made.number}: {made.what}: gaoyan {' '.join(made.line)}", *found, sep="\n  ")
            elif at % 25 == 0:
                say(f"{at} of {len(numbers)}, {bad} with a finding")
    say(f"{len(numbers)} mutants, {bad} with a finding")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
