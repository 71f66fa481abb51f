"""Rows and cells without addresses get those that openpyxl counts for them, whatever comments, CDATA and attributes hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.raw_workbook import sheet_xml, workbook
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched

LAST = "<row><c><v>3</v></c></row>"
TRAPS = {
    "plain": f"<row><c><v>1</v></c><c><v>2</v></c></row>{LAST}",
    "comment": "<row><!-- <row><c><v>9</v></c></row> --><c><v>1</v></c><c><v>2</v></c></row><!-- <c> -->" + LAST,
    "cdata": '<row><c t="inlineStr"><is><t><![CDATA[<c><v>9</v></c>]]></t></is></c><c><v>2</v></c></row>' + LAST,
    "instruction": "<row><?x <c> ?><c><v>1</v></c><c><v>2</v></c></row>" + LAST,
    "some": '<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c></row>' + LAST,
}


def values(data: bytes) -> dict[str, object]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


@pytest.mark.parametrize("name", TRAPS)
def test_a_change_hits_the_cell_that_openpyxl_counts(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"表": sheet_xml(TRAPS[name])}))
    before = values(path.read_bytes())
    target = list(before)[-1]
    column, row = ord(target[0]) - 64, int(target[1:])
    changed = patched(Package.open(path), [CellChange("表", row, column, 77), CellChange("表", row + 3, 1, 5)])
    assert values(changed) == {**before, target: 77, f"A{row + 3}": 5}


def test_a_part_of_another_encoding_is_written_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    data = workbook({"表": sheet_xml(TRAPS["plain"])})
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.endswith("sheet1.xml"):
                text = content.decode().partition("?>")[2] if content.startswith(b"<?xml") else content.decode()
                content = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
            new.writestr(item.filename, content)
    before = values(path.read_bytes())
    changed = patched(Package.open(path), [CellChange("表", 2, 1, 77)])
    assert values(changed) == {**before, "A2": 77}
