"""``python -m tests.nonsense.table``: writes what is stated of each piece of nonsense in each field into ``docs/nonsense.md``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from tests.nonsense.planting import Planted, planted
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.rules.runner import check
from udfs.values.cells import text

WRITTEN = Path(__file__).parents[2] / "docs" / "nonsense.md"
HEAD = """# What is stated of nonsense

A cell that is not of its kind is an error, and says how many rules could not be judged because of it. Written by
`.venv/bin/python -m tests.nonsense.table` from a made-up national class (municipal where it says so): each kind of nonsense of
`tests/nonsense/planting.py` in each field, of a column in every row. That no rule is passed over in silence on the classes on
which it speaks is looked at by `tests/nonsense/test_nothing_skipped.py`.

| field | nonsense | what is stated, of the first cell |
|---|---|---|
"""


def message_of(one: Planted) -> str:
    """The gravest finding of the first cell of the field: its code, level and words."""
    report = check(one.c)
    found = [finding for finding in report.findings if (finding.sheet, finding.field) == (one.sheet, one.field.heading)]
    if not found:
        return "—"
    first = min(found, key=lambda finding: ({"error": 0, "query": 1, "hint": 2}[finding.severity], finding.row or 0))
    return f"{first.code} {first.message}".replace(text(one.value)[:30], "…")


def written() -> str:
    """The table, one line for all nonsense of a field about which the same is stated."""
    lines = []
    classes = (sample_class(NATIONAL, 2), sample_class(MUNICIPAL, 9))
    for planted_in in zip(*map(planted, classes), strict=False):
        national, municipal = planted_in
        words = message_of(national)
        where, which = (national, words) if words != "—" else (municipal, message_of(municipal))
        note = "（市级）" if where is municipal and which != "—" else ""
        lines.append((f"{national.sheet} {national.field.heading}", national.name, f"{which}{note}"))
    rows = []
    for field, group in groupby(lines, key=lambda line: line[0]):
        by_words: dict[str, list[str]] = {}
        for _, name, words in group:
            by_words.setdefault(words, []).append(name)
        rows += [f"| {field} | {'、'.join(names)} | {words} |" for words, names in by_words.items()]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    WRITTEN.write_text(written(), encoding="utf-8")
