"""The words of the notice of a class: its sentences, and whether something stands in it word for word."""

from __future__ import annotations

from udfs.notice.packs import Which, pack_of, remembered
from udfs.notice.sentences import CLOSING as CLOSING
from udfs.notice.sentences import PREAMBLE as PREAMBLE
from udfs.notice.sentences import Sentence as Sentence
from udfs.notice.sentences import split_notice as split_notice
from udfs.values.cells import plain

GIST = "大意："
"""What stands before words that only say what a regulation means; the notice alone is quoted word for word."""


@remembered(maxsize=8)
def notice_sentences(which: Which = None) -> tuple[Sentence, ...]:
    """The sentences of the notice that serves a year, or of the pack of that name."""
    return split_notice(notice_text(which))


def notice_text(which: Which = None) -> str:
    """The text of the notice, as issued."""
    return pack_of(which).text


@remembered(maxsize=512)
def word_for_word(quote: str, which: Which = None) -> bool:
    """True if the words stand in the notice itself, white space and widths aside, a break between two passages allowed."""
    return all(plain(part) in plain_notice(which) for part in quote.split(BREAK))


@remembered(maxsize=8)
def plain_notice(which: Which = None) -> str:
    """The text without what the eye does not tell apart; every quote of every rule is sought in it."""
    return plain(notice_text(which))


BREAK = "……"
"""Stands between two passages that a rule quotes together."""


def cited(quote: str, which: Which = None) -> str:
    """The words as they are shown: in quote marks where they are the notice's own, else marked as the gist; '' for none."""
    if not quote:
        return ""
    return f"“{quote}”" if word_for_word(quote, which) else f"{GIST}{quote}"
