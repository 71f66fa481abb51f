"""Adds the extension to a user's LibreOffice, removes it, and finds the installed one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from addin.libreoffice.installing.extension import IDENTIFIER
from udfs.values.regex import regex
from workbooks.files.errors import Unusable

WHERE = "LibreOffice"
FILE_NAME = "gaoyan.oxt"
CACHE = Path("user/uno_packages/cache")
REGISTRY = CACHE / "registry/com.sun.star.comp.deployment.bundle.PackageRegistryBackend/backenddb.xml"
"""LibreOffice's list of a user's extensions. Folders of removed ones may stay until its next start."""
LISTED = regex(rf"/uno_packages/([^/]+)/{re.escape(FILE_NAME)}$")


def programs(name: str) -> Iterator[Path]:
    """Possible paths of a LibreOffice program: on PATH, beside ``soffice``, in the default folders of Windows and Mac."""
    if found := shutil.which(name):
        yield Path(found)
    folders = [Path(one).resolve().parent for one in (shutil.which("soffice"),) if one]
    folders += [Path("C:/Program Files/LibreOffice/program"), Path("/Applications/LibreOffice.app/Contents/MacOS")]
    for folder in folders:
        yield from (path for suffix in (".com", "") if (path := folder / f"{name}{suffix}").is_file())


def user_profile(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> Path:
    """The folder of the user's LibreOffice profile."""
    if system == "win32":
        return Path(environment.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "LibreOffice" / "4"
    if system == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice" / "4"


def deployed(profile: Path | None = None) -> Path | None:
    """The folder of the extension in the profile; None if not installed or disabled."""
    base = profile or user_profile()
    try:
        listed = ElementTree.parse(base / REGISTRY).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    for entry in listed:
        found = LISTED.search(entry.get("url", ""))
        if found and entry.get("revoked") != "true":
            return base / CACHE / "uno_packages" / found[1] / FILE_NAME
    return None


def add(file: Path, python: Path, program: Path | None = None) -> None:
    """Add the extension for this user. Errors: Unusable with manual instructions."""
    todo = f"在 LibreOffice 的“工具—扩展”里添加 {file}"
    run(("add", "--force", "--suppress-license", str(file)), ("add", str(file)), python, program, f"请{todo}")


def remove(python: Path, program: Path | None = None) -> None:
    """Remove the extension for this user. Errors: Unusable with manual instructions."""
    todo = "请在 LibreOffice 的“工具—扩展”里删除“高研项目”"
    run(("remove", IDENTIFIER), ("remove", IDENTIFIER), python, program, todo)


def run(command: Sequence[str], instead: Sequence[str], python: Path, program: Path | None, todo: str) -> None:
    """Run LibreOffice's program with ``command``; as root, which it refuses, ``instead`` through the extension manager."""
    if program is None and getattr(os, "geteuid", lambda: 1)() == 0:
        whole = [str(python), "-P", str(Path(__file__).with_name("managing.py")), *instead]
    else:
        found = program or next(programs("unopkg"), None)
        if found is None:
            raise Unusable(WHERE, "没有找到 unopkg", todo)
        whole = [str(found), *command]
    # LibreOffice opens no window for this.
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    done = subprocess.run(whole, env=environment, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        reason = complaint(done.stderr)[:120]
        raise Unusable(WHERE, f"没有接受扩展的改动（{reason}）", f"请关闭 LibreOffice 再试，或{todo.removeprefix('请')}")


def complaint(errors: str) -> str:
    """The most informative error line: the first one marked as an error, else the last."""
    lines = [line.strip() for line in errors.splitlines() if line.strip() and not line.startswith("Warning: ")]
    return next((line for line in lines if line.startswith("ERROR: ")), lines[-1] if lines else "unopkg")
