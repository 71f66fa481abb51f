"""Cell values, read the way a spreadsheet shows them.

A cell holds text, a number, a boolean, a date or nothing. Floats are rounded to the 15 significant digits that a spreadsheet
keeps, so 0.1 + 0.2 is 0.3 as on the screen; all later arithmetic is exact.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from functools import lru_cache

from udfs.values.regex import regex

Value = str | bool | int | float | Decimal | date | datetime | None

NUMBERS = (int, float, Decimal)
SIGNIFICANT = Context(prec=15)
EXACT = 10**15
"""Integers below this have no more digits than a spreadsheet keeps."""
UNCOMPUTED = "#没有存下结果"
"""Placeholder for a formula without a stored result that cannot be computed here."""
NO_NUMBER = "#NUM!"
"""How a spreadsheet shows a float that is infinite or NaN."""
EPOCH = date(1899, 12, 30)
# Serials of 1954-10-03 to 2119-01-10. A bare number in this range is a date that lost its format; a date outside it is a
# number typed into a date cell (2025 reads as 1905-07-17).
DATE_SERIALS = range(20_000, 80_000)

_INVISIBLE = regex("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u180e]")
_SPACE = regex(r"\s+")
# Most names, units and numbers need no folding.
_ALREADY_PLAIN = regex("[0-9A-Za-z一-鿿]*")


def text(value: Value) -> str:
    """The value as text without surrounding white space; integers without a decimal point, '' for an empty cell."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if type(value) is int and -EXACT < value < EXACT:
        return str(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    number_ = number(value)
    return NO_NUMBER if number_ is None else format(number_.normalize(), "f")


def blank(value: Value) -> bool:
    """True if the cell is empty or holds only white space."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def is_number(value: Value) -> bool:
    """True if the cell holds a number; booleans and dates are not numbers."""
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


def held_as_number(value: Value) -> bool:
    """True if the spreadsheet stores the cell as a number; this includes dates."""
    return not isinstance(value, str) and (is_number(value) or isinstance(value, date))


def digits_kept(value: Value) -> str:
    """The integer digits of a cell stored as a number, as ``TEXT(…,"0")`` shows them."""
    if isinstance(value, date):
        return str((date(value.year, value.month, value.day) - EPOCH).days + _past_noon(value))
    kept = number(value)
    return NO_NUMBER if kept is None else str(int(abs(kept) + Decimal("0.5")))


def _past_noon(value: date) -> bool:
    return isinstance(value, datetime) and value.hour >= 12


def number(value: Value) -> Decimal | None:
    """The exact number in the cell; None for text, dates, booleans and empty cells."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return None
        return SIGNIFICANT.create_decimal(repr(value))
    return value if isinstance(value, Decimal) and value.is_finite() else None


def day(value: Value) -> date | None:
    """The date in the cell; None for text that looks like a date, and for dates outside ``DATE_SERIALS``."""
    if isinstance(value, date):
        found = value.date() if isinstance(value, datetime) else value
        return found if (found - EPOCH).days in DATE_SERIALS else None
    serial = number(value)
    if serial is not None and int(serial) in DATE_SERIALS:
        return EPOCH + timedelta(days=int(serial))
    return None


def plain(value: Value) -> str:
    """Text normalised for comparison: half-width, no white space, no invisible characters, uniform quotation marks."""
    shown = text(value)
    return _plain_short(shown) if len(shown) <= _SHORT else _plain(shown)


def _plain(shown: str) -> str:
    if _ALREADY_PLAIN.fullmatch(shown):
        return shown
    folded = unicodedata.normalize("NFKC", shown)
    folded = _SPACE.sub("", _INVISIBLE.sub("", folded))
    return folded.translate(_QUOTES)


# Cached, since sheets repeat the same few words; short texts only, so that long cells do not fill the memory.
_SHORT = 64
_plain_short = lru_cache(maxsize=8192)(_plain)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟″「」『』＂", '"') | dict.fromkeys("‘’‚‛′", "'"))


def has_invisible(value: str) -> bool:
    """True if the text holds invisible characters (zero width, direction marks, soft hyphen)."""
    return bool(_INVISIBLE.search(value))


def without_invisible(value: str) -> str:
    """The text without invisible characters."""
    return _INVISIBLE.sub("", value)


def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - 64
    return found
