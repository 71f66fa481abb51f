"""Types many cases into one open workbook in LibreOffice and says what its formulas find each time.

Run by the system's Python, which alone has ``uno``: ``python3 office_cases.py JOB.json RESULT.json``. The job names the book, the
program's profile, the areas to read, and the cases, each a list of (sheet, area, rows of values).
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

PATIENCE = 120.0
"""Seconds to wait for the program to start."""


def connected(pipe: str) -> Any:
    """The desktop of the program that listens at ``pipe``."""
    uno: Any = import_module("uno")
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def opened(desktop: Any, url: str) -> Any:
    """The book, without a window."""
    hidden: Any = import_module("uno").createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    return desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))


def answers(book: Any, job: Any) -> list[Any]:
    """What stands in the areas after each case. A call to the program takes longer than what it computes: each range is asked
    for once, and all areas of a sheet are read as one."""
    sheets = book.Sheets
    book.enableAutomaticCalculation(False)
    ranges: dict[tuple[str, str], Any] = {}

    def at(sheet: str, area: str) -> Any:
        if (sheet, area) not in ranges:
            ranges[sheet, area] = sheets.getByName(sheet).getCellRangeByName(area)
        return ranges[sheet, area]

    areas = [(sheet, at(sheet, area).RangeAddress) for sheet, area in job["areas"]]
    around = {sheet: around_all(sheets.getByName(sheet), [one for where, one in areas if where == sheet]) for sheet, _ in areas}
    corners = {sheet: whole.RangeAddress for sheet, whole in around.items()}
    found = []
    last: dict[str, Any] = {}
    for case in job["cases"]:
        for sheet, area, rows in case:
            if last.get(f"{sheet}!{area}") == rows:
                continue
            last[f"{sheet}!{area}"] = rows
            at(sheet, area).setDataArray(tuple(tuple("" if value is None else value for value in row) for row in rows))
        book.calculate()
        shown = {sheet: whole.getDataArray() for sheet, whole in around.items()}
        found.append([part(shown[sheet], corners[sheet], one) for sheet, one in areas])
    return found


def around_all(sheet: Any, areas: list[Any]) -> Any:
    """The smallest range of the sheet that holds all of them."""
    return sheet.getCellRangeByPosition(
        min(one.StartColumn for one in areas), min(one.StartRow for one in areas),
        max(one.EndColumn for one in areas), max(one.EndRow for one in areas),
    )  # fmt: skip


def part(rows: Any, whole: Any, one: Any) -> list[Any]:
    """The values of the area ``one``, of the ``rows`` of the area ``whole``, which holds it."""
    columns = slice(one.StartColumn - whole.StartColumn, one.EndColumn - whole.StartColumn + 1)
    return [row[columns] for row in rows[one.StartRow - whole.StartRow : one.EndRow - whole.StartRow + 1]]


def main() -> None:
    job_file, result_file = map(Path, sys.argv[1:3])
    job = json.loads(job_file.read_text(encoding="utf-8"))
    command = [
        "soffice", f"-env:UserInstallation={job['profile']}", "--headless", "--norestore", "--nologo",
        f"--accept=pipe,name={job['pipe']};urp;",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as office:
        try:
            desktop = connected(job["pipe"])
            book = opened(desktop, job["book"])
            result_file.write_text(json.dumps(answers(book, job)), encoding="utf-8")
            book.close(False)
            with contextlib.suppress(Exception):  # the program ends before it can answer
                desktop.terminate()
            office.wait(30)
        finally:
            if office.poll() is None:
                office.kill()


if __name__ == "__main__":
    main()
