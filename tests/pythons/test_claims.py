"""The READMEs claim what the last whole run did, and no more; their figures of speed are those that were measured."""

from __future__ import annotations

import copy
import re

import pytest

from tests.pythons.claims import READMES, RECORD, ROOT, SPEEDS, WORDS, loaded, page, verified


@pytest.mark.parametrize("name", READMES)
def test_a_readme_says_what_was_recorded(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == page(name, loaded(RECORD), loaded(SPEEDS)), "run make docs"
    assert {"verified", "speed"} == set(re.findall(r"<!-- (\w+) -->\n\|", text))


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


def test_no_readme_types_a_time_outside_its_table() -> None:
    for name in READMES:
        text = re.sub(r"<!-- speed -->.*?<!-- end -->", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
        assert re.findall(r"\d+(?:\.\d+)? ?(?:ms|s|毫秒|秒)\b", text) == [], name


def test_the_pages_say_the_same_figures() -> None:
    measured = loaded(SPEEDS)
    scale, opened = ((ROOT / "docs" / name).read_text("utf-8") for name in ("scale.md", "page.md"))
    assert f"| a workbook, first run | {measured['review']['first']} ms each |" in scale
    assert f"| the same with nothing changed | {measured['review']['unchanged']} ms each |" in scale
    (row,) = re.findall(r"^\| 打开到第一次结果.*$", opened, re.MULTILINE)
    assert [float(one) for one in re.findall(r"/ ([\d.]+) 秒", row)] == [
        measured["page"]["Chromium"],
        measured["page"]["Firefox"],
    ]
