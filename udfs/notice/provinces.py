"""Province prefixes of document numbers: the first two digits of GB/T 2260 codes, and whose numbers begin with them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

RESIDENTS, COMPATRIOTS, FOREIGNERS = "居民", "港澳台居民", "外国人"
ABROAD = "国外"


@lru_cache(maxsize=1)
def holders() -> Mapping[str, str]:
    """{two-digit code: holders} (居民, 港澳台居民, 外国人)."""
    return {row["code"]: row["holders"] for row in _rows()}


@lru_cache(maxsize=1)
def province_names() -> Mapping[str, str]:
    """{two-digit code: short name}, such as 12: 天津."""
    return {row["code"]: row["name"] for row in _rows()}


@lru_cache(maxsize=1)
def short_names() -> tuple[str, ...]:
    """The 34 short names of regions."""
    return tuple(dict.fromkeys(name for name in province_names().values() if name != ABROAD))


@lru_cache(maxsize=1)
def signs() -> Mapping[str, str]:
    """{one-character abbreviation: short name}, such as 冀: 河北."""
    return {row["sign"]: row["name"] for row in _rows() if row["sign"]}


def regions_in(text: str) -> list[tuple[int, str]]:
    """(position, short name) of each region in a text, named in full or by abbreviations in a row (京冀).

    >>> regions_in("为京冀人员和上海市各预留")
    [(1, '北京'), (2, '河北'), (6, '上海')]
    """
    found = [(match.start(), match[0]) for match in re.finditer("|".join(short_names()), text)]
    taken = {at + one for at, name in found for one in range(len(name))}
    for run in re.finditer(f"[{''.join(signs())}]{{2,}}", text):
        places = [at for at in range(run.start(), run.end()) if at not in taken]
        found += [(at, signs()[text[at]]) for at in places if len(places) > 1]
    return sorted(found)


def _rows() -> list[dict[str, str]]:
    text = (files("udfs.notice") / "provinces.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
