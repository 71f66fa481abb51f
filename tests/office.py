"""LibreOffice for the tests: convert, recalculate, look.

Every process has a profile of its own, in which workbooks are always recalculated from scratch when they are loaded; so what a
formula gives here is what LibreOffice makes of it, never a stored value.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from python_calamine import CalamineWorkbook

Shown = str | int | float | bool | date | datetime | time | timedelta
Values = Mapping[str, list[list[Shown]]]
"""Sheet -> rows of values; row 0, column 0 is A1; an empty cell is ''."""

LOADING = "/org.openoffice.Office.Calc/Formula/Load"
ALWAYS = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>0</value></prop></item>'
SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    + "".join(ALWAYS.format(path=LOADING, name=name) for name in ("OOXMLRecalcMode", "ODFRecalcMode"))
    + "</oor:items>"
)
ON_ONE_THREAD = SETTINGS.replace(
    "</oor:items>",
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Calculation">'
    '<prop oor:name="UseThreadedCalculationForFormulaGroups" oor:op="fuse"><value>false</value></prop></item></oor:items>',
)
PDF, XLSX = "pdf", "xlsx"
FILTERS = {
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
}


@lru_cache(maxsize=2)
def profile(threads: bool = True) -> str:
    """The address of this process's LibreOffice profile; it is removed at the end. ``threads``: it computes on several."""
    folder = Path(tempfile.mkdtemp(prefix="gaoyan_office_"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(SETTINGS if threads else ON_ONE_THREAD, encoding="utf-8")
    return folder.as_uri()


def convert_all(paths: Sequence[Path], kind: str, out: Path, threads: bool = True) -> list[Path]:
    """Convert files with one start of LibreOffice; ``kind`` is pdf, xlsx or csv (one file a sheet). The files made."""
    out.mkdir(parents=True, exist_ok=True)
    before = {made: made.stat().st_mtime_ns for made in out.iterdir()}
    command = [
        "soffice", f"-env:UserInstallation={profile(threads)}", "--headless", "--norestore", "--nologo",
        "--convert-to", FILTERS.get(kind, kind), "--outdir", str(out), *map(str, paths),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    made = sorted(new for new in out.iterdir() if before.get(new) != new.stat().st_mtime_ns)
    if done.returncode or len(made) < len(paths):
        raise RuntimeError(f"soffice made {len(made)} of {len(paths)} files: {done.stdout}\n{done.stderr}")
    return made


def convert(path: Path, kind: str, out: Path) -> Path:
    """Convert one file; the file made (of csv, the first)."""
    made = convert_all([path], kind, out)
    return next((new for new in made if new.stem == path.stem), made[0])


def read_values(path: Path) -> Values:
    """The stored values of a workbook."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def recalculated_all(paths: Sequence[Path], threads: bool = True) -> list[Values]:
    """What LibreOffice computes for each workbook; the files must differ in name."""
    with tempfile.TemporaryDirectory(prefix="gaoyan_recalculated_") as folder:
        convert_all(paths, XLSX, Path(folder), threads)
        return [read_values(Path(folder) / f"{path.stem}.xlsx") for path in paths]


def recalculated(path: Path) -> Values:
    """What LibreOffice computes for one workbook."""
    return recalculated_all([path])[0]


def pictures(path: Path, out: Path, resolution: int = 70) -> list[Path]:
    """Each printed page of a workbook or PDF as a PNG, in order."""
    pdf = path if path.suffix == ".pdf" else convert(path, PDF, out)
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run(["pdftoppm", "-r", str(resolution), "-png", str(pdf), str(out / path.stem)], check=True, timeout=300)
    return sorted(out.glob(f"{path.stem}-*.png"))
