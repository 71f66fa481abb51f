"""The READMEs and docs/verified.md claim what the last whole run did, and no more; speeds are those measured."""

from __future__ import annotations

import copy
import re

import pytest

from tests.pythons.claims import DOCS, PAGE, READMES, RECORD, ROOT, SPEEDS, WORDS, loaded, page, pages, summary, verified


def test_what_is_written_is_what_was_recorded() -> None:
    written = pages(loaded(RECORD), loaded(SPEEDS))
    assert {name: (ROOT / name).read_text(encoding="utf-8") for name in written} == written, "run make docs"
    assert set(written) == {PAGE, *READMES, *DOCS}
    for name in READMES:
        assert re.findall(r"<!-- (\w+) -->\n\S", written[name]) == ["verified", "speed"]


TIME = r"\d+(?:\.\d+)? ?(?:ms|s|毫秒|秒)\b"
MEASURES = re.compile("有多快|多大、多快|Measured|Against what|How long it takes")
TABLES = {"docs/native.md": {"native"}, "docs/page.md": {"page"}, "docs/scale.md": {"review", "beside"}}


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_no_program_that_the_record_does_not_have(name: str) -> None:
    """What was not run is named as such, whatever was run before."""
    record = loaded(RECORD)
    absent = ("Excel", "WPS", "Windows", "Mac")
    ran, _, not_run = summary(record, READMES[name]).partition("\n")
    assert f"LibreOffice {record['programs']['LibreOffice']}" in ran
    assert all(one in not_run and one not in ran for one in absent)
    less = copy.deepcopy(record)
    del less["programs"]["LibreOffice"]
    less["not run"]["LibreOffice"] = "not on this machine"
    ran, _, not_run = summary(less, READMES[name]).partition("\n")
    assert "LibreOffice" in not_run
    assert "LibreOffice" not in ran
    assert summary(less, READMES[name]) in page(name, less, loaded(SPEEDS))


@pytest.mark.parametrize("name", TABLES)
def test_a_page_of_measures_has_its_tables(name: str) -> None:
    assert TABLES[name] == set(re.findall(r"<!-- (\w+) -->\n\|", (ROOT / name).read_text(encoding="utf-8")))


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


def test_no_readme_types_a_time_outside_what_is_generated() -> None:
    for name in READMES:
        text = re.sub(r"<!-- speed -->.*?<!-- end -->", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
        assert re.findall(TIME, text) == [], name


@pytest.mark.parametrize("name", ["native.md", "scale.md", "page.md", "rosters.md"])
def test_no_section_of_measures_types_a_time(name: str) -> None:
    """Of these pages the sections that tell how quick something is; elsewhere a time may be a limit that was set."""
    text = re.sub(r"<!-- \w+ -->.*?<!-- end -->", "", (ROOT / "docs" / name).read_text("utf-8"), flags=re.DOTALL)
    sections = [one for one in re.split(r"^##+ ", text, flags=re.MULTILINE) if MEASURES.match(one)]
    assert sections
    assert [found for one in sections for found in re.findall(TIME, one)] == []
