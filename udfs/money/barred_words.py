"""Words in remarks and summaries that name expenses barred by the notice (五(四)) or by the fee regulation."""

from __future__ import annotations

from collections.abc import Iterable

from udfs.notice.parameters import Parameters, Term
from udfs.values.cells import Value, plain

BY_NOTICE = "通知"


def barred_words(value: Value, p: Parameters, days: int | None = None) -> tuple[Term, ...]:
    """The barred terms in a text that are not excused by their context.

    ``days``: length of the class; None leaves out terms barred in short classes only.

    >>> from udfs.notice.parameters import parameters_for
    >>> [term.word for text in ("酒店租金", "现场教学景区门票") for term in barred_words(text, parameters_for(2025))]
    ['景区', '门票']
    """
    shown = plain(value).upper()
    if not shown:
        return ()
    short = days is not None and days <= p.short_class_days
    found = [term for term in p.barred_words if (short or not term.short) and says(shown, term)]
    return tuple(term for term in found if not any(term.word in other.word for other in found if other is not term))


def says(shown: str, term: Term) -> bool:
    """True if the text names the expense itself and not only a longer word that contains it."""
    if term.word not in shown or any(word in shown for word in term.beside):
        return False
    return term.word in without(shown, term.within)


def without(shown: str, words: Iterable[str]) -> str:
    """The text with these words removed; a mark takes their place, so that their neighbours do not form a new word."""
    for word in sorted(words, key=len, reverse=True):
        shown = shown.replace(word, "|")
    return shown
