"""Plausibility limits for numbers and texts of a notice, against misreadings and hostile files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_TEXT, MOST_QUOTE, MOST_WORDS, MOST_ITEMS = 100_000, 1_000, 200, 60
LONGEST_SENTENCE = 1_500
"""Longer sentences are not read; they are reported as not understood."""
LARGEST: Mapping[str, int] = {
    "min_days": 366, "min_trainees": 5_000, "staff_max": 1_000, "filing_days": 366, "claim_months": 366, "report_months": 366,
    "courseware_factor": 100, "class_counts": 2_000, "reserved": 1_000, "reserved_1": 1_000, "reserved_2": 1_000,
    "reserved_3": 1_000,
}  # fmt: skip
LARGEST_NUMBER = 100_000
LARGEST_AMOUNT = Decimal(1_000_000_000)
SMALLEST_SHARE = Fraction(1, 1_000)


def sensible(key: str, raw: Any) -> bool:
    """True if a raw or parsed value is plausible for that parameter."""
    if isinstance(raw, bool) or raw is None:
        return False
    if isinstance(raw, date):
        return FIRST_YEAR <= raw.year <= LAST_YEAR
    if isinstance(raw, int):
        return 0 <= raw <= LARGEST.get(key, LARGEST_NUMBER)
    if isinstance(raw, Fraction):
        return SMALLEST_SHARE <= raw <= 1
    if isinstance(raw, Decimal):
        return raw.is_finite() and 0 <= raw <= LARGEST_AMOUNT
    if isinstance(raw, Mapping):
        return 0 < len(raw) <= MOST_ITEMS and all(
            len(str(name)) <= MOST_WORDS and sensible(key, one) for name, one in raw.items()
        )
    if isinstance(raw, list | tuple):
        return len(raw) <= MOST_ITEMS and all(sensible(key, one) for one in raw)
    return sensible_text(str(raw), key)


def sensible_text(text: str, key: str) -> bool:
    """Checks values still in text form: a share, an amount, or printable words."""
    if key.endswith("_share"):
        try:
            return SMALLEST_SHARE <= Fraction(text) <= 1
        except (ValueError, ZeroDivisionError):
            return False
    if key in ("subsidy_max", "lecture_rates"):
        try:
            return sensible(key, Decimal(text))
        except InvalidOperation:
            return False
    return 0 < len(text) <= MOST_WORDS and text.isprintable()
