"""What a page is made of before it is typeset: plain data, text by text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

Part = dict[str, Any]
"""One part of a document; ``kind`` names the page that prints it, the rest is that page's data."""

CHARACTER = 3.8
"""Width in mm of a Chinese character at the size of a table."""
TALLEST_ROW = 20
"""A row of more lines than this may be split over two pages: else it would not fit on one at all."""
ELASTIC = 55.0
"""The width in mm that a column without a width of its own has at least."""
PADDING = 2.4
LATIN = 0.55
"""The width of a Latin letter or digit in Chinese characters."""
BREAK = "\u200b"
"""A place where a line may break, and nothing is seen."""


@dataclass(frozen=True)
class PrintedColumn:
    """A column: ``width`` in mm (0: what the others leave), ``whole``: never broken over lines, ``left``: aligned left."""

    heading: str
    width: float = 0
    whole: bool = False
    left: bool = False


def columns_data(columns: Iterable[PrintedColumn]) -> list[dict[str, Any]]:
    return [asdict(column) for column in columns]


def rows_data(columns: Sequence[PrintedColumn], rows: Iterable[Sequence[str]]) -> list[dict[str, Any]]:
    """Each row with its texts, and whether it is too tall to be kept whole."""
    made = []
    for row in rows:
        texts = [breakable(text, room(column)) for column, text in zip(columns, row, strict=True)]
        made.append({"cells": texts, "tall": lines(columns, row) > TALLEST_ROW})
    return made


def room(column: PrintedColumn) -> float:
    """The width in mm that a column has for text."""
    return (column.width or ELASTIC) - PADDING


def width_for(characters: int) -> float:
    """The width in mm of a column that has room for so many Latin letters or digits on one line."""
    return (characters + 0.5) * CHARACTER * LATIN + PADDING


def breakable(text: str, width: float) -> str:
    """``text`` with places to break in every run without spaces that is wider than ``width`` mm.

    >>> breakable("王Maximilianus", 16), breakable("120199199001011234", 40)
    ('王M\u200ba\u200bx\u200bi\u200bm\u200bi\u200bl\u200bi\u200ba\u200bn\u200bu\u200bs', '120199199001011234')
    """
    most = max(1, int(width / (CHARACTER * LATIN)))
    return re.sub(rf"[!-~]{{{most + 1},}}", lambda found: BREAK.join(found[0]), text)


def section(title: str, columns: Sequence[PrintedColumn], rows: Sequence[Sequence[str]], empty: str = "") -> dict[str, Any]:
    """A titled table of a report; ``empty`` stands there if it has no rows."""
    return {"title": title, "columns": columns_data(columns), "rows": rows_data(columns, rows), "empty": empty}


def lines(columns: Sequence[PrintedColumn], row: Sequence[str]) -> int:
    """About how many lines a row takes."""
    return max((ceil(width_of(text) / room(column)) for column, text in zip(columns, row, strict=True)), default=1)


def width_of(text: str) -> float:
    """About how wide the text is on one line, in mm."""
    return sum(LATIN if char < "\u2e80" else 1 for char in text) * CHARACTER


def replaced(data: Any, characters: str, mark: str) -> Any:
    """The same data with each of ``characters`` replaced by ``mark`` in every text."""
    table = str.maketrans(dict.fromkeys(characters, mark))
    return mapped(data, lambda text: text.translate(table))


def mapped(data: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed."""
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
