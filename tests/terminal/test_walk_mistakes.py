"""docs/walks.md is what the program prints today for each mistake and on the way back from it."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.walk import MISTAKES, PAGE, the_ways_back, untimed


def test_the_page_of_the_walks_is_what_the_program_prints(tmp_path: Path) -> None:
    _, heading, shown = untimed(PAGE.read_text(encoding="utf-8")).partition(f"\n{MISTAKES}")
    assert heading
    assert untimed(the_ways_back(tmp_path)) == heading + shown, "run python -m tests.terminal.walk"
