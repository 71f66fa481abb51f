"""Computes a workbook in a process of its own: {"cells": {"0": [[row, column], ...]}}, a line break, then the workbook, on stdin.

On stdout the results in the order they were asked for, as JSON; the key is the number of the sheet. Run by ``start.py`` only; the
script knows nothing of the rest of the product.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile

BROKEN = 4


def path_of(book: bytes) -> str:
    """A path of the workbook that is gone when this process is, however it ends: the engine reads from paths only."""
    if sys.platform == "win32":
        name = os.path.join(tempfile.gettempdir(), f"gaoyan-{os.getpid()}.xlsx")
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_BINARY | os.O_TEMPORARY, 0o600)
    elif hasattr(os, "memfd_create"):
        handle = os.memfd_create("gaoyan")
        name = f"/proc/self/fd/{handle}"
    else:
        handle, named = tempfile.mkstemp()
        os.unlink(named)
        name = f"/dev/fd/{handle}"
    with os.fdopen(os.dup(handle), "wb") as opened:
        opened.write(book)
    os.lseek(handle, 0, os.SEEK_SET)
    return name


def main() -> int:
    asked, _, book = sys.stdin.buffer.read().partition(b"\n")
    answers = os.dup(1)
    # What the engine prints about cells is no answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    import ironcalc

    try:
        model = ironcalc.load_from_xlsx(path_of(book), "en", "UTC")
        model.evaluate()
    except Exception:
        return BROKEN
    found = {
        sheet: [model.get_cell_value(int(sheet), row, column) for row, column in cells]
        for sheet, cells in json.loads(asked)["cells"].items()
    }
    with os.fdopen(answers, "wb") as opened:
        opened.write(json.dumps(found).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
