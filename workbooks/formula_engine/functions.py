"""Functions that depend only on their argument values.

``PLAIN``: function name -> function. Errors: CellError for an error value, Unknown for unsupported arguments. Lengths and
positions count UTF-16 code units, as in spreadsheet programs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import floor

from udfs.values.regex import regex
from workbooks.formula_engine.answers import (
    CODES,
    CellError,
    FormulaValue,
    Unknown,
    number,
    rounded,
    rounded_down,
    rounded_up,
    text,
    to_places,
)

EPOCH = date(1899, 12, 30)
LONGEST = 32_767
_WIDE = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20}
_BREAKING = dict.fromkeys(range(32))
_PLACES = regex(r"(#,##)?(0+)(?:\.(0+))?(%)?")
LAST_NARROW = "\uffff"


def whole(value: FormulaValue) -> int:
    """Convert to an integer, rounding down."""
    return floor(number(value))


def units(given: str) -> str:
    """The text with one character per UTF-16 code unit, so that positions are right beyond U+FFFF."""
    if given.isascii() or max(given) <= LAST_NARROW:
        return given
    coded = given.encode("utf-16-le", "surrogatepass")
    return "".join(chr(int.from_bytes(coded[at : at + 2], "little")) for at in range(0, len(coded), 2))


def joined(given: str) -> str:
    """Inverse of ``units``."""
    return given.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def fitting(given: str) -> str:
    """The text if it is at most ``LONGEST`` characters. Errors: CellError."""
    if len(given) > LONGEST:
        raise CellError("#VALUE!")
    return given


def together(one: str, other: str) -> str:
    """Concatenate two texts. Errors: CellError if the result is too long."""
    return fitting(one + other)


def part(given: FormulaValue, start: int, count: int) -> str:
    if start < 1 or count < 0:
        raise CellError("#VALUE!")
    letters = text(given)
    if letters.isascii():
        return letters[start - 1 : start - 1 + count]
    return joined(units(letters)[start - 1 : start - 1 + count])


def mid(given: FormulaValue, start: FormulaValue, count: FormulaValue) -> FormulaValue:
    return part(given, whole(start), whole(count))


def left(given: FormulaValue, count: FormulaValue = 1.0) -> FormulaValue:
    return part(given, 1, whole(count))


def right(given: FormulaValue, count: FormulaValue = 1.0) -> FormulaValue:
    length = len(units(text(given)))
    if whole(count) < 0:
        raise CellError("#VALUE!")
    taken = min(length, whole(count))
    return part(given, length - taken + 1, taken)


def find(sought: FormulaValue, within: FormulaValue, start: FormulaValue = 1.0) -> FormulaValue:
    if whole(start) < 1:
        raise CellError("#VALUE!")
    at = units(text(within)).find(units(text(sought)), whole(start) - 1)
    if at < 0:
        raise CellError("#VALUE!")
    return float(at + 1)


def trim(given: FormulaValue) -> FormulaValue:
    return " ".join(piece for piece in text(given).split(" ") if piece)


def substitute(given: FormulaValue, old: FormulaValue, new: FormulaValue, which: FormulaValue = None) -> FormulaValue:
    letters, sought = text(given), text(old)
    if not sought:
        return letters
    if which is None:
        return fitting(letters.replace(sought, text(new)))
    pieces = letters.split(sought)
    at = whole(which)
    if at < 1:
        raise CellError("#VALUE!")
    if at >= len(pieces):
        return letters
    return fitting(sought.join(pieces[:at]) + text(new) + sought.join(pieces[at:]))


def replace(given: FormulaValue, start: FormulaValue, count: FormulaValue, new: FormulaValue) -> FormulaValue:
    letters = units(text(given))
    first, length = whole(start), whole(count)
    if first < 1 or length < 0:
        raise CellError("#VALUE!")
    return joined(letters[: first - 1] + units(text(new)) + letters[first - 1 + length :])


def rept(given: FormulaValue, count: FormulaValue) -> FormulaValue:
    times = whole(count)
    if times < 0 or times * len(text(given)) > LONGEST:
        raise CellError("#VALUE!")
    return text(given) * times


def char(code: FormulaValue) -> FormulaValue:
    at = whole(code)
    if not 0 < at < 128:
        raise Unknown
    return chr(at)


def unichar(code: FormulaValue) -> FormulaValue:
    return chr(whole(code))


def value(given: FormulaValue) -> FormulaValue:
    if isinstance(given, str) and not given.strip():
        raise CellError("#VALUE!")
    return number(given)


def shown(given: FormulaValue, pattern: FormulaValue) -> FormulaValue:
    """TEXT, for the number formats that we use. Errors: Unknown for others."""
    if isinstance(given, str):
        return given
    figure, wanted = number(given), text(pattern)
    found = _PLACES.fullmatch(wanted)
    if found:
        grouped, least, places, percent = found.groups()
        shown_figure = to_places(figure * (100 if percent else 1), len(places or ""))
        digits = f"{abs(shown_figure):{',' if grouped else ''}.{len(places or '')}f}"
        before, dot, behind = digits.partition(".")
        sign = "-" if shown_figure < 0 else ""
        return f"{sign}{before.zfill(len(least)) if not grouped else before}{dot}{behind}{percent or ''}"
    if re.fullmatch(r"[ymd年月日/.-]+", wanted):
        day = EPOCH + timedelta(days=floor(figure))
        pieces = {
            "yyyy": f"{day.year:04}", "mm": f"{day.month:02}", "m": str(day.month), "dd": f"{day.day:02}", "d": str(day.day),
        }  # fmt: skip
        return re.sub("yyyy|mm?|dd?", lambda one: pieces[one[0]], wanted)
    raise Unknown


def day_of(given: FormulaValue) -> date:
    serial = floor(number(given))
    if not 0 <= serial <= 2_958_465:
        raise CellError("#NUM!")
    return EPOCH + timedelta(days=serial)


def serial(day: date) -> float:
    return float((day - EPOCH).days)


def date_of(year: FormulaValue, month: FormulaValue, day: FormulaValue) -> FormulaValue:
    months = whole(year) * 12 + whole(month) - 1
    try:
        return serial(date(months // 12, months % 12 + 1, 1)) + whole(day) - 1
    except ValueError:
        raise CellError("#NUM!") from None


def edate(start: FormulaValue, months: FormulaValue) -> FormulaValue:
    day = day_of(start)
    moved = day.year * 12 + day.month - 1 + whole(months)
    for last in range(day.day, 0, -1):
        try:
            return serial(date(moved // 12, moved % 12 + 1, last))
        except ValueError:
            continue
    raise CellError("#NUM!")


def weekday(given: FormulaValue, kind: FormulaValue = 1.0) -> FormulaValue:
    if whole(kind) not in (1, 2):
        raise Unknown
    day = day_of(given).isoweekday()
    return float(day if whole(kind) == 2 else day % 7 + 1)


def mod(of: FormulaValue, by: FormulaValue) -> FormulaValue:
    divisor = number(by)
    if not divisor:
        raise CellError("#DIV/0!")
    return number(of) - divisor * floor(number(of) / divisor)


def n(given: FormulaValue) -> FormulaValue:
    return 0.0 if isinstance(given, str) else number(given)


PLAIN: Mapping[str, Callable[..., FormulaValue]] = {
    "MID": mid, "LEFT": left, "RIGHT": right, "FIND": find, "TRIM": trim, "SUBSTITUTE": substitute, "REPLACE": replace,
    "REPT": rept, "CHAR": char, "UNICHAR": unichar, "VALUE": value, "TEXT": shown, "DATE": date_of, "EDATE": edate,
    "WEEKDAY": weekday, "MOD": mod, "N": n,
    "TRUE": lambda: True, "FALSE": lambda: False,
    "LEN": lambda given: float(len(units(text(given)))),
    "UPPER": lambda given: text(given).upper(),
    "EXACT": lambda one, other: text(one) == text(other),
    "ASC": lambda given: text(given).translate(_WIDE),
    "CLEAN": lambda given: text(given).translate(_BREAKING),
    "INT": lambda given: float(floor(number(given))),
    "ABS": lambda given: abs(number(given)),
    "ROUND": lambda given, places: rounded(number(given), whole(places)),
    "ROUNDUP": lambda given, places: rounded_up(number(given), whole(places)),
    "ROUNDDOWN": lambda given, places: rounded_down(number(given), whole(places)),
    "YEAR": lambda given: float(day_of(given).year),
    "MONTH": lambda given: float(day_of(given).month),
    "DAY": lambda given: float(day_of(given).day),
    "HYPERLINK": lambda link, label=None: link if label is None else label,
}  # fmt: skip


def error_number(code: str) -> float:
    """ERROR.TYPE of an error code."""
    return float(CODES.index(code) + 1)
