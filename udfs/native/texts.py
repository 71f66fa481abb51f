"""Text normalisation as formulas, matching ``udfs.values.cells``."""

from __future__ import annotations

from collections.abc import Iterable

from udfs.values.regex import regex

_CELL = regex(r"\{[^{}#]+\}")
FULL_SPACE, HARD_SPACE = "\u3000", "\u00a0"
BREAKS = ("CHAR(9)", "CHAR(10)", "CHAR(13)")
INVISIBLE = tuple(f'"{sign}"' for sign in "\u200b\u200e\ufeff")
"""Zero width space, direction mark and byte order mark, as copied from web pages and chats.

Literal characters: programs without UNICHAR would return an error, which counts as no fault."""


def replaced(expression: str, old: str, new: str) -> str:
    """Formula: the text with ``old`` replaced by ``new``; both are formulas."""
    return f"SUBSTITUTE({expression},{old},{new})"


def dropped(expression: str, signs: Iterable[str]) -> str:
    """Formula: the text without these signs, each given as a formula."""
    for sign in signs:
        expression = replaced(expression, sign, '""')
    return expression


def quoted(text: str) -> str:
    """A text as a formula literal."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def trimmed(expression: str) -> str:
    """Formula: the text without outer white space, including line breaks, full-width and no-break spaces."""
    for sign in (*BREAKS, quoted(FULL_SPACE), quoted(HARD_SPACE)):
        expression = replaced(expression, sign, '" "')
    return f"TRIM({expression})"


def bare(expression: str) -> str:
    """Formula: a text that is empty whenever ``trimmed`` is, but cheaper to compute; line breaks are removed."""
    spaced = replaced(f"CLEAN({expression})", quoted(FULL_SPACE), '" "')
    return f"TRIM({replaced(spaced, quoted(HARD_SPACE), quoted(' '))})"


def usual(cell: str, words: Iterable[str], otherwise: str) -> str:
    """Formula: the cell itself if it is empty or one of the ``words``, else ``otherwise``.

    Nearly all cells of a closed list hold exactly its words, and normalising costs more than everything else in a row.
    """
    return f"IF(OR({','.join(f'{cell}={quoted(word)}' for word in ('', *words))}),{cell},{otherwise})"


def together(*cells: str) -> str:
    """Formula: several cells concatenated, without outer white space; "" if all are blank."""
    return trimmed("&".join(cells))


def blank(cell: str) -> str:
    """Formula: TRUE if the cell is blank. Cells of the current row are copied without white space and need no trimming."""
    return f'{cell}=""' if _CELL.fullmatch(cell) else f'{bare(cell)}=""'


def plain(expression: str) -> str:
    """Formula: the text normalised: half-width, no white space, no invisible characters."""
    signs = ('" "', quoted(FULL_SPACE), quoted(HARD_SPACE), *BREAKS, *INVISIBLE)
    return dropped(f"ASC({expression})", signs)


def digits_only(expression: str) -> str:
    """Formula: TRUE for one to fifteen digits and nothing else; an error if the text is no number."""
    return f'EXACT(TEXT(--{expression},REPT("0",LEN({expression}))),{expression})'


def sure(condition: str) -> str:
    """Formula: the condition, FALSE if it is an error."""
    return f"IFERROR({condition},FALSE)"
