"""What another process sees of a sheet's part says the same as the part itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.raw_workbook import sheet_xml, workbook
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package
from workbooks.sandbox import sheets
from workbooks.sources import opening
from workbooks.sources.comments_and_strikes import styles_struck
from workbooks.sources.model import SourceBlock
from workbooks.sources.opening import read_blocks
from workbooks.sources.rawcells import SIGNS, RawPart


def row(at: int, *cells: str, more: str = "") -> str:
    return f'<row r="{at}"{more}>{"".join(cells)}</row>'


def part_line(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = row(1, part_line("A1", "姓名"), part_line("B1", "联系电话"))
KINDS = {
    "usual": HEAD + row(2, part_line("A2", "王五"), part_line("B2", "14100000001")),
    "an error": HEAD + row(2, part_line("A2", "王五"), '<c r="B2" t="e"><v>#REF!</v></c>'),
    "an error in other quotes": HEAD + row(2, part_line("A2", "王五"), "<c r=\"B2\" t='e'><v>#REF!</v></c>"),
    "a formula without a result": HEAD + row(2, part_line("A2", "王五"), '<c r="B2"><f>1+1</f></c>'),
    "a hidden row": HEAD + row(2, part_line("A2", "王五"), part_line("B2", "14100000001"), more=' hidden="1"'),
    "struck through": HEAD + row(2, '<c r="A2" t="inlineStr"><is><r><rPr><strike/></rPr><t>王五</t></r></is></c>'),
    "places spelt otherwise": HEAD + row(2, "<c r = 'A2' t=\"inlineStr\"><is><t>王五</t></is></c>"),
    "a place in small letters": HEAD + row(2, part_line("a2", "王五")),
}


def block_facts(block: SourceBlock) -> tuple[object, ...]:
    seen = (block.hidden_rows, block.hidden_columns, dict(block.troubles), dict(block.exact), block.marks)
    return block.rows, block.merged, *seen


@pytest.mark.parametrize("kind", KINDS)
def test_looked_at_here_or_there_it_is_the_same(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook({"名册": sheet_xml(KINDS[kind]), "另一张": sheet_xml(KINDS["usual"])}))
    package = Package(path, path.read_bytes())
    parts = {sheet.title: sheet.part for sheet in package.sheets}
    here = opening.read_after_a_look(package, parts, opening.MEMORY)
    assert list(map(block_facts, read_blocks(path))) == list(map(block_facts, here))


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ('<row r="1"/><row r="7" hidden="1"/>', {7}), ('<row r="3"/><row hidden="true"/><row/><row hidden="1"/>', {4, 6}),
        ('<row r="2" hidden="0"/>', set()),
    ],
)  # fmt: skip
def test_which_rows_are_hidden(rows: str, hidden: set[int]) -> None:
    assert RawPart(lambda: sheet_xml(rows).encode()).cells.hidden_rows == hidden


def test_which_columns_are_hidden() -> None:
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/><col min="16384" max="99999" hidden="true"/></cols>'
    assert RawPart(lambda: f"<worksheet>{columns}</worksheet>".encode()).cells.hidden_columns == {1, 2, 16383}


def test_the_usual_font_may_be_struck_through() -> None:
    fonts = "<fonts><font><strike/></font><font/></fonts><cellXfs><xf fontId='0'/><xf fontId='1'/><xf/></cellXfs>"
    assert styles_struck(f"<styleSheet>{fonts}</styleSheet>".encode()) == {"0"}


@pytest.mark.parametrize("kind", KINDS)
def test_signs_are_those_of_the_part(kind: str) -> None:
    content = sheet_xml(KINDS[kind]).encode()
    found = [sign for sign in SIGNS if sign in content]
    assert [sign for sign in SIGNS if RawPart(lambda: content).holds(sign)] == found
    assert [sign for sign in SIGNS if RawPart(bytes, found).holds(sign)] == found


def test_a_part_is_unpacked_only_where_it_says_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "名册.xlsx"
    read: list[str] = []
    before = Package.read
    monkeypatch.setattr(Package, "read", lambda self, part, *more: read.append(part) or before(self, part, *more))
    path.write_bytes(workbook({"名册": sheet_xml(KINDS["usual"])}))
    (usual,) = read_blocks(path)
    assert (usual.hidden_rows, usual.troubles) == (frozenset(), {})
    assert [part for part in read if "worksheets/sheet" in part and "_rels" not in part] == []


PLACES = ("usual", "an error", "places spelt otherwise")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("kind", PLACES)
def test_a_part_is_found_in_the_file_by_its_place(kind: str, method: int, tmp_path: Path) -> None:
    content = sheet_xml(KINDS[kind]).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook({"名册": content.decode()}))) as old, zipfile.ZipFile(packed, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    package = Package(tmp_path / "名册.xlsx", packed.getvalue())
    place = package.place(package.sheets[0].part)
    signs = [sign.decode("ascii") for sign in SIGNS]
    part = package.read(package.sheets[0].part)
    pieces = list(sheets.unpacked(memoryview(package.data)[place.first :][: place.length], place.size, place.deflated))
    assert b"".join(pieces) == part
    expected = [sign for sign in signs if sign.encode() in part] if sheets.all_near(part) else None
    assert sheets.looked_at(package.data, signs, *place) == expected
    for other in (
        place._replace(crc=place.crc ^ 1), place._replace(size=place.size - 1), place._replace(size=place.size + 1),
        place._replace(length=place.length // 2),
    ):  # fmt: skip
        assert sheets.looked_at(package.data, signs, *other) is None


def packed_alone(part: bytes) -> tuple[bytes, tuple[int, int, int, int, bool]]:
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = made.compress(part) + made.flush()
    return data, (0, len(data), len(part), zlib.crc32(part), True)


ODD = (
    "", '<c r="A1"><v>strike</v></c>', "<c><v>1</v></c>", '<c r="AA1"/>', "<c r='A1'/>", '<c r = "A1"/>', '<x:c r="A1"/>', "\0",
    '<row r="100000"/>', '<c s="1"r="A1"/>', "<f>1</f>", '<c r="Z99999" t="e"/>', '<row r="7" hidden="1"/>', "<c\nr='A1'/>",
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("before", [0, 1, 700, 2_000])
def test_in_pieces_a_part_says_what_it_says_as_a_whole(odd: str, before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a piece happens to end."""
    signs = [sign.decode("ascii") for sign in SIGNS]
    rows = [
        f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>&#29579;{at * 7919 % 1000}</t></is></c></row>' for at in range(1, 2_400)
    ]
    rows.insert(before, odd)
    part = f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>".encode()
    expected = [sign for sign in signs if sign.encode() in part] if sheets.all_near(part) else None
    data, place = packed_alone(part)
    for piece in (1, 7, 64, 1000, 2**14, 2**20):
        monkeypatch.setattr(sheets, "PIECE", piece)
        assert sheets.looked_at(data, signs, *place) == expected, piece


def test_a_part_that_goes_on_without_a_tag_wants_a_closer_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "PIECE", 64)
    data, place = packed_alone(b"<worksheet>" + b" " * (2 * sheets.LONGEST) + b"</worksheet>")
    assert sheets.looked_at(data, [], *place) is None
    data, place = packed_alone(b"<worksheet>" + b" " * (sheets.LONGEST // 2) + b"</worksheet>")
    assert sheets.looked_at(data, [], *place) == []


def test_a_part_that_cannot_be_unpacked_is_reported(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"名册": sheet_xml(KINDS["usual"])}))) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    damaged = bytearray(packed.getvalue())
    package = Package(tmp_path / "名册.xlsx", bytes(damaged))
    damaged[package.place(package.sheets[0].part).first + 9] ^= 0xFF
    (tmp_path / "名册.xlsx").write_bytes(damaged)
    with pytest.raises(Unusable, match="文件已损坏"):
        read_blocks(tmp_path / "名册.xlsx")
