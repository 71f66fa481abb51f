"""The printed form of values: text unchanged, amounts to the cent, rates in per cent."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from fractions import Fraction

from udfs.money.amounts import yuan
from udfs.survey.satisfaction import rounded
from udfs.values import cells
from udfs.values.cells import Value

_UNSEEN = ("Cc", "Cf", "Cs")
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def printed(value: Value) -> str:
    """The value as printed: lines joined, white space reduced to single spaces, invisible characters removed.


    >>> printed("天津市\\n示例医院"), printed("Li  Ming\\u200b"), printed(32.0)
    ('天津市示例医院', 'Li Ming', '32')
    """
    words = cells.text(value).split()
    joined = ""
    for word in words:
        visible = "".join(char for char in word if char not in _SELECTORS and unicodedata.category(char) not in _UNSEEN)
        # A line break inside Chinese text is layout; between Latin words it is a separator.
        joined += f" {visible}" if joined and visible and (joined[-1].isascii() or visible[0].isascii()) else visible
    return joined


def amount(value: Value) -> str:
    """An amount in yuan; non-numbers are unchanged.


    >>> amount(67460.0), amount(Decimal("0.5")), amount("待定"), amount(None)
    ('67,460.00', '0.50', '待定', '')
    """
    number = cells.number(value)
    return printed(value) if number is None else yuan(number)


def per_cent(share: Fraction | Decimal, places: int = 1) -> str:
    """A share in per cent, rounded half up.


    >>> per_cent(Fraction(23, 24)), per_cent(Decimal(1))
    ('95.8%', '100.0%')
    """
    return f"{rounded(Fraction(share), places + 2) * 100:.{places}f}%"
