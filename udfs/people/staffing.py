"""Limits on staff and on online trainees (notice, 二)."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from udfs.notice.parameters import Parameters


def staff_limit(trainees: int, p: Parameters) -> int:
    """The maximum staff for that many trainees: min(⌊T × share⌋, max), both from the notice.

    >>> from udfs.notice.parameters import parameters_for
    >>> [staff_limit(trainees, parameters_for(2025)) for trainees in (50, 59, 60, 100, 200)]
    [5, 5, 6, 10, 10]
    """
    return min(floor(trainees * p.staff_share), p.staff_max)


def staff_ratio(staff: int, trainees: int) -> Fraction | None:
    """Staff as an exact share of the trainees; None without trainees."""
    return Fraction(staff, trainees) if trainees else None


def online_share(online: int, trainees: int) -> Fraction | None:
    """Online trainees as an exact share of all trainees; None without trainees.

    >>> online_share(26, 51) > Fraction(1, 2), online_share(25, 50) > Fraction(1, 2)
    (True, False)
    """
    return Fraction(online, trainees) if trainees else None
