"""The province prefixes of document numbers: the first two digits of GB/T 2260 codes, and who holds a number with them."""

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
    """Two-digit code -> whose numbers begin with it (居民, 港澳台居民, 外国人)."""
    return {row["code"]: row["holders"] for row in _rows()}


@lru_cache(maxsize=1)
def province_names() -> Mapping[str, str]:
    """Two-digit code -> short name: 12 -> 天津."""
    return {row["code"]: row["name"] for row in _rows()}


@lru_cache(maxsize=1)
def short_names() -> tuple[str, ...]:
    """The 34 short names of regions."""
    return tuple(dict.fromkeys(name for name in province_names().values() if name != ABROAD))


@lru_cache(maxsize=1)
def signs() -> Mapping[str, str]:
    """The one character by which a region is called -> its short name: 冀 -> 河北."""
    return {row["sign"]: row["name"] for row in _rows() if row["sign"]}


def regions_in(text: str) -> list[tuple[int, str]]:
    """(place, short name) of each region that a text names, in full or by its one character beside another one (京冀).

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
