"""The interface of the installer to a system; all knowledge of the system passes through it, so that the logic can be tested
anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

WINDOWS, MAC = "win32", "darwin"
RegistryValue = str | int | bytes


class System(Protocol):
    """A user's system.

    Registry keys are written ``HKCU\\Software\\...``; without a registry it is empty.
    """

    @property
    def platform(self) -> str: ...

    @property
    def home(self) -> Path: ...

    @property
    def applications(self) -> Path:
        """The folder of applications, on a Mac."""
        ...

    @property
    def environment(self) -> Mapping[str, str]: ...

    @property
    def python(self) -> Path:
        """The interpreter in which gaoyan is installed."""
        ...

    @property
    def base_prefix(self) -> Path:
        """The base of this interpreter; for a virtual environment the Python that made it."""
        ...

    @property
    def build(self) -> str:
        """The platform of the build as in ``sysconfig``: win-amd64, win32, win-arm64, macosx-…"""
        ...

    @property
    def encoding(self) -> str:
        """The encoding in which VBA reads files and file names."""
        ...

    @property
    def xlwings(self) -> str:
        """The installed version of xlwings."""
        ...

    def xlwings_script(self) -> bytes:
        """xlwings' script for Excel for Mac."""
        ...

    def has_module(self, name: str) -> bool:
        """True if the interpreter can import the module."""
        ...

    def server_start(self, python: Path) -> tuple[float, str]:
        """Start and stop the server for Excel with that Python: (seconds, error or '')."""
        ...

    def registry(self, key: str) -> Mapping[str, RegistryValue]:
        """The values of a key; empty if it does not exist or may not be read."""
        ...

    def delete_value(self, key: str, name: str) -> None: ...

    def is_marked(self, path: Path) -> bool:
        """True if the file is marked as downloaded from the internet."""
        ...

    def unmark(self, path: Path) -> None: ...
