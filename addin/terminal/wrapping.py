"""Wraps Chinese text for a terminal: between any two characters, but not inside numbers or Latin words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from udfs.values.regex import regex

_PIECES = regex(r"[!-~]+|\s+|.", re.DOTALL)
NEVER_FIRST = frozenset("，。；：、？！）〕】》”’…％·,.;:?!)]")
NEVER_LAST = frozenset("（〔【《“‘([")


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns (a Chinese character takes two); longer words are split."""
    lines: list[str] = []
    line, left = "", width
    for piece in pieces(text):
        size = columns(piece)
        if size > left and line:
            lines.append(line.rstrip())
            line, left = "", width
            if piece.isspace():
                continue
        while size > width:
            head = cut(piece, width)
            lines.append(head)
            piece = piece[len(head) :]
            size = columns(piece)
        line, left = line + piece, left - size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def pieces(text: str) -> list[str]:
    """Unbreakable pieces: words, numbers, and punctuation with its neighbour."""
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
    """The width in terminal columns."""
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int) -> str:
    """The longest prefix that fits; at least one character."""
    at = len(text)
    while at > 1 and columns(text[:at]) > width:
        at -= 1
    return text[:at]


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def figures(rows: Sequence[Sequence[str]], width: int) -> list[str] | None:
    """The rows of a table, headings first, formatted like rich: first column left-aligned, the others right-aligned, two spaces
    after each. None if rich would wrap cells.

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
        right = [" " * (size - columns(cell)) + cell for cell, size in zip(others, widths[1:], strict=True)]
        lines.append("".join(f"{cell}  " for cell in (padded(first, widths[0]), *right)))
    return lines


def printable(text: str) -> str:
    """The text without control characters, which a terminal would interpret."""
    return "".join(char if char.isprintable() else " " for char in text)
