"""Lecture fees: the cap by rank and hours (财行〔2016〕540号), and the tax withheld on a net fee.

Before 2017 fees were paid by the half day: ``lecture_unit_hours`` is the number of 学时 per unit of the rate, and units are
rounded up.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from udfs.money.amounts import cents
from udfs.notice.parameters import Parameters
from udfs.values.cells import Value, plain

CAPPED_RANKS = ("正高", "副高")
"""Ranks whose rate is a hard cap (最高不超过); for the others the text gives a general figure or none."""
OTHER_RANK = "其他"


def known_rank(value: Value, p: Parameters) -> str:
    """The rank of the fee table named in a cell; '' if empty or unknown."""
    stated = plain(value)
    return next((rank for rank in p.lecture_rates if plain(rank) == stated), "")


def lecture_rank(value: Value, p: Parameters) -> str:
    """The rank of the fee table named in a cell; 其他 if unknown."""
    return known_rank(value, p) or OTHER_RANK


def fee_units(hours: Decimal, unit_hours: int) -> Decimal:
    """The units of the rate for that many 学时: the hours themselves, or half days rounded up.

    >>> fee_units(Decimal("1.5"), 1), fee_units(Decimal(5), 4)
    (Decimal('1.5'), Decimal('2'))
    """
    return hours if unit_hours == 1 else (hours / unit_hours).to_integral_value(rounding=ROUND_CEILING)


def lecture_limit(rank: str, hours: Decimal, p: Parameters) -> Decimal:
    """The maximum net fee in yuan for a rank and 学时. Errors: KeyError for an unknown rank.

    >>> from udfs.notice.parameters import parameters_for
    >>> lecture_limit("副高", Decimal(4), parameters_for(2025))
    Decimal('2000.00')
    """
    return cents(p.lecture_rates[rank] * fee_units(hours, p.lecture_unit_hours))


def gross_fee(net: Decimal, p: Parameters) -> Fraction:
    """The exact gross fee that leaves ``net`` yuan after tax. Errors: ValueError for a negative fee."""
    if net < 0:
        raise ValueError("税后讲课费为负数")
    bracket = next(one for one in p.tax_brackets if one.up_to is None or net <= one.up_to)
    return (Fraction(net) - Fraction(bracket.subtract)) / Fraction(bracket.divisor)


def tax_withheld(net: Decimal, p: Parameters) -> Decimal:
    """The income tax withheld on labour income paid as ``net`` yuan after tax, rounded to the cent.

    >>> from udfs.notice.parameters import parameters_for
    >>> [str(tax_withheld(Decimal(net), parameters_for(2025))) for net in (2000, 3000, 6000)]
    ['300.00', '550.00', '1142.86']
    """
    tax = gross_fee(net, p) - Fraction(net)
    return cents(Decimal(tax.numerator) / Decimal(tax.denominator))
