"""An outside judge of what a page tells a screen reader and a person at the keyboard: axe-core."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.page.person import Browser

SOURCE = Path(__file__).resolve().parent / "node_modules" / "axe-core" / "axe.min.js"


@lru_cache(maxsize=1)
def source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def violations(browser: Browser) -> list[Any]:
    """[rule, how grave, where] of everything that it finds wrong with the page as it stands now, best practices included."""
    if not browser.run("typeof axe === 'object'"):
        browser.run(f"{source()}\n0")
    found: list[Any] = json.loads(
        browser.run(
            "axe.run(document, { resultTypes: ['violations'] }).then((all) => JSON.stringify(all.violations.map((one) =>"
            " [one.id, one.impact, one.nodes.map((node) => node.target.join(' ') + ' | ' + node.failureSummary)])))"
        )
    )
    return found
