"""Detects filters in xlwings Lite, by asynchronous calls. They cannot be removed there, so scripts refuse to run."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from udfs.values.headings import NUMBER_HEADING

if TYPE_CHECKING:
    import xlwings as xw


async def filtered_sheets(book: xw.Book) -> str:
    """The sheets with rows hidden by a filter; '' if there are none, or if unknown."""
    found = []
    for sheet in book.sheets:
        rows = sheet.used_range.options(ndim=2).value
        heading = next((at for at, row in enumerate(rows, start=1) if row and row[0] == NUMBER_HEADING), None)
        if heading is None:
            continue
        area = sheet.range((heading, 1), (len(rows), len(rows[0])))
        with contextlib.suppress(Exception):  # an older xlwings, or an unexpected answer
            if any(entry.type != "none" for entry in await area.autofilter.get_criteria()):
                found.append(sheet.name)
    return "、".join(found)
