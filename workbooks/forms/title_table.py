"""职称级别 as computed by formulas (``udfs.native.titles``): the title table on 参数, and the same steps in Python.

``udfs.people.titles`` is the full judgement; the formula covers less and reports what it cannot decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from udfs.native.titles import BARE, MOST_TITLES, ROUND, SEPARATORS, SIGN, SPACES
from udfs.people.titles import LEVELS, RANK_WORDS, bare_levels, may_follow_branch, title_rows, title_table
from udfs.values.cells import Value, text

UNKNOWN_TITLE = "未列入职称表"
BARE_LEVEL = "级别"


@dataclass(frozen=True)
class TitleRow:
    """A title with its highest rank in any series (1 初级 … 4 正高), whether a branch may precede it, and the key of its
    source."""

    name: str
    rank: int
    branched: bool
    source: str


@lru_cache(maxsize=1)
def table_rows() -> tuple[TitleRow, ...]:
    """The rows on 参数: bare levels, then each name once. Names with brackets are left out, since formulas split these."""
    levels = [TitleRow(name, rank_of_level(level), False, BARE_LEVEL) for name, level in bare_levels().items()]
    first: dict[str, str] = {}
    for row in title_rows():
        first.setdefault(row["title"], row["source"])
    named = [
        TitleRow(name, rank_of_level(title_table()[name]), may_follow_branch(name), source)
        for name, source in first.items()
        if "（" not in name and name not in bare_levels()
    ]
    return (*levels, *named)


def rank_of_level(level: str) -> int:
    return LEVELS.index(level) + 1


@lru_cache(maxsize=1)
def ranks() -> Mapping[str, int]:
    """{title: rank}."""
    return {row.name: row.rank for row in table_rows()}


def spread_titles(title: Value) -> str:
    """The titles of a cell joined by "、", brackets half-width."""
    stated = text(title)
    for char in SEPARATORS:
        stated = stated.replace(char, SIGN)
    for wide, narrow in ROUND.items():
        stated = stated.replace(wide, narrow)
    for char in SPACES:
        stated = stated.replace(char, "")
    return stated


def note_of(spread: str) -> str:
    """The content of the first pair of brackets, '' if none."""
    first, last = spread.find("("), spread.find(")")
    return spread[first + 1 : last] if 0 <= first < last else ""


def title_rank(title: Value) -> int:
    """The rank found by the helper columns: 1 初级 … 4 正高, 0 for none."""
    return rank_of(text(title))


@lru_cache(maxsize=4096)
def rank_of(stated: str) -> int:
    """The rank of a title, cached: a class repeats few titles."""
    spread = spread_titles(stated)
    note = note_of(spread)
    core = spread.replace(f"({note})", "")
    level_stated = note in tuple(ranks())[:BARE] and SIGN not in core
    named = ranks().get(note if level_stated else core if note else spread, 0)
    own = named or max(ranks().get(part, 0) for part in core.split(SIGN)[:MOST_TITLES]) or behind_branch(core)
    return max(own, ranks().get(note, 0)) if own else 0


def behind_branch(core: str) -> int:
    """The rank of the longest title at the end of the text that may follow a branch; 0 if the text before it mentions a rank."""
    endings = [(len(row.name), row.rank) for row in table_rows() if row.branched and core.endswith(row.name)]
    if not endings:
        return 0
    length, rank = max(endings)
    branch = core[: len(core) - length]
    return 0 if any(word in branch for word in RANK_WORDS) else rank
