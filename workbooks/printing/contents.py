"""What the stamp-ready package holds: every file as bytes, made in memory before anything is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from udfs.records import ClassFile
from udfs.report_json import report_document
from udfs.rules.model import Report
from workbooks.printing.annexes import ANNEXES, annexes
from workbooks.printing.folder import CHECKSUMS
from workbooks.printing.fonts import Fonts
from workbooks.printing.glyphs import GETA, MissingGlyph
from workbooks.printing.handing_in import materials_page
from workbooks.printing.pages import Part, replaced, texts_of
from workbooks.printing.typesetting import typeset
from workbooks.printing.verification import verification_page

MERGED, VERIFICATION, MATERIAL_LIST, PLATFORM = "材料合并", "核验报告", "材料清单", "平台上报名单"


@dataclass(frozen=True)
class Contents:
    """The pages of a package: ``documents`` is PDF name (without .pdf) -> its parts, ``record`` the masked JSON document.

    ``absent``: the annexes that the workbook has nothing for; ``missing``: characters that no font has.
    """

    documents: dict[str, list[Part]]
    record: dict[str, Any]
    absent: tuple[str, ...]
    missing: tuple[MissingGlyph, ...] = field(default=())

    @property
    def text(self) -> str:
        """Everything that is printed, as one text."""
        return "".join(texts_of(self.documents))


def contents_of(c: ClassFile, report: Report, book: str, missing: tuple[MissingGlyph, ...] = ()) -> Contents:
    """The pages for a class; ``book`` is the name of its file."""
    record = report_document(book, c, report)
    made = annexes(c)
    absent = tuple(sheet for sheet in ANNEXES if sheet not in made)
    remarks = [f"工作簿：{book}" if book else "", *(f"{sheet}没有内容，没有生成该附件。" for sheet in absent)]
    remarks += [f"{glyph.message}。稿中以“{GETA}”代替" for glyph in missing]
    documents = {sheet: [part] for sheet, part in made.items()}
    if made:
        documents[MERGED] = list(made.values())
    documents[VERIFICATION] = [verification_page(c, report, record, filter(None, remarks))]
    documents[MATERIAL_LIST] = [materials_page(c)]
    return Contents(documents=documents, record=record, absent=absent, missing=missing)


def package_files(c: ClassFile, contents: Contents, fonts: Fonts, draft: bool = False) -> Iterator[tuple[str, bytes]]:
    """Each file of the package as (name, bytes), the checksums last."""
    from workbooks.printing.clean import clean_annex, platform_list

    checksums: list[str] = []

    def counted(name: str, data: bytes) -> tuple[str, bytes]:
        checksums.append(f"{sha256(data).hexdigest()}  {name}")
        return name, data

    documents = contents.documents
    lacking = "".join(glyph.characters for glyph in contents.missing)
    if lacking:
        documents = replaced(documents, lacking, GETA)
    faces = fonts.typefaces("".join(texts_of(documents)))
    for name, parts in documents.items():
        yield counted(f"{name}.pdf", typeset(document_title(c, name), parts, c.today, faces, draft))
    for sheet in ANNEXES:
        if sheet not in contents.absent:
            yield counted(f"{sheet}.xlsx", clean_annex(c, sheet, draft))
    if c.national and c.results:
        yield counted(f"{PLATFORM}.xlsx", platform_list(c, draft))
    record = json.dumps(contents.record, ensure_ascii=False, indent=2) + "\n"
    yield counted(f"{VERIFICATION}.json", record.encode())
    yield CHECKSUMS, ("\n".join(checksums) + "\n").encode()


def document_title(c: ClassFile, name: str) -> str:
    """The title in the properties of the PDF."""
    topic = c.project.topic
    return f"{name}　{topic}" if isinstance(topic, str) and topic.strip() else name
