"""Locations on a user's system: the add-in, its settings, Excel's folders."""

from __future__ import annotations

from pathlib import Path

from addin.installing.system import MAC, WINDOWS, System
from addin.xlam.build import FILE_NAME
from workbooks.files.errors import Unusable

OPTIONS_KEY = "HKCU\\Software\\Microsoft\\Office\\16.0\\Excel\\Options"
"""Excel lists here, as OPEN, OPEN1 …, the add-ins ticked in its dialog."""
INTERPRETER = {WINDOWS: "INTERPRETER_WIN", MAC: "INTERPRETER_MAC"}
OWN_FOLDER = ".gaoyan"
CONTAINER = Path("Library/Containers/com.microsoft.Excel/Data")
STARTUP = Path("Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel")
SCRIPTS = Path("Library/Application Scripts/com.microsoft.Excel")


def check_platform(system: System) -> None:
    """Errors: Unusable if there is no Excel for this system."""
    if system.platform not in INTERPRETER:
        raise Unusable("Excel 加载项", "只用于 Windows 和 Mac", "本系统请加 --host libreoffice（LibreOffice 扩展），或用命令行")


def addin_path(system: System) -> Path:
    """Excel opens and trusts every file in this folder at start-up."""
    if system.platform == MAC:
        return system.home / STARTUP / FILE_NAME
    return roaming(system) / "Microsoft" / "Excel" / "XLSTART" / FILE_NAME


def roaming(system: System) -> Path:
    return Path(system.environment.get("APPDATA") or system.home / "AppData" / "Roaming")


def settings_path(system: System) -> Path:
    """The file read by the add-in's VBA: lines "NAME","value"."""
    if system.platform == MAC:
        return system.home / CONTAINER / "gaoyan.conf"
    return Path(system.environment.get("USERPROFILE") or system.home) / OWN_FOLDER / "gaoyan.conf"


def script_path(system: System) -> Path:
    """The script by which Excel for Mac may start a program."""
    return system.home / SCRIPTS / f"xlwings-{system.xlwings}.applescript"


def settings_text(system: System) -> bytes:
    """The settings in VBA's encoding. Errors: Unusable for characters outside its code page."""
    path = settings_path(system)
    try:
        str(path).encode(system.encoding)
        # VBA's Input # ends a line at CR LF on both systems; it reads on past LF alone.
        return f'"{INTERPRETER[system.platform]}","{system.python}"\r\n'.encode(system.encoding)
    except UnicodeEncodeError as error:
        strange = error.object[error.start : error.end]
        raise Unusable(
            str(system.python), f"路径中的“{strange}”Excel无法读取", "请把Python装到路径只有字母和数字的文件夹，再装gaoyan"
        ) from None


def stated_interpreter(system: System) -> Path | None:
    """The interpreter in the settings, or None."""
    try:
        text = settings_path(system).read_text(system.encoding, errors="replace")
    except OSError:
        return None
    for line in text.splitlines():
        name, _, value = line.partition(",")
        if name.strip('"') == INTERPRETER[system.platform]:
            return Path(value.strip().strip('"'))
    return None
