"""Writes 说明 to their findings on 核验 from outside the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from macros.checking.check import with_ledger, write_findings
from udfs.rules import runner
from workbooks.book.reading import read_book

if TYPE_CHECKING:
    import xlwings as xw


def explain(
    book: xw.Book, today: date, texts: Mapping[tuple[str, str, str], str], ledger: str | None = None, stage: str = ""
) -> int:
    """Check, and write the findings into 核验 with these texts as their 说明. Returns the number of changed findings.

    ``texts``: {(rule, sheet, cell) of a finding: 说明}; '' removes a 说明. Errors: Unusable for a workbook without 核验.
    """
    c = with_ledger(read_book(book, today), ledger).changed(stage=stage)
    report = runner.check(c)
    findings = tuple(
        replace(one, explained=texts[one.code, one.sheet, one.cell].strip() or None)
        if (one.code, one.sheet, one.cell) in texts
        else one
        for one in report.findings
    )
    write_findings(book, c, replace(report, findings=findings))
    return sum(new is not old for new, old in zip(findings, report.findings, strict=True))
