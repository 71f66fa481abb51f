"""``gaoyan addin doctor``: everything the add-in needs, one line each."""

from __future__ import annotations

import plistlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from addin.installing import excel_settings, protection, python
from addin.installing.diagnose import DiagnosisLine, note, right, summary, wrong
from addin.installing.places import addin_path, check_platform, roaming, script_path, stated_interpreter
from addin.installing.python import AGAIN
from addin.installing.real import RealSystem
from addin.installing.system import MAC, System
from addin.xlam.build import build_xlam

OLDEST_MAC = 16
SLOW_START = 10
LONGEST_PROBLEM = 160
EXCEL_APP = "Microsoft Excel.app"


def diagnose(system: System, start: bool = True) -> list[DiagnosisLine]:
    """All lines for this system. ``start``: also start Python as a test. Errors: Unusable without Excel."""
    check_platform(system)
    found = list(on_mac(system) if system.platform == MAC else on_windows(system))
    return [*found, *(started(system) if start else ())]


def started(system: System) -> Iterator[DiagnosisLine]:
    """Whether the configured Python starts and answers; installed parts may be broken."""
    stated = stated_interpreter(system)
    if stated is None or not stated.is_file():
        return
    seconds, problem = system.server_start(stated)
    if problem:
        todo = "请运行 gaoyan addin install 重新安装；有安全软件的，把这个Python加入信任区后再运行 gaoyan addin doctor"
        yield wrong("启动Python", f"没有成功：{problem[:LONGEST_PROBLEM]}", todo)
    elif seconds > SLOW_START:
        yield note("启动Python", f"用了{seconds:.0f}秒", "第一次按按钮时请等待；有安全软件的，把这个Python加入信任区会快些")
    else:
        yield right("启动Python", f"{seconds:.1f}秒")


def on_windows(system: System) -> Iterator[DiagnosisLine]:
    line, bits = excel_settings.excel(system)
    yield line
    yield from excel_settings.wps(system)
    yield placed(system)
    yield excel_settings.mark(system)
    yield from excel_settings.trust(system)
    yield from python.lines(system)
    if bits:
        yield dll(system, bits)
    yield excel_settings.defender(system)
    yield from protection.lines(system)
    yield from excel_settings.one_drive(system)


def on_mac(system: System) -> Iterator[DiagnosisLine]:
    yield mac_excel(system)
    yield placed(system)
    yield excel_settings.mark(system)
    yield from python.lines(system)
    yield script(system)
    yield note(
        "自动化权限", "第一次按按钮时系统会询问是否允许控制Excel", "请选“好”；误选了，在系统设置—隐私与安全性—自动化中打开"
    )
    yield note(
        "数据访问", "系统可能询问“Microsoft Excel想要访问其他App的数据”", "请选“允许”；误选了，在系统设置—隐私与安全性中打开"
    )
    yield note("单元格函数", "Excel for Mac不支持GY_函数和实时核验", "请用“全部核验”按钮，或用xlwings Lite")


def placed(system: System) -> DiagnosisLine:
    """Whether the add-in is installed in this program's version."""
    path = addin_path(system)
    if not path.is_file():
        return wrong("加载项", f"不在 {path}", AGAIN)

    if path.read_bytes() != build_xlam():
        return wrong("加载项", "与本程序的版本不一致", f"{AGAIN}（先退出Excel）")
    return right("加载项", f"已放在 {path}")


def dll(system: System, bits: str) -> DiagnosisLine:
    """The DLL with Excel's bitness and xlwings' version, in one of the folders searched by the add-in."""
    name = f"xlwings{bits}-{system.xlwings}.dll"
    stated = stated_interpreter(system) or system.python
    folders = (stated.parent, stated.parent.parent, roaming(system) / "Python")
    if any((folder / name).is_file() for folder in folders):
        return right("xlwings DLL", name)
    others = sorted({found.name for folder in folders for found in folder.glob(f"xlwings{bits}-*.dll")})
    have = f"，只有{'、'.join(others)}" if others else ""
    return wrong(
        "xlwings DLL", f"没有 {name}{have}", f"请运行 {stated} -m pip install --force-reinstall xlwings=={system.xlwings}"
    )


def mac_excel(system: System) -> DiagnosisLine:
    path: Path = system.applications / EXCEL_APP / "Contents" / "Info.plist"
    try:
        version = str(plistlib.loads(path.read_bytes()).get("CFBundleShortVersionString", ""))
    except (OSError, plistlib.InvalidFileException, ValueError):
        return wrong("Excel", "没有找到 Microsoft Excel", "请安装Excel，或改用命令行")
    major = version.partition(".")[0]
    if not major.isdigit() or int(major) < OLDEST_MAC:
        return wrong("Excel", f"版本{version}太旧", "请升级到16或更新的版本")
    return right("Excel", version)


def script(system: System) -> DiagnosisLine:
    """The script by which Excel for Mac starts Python."""
    path = script_path(system)
    if path.is_file():
        return right("启动脚本", path.name)
    others = sorted(found.name for found in path.parent.glob("xlwings-*.applescript"))
    have = f"，只有{'、'.join(others)}" if others else ""
    return wrong("启动脚本", f"没有 {path.name}{have}", AGAIN)


def diagnosis(more: Iterable[DiagnosisLine] = (), system: System | None = None) -> str:
    """The diagnosis for a message box: problems first. ``more``: lines known only to the host.

    Python is not started: a button that asks proves that it runs.
    """
    return summary([*diagnose(system or RealSystem(), start=False), *more])
