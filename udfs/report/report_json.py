"""The document of ``check --json``: a report with the facts of its class, ready for ``json.dumps``.

Document numbers and phones are masked in values, messages and explanations, unless ``reveal``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from udfs.money.amounts import cents
from udfs.money.quota import quota_use
from udfs.people.staffing import staff_limit
from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.records.masking import MASKED_FIELDS, Numbers, mask
from udfs.rules.model import Finding, Outcome, Report
from udfs.values import cells

Masking = Callable[[str], str]


def report_document(book: str, c: ClassFile, report: Report, reveal: bool = False) -> dict[str, Any]:
    """The JSON document of one workbook. ``book``: its file name without folders."""
    masking = str if reveal else masking_of(c)
    return {
        "book": masking(book),
        "level": masking(report.level),
        "today": report.today.isoformat(),
        "parameters": report.parameters,
        "summary": {
            "error": report.count("error"),
            "query": report.count("query"),
            "hint": report.count("hint"),
            "blocking": report.blocking,
        },
        "facts": facts(c),
        "basis": [masking(sentence) for sentence in report.basis],
        "findings": [finding_document(finding, masking, reveal) for finding in report.findings],
        "rules": [outcome_document(outcome) for outcome in report.outcomes],
    }


def finding_document(finding: Finding, masking: Masking, reveal: bool = False) -> dict[str, Any]:
    """One finding with its texts masked."""
    document = finding.document()
    if not reveal and finding.field in MASKED_FIELDS:
        document["value"] = mask(finding.field, finding.value)
    for name in ("value", "expected", "message", "fix", "explained"):
        if isinstance(document[name], str):
            document[name] = masking(document[name])
    return document


def outcome_document(outcome: Outcome) -> dict[str, str]:
    """The outcome of one rule."""
    document: dict[str, str] = {"code": outcome.code, "status": outcome.status}
    return document if outcome.why is None else {**document, "why": outcome.why}


def facts(c: ClassFile) -> dict[str, Any]:
    """The figures of a class; amounts as text with two decimals, None if not stated."""
    p = class_parameters(c)
    use = quota_use(c, p)
    stated_total = cells.number(c.accounts.total)
    return {
        "trainees": len(c.trainees),
        "staff": len(c.staff),
        "staff_limit": staff_limit(len(c.trainees), p),
        "online": len(c.online),
        "days": c.days,
        "hours": plain_number(c),
        "total": None if stated_total is None else str(cents(stated_total)),
        "quota": None if use is None else str(use.limit),
    }


def plain_number(c: ClassFile) -> int | float | None:
    """总学时 as a JSON number."""
    if c.hours is None:
        return None
    return int(c.hours) if c.hours == int(c.hours) else float(c.hours)


def masking_of(c: ClassFile) -> Masking:
    """A function that masks the personal numbers of this class, and texts that look like one."""
    return Numbers.of(c).hide
