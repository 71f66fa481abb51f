"""Values of formulas and their type conversions, as in spreadsheet programs.

A value is None (an empty cell), bool, float or str; an error value is raised as ``CellError``. All functions are pure.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from math import floor, isfinite

from udfs.values.regex import regex

FormulaValue = None | bool | float | str
CODES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_NUMBER = regex(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")
MOST_DIGITS = 27
SAME = 2.0**-48
"""Relative tolerance: numbers that differ by less are equal to a spreadsheet program."""


class Unknown(Exception):
    """The value cannot be computed here: unsupported function, circular reference or reference to another workbook."""


class CellError(Exception):
    """A spreadsheet error value, such as #N/A."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def number(value: FormulaValue) -> float:
    """Convert to a number. Errors: CellError for text that is not a number."""
    if type(value) is float:
        return value
    if value is None:
        return 0.0
    if isinstance(value, str):
        if _NUMBER.fullmatch(value):
            return float(value)
        raise CellError("#VALUE!")
    return float(value)


def text(value: FormulaValue) -> str:
    """Convert to text, with at most 15 significant digits.

    >>> text(3.0), text(0.5), text(True), text(None), text(1e20), text(1.0 / 3)
    ('3', '0.5', 'TRUE', '', '1E+20', '0.333333333333333')
    """
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    assert isinstance(value, (int, float))
    if value == floor(value) and abs(value) < 1e15:
        return str(int(value))
    shown = f"{value:.15g}"
    if "e" not in shown:
        return shown
    digits, _, power = shown.partition("e")
    return f"{digits}E{power[0]}{power[1:].lstrip('0').zfill(2)}"


def truth(value: FormulaValue) -> bool:
    """Convert to a truth value. Errors: CellError for text other than TRUE and FALSE."""
    if type(value) is bool:
        return value
    if isinstance(value, str):
        boolean = {"TRUE": True, "FALSE": False}.get(value.upper())
        if boolean is None:
            raise CellError("#VALUE!")
        return boolean
    return bool(value)


def equal(left: FormulaValue, right: FormulaValue) -> bool:
    """The operator "=". Ignores case; an empty cell equals 0, "" and FALSE."""
    if type(left) is str and type(right) is str:
        return left == right or left.lower() == right.lower()
    if type(left) is float and type(right) is float:
        return left == right or abs(left - right) < abs(left) * SAME
    left, right = _filled(left, right), _filled(right, left)
    if isinstance(left, bool) is not isinstance(right, bool) or isinstance(left, str) is not isinstance(right, str):
        return False
    return left == right if isinstance(left, (bool, str)) else equal(number(left), number(right))


def less(left: FormulaValue, right: FormulaValue) -> bool:
    """The operator "<". Numbers sort before texts, texts before truth values."""
    if type(left) is float and type(right) is float:
        return left < right and not equal(left, right)
    left, right = _filled(left, right), _filled(right, left)
    if equal(left, right):
        return False
    ranks = _rank(left), _rank(right)
    if ranks[0] != ranks[1]:
        return ranks[0] < ranks[1]
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() < right.lower()
    return number(left) < number(right)


def _rank(value: FormulaValue) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0


def _filled(value: FormulaValue, beside: FormulaValue) -> FormulaValue:
    """Replace an empty cell by the empty value of the other operand's type."""
    if value is not None:
        return value
    return "" if isinstance(beside, str) else False if isinstance(beside, bool) else 0.0


def rounded(value: float, places: int, how: str = ROUND_HALF_UP) -> float:
    """Round half away from zero, by decimal digits rather than binary representation. Errors: CellError.

    >>> rounded(2.675, 2), rounded(-0.5, 0), rounded(1250, -2), rounded(0.1 + 0.2, 1)
    (2.68, -1.0, 1300.0, 0.3)
    """
    if not isfinite(value):
        raise CellError("#NUM!")
    return float(to_places(value, places, how))


def to_places(value: float, places: int, how: str = ROUND_HALF_UP) -> Decimal:
    """The number with 15 significant digits, rounded to ``places`` decimals."""
    exact = Decimal(f"{value:.15g}")
    return exact.quantize(Decimal(1).scaleb(-places), how) if exact.adjusted() + places < MOST_DIGITS else exact


def rounded_up(value: float, places: int) -> float:
    """Round away from zero."""
    return rounded(value, places, ROUND_UP)


def rounded_down(value: float, places: int) -> float:
    """Round towards zero."""
    return rounded(value, places, ROUND_DOWN)
