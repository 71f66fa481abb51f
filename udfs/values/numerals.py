"""Numbers in texts: digits of either width, Chinese numerals, shares, amounts in 元 or 万元."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

DIGITS = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMBER = r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[〇零一二两三四五六七八九十百千]+"
SHARE = (
    r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]|[0-9０-９]+[/／][0-9０-９]+"
    r"|[一二三四五六七八九十百]+分之[一二两三四五六七八九十百]+"
)
TEN_THOUSAND = Decimal(10_000)


def number(text: str) -> Decimal:
    """The number that a text denotes. Errors: ValueError if it denotes none.

    >>> number("６０"), number("十五"), number("一百二十"), number("10.5")
    (Decimal('60'), Decimal('15'), Decimal('120'), Decimal('10.5'))
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", folded):
        return Decimal(folded)
    if not folded or set(folded) - set(DIGITS) - set(UNITS):
        raise ValueError(text)
    total = pending = 0
    for char in folded:
        if char in UNITS:
            total += (pending or 1) * UNITS[char]
            pending = 0
        else:
            pending = DIGITS[char]
    return Decimal(total + pending)


def whole(text: str) -> int:
    """An integer. Errors: ValueError."""
    found = number(text)
    if found != int(found):
        raise ValueError(text)
    return int(found)


def share_text(text: str) -> str:
    """A share as the parameter files write it, per cent as hundredths. Errors: ValueError.

    >>> share_text("10%"), share_text("1/7"), share_text("七分之一"), share_text("百分之五十"), share_text("12.5％")
    ('10/100', '1/7', '1/7', '50/100', '1/8')
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if folded.endswith("%"):
        hundredths = number(folded[:-1])
        if hundredths == int(hundredths):
            return f"{int(hundredths)}/100"
        exact = Fraction(hundredths) / 100
        return f"{exact.numerator}/{exact.denominator}"
    if "分之" in folded:
        below, above = folded.split("分之")
        return f"{whole(above)}/{whole(below)}"
    above, _, below = folded.partition("/")
    if not whole(below):
        raise ValueError(text)
    return f"{whole(above)}/{whole(below)}"


def money_text(amount: str, unit: str) -> str:
    """An amount in yuan as the parameter files write it; ``unit`` is 万 or ''.

    >>> money_text("10.5", "万"), money_text("120000", "")
    ('105000.00', '120000.00')
    """
    yuan = number(amount) * (TEN_THOUSAND if unit == "万" else 1)
    return f"{yuan:.2f}"
