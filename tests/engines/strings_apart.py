"""Formulas as text: what stands between quotation marks is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable

_STRING = re.compile(r'("(?:[^"]|"")*")')


def outside_strings(formula: str, change: Callable[[str], str]) -> str:
    """The formula with every part outside its strings changed.

    >>> outside_strings('=A("b""A")&A', str.lower)
    '=a("b""A")&a'
    """
    return "".join(part if part.startswith('"') else change(part) for part in _STRING.split(formula))


def without_strings(formula: str) -> str:
    """The formula with every string emptied.

    >>> without_strings('=A&"x=1"&B')
    '=A&""&B'
    """
    return _STRING.sub('""', formula)
