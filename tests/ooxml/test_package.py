"""Opening a workbook safely.

- accepted: xlsx, xlsm, xltx; absolute targets; the strict namespace; any spelling of part names
- refused with one Chinese line and exit code 2: no zip, empty, encrypted, xls, ods, damaged, incomplete, without sheets, bombs
  (ratio, total, overlapping records, too many entries), DOCTYPE, duplicate or escaping names, folders, missing, unreadable files
- a hostile file costs neither memory nor time
- what the workbook says: sheets, states, names, date system, date styles, shared texts
"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from tests.raw_workbook import HEAD, MAIN, OFFICE, STRICT, parts_of, sheet_xml, workbook, zipped
from udfs.values.grid import Grid
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import DefinedName, Package
from workbooks.ooxml.reading.sheets import MAX_ROWS, read_grid

GIGABYTE = 2**30
ONE = {"附件4": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')}
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def read_all(path: Path) -> list[Grid]:
    package = Package.open(path)
    return [read_grid(package, sheet) for sheet in package.sheets]


def refusal(path: Path) -> str:
    """The one line with which the file is refused, reading its sheets included."""
    with pytest.raises(Unusable) as caught:
        read_all(path)
    line = str(caught.value)
    assert caught.value.exit_code == 2
    assert "\n" not in line
    assert any("\u4e00" <= letter <= "\u9fff" for letter in line)
    assert caught.value.todo
    return line


def saved(folder: Path, data: bytes, name: str = "名册.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def ole(*streams: str) -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        (b"hello, this is text", "不是 Excel 工作簿"),
        ("姓名,身份证号\n".encode("gbk"), "不是 Excel 工作簿"),
        (b"PK\x03\x04 cut off", "损坏"),
        (ole("EncryptedPackage", "EncryptionInfo"), "密码"),
        (ole("Workbook"), "xls"),
        (ole("Book"), "xls"),
        (ole("WordDocument"), "是 Word 文档，不是工作簿"),
        (zipped({"content.xml": "<a/>", "mimetype": "x"}), "ods"),
        (zipped({"a.txt": "x"}), "不是 Excel 工作簿"),
        (b"PK\x05\x06" + bytes(18), "空的"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, word: str) -> None:
    assert word in refusal(saved(tmp_path, data))


def test_xls_has_to_be_saved_anew_whatever_its_name(tmp_path: Path) -> None:
    for name in ("旧.xls", "旧.xlsx"):
        assert "另存为 .xlsx" in refusal(saved(tmp_path, ole("Workbook"), name))


def test_folder_missing_file_and_strange_files(tmp_path: Path) -> None:
    assert "文件夹" in refusal(tmp_path)
    assert "找不到" in refusal(tmp_path / "无.xlsx")
    assert "找不到" in refusal(saved(tmp_path, b"x") / "里面.xlsx")
    assert "不是普通文件" in refusal(Path("/dev/zero"))
    assert "无法读取" in refusal(tmp_path / "a\0b.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_missing_parts_are_named(tmp_path: Path, part: str) -> None:
    parts = parts_of(ONE)
    del parts[part]
    assert part in refusal(saved(tmp_path, zipped(parts)))


def test_a_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    assert "没有任何工作表" in refusal(saved(tmp_path, workbook({})))


def test_a_broken_part_is_refused(tmp_path: Path) -> None:
    for part in ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
        assert "损坏" in refusal(saved(tmp_path, zipped(parts_of(ONE) | {part: "<a><b></a>"})))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part(tmp_path: Path, part: str, encoding: str) -> None:
    parts: dict[str, str | bytes] = {**parts_of(ONE)}
    body = str(parts[part]).removeprefix(HEAD)
    parts[part] = (DOCTYPE + body).encode(encoding)
    line = refusal(saved(tmp_path, zipped(parts)))
    assert "DOCTYPE" in line
    assert part in line


def test_a_damaged_entry_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(parts_of(ONE)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    data[at : at + 20] = b"\xff" * 20
    assert "损坏" in refusal(saved(tmp_path, bytes(data)))


def test_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(parts_of(ONE), zipfile.ZIP_STORED))
    at = bytes(data).index(b"<v>1</v>")
    data[at + 3 : at + 4] = b"2"
    assert "损坏" in refusal(saved(tmp_path, bytes(data)))


def test_names_that_repeat_or_escape_are_refused(tmp_path: Path) -> None:
    for name in ("../x.xml", "xl/../../x.xml", "/etc/x.xml", "xl\\x.xml", "C:/x.xml", "XL/WORKBOOK.xml"):
        made = io.BytesIO(zipped(parts_of(ONE)))
        with zipfile.ZipFile(made, "a") as archive:
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, "x")
        assert "恶意" in refusal(saved(tmp_path, made.getvalue()))


def test_a_password_on_the_zip_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped(parts_of(ONE)))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "密码" in refusal(saved(tmp_path, bytes(data)))


def test_an_unknown_compression_is_named(tmp_path: Path) -> None:
    assert "压缩方式" in refusal(saved(tmp_path, zipped(parts_of(ONE), zipfile.ZIP_LZMA)))


def test_records_that_overlap_are_a_bomb(tmp_path: Path) -> None:
    data = bytearray(zipped(parts_of(ONE)))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert "重叠" in refusal(saved(tmp_path, bytes(data)))


def test_too_many_entries_cost_nothing(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for at in range(60_000):
            archive.writestr(f"{at}", b"")
    began = time.process_time()
    assert "过多" in refusal(saved(tmp_path, made.getvalue()))
    assert time.process_time() - began < 1


def test_entries_just_over_the_limit_are_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for at in range(5_001):
            archive.writestr(f"{at}", b"")
    assert "5000" in refusal(saved(tmp_path, made.getvalue()))


@lru_cache(maxsize=1)
def packed_sheet(size: int) -> tuple[bytes, int, int]:
    """A sheet's part of about ``size`` bytes: packed, its checksum, its length."""
    head, tail = sheet_xml("").encode().split(b"</sheetData>")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(head)
    block = b" " * 2**20
    checksum = zlib.crc32(head)
    for _ in range(size // len(block)):
        packed += packer.compress(block)
        checksum = zlib.crc32(block, checksum)
    end = b"</sheetData>" + tail
    packed += packer.compress(end) + packer.flush()
    checksum = zlib.crc32(end, checksum)
    return packed, checksum, len(head) + size // len(block) * len(block) + len(end)


def bomb(declared: int | None = None) -> bytes:
    """A workbook whose sheet unpacks to 1 GB, and says it unpacks to ``declared``."""
    packed, checksum, whole = packed_sheet(GIGABYTE)
    return with_entry(parts_of(ONE), "xl/worksheets/sheet1.xml", packed, checksum, whole if declared is None else declared)


def with_entry(parts: dict[str, str], name: str, packed: bytes, checksum: int, declared: int) -> bytes:
    """The parts zipped, one of them with packed bytes and sizes as given."""
    marker = b"\x00" * 30 + name.encode()
    data = zipped({**parts, name: marker}, zipfile.ZIP_STORED)
    head = struct.pack("<HHHLLL", 8, 0, 33, checksum, len(packed), declared)
    at = data.index(marker)
    local = at - 30 - len(name)
    data = data[: local + 8] + head + data[local + 26 : at] + packed + data[at + len(marker) :]
    central = data.index(b"PK\x01\x02" + struct.pack("<B", 20))
    grown = len(packed) - len(marker)
    out, place = bytearray(data), central
    while out[place : place + 4] == b"PK\x01\x02":
        sizes = struct.unpack_from("<3H", out, place + 28)
        this = bytes(out[place + 46 : place + 46 + sizes[0]]).decode()
        offset = struct.unpack_from("<L", out, place + 42)[0]
        if this == name:
            out[place + 10 : place + 28] = head
        if offset > local:
            struct.pack_into("<L", out, place + 42, offset + grown)
        place += 46 + sum(sizes)
    struct.pack_into("<L", out, place + 16, central)
    return bytes(out)


def test_a_bomb_is_refused_by_ratio_and_by_total(tmp_path: Path) -> None:
    assert "压缩炸弹" in refusal(saved(tmp_path, bomb()))
    made = io.BytesIO(zipped(parts_of(ONE)))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for at in range(65):
            archive.writestr(f"xl/media/{at}.bin", b"\0" * 8 * 2**20)
    assert "512 MB" in refusal(saved(tmp_path, made.getvalue()))


def test_a_bomb_that_lies_about_its_size_is_never_unpacked_further(tmp_path: Path) -> None:
    assert "损坏" in refusal(saved(tmp_path, bomb(declared=4096)))


def million_rows() -> bytes:
    rows = (f'<row r="{at}"><c r="A{at}"><v>{at * 7919 % 999983}</v></c></row>' for at in range(1, 1_048_577))
    return workbook({"附件4": sheet_xml("".join(rows))})


MEASURED = """
import sys
import time
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_grid
from udfs.values.grid import Grid
from workbooks.files.errors import Unusable
try:
    package = Package.open(sys.argv[1])
    [read_grid(package, sheet) for sheet in package.sheets]
except Unusable as error:
    print(error)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
print(time.process_time())
"""


@pytest.mark.parametrize("make", [bomb, lambda: bomb(4096), million_rows], ids=["bomb", "lying bomb", "a million rows"])
def test_a_hostile_file_costs_neither_memory_nor_time(tmp_path: Path, make: Callable[[], bytes]) -> None:
    path = saved(tmp_path, make())
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True)
    line, kilobytes, seconds = done.stdout.strip().splitlines()
    assert float(seconds) < 3
    assert line.startswith(path.name)
    assert int(kilobytes) < 100_000


def test_more_rows_than_are_read(tmp_path: Path) -> None:
    def rows(count: int) -> bytes:
        return workbook(
            {"附件4": sheet_xml("".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, count + 1)))}
        )

    package = Package(tmp_path / "a.xlsx", rows(MAX_ROWS))
    assert len(read_grid(package, package.sheets[0]).rows) == MAX_ROWS
    line = refusal(saved(tmp_path, rows(MAX_ROWS + 1)))
    assert "附件4" in line
    assert str(MAX_ROWS) in line


def test_rows_that_only_carry_formats_do_not_count(tmp_path: Path) -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{at}"><c r="A{at}" s="1"/></row>' for at in range(2, 40_000)
    )
    package = Package(tmp_path / "a.xlsx", workbook({"附件4": sheet_xml(data)}))
    assert read_grid(package, package.sheets[0]).rows == [[1]]


def test_wide_rows_cannot_fill_the_memory(tmp_path: Path) -> None:
    data = "".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(1, 500))
    assert "超过" in refusal(saved(tmp_path, workbook({"附件4": sheet_xml(data)})))


def test_absolute_targets_spelling_and_the_strict_namespace(tmp_path: Path) -> None:
    parts = parts_of(ONE, namespace=STRICT)
    parts = {
        name: part.replace(MAIN, STRICT).replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, part in parts.items()
    }
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace('"worksheets/sheet1.xml"', '"/XL/Worksheets/Sheet1.xml"')
    package = Package.open(saved(tmp_path, zipped(parts), "表.xltx"))
    assert [sheet.part for sheet in package.sheets] == ["xl/worksheets/sheet1.xml"]
    assert read_grid(package, package.sheets[0]).rows == [[1]]


def test_what_a_workbook_says(tmp_path: Path) -> None:
    sheets = {"项目信息": sheet_xml(""), "附件4": sheet_xml("")}
    names = (
        '<definedNames><definedName name="附件4_姓名">附件4!$B$4:$B$303</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="1">附件4!$A:$H</definedName></definedNames>'
        '<calcPr fullCalcOnLoad="1"/>'
    )
    parts = parts_of(sheets, workbook=names)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="附件4" ', 'name="附件4" state="hidden" ')
    package = Package.open(saved(tmp_path, zipped(parts)))
    assert [(sheet.title, sheet.state, sheet.number) for sheet in package.sheets] == [
        ("项目信息", "visible", 1),
        ("附件4", "hidden", 2),
    ]
    assert package.date1904
    assert package.recalculates
    assert package.date_styles == {1, 2, 3}
    assert package.names == (
        DefinedName("附件4_姓名", "附件4!$B$4:$B$303"), DefinedName("_xlnm.Print_Area", "附件4!$A:$H", "附件4"),
    )  # fmt: skip


def test_shared_texts_join_runs_and_leave_phonetic_guides_out(tmp_path: Path) -> None:
    strings = (
        "<si><t>一</t></si><si><r><t>张</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 三</t></r>"
        "<rPh sb='0' eb='1'><t>zhang</t></rPh><phoneticPr fontId='1'/></si><si><t>a_x000D_b_x005F_x0041_</t></si><si/>"
    )
    package = Package.open(saved(tmp_path, workbook(ONE, strings)))
    assert package.strings == ["一", "张 三", "a\rb_x0041_", ""]


def test_a_file_that_cannot_be_read_by_its_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, workbook(ONE))

    def barred(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", barred)
    assert "权限" in refusal(path)
