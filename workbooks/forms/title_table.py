"""职称级别 as a spreadsheet finds it: the title table on 参数, three helper columns there, and the same steps in Python.

``udfs.titles`` judges titles in full; a formula knows the names, short forms and bare levels of the table, several in one
cell, and one title behind its branch (电气工程师). Where it knows none, it says so instead of guessing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from udfs.cells import Value, text
from udfs.notice.parameters import CONFIDENCE_WORDS
from udfs.titles import LEVELS, RANK_WORDS, may_follow_branch, title_rows, written_forms

UNKNOWN_TITLE = "未列入职称表"
# What may stand between two titles, or around the second one: each becomes "、". Spaces drop out.
SEPARATORS = "/／,，;；（()）"
SPACES = " \u3000\u00a0"
SHORT_FORM = "简称和级别"
# Length and rank in one number, so that one maximum finds the longest title and its rank.
LENGTH_UNIT = 10


@dataclass(frozen=True)
class TitleRow:
    """A name with its level, the level's rank (1 初级 … 4 正高), whether a branch may stand before it, its source."""

    name: str
    level: str
    rank: int
    branched: bool
    series: str
    confidence: str


@lru_cache(maxsize=1)
def table_rows() -> tuple[TitleRow, ...]:
    """The rows on 参数: each name once a series, then the short forms and bare levels."""
    rows = [
        TitleRow(
            row["title"], row["level"], LEVELS.index(row["level"]) + 1, may_follow_branch(row["title"]), row["series"],
            CONFIDENCE_WORDS[row["confidence"]],
        )
        for row in title_rows()
    ]  # fmt: skip
    named = {row.name for row in rows}
    short = [
        TitleRow(name, level, LEVELS.index(level) + 1, False, SHORT_FORM, "")
        for name, level in written_forms().items()
        if name not in named
    ]
    return (*rows, *short)


@lru_cache(maxsize=1)
def ranks() -> Mapping[str, int]:
    """Name -> its rank, the highest where it stands in several series."""
    found: dict[str, int] = {}
    for row in table_rows():
        found[row.name] = max(row.rank, found.get(row.name, 0))
    return found


def spread_formula(cell: str) -> str:
    """A formula for the titles of ``cell`` with "、" between them."""
    for char in SEPARATORS:
        cell = f'SUBSTITUTE({cell},"{char}","、")'
    for char in SPACES:
        cell = f'SUBSTITUTE({cell},"{char}","")'
    return cell


def helper_formulas(title: str, spread: str, ending: str) -> tuple[str, str, str]:
    """Formulas for 职称文本, 职称尾部 and 职称等级 of one row; the arguments are the cells of the title and of the first two."""
    named = f'SUMPRODUCT(MAX(ISNUMBER(FIND("、"&参数_职称_名称&"、","、"&{spread}&"、"))*参数_职称_等级))'
    weight = f"(参数_职称_字数*{LENGTH_UNIT}+参数_职称_等级)"
    longest = f"SUMPRODUCT(MAX((RIGHT({spread},参数_职称_字数)=参数_职称_名称)*参数_职称_可带专业*{weight}))"
    branch = f"LEFT({spread},LEN({spread})-INT({ending}/{LENGTH_UNIT}))"
    plain_branch = f"SUMPRODUCT(--ISNUMBER(FIND(参数_职称_级别字,{branch})))=0"
    return (
        spread_formula(title),
        f'IF({spread}="",0,{longest})',
        f'IF({spread}="",0,IF({named}>0,{named},IF({ending}=0,0,IF({plain_branch},MOD({ending},{LENGTH_UNIT}),0))))',
    )


def spread_titles(title: Value) -> str:
    """The titles of a cell with "、" between them."""
    stated = text(title)
    for char in SEPARATORS:
        stated = stated.replace(char, "、")
    for char in SPACES:
        stated = stated.replace(char, "")
    return stated


def title_rank(title: Value) -> int:
    """What the helper columns find: 1 初级 … 4 正高, 0 for none."""
    spread = spread_titles(title)
    named = max(ranks().get(part, 0) for part in spread.split("、"))
    if named or not spread:
        return named
    endings = [(len(row.name), row.rank) for row in table_rows() if row.branched and spread.endswith(row.name)]
    if not endings:
        return 0
    length, rank = max(endings)
    branch = spread[: len(spread) - length]
    return 0 if any(word in branch for word in RANK_WORDS) else rank
