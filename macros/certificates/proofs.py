"""Proofs that a result in a first-edition 附件5 belongs to the person in its row, from the number ledger or the journal.

The journal keeps the file as it was before each command. What a command wrote into 附件5 by document number was beside the
right person at that time; if it still is, the assignment is confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from udfs.records.class_file import NO, YES, ClassFile, Result
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import CERTIFICATE, PASSED
from workbooks.book.reading import read_held
from workbooks.closed import journal
from workbooks.closed.held_file import HeldFile
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package, read_bytes

BY_PERSON = ("分配编号", "导入平台编号", "登记考勤", "导入附件5")
"""The commands that write into 附件5 by document number."""
LEDGER, JOURNAL, TYPED = "台账", "撤销记录", "附件5"
Fact = tuple[str, str, str]


class Proofs:
    """The evidence on one old workbook."""

    def __init__(self, old: Path, c: ClassFile) -> None:
        self.typed = c.typed_results
        self.given = {(one.person, one.certificate) for one in c.ledger or () if one.person and one.state == "issued"}
        positional = any(result.row not in self.typed for result in c.results)
        self.written = frozenset(written_facts(old, c)) if positional else frozenset()

    def of(self, result: Result) -> str:
        """The proof for this result; '' if there is none."""
        if result.row in self.typed:
            return TYPED
        certificate, passed = cells.text(result.certificate), cells.text(result.passed)
        if certificate and passed == YES:
            if (result.key, certificate) in self.given:
                return LEDGER
            return JOURNAL if (result.key, CERTIFICATE, certificate) in self.written else ""
        failed = passed == NO and not certificate and (result.key, PASSED, NO) in self.written
        return JOURNAL if failed else ""


def written_facts(old: Path, c: ClassFile) -> Iterator[Fact]:
    """(document number, heading, value) of everything that commands wrote into 附件5 by document number."""
    steps = [step for step in journal.steps(old) if step.kind == journal.FILE]
    versions = {sha256(data).hexdigest(): data for data in earlier_bytes(old, steps)}
    for step in steps:
        if step.command not in BY_PERSON or step.before not in versions or step.after not in versions:
            continue
        before, after = (facts_in(versions[digest], c) for digest in (step.before, step.after))
        yield from after - before


def earlier_bytes(old: Path, steps: list[journal.JournalStep]) -> Iterator[bytes]:
    """The present file, and its earlier versions before each step."""
    yield read_bytes(old)
    for step in steps:
        kept = journal.folder_of(old) / f"{step.number:06}.bytes"
        if kept.is_file():
            yield kept.read_bytes()


def facts_in(data: bytes, c: ClassFile) -> set[Fact]:
    """The content of 附件5 in an earlier version of the file."""
    try:
        found = read_held(HeldFile(Package(Path("版本.xlsx"), data)), c.today).results
    except Unusable:
        return set()
    return {
        (result.key, heading, cells.text(value))
        for result in found
        for heading, value in values_of(result)
        if result.key and not cells.blank(value)
    }


def values_of(result: Result) -> tuple[tuple[str, Value], ...]:
    return (PASSED, result.passed), (CERTIFICATE, result.certificate)
