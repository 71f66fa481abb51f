"""The icons of the ribbon, drawn on a square of 32 units."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from addin.xlam.colours import AMBER, BLUE, GREEN, GREY, INK, PAPER, RED
from addin.xlam.pictures import PictureLayer, Shape, any_of, box, disc, line, lines, png, polygon, ring, without
from addin.xlam.small_icons import SMALL

SIZES = (16, 32)
CHECK = ((9.0, 17.0), (14.0, 22.0), (24.0, 10.0))


def sheet() -> tuple[PictureLayer, ...]:
    """A sheet of paper with lines of text."""
    middle = [line(11, y, 21, y, 2) for y in (10, 15, 20)]
    return (box(6, 3, 26, 29, 2), INK), (box(8, 5, 24, 27, 1), PAPER), (any_of(*middle), GREY)


def badge(colour: tuple[int, int, int], mark: Shape) -> tuple[PictureLayer, ...]:
    """A disc at the lower right with a white mark."""
    return (disc(22.5, 22.5, 9.5), PAPER), (disc(22.5, 22.5, 8), colour), (mark, PAPER)


def arrow(up: bool) -> tuple[PictureLayer, ...]:
    """A thick arrow along a finding."""
    points = ((16.0, 6.0), (27.0, 18.0), (20.0, 18.0), (20.0, 27.0), (12.0, 27.0), (12.0, 18.0), (5.0, 18.0))
    return ((polygon(*(point if up else (point[0], 33 - point[1]) for point in points)), BLUE),)


PLUS = any_of(line(18.5, 22.5, 26.5, 22.5, 2.6), line(22.5, 18.5, 22.5, 26.5, 2.6))
TICK = lines((18.5, 22.5), (21.5, 25.5), (26.5, 19.5), width=2.6)
DOWN = any_of(line(22.5, 18, 22.5, 26, 2.6), lines((19, 23), (22.5, 26.5), (26, 23), width=2.6))
TURN = any_of(without(ring(22.5, 22.5, 4, 2.4), box(22.5, 16, 30, 22.5)), polygon((22, 15.6), (22, 21.4), (26, 18.5)))
CROSS = any_of(line(19.5, 19.5, 25.5, 25.5, 2.6), line(25.5, 19.5, 19.5, 25.5, 2.6))
FIVE = lines((20, 9), (12.5, 9), (12.5, 15), (17, 14.6), (20, 16.5), (20, 20.5), (17, 23), (12, 22.5), width=3)
YUAN = any_of(
    lines((19, 17.8), (22.5, 21.8), (26, 17.8), width=2), line(22.5, 21.8, 22.5, 27.2, 2), line(19.5, 22.6, 25.5, 22.6, 1.8),
    line(19.5, 25, 25.5, 25, 1.8),
)  # fmt: skip
UP = any_of(line(22.5, 19, 22.5, 27, 2.6), lines((19, 22), (22.5, 18.5), (26, 22), width=2.6))
HOOKS = any_of(line(10, 3.5, 10, 8, 3), line(22, 3.5, 22, 8, 3))
LEDGER_LINES = any_of(*(line(13, y, 22, y, 2) for y in (11, 16, 21)))
PAGES = any_of(
    polygon((5, 9.4), (15, 11.8), (15, 25.6), (5, 23.2)), polygon((27, 9.4), (17, 11.8), (17, 25.6), (27, 23.2)),
)  # fmt: skip

DRAWINGS: Mapping[str, tuple[PictureLayer, ...]] = {
    "new": (*sheet(), *badge(GREEN, PLUS)),
    "plan": (*sheet(), *badge(BLUE, TURN)),
    "import": ((disc(12, 9, 5), INK), (box(4, 16, 20, 28, 6), INK), *badge(BLUE, DOWN)),
    "tidy": (
        (any_of(*(line(5, y, right, y, 3.2) for y, right in ((7, 27), (13, 19), (19, 15), (25, 12)))), INK), *badge(GREEN, TICK),
    ),
    "results": (*sheet()[:2], (FIVE, AMBER)),
    "live": (
        (disc(16, 16, 13), GREEN), (disc(16, 16, 10.4), PAPER), (lines((6, 17), (11, 17), (14, 9), (18, 23), (21, 15), (26, 15),
        width=2.6), GREEN),
    ),
    "check": ((box(4, 4, 28, 28, 4), BLUE), (lines(*CHECK, width=4), PAPER)),
    "next": arrow(up=False),
    "previous": arrow(up=True),
    "clear": (*sheet(), *badge(RED, CROSS)),
    "number": (
        (box(1, 4, 31, 25, 2), INK), (box(3, 6, 29, 23, 1), PAPER),
        (any_of(line(8, 11, 17, 11, 2), line(8, 16, 14, 16, 2)), GREY),
        (polygon((18, 20), (18, 31), (22, 28), (26, 31), (26, 20)), AMBER),
        (disc(22, 17, 7.5), PAPER), (disc(22, 17, 6.2), AMBER), (disc(22, 17, 2.6), PAPER),
    ),
    "ledger": (
        (box(5, 4, 27, 28, 3), INK), (box(10, 6, 25, 26, 1), PAPER), (LEDGER_LINES, INK),
    ),
    "total": (
        (box(5, 3, 27, 29, 3), INK), (box(8, 6, 24, 12, 1), PAPER),
        (any_of(*(box(x, y, x + 4, y + 3) for x in (8, 14, 20) for y in (15, 19.5, 24))), PAPER),
    ),
    "lectures": (
        (disc(11, 8, 4.5), INK), (box(4, 14, 18, 29, 5), INK), (line(18, 14, 27, 6, 2.4), AMBER), *badge(GREEN, YUAN),
    ),
    "export": (
        *sheet(), (ring(20, 21, 7.5, 2.4), RED),
        (polygon((20, 15.5), (21.4, 19.6), (25.6, 19.6), (22.2, 22.1), (23.5, 26.2), (20, 23.7), (16.5, 26.2), (17.8, 22.1),
        (14.4, 19.6), (18.6, 19.6)), RED),
    ),
    "paper": (
        (box(9, 3, 23, 13, 1), INK), (box(11, 5, 21, 13), PAPER), (box(3, 11, 29, 24, 3), INK), (disc(24.5, 15, 1.6), GREEN),
        (box(9, 18, 23, 29, 1), INK), (box(11, 20, 21, 27), PAPER), (any_of(line(13, 22, 19, 22, 1.6), line(13, 25, 19, 25, 1.6)),
        GREY),
    ),
    "mask": (*sheet(), (box(3, 13, 29, 20, 2), INK), (any_of(*(disc(x, 16.5, 1.6) for x in (8, 13.3, 18.6, 24))), PAPER)),
    "platform": (*sheet(), *badge(BLUE, UP)),
    "attendance": (
        (box(4, 6, 28, 28, 3), INK), (box(6, 12, 26, 26, 1), PAPER), (HOOKS, INK),
        (lines((10, 19), (14.5, 23), (22, 15), width=3), GREEN),
    ),
    "survey": ((any_of(box(5, 18, 10, 28), box(13.5, 11, 18.5, 28), box(22, 5, 27, 28)), BLUE), (line(4, 29, 28, 29, 2), INK)),
    "undo": (
        (without(ring(17, 18, 8.5, 4), box(4, 5, 17, 18)), BLUE), (polygon((17, 3.5), (17, 15.5), (7.5, 9.5)), BLUE),
    ),
    "rules": (
        (polygon((3, 7), (16, 10), (29, 7), (29, 25), (16, 28), (3, 25)), INK),
        (PAGES, PAPER),
    ),
    "passed": ((disc(12, 9, 5), INK), (box(4, 16, 20, 28, 6), INK), *badge(GREEN, TICK)),
    "charged": ((disc(12, 9, 5), INK), (box(4, 16, 20, 28, 6), INK), *badge(AMBER, YUAN)),
    "next_step": (
        (disc(16, 16, 13), BLUE), (any_of(line(8, 16, 21, 16, 3.6), lines((16, 9.5), (23, 16), (16, 22.5), width=3.6)), PAPER),
    ),
    "parameters": (*sheet(), *badge(AMBER, any_of(line(19, 20, 26, 20, 2.2), line(19, 25, 26, 25, 2.2)))),
    "doctor": ((box(4, 4, 28, 28, 6), RED), (any_of(box(13.5, 8, 18.5, 24, 1), box(8, 13.5, 24, 18.5, 1)), PAPER)),
    "selftest": ((box(4, 4, 28, 28, 6), GREEN), (any_of(box(13.5, 8, 18.5, 24, 1), box(8, 13.5, 24, 18.5, 1)), PAPER)),
}  # fmt: skip


@lru_cache(maxsize=128)
def icon(name: str, size: int) -> bytes:
    """The PNG of an icon. Errors: KeyError for an unknown name."""
    large = DRAWINGS[name]
    return png(SMALL.get(name, large) if size == min(SIZES) else large, size)
