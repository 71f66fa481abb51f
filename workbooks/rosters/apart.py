"""Reads an old workbook (xls) in a process of its own: ``python apart.py < book.xls > sheets.json``.

The reader of the old format can run forever, or ask for all memory, on a file made to do that (seen with bytes changed at
random). What happens in here ends with this process. The script knows nothing of the rest of the product.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from typing import Any

MOST_MEMORY = 3 * 2**30
LOCKED, BROKEN = 3, 4


def plain(value: Any) -> Any:
    """A cell as JSON has it; days are marked, so that they come out as days again."""
    if isinstance(value, datetime.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()}
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    return value


def limit_memory() -> None:
    """Where the system knows such a limit."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def sheets(data: bytes) -> list[dict[str, Any]]:
    """The worksheets of the workbook."""
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
                    "rows": [[plain(value) for value in row] for row in content.to_python(skip_empty_area=False)],
                }
            )
    return found


def main() -> int:
    limit_memory()
    try:
        found = sheets(sys.stdin.buffer.read())
    except BaseException as fault:  # the Rust reader's panic derives from BaseException
        return LOCKED if type(fault).__name__ == "PasswordError" else BROKEN
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
