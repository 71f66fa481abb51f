"""The meaning of headings.

A heading is first reduced to its core ("1、请输入您的手机号码（必填）*" -> "手机号码"), then looked up among the words of
the columns of 附件4 and the list ``headings.toml``; otherwise rapidfuzz searches the nearest word. A heading close to two
meanings is reported, not guessed.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from udfs.fields.declared import imported
from udfs.fields.roster_words import RosterWords
from udfs.values.cells import Value, column_number, plain
from udfs.values.headings import DOCUMENT, EMPLOYER, NAME, PHONE, REMARK, TITLE
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.sources.model import EXACT, LIKELY, STATED

FIELDS = tuple(imported())
"""The columns of 附件4 filled from rosters."""
GROUP, TEACHING = "班次", "授课"
HELPERS = (GROUP, REMARK)
OTHER = ""
IGNORE = "忽略"

# Minimum similarity of two headings (0-100), and minimum lead over the next meaning.
NEAR, AHEAD, HINT = 84, 8, 72
LONGEST_HEADING = 60

_QUESTION = regex(r"^(?:[\[(]?[0-9]{1,2}[\])]?[、.:)\s]+|[0-9]{1,2}(?=[^0-9])|[一二三四五六七八九十]{1,2}、|q[0-9]{1,2}[.:、_]?)")
_BRACKETS = regex(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>|\{[^{}]*\}")
_POLITE = regex(r"^(?:请|务必|如实|准确|认真|填写|输入|选择|填|您的|你的|您|你|贵|真实的?|所在的|参训者|学员的?)+(?=..)")
_TAIL = regex(r"(?:是什么|是多少|为必填项?|必填|选填|[*:?。.;,，；：？、_\-—]|是|为)+$")
_LATIN = regex(r"[a-z][a-z .'&-]*(?:/[a-z][a-z .'&-]*)+|(?<![a-z/])[a-z][a-z .'&-]*(?![/])")
_FORMER = regex(r"(?:原|(?:更换|变更|调整|替换|更正)(?:前|的)|被(?:替换|更换)|退出)(?!始|因|件)")
_PRESENT = regex(r"^(?:(?:更换|变更|调整|替换|更正)后的?|现任?)(?=..)")
"""Headings of a list of changes: 原参训人员 | 更换后人员."""
_PARTS = regex(r"[/、,，;；+&与和及|\\]")


@dataclass(frozen=True)
class Meaning:
    """The meaning of a heading. ``field``: a column of 附件4, a helper, '' (ignored); None: unknown.

    ``rank`` orders columns of the same field (lower is preferred); ``phone_too`` and ``title_too`` mark combined columns of
    name or document number and phone, of employer and title; ``maybe``: a field that is possible but not assigned.
    """

    field: str | None
    how: str = EXACT
    rank: int = 0
    phone_too: bool = False
    title_too: bool = False
    maybe: str = ""


UNKNOWN = Meaning(None)
SECOND_RANK, _LIKELY_RANK = 1000, 500


@lru_cache(maxsize=1)
def word_list() -> Mapping[str, Meaning]:
    """The curated list as {core of a heading: meaning}."""
    known: dict[str, Meaning] = {}
    read = tomllib.loads((files("workbooks.rosters.layout") / "headings.toml").read_text(encoding="utf-8"))
    sections = {field.heading: field.roster for field in imported().values()}
    sections |= {helper: RosterWords(tuple(lists["words"])) for helper, lists in read["helpers"].items()}
    for field, lists in sections.items():
        for at, word in enumerate(lists.words):
            known[squeezed(word)] = Meaning(field, rank=at)
        for at, word in enumerate(lists.second):
            known[squeezed(word)] = Meaning(field, rank=SECOND_RANK + at)
    for word in read["other"]["words"]:
        known.setdefault(squeezed(word), Meaning(OTHER))
    for field, lists in sections.items():
        for word in lists.unclear:
            key = squeezed(word)
            assert key not in known or known[key].field == OTHER, word
            known[key] = Meaning(OTHER, maybe=field)
    return known


def squeezed(heading: str) -> str:
    """Half-width, lower case, without white space."""
    return plain(heading).lower()


def cores(heading: str) -> Iterable[str]:
    """The heading, then with more and more insignificant parts removed."""
    whole = squeezed(heading)
    yield whole
    bare = _TAIL.sub("", _QUESTION.sub("", whole.lstrip("*")))
    yield bare
    unbracketed = _TAIL.sub("", _BRACKETS.sub("", bare))
    if unbracketed:
        yield unbracketed
        yield _POLITE.sub("", unbracketed)
    yield bare.replace("(", "").replace(")", "")
    if not unbracketed:
        yield bare.strip("()[]【】<>{}")
    # 姓名 Name: only the Chinese words.
    if len(chinese := _LATIN.sub("", unbracketed)) > 1:
        yield chinese


def words_of(cell: Value) -> frozenset[str]:
    """The cores of a heading cell; empty for any other."""
    return frozenset(cores(cell.strip())) if isinstance(cell, str) and 0 < len(cell) <= LONGEST_HEADING else frozenset()


def column_called(row: Iterable[Value], words: Iterable[str]) -> int | None:
    """The column of a heading row with the first of these words that occurs."""
    headings = [words_of(cell) for cell in row]
    return next((at for word in words for at, heading_text in enumerate(headings) if word in heading_text), None)


@lru_cache(maxsize=4096)
def meaning(heading: str) -> Meaning:
    """The meaning by the curated list only; ``UNKNOWN`` if not listed."""
    if not heading or len(heading) > LONGEST_HEADING:
        return UNKNOWN
    known = word_list()
    if _FORMER.match(core := core_of(heading)):
        return Meaning(OTHER)
    for one in (*cores(heading), _PRESENT.sub("", core)):
        if one in known:
            return known[one]
    return composite(core)


def is_former_name(heading: str) -> bool:
    """True for the column of those who were replaced (原学员, 更换前人员)."""
    core = core_of(heading)
    return bool(_FORMER.match(core)) and meaning(_FORMER.sub("", core)).field == NAME


def core_of(heading: str) -> str:
    """The shortest form of the heading."""
    forms = [form for form in cores(heading) if form]
    return min(forms, key=len) if forms else ""


def composite(core: str) -> Meaning:
    """The meaning of a heading of several known words ("姓名/电话", "证件号及电话", "单位及职务")."""
    known = word_list()
    parts = [part for part in _PARTS.split(core) if part]
    found = [known.get(part) or known.get(part.removesuffix("的")) for part in parts]
    if len(parts) < 2 or not all(found):
        return UNKNOWN
    fields = [one.field for one in found if one is not None]
    if set(fields) == {NAME, PHONE}:
        return Meaning(NAME, phone_too=True)
    if set(fields) == {DOCUMENT, PHONE}:
        return Meaning(DOCUMENT, rank=_LIKELY_RANK, phone_too=True)
    if (
        fields[0] == EMPLOYER
        and set(fields[1:]) <= {TITLE, OTHER}
        and all(one and TITLE in (one.field, one.maybe) for one in found[1:])
    ):
        return Meaning(EMPLOYER, rank=_LIKELY_RANK, title_too=True)
    if fields[0] == TITLE and all(part.endswith(("时间", "日期", "年月", "年份")) for part in parts[1:]):
        return Meaning(TITLE, rank=_LIKELY_RANK)
    ours = [field for field in fields if field in FIELDS]
    if len(set(fields)) == 1:
        return Meaning(fields[0], rank=_LIKELY_RANK)
    return Meaning(OTHER, maybe=ours[0]) if ours else Meaning(OTHER)


def columns_saying(row: Iterable[Value], fields: Collection[str]) -> dict[str, int]:
    """{field: best column of a heading row} (身份证号 before 护照号; the first among equals)."""
    best: dict[str, tuple[int, int]] = {}
    for at, cell in enumerate(row):
        one = meaning(cell.strip()) if isinstance(cell, str) else UNKNOWN
        if one.field and one.field in fields:
            best[one.field] = min(best.get(one.field, (one.rank, at)), (one.rank, at))
    return {field: at for field, (_, at) in best.items()}


@lru_cache(maxsize=4096)
def likely_meaning(heading: str) -> Meaning:
    """Like ``meaning``, with a search by similarity if the list does not contain the heading."""
    found = meaning(heading)
    if found.field is not None or not heading or len(heading) > LONGEST_HEADING:
        return found
    best = nearest(core_of(heading))
    if not best:
        return UNKNOWN
    (field, score), *rest = best
    runner_up = rest[0][1] if rest else 0.0
    if score >= NEAR and score - runner_up >= AHEAD:
        return Meaning(field, how=LIKELY, rank=_LIKELY_RANK)
    ours = [name for name, near in best if name and near >= HINT]
    return Meaning(None, maybe=ours[0]) if ours else UNKNOWN


def nearest(core: str) -> list[tuple[str, float]]:
    """The meanings most similar to ``core``, best first, with similarity (0-100)."""
    from rapidfuzz import fuzz, process

    known = word_list()
    # A known word at the end of the heading ("现在的工作单位") counts as similar, unless it contains another known word.
    inside = {word for word in known if len(word) > 2 and word in core}
    longest = {word for word in inside if not any(word != other and word in other for other in inside)}
    ending = {known[word].field or "" for word in longest}
    if len(ending) == 1 and any(core.endswith(word) for word in longest) and not ending & {""}:
        return [(ending.pop(), 95.0)]
    scores: dict[str, float] = {}
    for word, score, _ in process.extract(core, known.keys(), scorer=fuzz.ratio, limit=12, score_cutoff=HINT):
        field = known[word].field or ""
        scores[field] = max(score, scores.get(field, 0.0))
    return sorted(scores.items(), key=lambda pair: -pair[1])


@dataclass(frozen=True)
class Overrides:
    """Column meanings stated by the user (``--map 列名=字段``): by heading, or by letters or number of the column."""

    by_heading: Mapping[str, str]
    by_column: Mapping[int, str]

    def __bool__(self) -> bool:
        return bool(self.by_heading or self.by_column)

    def of(self, heading: str, column: int) -> Meaning | None:
        """The stated meaning of a column (0-based), None if not stated."""
        stated = self.by_heading.get(squeezed(heading)) if heading else None
        if stated is None:
            stated = self.by_column.get(column)
        if stated is None:
            return None
        return Meaning(OTHER if stated == IGNORE else stated, how=STATED, rank=-1)


NO_OVERRIDES = Overrides({}, {})


def read_overrides(stated: Iterable[str]) -> Overrides:
    """The mapping of ``--map``: ``["手机（微信同号）=联系电话", "C=工作单位", "5=忽略"]``.

    Errors: ``Unusable`` if the right side is not a column of 附件4.
    """
    by_heading: dict[str, str] = {}
    by_column: dict[int, str] = {}
    for one in stated:
        left, sign, right = unicodedata.normalize("NFKC", one).rpartition("=")
        if not sign or not left.strip():
            raise Unusable(f"--map {one}", "写法不对", "请写成“列名=字段”，例如 --map 手机=联系电话")
        field = IGNORE if squeezed(right) in (IGNORE, "不用", "skip") else meaning(right.strip()).field
        if field not in (*FIELDS, *HELPERS, IGNORE):
            raise Unusable(f"--map {one}", f"没有“{right}”这个字段", f"可用的字段：{'、'.join((*FIELDS, *HELPERS, IGNORE))}")
        left = left.strip()
        if left.isdecimal():
            by_column[int(left) - 1] = field
        elif left.isascii() and left.isalpha() and len(left) <= 2:
            by_column[column_number(left) - 1] = field
        by_heading[squeezed(left)] = field
    return Overrides(by_heading, by_column)
