"""The title table as it stands on 参数, and each title's rank (1 初级 … 4 正高)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from workbooks.forms.choices import CHOICES, TITLE_LEVEL

TitleRow = tuple[str, str, int, str, str]


@lru_cache(maxsize=1)
def title_rows() -> tuple[TitleRow, ...]:
    """(title, level, rank, series, confidence), in the order of the file."""
    text = (files("udfs.notice") / "titles.csv").read_text(encoding="utf-8")
    ranks = {level: rank for rank, level in enumerate(CHOICES[TITLE_LEVEL], start=1)}
    return tuple(
        (line["title"], line["level"], ranks[line["level"]], line["series"], line["confidence"])
        for line in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def title_ranks() -> Mapping[str, int]:
    """Title -> its rank, the highest where a title stands in several series."""
    ranks: dict[str, int] = {}
    for title, _, rank, _, _ in title_rows():
        ranks[title] = max(rank, ranks.get(title, 0))
    return ranks
