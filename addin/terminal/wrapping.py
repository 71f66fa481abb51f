"""Chinese text broken into lines for a terminal: between any two characters, but not inside a number or a Latin word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from udfs.values.regex import regex

_PIECES = regex(r"[!-~]+|\s+|.", re.DOTALL)
NEVER_FIRST = frozenset("，。；：、？！）〕】》”’…％·,.;:?!)]")
NEVER_LAST = frozenset("（〔【《“‘([")


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns (a Chinese character takes two); a word longer than that is cut."""
    lines: list[str] = []
    line, room = "", width
    for piece in pieces(text):
        size = columns(piece)
        if size > room and line:
            lines.append(line.rstrip())
            line, room = "", width
            if piece.isspace():
                continue
        while size > width:
            head = cut(piece, width)
            lines.append(head)
            piece = piece[len(head) :]
            size = columns(piece)
        line, room = line + piece, room - size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def pieces(text: str) -> list[str]:
    """What must stay together: words and numbers, and signs that open or close with their neighbour."""
    found: list[str] = []
    for match in _PIECES.finditer(text):
        piece = match[0]
        joins = found and not found[-1].isspace() and (piece[0] in NEVER_FIRST or found[-1][-1] in NEVER_LAST)
        if joins:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def columns(text: str) -> int:
    """Columns on a terminal."""
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int) -> str:
    """The longest beginning that fits; at least one character."""
    at = len(text)
    while at > 1 and columns(text[:at]) > width:
        at -= 1
    return text[:at]


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def figures(rows: Sequence[Sequence[str]], width: int) -> list[str] | None:
    """The rows of a table, headings first, as the library for terminals lays them out: words to the left in the first column,
    figures to the right in all others, two spaces behind each. None for what that library would break into lines.

    >>> figures([["来源", "读到"], ["甲.xlsx", "12"]], 40)
    ['来源     读到  ', '甲.xlsx    12  ']
    """
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * len(widths) > width or any(
        cell != cell.strip() or not cell.isprintable() for row in rows for cell in row
    ):
        return None
    lines = []
    for first, *others in rows:
        right = [" " * (room - columns(cell)) + cell for cell, room in zip(others, widths[1:], strict=True)]
        lines.append("".join(f"{cell}  " for cell in (padded(first, widths[0]), *right)))
    return lines


def printable(text: str) -> str:
    """A cell may hold anything, and a terminal obeys escape sequences."""
    return "".join(char if char.isprintable() else " " for char in text)
