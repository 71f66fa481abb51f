"""Of what strangers bring, every answer is right or named: none wrong without a word, nobody and nothing invented.

The shares of right answers are a floor: what falls below it was right before. The figures by layout stand in docs/rosters.md.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping

import pytest

from tests.strangers.__main__ import LARGE, ORDINARY, WRITTEN, figures
from tests.strangers.judging import Figures

LEAST_RIGHT: Mapping[str, float] = {"名册": 0.85, "考勤": 0.75, "费用": 0.85, "测评": 0.5, "通知": 0.95}


def of_kind(counts: Mapping[str, int], kind: str, first: int = 0) -> Figures:
    whole = Figures()
    for one in figures({kind: counts[kind]}, first).values():
        whole.add(one)
    return whole


@pytest.mark.parametrize("kind", LEAST_RIGHT)
def test_every_answer_is_right_or_named(kind: str) -> None:
    found = of_kind(ORDINARY, kind)
    assert (found.silent, found.invented) == ([], [])
    assert found.right >= LEAST_RIGHT[kind] * found.asked, found


@pytest.mark.large
@pytest.mark.parametrize("kind", LEAST_RIGHT)
def test_every_answer_of_many_is_right_or_named(kind: str) -> None:
    found = of_kind(LARGE, kind, first=10_000)
    assert (found.silent, found.invented) == ([], [])
    assert found.right >= LEAST_RIGHT[kind] * found.asked


def test_the_judge_sees_what_is_wrong() -> None:
    """A truth that the file does not hold must come out as wrong without a word: else the others prove nothing."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from tests.strangers import attendance, rosters
    from tests.strangers.judging import judged

    with TemporaryDirectory() as folder:
        roster = rosters.stranger(0)
        roster.truth[0]["联系电话"] = "14199999999"
        grid = attendance.stranger(3)
        name = grid.more["people"][0]
        grid.truth = {key: kind for key, kind in grid.truth.items() if key[0] != name} | {
            (name, 0, 0): "缺勤",
            (name, 0, 1): "缺勤",
        }
        assert judged(roster, Path(folder)).silent
        assert judged(grid, Path(folder)).silent


def test_the_written_figures_are_of_an_ordinary_run() -> None:
    lines = list(csv.DictReader(WRITTEN.read_text(encoding="utf-8").splitlines()))
    assert {line["kind"] for line in lines} == set(ORDINARY)
    assert {line["silent"] + line["invented"] for line in lines} == {"00"}
