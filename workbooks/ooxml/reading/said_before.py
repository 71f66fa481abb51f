"""What some columns of a sheet say, told without reading them where the sheet has said just that before in this process.

The workbooks of a template have sheets that nobody fills in: the same bytes, packed the same way. What such a sheet says follows
from those bytes, from the shared texts that its cells point at, and from how the workbook shows dates; all three are held against
those of the earlier one, whole, so that nothing can be taken for something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from udfs.values.grid import Grid
from workbooks.ooxml.archive import Packed
from workbooks.ooxml.package import Package

LONGEST = 128 * 2**10
"""Of sheets that take more bytes packed nothing is kept: what is kept stays within some megabytes."""
KEPT, VARIANTS = 32, 4
"""So many sheets, and so many sets of texts that one of them points at."""
Wanted = Callable[[Grid], Iterable[int]]


class AskedTexts:
    """Shared texts that note which of them were asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.asked: dict[int, str] = {}
        self.missed = False
        """A cell has pointed at a text that is not there."""

    def __getitem__(self, at: int) -> str:
        try:
            found = self.asked[at] = self.texts[at]
        except IndexError:
            self.missed = True
            raise
        return found


class Said(NamedTuple):
    """What a sheet said in one workbook. Nobody changes the grid."""

    asked: dict[int, str]
    date_styles: frozenset[int]
    date1904: bool
    grid: Grid

    def again(self, package: Package) -> bool:
        """True if it says the same in that workbook."""
        if self.date1904 != package.date1904 or self.date_styles != package.date_styles:
            return False
        texts = package.strings
        return max(self.asked, default=-1) < len(texts) and [texts[at] for at in self.asked] == [*self.asked.values()]


@lru_cache(maxsize=KEPT)
def kept(_packed: Packed, _title: str, _last: int, _head: int, _wanted: Wanted) -> list[Said]:
    """What that sheet has said so far."""
    return []


def said(packed: Packed | None, title: str, last: int, head: int, wanted: Wanted) -> list[Said]:
    """The same; nothing, kept by nobody, for one that is too long."""
    return kept(packed, title, last, head, wanted) if packed is not None and len(packed.data) <= LONGEST else []


def keep(known: list[Said], package: Package, asked: AskedTexts, grid: Grid) -> None:
    if not asked.missed:
        known[VARIANTS - 1 :] = []
        known.insert(0, Said(asked.asked, package.date_styles, package.date1904, grid))
