"""Early start of the reading process, before the rest of the program is imported."""

from __future__ import annotations

from pathlib import Path

from workbooks.sandbox import CHILDREN, START, make_ready

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
"""Signatures of workbooks, new and old format."""
SCRIPT, TEXT_SCRIPT = START.with_name("sheets.py"), START.with_name("texts.py")


def start_reader(path: str | Path) -> None:
    """Start the process that will read the file, in parallel with our own inspection. Errors are reported by the reader."""
    try:
        with open(path, "rb") as opened:
            start = opened.read(len(OLE))
    except (OSError, ValueError):
        return
    if CHILDREN and start.startswith((ZIP, OLE)):
        make_ready(SCRIPT, "python_calamine", "json")
    elif CHILDREN and start:
        make_ready(TEXT_SCRIPT)
