"""``gaoyan addin install``, ``doctor`` and ``uninstall`` for LibreOffice, by a user with a profile of its own, up to a cell.

Installed is by LibreOffice's own program; where the tests run as root, whom that refuses, by LibreOffice's manager of extensions.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from addin.libreoffice.installing import deploying, libraries
from addin.libreoffice.installing.extension import built_extension
from addin.libreoffice.packages import settings_file
from tests.command_line import CommandLine, Ran
from tests.libreoffice.session import Session, packages, running

WRONG_NUMBER = '=GY_ID_CHECK("110105194912310021")'
VERDICT = "校验码应为X（末位），请逐位核对"
HOST = ("--host", "libreoffice")


@dataclass
class User(CommandLine):
    """A command line in the surroundings of a session: what is installed here is what that LibreOffice finds."""

    surroundings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return self.surroundings

    def lines(self) -> dict[str, str]:
        """What the doctor says: topic -> its line."""
        ran = self("addin", "doctor", *HOST)
        *reported, summary = ran.out.splitlines()
        faults = sum(line.startswith("✗") for line in reported)
        assert (ran.code, summary) == ((1, f"有 {faults} 项需要处理") if faults else (0, "没有发现问题"))
        return {line[2:].partition("：")[0]: line for line in reported}

    @property
    def profile(self) -> Path:
        return deploying.user_profile(self.surroundings, "linux")


def linked(one: str, other: str) -> None:
    """The same file in a second place; a copy where that is on another disk."""
    try:
        os.link(one, other)
    except OSError:
        shutil.copy2(one, other)


@pytest.fixture
def user(tmp_path: Path) -> User:
    """A user without a LibreOffice profile, whose home has the libraries already: the tests load them once for all."""
    data = tmp_path / "data"
    shutil.copytree(packages(), data / "gaoyan" / libraries.PACKAGES, copy_function=linked)
    (tmp_path / "settings").mkdir()
    surroundings = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "settings"), "XDG_DATA_HOME": str(data)}
    return User(tmp_path, surroundings)


@pytest.fixture
def window() -> Iterator[Session]:
    with running(None) as session:
        yield session


def shown(session: Session) -> tuple[str, bool]:
    """What a function of ours shows in a cell of a new document, and whether our menu is in its window."""
    session.do("open")
    session.do("formula", "Sheet1", "A1", WRONG_NUMBER)
    text = session.do("texts", "Sheet1", "A1")[0][0]
    menus = session.do("call", "menus", "titles")
    session.do("close")
    return text, "高研项目" in menus


def installed(ran: Ran) -> bool:
    return (ran.code, ran.err) == (0, "") and "扩展 " in ran.out and "下一步：重新打开 LibreOffice" in ran.out


def test_a_user_installs_uses_and_removes_it(window: Session) -> None:
    data = Path(window.environment["XDG_DATA_HOME"]) / "gaoyan"
    shutil.copytree(packages(), data / libraries.PACKAGES, copy_function=linked)
    ledger = data / "ledger.sqlite3"
    ledger.write_bytes(b"numbers")
    user = User(window.folder, window.environment)
    assert shown(window) == ("#NAME?", False)
    window.stop()
    assert installed(user("addin", "install", *HOST))
    assert all(line.startswith("✓") for line in user.lines().values())
    window.start()
    assert shown(window) == (VERDICT, True)
    window.stop()
    removed = user("addin", "uninstall", *HOST)
    assert (removed.code, removed.err) == (0, "")
    assert "扩展已从当前用户的 LibreOffice 移除" in removed.out
    assert "没有安装，无须卸载" in user("addin", "uninstall", *HOST).out
    window.start()
    assert shown(window) == ("#NAME?", False)
    assert list(data.iterdir()) == [ledger]


def test_the_doctor_tells_an_extension_that_is_missing_old_changed_or_switched_off(user: User) -> None:
    assert "没有安装。处理：请运行 gaoyan addin install --host libreoffice" in user.lines()["扩展"]
    other = user.folder / deploying.FILE_NAME
    other.write_bytes(built_extension("9.9.9"))
    with pytest.MonkeyPatch.context() as patched:
        for name, value in user.environment.items():
            patched.setenv(name, value)
        deploying.add(other, libraries.office_python())
    assert "装的是 9.9.9，本程序是" in user.lines()["扩展"]
    assert installed(user("addin", "install", *HOST))
    assert user.lines()["扩展"].startswith("✓")
    folder = deploying.deployed(user.profile)
    assert folder is not None
    (folder / "Addons.xcu").write_text("<changed/>", "utf-8")
    assert "内容与本程序的不一致" in user.lines()["扩展"]
    (folder / "description.xml").unlink()
    assert "装的是 不明" in user.lines()["扩展"]
    registry = user.profile / deploying.REGISTRY
    registry.write_text(registry.read_text("utf-8").replace("<ext:extension url", '<ext:extension revoked="true" url'), "utf-8")
    assert "没有安装" in user.lines()["扩展"]


def test_the_doctor_tells_of_the_libraries(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = user.folder / "data" / "gaoyan" / libraries.PACKAGES
    assert "没有安装。处理：请运行 gaoyan addin install" in user.lines()["Python 库"]
    with monkeypatch.context() as without_pip:
        without_pip.setitem(sys.modules, "pip", None)
        assert "没有 pip。处理：请运行" in user.lines()["Python 库"]
    settings = settings_file(user.environment, "linux")
    libraries.tell_extension(folder, settings)
    assert user.lines()["Python 库"] == f"✓ Python 库：{folder}"
    shutil.rmtree(folder / "pydantic_core")
    assert "加载不了" in user.lines()["Python 库"]
    stamp = folder / libraries.STAMP
    stamp.unlink()
    stamp.write_text("of another Python", "utf-8")
    assert "不一致。处理：请运行 gaoyan addin install" in user.lines()["Python 库"]


def executable(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


def test_no_libreoffice_and_no_uno(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    user.surroundings["PATH"] = str(user.folder)
    assert "没有找到。处理：请先安装 LibreOffice" in user.lines()["LibreOffice"]
    monkeypatch.setattr(libraries, "candidates", lambda: iter([user.folder / "python"]))
    assert "缺少 uno" in user.lines()["Python"]
    refused = user("addin", "install", *HOST)
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "请先安装 LibreOffice" in refused.err


def test_a_libreoffice_whose_python_is_too_old(user: User) -> None:
    executable(user.folder / "soffice", "echo LibreOffice 24.2.7.2 420")
    executable(user.folder / "python", 'case "$*" in *version_info*) echo 3 8;; esac')
    user.surroundings["PATH"] = str(user.folder)
    lines = user.lines()
    assert lines["LibreOffice"] == "✓ LibreOffice：24.2.7.2"
    assert lines["Python"] == "✗ Python：LibreOffice 自带的 3.8 太旧。处理：请升级 LibreOffice"
    refused = user("addin", "install", *HOST)
    assert (refused.code, refused.out) == (2, "")
    assert "Python 3.8 太旧，至少要 3.11。请升级 LibreOffice" in refused.err


def test_libraries_that_cannot_be_had_leave_those_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "kept.py").touch()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(libraries.Unusable, match="Python 库没有装上"):
        libraries.install_packages(libraries.office_python(), folder)
    assert [path.name for path in tmp_path.iterdir()] == ["packages"]
    assert [path.name for path in folder.iterdir()] == ["kept.py"]


def test_a_complaint_is_the_line_that_tells_most() -> None:
    java = "Warning: failed to launch javaldx - java may not function correctly\n"
    assert deploying.complaint(f"{java}ERROR: locked\nERROR: unopkg failed.\n") == "ERROR: locked"
    assert deploying.complaint(f"{java}Traceback\nValueError: x\n") == "ValueError: x"
    assert deploying.complaint(java) == "unopkg"


def test_the_profile_is_where_each_system_keeps_it(tmp_path: Path) -> None:
    assert deploying.user_profile({"XDG_CONFIG_HOME": str(tmp_path)}, "linux") == tmp_path / "libreoffice" / "4"
    assert deploying.user_profile({}, "linux") == Path.home() / ".config" / "libreoffice" / "4"
    assert deploying.user_profile({"APPDATA": str(tmp_path)}, "win32") == tmp_path / "LibreOffice" / "4"
    assert "Application Support" in str(deploying.user_profile({}, "darwin"))
    assert deploying.deployed(tmp_path) is None
    (tmp_path / deploying.REGISTRY).parent.mkdir(parents=True)
    (tmp_path / deploying.REGISTRY).write_text("no list", "utf-8")
    assert deploying.deployed(tmp_path) is None
