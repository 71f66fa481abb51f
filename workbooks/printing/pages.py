"""Page content before typesetting: plain data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

PrintedPart = dict[str, Any]
"""One part of a document; ``kind`` selects the page template, the rest is its data."""

CHARACTER = 3.8
"""Width in mm of a Chinese character at table size."""
TALLEST_ROW = 20
"""A row of more lines may be split over two pages; it would not fit on one."""
ELASTIC = 55.0
"""Minimum width in mm of a column without a width of its own."""
PADDING = 2.4
LATIN = 0.55
"""Width of a Latin letter or digit in Chinese characters."""
BREAK = "\u200b"
"""Zero-width space: an invisible line break opportunity."""


@dataclass(frozen=True)
class PrintedColumn:
    """A column. ``width`` in mm (0: remaining width); ``whole``: never wrapped; ``left``: left-aligned."""

    heading: str
    width: float = 0
    whole: bool = False
    left: bool = False


def columns_data(columns: Iterable[PrintedColumn]) -> list[dict[str, Any]]:
    return [asdict(column) for column in columns]


def rows_data(columns: Sequence[PrintedColumn], rows: Iterable[Sequence[str]]) -> list[dict[str, Any]]:
    """The texts of each row, and whether it may be split over pages."""
    made = []
    for row in rows:
        texts = [breakable(text, text_width(column)) for column, text in zip(columns, row, strict=True)]
        made.append({"cells": texts, "tall": lines(columns, row) > TALLEST_ROW})
    return made


def text_width(column: PrintedColumn) -> float:
    """The text width of a column in mm."""
    return (column.width or ELASTIC) - PADDING


def width_for(characters: int) -> float:
    """The width in mm of a column that fits ``characters`` Latin letters or digits on one line."""
    return (characters + 0.5) * CHARACTER * LATIN + PADDING


def breakable(text: str, width: float) -> str:
    """``text`` with break opportunities in every word wider than ``width`` mm.


    >>> breakable("王Maximilianus", 16), breakable("120199199001011234", 40)
    ('王M\u200ba\u200bx\u200bi\u200bm\u200bi\u200bl\u200bi\u200ba\u200bn\u200bu\u200bs', '120199199001011234')
    """
    most = max(1, int(width / (CHARACTER * LATIN)))
    return re.sub(rf"[!-~]{{{most + 1},}}", lambda found: BREAK.join(found[0]), text)


def section(title: str, columns: Sequence[PrintedColumn], rows: Sequence[Sequence[str]], empty: str = "") -> dict[str, Any]:
    """A titled table of a report; ``empty`` is shown if there are no rows."""
    return {"title": title, "columns": columns_data(columns), "rows": rows_data(columns, rows), "empty": empty}


def lines(columns: Sequence[PrintedColumn], row: Sequence[str]) -> int:
    """The approximate number of lines of a row."""
    return max((ceil(width_of(text) / text_width(column)) for column, text in zip(columns, row, strict=True)), default=1)


def width_of(text: str) -> float:
    """The approximate width of the text on one line, in mm."""
    return sum(LATIN if char < "\u2e80" else 1 for char in text) * CHARACTER


def replaced(data: Any, characters: str, mark: str) -> Any:
    """A copy of the data with each of ``characters`` replaced by ``mark`` in every text."""
    table = str.maketrans(dict.fromkeys(characters, mark))
    return mapped(data, lambda text: text.translate(table))


def mapped(data: Any, change: Callable[[str], str]) -> Any:
    """A copy of the data with ``change`` applied to every text."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: mapped(one, change) for key, one in data.items()}
    return [mapped(one, change) for one in data] if isinstance(data, list | tuple) else data


def texts_of(data: Any) -> Iterable[str]:
    """Every text in the data of a document."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts_of(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_of(value)
