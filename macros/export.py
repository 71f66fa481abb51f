"""``export``: the stamp-ready package of a class, or word of what keeps it from being made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from udfs import cells
from udfs.records import ClassFile
from udfs.rules.model import Finding, Report
from workbooks.printing.contents import contents_of, package_files
from workbooks.printing.folder import safe_name, write_folder
from workbooks.printing.fonts import Fonts, machine_fonts
from workbooks.printing.glyphs import MissingGlyph, missing_glyphs

if TYPE_CHECKING:
    import xlwings as xw

UNNAMED = "未填选题名称"


@dataclass(frozen=True)
class ExportResult:
    """What became of an export.

    ``folder`` is None if it was blocked: by ``blocking`` findings and broken rules, or by ``missing`` characters.
    ``files``: the names written; ``absent``: the annexes that the workbook has nothing for.
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
        """1 if the export was blocked; a draft is written whatever is found."""
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
    c: ClassFile, report: Report, out: Path, draft: bool = False, book: str = "", fonts: Fonts | None = None
) -> ExportResult:
    """Write the package of a class that has been read and checked into a folder of its own under ``out``.

    Nothing is written when findings block or a character cannot be printed; a ``draft`` is written all the same, with 草稿
    across every page. ``book``: the name of the workbook's file. Errors: Held, Unusable; then nothing has changed.
    """
    fonts = fonts or machine_fonts()
    missing = missing_glyphs(c, report, book, fonts)
    blocking = tuple(finding for finding in report.findings if finding.blocks)
    contents = contents_of(c, report, book, missing)
    folder: Path | None = None
    files: tuple[str, ...] = ()
    if draft or not (report.blocking or missing):
        topic = safe_name(cells.text(c.project.topic), UNNAMED)
        folder = Path(out) / f"{topic}_盖章稿_{c.today.isoformat()}"
        files = write_folder(folder, package_files(c, contents, fonts, draft))
    return ExportResult(
        folder=folder,
        files=files,
        blocking=report.blocking,
        findings=blocking,
        missing=missing,
        absent=contents.absent,
        draft=draft,
    )


def export(book: xw.Book, out: Path, today: date, draft: bool = False, ledger: str | None = None) -> ExportResult:
    """Read a workbook, check it (against the number ledger too), and write its package under ``out``."""
    from macros.check import with_ledger
    from udfs.rules.runner import check
    from workbooks.reading import read_book

    c = with_ledger(read_book(book, today), ledger)
    return export_class(c, check(c), out, draft, book=str(book.name))
