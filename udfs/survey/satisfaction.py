"""满意率 of 附件6: the exact share of satisfied answers, and how a stated rate is compared with it.

The form of 附件6 is not in the notice; which levels count as satisfied is a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from udfs.money.amounts import decimals
from udfs.notice.parameters import Parameters
from udfs.records.class_file import SURVEY_LEVELS, SurveyItem
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.regex import regex

_PERCENT = regex(r"^([0-9]{1,3}(?:\.[0-9]+)?)(%?)$")


COMPUTED_DECIMALS = cells.SIGNIFICANT.prec - 1
"""A rate with so many decimals was left by a formula: its last digit is a float's, rounded twice, and decides nothing."""


USUAL_DECIMALS = (2, 3, 4)
"""To so many decimals of the fraction a rate is usually rounded: 96%, 95.8%, 95.83%."""


@dataclass(frozen=True, slots=True)
class StatedRate:
    """A rate as a cell states it: its value as a fraction of 1, and to how many decimals of that fraction it is stated."""

    value: Decimal
    decimals: int


def level_counts(item: SurveyItem) -> dict[str, int] | None:
    """The forms by level, empty cells as none; None where a cell holds no whole number from 0 on."""
    counts: dict[str, int] = {}
    for level in SURVEY_LEVELS:
        value = item.get(level)
        number = Decimal(0) if cells.blank(value) else cells.number(value)
        if number is None or number < 0 or number != int(number):
            return None
        counts[level] = int(number)
    return counts


def satisfaction(counts: Mapping[str, int], p: Parameters) -> Fraction | None:
    """Satisfied answers as an exact share of all answers; None without answers.

    >>> from udfs.notice.parameters import parameters_for
    >>> satisfaction({"很满意": 40, "满意": 6, "一般": 2, "不满意": 0}, parameters_for(2025))
    Fraction(23, 24)
    """
    answers = sum(counts.values())
    if not answers:
        return None
    return Fraction(sum(count for level, count in counts.items() if level in p.satisfied_levels), answers)


def stated_rate(value: Value) -> StatedRate | None:
    """The rate a cell states: a number up to 1, a number of per cent above 1, or text such as 95.8%; None if it states none.

    >>> stated_rate("95.8%")
    StatedRate(value=Decimal('0.958'), decimals=3)
    >>> stated_rate(0.96) == stated_rate(96)
    True
    """
    number = cells.number(value)
    if number is not None:
        if not 0 <= number <= 100:
            return None
        return StatedRate(number, decimals(number)) if number <= 1 else StatedRate(number / 100, decimals(number) + 2)
    found = _PERCENT.match(cells.plain(value)) if isinstance(value, str) else None
    if not found:
        return None
    written = Decimal(found[1])
    places = len(found[1].partition(".")[2])
    if found[2] or written > 1:
        return StatedRate(written / 100, places + 2) if written <= 100 else None
    return StatedRate(written, places)


def rounded(rate: Fraction, places: int) -> Decimal:
    """The rate at so many decimals, half upwards as a spreadsheet rounds."""
    scaled = rate * 10**places
    whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).to_integral_value(rounding=ROUND_HALF_UP)
    return whole.scaleb(-places)


def agrees(stated: StatedRate, rate: Fraction) -> bool:
    """True if the stated rate is the computed one rounded to one of the usual numbers of decimals, or to the more it has.

    >>> agrees(StatedRate(Decimal("0.96"), 2), Fraction(23, 24)), agrees(StatedRate(Decimal("0.95"), 2), Fraction(23, 24))
    (True, False)
    """
    if stated.decimals >= COMPUTED_DECIMALS:
        return abs(Fraction(stated.value) - rate) < Fraction(1, 10**COMPUTED_DECIMALS)
    return any(stated.value == rounded(rate, places) for places in (*USUAL_DECIMALS, max(stated.decimals, USUAL_DECIMALS[-1])))
