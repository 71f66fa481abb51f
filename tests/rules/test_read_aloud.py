"""Every message of every rule that the table of cases brings about, as it is read."""

from __future__ import annotations

import re

from tests.rules.cases import all_cases
from udfs.rules import catalogue
from udfs.rules.runner import check


def test_every_message_is_words_to_the_end() -> None:
    """Nothing that was to be filled in stands in what a user reads, and no name or value of a program."""
    unlike = re.compile(r"\{[a-z_.]+\}|\b(?:None|True|False|Decimal|Fraction|datetime)\b|；；|，，|。|：$")
    reported = {
        (one.code, text)
        for case in all_cases()
        if case.fires
        for one in check(case.build(), rules=[rule for rule in catalogue() if rule.code == case.code]).findings
        for text in (one.message, one.fix, one.expected)
    }
    assert len({code for code, _ in reported}) == len(catalogue())
    assert sorted((code, text) for code, text in reported if unlike.search(text)) == []
