"""Decides which of several lists of a class is valid, by names and titles (作废, 初稿, 旧, 最新, 以本表为准, a date).

Void lists are skipped. An older list that shares people with a later or final one is skipped, and people found only there
are reported. Lists without such marks are all read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from udfs.people.identity import normal_document
from udfs.schedule.named_dates import named_days
from udfs.values.headings import DOCUMENT, NAME
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.rosters.lines import leaves_out
from workbooks.sources.model import Note, Origin, Roster, RosterEntry

_VOID = regex(r"作废|废止|废弃|停用|无效名单|不再使用|请勿使用|弃用")
_OLD = regex(r"初稿|草稿|草案|原稿|旧[版表名稿]|^旧|[(（_\-—]旧|旧$|历史|以前|修改前|调整前|变更前|更新前|old\b", re.I)
_FINAL = regex(
    r"最新|最终|终稿|定稿|终版|正式(?:版|名单|稿|$)|以(?:本|此)(?:表|名单|件|稿)?为准|修改后|调整后|变更后|更新后|final|latest|new\b",
    re.I,
)
_VERSION = regex(r"(?:第\s*([0-9一二三四五六七八九十])\s*[版稿]|(?<![a-z0-9])v\s*([0-9]+(?:\.[0-9]+)?))", re.I)
_FIGURES = "零一二三四五六七八九十"
SHARED_AT_LEAST = 0.3
"""Minimum share of the smaller list found in both for two lists to be versions of one another."""
NAMED_AT_MOST = 20
List = tuple[str, str]
"""Source and sheet."""


@dataclass(frozen=True)
class ListStatus:
    """The validity marks of a list: void, or of people who do not take part; ``rank`` by its words (old, none, final); date and
    version, () if absent."""

    is_void: bool = False
    stays_away: str = ""
    """The line by which nobody on it takes part (候补名单, 已退出); it is read where no other list is."""
    rank: int = 0
    when: tuple[int, ...] = ()
    version: tuple[float, ...] = ()

    def outranks(self, other: ListStatus) -> bool:
        if self.rank != other.rank:
            return self.rank > other.rank
        for own, others in ((self.when, other.when), (self.version, other.version)):
            if own and others and own != others:
                return own > others
        return False


def standing_of(source: str, sheet: str, above: Sequence[str]) -> ListStatus:
    """The validity by file name, sheet name and the lines above the table.

    >>> standing_of("名单.xlsx", "7月5日版", []).outranks(standing_of("名单.xlsx", "6月20日版", []))
    True
    """
    stem = Path(source).stem
    lines = [sheet, stem, *(line for line in above if len(line) < 40)]
    old, final = (any(pattern.search(line) for line in lines) for pattern in (_OLD, _FINAL))
    dates = [(day.year or 0, day.month, day.day) for line in (sheet, stem) for day in named_days(line)]
    versions = [version for line in lines for found in _VERSION.finditer(line) for version in number_of(found)]
    return ListStatus(
        any(_VOID.search(line) for line in lines),
        next((line for line in (sheet, *above) if leaves_out(line)), ""),
        int(final) - int(old),
        dates[0][1:] if len(dates) == 1 else (),
        tuple(versions[:1]),
    )


def number_of(found: re.Match[str]) -> Iterator[float]:
    shown = found[1] or found[2]
    yield float(_FIGURES.index(shown)) if shown in _FIGURES else float(shown)


def keep_what_counts(roster: Roster, standings: Mapping[List, ListStatus]) -> None:
    """Remove the people of superseded lists from the roster and report it. Errors: ``Unusable`` if no list is valid."""
    lists: dict[List, list[RosterEntry]] = {}
    for entry in roster.entries:
        lists.setdefault((entry.origin.source, entry.origin.sheet), []).append(entry)
    void = [one for one in lists if standings[one].is_void]
    if lists and len(void) == len(lists):
        source, sheet = void[0]
        raise Unusable(
            f"{source}“{sheet}”" if sheet else source,
            "写着作废，没有别的名单可读",
            "请给出有效的名单；这张其实有效的，先把“作废”去掉",
        )
    left: dict[List, str] = dict.fromkeys(void, "写着作废，没有读入")
    away = {one: standings[one].stays_away for one in lists if one not in void and standings[one].stays_away}
    if len(void) + len(away) < len(lists):
        left |= {one: f"写着“{line}”，没有读入；参训的请移到名单里再导入" for one, line in away.items()}
    for one in lists:
        better = next((other for other in lists if other not in void and standings[other].outranks(standings[one])), None)
        if one not in left and better is not None and shares_people(lists[one], lists[better]):
            left[one] = f"没有读入，以“{named(better, one)}”为准"
    if not left:
        return
    counted = [entry for one, entries in lists.items() if one not in left for entry in entries]
    roster.entries = counted
    known = {key for entry in counted for key in keys_of(entry)}
    for notes in (roster.remarks, roster.lost):
        notes[:] = [note for note in notes if note.origin is None or note.origin[:2] not in left]
    roster.changed[:] = [one for one in roster.changed if one.origin[:2] not in left]
    for one, why in left.items():
        only = [entry for entry in lists[one] if not known & set(keys_of(entry))]
        names = "、".join(entry.values[NAME] for entry in only[:NAMED_AT_MOST])
        more = f"；只在这里的 {len(only)} 人请核对：{names}" if only else ""
        roster.remarks.append(Note(Origin(*one, 1), "", f"{why}{more}{' 等' if len(only) > NAMED_AT_MOST else ''}"))


def named(better: List, one: List) -> str:
    return better[1] if better[0] == one[0] and better[1] else better[0]


def shares_people(some: Sequence[RosterEntry], others: Sequence[RosterEntry]) -> bool:
    known = {key for entry in others for key in keys_of(entry)}
    both = sum(bool(known & set(keys_of(entry))) for entry in some)
    return both >= SHARED_AT_LEAST * min(len(some), len(others))


def keys_of(entry: RosterEntry) -> list[str]:
    """The keys of a person: the number if there is one, else the name."""
    document = normal_document(entry.values.get(DOCUMENT))
    return [document, entry.values[NAME]] if document else [entry.values[NAME]]
