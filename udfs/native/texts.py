"""Texts as formulas: the same white space, widths and signs set aside as in ``udfs.values.cells``."""

from __future__ import annotations

from collections.abc import Iterable

from udfs.values.regex import regex

_CELL = regex(r"\{[^{}#]+\}")
FULL_SPACE, HARD_SPACE = "\u3000", "\u00a0"
BREAKS = ("CHAR(9)", "CHAR(10)", "CHAR(13)")
INVISIBLE = tuple(f'"{sign}"' for sign in "\u200b\u200e\ufeff")
"""Zero width space, direction mark and byte order mark: what comes along when text is copied from pages and chats. As themselves:
where a program lacks UNICHAR, every formula with it would be an error, which counts as no fault.
"""


def replaced(expression: str, old: str, new: str) -> str:
    """A formula for the text with ``old`` replaced; both are formulas of their own."""
    return f"SUBSTITUTE({expression},{old},{new})"


def dropped(expression: str, signs: Iterable[str]) -> str:
    """A formula for the text without these signs, each a formula of its own."""
    for sign in signs:
        expression = replaced(expression, sign, '""')
    return expression


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def trimmed(expression: str) -> str:
    """A formula for the text without white space around it: breaks, the full-width and the unbreakable space included."""
    for sign in (*BREAKS, quoted(FULL_SPACE), quoted(HARD_SPACE)):
        expression = replaced(expression, sign, '" "')
    return f"TRIM({expression})"


def bare(expression: str) -> str:
    """A formula for a text that is empty where ``trimmed`` is, and shorter to compute: breaks go, whatever they part."""
    spaced = replaced(f"CLEAN({expression})", quoted(FULL_SPACE), '" "')
    return f"TRIM({replaced(spaced, quoted(HARD_SPACE), quoted(' '))})"


def usual(cell: str, words: Iterable[str], otherwise: str) -> str:
    """A formula: one of the ``words`` as it stands, or nothing, is taken at once; anything else is worked on by ``otherwise``.

    Nearly all cells of a closed list hold just its words, and setting signs aside costs more than all else in a row.
    """
    return f"IF(OR({','.join(f'{cell}={quoted(word)}' for word in ('', *words))}),{cell},{otherwise})"


def together(*cells: str) -> str:
    """A formula for what several cells say, one after the other, without white space around it: "" if all are blank."""
    return trimmed("&".join(cells))


def blank(cell: str) -> str:
    """A formula: does the cell hold nothing but white space? A cell of the row at hand is taken over without it."""
    return f'{cell}=""' if _CELL.fullmatch(cell) else f'{bare(cell)}=""'


def plain(expression: str) -> str:
    """A formula for the text made comparable: half-width, no white space, nothing invisible."""
    signs = ('" "', quoted(FULL_SPACE), quoted(HARD_SPACE), *BREAKS, *INVISIBLE)
    return dropped(f"ASC({expression})", signs)


def digits_only(expression: str) -> str:
    """A formula: is the text one to fifteen digits and nothing else? An error where it is no number at all."""
    return f'EXACT(TEXT(--{expression},REPT("0",LEN({expression}))),{expression})'


def sure(condition: str) -> str:
    """The condition, false where it cannot be computed."""
    return f"IFERROR({condition},FALSE)"
