"""The figures of the generator of strangers.

python -m tests.strangers [COUNT [KIND…]]   by kind and layout, with every answer that is wrong without a word
python -m tests.strangers --write           the figures of an ordinary run into figures.csv, from which docs/rosters.md is made
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tests.sample import P
from tests.strangers import attendance, bills, notices, rosters, surveys
from tests.strangers.judging import Figures, Made, judged

MAKERS: Mapping[str, Callable[[int], Made]] = {
    "名册": rosters.stranger, "考勤": attendance.stranger, "费用": bills.stranger,
    "测评": partial(surveys.stranger, items=P.survey_items), "通知": notices.stranger,
}  # fmt: skip
ORDINARY: Mapping[str, int] = {"名册": 104, "考勤": 104, "费用": 40, "测评": 27, "通知": 28}
"""So many files of each kind every run reads: some 300 in all."""
LARGE: Mapping[str, int] = {"名册": 1800, "考勤": 1800, "费用": 600, "测评": 400, "通知": 400}
WRITTEN = Path(__file__).with_name("figures.csv")


def figures(counts: Mapping[str, int], first: int = 0) -> dict[tuple[str, str], Figures]:
    """(kind, layout) -> the figures of so many files of each kind, from seed ``first`` on."""
    found: dict[tuple[str, str], Figures] = defaultdict(Figures)
    with tempfile.TemporaryDirectory() as folder:
        for kind, count in counts.items():
            for seed in range(first, first + count):
                one = MAKERS[kind](seed)
                found[kind, one.layout].add(judged(one, Path(folder)))
    return found


def write(found: Mapping[tuple[str, str], Figures]) -> None:
    with WRITTEN.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("kind", "layout", "right", "named", "silent", "invented"))
        for (kind, layout), one in found.items():
            lines.writerow((kind, layout, one.right, one.named, len(one.silent), len(one.invented)))


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--write"]:
        write(figures(ORDINARY))
        return
    kinds = [kind for kind in MAKERS if kind in arguments[1:] or not arguments[1:]]
    for (kind, layout), one in figures(dict.fromkeys(kinds, int(arguments[0]) if arguments else 100)).items():
        print(f"{kind} {layout}: right {one.right} named {one.named} silent {len(one.silent)} invented {len(one.invented)}")
        for line in (*one.silent[:4], *one.invented[:4], *one.refused[:2]):
            print("    ", line)


if __name__ == "__main__":
    main(sys.argv[1:])
