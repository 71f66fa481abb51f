"""The READMEs claim what the last whole run did, and no more; their figures of speed are those that were measured."""

from __future__ import annotations

import copy
import re

import pytest

from tests.pythons.claims import READMES, RECORD, ROOT, SPEEDS, WORDS, loaded, page, verified

TIME = r"\d+(?:\.\d+)? ?(?:ms|s|毫秒|秒)\b"
MEASURES = re.compile("有多快|多大、多快|Measured|Against what|How long it takes|Why no PDF library")
TABLES = {key: {"verified", "speed"} for key in READMES} | {
    "docs/native.md": {"native"}, "docs/page.md": {"page"}, "docs/scale.md": {"review", "beside"},
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_page_says_what_was_recorded(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == page(name, loaded(RECORD), loaded(SPEEDS)), "run make docs"
    assert TABLES[name] == set(re.findall(r"<!-- (\w+) -->\n\|", text))


@pytest.mark.parametrize("language", READMES.values())
def test_a_row_says_no_more_than_the_record(language: str) -> None:
    """Without LibreOffice, or a Python, the rows that rest on it are not claimed; and Excel never is."""
    words, record = WORDS[language], loaded(RECORD)
    less = copy.deepcopy(record)
    del less["programs"]["LibreOffice"]
    less["not run"]["3.13"] = less["pythons"].pop("3.13", "")
    rows, fewer = list(verified(record, language)), list(verified(less, language))
    claimed = [sum(words["here"] in row for row in each) for each in (rows, fewer)]
    assert claimed[0] - claimed[1] >= 6
    assert any("3.13" in row and words["not"] in row for row in fewer)
    assert all(words["not"] in row for row in rows if re.match(r"\| (Excel for|Excel（|WPS)", row))


@pytest.mark.parametrize("name", READMES)
def test_no_readme_types_a_time_outside_its_table(name: str) -> None:
    text = re.sub(r"<!-- speed -->.*?<!-- end -->", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(TIME, text) == []


@pytest.mark.parametrize("name", ["native.md", "scale.md", "page.md", "rosters.md", "desk.md"])
def test_no_section_of_measures_types_a_time(name: str) -> None:
    """Of these pages the sections that tell how quick something is; elsewhere a time may be a limit that was set."""
    text = re.sub(r"<!-- \w+ -->.*?<!-- end -->", "", (ROOT / "docs" / name).read_text("utf-8"), flags=re.DOTALL)
    sections = [one for one in re.split(r"^##+ ", text, flags=re.MULTILINE) if MEASURES.match(one)]
    assert sections
    assert [found for one in sections for found in re.findall(TIME, one)] == []
