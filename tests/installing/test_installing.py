"""Installing, taking away and diagnosing on made-up systems. Nothing here has run on Windows or a Mac."""

from __future__ import annotations

import os
import plistlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from addin.installing import excel_settings as settings
from addin.installing.doctor import diagnose, diagnosis
from addin.installing.install import install, uninstall
from addin.installing.places import OPTIONS_KEY, OWN_FOLDER, addin_path, script_path, settings_path, stated_interpreter
from addin.xlam.build import build_xlam
from tests.installing.made_up_system import EXCEL_EXE, XLWINGS, MadeUpSystem, mac, windows
from workbooks.files.errors import Unusable

SYSTEMS = (windows, mac)
EXCEL = {settings.EXCEL_PROGRAM[0]: {"": EXCEL_EXE}}
VISIO: dict[str, str | int | bytes] = {"VersionToReport": "16.0.1", "Platform": "x64", "ProductReleaseIds": "VisioProRetail"}
Make = Callable[[Path], MadeUpSystem]


def states(system: MadeUpSystem) -> dict[str, list[str]]:
    """Topic -> the states of its lines."""
    found: dict[str, list[str]] = {}
    for line in diagnose(system):
        found.setdefault(line.topic, []).append(line.state)
    return found


def line_about(system: MadeUpSystem, topic: str) -> str:
    return "\n".join(str(line) for line in diagnose(system) if line.topic == topic and line.state != "right")


@pytest.mark.parametrize("make", SYSTEMS)
def test_after_installing_nothing_is_wrong(make: Make, tmp_path: Path) -> None:
    system = make(tmp_path)
    done = install(system, build_xlam())
    assert all("已" in line for line in done)
    assert [str(line) for line in diagnose(system) if line.state == "wrong"] == []
    assert addin_path(system).read_bytes() == build_xlam()
    assert stated_interpreter(system) == system.python


@pytest.mark.parametrize("make", SYSTEMS)
def test_installing_twice_is_the_same_and_uninstalling_leaves_nothing(make: Make, tmp_path: Path) -> None:
    system = make(tmp_path)
    before = {path for path in system.home.rglob("*") if path.is_file()}
    install(system, b"old")
    install(system, build_xlam())
    assert states(system)["加载项"] == ["right"]
    assert len(uninstall(system)) == (3 if make is mac else 2)
    assert {path for path in system.home.rglob("*") if path.is_file()} == before
    assert not (system.home / OWN_FOLDER).exists()
    assert uninstall(system) == []


def test_what_else_stands_in_the_folder_of_the_settings_stays(tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, b"xlam")
    other = settings_path(system).with_name("笔记.txt")
    other.touch()
    uninstall(system)
    assert other.exists()


@pytest.mark.parametrize("make", SYSTEMS)
def test_before_installing_it_says_to_install(make: Make, tmp_path: Path) -> None:
    system = make(tmp_path)
    assert "gaoyan addin install" in line_about(system, "加载项")
    assert "gaoyan addin install" in line_about(system, "设置")


def test_the_settings_are_as_the_vba_reads_them(tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, b"xlam")
    assert settings_path(system) == system.home / ".gaoyan" / "gaoyan.conf"
    assert settings_path(system).read_bytes() == f'"INTERPRETER_WIN","{system.python}"\r\n'.encode()
    assert addin_path(system).parent.name == "XLSTART"


def test_a_path_that_excel_cannot_read_is_refused_before_anything_is_placed(tmp_path: Path) -> None:
    system = windows(tmp_path)
    system.encoding = "gbk"
    install(system, b"xlam")
    assert str(system.home) in settings_path(system).read_text("gbk")
    assert stated_interpreter(system) == system.python
    uninstall(system)
    before = sorted(system.home.rglob("*"))
    system.encoding = "cp1252"
    with pytest.raises(Unusable, match="路径中的“张三”Excel无法读取"):
        install(system, b"xlam")
    assert sorted(system.home.rglob("*")) == before


def test_excel_for_mac_gets_its_script(tmp_path: Path) -> None:
    system = mac(tmp_path)
    install(system, b"xlam")
    assert script_path(system).read_bytes() == system.xlwings_script()
    assert "com.microsoft.Excel/Data" in settings_path(system).as_posix()
    script_path(system).rename(script_path(system).with_name("xlwings-0.30.0.applescript"))
    assert "只有xlwings-0.30.0.applescript" in line_about(system, "启动脚本")


def test_an_add_in_ticked_in_excels_dialog_is_not_loaded_twice(tmp_path: Path) -> None:
    system = windows(tmp_path)
    others = {"OPEN": '"C:\\其他.xlam"', "OPEN2": '/R "C:\\a\\gaoyan.xlam"', "Font": "gaoyan.xlam"}
    system.keys[OPTIONS_KEY] = dict(others)
    assert any("OPEN2" in line for line in install(system, b"xlam"))
    assert system.keys[OPTIONS_KEY] == {name: value for name, value in others.items() if name != "OPEN2"}


@pytest.mark.parametrize("make", SYSTEMS)
def test_the_mark_of_the_internet_is_reported_and_taken_off_by_installing(make: Make, tmp_path: Path) -> None:
    system = make(tmp_path)
    install(system, build_xlam())
    system.marked.add(addin_path(system))
    assert "来自网络" in line_about(system, "下载标记")
    install(system, build_xlam())
    assert line_about(system, "下载标记") == ""


def test_an_add_in_of_another_version_is_reported(tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, b"an older one")
    assert "版本不一致" in line_about(system, "加载项")


@pytest.mark.parametrize(
    ("key", "name", "value", "topic", "word"),
    [
        (settings.SECURITY_KEYS[0], "DisableAllAddins", 1, "信任设置", "禁用所有加载项"),
        (settings.SECURITY_KEYS[2], "disablealladdins", 1, "信任设置", "禁用所有加载项"),
        (settings.LOCATIONS_KEYS[0], "AllLocationsDisabled", 1, "信任设置", "受信任位置"),
        (settings.DISABLED_KEY, "4F0A", "\0\0C:\\x\\GAOYAN.xlam\0".encode("utf-16-le"), "信任设置", "被Excel禁用"),
        (settings.GUARD_KEYS[0], settings.NO_CHILD_PROCESSES.upper(), "1", "Defender", "禁止Office启动其他程序"),
        (settings.GUARD_KEYS[1], settings.NO_CHILD_PROCESSES, 1, "Defender", "禁止Office启动其他程序"),
        (settings.GUARD_KEYS[0], settings.NO_CHILD_PROCESSES, "6", "Defender", "警告"),
        (settings.GUARD_KEYS[1], settings.NO_CALLS_OF_WINDOWS, 1, "Defender", "禁止Office宏调用Windows接口"),
        (settings.GUARD_POLICY, "ASRRules", f"x=2|{settings.NO_CHILD_PROCESSES}=1", "Defender", "禁止Office启动其他程序"),
        (settings.GUARD_POLICY, "ASRRules", f"{settings.NO_CALLS_OF_WINDOWS.upper()}=6", "Defender", "禁止Office宏调用"),
        (settings.SECURITY_KEYS[0], "RequireAddinSig", 1, "信任设置", "受信任的签名"),
        (settings.XLSX_CHOICE, "ProgId", "ET.Xlsx.6", "默认程序", "WPS"),
    ],
)  # fmt: skip
def test_a_setting_that_is_in_the_way_is_reported(key: str, name: str, value: int, topic: str, word: str, tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    assert line_about(system, topic) == ""
    system.keys.setdefault(key, {})[name] = value
    assert word in line_about(system, topic)


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        (settings.SECURITY_KEYS[0], "DisableAllAddins", 0), (settings.LOCATIONS_KEYS[0], "AllLocationsDisabled", 0),
        (settings.DISABLED_KEY, "4F0A", b"o\0t\0h\0e\0r\0"), (settings.GUARD_KEYS[0], settings.NO_CHILD_PROCESSES, "0"),
        (settings.GUARD_KEYS[0], settings.NO_CHILD_PROCESSES, "2"), (settings.GUARD_KEYS[0], settings.NO_CALLS_OF_WINDOWS, "0"),
        (settings.GUARD_POLICY, "ASRRules", f"{settings.NO_CHILD_PROCESSES}=2"),
        (settings.XLSX_CHOICE, "ProgId", "Excel.Sheet.12"),
    ],
)  # fmt: skip
def test_a_setting_that_is_not_in_the_way_is_not_reported(key: str, name: str, value: int, tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    system.keys.setdefault(key, {})[name] = value
    assert [line for line in diagnose(system) if line.state != "right"] == []


def test_both_kinds_of_macros_off_are_distinguished(tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    system.keys[settings.LOCATIONS_KEYS[0]] = {"AllLocationsDisabled": 1}
    system.keys[settings.SECURITY_KEYS[0]] = {"VBAWarnings": settings.ALL_MACROS_OFF}
    assert "管理员" in line_about(system, "信任设置")


@pytest.mark.parametrize(
    ("keys", "state", "word"),
    [
        ({**EXCEL, settings.CLICK_TO_RUN: {"VersionToReport": "16.0.1", "Platform": "x86"}}, "right", "32位"),
        ({**EXCEL, settings.CLICK_TO_RUN: {"VersionToReport": "16.0.1", "Platform": "ARM64"}}, "right", "64位，ARM"),
        ({settings.CLICK_TO_RUN: VISIO}, "wrong", "没有安装，只有 visioproretail"),
        ({settings.CLICK_TO_RUN: VISIO, settings.EXCEL_PROGRAM[0]: {"": "C:\\Office15\\EXCEL.EXE"}}, "wrong", "visioproretail"),
        ({settings.CLICK_TO_RUN: VISIO, settings.EXCEL_PROGRAM[1]: {"": EXCEL_EXE}}, "right", "64位"),
        ({settings.INSTALLED: {"Path": "C:\\Office16"}}, "right", "64位"),
        ({settings.INSTALLED_32: {"Path": "C:\\Office16"}}, "right", "32位"),
        ({settings.WPS_KEYS[0]: {"InstallRoot": "C:\\WPS"}}, "wrong", "只有WPS"),
        ({}, "wrong", "没有找到Excel"),
    ],
)  # fmt: skip
def test_excel_its_bitness_and_wps_in_its_place(
    keys: dict[str, dict[str, str | int | bytes]], state: str, word: str, tmp_path: Path
) -> None:
    system = windows(tmp_path)
    system.keys = keys
    line = next(line for line in diagnose(system) if line.topic == "Excel")
    assert (line.state, word in str(line)) == (state, True)


@pytest.mark.parametrize("bits", ["64", "32"])
def test_the_dll_is_of_excels_bitness_and_of_the_version_of_xlwings(bits: str, tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    system.keys[settings.CLICK_TO_RUN]["Platform"] = {"64": "x64", "32": "x86"}[bits]
    dll = system.home / "venv" / f"xlwings{bits}-{XLWINGS}.dll"
    assert states(system)["xlwings DLL"] == ["right"]
    dll.rename(dll.with_name(f"xlwings{bits}-0.30.0.dll"))
    assert f"没有 {dll.name}，只有xlwings{bits}-0.30.0.dll" in line_about(system, "xlwings DLL")
    assert f"xlwings=={XLWINGS}" in line_about(system, "xlwings DLL")


def test_the_dll_is_found_where_pip_puts_it_for_one_user(tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    dll = system.home / "venv" / f"xlwings64-{XLWINGS}.dll"
    folder = Path(system.environment["APPDATA"]) / "Python"
    folder.mkdir()
    dll.rename(folder / dll.name)
    assert states(system)["xlwings DLL"] == ["right"]


def test_the_interpreter_must_be_there_and_be_ours(tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    other = system.home / "other" / "python.exe"
    settings_path(system).write_text(f'"INTERPRETER_WIN","{other}"\n', "utf-8")
    assert "不存在" in line_about(system, "设置")
    other.parent.mkdir()
    other.touch()
    assert "另一个Python" in line_about(system, "设置")
    store = system.home / "WindowsApps" / "python.exe"
    store.parent.mkdir()
    store.touch()
    settings_path(system).write_text(f'"INTERPRETER_WIN","{store}"\n', "utf-8")
    assert "微软商店" in line_about(system, "Python")


STORE = "Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.13_3.13.2544.0_x64__qbz5n2kfra8p0"


def test_a_python_of_the_store_is_refused_before_anything_is_placed_and_reported_by_the_doctor(tmp_path: Path) -> None:
    """Its virtual environments stand anywhere; only where they come from tells."""
    system = windows(tmp_path)
    before = sorted(system.home.rglob("*"))
    system.made_by = STORE
    with pytest.raises(Unusable, match="微软商店") as refused:
        install(system, b"xlam")
    assert "python.org" in str(refused.value)
    assert sorted(system.home.rglob("*")) == before
    system.made_by = "Python313"
    install(system, build_xlam())
    assert line_about(system, "Python") == ""
    system.made_by = STORE
    assert "微软商店" in line_about(system, "Python")
    assert len(uninstall(system)) == 2


def test_a_python_of_the_store_behind_another_environment_in_the_settings_is_reported(tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    other = system.home / "env" / "Scripts" / "python.exe"
    other.parent.mkdir(parents=True)
    other.touch()
    settings_path(system).write_text(f'"INTERPRETER_WIN","{other}"\n', "utf-8")
    (system.home / "env" / "pyvenv.cfg").write_text("home = C:\\Python313\nversion = 3.13\n", "utf-8")
    assert "另一个Python" in line_about(system, "设置")
    assert line_about(system, "Python") == ""
    (system.home / "env" / "pyvenv.cfg").write_text(f"version = 3.13\nhome = C:/{STORE}\n", "utf-8")
    assert "微软商店" in line_about(system, "Python")


@pytest.mark.parametrize(("build", "word"), [("win32", "32位的"), ("win-arm64", "ARM的"), ("mingw_x86_64", "mingw_x86_64的")])
def test_a_python_without_wheels_is_refused_and_reported(build: str, word: str, tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    system.build = build
    with pytest.raises(Unusable, match=f"是{word}Python"):
        install(system, b"xlam")
    line = line_about(system, "Python")
    assert f"是{word}版本" in line
    assert "64位（x64）" in line
    assert addin_path(system).read_bytes() == build_xlam()


@pytest.mark.parametrize("make", SYSTEMS)
def test_a_python_of_conda_is_reported_for_excel_does_not_activate_it(make: Make, tmp_path: Path) -> None:
    system = make(tmp_path)
    install(system, build_xlam())
    assert line_about(system, "Python") == ""
    (system.base_prefix / "conda-meta").mkdir(parents=True)
    assert "Conda" in line_about(system, "Python")
    assert "wrong" not in states(system)["Python"]


def test_the_build_of_a_mac_is_not_asked(tmp_path: Path) -> None:
    system = mac(tmp_path)
    system.build = "macosx-11.0-arm64"
    install(system, build_xlam())
    assert line_about(system, "Python") == ""


@pytest.mark.parametrize(("make", "module", "package"), [(windows, "win32com", "pywin32"), (mac, "appscript", "appscript")])
def test_what_python_needs_to_talk_to_excel(make: Make, module: str, package: str, tmp_path: Path) -> None:
    system = make(tmp_path)
    install(system, build_xlam())
    system.modules.discard(module)
    assert f"缺少{package}" in line_about(system, "Python组件")


@pytest.mark.parametrize(
    ("folder", "state", "word"),
    [("venv", "wrong", "Python装在OneDrive"), ("AppData", "wrong", "用户数据文件夹"), ("OneDrive", "note", "撤销记录")],
)
def test_one_drive(folder: str, state: str, word: str, tmp_path: Path) -> None:
    system = windows(tmp_path)
    install(system, build_xlam())
    assert "OneDrive" not in states(system)
    system.environment["OneDriveCommercial"] = str(system.home / folder)
    assert states(system)["OneDrive"] == [state]
    assert word in line_about(system, "OneDrive")


@pytest.mark.parametrize(("version", "state"), [("16.0", "right"), ("15.41", "wrong"), ("", "wrong")])
def test_the_version_of_excel_for_mac(version: str, state: str, tmp_path: Path) -> None:
    system = mac(tmp_path)
    path = system.applications / "Microsoft Excel.app" / "Contents" / "Info.plist"
    path.write_bytes(plistlib.dumps({"CFBundleShortVersionString": version}))
    assert states(system)["Excel"] == [state]


@pytest.mark.parametrize("content", [b"", b"no plist", None])
def test_a_mac_without_a_readable_excel(content: bytes | None, tmp_path: Path) -> None:
    system = mac(tmp_path)
    path = system.applications / "Microsoft Excel.app" / "Contents" / "Info.plist"
    path.unlink() if content is None else path.write_bytes(content)
    assert states(system)["Excel"] == ["wrong"]


def test_every_wrong_line_says_what_to_do_in_one_line(tmp_path: Path) -> None:
    system = windows(tmp_path)
    system.modules.clear()
    system.keys[settings.GUARD_KEYS[0]] = {settings.NO_CHILD_PROCESSES: "1"}
    wrong = [line for line in diagnose(system) if line.state == "wrong"]
    assert len(wrong) >= 3
    assert all(line.todo and "\n" not in str(line) and str(line).startswith("✗") for line in wrong)


def test_the_diagnosis_of_the_button_tells_the_faults_first(tmp_path: Path) -> None:
    system = windows(tmp_path)
    lines = diagnosis(system=system).splitlines()
    assert lines[0].startswith("✗ 加载项")
    assert lines[-1].startswith("正常：Excel")


def test_no_other_system_pretends(tmp_path: Path) -> None:
    system = MadeUpSystem("linux", tmp_path)
    for act in (partial(install, system, b""), partial(uninstall, system), partial(diagnose, system)):
        with pytest.raises(Unusable, match="只用于 Windows 和 Mac"):
            act()
    assert os.listdir(tmp_path) == []


def test_a_file_that_cannot_be_deleted_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = windows(tmp_path)
    install(system, b"xlam")

    def held(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(Unusable, match="请先退出 Excel"):
        uninstall(system)
