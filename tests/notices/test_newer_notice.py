"""A newer notice that ships breaks no test: cases say in one place which one they are of, and run beside a newer one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.newer_notice import run_beside
from tests.outside import ROOT

OF_NO_NAMED_NOTICE = re.compile(
    r"^from udfs\.sample import .*\b(?:sample_class|made_up_people)\b|\bparameters_for\((?:2025)?\)", re.MULTILINE
)
MEANT = {
    "rules/cases.py": "classes of the newest notice, which judges years that have none",
    "rules/test_project.py": "the same",
    "functions/test_functions.py": "a cell function without a date speaks of the newest notice",
    "pyodide/core.py": "runs in the browser, with what the wheel carries",
    "house/test_architecture.py": "the words of the newest notice stand in no code",
    "house/test_docs.py": "the pages show the newest notice",
}
TOUCHED = (
    "rules",
    "values",
    "notices",
    "checking",
    "people",
    "money",
    "schedule",
    "templates",
    "records",
    "functions",
    "survey",
    "book",
)


def test_the_cases_say_in_one_place_which_notice_they_are_of() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "node_modules" not in path.parts and path.parent.name != "notices"
        if OF_NO_NAMED_NOTICE.search(path.read_text(encoding="utf-8"))
    }
    assert found == set(MEANT)


@pytest.mark.large
@pytest.mark.timeout(3600)
def test_a_newer_notice_that_ships_breaks_no_test(tmp_path: Path) -> None:
    assert run_beside(tmp_path, [f"tests/{folder}" for folder in TOUCHED]) == 0
