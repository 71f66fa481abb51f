"""The province prefixes of document numbers: the first two digits of GB/T 2260 codes, and who holds a number with them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

RESIDENTS, COMPATRIOTS, FOREIGNERS = "居民", "港澳台居民", "外国人"


@lru_cache(maxsize=1)
def holders() -> Mapping[str, str]:
    """Two-digit code -> whose numbers begin with it (居民, 港澳台居民, 外国人)."""
    return {row["code"]: row["holders"] for row in _rows()}


@lru_cache(maxsize=1)
def province_names() -> Mapping[str, str]:
    """Two-digit code -> short name: 12 -> 天津."""
    return {row["code"]: row["name"] for row in _rows()}


def _rows() -> list[dict[str, str]]:
    text = (files("udfs.notice") / "provinces.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
