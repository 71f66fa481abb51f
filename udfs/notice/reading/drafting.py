"""The draft of a notice pack, for a person to confirm, with the words each value was read from.

Numbers are identified by what they count (``parameter_matching``), statements and lists by co-occurring words
(``statement_matching``). Missing values, contradictions and numbers that match no parameter are reported, so that nothing new
passes unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, date
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from udfs.notice.assigning import Assignment
from udfs.notice.entries import Leaf, parse_value
from udfs.notice.packs import Pack
from udfs.notice.plan_rows import LEVELS, PlanRow, read_plan, shown_columns
from udfs.notice.provinces import regions_in, short_names
from udfs.notice.reading.limits import LONGEST_SENTENCE, sensible
from udfs.notice.reading.mentions import mentions, unread
from udfs.notice.reading.parameter_matching import READERS, SUPPORTED, ParameterMatch, reserved, words_at
from udfs.notice.reading.statement_matching import FORMS, STATEMENTS, StatementMatch, names, statement
from udfs.notice.sentences import CLOSING, PREAMBLE, Sentence, split_notice
from udfs.values.cells import plain
from udfs.values.regex import regex

_TITLE_YEAR = regex(r"(?<![0-9])([0-9]{4})年")
_ISSUED = regex(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_BY_LEVEL = ("filing_days", "class_counts", "lecture_rates")
_RATES_NEEDED = ("院士/全国知名专家", "正高", "副高")
PLACES = 3
"""The number of reserved quotas for which 项目信息 has rows."""
_DUTY = regex("应|须|必须|不得|严禁|要求|要")
STATED_PER_LEVEL = ("lowest_title",)
"""Parameters that a notice states once per level."""
ALIKE = 0.75
"""Similarity from which two sentences count as the same."""
MOST_JUDGED, LONGEST_JUDGED = 10, 80


@dataclass(frozen=True)
class FoundParameter:
    """A parameter found in the notice: raw value as in the file, clauses, quote, whole sentence, units of its entries."""

    key: str
    raw: Any
    clause: str
    quote: str
    sentence: str
    units: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    """Set if the parameter is named by a word of the notice."""


@dataclass(frozen=True)
class Draft:
    """The result of reading. ``missing``: {key: reason}; ``other``: sentences with numbers that match no parameter."""

    title: str
    year: int | None
    issued: date | None
    region: str
    found: tuple[FoundParameter, ...]
    statements: tuple[StatementMatch, ...]
    missing: dict[str, str]
    other: tuple[Sentence, ...]
    plan: tuple[PlanRow, ...]
    plan_columns: tuple[str, ...]
    """For each plan list, the headings used for its columns."""
    assignments: tuple[Assignment, ...]
    remarks: tuple[str, ...]


def draft(text: str, base: Pack) -> Draft:
    """Read a notice. ``base``: the previous pack, for the parameters and statements to look for and for its trace."""
    every = split_notice(text)
    sentences = [one for one in every if not one.clause.startswith("附件")]
    year, issued, region = year_of(sentences), issued_on(sentences), region_of(sentences, text)
    hits = numbers(sentences, year or (issued.year if issued else MINYEAR))
    found, missing = settled(hits, base.leaves)
    places, more = reserved_places([hit for hit in hits if hit.key == "reserved"])
    found += places
    found += named(sentences, region)
    known = {one.key for one in found}
    missing |= {
        key: "没有找到" for key in base.leaves if key not in known and key not in missing and not key.startswith("reserved_")
    }
    if not places:
        missing["reserved_words"] = "没有找到"
    stated = [one for key, groups in STATEMENTS.items() if (one := statement(key, groups, sentences_for(key, every, sentences)))]
    missing |= {key: "没有找到这样的规定" for key in base.statements if key not in {one.key for one in stated}}
    plan = read_plan(text)
    other = tuple(one for one in sentences if one.clause not in (CLOSING, PREAMBLE) and not_understood(one, hits))
    lines = assigned(every, base, {one.sentence for one in found} | {one.sentence.text for one in stated})
    return Draft(
        title_of(text), year, issued, region, tuple(found), tuple(stated), missing, other, plan, shown_columns(text),
        tuple(lines), (*remarks(year, issued, region, found, plan), *more),
    )  # fmt: skip


def sentences_for(key: str, every: Sequence[Sentence], sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences in which a statement is looked for: for forms also the annexes, except their tables of people."""
    annexes = [one for one in every if one.clause.startswith("附件")]
    if key == "months_open":
        return [one for one in annexes if len(one.text) <= LONGEST_SENTENCE]
    if key in FORMS:
        return [one for one in (*sentences, *annexes) if len(one.text) <= LONGEST_SENTENCE]
    return [one for one in sentences if one.clause not in (PREAMBLE, CLOSING) and len(one.text) <= LONGEST_SENTENCE]


def numbers(sentences: Sequence[Sentence], year: int) -> list[ParameterMatch]:
    """Every number that matches a parameter, in text order."""
    found: list[ParameterMatch] = []
    for one in sentences:
        if one.clause in (PREAMBLE, CLOSING) or len(one.text) > LONGEST_SENTENCE:
            continue
        there = mentions(one.text, year)
        for reader in READERS:
            found += reader(one, there)
        found += reserved(one, there, regions_in)
    return [hit for hit in found if sensible(hit.key, hit.raw)]


def settled(hits: Sequence[ParameterMatch], leaves: Mapping[str, Leaf]) -> tuple[list[FoundParameter], dict[str, str]]:
    """The numeric parameters, and for unsettled ones the reason."""
    found: list[FoundParameter] = []
    missing: dict[str, str] = {}
    for key in dict.fromkeys((*leaves, "lecture_rates")):
        own = [hit for hit in hits if hit.key == key]
        values: dict[str, set[str]] = {}
        for hit in own:
            values.setdefault(hit.entry, set()).add(f"{hit.raw} {hit.unit}")
        if not own or key == "reserved":
            continue
        if any(len(one) > 1 for one in values.values()):
            missing[key] = "通知里说法不一：" + "；".join(
                dict.fromkeys(f"{hit.sentence.clause}“{quote_of([hit])}”" for hit in own)
            )
        elif lacking := [entry for entry in entries_needed(key) if entry not in values]:
            if key != "lecture_rates":
                missing[key] = f"只写明{'、'.join(values)}，没有写明{'、'.join(lacking)}"
        else:
            found.append(together(key, own))
    return found, missing


def entries_needed(key: str) -> tuple[str, ...]:
    return _RATES_NEEDED if key == "lecture_rates" else LEVELS if key in _BY_LEVEL else ()


def together(key: str, hits: Sequence[ParameterMatch]) -> FoundParameter:
    """One parameter from all places that state it."""
    first = hits[0]
    same = [hit for hit in hits if hit.sentence == first.sentence]
    raw: Any = first.raw
    if key in _BY_LEVEL:
        raw = {hit.entry: hit.raw for hit in hits}
        raw = {entry: raw[entry] for entry in (*entries_needed(key), *raw) if entry in raw}
        if key == "lecture_rates":
            raw.setdefault("其他", raw["副高"])
    units = {hit.entry: hit.unit for hit in hits if hit.unit}
    clauses = "、".join(dict.fromkeys(hit.sentence.clause for hit in hits))
    return FoundParameter(key, raw, clauses, quote_of(same), first.sentence.text, units)


def quote_of(hits: Sequence[ParameterMatch]) -> str:
    """The part of the sentence, between punctuation marks, from its first number to its last."""
    text = hits[0].sentence.text
    return words_at(text, min(hit.start for hit in hits), max(hit.end for hit in hits))


def reserved_places(hits: Sequence[ParameterMatch]) -> tuple[list[FoundParameter], list[str]]:
    """The reserved quotas, regions before supported areas, and remarks on surplus ones."""
    if not hits:
        return [], []
    numbers_of: dict[str, ParameterMatch] = {}
    for hit in sorted(hits, key=lambda one: one.entry == SUPPORTED):
        numbers_of.setdefault(hit.entry, hit)
    more = list(numbers_of)[PLACES:]
    chosen = dict(list(numbers_of.items())[:PLACES])
    first = next(iter(chosen.values()))
    whole = [hit for hit in hits if hit.sentence == first.sentence]
    words = FoundParameter("reserved_words", list(chosen), first.sentence.clause, quote_of(whole), first.sentence.text)
    found = [words]
    for at in range(PLACES):
        word, one = list(chosen.items())[at] if at < len(chosen) else ("", first)
        name = (
            f"{word}{'地区' if word == SUPPORTED else ''}预留名额下限（国家级）" if word else f"第{at + 1}处预留名额下限（没有）"
        )
        found.append(
            FoundParameter(
                f"reserved_{at + 1}", one.raw if word else 0, one.sentence.clause, quote_of([one]), one.sentence.text, name=name
            )
        )
    return found, [f"通知预留了{len(numbers_of)}处名额，项目信息只能填{PLACES}处，{'、'.join(more)}须由人核对"] if more else []


def named(sentences: Sequence[Sentence], region: str) -> list[FoundParameter]:
    """The parameters that are lists or names: the first place of each, with the clauses of all places that state the same."""
    found: dict[str, FoundParameter] = {}
    for one in names(
        [one for one in sentences if one.clause not in (PREAMBLE, CLOSING) and len(one.text) <= LONGEST_SENTENCE], region
    ):
        quote = words_at(one.sentence.text, one.start, one.end)
        before = found.get(one.key)
        if before is None:
            found[one.key] = FoundParameter(one.key, one.raw, one.sentence.clause, quote, one.sentence.text)
        elif one.key in STATED_PER_LEVEL and before.raw == one.raw and one.sentence.clause not in before.clause.split("、"):
            found[one.key] = FoundParameter(
                one.key, one.raw, f"{before.clause}、{one.sentence.clause}", before.quote, before.sentence
            )
    return list(found.values())


def not_understood(one: Sentence, hits: Sequence[ParameterMatch]) -> bool:
    """True if the sentence is too long or holds a number that matches no parameter."""
    return len(one.text) > LONGEST_SENTENCE or next(unread(one.text, taken(one, hits)), None) is not None


def taken(sentence: Sentence, hits: Sequence[ParameterMatch]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in hits if hit.sentence == sentence]


def assigned(every: Sequence[Sentence], base: Pack, known: set[str]) -> Iterator[Assignment]:
    """The trace of each sentence: copied from the most similar sentence of the previous notice, else an item to judge if the
    sentence contains a duty that nothing else covers."""
    before = split_notice(base.text)
    judged = 0
    for one in every:
        alike = most_alike(one, before)
        if alike is not None:
            for line in base.assignments:
                if line.key == alike.key:
                    yield in_its_words(line, one)
            continue
        body = one.clause not in (PREAMBLE, CLOSING) and not one.clause.startswith("附件")
        if body and one.text not in known and _DUTY.search(one.text) and judged < MOST_JUDGED:
            judged += 1
            yield Assignment(
                key=one.key, opening=one.text[:5], judgement=one.text.rstrip("。")[:LONGEST_JUDGED], level="", rules=(),
                remark="通知新增或改写的要求，须由人判断",
            )  # fmt: skip


def in_its_words(line: Assignment, one: Sentence) -> Assignment:
    """The line for a similar sentence; reworded from the sentence if the old line names a file or region that the new one does
    not."""
    named_there = [
        *re.findall(r"[\w]{1,8}〔[0-9]{4}〕[0-9]+号", line.judgement),
        *(name for _, name in regions_in(line.judgement)),
    ]
    judgement = line.judgement
    if any(name not in one.text for name in named_there):
        judgement = one.text.rstrip("。")[:LONGEST_JUDGED]
    return replace(line, key=one.key, opening=one.text[:5], judgement=judgement)


def most_alike(one: Sentence, others: Sequence[Sentence]) -> Sentence | None:
    """The sentence of the previous notice that says the same, or None."""
    words = plain(one.text)[:400]
    best, found = ALIKE, None
    matcher = SequenceMatcher(None, "", words, autojunk=False)
    for other in others:
        theirs = plain(other.text)[:400]
        if words == theirs:
            return other
        if 2 * min(len(words), len(theirs)) <= best * (len(words) + len(theirs)):
            continue
        matcher.set_seq1(theirs)
        if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, other
    return found


def title_of(text: str) -> str:
    """The title, its lines joined."""
    return "".join(line.strip() for line in text.partition("\n\n")[0].splitlines())[:100]


def year_of(sentences: Sequence[Sentence]) -> int | None:
    """The plan year: from the title, else the year named most often."""
    for sentence in sentences[:3]:
        if match := _TITLE_YEAR.search(plain(sentence.text)):
            return int(match[1])
    years = re.findall(r"(?<![0-9])(20[0-9]{2})年", "".join(sentence.text for sentence in sentences))
    return int(max(set(years), key=years.count)) if years else None


def issued_on(sentences: Sequence[Sentence]) -> date | None:
    """The date of issue, or None."""
    for sentence in reversed(sentences):
        match = _ISSUED.fullmatch(plain(sentence.text))
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                return None
    return None


def region_of(sentences: Sequence[Sentence], text: str) -> str:
    """The region of the issuing office: named at the start of the title, else the region named most often."""
    title = sentences[0].text if sentences else ""
    if (found := regions_in(title[:20])) and found[0][0] < 6:
        return found[0][1]
    counts = {name: text.count(name) for name in short_names()}
    most = max(counts, key=lambda name: counts[name])
    return most if counts[most] else ""


def remarks(
    year: int | None, issued: date | None, region: str, found: Sequence[FoundParameter], plan: Sequence[PlanRow]
) -> Iterator[str]:
    """Inconsistencies for a person to check."""
    if year is None or not MINYEAR < year <= MAXYEAR:
        yield "没有找到计划年度"
    if issued is None:
        yield "没有找到发文日期（单独成段的“年月日”）"
    if not region:
        yield "无法判断是哪个省（自治区、直辖市）的通知"
    if not plan:
        yield "没有找到项目计划表（附件1、附件2 的表格）"
    counts = next((one.raw for one in found if one.key == "class_counts"), None)
    for level, count in (counts or {}).items():
        listed = [row.number for row in plan if row.level == level]
        if plan and len(listed) != count:
            yield f"通知正文说{level}{count}项，计划表读到{len(listed)}项，请核对"
    if len({(row.level, row.number) for row in plan}) < len(plan):
        yield "计划表里同一级别有重复的序号，多半是各列没有对上，请核对计划表"
    elif sorted(row.number for row in plan) != [*range(1, len(plan) + 1)] and not all(map(partial(in_order, plan), LEVELS)):
        yield "计划表的序号不连续，多半是各列没有对上，请核对计划表"


def in_order(plan: Sequence[PlanRow], level: str) -> bool:
    """True if the numbers of a level run from 1."""
    numbers = sorted(row.number for row in plan if row.level == level)
    return numbers == [*range(1, len(numbers) + 1)]


def value_of(found: FoundParameter, leaf: Leaf) -> Any:
    """The value in the exact type of the parameter."""
    return parse_value(leaf.kind, found.raw)
