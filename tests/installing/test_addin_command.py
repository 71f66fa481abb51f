"""``gaoyan addin`` on the command line of a system without Excel."""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
from pathlib import Path

import pytest

from addin.commands.program import addin
from addin.installing.real import RealSystem
from tests.command_line import CommandLine
from tests.installing.made_up_system import windows

WITHOUT_EXCEL: list[tuple[str, ...]] = [] if sys.platform in ("win32", "darwin") else [("install",), ("uninstall",), ("doctor",)]
"""What is refused where there is no Excel. Where there may be one, no test installs anything in the profile of who runs it."""


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_the_excel_add_in_is_built_and_an_existing_file_is_not_lost(gaoyan: CommandLine) -> None:
    built = gaoyan("addin", "build")
    path = gaoyan.folder / "gaoyan.xlam"
    assert (built.code, built.err) == (0, "")
    assert hashlib.sha256(path.read_bytes()).hexdigest() in built.out
    assert "已是最新" in gaoyan("addin", "build").out
    path.write_bytes(b"something else")
    refused = gaoyan("addin", "build")
    assert (refused.code, path.read_bytes()) == (2, b"something else")
    assert refused.err.count("\n") == 1
    assert gaoyan("addin", "build", "--force").code == 0
    assert path.read_bytes() != b"something else"


@pytest.mark.parametrize(("host", "name"), [("libreoffice", "gaoyan.oxt"), ("lite", "gaoyan_lite-")])
def test_the_other_hosts(host: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert addin.build(host=host) == 0
    made = next(tmp_path.iterdir())
    assert made.name.startswith(name)
    assert zipfile.ZipFile(made).testzip() is None


@pytest.mark.parametrize("arguments", [("build", "--host", "word"), ("build", "--out", "a.xlsx"), *WITHOUT_EXCEL])
def test_what_cannot_be_done_here_is_one_line(arguments: tuple[str, ...], gaoyan: CommandLine) -> None:
    ran = gaoyan("addin", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(r"[^\n]+。[^\n]+\n", ran.err)


def test_install_and_doctor_speak_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    system = windows(tmp_path)
    monkeypatch.setattr("addin.installing.real.RealSystem", lambda: system)
    assert addin.doctor() == 1
    assert addin.install() == 0
    assert addin.doctor() == 0
    assert addin.doctor(json=True) == 0
    assert addin.uninstall() == 0
    assert addin.uninstall() == 0
    stated = capsys.readouterr().out
    assert "✗ 加载项：" in stated
    assert "没有发现问题" in stated
    assert '"faults": 0' in stated
    assert "没有安装，无须卸载" in stated


def test_the_real_system_says_what_is_so(tmp_path: Path) -> None:
    system = RealSystem()
    assert system.python.name.startswith("python")
    assert b"VbaHandler" in system.xlwings_script()
    assert (system.has_module("xlwings"), system.has_module("no_such_module")) == (True, False)
    assert system.registry("HKCU\\Software") == {}
    marked = tmp_path / "a.xlam"
    (tmp_path / "a.xlam:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", "utf-8")
    assert system.is_marked(marked)
    system.unmark(marked)
    assert not system.is_marked(marked)
    system.unmark(marked)
    assert system.home == Path.home()
    assert (system.base_prefix / "lib").is_dir()
    assert system.build.startswith(("linux", "win", "macosx"))
    assert "PATH" in system.environment
