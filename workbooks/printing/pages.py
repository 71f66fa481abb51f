"""What a page is made of before it is typeset: plain data, text by text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

Part = dict[str, Any]
"""One part of a document; ``kind`` names the page that prints it, the rest is that page's data."""

CHARACTER = 3.8
"""Width in mm of a Chinese character at the size of a table."""
TALLEST_ROW = 20
"""A row of more lines than this may be split over two pages: else it would not fit on one at all."""
ELASTIC = 20.0
"""The width in mm that a column without a width of its own has at least."""


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
    return [{"cells": list(row), "tall": lines(columns, row) > TALLEST_ROW} for row in rows]


def section(title: str, columns: Sequence[PrintedColumn], rows: Sequence[Sequence[str]], empty: str = "") -> dict[str, Any]:
    """A titled table of a report; ``empty`` stands there if it has no rows."""
    return {"title": title, "columns": columns_data(columns), "rows": rows_data(columns, rows), "empty": empty}


def lines(columns: Sequence[PrintedColumn], row: Sequence[str]) -> int:
    """About how many lines a row takes."""
    most = 1
    for column, text in zip(columns, row, strict=True):
        room = (column.width or ELASTIC) - 2.4
        most = max(most, ceil(sum(1 if ord(char) > 0x2E7F else 0.55 for char in text) * CHARACTER / room))
    return most


def replaced(data: Any, characters: str, mark: str) -> Any:
    """The same data with each of ``characters`` replaced by ``mark`` in every text."""
    table = str.maketrans(dict.fromkeys(characters, mark))

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return value.translate(table)
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        return [walk(one) for one in value] if isinstance(value, list | tuple) else value

    return walk(data)


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
