"""Classes whose certificates are numbered, or not yet, in a workbook, and what stands there afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from macros.certificates.ledger_reading import listed
from macros.certificates.number import NumberResult, number
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ClassFile
from workbooks.book.reading import read_file
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched

TODAY = date(2025, 8, 12)
CERTIFICATE, PASSED = 9, 8


def unnumbered(trainees: int = 10) -> ClassFile:
    c = sample_class(MUNICIPAL, 9, trainees=trainees, staff=1)
    return c.changed(results=tuple(result.changed(certificate=None) for result in c.results))


def numbered(path: Path, place: str, *, adopt: bool = False) -> NumberResult:
    book = open_book(path)
    result = number(book, TODAY, place, adopt=adopt)
    book.save()
    return result


def put(path: Path, *cells: tuple[int, int, str | None]) -> None:
    """Type into 附件5: place of the trainee (from 0), column, value."""
    path.write_bytes(patched(Package.open(path), [CellChange("附件5", 4 + at, column, value) for at, column, value in cells]))


def certificates(path: Path) -> list[object]:
    return [result.certificate for result in read_file(path, TODAY).results]


def states(place: str) -> dict[str, str]:
    return {entry.number[-2:]: entry.state for entry in listed(place)}
