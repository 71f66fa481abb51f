"""The document of ``check --json``: a report with the facts of its class, ready for ``json.dumps``.

Document numbers and phones are masked wherever they stand, in values, messages and explanations alike, unless ``reveal``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from udfs import cells
from udfs.identity import normal_document
from udfs.masking import MASKED_FIELDS, mask, mask_document, mask_phone
from udfs.money import cents
from udfs.quota import quota_use
from udfs.records import Absence, ClassFile, Person, Result
from udfs.rules.model import Finding, Report
from udfs.rules.runner import class_parameters
from udfs.staffing import staff_limit

SHORTEST_SECRET = 5
# A mobile or an 18-digit number that stands in no field of its own, for instance inside an explanation.
_LOOSE_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:1[3-9][0-9]{9}|[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9A-Za-z])")

Masking = Callable[[str], str]


def report_document(book: str, c: ClassFile, report: Report, reveal: bool = False) -> dict[str, Any]:
    """The JSON document of one workbook. ``book``: its file name, without folders."""
    masking = str if reveal else masking_of(c)
    return {
        "book": book,
        "level": report.level,
        "today": report.today.isoformat(),
        "parameters": report.parameters,
        "summary": {
            "error": report.count("error"),
            "query": report.count("query"),
            "hint": report.count("hint"),
            "blocking": report.blocking,
        },
        "facts": facts(c),
        "findings": [finding_document(finding, masking, reveal) for finding in report.findings],
        "rules": [outcome.model_dump(exclude_none=True) for outcome in report.outcomes],
    }


def finding_document(finding: Finding, masking: Masking, reveal: bool = False) -> dict[str, Any]:
    """One finding with its texts masked."""
    document = finding.model_dump()
    if not reveal and finding.field in MASKED_FIELDS:
        document["value"] = mask(finding.field, finding.value)
    for name in ("value", "expected", "message", "fix", "explained"):
        if isinstance(document[name], str):
            document[name] = masking(document[name])
    return document


def facts(c: ClassFile) -> dict[str, Any]:
    """The figures of a class; amounts as text with two decimals, None where the workbook does not say."""
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
    """总学时 as JSON writes a number."""
    if c.hours is None:
        return None
    return int(c.hours) if c.hours == int(c.hours) else float(c.hours)


def masking_of(c: ClassFile) -> Masking:
    """A function that masks every document number and phone of this class inside any text, and others that look like one."""
    hidden = dict(secrets(c))
    # The longest first, so that a number that holds another one is masked whole.
    parts = sorted(map(re.escape, hidden), key=len, reverse=True)
    known = re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(parts)})(?![0-9A-Za-z])") if parts else None

    def masking(text: str) -> str:
        if known is not None:
            text = known.sub(lambda found: hidden[found[0]], text)
        return _LOOSE_NUMBER.sub(masked_number, text)

    return masking


def masked_number(found: re.Match[str]) -> str:
    number = found[0]
    return mask_phone(number) if len(number) == 11 else mask_document(number)


def secrets(c: ClassFile) -> Iterator[tuple[str, str]]:
    """Each document number and phone as it is written, and as it is compared, with its masked form."""
    called: tuple[Person | Result, ...] = (*c.people, *c.results)
    holders: tuple[Person | Result | Absence, ...] = (*called, *c.absences)
    for person in called:
        yield from spellings(cells.text(person.phone), mask_phone)
    for holder in holders:
        yield from spellings(cells.text(holder.document), mask_document)
        yield from spellings(normal_document(holder.document), mask_document)


def spellings(written: str, masked: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    if len(written) >= SHORTEST_SECRET:
        yield written, masked(written)
