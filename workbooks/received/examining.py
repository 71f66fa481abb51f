"""Examines a package or loose annexes: checks the rules, and compares annexes, report and printed pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from udfs.records.class_file import RESULTS, ClassFile
from udfs.report.report_json import report_document
from udfs.report.reviewed import Contradiction
from udfs.rules.basis import has_unknown_values, of_the_office, stated_settings
from workbooks.printing.contents import MATERIAL_LIST, VERIFICATION
from workbooks.received.annexes_seen import added_differences
from workbooks.received.comparing import (
    by_one_measure,
    findings_against_annexes,
    platform_against_results,
    report_against_annexes,
)
from workbooks.received.extra_files import extra_file_differences
from workbooks.received.judging import Annexes, annexes_of, judged_annexes
from workbooks.received.loose import OFFICIAL
from workbooks.received.packages import REPORT, CheckDocument
from workbooks.received.printed.materials import listed_class, materials_differences, unlooked_at
from workbooks.received.printed.pages import paper_differences, read_page
from workbooks.received.printed.report import report_differences, stated_basis

ClassWithLedger = Callable[[ClassFile], ClassFile]
"""Adds what the number ledger knows."""


@dataclass(frozen=True)
class Examined:
    """The class as its annexes show it, its document of ``check --json`` judged anew, its contradictions, what stays open."""

    c: ClassFile
    document: dict[str, Any]
    differences: tuple[Contradiction, ...]
    unjudged: tuple[tuple[str, str], ...]
    changed_parameters: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def examined(
    files: Mapping[str, Path], report: CheckDocument | None, today: date, reveal: bool, known: ClassWithLedger
) -> Examined:
    """A package: its files by name. Judged as of the day of its report, or of ``today`` without one. Raises ``Unusable``."""
    books = {f"{sheet}.xlsx": files[f"{sheet}.xlsx"] for sheet in OFFICIAL if f"{sheet}.xlsx" in files}
    annexes = annexes_of(books, report.today if report else today, report)
    annexes = replace(annexes, c=known(annexes.c))
    document, masked, unseen = documents(annexes, report, report.book if report else "", reveal)
    page = read_page(files, f"{VERIFICATION}.pdf")
    differences = list(missing_parts(files, annexes, report))
    changed = of_the_office(stated_basis(report, page)) if report else ()
    settings = stated_settings(annexes.c, changed)
    measured = replace(annexes, c=annexes.c.changed(settings=settings))
    unknown = has_unknown_values(changed, settings)
    remarks = unlooked_at(report, unknown)
    if report is not None:
        codes = {outcome["code"] for outcome in masked["rules"]} - unseen.keys()
        own = masked
        if settings:
            # Held against what its own measure gives, so that an office with other limits is not accused of a contradiction.
            own = documents(measured, report, report.book, False)[1]
            remarks += by_one_measure(own["findings"], masked["findings"])
        differences += report_against_annexes(report, annexes.c, annexes.file)
        differences += findings_against_annexes(report, own["findings"], codes, annexes.file)
    if RESULTS in annexes.file:
        differences += platform_against_results(files, annexes.c, annexes.file[RESULTS])
    differences += added_differences(files, annexes.c, annexes.file)
    differences += paper_differences(files, annexes.c, annexes.file)
    if report is not None:
        differences += report_differences(page, report)
    differences += materials_differences(read_page(files, f"{MATERIAL_LIST}.pdf"), measured.c, report, unknown)
    listed = annexes.c if report is None else listed_class(report, measured.c)
    differences += extra_file_differences(files, annexes.file, listed, unknown)
    return Examined(annexes.c, document, tuple(differences), tuple(unseen.items()), changed, remarks)


def examined_loose(files: Mapping[str, Path], today: date, reveal: bool, known: ClassWithLedger) -> Examined:
    """Annexes without a report. Raises ``Unusable``."""
    annexes = annexes_of(files, today, None)
    annexes = replace(annexes, c=known(annexes.c))
    document, _, unseen = documents(annexes, None, "", reveal)
    return Examined(annexes.c, document, (), tuple(unseen.items()))


def documents(
    annexes: Annexes, report: CheckDocument | None, book: str, reveal: bool
) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """The document as displayed, its masked form (for comparison with a report), and the rules not decided."""
    verdict, unseen = judged_annexes(annexes, report)
    masked = report_document(book, annexes.c, verdict)
    document = report_document(book, annexes.c, verdict, reveal) if reveal else masked
    if report is not None:
        # Who took part online stands on no annex.
        listed = report.facts.model_extra or {}
        for made in (document, masked):
            made["facts"] |= {name: listed[name] for name in ("online", "quota") if name in listed}
    return document, masked, unseen


def missing_parts(files: Mapping[str, Path], annexes: Annexes, report: CheckDocument | None) -> list[Contradiction]:
    """The required files missing in this package, without which the others cannot be compared."""
    found = []
    if report is None:
        found.append(Contradiction("没有核验报告，无法核对", REPORT, "缺少这个文件"))
    for sheet in OFFICIAL:
        if sheet not in annexes.file:
            found.append(Contradiction("附件不全", f"{sheet}.xlsx", "缺少这个文件，或无法读取这张表"))
    for sheet in OFFICIAL:
        if sheet not in annexes.file and f"{sheet}.pdf" in files:
            found.append(Contradiction("附件不全", f"{sheet}.xlsx", f"只有{sheet}.pdf"))
    if f"{VERIFICATION}.pdf" not in files and report is None:
        found.append(Contradiction("没有核验报告，无法核对", f"{VERIFICATION}.pdf", "缺少这个文件"))
    return found
