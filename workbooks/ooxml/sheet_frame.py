"""The sheet part outside its rows: merged cells, data validations and the recalculation flag.

Cached per process, since workbooks from one template have identical bytes here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from workbooks.ooxml import markup, regex_reader
from workbooks.ooxml.addresses import Area, parse_area, parse_areas

KEPT_BYTES = 256 * 2**10
"""Longest frame that is cached; bounds the cache to some megabytes."""
KEPT = 24


class Frame(NamedTuple):
    merged: tuple[Area, ...] = ()
    validated: tuple[Area, ...] = ()
    """Ranges with data validation."""
    recalculates: bool = False


class FrameReader:
    """Event handlers outside the rows. Attributes come as a flat list."""

    def __init__(self) -> None:
        self.merged: list[Area] = []
        self.validated: list[Area] = []
        self.recalculates = False
        self.in_validation = False
        self.text: list[str] = []
        self.frame_starts = {
            "mergeCell": self._merge,
            "sheetCalcPr": self._calculation,
            "dataValidation": self._validation,
            "sqref": self._run,
        }
        self.frame_ends = {"sqref": self._validated_areas, "dataValidation": self._validation_end}

    def _run(self, _: list[str]) -> None:
        self.text.clear()

    def _merge(self, attributes: list[str]) -> None:
        try:
            self.merged.append(parse_area(named(attributes).get("ref", "")))
        except ValueError:
            return

    def _validation(self, attributes: list[str]) -> None:
        """The ranges are an attribute, or a child element in the x14 extension."""
        self.in_validation = True
        self.validated.extend(parse_areas(named(attributes).get("sqref", "")))

    def _validated_areas(self) -> None:
        if self.in_validation:
            self.validated.extend(parse_areas("".join(self.text)))

    def _validation_end(self) -> None:
        self.in_validation = False

    def _calculation(self, attributes: list[str]) -> None:
        self.recalculates = named(attributes).get("fullCalcOnLoad") in markup.TRUE


def named(attributes: list[str]) -> markup.Attributes:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def frame_of(around: bytes) -> Frame:
    """Parse the part without its rows. Errors: regex_reader.NotPlain, also if it contains rows or cells."""
    return kept_frame(around) if len(around) <= KEPT_BYTES else read_frame(around)


def read_frame(around: bytes) -> Frame:
    regex_reader.check_plain(around)
    reader = FrameReader()

    def started(name: str, attributes: list[str]) -> None:
        name = markup.local(name)
        if name in ("row", "c"):
            raise regex_reader.NotPlain
        if (start := reader.frame_starts.get(name)) is not None:
            start(attributes)

    def ended(name: str) -> None:
        if (end := reader.frame_ends.get(markup.local(name))) is not None:
            end()

    made = markup.parser(ordered=True)
    made.StartElementHandler = started
    made.EndElementHandler = ended
    made.CharacterDataHandler = reader.text.append
    markup.feed(made, around)
    return Frame(tuple(reader.merged), tuple(reader.validated), reader.recalculates)


kept_frame = lru_cache(maxsize=KEPT)(read_frame)
