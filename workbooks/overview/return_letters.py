"""退回意见 as files: a Word document to print, sign and send, and the same as plain text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from udfs.records.masking import hide
from udfs.values.terminal import harmless
from workbooks.ooxml.strings import encoded
from workbooks.printing.folder import safe_name
from workbooks.templates.saving import STAMP

TITLE_FONT, BODY_FONT, HEADING_FONT = "方正小标宋简体", "仿宋", "黑体"
TITLE, BODY = 44, 32
"""Font sizes in half points: 二号 and 三号, as in official letters."""
LINE, INDENT = 560, 640
"""In twentieths of a point: line spacing, and an indent of two characters."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" '
    'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)


def letters(desk: Mapping[str, Any], reveal: bool = False) -> dict[str, bytes]:
    """{file name: bytes}: a .docx and a .txt for each class of the desk that is returned."""
    made: dict[str, bytes] = {}
    for entry in desk["classes"]:
        lines = [harmless(line if reveal else hide(line)) for line in entry["return_notice"]]
        if not lines:
            continue
        stem = f"退回意见_{safe_name(entry['topic'] or entry['file'].replace('/', '_'), '材料')}"
        name, count = stem, 1
        while f"{name}.docx" in made:
            count += 1
            name = f"{stem}（{count}）"
        made[f"{name}.docx"] = docx(lines)
        made[f"{name}.txt"] = ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
    return made


def docx(lines: Sequence[str]) -> bytes:
    """The letter as docx: title, addressee, paragraphs, right-aligned date."""
    title, addressee, *body, day = lines
    headings = tuple("一二")
    paragraphs = [
        paragraph(title, TITLE_FONT, TITLE, '<w:jc w:val="center"/>'),
        paragraph("", BODY_FONT, BODY),
        paragraph(addressee, BODY_FONT, BODY),
        *(
            paragraph(line, HEADING_FONT if line.startswith(headings) else BODY_FONT, BODY, f'<w:ind w:firstLine="{INDENT}"/>')
            for line in body
        ),
        paragraph("", BODY_FONT, BODY),
        paragraph(day, BODY_FONT, BODY, '<w:jc w:val="right"/>'),
    ]
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KIND}"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{"".join(paragraphs)}{_PAGE}</w:body></w:document>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), part)
    return made.getvalue()


def paragraph(text: str, font: str, size: int, placed: str = "") -> str:
    """One paragraph; ``placed``: its indent or alignment."""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    words = f'<w:r><w:rPr>{fonts}</w:rPr><w:t xml:space="preserve">{encoded(text)}</w:t></w:r>' if text else ""
    spacing = f'<w:spacing w:line="{LINE}" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{spacing}{placed}</w:pPr>{words}</w:p>"
