"""Child script that reads a workbook (.xls or .xlsx): on stdin a line of JSON and the workbook, on stdout its worksheets as
JSON.

Request: {"parts": {name: extent}, "signs": [sign]}, where parts are sheet parts to check first and signs are strings to
search for in them. Answer: {"sheets": [worksheet], "signs": [[part, [sign found]]]}.

The fast reader can hang or exhaust memory on a malformed file, hence the separate process. Run by ``start.py``;
``worksheets`` is also called directly where processes are not available. Imports nothing else of this product.
"""

from __future__ import annotations

import datetime
import gc
import io
import json
import re
import sys
import zlib
from collections.abc import Iterator
from typing import Any

LOCKED, BROKEN, NO_READER, ODD = 3, 4, 5, 6
"""Exit codes. ``ODD``: a part needs the thorough check, which is not done here."""
NEAR_ROWS, NEAR_COLUMNS = 99_999, 26
PIECE, LONGEST = 2**14, 2**20
"""Compressed bytes inspected per step; most bytes allowed without a tag."""
# Cell addresses as programs usually write them: near, upper case, double quotes.
_NOT_NEAR = rb' r="(?![A-Z]?[1-9][0-9]{0,4}")'
_PLACE = rb"\br\s*="
# Substrings that indicate another spelling of ' r="'; only then the slower regexes run. The single byte is tested first:
# searching two bytes takes ten times as long.
_ODD_PLACES = ((b" ", b" r "), (b"\t", b"\tr"), (b"\n", b"\nr"), (b"\r", b"\rr"), (b'"', b'"r'), (b"'", b"'r"))
_NO_CELLS = (b"<co", b"<cf", b"<cu")
_UNPLACED_CELL = rb"""<(?:\w+:)?c(?:\s(?![^>]*\br=)[^>]*)?>"""


def plain(value: Any) -> Any:
    """Encode a value that JSON lacks as a tagged object. Errors: TypeError."""
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
    """JSON object hook: decode a tagged value; other objects are returned unchanged."""
    if len(marked) > 1:
        return marked
    ((kind, held),) = marked.items()
    if kind == "span":
        return datetime.timedelta(*held)
    makers: dict[str, Any] = {"moment": datetime.datetime, "day": datetime.date, "clock": datetime.time}
    return makers[kind].fromisoformat(held)


def all_near(part: bytes) -> bool:
    """True if no cell of the sheet part can lie beyond ``NEAR_ROWS`` and ``NEAR_COLUMNS``."""
    return b"\x00" not in part and all_placed(part) and placed_as_usual(part) and not re.search(_NOT_NEAR, part)


def all_placed(part: bytes) -> bool:
    """True if every cell has an address. Counts substrings first, which is ten times as fast as the regex."""
    if b":c" not in part:
        unplaced = part.count(b"<c") - part.count(b"<c r=")
        if not unplaced or unplaced == sum(map(part.count, _NO_CELLS)):
            return True
    return not re.search(_UNPLACED_CELL, part)


def placed_as_usual(part: bytes) -> bool:
    """True if every attribute r is written in the usual form ' r="'."""
    usual = part.count(b' r="')
    if part.count(b" r=") == usual and not any(sign in part and odd in part for sign, odd in _ODD_PLACES):
        return True
    return len(re.findall(_PLACE, part)) == usual


def signs_in(data: bytes, parts: dict[str, list[Any]], signs: list[str]) -> list[tuple[str, list[str]]] | None:
    """List of (part, signs found in it); None if a part needs the thorough check or cannot be unpacked."""
    found = []
    for name, place in parts.items():
        seen = looked_at(data, signs, *place)
        if seen is None:
            return None
        found.append((name, seen))
    return found


def looked_at(data: bytes, signs: list[str], first: int, length: int, size: int, crc: int, deflated: bool) -> list[str] | None:
    """Signs found in a sheet part; None if it is not all near, or its size or checksum is wrong.

    The part is decompressed and searched in pieces, which keeps the data in the CPU cache. Pieces end before a "<", which no
    pattern crosses.
    """
    wanted, found = {sign: sign.encode("ascii") for sign in signs}, set[str]()
    bytes_read, check, rest = 0, 0, b""
    try:
        for piece in unpacked(memoryview(data)[first : first + length], size, deflated):
            bytes_read, check, rest = bytes_read + len(piece), zlib.crc32(piece, check), rest + piece
            whole, sign, rest = rest.rpartition(b"<")
            rest = sign + rest
            if len(rest) > LONGEST or not all_near(whole):
                return None
            found |= {sign for sign, written in wanted.items() if sign not in found and written in whole}
    except zlib.error:
        return None
    if (bytes_read, check) != (size, crc) or not all_near(rest):
        return None
    return [sign for sign, written in wanted.items() if sign in found or written in rest]


def unpacked(packed: memoryview, size: int, deflated: bool) -> Iterator[bytes]:
    """Decompress in pieces, at most ``size`` + 1 bytes in all. Errors: zlib.error."""
    if not deflated:
        yield bytes(packed[: size + 1])
        return
    made, left = zlib.decompressobj(-zlib.MAX_WBITS), size + 1
    for at in range(0, len(packed), PIECE):
        piece = made.decompress(packed[at : at + PIECE], left)
        left -= len(piece)
        yield piece
        if not left:
            return


def worksheets(data: bytes) -> list[dict[str, Any]]:
    """All worksheets of the workbook, including hidden ones."""
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
    """Exit code for a reading error. BaseException, since panics of the Rust reader derive from it."""
    return LOCKED if type(error).__name__ == "PasswordError" else BROKEN


def main() -> int:
    try:
        import python_calamine  # noqa: F401
    except ImportError:  # the Python of LibreOffice, without our libraries
        return NO_READER
    gc.disable()  # all objects live until the process exits
    asked, data = json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read()
    signs = signs_in(data, asked["parts"], asked["signs"])
    if signs is None:
        return ODD
    try:
        found = worksheets(data)
    except BaseException as error:
        return fault(error)
    answer = {"sheets": found, "signs": signs}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, default=plain).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
