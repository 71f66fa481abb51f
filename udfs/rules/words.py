"""Fills clauses, quotes, numbers and names of a notice into the declarations of rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from udfs.notice.clauses import BREAK, word_for_word
from udfs.notice.parameters import Parameters
from udfs.notice.provinces import signs
from udfs.schedule.deadlines import PERIOD_UNITS, period_words
from udfs.values import cells
from udfs.values.regex import regex

_CLAUSE = regex(r"\{(\w+)\}")
_VALUE = regex(r"<(\w+)(?:\.(\w+))?(@?)>")
JOINTS = ("，", "、", "；")
"""Separators between two passages that a rule quotes as one."""


def named_in(clause: str) -> tuple[str, ...]:
    """The keys that a clause names.

    >>> named_in("{no_change}、附件3")
    ('no_change',)
    """
    return tuple(_CLAUSE.findall(clause))


def clauses(clause: str, p: Parameters) -> str:
    """The clauses in this notice, each once: "{no_change}、附件3" is 五(二)、附件3 in the notice of 2025."""
    return "、".join(dict.fromkeys(_CLAUSE.sub(lambda found: p.clause_and_quote(found[1])[0], clause).split("、")))


def quoted(keys: tuple[str, ...], p: Parameters) -> str:
    """The quotes for these keys, as one passage if they are adjacent in the notice; '' if there are none."""
    quotes = list(dict.fromkeys(quote for key in keys if (quote := p.clause_and_quote(key)[1])))
    return next((whole for sign in JOINTS if word_for_word(whole := sign.join(quotes), p.notice)), BREAK.join(quotes))


def filled(text: str, p: Parameters) -> str:
    """The text with ``<key>`` replaced by the value of that parameter, ``<key.entry>`` by one of its entries, ``<key@>`` by its
    clause."""
    if "<" not in text:
        return text
    return _VALUE.sub(lambda found: p.clause_and_quote(found[1])[0] if found[3] else words_of(found[1], found[2] or "", p), text)


def words_of(key: str, entry: str, p: Parameters) -> str:
    """A parameter in words: 50, 10%, 1/7, 11月30日, 1个月, 105000, 市人社局. ``entry`` 地区: the regions among the reserved
    quotas."""
    if key == "reserved_words":
        return region_words(p) if entry else "、".join(one.word for one in p.reserved)
    value = getattr(p, key)
    if p.leaves[key].unit_of(entry) in PERIOD_UNITS and key.endswith(("_months", "filing_days")):
        return period_words(key, p, entry)
    return value_words(value[entry] if entry and isinstance(value, Mapping) else value)


def region_words(p: Parameters) -> str:
    """The regions with reserved quotas, combined as in the notice (京冀), else one by one."""
    regions = [one.region for one in p.reserved if one.region]
    together = "".join(sign for region in regions for sign, name in signs().items() if name == region)
    return together if len(regions) > 1 and together in p.clause_and_quote("reserved_words")[1] else "、".join(regions)


def value_words(value: Any) -> str:
    match value:
        case Fraction():
            return f"{value * 100}%" if (value * 100).denominator == 1 else str(value)
        case date():
            return f"{value.month}月{value.day}日"
        case Decimal():
            return cells.text(value)
        case tuple():
            return "、".join(map(value_words, value))
    return str(value)
