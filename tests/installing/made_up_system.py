"""A made-up user's system for the installer: a home under a temporary folder, a registry in memory."""

from __future__ import annotations

import plistlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from addin.installing.excel_settings import CLICK_TO_RUN, EXCEL_PROGRAM
from addin.installing.system import MAC, WINDOWS, RegistryValue

XLWINGS = "0.37.8"
EXCEL_EXE = "C:\\Program Files\\Microsoft Office\\Root\\Office16\\EXCEL.EXE"


@dataclass
class MadeUpSystem:
    """See ``System``. ``marked``: the files that carry the mark of the internet."""

    platform: str
    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    keys: dict[str, dict[str, RegistryValue]] = field(default_factory=dict)
    marked: set[Path] = field(default_factory=set)
    modules: set[str] = field(default_factory=lambda: {"win32com", "appscript"})
    xlwings: str = XLWINGS
    build: str = "win-amd64"
    made_by: str = "Python313"
    encoding: str = "utf-8"
    start: tuple[float, str] = (1.5, "")
    """Seconds that the server takes to start, and what goes wrong."""

    @property
    def applications(self) -> Path:
        return self.home / "Applications"

    @property
    def python(self) -> Path:
        return self.home / "venv" / "Scripts" / "python.exe"

    @property
    def base_prefix(self) -> Path:
        return self.home / self.made_by

    def xlwings_script(self) -> bytes:
        return b"on VbaHandler(ParameterString)\nend VbaHandler\n"

    def has_module(self, name: str) -> bool:
        return name in self.modules

    def server_start(self, python: Path) -> tuple[float, str]:
        assert python.is_file()
        return self.start

    def registry(self, key: str) -> Mapping[str, RegistryValue]:
        return self.keys.get(key, {})

    def delete_value(self, key: str, name: str) -> None:
        del self.keys[key][name]

    def is_marked(self, path: Path) -> bool:
        return path in self.marked

    def unmark(self, path: Path) -> None:
        self.marked.discard(path)


def with_python(system: MadeUpSystem) -> MadeUpSystem:
    system.python.parent.mkdir(parents=True)
    system.python.touch()
    return system


def windows(folder: Path) -> MadeUpSystem:
    """Windows with a 64-bit Excel, a virtual environment and the DLLs of xlwings beside it."""
    home = folder / "张三"
    roaming = home / "AppData" / "Roaming"
    roaming.mkdir(parents=True)
    system = MadeUpSystem(WINDOWS, home, {"APPDATA": str(roaming), "USERPROFILE": str(home)})
    system.keys[CLICK_TO_RUN] = {"VersionToReport": "16.0.17328.20162", "Platform": "x64"}
    system.keys[EXCEL_PROGRAM[0]] = {"": EXCEL_EXE}
    with_python(system)
    for bits in ("64", "32"):
        (home / "venv" / f"xlwings{bits}-{XLWINGS}.dll").touch()
    return system


def mac(folder: Path) -> MadeUpSystem:
    """A Mac with Excel 16."""
    system = MadeUpSystem(MAC, folder / "zhang")
    contents = system.applications / "Microsoft Excel.app" / "Contents"
    contents.mkdir(parents=True)
    (contents / "Info.plist").write_bytes(plistlib.dumps({"CFBundleShortVersionString": "16.89"}))
    return with_python(system)
