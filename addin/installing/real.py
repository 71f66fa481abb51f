"""The system this Python runs on. Not tested on Windows or a Mac; see docs/hosts-checklist.md."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from addin.installing.server_probe import last_line
from addin.installing.system import MAC, RegistryValue

QUARANTINE = "com.apple.quarantine"
ZONE = ":Zone.Identifier"
LONGEST_START = 20
"""Seconds."""


class RealSystem:
    """See ``System``."""

    platform = sys.platform
    applications = Path("/Applications")

    @property
    def home(self) -> Path:
        return Path.home()

    @property
    def environment(self) -> Mapping[str, str]:
        return os.environ

    @property
    def python(self) -> Path:
        # pythonw.exe has no streams; the DLL of xlwings hides the window of python.exe itself.
        return Path(sys.executable).with_name(Path(sys.executable).name.replace("pythonw", "python"))

    @property
    def base_prefix(self) -> Path:
        return Path(sys.base_prefix)

    @property
    def build(self) -> str:
        return sysconfig.get_platform()

    @property
    def encoding(self) -> str:
        # Excel for Windows uses the system's code page; Excel for Mac a legacy one that Python does not know.
        return "mbcs" if sys.platform == "win32" else "ascii"

    @property
    def xlwings(self) -> str:
        from importlib.metadata import version

        return version("xlwings")

    def xlwings_script(self) -> bytes:
        found = find_spec("xlwings")
        assert found is not None
        assert found.origin is not None
        return (Path(found.origin).parent / f"xlwings-{self.xlwings}.applescript").read_bytes()

    def has_module(self, name: str) -> bool:
        return find_spec(name) is not None

    def server_start(self, python: Path) -> tuple[float, str]:
        command = [str(python), "-B", "-P", "-X", "utf8", "-m", "addin.installing.server_probe"]
        begun = time.monotonic()
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST_START, check=False
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return time.monotonic() - begun, f"{LONGEST_START}秒内没有回应"
        except OSError as error:
            return 0.0, str(error)
        output = (done.stdout + b"\n" + done.stderr).decode("utf-8", errors="replace")
        why = last_line(done.stdout.decode("utf-8", errors="replace")) or last_line(output) or f"退出码{done.returncode}"
        return time.monotonic() - begun, why if done.returncode else ""

    def registry(self, key: str) -> Mapping[str, RegistryValue]:
        found: dict[str, RegistryValue] = {}
        if sys.platform == "win32":
            import winreg

            root, _, path = key.partition("\\")
            # A 32-bit Python would see another part of the registry.
            access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            with contextlib.suppress(OSError), winreg.OpenKey(getattr(winreg, ROOTS[root]), path, 0, access) as opened:
                for at in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, at)
                    found[name] = value
        return found

    def delete_value(self, key: str, name: str) -> None:
        if sys.platform == "win32":
            import winreg

            root, _, path = key.partition("\\")
            with (
                contextlib.suppress(OSError),
                winreg.OpenKey(getattr(winreg, ROOTS[root]), path, 0, winreg.KEY_SET_VALUE) as opened,
            ):
                winreg.DeleteValue(opened, name)

    def is_marked(self, path: Path) -> bool:
        if sys.platform == MAC:
            done = subprocess.run(["/usr/bin/xattr", str(path)], capture_output=True, text=True, check=False)
            return QUARANTINE in done.stdout
        try:
            return "ZoneId=" in Path(f"{path}{ZONE}").read_text(errors="replace")
        except OSError:
            return False

    def unmark(self, path: Path) -> None:
        if sys.platform == MAC:
            subprocess.run(["/usr/bin/xattr", "-d", QUARANTINE, str(path)], capture_output=True, check=False)
            return
        with contextlib.suppress(OSError):
            Path(f"{path}{ZONE}").unlink()


ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE", "HKCR": "HKEY_CLASSES_ROOT"}
