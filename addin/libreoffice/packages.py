"""Locates the libraries that the extension needs and does not contain.

``gaoyan addin install --host libreoffice`` installs them into a folder of the user and writes the folder into the settings
file. Standard library only: this runs before anything else can be imported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER, FILE = "gaoyan", "libreoffice-packages.txt"
HOW = "请运行 gaoyan addin install --host libreoffice，然后重新打开 LibreOffice"


def settings_file(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> Path:
    """The file in the user's settings that names the folder."""
    if system == "win32":
        home = Path(environment.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif system == "darwin":
        home = Path.home() / "Library" / "Application Support"
    else:
        home = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return home / FOLDER / FILE


def named_folder(settings: Path) -> str | None:
    """The folder named by the settings; None if there is none."""
    try:
        named = settings.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return named if named and os.path.isdir(named) else None


def add_packages() -> None:
    """Put the folder first in this process's import path, since its versions were tested together."""
    folder = named_folder(settings_file())
    if folder and folder not in sys.path:
        sys.path.insert(0, folder)


def missing(error: ImportError) -> str:
    """The message for a missing library."""
    return f"缺少 Python 库 {error.name or ''}：{HOW}"
