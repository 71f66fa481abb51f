"""The quick way through a sheet's cells: what it gives is what the parser gives, and what it cannot tell goes to the parser.

The judge is expat, which shares nothing with the pattern: both read the same parts, ours and those of other programs, and
thousands of spoiled ones. A part that the parser refuses is never read quickly.
"""

from __future__ import annotations

import random
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest

from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.reading.own_parameters import MOST_ROWS, SEARCHED, column_of, columns_read, rows_of
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.ooxml import markup, regex_reader
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.cell_reader import CellReader, SheetContent, TooLong
from workbooks.ooxml.reading.sheets import read_columns, read_sheet
from workbooks.templates.entering import entered

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
TAIL = b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'


@lru_cache(maxsize=1)
def book() -> Package:
    return Package(Path("a.xlsx"), entered(sample_class(MUNICIPAL, 9)))


def part(rows: str) -> bytes:
    return HEAD + b"<sheetData>" + rows.encode() + b"</sheetData>" + TAIL


def parsed(data: bytes) -> SheetContent | type[Exception]:
    reader = CellReader(book())
    try:
        reader.parse(BytesIO(data))
    except (markup.Malformed, markup.Forbidden, TooLong) as error:
        return type(error)
    return reader.content("表")


def quick(data: bytes) -> SheetContent | type[Exception] | None:
    """None where it is left to the parser."""
    reader = CellReader(book())
    try:
        reader.plain(regex_reader.plain_part(data))
    except regex_reader.NotPlain:
        return None
    except (markup.Malformed, markup.Forbidden, TooLong) as error:
        return type(error)
    return reader.content("表")


@pytest.mark.parametrize("title", FORMS)
def test_every_sheet_of_ours_is_read_quickly(title: str) -> None:
    data = book().read(book().sheet(title).part)
    found = quick(data)
    assert found is not None
    assert repr(found) == repr(parsed(data))


def test_the_shared_texts() -> None:
    data = book().read("xl/sharedStrings.xml")
    texts = regex_reader.texts(data)
    assert len(texts) > 100
    assert texts == Package(Path("b.xlsx"), book().data).strings
    for written in (b"<si><r><t>a</t></r></si>", b"<si><t>a</t><rPh/></si>", b"<si> <t>a</t></si>", b"<si><t>&#65;</t></si>"):
        with pytest.raises(regex_reader.NotPlain):
            regex_reader.texts(b'<sst xmlns="x">' + written + b"</sst>")


WRITTEN = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><v>a&amp;b</v></c></row>',
    '<row r="1" ht="20" customHeight="1"><c r="A1" s="3"/>'
    '<c r="C1" t="inlineStr"><is><t xml:space="preserve"> 字 </t></is></c></row>',
    '<row r="2"/><row r="3" x14ac:dyDescent="0.2"><c r="AA3"><f>A1+1</f></c><c r="AB3" t="b"><v>1</v></c></row>',
    '<row r="7"><c r="B7" t="str"><f t="shared" ref="B7:B9" si="0">A7</f><v></v></c></row>'
    '<row r="8"><c r="B8" t="str"><f t="shared" si="0"/><v/></c></row>'
    '<row r="9"><c r="B9" t="str"><f t="shared" si="0"/><v/></c></row>',
    '<row r="200"><c r="A200" t="str"><f>IF(B200="200",1,"")</f></c></row>'
    '<row r="201"><c r="A201" t="str"><f>IF(B201="201",1,"")</f></c></row>',
    '<row r="4"><c r="A4" t="e"><v>#N/A</v></c><c r="B4">'
    '<f t="array" ref="B4:B5">A1:A2</f><v>2</v></c><c r="C4"><v>1e400</v></c></row>',
    '<row r="20001"><c r="A20001"><v>1</v></c></row>',
    "",
)  # fmt: skip


@pytest.mark.parametrize("rows", WRITTEN)
def test_shapes_that_are_read_quickly(rows: str) -> None:
    found = quick(part(rows))
    assert found is not None
    assert repr(found) == repr(parsed(part(rows)))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c s="1" r="A1"><v>1</v></c></row>',
        '<row r="1"> <c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>',
        '<row r="1"><c r="A1"><v>&#49;</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><!-- -->',
        '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
        '<row r="1"><c r="A1"><v>1\r\n</v></c></row>',
        '<row r="1"><row r="2"></row></row>',
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_shapes_that_are_left_to_the_parser(rows: str) -> None:
    assert quick(part(rows)) is None


def test_numbers_of_characters_are_read_quickly_where_the_parser_allows_them() -> None:
    """Every number around the bounds of the pattern and of what XML allows, a thousand others besides."""
    bounds = (0, 10, 32, 999, 1000, 9999, 10_000, 54_999, 55_000, 55_295, 57_344, 64_975, 65_099, 65_100, 65_499, 65_500, 65_533)
    numbers = [*(one + by for one in bounds for by in (-1, 0, 1)), *random.Random(7).sample(range(70_000), 1000)]
    quickly = 0
    for number in numbers:
        data = part(f'<row r="1"><c r="A1" t="str"><v>&#{number};</v></c></row>')
        found = quick(data)
        quickly += found is not None
        assert found is None or repr(found) == repr(parsed(data)), number
    assert quickly > 700
    for written in ("&#024207;", "&#24207", "&#x6587;", "&#9999999;"):
        assert quick(part(f'<row r="1"><c r="A1" t="str"><v>{written}</v></c></row>')) is None


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1" r="2"><c r="A1"><v>1</v></c></row>',
        '<row r="1"/></row>',
        '<row r="1"><c r="A1"><v>\x01</v></c></row>',
        '<row r="1"><c r="A1"><v>]]></v></c></row>',
        '<row r="1"><c r="A1"><v>&nbsp;</v></c></row>',
        '<row r="1"><c r="A1"><f t="a" t="b">1</f></c></row>',
        '<row r="1"><c r="A1"><v>\ufffe</v></c></row>',
    ],
)
def test_what_the_parser_refuses_is_not_read_quickly(rows: str) -> None:
    assert parsed(part(rows)) is markup.Malformed
    assert quick(part(rows)) is None


def test_spoiled_parts_end_alike() -> None:
    """Whenever a spoiled part is read quickly at all, it is read as the parser reads it."""
    chance = random.Random(12)
    sources = [part(rows) for rows in WRITTEN if rows]
    signs = [b"<", b">", b"/", b'"', b" ", b"1", b"A", b"=", b"&", b"row", b"c", b"v", b"<v/>", b"</row>", b"\xff", b"\r", b"]]>"]
    read = 0
    for _ in range(1500):
        source = bytearray(chance.choice(sources))
        at = chance.randrange(len(HEAD), len(source))
        if chance.random() < 0.5:
            source[at : at + chance.randrange(4)] = chance.choice(signs)
        else:
            other = chance.randrange(len(HEAD), len(source))
            source[at:at] = source[other : other + chance.randrange(30)]
        found = quick(bytes(source))
        if found is not None:
            read += 1
            expected = parsed(bytes(source))
            # Of two reasons to refuse a part either may be reported first.
            both = isinstance(found, type) and isinstance(expected, type)
            assert both or repr(found) == repr(expected), bytes(source)
    assert read > 100


def test_some_columns_of_a_sheet() -> None:
    sheet = book().sheet("参数")
    some = read_columns(book(), sheet, MOST_ROWS, SEARCHED, columns_read)
    whole = read_sheet(book(), sheet).grid
    assert some is not None
    assert list(rows_of(some)) == list(rows_of(whole))
    for heading in ("休息日", "调休上班日"):
        assert column_of(some, heading) == column_of(whole, heading)
        assert column_of(some, heading)
    assert sum(map(len, some.rows)) < sum(map(len, whole.rows))


def test_a_row_too_far_is_reported_in_the_same_words(tmp_path: Path) -> None:
    data = book().archive.rewritten({book().sheet("考勤").part: part(WRITTEN[6])})
    with pytest.raises(Unusable, match="第 20001 行还有内容"):
        read_sheet(Package(tmp_path / "c.xlsx", data), book().sheet("考勤"))
