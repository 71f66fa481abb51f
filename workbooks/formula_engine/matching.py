"""Matching rules of COUNTIF, SUMIF and MATCH."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from udfs.values.regex import regex
from workbooks.formula_engine.answers import CellError, FormulaValue, equal, less

_OPERATOR = regex(r"(<>|<=|>=|=|<|>)(.*)", re.DOTALL)
_NUMBER = regex(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")
_WILD = regex(r"~[*?~]|[*?]")
Held = FormulaValue | CellError
"""Value of a cell in a range; an error value equals nothing."""
Key = tuple[str, float | str | bool]


def key(value: Held) -> Key | None:
    """Hashable key, the same for values that these functions take as equal; None for an empty cell or an error."""
    if isinstance(value, bool):
        return ("truth", value)
    if isinstance(value, str):
        return ("text", value.lower())
    return ("number", float(value)) if isinstance(value, (int, float)) else None


def is_wild(value: FormulaValue) -> bool:
    return isinstance(value, str) and _WILD.search(value) is not None


def pattern(wild: str) -> re.Pattern[str]:
    """Compile a wildcard pattern (* and ?, ~ escapes) to a regex for whole texts."""
    pieces, at = [], 0
    for found in _WILD.finditer(wild):
        pieces.append(re.escape(wild[at : found.start()]))
        pieces.append({"*": ".*", "?": "."}.get(found[0]) or re.escape(found[0][1]))
        at = found.end()
    return re.compile("".join(pieces) + re.escape(wild[at:]), re.DOTALL | re.IGNORECASE)


def criterion(wanted: FormulaValue) -> Callable[[Held], bool]:
    """Condition of COUNTIF and SUMIF: a value, a wildcard pattern or a comparison such as "<5"."""
    if not isinstance(wanted, str):
        sought = 0.0 if wanted is None else wanted
        return lambda held: _same_number(held, sought)
    found = _OPERATOR.fullmatch(wanted)
    mark, rest = (found[1], found[2]) if found else ("=", wanted)
    figure = float(rest) if _NUMBER.fullmatch(rest) else None
    if mark in ("=", "<>"):
        fits = _equals(rest, figure, bare=not found)
        return fits if mark == "=" else lambda held: not fits(held)
    if figure is not None:
        return lambda held: type(held) is float and _ordered(mark, held, figure)
    return lambda held: isinstance(held, str) and _ordered(mark, held, rest)


def _same_number(held: Held, sought: FormulaValue) -> bool:
    if isinstance(held, CellError) or held is None:
        return False
    if isinstance(held, str) and not isinstance(sought, (bool, str)) and _NUMBER.fullmatch(held):
        return equal(float(held), sought)
    return equal(held, sought)


def _equals(rest: str, figure: float | None, bare: bool) -> Callable[[Held], bool]:
    if figure is not None:
        return lambda held: _same_number(held, figure)
    if not rest:
        # COUNTIF(area,"") counts empty cells and empty texts, "=" alone only empty cells.
        return (lambda held: held is None or held == "") if bare else (lambda held: held is None)
    if _WILD.search(rest):
        fits = pattern(rest).fullmatch
        return lambda held: isinstance(held, str) and fits(held) is not None
    low = rest.lower()
    return lambda held: isinstance(held, str) and held.lower() == low


def _ordered(mark: str, held: FormulaValue, limit: FormulaValue) -> bool:
    before, same = less(held, limit), equal(held, limit)
    return {"<": before, "<=": before or same, ">": not before and not same, ">=": not before}[mark]


def first_place(held: Sequence[Held], wild: str) -> int | None:
    """Position of the first text that matches the pattern, counted from 1; None if there is none."""
    fits = pattern(wild).fullmatch
    return next((at for at, one in enumerate(held, start=1) if isinstance(one, str) and fits(one)), None)
