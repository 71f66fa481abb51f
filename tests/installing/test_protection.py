"""The doctor starts Python really, and names what on Windows may keep it from starting."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from addin.installing import real
from addin.installing.doctor import diagnose, diagnosis
from addin.installing.excel_settings import EXCEL_PROGRAM
from addin.installing.install import install
from addin.installing.protection import SMART_SCREEN, SOFTWARE, WATCHERS
from addin.installing.real import RealSystem
from addin.portable.setup import steps
from addin.xlam.build import build_xlam
from tests.installing.made_up_system import MadeUpSystem, mac, windows

STORE = "C:\\Program Files\\WindowsApps\\Microsoft.Office.Desktop.Excel_16051\\Office16\\EXCEL.EXE"


def installed(folder: Path) -> MadeUpSystem:
    system = windows(folder)
    install(system, build_xlam())
    return system


def line_about(system: MadeUpSystem, topic: str) -> str:
    return "\n".join(str(line) for line in diagnose(system) if line.topic == topic)


def fake(folder: Path, script: str) -> Path:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_python_of_the_settings_is_started_and_its_seconds_are_reported(tmp_path: Path) -> None:
    system = installed(tmp_path)
    assert line_about(system, "启动Python") == "✓ 启动Python：1.5秒"
    system.start = (14.2, "")
    assert line_about(system, "启动Python").startswith("！ 启动Python：用了14秒")
    system.start = (0.3, "ImportError: DLL load failed while importing pythoncom")
    line = line_about(system, "启动Python")
    assert line.startswith("✗ 启动Python：没有成功：ImportError: DLL load failed while importing pythoncom")
    assert "gaoyan addin install" in line
    assert "启动Python" not in diagnosis(system=system)


def test_a_python_that_starts_is_found_to_start() -> None:
    seconds, problem = RealSystem().server_start(Path(sys.executable))
    assert problem == ""
    assert 0 < seconds <= real.LONGEST_START


@pytest.mark.parametrize(
    ("script", "stated"),
    [
        (
            "echo Traceback >&2; echo 'ModuleNotFoundError: No module named x' >&2; exit 1",
            "ModuleNotFoundError: No module named x",
        ),
        ("echo 'it is broken'; exit 1", "it is broken"),
        ("exit 7", "退出码7"),
        ("sleep 5", "1秒内没有回应"),
    ],
)
def test_one_that_does_not_is_reported_by_its_last_line(
    script: str, stated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(real, "LONGEST_START", 1)
    assert RealSystem().server_start(fake(tmp_path, f"exec 9>&-; {script}"))[1] == stated
    assert "No such file" in RealSystem().server_start(tmp_path / "none")[1]


def test_office_of_the_store_is_reported_by_doctor_and_install(tmp_path: Path) -> None:
    system = windows(tmp_path)
    system.keys[EXCEL_PROGRAM[0]] = {"": STORE}
    done = install(system, build_xlam())
    assert "微软商店版" in done[-1]
    line = line_about(system, "Excel")
    assert line.startswith("✗ Excel：是微软商店版的Office")
    assert "office.com" in line


@pytest.mark.parametrize("name", WATCHERS)
def test_security_software_is_named_with_what_to_allow(name: str, tmp_path: Path) -> None:
    system = installed(tmp_path)
    assert line_about(system, "安全软件") == ""
    system.keys[SOFTWARE[1].format(WATCHERS[name][0])] = {"Path": "C:\\x"}
    line = line_about(system, "安全软件")
    assert line.startswith(f"！ 安全软件：装有{name}，")
    assert str(system.python) in line
    assert "gaoyan.xlam" in line


def test_smart_screen_and_a_folder_on_a_server_are_reported(tmp_path: Path) -> None:
    system = installed(tmp_path)
    assert line_about(system, "SmartScreen") == line_about(system, "用户数据") == ""
    system.keys[SMART_SCREEN] = {"EnableSmartScreen": 1, "ShellSmartScreenLevel": "Block"}
    assert "安装.cmd" in line_about(system, "SmartScreen")
    system.environment["APPDATA"] = "\\\\server\\profiles\\zhang\\AppData\\Roaming"
    assert "允许网络上的受信任位置" in line_about(system, "用户数据")


def test_a_mac_asks_about_the_data_of_others(tmp_path: Path) -> None:
    system = mac(tmp_path)
    install(system, build_xlam())
    assert "允许" in line_about(system, "数据访问")


def test_settings_of_pip_change_nothing_in_the_portable_folder(tmp_path: Path) -> None:
    (pip,) = (command for what, command in steps(tmp_path, tmp_path, "python") if what == "安装组件")
    assert pip[pip.index("pip") + 1] == "--isolated"
