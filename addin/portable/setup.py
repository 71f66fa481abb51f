"""The offline installer run by install.cmd (as install.py) with the machine's Python and the standard library only.

Checks Python and folder, creates a virtual environment, installs the wheels and the add-in.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

SUMS = "SHA256SUMS"
WANTED = (3, 13)
GET_PYTHON = "请从python.org安装64位（x64）的Python 3.13，或把它的安装程序python-3.13.x-amd64.exe放进本文件夹，再双击“安装.cmd”"
PLAIN = ("-I", "-X", "utf8")
"""Ignore the user's variables and packages; write UTF-8 whatever the code page."""
ExitCodeRunner = Callable[[Sequence[str]], int]


def problem(platform: str, build: str, version: tuple[int, int], base: str) -> str:
    """Why this Python is unsuitable; '' if it is suitable."""
    if platform != "win32":
        return "本程序只用于Windows"
    if "windowsapps" in base.lower() or "pythonsoftwarefoundation." in base.lower():
        return f"这是微软商店的Python，装好后Excel看不到加载项。{GET_PYTHON}"
    if build != "win-amd64" or version != WANTED:
        return f"这是Python {version[0]}.{version[1]}（{build}），组件不是为它准备的。{GET_PYTHON}"
    return ""


def damaged(folder: Path) -> list[str]:
    """The files that are missing or differ from their hashes, after an interrupted copy or without unpacking."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except OSError:
        return [SUMS]
    found = []
    for line in lines:
        digest, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != digest:
            found.append(name)
    return found


def steps(folder: Path, environment: Path, python: str) -> list[tuple[str, list[str]]]:
    """(description, command) of each step, in order."""
    inside = str(environment / "Scripts" / "python.exe")
    pip = [
        inside,
        *PLAIN,
        "-m",
        "pip",
        "--isolated",
        "install",
        "--no-index",
        "--find-links",
        str(folder / "wheels"),
        "--require-hashes",
    ]
    quiet = ["--disable-pip-version-check", "--no-input", "--no-warn-script-location", "-q"]
    return [
        ("准备运行环境", [python, *PLAIN, "-m", "venv", "--clear", str(environment)]),
        ("安装组件", [*pip, *quiet, "-r", str(folder / "requirements.txt")]),
        ("安装加载项", [inside, *PLAIN, "-m", "addin", "addin", "install"]),
    ]


def install(folder: Path, environment: Path, python: str, run: ExitCodeRunner, say: Callable[[str], None]) -> int:
    """Run all steps. Returns 0, or 2 at the first failure."""
    if broken := damaged(folder):
        say(f"文件不完整或被改动：{'、'.join(broken[:5])}。请把整个文件夹重新拷贝一份再试")
        return 2
    for what, command in steps(folder, environment, python):
        say(f"{what}……")
        if run(command):
            say(f"{what}没有成功。请先退出Excel，再双击“安装.cmd”；仍不行，请把以上内容发给技术人员")
            return 2
    run([str(environment / "Scripts" / "python.exe"), *PLAIN, "-m", "addin", "addin", "doctor"])
    say("安装完成。请打开Excel，看“高研项目”选项卡；上面有✗的，请按提示处理")
    return 0


def main() -> int:
    if trouble := problem(sys.platform, sysconfig.get_platform(), sys.version_info[:2], f"{sys.base_prefix} {sys.executable}"):
        say(trouble)
        return 2
    local = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    environment = Path(local) / "gaoyan" / "python"
    return install(Path(__file__).resolve().parent, environment, sys.executable, subprocess.call, say)


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
