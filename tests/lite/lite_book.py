"""A class with faults in it as the browser sends its workbook to xlwings, and every call that xlwings makes with it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from addin.lite.wheel import built_wheel
from tests.office import recalculated
from tests.sample import sample_class
from workbooks.templates.entering import entered

DRIVER = Path(__file__).parent / "lite_calls.py"
DAY = date(2025, 8, 12)
ENTRY = "from addin.lite.main import *\n"
"""The module that a user of xlwings Lite writes."""


def made_payload(folder: Path) -> dict[str, Any]:
    """Every sheet's values, and the names."""
    c = sample_class()
    faulty = c.changed(
        people=(c.people[0].changed(phone="123"), *c.people[1:]),
        project=c.project.changed(topic="另一个选题"),
        lectures=(c.lectures[0].changed(tax=None), *c.lectures[1:]),
    )
    path = folder / "班.xlsx"
    path.write_bytes(entered(faulty))
    sheets = [
        {"name": name, "values": [[sent(value) for value in row] for row in rows], "pictures": [], "tables": []}
        for name, rows in recalculated(path).items()
    ]
    book = {"name": "班.xlsx", "active_sheet_index": 0, "selection": "A1"}
    return {"client": "Office.js", "version": "dev", "book": book, "names": names_of(path), "sheets": sheets}


def sent(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def names_of(path: Path) -> list[dict[str, Any]]:
    from workbooks.ooxml.package import Package

    package = Package.open(path)
    titles = [sheet.title for sheet in package.sheets]
    found = []
    for name in package.names:
        sheet, _, area = name.refers_to.replace("$", "").partition("!")
        index = titles.index(sheet.strip("'")) if sheet.strip("'") in titles else 0
        found.append({
            "name": name.name, "sheet_index": index, "address": area, "scope_sheet_name": None, "scope_sheet_index": None,
            "book_scope": True,
        })  # fmt: skip
    return found


def called_here(payload: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What came of all calls in a Python like ours that has the wheel alone, unpacked in ``folder``."""
    with zipfile.ZipFile(io.BytesIO(built_wheel()[1])) as wheel:
        wheel.extractall(folder)
    (folder / "main.py").write_text(ENTRY, encoding="utf-8")
    (folder / "payload.json").write_text(json.dumps(payload, ensure_ascii=False), encoding="utf-8")
    environment = {
        **os.environ, "PYTHONPATH": str(folder), "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial",
        "GAOYAN_LEDGER": str(folder / "none"), "PYTHONSAFEPATH": "1",
    }  # fmt: skip
    command = [sys.executable, str(DRIVER), str(folder), DAY.isoformat()]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]
