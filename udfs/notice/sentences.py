"""The sentences of a notice with their clauses.

Clauses are named as in the rules: 一, 二, 二(一) … 五(五), 附件1 … 附件5; text before the first is 前言, text between the last
and the annexes 落款. Source: ``notice.txt`` of the pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from udfs.values.cells import plain
from udfs.values.regex import regex

PREAMBLE, CLOSING = "前言", "落款"

_CHAPTER = regex(r"^([一二三四五六七八九十]+)、")
_SECTION = regex(r"^（([一二三四五六七八九十]+)）")
_ANNEX = regex(r"^附件(\d)$")
_SENTENCE = regex(r"[^。]*。|[^。]+$")
_CLOSING_STARTS = "联 系 人"
_SIGNED = regex(r"^[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日$")
LONGEST_OFFICE = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``key`` is clause and position: 二(三)#1; ``text`` is verbatim."""

    clause: str
    number: int
    text: str

    @property
    def key(self) -> str:
        return f"{self.clause}#{self.number}"

    def holds(self, quote: str) -> bool:
        """True if the quote stands in this sentence verbatim, ignoring white space and character widths."""
        return bool(quote) and plain(quote) in plain(self.text)


def paragraphs(notice: str) -> Iterator[tuple[str, str]]:
    """(clause, paragraph) of the text. An annex yields its title, its table as one paragraph, then its notes."""
    title, _, body = notice.partition("\n\n")
    yield PREAMBLE, "".join(line.strip() for line in title.splitlines())
    clause = chapter = PREAMBLE
    annex: list[str] = []
    lines = body.splitlines()
    signed = signed_at(lines)
    for at, line in enumerate(lines):
        words = line.strip()
        found = _ANNEX.match(words)
        if found or annex:
            if found and annex:
                yield from annex_parts(clause, annex)
                annex = []
            clause = words if found else clause
            annex.append(line)
            continue
        if not words:
            continue
        if heading := _CHAPTER.match(words):
            clause = chapter = heading[1]
        elif section := _SECTION.match(words):
            clause = f"{chapter}({section[1]})" if chapter != CLOSING else CLOSING
        elif words.startswith(_CLOSING_STARTS) or at == signed:
            clause = chapter = CLOSING
        yield clause, words
    if annex:
        yield from annex_parts(clause, annex)


def signed_at(lines: Sequence[str]) -> int:
    """The line where the signature begins: the issuing office above a date on its own line, else the date; -1 if none."""
    for at, line in enumerate(lines):
        if _ANNEX.match(line.strip()):
            break
        if _SIGNED.match(line.strip()):
            above = next((before for before in range(at - 1, -1, -1) if lines[before].strip()), at)
            office = lines[above].strip()
            return above if len(office) < LONGEST_OFFICE and not re.search("[。，；：、]", office) else at
    return -1


def annex_parts(clause: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    """The title of an annex, its table (cells joined), and the notes under it."""
    title: list[str] = []
    table: list[str] = []
    notes: list[str] = []
    for line in lines[1:]:
        words = line.strip()
        if not words or (words.isdigit() and not line.startswith("\t")):
            continue  # a page number
        if words.startswith("（") and words.endswith("为准）"):
            notes.append(words)
        elif line.startswith("\t"):
            table.append(words)
        elif table:
            table[-1] += words
        else:
            title.append(words)
    yield clause, "".join(title)
    if table:
        yield clause, " | ".join(table)
    for note in notes:
        yield clause, note


def split_notice(notice: str) -> tuple[Sentence, ...]:
    """All sentences of a notice in order."""
    sentences: list[Sentence] = []
    counts: dict[str, int] = {}
    for clause, paragraph in paragraphs(notice):
        whole = clause.startswith("附件") or clause in (PREAMBLE, CLOSING)
        for part in [paragraph] if whole and "|" in paragraph else _SENTENCE.findall(paragraph):
            counts[clause] = counts.get(clause, 0) + 1
            sentences.append(Sentence(clause=clause, number=counts[clause], text=part.strip()))
    return tuple(sentences)
