"""满意率 of 附件6: the exact share of satisfied answers, and its comparison with a stated rate.

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
"""A rate with this many decimals was computed by a formula; its last digit is a float artefact and is ignored."""


USUAL_DECIMALS = (2, 3, 4)
"""Usual numbers of decimals of a rate as a fraction: 96%, 95.8%, 95.83%."""


@dataclass(frozen=True, slots=True)
class StatedRate:
    """A rate as stated in a cell: value as a fraction of 1, and the decimals of that fraction."""

    value: Decimal
    decimals: int


def level_counts(item: SurveyItem) -> dict[str, int] | None:
    """{level: forms}, empty cells as 0; None if a cell does not hold a non-negative integer."""
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
    """The rate in a cell: a number up to 1, a percentage above 1, or text such as 95.8%; None if there is none.

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
    """The rate rounded half up, as a spreadsheet does."""
    scaled = rate * 10**places
    whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).to_integral_value(rounding=ROUND_HALF_UP)
    return whole.scaleb(-places)


def agrees(stated: StatedRate, rate: Fraction) -> bool:
    """True if the stated rate is the computed one rounded to a usual number of decimals, or to more if it has more.

    >>> agrees(StatedRate(Decimal("0.96"), 2), Fraction(23, 24)), agrees(StatedRate(Decimal("0.95"), 2), Fraction(23, 24))
    (True, False)
    """
    if stated.decimals >= COMPUTED_DECIMALS:
        return abs(Fraction(stated.value) - rate) < Fraction(1, 10**COMPUTED_DECIMALS)
    return any(stated.value == rounded(rate, places) for places in (*USUAL_DECIMALS, max(stated.decimals, USUAL_DECIMALS[-1])))
