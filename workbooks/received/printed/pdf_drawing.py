"""The graphics of our printed pages: thin black rules between cells, and the bars of 附件6.

Our pages have one writer, and it sets each piece in one way. Whatever does not look like that (words in another colour or laid
aside, a box or a stroke over words, a picture) was put there by another program: the words that are read are then not the words
that are seen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from udfs.values.regex import regex

STRING = rb"\((?:[^()\\]|\\.|@)*\)"
for _ in range(6):  # brackets inside a string, as long as they are balanced
    STRING = STRING.replace(b"@", rb"\((?:[^()\\]|\\.|@)*\)")
STRING = STRING.replace(b"|@", b"")
HEXADECIMAL = rb"<[0-9A-Fa-f]*>"
_NUMBER = rb"-?\d*\.?\d+"
_KERN = rb"(?:-?\d{1,3}(?:\.\d+)?\s*)?"  # one before a glyph; more would carry what follows out of its cell
_ARRAY = rb"\[\s*(?:" + _KERN + b"(?:" + STRING + b"|" + HEXADECIMAL + rb")\s*)*" + _KERN + rb"\]"
_EDGE = rb"/\w+ CS 0 SCN 0?\.\d+ w 4 M "


def placed(names: tuple[bytes, bytes]) -> bytes:
    """Where a piece stands."""
    x, y = names
    return rb"q 1 0 0 -1 (?P<" + x + b">" + _NUMBER + b") (?P<" + y + b">" + _NUMBER + rb") cm\s*"


# Words in black, filled and upright; a rule, one straight black stroke; a box of one grey, with or without an edge.
_WORDS = (
    placed((b"x", b"y")) + rb"/\w+ cs 0 scn\s*BT\s*0 Tr\s*/(?P<font>\w+) (?P<size>" + _NUMBER + rb") Tf 1 0 0 -1 0 0 Tm\s*"
    rb"(?P<words>" + STRING + b"|" + HEXADECIMAL + b"|" + _ARRAY + rb")\s*T[Jj]\s*ET"
)  # fmt: skip
_RULE = placed((b"x1", b"y1")) + _EDGE + b"0 0 m (?P<right>" + _NUMBER + b") (?P<down>" + _NUMBER + rb") l\s*S"
_BOX = (
    placed((b"x2", b"y2")) + rb"/\w+ cs " + _NUMBER + rb" scn\s*(?:" + _EDGE + rb")?0 0 m (?P<wide>" + _NUMBER + b") 0 l "
    rb"(?P=wide) (?P<high>" + _NUMBER + rb") l 0 (?P=high) l\s*h\s*(?P<paint>[fB])"
)  # fmt: skip
_MARK = rb"/(?P<tag>\w+)\s*(?:<<(?:[^<>]|<[^<>]*>)*>>)?\s*B[DM]C|(?P<end>EMC)"
PIECE = regex(rb"\s*(?:" + b"|".join((_MARK, _WORDS, _RULE, _BOX)) + rb")(?:\s*Q)?", re.DOTALL)
_NARROW = regex("[\u0000-\u2e7f]")
A4 = regex(rb"/MediaBox\s*\[\s*0 0 (595\.2\d*|841\.8\d*) (841\.8\d*|595\.2\d*)\s*\]")
SMALLEST = 5.0
"""Points: smaller words nobody reads."""
SHORTEST = 8.0
"""Points of a rule: shorter ones could write a figure."""
EDGE = 10.0
"""Points from the edge of the paper, inside which no words stand."""
NARROW = 0.3
"""Of its size is a Latin letter wide at least, a Chinese one wholly."""


@dataclass(frozen=True)
class Box:
    """``x``, ``y``: its upper left corner, in points from the lower left of the page; ``framed``: with an edge of its own."""

    x: float
    y: float
    wide: float
    high: float
    framed: bool


@dataclass
class Drawn:
    """What one page draws. ``words``: (x, y of the line, size, how wide at least); ``rules``: (x, y, to the right, down)."""

    words: list[tuple[float, float, float, float]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def fault(self, head: bytes) -> str:
        """Differences to the graphics of our pages, '' if none; ``head``: the page object."""
        paper = A4.search(head)
        if paper is None:
            return "纸面被裁切"
        right, top = float(paper[1]) - EDGE, float(paper[2]) - EDGE
        if any(size < SMALLEST or not (EDGE <= x <= right and EDGE <= y <= top) for x, y, size, _ in self.words):
            return "有不可见文字"
        if any(max(abs(across), abs(down)) < SHORTEST for _, _, across, down in self.rules) or self.struck():
            return "有另画的线条"
        return "有文字被盖住" if self.covered() else ""

    def struck(self) -> bool:
        """A rule runs through words."""
        lines = sorted((y, x, x + across) for x, y, across, down in self.rules if abs(down) < 1)
        heights = [y for y, _, _ in lines]
        for x, y, size, wide in self.words:
            for at in range(bisect_right(heights, y + size * 0.1), len(lines)):
                height, start, end = lines[at]
                if height > y + size * 0.7:
                    break
                if start < x + wide and end > x:
                    return True
        return False

    def covered(self) -> bool:
        """A box lies over words."""
        return any(
            box.x < x + wide and box.x + box.wide > x and box.y - box.high < y + size / 3 < box.y
            for box in self.boxes
            for x, y, size, wide in self.words
        )


def width_of(text: str, size: float) -> float:
    """How wide a text is at least.

    >>> width_of("王a", 10)
    13.0
    """
    narrow = len(text) if text.isascii() else len(_NARROW.findall(text))
    return size * (len(text) - (1 - NARROW) * narrow)
