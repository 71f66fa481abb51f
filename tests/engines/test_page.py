"""docs/engines.md says what the tests say."""

from __future__ import annotations

from tests.engines.page import PAGE, page


def test_the_page_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run: python -m tests.engines.page"
