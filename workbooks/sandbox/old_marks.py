"""Child script that reads what an old workbook (.xls) holds besides its values: on stdin the workbook, on stdout JSON.

Answer: an object per worksheet, ``struck`` [[row, column]], ``comments`` and ``errors`` [[row, column, text]], ``hidden_rows``
and ``hidden_columns``; all 0-based. Run by ``start.py``; ``marks`` is also called directly where processes are not available.
Imports nothing else of this product.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

BROKEN, NO_READER, TOO_OLD = 4, 5, 6
"""Exit codes. ``TOO_OLD``: older than Excel 97; the reader of values misreads its texts, which are in a national encoding."""
EXCEL_97 = 80
VALUES = (1, 2, 3, 4, 5)
"""Types of cells that are not empty."""
ERROR = 5


class TooOld(Exception):
    """The workbook is older than Excel 97."""


def marks(data: bytes) -> list[dict[str, Any]]:
    """The marks of each worksheet, in order. Errors: ``TooOld``; any other for a damaged file."""
    import xlrd

    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO(), ignore_workbook_corruption=True)
    if book.biff_version < EXCEL_97:
        raise TooOld
    fonts = {at for at, font in enumerate(book.font_list) if font.struck_out}
    styles = {at for at, style in enumerate(book.xf_list) if style.font_index in fonts}
    return [
        {
            "struck": list(struck(sheet, fonts, styles)),
            "comments": [[*at, note.text] for at, note in sheet.cell_note_map.items()],
            "errors": [
                [row, column, xlrd.error_text_from_code.get(sheet.cell_value(row, column), "")]
                for row in range(sheet.nrows)
                for column, kind in enumerate(sheet.row_types(row))
                if kind == ERROR
            ],
            "hidden_rows": [at for at, row in sheet.rowinfo_map.items() if row.hidden],
            "hidden_columns": [at for at, column in sheet.colinfo_map.items() if column.hidden],
        }
        for sheet in book.sheets()
    ]


def struck(sheet: Any, fonts: set[int], styles: set[int]) -> Iterator[tuple[int, int]]:
    """The cells struck through by their style, or by the font of a run of their text."""
    for row in range(sheet.nrows) if styles else ():
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in VALUES and sheet.cell_xf_index(row, column) in styles:
                yield row, column
    for (row, column), runs in sheet.rich_text_runlist_map.items() if fonts else ():
        length = len(str(sheet.cell_value(row, column)))
        if any(font in fonts for start, font in runs if start < length):
            yield row, column


def main() -> int:
    try:
        import xlrd  # noqa: F401
    except ImportError:  # the Python of LibreOffice, without our libraries
        return NO_READER
    try:
        found = marks(sys.stdin.buffer.read())
    except TooOld:
        return TOO_OLD
    except Exception:  # the library raises errors of many kinds for damaged files
        return BROKEN
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
