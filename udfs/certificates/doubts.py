"""Ambiguities of valid number patterns, to be confirmed before numbers are issued."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from udfs.certificates.numbers import LEVEL, SERIAL, YEAR, Pattern


def doubts(pattern: Pattern) -> tuple[str, ...]:
    """Each ambiguity in words: a serial of variable width, or adjacent digits that cannot be separated.

    >>> from udfs.certificates.numbers import parse_pattern
    >>> doubts(parse_pattern("津高研{年}{计划:02}{流水:04}")), doubts(parse_pattern("津-{流水}"))
    ((), ('流水没有写明位数，编号长短不一，应如{流水:04}',))
    >>> doubts(parse_pattern("津高研20{年}{流水:04}"))
    ('“20”与后面的年连成一串数字，分不开',)
    """
    return tuple(_doubts(pattern))


def _doubts(pattern: Pattern) -> Iterator[str]:
    for before, after in pairwise(pattern.pieces):
        open_ended = after.name not in ("", LEVEL) and (after.width is None or after.name == YEAR)
        digits = before.text[-1:].isdigit() if not before.name else before.name != LEVEL
        if open_ended and digits and not (before.name and after.width):
            part = f"“{before.text[len(before.text.rstrip('0123456789')) :]}”" if before.text else before.name
            yield f"{part}与后面的{after.name}连成一串数字，分不开"
    if any(piece.name == SERIAL and piece.width is None for piece in pattern.pieces):
        yield "流水没有写明位数，编号长短不一，应如{流水:04}"
