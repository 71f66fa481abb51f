"""Reads a workbook, old or new, in a process of its own: the workbook on stdin, its worksheets as JSON on stdout.

The fast reader can run for ever, or ask for all memory, on a file made to do that (seen with bytes changed at random). What
happens in here ends with this process. Run by ``start.py``; ``worksheets`` also by whoever can start no process. The script knows
nothing of the rest of the product.
"""

from __future__ import annotations

import datetime
import gc
import io
import json
import sys
from typing import Any

LOCKED, BROKEN, NO_READER = 3, 4, 5


def plain(value: Any) -> Any:
    """A cell that JSON does not know, marked so that it comes out as it was."""
    if isinstance(value, datetime.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"clock": value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {"span": [value.days, value.seconds, value.microseconds]}
    raise TypeError(type(value).__name__)


def out_of_json(marked: dict[str, Any]) -> Any:
    """A cell that JSON does not know, out of JSON; a sheet as it is."""
    if len(marked) > 1:
        return marked
    ((kind, held),) = marked.items()
    if kind == "span":
        return datetime.timedelta(*held)
    makers: dict[str, Any] = {"moment": datetime.datetime, "day": datetime.date, "clock": datetime.time}
    return makers[kind].fromisoformat(held)


def worksheets(data: bytes) -> list[dict[str, Any]]:
    """The worksheets of the workbook, hidden ones too."""
    import python_calamine as calamine

    found = []
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            content = book.get_sheet_by_name(sheet.name)
            found.append(
                {
                    "title": sheet.name,
                    "hidden": sheet.visible != calamine.SheetVisibleEnum.Visible,
                    "merged": [[*start, *end] for start, end in content.merged_cell_ranges or ()],
                    "rows": content.to_python(skip_empty_area=False),
                }
            )
    return found


def fault(error: BaseException) -> int:
    """The code that says what is wrong with the workbook; the Rust reader's panic derives from BaseException."""
    return LOCKED if type(error).__name__ == "PasswordError" else BROKEN


def main() -> int:
    try:
        import python_calamine  # noqa: F401
    except ImportError:  # the Python of another program, without its libraries
        return NO_READER
    gc.disable()  # what is read lasts to the end of this process
    try:
        found = worksheets(sys.stdin.buffer.read())
    except BaseException as error:
        return fault(error)
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False, default=plain).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
