"""What can be begun for a source before anything else of this program is loaded."""

from __future__ import annotations

from pathlib import Path

from workbooks.apart import CHILDREN, START, make_ready

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
"""What workbooks begin with, new and old."""
SCRIPT, TEXT_SCRIPT = START.with_name("sheets.py"), START.with_name("texts.py")


def reader_begun(path: str | Path) -> None:
    """Start the process that will read the file: until we have looked at it, and are ready to hand it over, that is ready too.
    What is wrong with the file is said by who reads it."""
    try:
        with open(path, "rb") as opened:
            start = opened.read(len(OLE))
    except (OSError, ValueError):
        return
    if CHILDREN and start.startswith((ZIP, OLE)):
        make_ready(SCRIPT, "python_calamine", "json")
    elif CHILDREN and start:
        make_ready(TEXT_SCRIPT)
