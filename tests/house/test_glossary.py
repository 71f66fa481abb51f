"""docs/development.md names what exists: the modules of the glossary, the files of the verbs; no page has two headings alike."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEVELOPMENT = (ROOT / "docs" / "development.md").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").glob("*.md"))]
MOST_TERMS = 40
GENERATED = {"CHANGELOG.md", "rules.md", "trace.md"}
"""Their headings are codes, clauses and versions."""


def terms(page: str) -> list[tuple[str, str, str]]:
    """(Chinese term, English term, module) of the glossary."""
    section = re.search(r"^## Glossary\n(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    return re.findall(r"^\| (.+?) \| (.+?) \| `([\w.]+)` \|$", section[1] if section else "", re.MULTILINE)


def test_the_modules_of_the_glossary_exist() -> None:
    found = terms(DEVELOPMENT)
    assert 30 <= len(found) <= MOST_TERMS
    assert [module for _, _, module in found if find_spec(module) is None] == []
    chinese = [term for term, _, _ in found]
    assert len(set(chinese)) == len(chinese)


def test_a_module_that_does_not_exist_is_seen() -> None:
    (_, _, module), *_ = terms("## Glossary\n| 班 | class | `udfs.records.no_such_file` |\n## Next")
    assert find_spec(module) is None


def test_the_files_of_the_verbs_exist() -> None:
    named = re.findall(r"`((?:addin|macros|workbooks|udfs|tests)/[\w/]+\.\w+)`", DEVELOPMENT)
    assert len(named) > 12
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_has_two_headings_alike(page: Path) -> None:
    headings = re.findall(r"^#{1,6} (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    if page.name not in GENERATED:
        assert sorted({one for one in headings if headings.count(one) > 1}) == []
