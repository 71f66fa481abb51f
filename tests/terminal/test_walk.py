"""docs/walks.md is what the program prints today, from ``new`` to the package; for each mistake: ``test_walk_mistakes``."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.walk import MISTAKES, PAGE, the_way, untimed


def test_the_page_of_the_walks_is_what_the_program_prints(tmp_path: Path) -> None:
    text, book = the_way(tmp_path)
    shown, _, _ = untimed(PAGE.read_text(encoding="utf-8")).partition(f"\n{MISTAKES}")
    assert untimed(text) == shown, "run python -m tests.terminal.walk"
    assert book.is_file()
