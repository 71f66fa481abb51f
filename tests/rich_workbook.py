"""A workbook with everything in it that a load and save by a library would lose.

Text boxes, a picture, a chart, notes, threaded comments, rich text, sparklines, conditional formats and validations in
extension lists, a VBA project, custom XML, printer settings, a calculation chain, shared and array formulas.
"""

from __future__ import annotations

import io
import re
import struct
import tempfile
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

import xlsxwriter
from pyopenvba import ExcelFile

from tests.raw_workbook import HEAD, MAIN, OFFICE

SHEET, OTHER = "附件4", "说明 & 图表"
PACKAGE_TYPE = "http://schemas.openxmlformats.org/package/2006"
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
MICROSOFT = "http://schemas.microsoft.com/office/2017/10/relationships"


def png() -> bytes:
    """A small picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xc0\0\0" * 8 for _ in range(8))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">LLBBBBB", 8, 8, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def vba_project() -> bytes:
    """The vbaProject.bin of a workbook with one module."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsm"
        book = ExcelFile.create_new(str(path))
        book.vba_project().add_module("Greeting", "Sub Greet()\nEnd Sub\n")
        book.save()
        with zipfile.ZipFile(path) as archive:
            return archive.read("xl/vbaProject.bin")


def rich_workbook() -> bytes:
    """The bytes of the workbook (an .xlsm)."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet, other = book.add_worksheet(SHEET), book.add_worksheet(OTHER)
    _fill(book, sheet)
    _draw(book, sheet, other)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "vbaProject.bin"
        project.write_bytes(vba_project())
        book.add_vba_project(str(project))
        book.close()
    return with_hidden_parts(made.getvalue())


def _fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    date = book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    text = book.add_format({"num_format": "@"})
    sheet.set_column("G:G", 20, text)
    sheet.merge_range("A1:G1", "学员和工作人员签到表", bold)
    sheet.write_row("A2", ["序号", "姓名", "身份证号", "联系电话", "工作单位", "日期", "备注"], bold)
    for row in range(3, 13):
        sheet.write_number(row - 1, 0, row - 2)
        sheet.write_string(row - 1, 1, f"学员{row - 2}")
        sheet.write_string(row - 1, 2, "11010519491231002X", text)
        sheet.write_formula(row - 1, 3, f"A{row}*2", None, (row - 2) * 2)
        sheet.write_datetime(row - 1, 5, datetime(2025, 7, row), date)
    sheet.write_rich_string("E3", "普通", bold, "加粗", red, "红色", "结束")
    sheet.write_array_formula("H3:H5", "{=A3:A5*10}", None, 10)
    sheet.write_number("H4", 20)
    sheet.write_number("H5", 30)
    sheet.set_row(19, 33, red)
    book.define_name("附件4_姓名", f"={SHEET}!$B$3:$B$12")


def _draw(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, other: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.insert_textbox("J2", "请先阅读\n填表说明", {"width": 160, "height": 60})
    sheet.insert_image("J8", "章.png", {"image_data": io.BytesIO(png())})
    sheet.write_comment("B3", "旧式批注", {"author": "甲"})
    sheet.add_sparkline("I3", {"range": f"{SHEET}!A3:A12", "type": "column"})
    sheet.conditional_format("A3:A12", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
    sheet.conditional_format(
        "B3:B12", {"type": "formula", "criteria": "=$A3>5", "format": book.add_format({"bg_color": "yellow"})}
    )
    sheet.data_validation("E3:E12", {"validate": "list", "source": ["是", "否"]})
    sheet.insert_button("J14", {"macro": "Greet", "caption": "问好"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={SHEET}!$A$3:$A$12", "name": "序号"})
    other.insert_chart("B2", chart)
    other.write("A1", "图表见右")
    sheet.set_paper(9)
    sheet.print_area("A1:G12")


def with_hidden_parts(data: bytes) -> bytes:
    """Custom XML, printer settings, threaded comments, persons and a calculation chain put into the zip."""
    thread = (
        f'{HEAD}<ThreadedComments xmlns="{THREADS}"><threadedComment ref="C3" dT="2025-07-01T00:00:00.00"'
        ' personId="{A}" id="{B}"><text>请核对</text></threadedComment></ThreadedComments>'
    )
    person = '<person displayName="乙" id="{A}" userId="b" providerId="None"/>'
    chain = '<c r="D3" i="1"/>' + "".join(f'<c r="D{row}"/>' for row in range(4, 13)) + '<c r="H3" a="1"/>'
    added: dict[str, str | bytes] = {
        "customXml/item1.xml": '<?xml version="1.0"?><form xmlns="urn:x">内容</form>',
        "customXml/_rels/item1.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE_TYPE}/relationships"/>',
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)) * 3,
        "xl/threadedComments/threadedComment1.xml": thread,
        "xl/persons/person.xml": f'{HEAD}<personList xmlns="{THREADS}">{person}</personList>',
        "xl/calcChain.xml": f'{HEAD}<calcChain xmlns="{MAIN}">{chain}</calcChain>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = edited(info.filename, old.read(info))
            stored = zipfile.ZIP_STORED if info.filename.endswith(".png") else zipfile.ZIP_DEFLATED
            new.writestr(info, part, compress_type=stored)
        for name, extra in added.items():
            new.writestr(zipfile.ZipInfo(name, (2024, 2, 29, 12, 30, 0)), extra, compress_type=zipfile.ZIP_DEFLATED)
        new.comment = b"kept"
    return made.getvalue()


def edited(name: str, part: bytes) -> bytes:
    """The parts that name the added ones."""
    if name == "[Content_Types].xml":
        kind = "application/vnd.ms-excel"
        more = (
            f'<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="{kind}.threadedcomments+xml"/>'
            f'<Override PartName="/xl/persons/person.xml" ContentType="{kind}.person+xml"/>'
            '<Override PartName="/xl/calcChain.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>'
        )
        return part.replace(b"</Types>", more.encode() + b"</Types>")
    if name == "xl/_rels/workbook.xml.rels":
        more = (
            f'<Relationship Id="rId90" Type="{MICROSOFT}/person" Target="persons/person.xml"/>'
            f'<Relationship Id="rId91" Type="{OFFICE}/calcChain" Target="calcChain.xml"/>'
            f'<Relationship Id="rId92" Type="{OFFICE}/customXml" Target="../customXml/item1.xml"/>'
        )
        return part.replace(b"</Relationships>", more.encode() + b"</Relationships>")
    if name == "xl/worksheets/_rels/sheet1.xml.rels":
        more = (
            f'<Relationship Id="rId90" Type="{MICROSOFT}/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
            f'<Relationship Id="rId91" Type="{OFFICE}/printerSettings" Target="../printerSettings/printerSettings1.bin"/>'
        )
        return part.replace(b"</Relationships>", more.encode() + b"</Relationships>")
    if name == "xl/worksheets/sheet1.xml":
        # As Excel writes it: an ignorable namespace whose prefix must stay declared, and formulas that share one text.
        revision = b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" mc:Ignorable="xr '
        assert b'mc:Ignorable="' in part
        part = part.replace(b'mc:Ignorable="', revision, 1)
        return re.sub(rb'(<c r="D(\d+)"[^>]*>)<f>[^<]*</f>', _shared, part)
    return part


def _shared(found: re.Match[bytes]) -> bytes:
    first = found[2] == b"3"
    return found[1] + (b'<f t="shared" ref="D3:D12" si="0">A3*2</f>' if first else b'<f t="shared" si="0"/>')
