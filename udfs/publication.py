"""Document numbers and phones masked for publication: wherever they stand in a text, however they are spaced.

Of an 18-digit number the date of birth goes, of a mobile the middle; of any other number all but its ends. A number counts as
known if the workbook has it as somebody's; what merely looks like one is masked too, since what is published stays published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property

from udfs import cells
from udfs.cells import Value
from udfs.records import ClassFile, Record

DOCUMENT, PHONE = "身份证号", "联系电话"
SHORTEST = 5
"""A known number with fewer characters is no number to look for in other texts."""
STAR = "*"
_LOOKS_LIKE = re.compile(
    r"(?<![0-9])(?:"
    r"[1-9][0-9]{5}[\s-]?(?:1[89]|20)[0-9]{2}[\s-]?[0-9]{4}[\s-]?[0-9]{3}[0-9Xx]"  # a document number
    r"|[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}"  # one of fifteen digits
    r"|(?:86[\s-]?)?1[3-9][0-9][\s-]?[0-9]{4}[\s-]?[0-9]{4}"  # a mobile
    r"|1410[0-9]{7}"
    r"|0[0-9]{2,3}[-—\s]?[0-9]{7,8}"  # a landline
    r")(?![0-9])"
)


class Masker:
    """Masks by what one class knows. ``count``: how many numbers were masked so far."""

    def __init__(self, numbers: Iterable[Value]) -> None:
        self.known = frozenset(one for value in numbers for one in compared(value))
        self.count = 0

    @classmethod
    def of(cls, c: ClassFile) -> Masker:
        """With every document number and phone of 附件4, 附件5 and 考勤."""
        rows: list[Record] = [*c.people, *c.results, *c.absences]
        return cls(row.get(field) for row in rows for field in (DOCUMENT, PHONE) if field in type(row).attributes())

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """The lengths of the known numbers, the longest first."""
        return tuple(sorted({len(one) for one in self.known}, reverse=True))

    def cell(self, field: str, value: Value) -> Value:
        """A cell as it may be published. In the two columns of numbers whatever stands there is masked."""
        if cells.blank(value) or isinstance(value, bool):
            return value
        shown = cells.text(value)
        masked = self.text(shown)
        if field in (DOCUMENT, PHONE) and masked == shown:
            self.count += 1
            return starred(shown, range(len(shown)))
        return value if masked == shown else masked

    def text(self, shown: str) -> str:
        """A text in which every number that is known, or looks like one, is masked."""
        folded, places = folded_text(shown)
        hidden: set[int] = set()
        for start, end in self.spans(folded):
            self.count += 1
            hidden.update(star_places(folded, start, end))
        joined, joints = joined_text(folded)
        for start, end in self.known_spans(joined):
            inside = [joints[at] for at in range(start, end)]
            if not hidden.intersection(inside):
                self.count += 1
                hidden.update(inside[at] for at in star_places(joined[start:end], 0, end - start))
        stars = {places[at] for at in hidden}
        return "".join(STAR if at in stars else char for at, char in enumerate(shown))

    def spans(self, folded: str) -> Iterable[tuple[int, int]]:
        """Where something looks like a number of a person."""
        return [found.span() for found in _LOOKS_LIKE.finditer(folded)]

    def known_spans(self, joined: str) -> Iterable[tuple[int, int]]:
        """Where a known number stands, in a text without separators."""
        at = 0
        while at < len(joined):
            for length in self.lengths:
                if at + length <= len(joined) and joined[at : at + length] in self.known:
                    yield at, at + length
                    at += length - 1
                    break
            at += 1


def compared(value: Value) -> Iterable[str]:
    """A number as it is compared: half-width, upper case, letters and digits only. Of "a / b" both, and the whole."""
    shown = unicodedata.normalize("NFKC", cells.text(value)).upper()
    parts = [shown, *re.split(r"[/、,，;；\s]+", shown)]
    found = {"".join(char for char in part if char.isascii() and char.isalnum()) for part in parts}
    return [one for one in found if len(one) >= SHORTEST and any(char.isdigit() for char in one)]


def folded_text(shown: str) -> tuple[str, list[int]]:
    """The text half-width, upper case, without invisible characters; and the place each of its characters came from."""
    folded, places = [], []
    for at, char in enumerate(shown):
        if cells.has_invisible(char):
            continue
        one = unicodedata.normalize("NFKC", char).upper()
        folded.append(one if len(one) == 1 else char)
        places.append(at)
    return "".join(folded), places


def joined_text(folded: str) -> tuple[str, list[int]]:
    """The text without what may stand between the digits of a number; and the place of each character."""
    kept = [at for at, char in enumerate(folded) if not (char.isspace() or char in "-—–.·_()（）")]
    return "".join(folded[at] for at in kept), kept


def star_places(folded: str, start: int, end: int) -> list[int]:
    """Which characters of a number are hidden: the places of letters and digits, less the ends that stay."""
    signs = [at for at in range(start, end) if folded[at].isalnum()]
    count = len(signs)
    ends: Mapping[int, tuple[int, int]] = {18: (6, 4), 15: (6, 3), 11: (3, 4)}
    first, last = ends.get(count, (2, 2))
    return signs[first : count - last] if count > first + last else signs


def starred(shown: str, places: Iterable[int]) -> str:
    """The whole cell masked: its ends stay if it is long enough."""
    hidden = set(star_places(shown, 0, len(shown))) & set(places)
    return "".join(STAR if at in hidden else char for at, char in enumerate(shown)) if hidden else STAR * len(shown)
