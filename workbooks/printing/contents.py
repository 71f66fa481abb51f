"""The files of the stamp-ready package as bytes, made in memory before anything is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any

from udfs.records.class_file import ClassFile, Project
from udfs.records.masking import hide
from udfs.report.report_json import masking_of, report_document
from udfs.rules.model import Report
from udfs.schedule.checklist import is_ticked
from udfs.values import cells
from workbooks.printing.annexes import ANNEXES, annexes
from workbooks.printing.folder import CHECKSUMS, SIGNATURE
from workbooks.printing.fonts import Fonts
from workbooks.printing.glyphs import GETA, MissingGlyph
from workbooks.printing.handing_in import materials_page
from workbooks.printing.pages import PrintedPart, mapped, replaced, texts_of
from workbooks.printing.typesetting import typeset
from workbooks.printing.verification import verification_page

MERGED, VERIFICATION, MATERIAL_LIST, PLATFORM = "材料合并", "核验报告", "材料清单", "平台上报名单"


@dataclass(frozen=True)
class Contents:
    """The pages of a package. ``documents``: {PDF name without .pdf: parts}; ``record``: the masked JSON document.

    ``absent``: annexes without content in the workbook; ``missing``: characters not covered by any font.
    """

    documents: dict[str, list[PrintedPart]]
    record: dict[str, Any]
    absent: tuple[str, ...]
    missing: tuple[MissingGlyph, ...] = field(default=())

    @property
    def text(self) -> str:
        """All printed text, joined."""
        return "".join(texts_of(self.documents))


def contents_of(c: ClassFile, report: Report, book: str, missing: tuple[MissingGlyph, ...] = ()) -> Contents:
    """The pages for a class; ``book``: name of its file."""
    record = report_document(book, c, report) | {"project": project_facts(c), "materials": material_rows(c)}
    made = annexes(c)
    absent = tuple(sheet for sheet in ANNEXES if sheet not in made)
    remarks = [further_facts(record["project"]), of_book(book), *(f"{sheet}没有内容，没有生成该附件。" for sheet in absent)]
    remarks += [f"{glyph.message}。稿中以“{GETA}”代替" for glyph in missing]
    documents = {sheet: [part] for sheet, part in made.items()}
    if made:
        documents[MERGED] = list(made.values())
    # Only the annexes show the identity of persons; everything else in the package is masked.
    masking = masking_of(c)
    documents[VERIFICATION] = mapped([verification_page(c, report, record, filter(None, remarks))], masking)
    documents[MATERIAL_LIST] = mapped([materials_page(c)], masking)
    return Contents(documents=documents, record=record, absent=absent, missing=missing)


def of_book(book: str) -> str:
    """The workbook that the report covers, for the page."""
    return f"工作簿：{book}" if book else ""


IN_THE_HEAD = frozenset({"项目级别", "年度", "计划序号", "选题名称", "承办单位", "申报单位", "开始日期", "结束日期", "举办地点"})
"""The fields of 项目信息 printed in the head of the report."""


def further_facts(project: Mapping[str, Any]) -> str:
    """The remaining fields of 项目信息 as one text, so that all of them are printed."""
    facts = [
        f"{label}为{cells.text(value)}" for label, value in project.items() if label not in IN_THE_HEAD and not cells.blank(value)
    ]
    return f"其他项目信息：{'；'.join(facts)}" if facts else ""


def project_facts(c: ClassFile) -> dict[str, str | int | float]:
    """项目信息 as {label: value}, dates as text: facts that the annexes do not show."""
    facts: dict[str, str | int | float] = {}
    masking = masking_of(c)
    for label in Project.attributes():
        value = c.project.get(label)
        if not cells.blank(value):
            facts[label] = value if isinstance(value, int | float) else masking(cells.text(value))
    return facts


def material_rows(c: ClassFile) -> list[dict[str, str | bool]]:
    """The lines of the sheet 材料清单 and whether each is ticked, for comparison with 材料清单.pdf."""
    masking = masking_of(c)
    return [
        {"item": masking(cells.text(one.item)), "clause": masking(cells.text(one.clause)), "ready": is_ticked(one)}
        for one in c.materials
        if not cells.blank(one.item)
    ]


def package_files(
    c: ClassFile, contents: Contents, fonts: Fonts, draft: bool = False, sign: Callable[[bytes], bytes] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the package as (name, bytes), then the checksums, then their signature. Files are made on demand."""
    checksums: list[str] = []
    for name, made in makers(c, contents, fonts, draft).items():
        data = made()
        checksums.append(f"{sha256(data).hexdigest()}  {name}")
        yield name, data
    written = ("\n".join(checksums) + "\n").encode()
    yield CHECKSUMS, written
    if sign is not None:
        yield SIGNATURE, sign(written)


def package_names(c: ClassFile, contents: Contents, fonts: Fonts, signed: bool = False) -> list[str]:
    """The names of the files of ``package_files``, in order."""
    return [*makers(c, contents, fonts), CHECKSUMS, *([SIGNATURE] if signed else [])]


def makers(c: ClassFile, contents: Contents, fonts: Fonts, draft: bool = False) -> dict[str, Callable[[], bytes]]:
    """{file name: function that makes it}, for every file but the checksums."""
    from workbooks.printing.clean import clean_annex, platform_list

    documents = contents.documents
    lacking = "".join(glyph.characters for glyph in contents.missing)
    if lacking:
        documents = replaced(documents, lacking, GETA)
    faces = fonts.typefaces("".join(texts_of(documents)))
    made: dict[str, Callable[[], bytes]] = {
        f"{name}.pdf": partial(typeset, document_title(c, name), parts, c.today, faces, draft)
        for name, parts in documents.items()
    }
    made |= {f"{sheet}.xlsx": partial(clean_annex, c, sheet, draft) for sheet in ANNEXES if sheet not in contents.absent}
    if c.national and c.results:
        made[f"{PLATFORM}.xlsx"] = partial(platform_list, c, draft)
    record = json.dumps(contents.record, ensure_ascii=False, indent=2) + "\n"
    return made | {f"{VERIFICATION}.json": record.encode}


def document_title(c: ClassFile, name: str) -> str:
    """The title in the properties of the PDF."""
    topic = c.project.topic
    return f"{name}　{hide(topic)}" if isinstance(topic, str) and topic.strip() else name
