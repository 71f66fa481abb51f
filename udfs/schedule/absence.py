"""Leave and absence as a fraction of all hours, and who counts as withdrawn.

Source: 二(三) of the notice: 请假和缺勤时间累计超过总学时1/7的按退学处理. Exactly 1/7 is allowed. All arithmetic is exact.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Hours = Decimal | int


def absence_fraction(leave: Hours, missed: Hours, hours: Hours) -> Fraction:
    """(leave + absence) / all hours, exact, in 学时. Errors: ValueError unless ``hours`` is positive.

    >>> absence_fraction(Decimal("3.5"), Decimal("0.5"), 28)
    Fraction(1, 7)
    """
    if hours <= 0:
        raise ValueError("the hours of a class are above zero")
    return (Fraction(leave) + Fraction(missed)) / Fraction(hours)


def is_withdrawn(leave: Hours, missed: Hours, hours: Hours, limit: Fraction) -> bool:
    """True if leave and absence exceed ``limit`` of all hours.

    >>> is_withdrawn(4, 0, 28, Fraction(1, 7)), is_withdrawn(4, Decimal("0.5"), 28, Fraction(1, 7))
    (False, True)
    """
    return absence_fraction(leave, missed, hours) > limit
