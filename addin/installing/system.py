"""What the installer asks of a system. Everything it knows comes through here, so that its logic runs anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

WINDOWS, MAC = "win32", "darwin"
RegistryValue = str | int | bytes


class System(Protocol):
    """A user's system.

    Registry keys are written ``HKCU\\Software\\...``; where there is no registry it is empty.
    """

    @property
    def platform(self) -> str: ...

    @property
    def home(self) -> Path: ...

    @property
    def applications(self) -> Path:
        """The folder of the programs, on a Mac."""
        ...

    @property
    def environment(self) -> Mapping[str, str]: ...

    @property
    def python(self) -> Path:
        """The interpreter that has gaoyan installed."""
        ...

    @property
    def base_prefix(self) -> Path:
        """Where this interpreter comes from: of a virtual environment, the Python that made it."""
        ...

    @property
    def build(self) -> str:
        """For what it was built, as ``sysconfig`` says it: win-amd64, win32, win-arm64, macosx-…"""
        ...

    @property
    def encoding(self) -> str:
        """The encoding in which VBA reads a file, and in which it knows the names of files."""
        ...

    @property
    def xlwings(self) -> str:
        """The version of xlwings in it."""
        ...

    def xlwings_script(self) -> bytes:
        """xlwings' script for Excel for Mac."""
        ...

    def has_module(self, name: str) -> bool:
        """True if the interpreter can import it."""
        ...

    def server_start(self, python: Path) -> tuple[float, str]:
        """Start the server for Excel with that Python and stop it: (seconds it took, what went wrong, or '')."""
        ...

    def registry(self, key: str) -> Mapping[str, RegistryValue]:
        """The values of a key; empty if there is no such key or it may not be read."""
        ...

    def delete_value(self, key: str, name: str) -> None: ...

    def is_marked(self, path: Path) -> bool:
        """True if the file carries the mark of something from the internet."""
        ...

    def unmark(self, path: Path) -> None: ...
