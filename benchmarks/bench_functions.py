"""The cell functions, warm: one document number, and the live check of a class of 300 and of 3,000.

``python -m benchmarks.bench_functions`` prints the times; the exit code is 1 if one is over its limit. They are the processor's
seconds, what the work takes on a machine with nothing else to do.
"""

from __future__ import annotations

import sys
from datetime import date
from time import process_time
from typing import Any

from benchmarks.measuring import Timing, comparison, in_turn
from udfs.functions.catalogue import document_cell
from udfs.functions.violations import violations
from udfs.records.class_file import PEOPLE, PROJECT, RESULTS, ClassFile, Person, Result
from udfs.sample import sample_class

LIMITS = {"one document": 0.001, "a class of 300": 0.030, "a class of 3,000": 0.300}
CALLS = 1000
ROUNDS = 7
TODAY = date(2025, 8, 12)


def table(kind: type[Person] | type[Result], rows: tuple[Any, ...]) -> list[list[Any]]:
    """The rows of a roster as the range of a sheet: two lines above, the headings, the people."""
    headings = list(kind.attributes())
    return [[None] * len(headings)] * 2 + [headings] + [[row.get(heading) for heading in headings] for row in rows]


def ranges(c: ClassFile) -> dict[str, list[list[Any]]]:
    project = [[label, c.project.get(label)] for label in type(c.project).attributes()]
    return {PROJECT: project, PEOPLE: table(Person, c.people), RESULTS: table(Result, c.results)}


def documents(numbers: list[Any]) -> None:
    for number in numbers:
        document_cell(number)


def measured() -> list[Timing]:
    small, large = sample_class(trainees=300), sample_class(trainees=3000)
    numbers = [person.document for person in large.people[:CALLS]]
    blocks = {"a class of 300": ranges(small), "a class of 3,000": ranges(large)}
    works = {name: lambda block=block: violations(block, 300, TODAY) for name, block in blocks.items()}
    timings = in_turn(works, ROUNDS, clock=process_time)
    thousand = in_turn({"one document": lambda: documents(numbers)}, ROUNDS, clock=process_time)[0]
    return [*timings, Timing("one document", [seconds / CALLS for seconds in thousand.seconds])]


def main() -> int:
    timings = measured()
    print(comparison(timings))
    over = 0
    for timing in timings:
        # The least time: what the work costs, without what else the machine was doing.
        least, limit = min(timing.seconds), LIMITS[timing.name]
        print(f"{timing.name}: {least * 1000:.3f} ms; the limit is {limit * 1000:.0f} ms")
        over += least > limit
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
