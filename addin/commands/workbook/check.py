"""``gaoyan check``: runs all rules on one workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams

if TYPE_CHECKING:
    import xlwings as xw

    from udfs.records.class_file import ClassFile
    from udfs.rules.model import Report

EPILOG = """例：
  gaoyan check 云计算班.xlsx
  gaoyan check 云计算班.xlsx --write
  gaoyan check 云计算班.xlsx --json --today 2025-07-20
  gaoyan check 云计算班.xlsx --stage 开班前"""


def check(
    book: options.Book,
    json: options.Json = False,
    write: Annotated[bool, typer.Option("--write", help="把问题写进工作簿的“核验”表（可用 gaoyan undo 撤销）")] = False,
    stage: Annotated[
        str,
        typer.Option("--stage", metavar="阶段", help="开班前或结班后；默认按日期，结班前不查结班后才有的内容"),
    ] = "",
    today: options.Today = "",
    reveal: options.Reveal = False,
    ledger: options.LedgerPlace = "",
    codes: Annotated[bool, typer.Option("--codes", help="列出规则代码，可在规则手册中查到")] = False,
    yes: options.Yes = False,
) -> int:
    """核验工作簿：对照通知逐条检查，列出问题和处理办法。"""
    from macros.checking.check import check_class
    from udfs.records.class_file import AFTER, BEFORE
    from workbooks.closed.closed_book import open_book

    day = options.day_of(today)
    chosen = options.one_of("--stage", stage, (BEFORE, AFTER)) if stage else ""
    path = options.book_path(book)
    opened = open_book(path)
    c, report = check_class(opened, day, ledger or None, chosen)
    lost = written(opened, c, report, json or yes) if write else 0
    if json:
        from udfs.report.report_json import report_document

        streams.put_json(report_document(path.name, c, report, reveal))
    else:
        from addin.terminal.presenting import show_report

        show_report(c, report, book, reveal=reveal, written=write, codes=codes)
        if lost:
            streams.say(f"有 {lost} 条说明所属的问题已消失或现值已变，说明随之移除；可用 gaoyan undo {book} 找回")
    return 1 if report.blocking else 0


def written(book: xw.Book, c: ClassFile, report: Report, unasked: bool = True) -> int:
    """Write the findings into 核验, after confirmation unless ``unasked``. Returns the number of 说明 removed with their
    findings."""
    from addin.terminal.previewing import save
    from macros.checking.check import lost_explanations, write_findings
    from macros.checking.live import take_away
    from udfs.records.class_file import FINDINGS

    if FINDINGS in c.places:
        # The file may have been saved with the live check on; its rows become plain values.
        take_away(book, c.places[FINDINGS])
    write_findings(book, c, report)
    save(book, unasked, len(report.findings))
    return lost_explanations(c, report)
