"""The sentences of a notice, each with the clause it stands in.

Clauses are named as the rules name them: 一, 二, 二(一) … 五(五), 附件1 … 附件5; what stands before the first is 前言,
what stands between the last and the annexes is 落款. Source: the notice as issued (``notice_<year>.txt``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from udfs.cells import plain
from udfs.notice.parameters import Frozen, known_year

PREAMBLE, CLOSING = "前言", "落款"

_CHAPTER = re.compile(r"^([一二三四五六七八九十]+)、")
_SECTION = re.compile(r"^（([一二三四五六七八九十]+)）")
_ANNEX = re.compile(r"^附件(\d)$")
_SENTENCE = re.compile(r"[^。]*。|[^。]+$")
_CLOSING_STARTS = "联 系 人"


class Sentence(Frozen):
    """One sentence. ``key`` is its clause and its place in it: 二(三)#1; ``text`` is printed as the notice has it."""

    clause: str
    number: int
    text: str

    @property
    def key(self) -> str:
        return f"{self.clause}#{self.number}"

    def holds(self, quote: str) -> bool:
        """True if the quote stands in this sentence, word for word; white space and the width of signs do not count."""
        return bool(quote) and plain(quote) in plain(self.text)


def paragraphs(notice: str) -> Iterator[tuple[str, str]]:
    """Each paragraph of the text with its clause. An annex is its title, then its table in one piece, then its notes."""
    title, _, body = notice.partition("\n\n")
    yield PREAMBLE, "".join(line.strip() for line in title.splitlines())
    clause = chapter = PREAMBLE
    annex: list[str] = []
    for line in body.splitlines():
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
        elif words.startswith(_CLOSING_STARTS):
            clause = chapter = CLOSING
        yield clause, words
    if annex:
        yield from annex_parts(clause, annex)


def annex_parts(clause: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    """The title of an annex, its table (the words of its cells), and the notes under the table."""
    title: list[str] = []
    table: list[str] = []
    notes: list[str] = []
    for line in lines[1:]:
        words = line.strip()
        if not words or (words.isdigit() and not line.startswith("\t")):
            continue  # a page number is no part of the annex
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
    """All sentences of the text of a notice, in its order."""
    sentences: list[Sentence] = []
    counts: dict[str, int] = {}
    for clause, paragraph in paragraphs(notice):
        whole = clause.startswith("附件") or clause in (PREAMBLE, CLOSING)
        for part in [paragraph] if whole and "|" in paragraph else _SENTENCE.findall(paragraph):
            counts[clause] = counts.get(clause, 0) + 1
            sentences.append(Sentence(clause=clause, number=counts[clause], text=part.strip()))
    return tuple(sentences)


@lru_cache(maxsize=4)
def notice_sentences(year: int | None = None) -> tuple[Sentence, ...]:
    """The sentences of the notice that serves ``year``."""
    return split_notice(notice_text(year))


@lru_cache(maxsize=4)
def notice_text(year: int | None = None) -> str:
    """The text of the notice that serves ``year``, as issued."""
    return (files("udfs.notice") / f"notice_{known_year(year)}.txt").read_text(encoding="utf-8")
