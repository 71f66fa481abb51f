"""The 16-pixel icons, where the large ones would blur: every edge on a pixel (2 units), with few details."""

from __future__ import annotations

from collections.abc import Mapping

from addin.xlam.colours import AMBER, BLUE, GREEN, GREY, INK, PAPER, RED
from addin.xlam.pictures import Colour, PictureLayer, Shape, any_of, box, disc, line, lines, polygon


def sheet(left: float = 4, right: float = 24) -> tuple[PictureLayer, ...]:
    """A sheet of paper with lines of text."""
    text = any_of(*(box(left + 4, y, right - 4, y + 2) for y in (8, 14, 20)))
    return (*blank(left, right), (text, GREY))


def blank(left: float = 4, right: float = 24) -> tuple[PictureLayer, ...]:
    return (box(left, 2, right, 30), INK), (box(left + 2, 4, right - 2, 28), PAPER)


def person() -> tuple[PictureLayer, ...]:
    return (disc(12, 9, 6), INK), (box(2, 16, 22, 30, 6), INK)


def badge(colour: Colour, mark: Shape) -> tuple[PictureLayer, ...]:
    """A disc at the lower right with a white mark."""
    return (disc(22, 22, 11), PAPER), (disc(22, 22, 9.5), colour), (mark, PAPER)


PLUS = any_of(box(20, 16, 24, 28), box(16, 20, 28, 24))
TICK = lines((17, 22), (21, 26), (27, 18), width=3.6)
CROSS = any_of(line(18, 18, 26, 26, 3.6), line(26, 18, 18, 26, 3.6))
DOWN = any_of(box(20, 15, 24, 23), polygon((15.5, 22), (28.5, 22), (22, 29)))
UP = any_of(box(20, 21, 24, 29), polygon((15.5, 22), (28.5, 22), (22, 15)))
FIVE = any_of(
    box(10, 8, 20, 11), box(10, 8, 13, 18), box(10, 15, 18, 18), box(17, 16, 20, 25), box(10, 23, 18, 26),
)  # fmt: skip
YUAN = any_of(
    lines((9, 6), (16, 15), (23, 6), width=3.4), box(14, 15, 18, 27), box(9, 15, 23, 18), box(9, 20, 23, 23),
)  # fmt: skip

SMALL: Mapping[str, tuple[PictureLayer, ...]] = {
    "new": (*sheet(), *badge(GREEN, PLUS)),
    "plan": (*sheet(10, 30), (any_of(box(0, 13, 12, 19), polygon((10, 8), (18, 16), (10, 24))), BLUE)),
    "import": (*person(), *badge(BLUE, DOWN)),
    "tidy": (
        (any_of(box(2, 4, 28, 8), box(2, 12, 18, 16), box(2, 20, 12, 24)), INK), *badge(GREEN, TICK),
    ),
    "results": (*blank(4, 26), (FIVE, AMBER)),
    "clear": (*sheet(), *badge(RED, CROSS)),
    "number": (
        (box(0, 4, 32, 24), INK), (box(2, 6, 30, 22), PAPER), (any_of(box(6, 10, 16, 12), box(6, 14, 14, 16)), GREY),
        (polygon((18, 20), (18, 32), (22, 28), (26, 32), (26, 20)), AMBER), (disc(22, 17, 7.5), PAPER), (disc(22, 17, 6), AMBER),
    ),
    "ledger": (
        (box(4, 2, 28, 30), INK), (box(10, 4, 26, 28), PAPER), (any_of(*(box(13, y, 23, y + 2) for y in (8, 14, 20))), INK),
    ),
    "total": (
        (box(4, 2, 28, 30), INK), (box(8, 6, 24, 10), PAPER),
        (any_of(*(box(x, y, x + 4, y + 4) for x in (8, 14, 20) for y in (14, 20))), PAPER),
    ),
    "lectures": ((disc(16, 16, 15), GREEN), (YUAN, PAPER)),
    "paper": (
        (box(8, 2, 24, 12), INK), (box(10, 4, 22, 12), PAPER), (box(2, 10, 30, 24, 2), INK), (box(24, 13, 27, 16), GREEN),
        (box(8, 18, 24, 30), INK), (box(10, 20, 22, 28), PAPER),
    ),
    "mask": (*sheet(6, 26), (box(0, 12, 32, 22), INK), (any_of(*(box(x, 15, x + 4, 19) for x in (4, 11, 18, 25))), PAPER)),
    "platform": (*sheet(), *badge(BLUE, UP)),
    "rules": (
        (box(0, 4, 32, 28), INK), (any_of(box(2, 6, 15, 26), box(17, 6, 30, 26)), PAPER),
        (any_of(*(box(x, y, x + 8, y + 2) for x in (4, 20) for y in (10, 14, 18))), GREY),
    ),
    "doctor": ((box(2, 2, 30, 30, 5), RED), (any_of(box(13, 7, 19, 25), box(7, 13, 25, 19)), PAPER)),
    "selftest": ((box(2, 2, 30, 30, 5), GREEN), (any_of(box(13, 7, 19, 25), box(7, 13, 25, 19)), PAPER)),
}  # fmt: skip
"""{name: layers}; other icons are scaled down from the large drawing."""
