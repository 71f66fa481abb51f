"""The .xlam as a file: the same bytes every time, valid, its VBA clean by two linters, its ribbon in order."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import olefile
import pytest
from oletools.olevba import VBA_Parser, decompress_stream
from openxml_audit import OpenXmlValidator
from pyvbaanalysis import analyze_office_file

from addin.buttons.registry import GROUPS
from addin.buttons.tab import BUTTONS
from addin.xlam import wrappers
from addin.xlam.build import build_xlam, installed_xlwings
from addin.xlam.icons import DRAWINGS, SIZES, icon
from addin.xlam.ribbon import NAMESPACE, PART, PART_RELATIONSHIPS, RELATIONSHIP, callback
from addin.xlam.small_icons import SMALL
from addin.xlam.texts import LONGEST_HELP, MESSAGES, rows
from tests.validators import microsoft
from tests.xlam.stand_in import compiled
from udfs.functions.registry import FUNCTIONS

CLASS_HEAD = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1
END
Attribute VB_Name = "{name}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
""".replace("\n", "\r\n")
UI = f"{{{NAMESPACE}}}"


@lru_cache(maxsize=1)
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(build_xlam())) as package:
        return {name: package.read(name) for name in package.namelist()}


def sources() -> dict[str, str]:
    return wrappers.modules(FUNCTIONS.values(), BUTTONS.values(), installed_xlwings())


def test_two_builds_in_two_processes_are_the_same_bytes() -> None:
    script = "import hashlib; from addin.xlam.build import build_xlam; print(hashlib.sha256(build_xlam()).hexdigest())"
    hashes = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}, timeout=60
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert hashes == [hashlib.sha256(build_xlam()).hexdigest()] * 2


def test_nothing_in_it_depends_on_a_compressor_or_a_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(build_xlam())) as package:
        entries = package.infolist()
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert entries[0].filename == "[Content_Types].xml"


def test_olevba_lists_the_modules_and_reads_their_code(tmp_path: Path) -> None:
    path = tmp_path / "gaoyan.xlam"
    path.write_bytes(build_xlam())
    parser = VBA_Parser(str(path))
    found = {name.partition(".")[0]: code for _, _, name, code in parser.extract_all_macros()}
    parser.close()
    made = sources()
    assert set(found) == {*made, "Sheet1"}
    for name, source in made.items():
        body = "\n".join(source.splitlines()).strip()
        assert "\n".join(found[name].splitlines()).strip().endswith(body), name


def test_the_vba_is_ascii_and_keeps_the_licence_of_xlwings() -> None:
    made = sources()
    assert all(source.isascii() for source in made.values())
    python = made["GaoyanPython"]
    assert "Copyright (C) 2014-present, Zoomer Analytics LLC." in python
    assert "Redistributions in binary form must reproduce the above copyright notice" in python
    assert f"xlwings64-{installed_xlwings()}.dll" in python
    assert "{version}" not in python


def test_pyvbaanalysis_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "gaoyan.xlam"
    path.write_bytes(build_xlam())
    assert {module: found for module, found in analyze_office_file(str(path)).items() if found} == {}


@pytest.mark.parametrize("constant", ["Win64", "Win32", "Mac"])
def test_vbalidator_finds_nothing_on_any_system(constant: str, tmp_path: Path) -> None:
    folder = tmp_path / "vba"
    folder.mkdir()
    for name, source in sources().items():
        standard = "" if name == wrappers.BOOK else 'Attribute VB_Name = "{name}"\r\n'
        head = CLASS_HEAD if wrappers.is_class(source) else standard
        text = head.format(name=name) + compiled(source, {constant})
        suffix = "bas" if name in (*wrappers.STANDARD, wrappers.FUNCTIONS_MODULE, wrappers.BUTTONS_MODULE) else "cls"
        (folder / f"{name}.{suffix}").write_bytes(text.encode("ascii"))
    report = tmp_path / "report.json"
    command = [str(Path(sys.executable).with_name("vbalidator")), "--host", "excel", "--output", str(report), str(folder)]
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    issues = [issue for file in json.loads(report.read_text("utf-8"))["files"] for issue in file["issues"]]
    # Excel for Mac has this function of its own; the model of the linter is that of Excel for Windows.
    left = [issue for issue in issues if not (constant == "Mac" and "'AppleScriptTask'" in issue["message"])]
    assert left == []


def test_the_package_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "gaoyan.xlam"
    path.write_bytes(build_xlam())
    result = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in result.errors] == []
    assert microsoft(path) == []


def test_the_ribbon_is_the_part_of_2009_by_the_relationship_of_2007() -> None:
    assert f'Type="{RELATIONSHIP}" Target="{PART}"' in parts()["_rels/.rels"].decode()
    assert "2009/07/customui" in NAMESPACE
    assert "2007/relationships" in RELATIONSHIP


def test_every_button_stands_in_its_group_with_what_users_need() -> None:
    ribbon = ElementTree.fromstring(parts()[PART])
    groups = {group.get("label"): [one.get("id") for one in group] for group in ribbon.iter(f"{UI}group")}
    wanted: dict[str, list[str]] = {label: [] for label in GROUPS}
    for one in BUTTONS.values():
        wanted[one.group].append(f"gaoyan_{one.id}")
    assert groups == {label: ids for label, ids in wanted.items() if ids}
    for control in ribbon.iter(f"{UI}button"):
        one = BUTTONS[(control.get("id") or "").removeprefix("gaoyan_")]
        assert (control.get("label"), control.get("supertip"), control.get("keytip")) == (one.label, one.screentip, one.keytip)
        assert control.get("onAction") == callback(one)
        assert f"Public Sub {callback(one)}(" in sources()[wrappers.BUTTONS_MODULE]
        assert control.get("screentip") == one.label
        assert control.get("image") == f"{one.icon}{32 if control.get('size') == 'large' else 16}"
        assert len(one.screentip) > len(one.label) > 1
        assert len(one.screentip) <= 1024


def test_every_image_is_there_in_both_sizes() -> None:
    targets = {
        one.get("Id"): f"customUI/{one.get('Target')}"
        for one in ElementTree.fromstring(parts()[PART_RELATIONSHIPS]).iter()
        if one.get("Id")
    }
    shown = {one.get("image") for one in ElementTree.fromstring(parts()[PART]).iter(f"{UI}button")}
    assert shown <= set(targets)
    assert {(one.icon, size) for one in BUTTONS.values() for size in SIZES} == {
        (id.rstrip("0123456789"), int(id[len(id.rstrip("0123456789")) :])) for id in targets if id
    }
    for id, target in targets.items():
        width, height = struct.unpack(">II", parts()[target][16:24])
        assert id is not None
        assert f"{width}" == f"{height}" == id[len(id.rstrip("0123456789")) :]


def test_every_keytip_is_reached_by_its_letters_alone() -> None:
    """Excel waits for more letters where one keytip begins another, and takes capitals and digits only."""
    keytips = [control.get("keytip") or "" for control in ElementTree.fromstring(parts()[PART]).iter(f"{UI}button")]
    assert len(keytips) == len(BUTTONS)
    assert [one for one in keytips if not (one.isascii() and one.isalnum() and one.isupper() and len(one) <= 3)] == []
    assert [(one, other) for one in keytips for other in keytips if one is not other and other.startswith(one)] == []


def test_every_small_icon_belongs_to_a_large_one() -> None:
    assert set(SMALL) <= set(DRAWINGS) == {one.icon for one in BUTTONS.values()}


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_an_icon_shows_something_and_no_two_are_alike(name: str) -> None:
    for size in SIZES:
        picture = icon(name, size)
        length = struct.unpack(">I", picture[33:37])[0]
        pixels = zlib.decompress(picture[41 : 41 + length])
        assert len(pixels) == size * (size * 4 + 1)
        rows_of = [pixels[at + 1 : at + 1 + size * 4] for at in range(0, len(pixels), size * 4 + 1)]
        drawn = sum(alpha > 0 for row in rows_of for alpha in row[3::4])
        assert 0.1 < drawn / (size * size) < 0.98
        assert [other for other in DRAWINGS if other != name and icon(other, size) == picture] == []


def test_every_text_fits_and_the_sheet_holds_the_help_of_every_function() -> None:
    listed = rows(FUNCTIONS.values())
    assert [row[0] for row in listed] == [*MESSAGES, *FUNCTIONS]
    for row in listed[len(MESSAGES) :]:
        function = FUNCTIONS[str(row[0])]
        assert row[2] == len(function.arguments) == len(row) - 3
        assert all(isinstance(text, str) and 0 < len(text) <= LONGEST_HELP for text in (row[1], *row[3:]))
    assert all(row[1] for row in listed if row[0] != "help_problem")
    strings = parts()["xl/sharedStrings.xml"].decode()
    assert all(f">{function.name}<" in strings for function in FUNCTIONS.values())


def test_a_character_outside_ascii_in_the_vba_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrappers, "buttons_module", lambda _: "' 核验")
    with pytest.raises(ValueError, match="GaoyanButtons"):
        sources()


def test_the_project_holds_no_code_that_somebody_else_compiled() -> None:
    """Read back by another library ([MS-OVBA] 2.3.4.1): no cache of any version of Office, every module text from byte 0 on."""
    with olefile.OleFileIO(io.BytesIO(parts()["xl/vbaProject.bin"])) as project:
        streams = {path[1]: project.openstream(path).read() for path in project.listdir() if path[0] == "VBA"}
    assert streams.pop("_VBA_PROJECT") == bytes.fromhex("CC61FFFF000000")
    assert [name for name in streams if name.startswith("__SRP")] == []
    assert module_offsets(decompress_stream(bytearray(streams.pop("dir")))) == dict.fromkeys(streams, 0)
    assert set(streams) == {*sources(), "Sheet1"}
    for name, stream in streams.items():
        assert decompress_stream(bytearray(stream)).startswith(b'Attribute VB_Name = "' + name.encode()), name


def module_offsets(directory: bytearray) -> dict[str, int]:
    """Where the text of each module begins in its stream, from the dir stream (MODULENAME 0x19, MODULEOFFSET 0x31)."""
    found: dict[str, int] = {}
    at, name = 0, ""
    while at + 6 <= len(directory):
        record, size = struct.unpack_from("<HI", directory, at)
        size = 6 if record == 9 else size  # PROJECTVERSION says 4 and takes 6
        body = bytes(directory[at + 6 : at + 6 + size])
        name = body.decode("ascii") if record == 0x19 else name
        if record == 0x31:
            found[name] = struct.unpack("<I", body)[0]
        at += 6 + size
    return found
