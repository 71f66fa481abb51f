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
from workbooks.closed.engine import open_book

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
    source = open_book(path)
    sheets = [
        {"name": sheet.name, "values": values_of(sheet), "visibility": "Visible", "pictures": [], "tables": []}
        for sheet in source.sheets
    ]
    names = [
        {
            "name": name.name, "sheet_index": source.sheets[name.refers_to_range.sheet.name].index - 1,
            "address": name.refers_to_range.address.replace("$", ""), "scope_sheet_name": None, "scope_sheet_index": None,
            "book_scope": True, "refers_to": name.refers_to,
        }
        for name in source.names
        if "," not in name.refers_to and name.impl.area is not None
    ]  # fmt: skip
    book = {"name": path.name, "active_sheet_index": 0, "selection": "A1"}
    return {"client": "Office.js", "version": xw.__version__, "book": book, "names": names, "sheets": sheets}


def values_of(sheet: xw.Sheet) -> list[list[Any]]:
    used = sheet.used_range
    last = (used.row + used.shape[0] - 1, used.column + used.shape[1] - 1)
    rows = sheet.range((1, 1), last).options(ndim=2, err_to_str=True).value
    return [[sent(one) for one in row] for row in rows]


def sent(value: Any) -> Any:
    if value is None:
        return ""
    return f"{value.isoformat()}.000Z" if isinstance(value, datetime) else value


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
