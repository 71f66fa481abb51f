"""docs/walks.md is what the program prints today, from ``new`` to the package and for each mistake."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.walk import PAGE, page, untimed


def test_the_page_of_the_walks_is_what_the_program_prints(tmp_path: Path) -> None:
    text, book = page(tmp_path)
    assert untimed(text) == untimed(PAGE.read_text(encoding="utf-8")), "run python -m tests.terminal.walk"
    assert book.is_file()
