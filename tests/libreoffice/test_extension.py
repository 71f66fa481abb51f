"""The .oxt as a file: the same bytes every time, everything in it, nothing that needs a compiler; and how it is installed."""

from __future__ import annotations

import io
import xml.dom.minidom
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from addin.buttons.tab import BUTTONS
from addin.installing.diagnose import summary
from addin.libreoffice import diagnosis
from addin.libreoffice.cell_functions import COUNTS, answered, as_block, lone
from addin.libreoffice.installing import deploying
from addin.libreoffice.installing.extension import built_extension, parts
from addin.libreoffice.installing.libraries import NEEDED, office_python, pinned, tell_extension
from addin.libreoffice.packages import add_packages, named_folder, settings_file
from udfs.functions.registry import FUNCTIONS
from workbooks.files.errors import Unusable


def test_two_builds_are_the_same_bytes() -> None:
    assert built_extension("1.2.3") == built_extension("1.2.3")
    assert built_extension("1.2.3") != built_extension("1.2.4")


def test_every_function_and_every_button_is_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(built_extension("1.2.3"))) as archive:
        assert archive.testzip() is None
        interface = archive.read("functions.idl").decode()
        menu = archive.read("Addons.xcu").decode()
        wizard = archive.read("CalcAddIns.xcu").decode()
    for function in FUNCTIONS.values():
        assert f"{function.name.removeprefix('GY_')}(" in interface
        assert wizard.count(f">{function.name}<") >= 2
        assert all(argument.name in wizard for argument in function.arguments)
    for button in BUTTONS.values():
        assert f"service:org.gaoyan.Buttons?{button.id}<" in menu
        assert button.label in menu


def test_its_settings_are_well_formed_and_its_code_is_source() -> None:
    found = parts("1.2.3")
    for name, content in found.items():
        if name.endswith((".xcu", ".xml")):
            xml.dom.minidom.parseString(content)
    assert not [name for name in found if name.endswith((".pyc", ".so", ".pyd", ".dll"))]
    assert "pythonpath/udfs/functions/catalogue.py" in found
    assert "LICENSE" in found


def test_only_an_argument_that_can_be_nought_keeps_a_lone_nought() -> None:
    names = {argument.name for function in FUNCTIONS.values() for argument in function.arguments}
    assert names >= COUNTS
    assert lone(0.0, "学员人数") == 0.0
    assert lone(0.0, "证件号") is None
    assert lone("", "学员人数") is None
    assert lone(((1.0, ""),), "区域") == [[1.0, ""]]
    assert answered("STAFF_LIMIT", [60.0]) == ((6.0,),)
    assert answered("ID_CHECK", [0.0, None]) == (("",),)
    assert as_block(None) == (("",),)


def test_the_settings_file_is_where_each_system_keeps_settings(tmp_path: Path) -> None:
    assert settings_file({"XDG_CONFIG_HOME": str(tmp_path)}, "linux") == tmp_path / "gaoyan" / "libreoffice-packages.txt"
    assert settings_file({"APPDATA": str(tmp_path)}, "win32").parent == tmp_path / "gaoyan"
    assert "Application Support" in str(settings_file({}, "darwin"))
    file = tell_extension(tmp_path, tmp_path / "settings" / "file.txt")
    assert named_folder(file) == str(tmp_path)
    file.write_text(str(tmp_path / "gone"), encoding="utf-8")
    assert named_folder(file) is None
    assert named_folder(tmp_path / "none") is None


def test_the_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("sys.path", ["somewhere"])
    tell_extension(tmp_path, settings_file({"XDG_CONFIG_HOME": str(tmp_path)}, "linux"))
    import sys

    monkeypatch.setattr("addin.libreoffice.packages.settings_file", lambda: tmp_path / "gaoyan" / "libreoffice-packages.txt")
    add_packages()
    add_packages()
    assert sys.path == [str(tmp_path), "somewhere"]


def test_the_python_of_libreoffice_is_the_one_that_knows_uno(tmp_path: Path) -> None:
    assert office_python().is_file()
    with pytest.raises(Unusable, match="没有找到"):
        office_python([tmp_path / "python"])


def test_the_libraries_are_pinned_to_the_versions_here() -> None:
    assert [one.split("==")[0] for one in pinned()] == list(NEEDED)


def test_a_program_that_refuses_is_reported_with_the_way_by_hand(tmp_path: Path) -> None:
    refusing = tmp_path / "unopkg"
    refusing.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    refusing.chmod(0o755)
    with pytest.raises(Unusable, match="没有接受扩展的改动（unopkg）。请关闭 LibreOffice 再试"):
        deploying.add(tmp_path / "gaoyan.oxt", office_python(), refusing)
    with pytest.raises(Unusable, match="工具—扩展”里删除"):
        deploying.remove(office_python(), refusing)
    accepting = tmp_path / "accepting"
    accepting.write_text('#!/bin/sh\necho "$@" > "$(dirname "$0")/called"\n', encoding="utf-8")
    accepting.chmod(0o755)
    deploying.add(tmp_path / "gaoyan.oxt", office_python(), accepting)
    assert (tmp_path / "called").read_text("utf-8").split()[0] == "add"


def test_the_diagnosis_names_what_is_missing_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert diagnosis.python((3, 10)).state == "wrong"
    assert diagnosis.python((3, 12)).state == "right"
    settings = tmp_path / "libreoffice-packages.txt"
    assert "缺少 gaoyan_has_no_such_library" in diagnosis.libraries(settings, ["json", "gaoyan_has_no_such_library"]).what
    assert diagnosis.libraries(settings).state == "note"
    tell_extension(tmp_path, settings)
    assert diagnosis.libraries(settings).what == str(tmp_path)
    assert diagnosis.computing(False).state == "wrong"
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "deeper" / "ledger.sqlite3"))
    assert diagnosis.ledger().state == "right"
    monkeypatch.setenv("GAOYAN_LEDGER", "postgresql://someone:secret@server/ledger")
    reported = summary(diagnosis.diagnose("25.2", True))
    assert "secret" not in reported
    assert reported.endswith("自动计算、台账")
    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "ledger.sqlite3"))
    assert diagnosis.ledger().state == "wrong"


def test_the_diagnosis_asks_for_just_the_libraries_that_are_installed() -> None:
    assert len(diagnosis.MODULES) == len(NEEDED)
    assert all(find_spec(name) for name in diagnosis.MODULES)
