"""The level of a professional title or qualification: 初级, 中级, 副高 or 正高.

The table (``notice/titles.csv``, sources in ``title_sources.csv``) lists the titles of the 27 series under present and former
names, the qualifications recognised by the lists of 对应职称, and common short forms. A title may also follow its branch
(电气工程师) or a post (科长/工程师), carry its level before or after it (初级会计师, 会计师（初级）), or its kind in brackets
(主管（检验）技师); of several in one cell the highest counts. A title is never judged by its first word: 高级记者 is 正高,
高级教练 is 副高.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from udfs.values.cells import Value, plain, text
from udfs.values.headings import TITLE_LEVELS
from udfs.values.regex import regex

LEVELS = TITLE_LEVELS
"""From lowest to highest."""

QUALIFICATION = "职业资格"
# Series whose titles are written after a branch (电气工程师, 口腔主治医师, 中学语文一级教师, 市政一级建造师).
_BRANCHED_SERIES = frozenset({"工程技术", "卫生技术", "中小学教师", QUALIFICATION})
_ALSO_BRANCHED = frozenset(
    {"农业技术", "会计", "统计", "审计", "经济", "实验技术", "工艺美术", "图书资料", "文物博物", "档案", "船舶"}
)
"""Written after a branch less often: known here, not in the formulas."""
# Also names of trades, jobs or skill levels: after another word they are not evidence of a title.
_NEVER_BRANCHED = frozenset(
    {"技师", "技士", "技术员", "护士", "执业兽医", "拍卖师", "管理员", "会计员", "统计员", "审计员", "经济员", "外销员", "程序员",
     "导游员", "工艺美术员", "实验员", "农技员", "主治", "社会工作师", "建筑师"}
)  # fmt: skip
_SCHOOLS = frozenset(
    {"大学", "高校", "高等学校", "学院", "中专", "中等专业学校", "中职", "职业学校", "高职", "技校", "技工学校", "技工院校",
     "党校", "医学院", "开放大学"}
)  # fmt: skip
"""The only branches accepted before 教授 and 讲师: 培训讲师 and 客座教授 are not titles."""
_OF_SCHOOLS = frozenset({"教授", "副教授", "讲师", "助教", "高级讲师", "助理讲师", "正高级讲师"})
# A branch that itself contains a rank (助理, 高级, 副 …) makes another title, which is not in the table.
RANK_WORDS = (
    "副", "助理", "见习", "实习", "高级", "中级", "初级", "正高", "主任", "主管", "首席", "特级", "一级", "二级", "三级", "四级",
    "五级", "员级", "教授", "研究员", "名誉", "客座", "兼职", "特聘", "总", "师", "员",
)  # fmt: skip
_HARMLESS_IN_BRANCH = ("总图", "总装", "总承包", "教师", "师范", "师资", "师生", "员工", "人员")
"""Words that contain a rank word without meaning a rank; the formulas do not know them and stay silent."""
_RANK_WORDS = regex("|".join(RANK_WORDS))
_POST = regex(
    "(?:.*(?:院长|所长|校长|处长|科长|主席|部长|局长|厅长|董事长|秘书长|会长|护士长|组长|书记|经理|总监|厂长|站长|室长|馆长|台长|社长|"
    "园长|队长|班长|镇长|区长|干事|干部|员工))"
)  # fmt: skip
_SEPARATORS = regex(r"[、/,，;；&+|\\]|兼")
_OPENING, _CLOSING = "([【〔<{《", ")]】〕>}》"
_TO_ROUND = str.maketrans(_OPENING + _CLOSING, "(" * len(_OPENING) + ")" * len(_CLOSING))
_BRACKET = regex(r"\(([^()]*)\)")
_ENDINGS = regex(r"(?:专业技术)?(?:职称|职务|资格证书|资格证|职业资格|执业资格|资格|证书|任职资格|系列|岗位|岗)$")
_BARE_LEVELS: Mapping[str, str] = {
    "正高": "正高", "正高级": "正高", "教授级": "正高", "研究员级": "正高",
    "副高": "副高", "副高级": "副高", "高级": "副高",
    "中级": "中级", "初级": "初级", "助理级": "初级", "员级": "初级",
}  # fmt: skip
_LEVELS_WRITTEN: Mapping[str, str] = {
    "正高级": "正高", "正高": "正高", "副高级": "副高", "副高": "副高", "中级": "中级", "初级": "初级",
}  # fmt: skip
"""Set the level when written before or after a title; 高级 is not included because it is part of titles."""
_SHORT_FORMS: Mapping[str, str] = {
    "正高工": "正高级工程师", "教授级高工": "教授级高级工程师", "研究员级高工": "研究员级高级工程师", "高工": "高级工程师",
    "助工": "助理工程师", "高讲": "高级讲师", "注会": "注册会计师",
}  # fmt: skip
"""Short forms of exactly one title; 副研 may be 副研究员 or 副研究馆员."""


def spelled_out(title: str) -> str:
    """The full title for a short form of exactly one title; other titles unchanged.

    >>> spelled_out("高工"), spelled_out("副研"), spelled_out("电气高工")
    ('高级工程师', '副研', '电气高工')
    """
    return _SHORT_FORMS.get(plain(title), title)


@lru_cache(maxsize=1)
def title_table() -> Mapping[str, str]:
    """{title: level}; the highest level if two series share a title."""
    table: dict[str, str] = {}
    for row in title_rows():
        name = plain(row["title"])
        table[name] = highest([row["level"], *([table[name]] if name in table else [])]) or row["level"]
    return table


@lru_cache(maxsize=1)
def title_rows() -> tuple[Mapping[str, str], ...]:
    """The rows of the table: series, level, title, confidence, source (a key of ``title_sources``)."""
    return tuple(csv.DictReader(_read("titles.csv").splitlines()))


@lru_cache(maxsize=1)
def title_sources() -> Mapping[str, str]:
    """{key of a source: document}."""
    return {row["key"]: row["document"] for row in csv.DictReader(_read("title_sources.csv").splitlines())}


def _read(name: str) -> str:
    return (files("udfs.notice") / name).read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _branched(series: frozenset[str]) -> frozenset[str]:
    """The titles of these series that may follow a branch."""
    return frozenset(row["title"] for row in title_rows() if row["series"] in series) - _NEVER_BRANCHED


@lru_cache(maxsize=1)
def written_forms() -> Mapping[str, str]:
    """{title or bare level: level} for everything known by its name alone."""
    return {**title_table(), **_BARE_LEVELS}


def bare_levels() -> Mapping[str, str]:
    """{word: level} for words that are a level and no title."""
    return _BARE_LEVELS


OFTEN_BRANCHED = ("建造师",)
"""Endings of qualifications that the formulas accept after a branch."""


def may_follow_branch(title: str) -> bool:
    """True if the formulas accept the title after a branch (电气工程师)."""
    return title in _branched(_BRANCHED_SERIES) and (title in _of_the_notices() or title.endswith(OFTEN_BRANCHED))


@lru_cache(maxsize=1)
def _of_the_notices() -> frozenset[str]:
    """The titles in the exact words of a reform document or of the former national standard."""
    return frozenset(row["title"] for row in title_rows() if row["confidence"] == "S" and row["series"] != QUALIFICATION)


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, title_table()))


def highest(levels: list[str]) -> str | None:
    return max(levels, key=LEVELS.index, default=None)


def title_level(value: Value) -> str | None:
    """The level of a title as people write it, the highest of several; None if none is known.

    >>> title_level("高级工程师（电气）、讲师"), title_level("会计师（初级）"), title_level("工程师 二级建造师")
    ('副高', '初级', '中级')
    >>> title_level("高级记者"), title_level("科长"), title_level("总工程师")
    ('正高', None, None)
    """
    return _level_of_text(" ".join(filter(None, map(plain, text(value).split()))).translate(_TO_ROUND))


@lru_cache(maxsize=4096)
def _level_of_text(shown: str) -> str | None:
    """The level of a text whose words are separated by single spaces."""
    named = title_table().get(shown.replace(" ", ""))
    if named:
        return named
    return highest([level for piece in _pieces(shown) if (level := _level_of_piece(piece))])


def _pieces(shown: str) -> Iterator[str]:
    """The titles in a text, split at separators outside brackets."""
    depth, start = 0, 0
    for at, char in enumerate(shown):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if depth == 0 and _SEPARATORS.match(char):
            yield shown[start:at]
            start = at + 1
    last = shown[start:]
    # An unclosed bracket counts as a separator.
    yield from [last] if depth == 0 else _SEPARATORS.split(last.replace("(", "、"))


def _level_of_piece(piece: str) -> str | None:
    """The level of one title: by name, by the notes in brackets, as several titles separated by spaces, or after a branch."""
    if "(" not in piece:  # an unopened bracket
        piece = piece.replace(")", "")
    joined = piece.replace(" ", "")
    if not joined:
        return None
    if named := _named(joined):
        return named
    if "(" in joined and (notes := _BRACKET.findall(joined)):
        return _with_notes(" ".join(_BRACKET.sub(" ", piece).split()), _BRACKET.sub("", joined), notes)
    words = piece.split(" ")
    levels = [level for word in words if (level := _named(word))]
    if len(words) > 1 and len(levels) == len(words):
        return highest(levels)
    return _behind(joined)


def _with_notes(spaced: str, core: str, notes: list[str]) -> str | None:
    """The level of a title with bracketed notes: a level sets it, another title counts as well, anything else is ignored."""
    if core in _NEVER_BRANCHED:
        return _named(core) if not any(note in _BARE_LEVELS for note in notes) else None
    stated = [_BARE_LEVELS[note] for note in notes if note in _BARE_LEVELS]
    if stated:
        return highest(stated)
    own = _named(core) or _level_of_piece(spaced)
    return highest([level for level in (own, *map(_level_of_text, notes)) if level])


@lru_cache(maxsize=4096)
def _named(name: str) -> str | None:
    """The level of a title by its name, or by a level written before or after it."""
    bare = _ENDINGS.sub("", name).removeprefix("国家").removeprefix("天津市")
    for form in (name, bare, bare.replace("注册", "")):
        if level := written_forms().get(form):
            return level
    table = title_table()
    for word, level in _LEVELS_WRITTEN.items():
        before, behind = bare.removeprefix(word), bare.removesuffix(word)
        if before != bare and before in table and before not in _NEVER_BRANCHED:
            return level
        if behind != bare and len(behind) > 1 and not _speaks_of_rank(_ENDINGS.sub("", behind), behind in table):
            return level
    return None


def _speaks_of_rank(rest: str, is_title: bool) -> bool:
    """True if the text before a level is neither title nor subject: 高级工 before 中级, for example."""
    return not is_title and bool(_RANK_WORDS.search(rest))


def _behind(piece: str) -> str | None:
    """The level of the longest known title at the end, if the text before it is a branch, a post or another title."""
    for start in range(max(1, len(piece) - _longest()), len(piece) - 1):
        branch, name = piece[:start], piece[start:]
        level = title_table().get(name)
        if level is None:
            continue
        if branch == "副" and name.startswith("高级"):  # 副高级工程师 is 高级工程师 in the table
            return level
        if other := _named(branch):
            return highest([level, other]) if branch in title_table() else None
        if _POST.fullmatch(branch):
            return level
        return level if _is_branch(branch, name) else None
    return None


def _is_branch(branch: str, name: str) -> bool:
    if name in _OF_SCHOOLS:
        return branch in _SCHOOLS
    if name not in _branched(_BRANCHED_SERIES) and name not in _branched(_ALSO_BRANCHED):
        return False
    for word in _HARMLESS_IN_BRANCH:
        branch = branch.replace(word, "")
    return not _RANK_WORDS.search(branch)


def is_below(level: str, floor: str) -> bool:
    """True if ``level`` is lower than ``floor``; both are among LEVELS."""
    return LEVELS.index(level) < LEVELS.index(floor)
