"""``python -m tests.strangers [COUNT [KIND]]``: the figures by kind and layout, and every answer that is wrong without a word."""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from functools import partial
from pathlib import Path

from tests.sample import P
from tests.strangers import attendance, bills, notices, rosters, surveys
from tests.strangers.judging import Figures, judged

KINDS = {
    "名册": rosters.stranger,
    "考勤": attendance.stranger,
    "费用": bills.stranger,
    "测评": partial(surveys.stranger, items=P.survey_items),
    "通知": notices.stranger,
}


def figures(count: int, kinds: dict[str, object]) -> dict[tuple[str, str], Figures]:
    found: dict[tuple[str, str], Figures] = defaultdict(Figures)
    with tempfile.TemporaryDirectory() as folder:
        for kind, make in kinds.items():
            for seed in range(count):
                one = make(seed)
                try:
                    found[kind, one.layout].add(judged(one, Path(folder)))
                except Exception as error:
                    found[kind, one.layout].silent.append(f"{kind}{seed}: {error!r}")
    return found


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 100
    kinds = {kind: make for kind, make in KINDS.items() if kind in arguments[1:] or not arguments[1:]}
    for (kind, layout), one in figures(count, kinds).items():
        print(f"{kind} {layout}: right {one.right} named {one.named} silent {len(one.silent)} invented {len(one.invented)}")
        for line in (*one.silent[:4], *one.invented[:4], *one.refused[:2]):
            print("    ", line[:230])


if __name__ == "__main__":
    main(sys.argv[1:])
