"""A workbook in xlwings' own remote engine, which Lite and Server run: the sheets as JSON, the writes as a list of actions.

The engine needs a licence key; ``noncommercial`` is set in tests/conftest.py, for the tests alone. It does not read its own
writes back, so a macro is run once a book, and its actions are then carried out on the cells.
"""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlwings as xw

from tests.conformance.steps import Cells
from udfs.values.grid import Grid
from workbooks.closed.held_file import HeldFile
from workbooks.ooxml.addresses import Area, cell_address, split_reference

MOMENT = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d)?")


def remote_book(path: Path, over: Cells | None = None) -> xw.Book:
    """The workbook as Office.js would send it: its values, no formulas. ``over``: cells that hold something else by now."""
    payload = deepcopy(sent_book(path))
    rows = {sheet["name"]: sheet["values"] for sheet in payload["sheets"]}
    for at, held in (over or {}).items():
        title, _, place = at.rpartition("!")
        row, column = (int(part) for part in place.split(","))
        rows[title][row - 1][column - 1] = sent(held)
    return xw.Book(json=payload)


@lru_cache(maxsize=2)
def sent_book(path: Path) -> dict[str, Any]:
    """What the browser sends of a workbook that stays as it is."""
    source = HeldFile.open(path)
    titles = [sheet.title for sheet in source.sheets]
    sheets = [
        {"name": grid.title, "values": values_of(grid), "visibility": "Visible", "pictures": [], "tables": []}
        for grid in source.grids()
    ]
    places = [(name, split_reference(name.refers_to)) for name in source.names]
    names = [
        {
            "name": name.name, "sheet_index": titles.index(place[0]), "address": address(place[1]),
            "scope_sheet_name": None, "scope_sheet_index": None, "book_scope": True, "refers_to": f"={name.refers_to}",
        }
        for name, place in places
        if place is not None and "," not in name.refers_to
    ]  # fmt: skip
    book = {"name": path.name, "active_sheet_index": 0, "selection": "A1"}
    return {"client": "Office.js", "version": xw.__version__, "book": book, "names": names, "sheets": sheets}


def address(area: Area) -> str:
    first, last = cell_address(area.first_row, area.first_column), cell_address(area.last_row, area.last_column)
    return first if first == last else f"{first}:{last}"


def values_of(grid: Grid) -> list[list[Any]]:
    width = max(map(len, grid.rows), default=0)
    return [[sent(one) for one in [*row, *[None] * (width - len(row))]] for row in grid.rows]


def sent(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.isoformat()}.000Z"
    return float(value) if type(value) is int else value


def carried_out(before: Cells, book: xw.Book) -> Cells:
    """The cells after the actions that the macro left in ``book``."""
    found = dict(before)
    titles = [sheet.name for sheet in book.sheets]
    for action in book.json()["actions"]:
        sheet = titles[action["sheet_position"]]
        top, left = action["start_row"] + 1, action["start_column"] + 1
        if action["func"] == "rangeClearContents":
            lines = [[None] * action["column_count"]] * action["row_count"]
        else:
            assert action["func"] in ("setValues", "setFormula"), action["func"]
            lines = action["values"]
        for down, line in enumerate(lines):
            for across, value in enumerate(line):
                key = f"{sheet}!{top + down},{left + across}"
                taken = entered(value)
                if taken is None:
                    found.pop(key, None)
                else:
                    found[key] = taken
    return found


def entered(value: Any) -> Any:
    """What the program makes of an entry: an apostrophe marks text, an ISO moment is a date."""
    if isinstance(value, str):
        if value.startswith("'"):
            return value[1:]
        if MOMENT.fullmatch(value):
            return value[:10]
        return value or None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
