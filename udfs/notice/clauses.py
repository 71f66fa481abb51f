"""The text of the notice of a class: its sentences, and whether a quote stands in it verbatim."""

from __future__ import annotations

from udfs.notice.packs import Which, pack_of, remembered
from udfs.notice.sentences import CLOSING as CLOSING
from udfs.notice.sentences import PREAMBLE as PREAMBLE
from udfs.notice.sentences import Sentence as Sentence
from udfs.notice.sentences import split_notice as split_notice
from udfs.values.cells import plain

GIST = "大意："
"""Prefix of a paraphrase of a regulation; only the notice itself is quoted verbatim."""


@remembered(maxsize=8)
def notice_sentences(which: Which = None) -> tuple[Sentence, ...]:
    """The sentences of the notice of a year, or of the pack with that name."""
    return split_notice(notice_text(which))


def notice_text(which: Which = None) -> str:
    """The text of the notice as issued."""
    return pack_of(which).text


@remembered(maxsize=512)
def word_for_word(quote: str, which: Which = None) -> bool:
    """True if the quote stands in the notice verbatim, ignoring white space and character widths; ``BREAK`` may join two
    passages."""
    return all(plain(part) in plain_notice(which) for part in quote.split(BREAK))


@remembered(maxsize=8)
def plain_notice(which: Which = None) -> str:
    """The normalised text in which the quotes of all rules are searched."""
    return plain(notice_text(which))


BREAK = "……"
"""Joins two passages that a rule quotes together."""


def cited(quote: str, which: Which = None) -> str:
    """The quote as shown to users: in quotation marks if verbatim, else marked as a paraphrase; '' for an empty quote."""
    if not quote:
        return ""
    return f"“{quote}”" if word_for_word(quote, which) else f"{GIST}{quote}"
