"""Rosters in Word documents: the tables of a docx; a doc only where a LibreOffice can convert it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.command_line import DAY, CommandLine
from tests.office import convert
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.rosters.reading import read_rosters
from workbooks.sources.opening import blocks_of
from workbooks.sources.word_tables import word_tables
from workbooks.templates.entering import entered

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADINGS = ("序号", "姓名", "身份证号", "联系电话", "工作单位")


def cell(text: str, properties: str = "") -> str:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    lines = ("".join(one if one.startswith("<") else cell(one) for one in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def docx(*body: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONSHIPS)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>')
    return data.getvalue()


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
PARAGRAPH = "<w:p><w:r><w:t>参加人员名单</w:t></w:r></w:p>"
EMPTY = "<w:p/>"


def people(first: int, last: int) -> list[tuple[str, ...]]:
    return [
        (str(at), str(one.name), str(one.document), str(one.phone), str(one.employer))
        for at, one in enumerate(sample_class(MUNICIPAL, 9).trainees[first:last], start=first + 1)
    ]


def test_a_roster_in_a_letter_is_imported(tmp_path: Path) -> None:
    """A table that a page has cut in two, a title above it, and a sentence of its own between two others."""
    gaoyan = CommandLine(tmp_path)
    c = sample_class(MUNICIPAL, 9)
    (tmp_path / "班.xlsx").write_bytes(entered(c.changed(people=(), results=())))
    source = docx(PARAGRAPH, table(HEADINGS, *people(0, 3)), EMPTY, table(*people(3, 6)), PARAGRAPH)
    (tmp_path / "名单.docx").write_bytes(source)
    ran = gaoyan("import", "班.xlsx", "名单.docx", "--today", DAY)
    assert ran.code == 0, ran.err
    found = read_file(tmp_path / "班.xlsx", date(2025, 8, 12)).people
    assert [(one.name, one.document) for one in found] == [(one.name, one.document) for one in c.trainees[:6]]


def test_a_roster_in_an_old_document_is_imported(tmp_path: Path) -> None:
    """Written and converted by the Writer of LibreOffice."""
    gaoyan = CommandLine(tmp_path)
    c = sample_class(MUNICIPAL, 9)
    (tmp_path / "班.xlsx").write_bytes(entered(c.changed(people=(), results=())))
    (tmp_path / "原.docx").write_bytes(docx(PARAGRAPH, table(HEADINGS, *people(0, 6)), PARAGRAPH))
    convert(tmp_path / "原.docx", "doc", tmp_path / "doc").rename(tmp_path / "名单.doc")
    assert (tmp_path / "名单.doc").read_bytes().startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
    ran = gaoyan("import", "班.xlsx", "名单.doc", "--today", DAY)
    assert ran.code == 0, ran.err
    found = read_file(tmp_path / "班.xlsx", date(2025, 8, 12)).people
    assert [(one.name, one.document) for one in found] == [(one.name, one.document) for one in c.trainees[:6]]


def test_merged_cells_lines_and_deleted_words() -> None:
    deleted = "<w:tc><w:p><w:del><w:r><w:delText>旧单位</w:delText></w:r></w:del><w:r><w:t>新单位</w:t></w:r></w:p></w:tc>"
    source = table(
        (cell("单位", '<w:gridSpan w:val="2"/>'), "姓名"),
        (cell("甲", '<w:vMerge w:val="restart"/>'), "一部", "张\n三"),
        (cell("", "<w:vMerge/>"), deleted, "李四"),
    )
    (block,) = word_tables("名单.docx", docx(source))
    assert block.rows == [["单位", None, "姓名"], ["甲", "一部", "张\n三"], ["甲", "新单位", "李四"]]


def test_tables_with_words_between_are_two() -> None:
    first, second = word_tables("x.docx", docx(table(("姓名", "电话")), PARAGRAPH, table(("姓名", "电话"))))
    assert (first.sheet, second.sheet) == ("表格1", "表格2")
    assert second.rows == [["参加人员名单"], ["姓名", "电话"]]
    assert [second.at(at).row for at in range(2)] == [1, 1]


def test_the_line_above_a_table_says_who_its_people_are(tmp_path: Path) -> None:
    lines = [PARAGRAPH.replace("参加人员名单", line) for line in ("一、学员名单", "二、会务工作人员名单")]
    path = tmp_path / "名单.docx"
    path.write_bytes(docx(lines[0], table(HEADINGS, *people(0, 3)), lines[1], table(HEADINGS, *people(3, 5))))
    kinds = [one.values.get("人员类别") for one in read_rosters([path]).entries]
    assert kinds[3:] == ["工作人员"] * 2
    assert not {"工作人员"} & set(kinds[:3])


def test_a_table_within_a_cell_is_the_words_of_that_cell() -> None:
    inner = table(("内", "部"))
    (block,) = word_tables("x.docx", docx(table((f"<w:tc>{inner}<w:p/></w:tc>", "乙"))))
    assert block.rows == [["内\n部", "乙"]]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (docx(PARAGRAPH), "没有表格"),
        (docx("<w:tbl><w:tr>"), "损坏"),
        (docx(table(("甲",))).replace(b"PK\x05\x06", b"PK\x00\x00"), "损坏"),
    ],
)  # fmt: skip
def test_what_is_no_roster_is_refused_in_one_line(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "信.docx"
    path.write_bytes(data)
    with pytest.raises(Unusable, match=what):
        blocks_of(path)


def test_a_doc_without_a_program_to_convert_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "名单.doc"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le") + bytes(600))
    with pytest.raises(Unusable, match=r"旧版 Word 文档（\.doc）.*另存为 \.docx"):
        blocks_of(path)
