"""The level of a professional title or qualification: 初级, 中级, 副高 or 正高.

The table (``notice/titles.csv``) lists the titles of the 27 series and the qualifications that count as 中级 or 初级. People
write a title in many ways: with its branch before it (电气工程师) or in brackets, short (高工), as a bare level (副高级), or
several at once; the highest one counts. A title is never judged by its first word: 高级记者 is 正高, 高级教练 is 副高.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from udfs.cells import Value, plain

LEVELS = ("初级", "中级", "副高", "正高")
"""From the lowest to the highest."""

QUALIFICATION = "职业资格"
# Series whose titles are written with a branch before them (电气工程师, 口腔主治医师, 中学语文一级教师, 市政一级建造师).
_BRANCHED_SERIES = frozenset({"工程技术", "卫生技术", "中小学教师", QUALIFICATION})
# These are also names of trades and skill levels: with a word before them they say nothing about a title.
_NEVER_BRANCHED = frozenset({"技师", "技士", "技术员", "护士", "执业兽医", "拍卖师"})
# A branch that itself speaks of rank makes it another title (助理, 高级, 副 …), which then is not in the table.
RANK_WORDS = (
    "副", "助理", "见习", "实习", "高级", "中级", "初级", "正高", "主任", "主管", "首席", "特级", "一级", "二级", "三级", "四级",
    "五级", "员级", "教授", "研究员", "名誉", "客座", "兼职",
)  # fmt: skip
_RANK_WORDS = re.compile("|".join(RANK_WORDS))
_SEPARATORS = re.compile(r"[、/,，;；&+|\\()\[\]【】〔〕<>]|兼")
_ENDINGS = re.compile(r"(?:专业技术)?(?:职称|职务|资格证书|资格证|职业资格|执业资格|资格|证书|任职资格)$")
_BARE_LEVELS: Mapping[str, str] = {
    "正高": "正高", "正高级": "正高", "教授级": "正高", "研究员级": "正高",
    "副高": "副高", "副高级": "副高", "高级": "副高",
    "中级": "中级", "初级": "初级", "助理级": "初级", "员级": "初级",
}  # fmt: skip
_SHORT_FORMS: Mapping[str, str] = {
    "正高工": "正高级工程师", "教高": "教授级高级工程师", "教授级高工": "教授级高级工程师", "研究员级高工": "研究员级高级工程师",
    "高工": "高级工程师", "副高工": "高级工程师", "助工": "助理工程师", "高讲": "高级讲师", "助研": "助理研究员",
    "副研": "副研究员", "副研馆": "副研究馆员", "注会": "注册会计师",
}  # fmt: skip

_MEANS_ONE = frozenset(("正高工", "教授级高工", "研究员级高工", "高工", "助工", "高讲", "注会"))
"""Short forms that stand for one title only; 副研 may be 副研究员 or 副研究馆员."""


def spelled_out(title: str) -> str:
    """The title in full where it is a short form that stands for one title only, else as it is.

    >>> spelled_out("高工"), spelled_out("副研"), spelled_out("电气高工")
    ('高级工程师', '副研', '电气高工')
    """
    short = plain(title)
    return _SHORT_FORMS[short] if short in _MEANS_ONE else title


@lru_cache(maxsize=1)
def title_table() -> Mapping[str, str]:
    """Title -> level; the highest level where two series share a title."""
    table: dict[str, str] = {}
    for row in title_rows():
        known = table.get(row["title"])
        if known is None or LEVELS.index(row["level"]) > LEVELS.index(known):
            table[row["title"]] = row["level"]
    return table


@lru_cache(maxsize=1)
def title_rows() -> tuple[Mapping[str, str], ...]:
    """The rows of the table: series, level, title, confidence."""
    text = (files("udfs.notice") / "titles.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def _branched() -> frozenset[str]:
    """The titles that may have a branch before them."""
    rows = (row for row in title_rows() if row["series"] in _BRANCHED_SERIES)
    return frozenset(row["title"] for row in rows) - _NEVER_BRANCHED


@lru_cache(maxsize=1)
def written_forms() -> Mapping[str, str]:
    """Every title, short form and bare level that is known by its name alone -> level: what a spreadsheet looks up."""
    table = title_table()
    return {**table, **{short: table[title] for short, title in _SHORT_FORMS.items()}, **_BARE_LEVELS}


def may_follow_branch(title: str) -> bool:
    """True if the title may have a branch before it, as 电气工程师."""
    return title in _branched()


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, title_table()))


def title_level(value: Value) -> str | None:
    """The level of a title as people write it, the highest of several; None if none of them is in the table.

    >>> title_level("高级工程师（电气）、讲师"), title_level("高级记者"), title_level("总经理")
    ('副高', '正高', None)
    """
    return _level_of_text(plain(value))


@lru_cache(maxsize=4096)
def _level_of_text(text: str) -> str | None:
    if text in title_table():
        return title_table()[text]
    found = [level for piece in _SEPARATORS.split(text) if piece and (level := _level_of_piece(piece))]
    return max(found, key=LEVELS.index) if found else None


def _level_of_piece(piece: str) -> str | None:
    """The level of one title: by name, as a bare level, as a short form, or behind its branch or its level."""
    bare = _ENDINGS.sub("", piece).removeprefix("中小学").removeprefix("国家")
    for name in (piece, bare, bare.replace("注册", "")):
        name = _SHORT_FORMS.get(name, name)
        if level := title_table().get(name) or _BARE_LEVELS.get(name):
            return level
    return _behind_branch(bare)


def _behind_branch(piece: str) -> str | None:
    """The level of the longest known title at the end, if what stands before it is its branch or a level of its own."""
    for start in range(max(1, len(piece) - _longest()), len(piece) - 1):
        branch, name = piece[:start], piece[start:]
        name = _SHORT_FORMS.get(name, name)
        level = title_table().get(name)
        if level is None:
            continue
        if branch in ("中级", "初级"):  # 中级会计师 is 会计师, 初级会计师 is 助理会计师
            return branch
        if branch == "副" and name.startswith("高级"):  # 副高级工程师 is what the table calls 高级工程师
            return level
        return level if name in _branched() and not _RANK_WORDS.search(branch) else None
    return None


def is_below(level: str, floor: str) -> bool:
    """True if ``level`` is lower than ``floor``; both are among LEVELS."""
    return LEVELS.index(level) < LEVELS.index(floor)
