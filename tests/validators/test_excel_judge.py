"""The judge speaks on a made-up file with each fault, and on good files of three writers it is silent."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.rich_workbook import rich_workbook
from tests.validators.excel_judge import judge_bytes

SHEET, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
BOOK, STYLES, TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
TYPES, RELATIONS, APP = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml"
TABLE, CHART, DRAWING, NOTES = "xl/tables/table1.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/comments1.xml"


def good() -> bytes:
    """A workbook with something of everything, as XlsxWriter writes it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet, other = book.add_worksheet("甲"), book.add_worksheet("乙 表")
    bold = book.add_format({"bold": True, "num_format": "0.000"})
    sheet.write_row("A1", ["名", "数", "和"], bold)
    sheet.write_column("A2", ["一", "二", "三"])
    sheet.write_column("B2", [1, 2, 3])
    sheet.write_formula("C2", "=SUM(B2:B4)", bold, 6)
    sheet.write_formula("C3", '=IF(B2>1,"x","y")', None, "y")
    sheet.write_boolean("D2", True)
    sheet.write_rich_string("D3", "a", bold, "b")
    sheet.write_array_formula("E2:E3", "{=B2:B3*2}")
    sheet.merge_range("F1:G1", "并")
    sheet.merge_range("F2:G2", "并")
    sheet.data_validation("A10:A20", {"validate": "list", "source": ["是", "否"], "input_title": "提示", "input_message": "选"})
    sheet.data_validation("B10:B20", {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 9})
    sheet.conditional_format("A2:B4", {"type": "formula", "criteria": "=$B2>1", "format": bold})
    sheet.conditional_format("B2:B4", {"type": "3_color_scale"})
    sheet.write_url("H1", "https://www.w3.org/")
    sheet.write_url("H2", "internal:'乙 表'!A1")
    sheet.freeze_panes(1, 1)
    sheet.set_column("A:C", 12)
    sheet.set_row(0, 30)
    sheet.print_area("A1:C4")
    sheet.repeat_rows(0)
    sheet.set_header("&C标题")
    sheet.set_h_pagebreaks([20])
    sheet.write_comment("A1", "批注")
    sheet.autofilter("A1:C4")
    other.add_table("A1:B3", {"columns": [{"header": "甲"}, {"header": "乙"}], "data": [[1, 2], [3, 4]]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=甲!$B$2:$B$4", "categories": "=甲!$A$2:$A$4"})
    sheet.insert_chart("J2", chart)
    book.define_name("合计", "=甲!$C$2")
    book.close()
    return file.getvalue()


GOOD = good()


def changed(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The good workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return file.getvalue()


def replaced(part: str, old: str, new: str) -> bytes:
    """The good workbook with one thing in one part stated otherwise. ``old``: a pattern that occurs in it."""

    def change(parts: dict[str, bytes]) -> None:
        text, count = re.subn(old, lambda _: new, parts[part].decode(), count=1)
        assert count, (part, old)
        parts[part] = text.encode()

    return changed(change)


FAULTS: tuple[tuple[str, str, str, str], ...] = (
    # rows and cells
    (SHEET, r'<c r="B2"><v>1</v></c>', '<c r="B2"><v>1</v></c><c r="B2"/>', "each once"),
    (SHEET, r'(?s)<c r="A3".*?</c><c r="B3"><v>2</v></c>', '<c r="B3"><v>2</v></c><c r="A3"/>', "ascend"),
    (SHEET, r'<row r="3"', '<row r="2"', "row 2 after row 2"),
    (SHEET, r'<c r="B3">', '<c r="B9">', "stands in row 3"),
    (SHEET, r'<c r="B3">', '<c r="XFE3">', "holds c XFE3"),
    (SHEET, r'ht="30"', 'ht="500"', "500 high"),
    (SHEET, r'<c r="B3">', '<c r="B3" s="77">', "format 77"),
    (SHEET, r'<c r="B3"><v>2</v>', '<c r="B3" t="s"><v>99</v>', "shared text 99"),
    (SHEET, r'<c r="B3"><v>2</v>', '<c r="B3" t="inlineStr">', "without <is>"),
    (SHEET, r'<c r="B3"><v>2</v>', '<c r="B3" t="inlineStr"><is><t>a&#9;_x0002_</t></is>', "control character"),
    (SHEET, r'<c r="B3"><v>2</v>', '<c r="B3" t="str"/><c r="BB3" t="e">', "kind e without a value"),
    (SHEET, r'<c r="B3"><v>2</v>', '<c r="B3"><v>NaN</v>', "'NaN' as a value"),
    (SHEET, r'<c r="B3"><v>2</v>', '<c r="B3" t="b"><v>TRUE</v>', "'TRUE' as a value"),
    (SHEET, r'<c r="B3"><v>2</v>', '<c r="B3" t="e"><v>#REFERENCE</v>', "'#REFERENCE' as a value"),
    (SHEET, r'<c r="B3"><v>2</v>', '<c r="B3"><v>2</v><f>A1</f>', "holds ['v', 'f']"),
    (SHEET, r'<c r="B3"><v>2</v>', f'<c r="B3" t="str"><v>{"x" * 32768}</v>', "32768 characters"),
    # formulas
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>=SUM(B2:B4)</f>", 'begins with "="'),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>SUM(B2;B4)</f>", "cannot be read"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>SUM(B2:B4</f>", "not closed"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>SUM(B2:B4))</f>", "too much"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>B2+</f>", "it ends where a value is wanted"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>B2 B3 5</f>", "where an operator is wanted"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>B1048577</f>", "outside the sheet"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>SUM(,A1:ZZZ9)</f>", "outside the sheet"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>丙!A1</f>", "no sheet 丙"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>TEXTJOIN(B2)</f>", "TEXTJOIN without its prefix"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>A1,A2</f>", "a union without brackets"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>SUM({1,2;3})</f>", "different widths"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", "<f>SUM({A1})</f>", "no array of constants"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", f'<f>LEN("{"x" * 256}")</f>', "a text of more than 255"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", f"<f>{'+'.join(['A1'] * 2800)}</f>", "8399 characters"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", f"<f>{'ABS(' * 65}1{')' * 65}</f>", "nested more than 64"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", f"<f>SUM({','.join(['1'] * 256)})</f>", "256 arguments"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", '<f t="shared" si="0"/>', "used before it begins"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", '<f t="shared" ref="C3:C4" si="0">1</f>', "begins outside its area"),
    (SHEET, r"<f>SUM\(B2:B4\)</f>", '<f t="shared" ref="C2:C4" si="0"/>', "has no text"),
    (SHEET, r'<f>SUM\(B2:B4\)</f><v>6</v></c>', '<f t="shared" ref="C2" si="0">1</f></c><c r="CC2"><f t="shared" si="0"/></c>',
     "outside the area of shared formula"),
    (SHEET, r'<f t="array" ref="E2:E3">', '<f t="array">', "a formula over None"),
    # merged areas, columns, views
    (SHEET, r'<mergeCell ref="F2:G2"/>', '<mergeCell ref="G1:H2"/>', "merged areas share cells"),
    (SHEET, r'<mergeCell ref="F2:G2"/>', '<mergeCell ref="F2"/>', "cannot be merged"),
    (SHEET, r'<mergeCell ref="F2:G2"/>', '<mergeCell ref="E2:F2"/>', "array formula in the merged area"),
    (SHEET, r'<mergeCells count="2">', '<mergeCells count="3">', "2 merged areas, not 3"),
    (SHEET, r"<cols>", '<cols><col min="2" max="4" width="5"/>', "columns 1 to 3 after column 4"),
    (SHEET, r'(<col min="1" max="3") width="[^"]*"', '<col min="1" max="3" width="300"', "300 wide"),
    (SHEET, r'<pane xSplit="1" ySplit="1"', '<pane ySplit="1"', "a selection in the pane topRight"),
    (SHEET, r'<selection pane="bottomRight"', '<selection pane="bottomRight" activeCell="C9" sqref="A1"', "active cell C9"),
    (SHEET, r'<dimension ref="[^"]*"', '<dimension ref="A1:"', "the dimension A1:"),
    (SHEET, r"<pageMargins[^>]*/>", "", ""),
    (SHEET, r"(?s)(<mergeCells.*?</mergeCells>)", '<pageSetup/><mergeCells count="1"><mergeCell ref="F1:G1"/></mergeCells>',
     "mergeCells out of order"),
    (SHEET, r"<sheetData>", "<surprise/><sheetData>", "an element surprise"),
    # links, paper, filters
    (SHEET, r'location="[^"]*"', """location="'丙'!A1\"""", "the sheet 丙, which is not there"),
    (SHEET, r'<hyperlink ref="H2" location="[^"]*"', '<hyperlink ref="H2"', "leads nowhere"),
    (SHEET, r"<oddHeader>[^<]*<", f"<oddHeader>{'x' * 256}<", "256 characters in a header"),
    (SHEET, r'<rowBreaks count="1"', '<rowBreaks count="2"', "page breaks"),
    (SHEET, r'<autoFilter ref="A1:C4"', '<autoFilter ref="A1:C3"', "the filter over A1:C3"),
    (SHEET, r'<autoFilter ref="A1:C4"/>', '<autoFilter ref="A1:C4"><filterColumn colId="5"/></autoFilter>', "columns [5]"),
    (SHEET, r"<pageMargins[^>]*/>", '<pageMargins left="1"/>', "margins that are no margins"),
    (SHEET, r"<headerFooter>", '<pageSetup scale="5"/><headerFooter>', "a scale of 5"),
    # validations
    (SHEET, r'sqref="B10:B20"', 'sqref="A20:B20"', "two validations on one cell"),
    (SHEET, r'sqref="B10:B20"', 'sqref=""', "no cells"),
    (SHEET, r'"是,否"', f'"{"是" * 256}"', "a list of 256"),
    (SHEET, r'<formula1>1</formula1>', f"<formula1>{'1+' * 128}1</formula1>", "a formula of 257"),
    (SHEET, r'<formula1>1</formula1>', "<formula1>MAX({1,2})</formula1>", "as a criterion"),
    (SHEET, r'<formula1>1</formula1>', "<formula1>(A1,A2)</formula1>", "as a criterion"),
    (SHEET, r'promptTitle="提示"', f'promptTitle="{"提" * 33}"', "promptTitle of 33"),
    (SHEET, r'prompt="选"', f'prompt="{"选" * 256}"', "prompt of 256"),
    (SHEET, r'prompt="选"', f'error="{"选" * 226}"', "error of 226"),
    (SHEET, r'<dataValidations count="2">', '<dataValidations count="1">', "2 validations"),
    (SHEET, r'type="whole"', 'type="number"', "the kind number"),
    (SHEET, r'<formula2>9</formula2>', "", "no second formula"),
    # conditional formats
    (SHEET, r'priority="2"', 'priority="1"', "there already"),
    (SHEET, r'dxfId="0"', 'dxfId="1"', "format 1 of 1"),
    (SHEET, r"<formula>\$B2&gt;1</formula>", "", "0 formulas"),
    (SHEET, r"<formula>\$B2&gt;1</formula>", "<formula>OR($B2={1,2})</formula>", "as a criterion"),
    (SHEET, r'<color rgb="[^"]*"/></colorScale>', "</colorScale>", "3 points and 2 colours"),
    # the workbook
    (BOOK, r'name="乙 表"', 'name="甲"', "two sheets called 甲"),
    (BOOK, r'name="乙 表"', f'name="{"乙" * 32}"', "may not be called"),
    (BOOK, r'name="乙 表"', 'name="乙:表"', "forbidden characters"),
    (BOOK, r'name="乙 表"', 'name="History"', "may not be called 'History'"),
    (BOOK, r'sheetId="2"', 'sheetId="1"', "one sheetId"),
    (BOOK, r'r:id="rId2"', 'r:id="rId77"', "has no part"),
    (BOOK, r"<workbookView ", '<workbookView activeTab="2" ', "activeTab 2 of 2"),
    (BOOK, r"<calcPr[^>]*/>", "<calcPr/><sheets/>", "sheets out of order"),
    (BOOK, r'name="合计">', 'name="B12">', "reads like a cell"),
    (BOOK, r'name="合计">', 'name="r1c1">', "reads like a cell"),
    (BOOK, r'name="合计">', 'name="合 计">', "not a name"),
    (BOOK, r"</definedNames>", '<definedName name="合计">甲!$A$1</definedName></definedNames>', "name 合计: twice"),
    (BOOK, r"</definedNames>", '<definedName name="残">#REF!$A$1</definedName></definedNames>', "where an operator is wanted"),
    (BOOK, r"</definedNames>", '<definedName name="空"></definedName></definedNames>', "an empty formula"),
    (BOOK, r"</definedNames>", '<definedName name="远" localSheetId="7">1</definedName></definedNames>', "sheet 7 of 2"),
    (BOOK, r"甲!\$A\$1:\$C\$4(?=</definedName><definedName name=\"_xlnm.Print_T)", "OFFSET(甲!$A$1,0,0,2,2)",
     "formula as print area"),
    (BOOK, r"甲!\$1:\$1", "甲!$A$1:$B$1", "no whole rows"),
    (BOOK, r' hidden="1"', "", "not hidden"),
    # styles and texts
    (STYLES, r'fontId="1"', 'fontId="9"', "fontId 9"),
    (STYLES, r'numFmtId="164"', 'numFmtId="165"', "number format 164, which is not there"),
    (STYLES, r'patternType="gray125"', 'patternType="solid"', "first fills"),
    (STYLES, r'<cellXfs count="\d"', '<cellXfs count="99"', "cellXfs says 99"),
    (STYLES, r'formatCode="0.000"', 'formatCode="0&quot;x"', "the number format"),
    (STYLES, r"<borders.*?</borders>", "<dxfs/>", "borders"),
    (TEXTS, r'uniqueCount="\d+"', 'uniqueCount="99"', "not 99"),
    (TEXTS, r"<r><t>a</t></r>", "<r><t></t></r>", "an empty run"),
    # tables, drawings, notes
    (TABLE, r'<tableColumn id="2" name="乙"', '<tableColumn id="2" name="甲"', "two columns of one name"),
    (TABLE, r'<tableColumn id="2" name="乙"', '<tableColumn id="2" name="丙"', "has the heading 乙"),
    (TABLE, r' ref="A1:B3"', ' ref="A1:C3"', "2 columns over A1:C3"),
    (TABLE, r'displayName="[^"]*"', 'displayName="合计"', "not a name of its own"),
    (OTHER, r"</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="B3:C3"/></mergeCells>', "merged cells in it"),
    (CHART, r'<c:crossAx val="\d+"/>', '<c:crossAx val="1"/>', "no axis 1"),
    (DRAWING, r"<xdr:clientData/>", "", "without clientData"),
    (NOTES, r'authorId="0"', 'authorId="3"', "author 3 of 1"),
    (SHEET, r"<legacyDrawing [^>]*/>", "", "without the drawing that shows them"),
    # the package
    (TYPES, r'<Override PartName="/xl/styles.xml"[^>]*/>', "", "as styles"),
    (TYPES, r"</Types>", '<Override PartName="/xl/gone.xml" ContentType="a/b"/></Types>', "no part xl/gone.xml"),
    (TYPES, r"</Types>", '<Default Extension="XML" ContentType="a/b"/></Types>', "*.xml twice"),
    (TYPES, r"sheet\.main\+xml", "template.main+xml", "not what .xlsx says"),
    (RELATIONS, r'Target="styles.xml"', 'Target="style.xml"', "which is not there"),
    (RELATIONS, r'Id="rId2"', 'Id="rId1"', "rId1 twice"),
    (SHEET, r"<drawing r:id=\"rId\d\"/>", '<drawing r:id="rId44"/>', "no relationship rId44"),
    (SHEET, r"</worksheet>", "", "no well-formed XML"),
    (BOOK, r"\?>", "?><!DOCTYPE x>", "a DOCTYPE"),
    (APP, r'(<vt:vector size=)"\d"( baseType="lpstr">)', '<vt:vector size="9" baseType="lpstr">', "a vector of"),
)  # fmt: skip
"""Part, pattern, what it becomes, what the judge says. Where it says nothing, the change is none of a fault."""


def test_a_good_file_of_xlsxwriter() -> None:
    assert judge_bytes(GOOD) == []


def test_a_file_with_everything_that_excel_knows() -> None:
    assert judge_bytes(rich_workbook(), ".xlsm") == []


def test_a_good_file_of_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 1, "=A1&B1"])
    book.save(tmp_path / "a.xlsx")
    assert judge_bytes((tmp_path / "a.xlsx").read_bytes()) == []


@pytest.mark.parametrize(("part", "old", "new", "stated"), FAULTS)
def test_every_fault_is_found(part: str, old: str, new: str, stated: str) -> None:
    found = judge_bytes(replaced(part, old, new))
    assert any(stated in line for line in found) if stated else found == [], found


def twice(name: str) -> bytes:
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr(name, b"<a/>")
    return file.getvalue()


def with_backslash() -> bytes:
    return GOOD.replace(b"xl/styles.xml", b"xl\\styles.xml")


def damaged() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        entry = source.getinfo(STYLES)
        at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    return GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]


def test_faults_of_the_zip() -> None:
    assert any("twice" in line for line in judge_bytes(twice(SHEET)))
    assert any("is no name of a part" in line for line in judge_bytes(with_backslash()))
    assert any(
        "nothing relates to it" in line for line in judge_bytes(changed(lambda parts: parts.update({"xl/x.xml": b"<a/>"})))
    )
    unrelated = changed(lambda parts: parts.pop("xl/worksheets/_rels/sheet1.xml.rels"))
    assert any("no relationship" in line for line in judge_bytes(unrelated))
    assert judge_bytes(damaged()) == [f"zip: {STYLES} is damaged"]
    assert judge_bytes(b"PK") == ["no zip"]


def test_a_macro_is_in_a_file_of_macros() -> None:
    assert any("not what .xlsx says" in line for line in judge_bytes(rich_workbook(), ".xlsx"))
    assert "a VBA project in .xlsx" in judge_bytes(rich_workbook(), ".xlsx")


KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CHAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"


@pytest.mark.parametrize("chain", ['<c r="C2" i="1"/><c r="B2"/>', '<c r="C2" i="1"/><c r="C2"/>', '<c r="C2" i="5"/>'])
def test_a_calculation_chain_that_names_no_formula(chain: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        override = f'<Override PartName="/xl/calcChain.xml" ContentType="{KIND}"/></Types>'
        relation = f'<Relationship Id="rId99" Type="{CHAIN}" Target="calcChain.xml"/></Relationships>'
        parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}">{chain}</calcChain>'.encode()
        parts[TYPES] = parts[TYPES].replace(b"</Types>", override.encode())
        parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation.encode())

    assert any("calcChain" in line for line in judge_bytes(changed(change)))
