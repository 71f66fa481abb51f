"""``export``: writes the stamp-ready package of a class, or reports what prevents it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from macros.certificates.ledger import mark_exported as mark_numbers
from udfs.records.class_file import AFTER, ClassFile
from udfs.records.masking import hide
from udfs.rules.model import Finding, Report
from udfs.values import cells
from workbooks.book.reading import read_book
from workbooks.files.progress import Progress, finished, silent
from workbooks.files.signing import Signer
from workbooks.printing.contents import contents_of, package_files, package_names
from workbooks.printing.folder import safe_name, writing_folder
from workbooks.printing.fonts import Fonts, machine_fonts
from workbooks.printing.glyphs import MissingGlyph, missing_glyphs

if TYPE_CHECKING:
    import xlwings as xw

UNNAMED = "未填选题名称"
FINAL, DRAFT = "盖章稿", "草稿"
"""Kinds of package in folder names: a draft never replaces the final package."""


@dataclass(frozen=True)
class ExportResult:
    """The result of an export.

    ``folder`` is None if blocked: by ``blocking`` findings and failed rules, or by ``missing`` characters. ``files``: names
    written; ``absent``: annexes without content.
    """

    folder: Path | None
    files: tuple[str, ...]
    blocking: int
    findings: tuple[Finding, ...]
    missing: tuple[MissingGlyph, ...]
    absent: tuple[str, ...]
    draft: bool

    @property
    def blocked(self) -> bool:
        return self.folder is None

    @property
    def exit_code(self) -> int:
        """1 if the export was blocked; drafts are always written."""
        return 1 if self.blocked else 0

    @property
    def message(self) -> str:
        """The result in Chinese: one line, then one for each place whose text cannot be printed."""
        absent = f"；{'、'.join(self.absent)}没有内容，未生成" if self.absent else ""
        if self.folder is not None:
            return f"已生成{'草稿' if self.draft else '盖章稿'}：{self.folder}（{len(self.files)}个文件）{absent}"
        reasons = [f"{self.blocking}项问题未解决"] if self.blocking else []
        reasons += [f"{len(self.missing)}处文字无法打印"] if self.missing else []
        headline = f"没有生成盖章稿：{'，'.join(reasons)}。改正或说明后再导出"
        return "\n".join([headline, *map(str, self.missing)])


def export_class(
    c: ClassFile,
    report: Report,
    out: Path,
    draft: bool = False,
    book: str = "",
    fonts: Fonts | None = None,
    progress: Progress = silent,
    sign: Signer | None = None,
) -> ExportResult:
    """Write the package of a checked class into a folder of its own under ``out``.

    Nothing is written if findings block or a character cannot be printed; a ``draft`` is always written, with 草稿 across
    every page. ``book``: file name of the workbook; ``sign``: signs the checksums of a final package. Errors: Held, Unusable;
    then nothing has changed.
    """
    return finished(export_steps(c, report, out, draft, book, fonts, sign), lambda step: progress(*step))


def export_steps(
    c: ClassFile,
    report: Report,
    out: Path,
    draft: bool = False,
    book: str = "",
    fonts: Fonts | None = None,
    sign: Signer | None = None,
) -> Generator[tuple[str, int, int], None, ExportResult]:
    """``export_class`` in steps of a few seconds: yields (next file, its number, total).

    If closed early, nothing is changed.
    """
    fonts = fonts or machine_fonts()
    missing = missing_glyphs(c, report, book, fonts)
    blocking = tuple(finding for finding in report.findings if finding.blocks)
    contents = contents_of(c, report, book, missing)
    folder: Path | None = None
    files: tuple[str, ...] = ()
    if draft or not (report.blocking or missing):
        topic = safe_name(hide(cells.text(c.project.topic)), UNNAMED)
        folder = Path(out) / f"{topic}_{DRAFT if draft else FINAL}_{c.today.isoformat()}"
        sign = None if draft else sign
        names = package_names(c, contents, fonts, sign is not None)
        writing = writing_folder(folder, package_files(c, contents, fonts, draft, sign))
        files = yield from numbered(writing, names)
    return ExportResult(
        folder=folder,
        files=files,
        blocking=report.blocking,
        findings=blocking,
        missing=missing,
        absent=contents.absent,
        draft=draft,
    )


def numbered(
    writing: Generator[int, None, tuple[str, ...]], names: list[str]
) -> Generator[tuple[str, int, int], None, tuple[str, ...]]:
    """Convert counts of written files into steps: name of the next file, its number, total."""
    try:
        for written in writing:
            if written < len(names):
                yield names[written], written + 1, len(names)
    finally:
        writing.close()
    return tuple(names)


def exporting(book: xw.Book, out: Path, today: date) -> Generator[tuple[str, int, int], None, ExportResult]:
    """Read and check an open workbook (including the number ledger), and write its package under ``out``; in steps, see
    ``export_steps``. It is read and checked in the first step only."""
    from macros.checking.check import with_ledger
    from udfs.rules.runner import check

    c = with_ledger(read_book(book, today), None).changed(stage=AFTER)
    result = yield from export_steps(c, check(c), out, book=str(book.name))
    mark_exported(c, result)
    return result


def mark_exported(c: ClassFile, result: ExportResult, ledger: str | None = None) -> None:
    """Record the export in the ledger: after it the series cannot be issued anew."""
    if result.folder is not None and not result.draft and c.municipal:
        mark_numbers(c, ledger)
