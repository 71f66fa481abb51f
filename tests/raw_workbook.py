"""Workbooks written part by part, for what no library would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Style 1: yyyy-mm-dd, 2: built-in date 14, 3: Chinese date 31, 4: time of day, 5: elapsed hours, 6: text.
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="h:mm"/><numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="7">'
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 164, 14, 31, 165, 166, 49))
    + "</cellXfs></styleSheet>"
)


def sheet_xml(data: str, after: str = "", before: str = "", namespace: str = MAIN) -> str:
    """A sheet's part with the given inside of sheetData."""
    return f'{HEAD}<worksheet xmlns="{namespace}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def parts_of(sheets: Mapping[str, str], strings: str = "", workbook: str = "", namespace: str = MAIN) -> dict[str, str]:
    """The parts of a workbook with these sheets (title -> part). ``workbook``: elements after the sheets."""
    names = "".join(f'<sheet name="{title}" sheetId="{at}" r:id="rId{at}"/>' for at, title in enumerate(sheets, 1))
    ids = len(sheets)
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in range(1, ids + 1)
    )
    relations += f'<Relationship Id="rId{ids + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
    relations += f'<Relationship Id="rId{ids + 2}" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>' for at in range(1, ids + 1)
    )
    found = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">'
        f"<sheets>{names}</sheets>{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{namespace}">{strings}</sst>',
    }
    return found | {f"xl/worksheets/sheet{at}.xml": part for at, part in enumerate(sheets.values(), 1)}


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 3, 19, 8, 0, 0)), part, compress_type=compression)
    return made.getvalue()


def workbook(sheets: Mapping[str, str], strings: str = "", workbook: str = "", namespace: str = MAIN) -> bytes:
    """A whole workbook."""
    return zipped(parts_of(sheets, strings, workbook, namespace))
