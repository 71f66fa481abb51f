"""What the page made against what the command line makes of the same input."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import openpyxl

from tests.command_line import DAY, CommandLine


def cells_of(path: Path) -> dict[str, list[tuple[str, Any]]]:
    """Sheet -> every cell that holds something, formulas as they are written."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [(cell.coordinate, cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book.worksheets
    }


def command_document(gaoyan: CommandLine, *arguments: str) -> dict[str, Any]:
    ran = gaoyan(*arguments, "--json", "--today", DAY)
    assert ran.code < 2, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def words_of(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
