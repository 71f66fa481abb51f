"""Workbooks of many classes with other people in each, made quickly: one is filled in, the others are it with other texts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from macros.handing_in.export import exporting
from udfs.notice.plan import MUNICIPAL, NATIONAL, plan_of
from udfs.records.class_file import ClassFile
from udfs.sample import sample_class
from udfs.values.cells import text
from workbooks.closed.closed_book import open_book
from workbooks.files.progress import finished
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered

STAFF = 5
DAY = date(2025, 8, 20)
PERSONAL = ("name", "document", "phone", "certificate")


class Mould:
    """A workbook laid apart at the texts of its people once, so that others can be cast from it."""

    def __init__(self, path: Path, c: ClassFile) -> None:
        package = Package(path, entered(c))
        texts = {escape(value).encode(): at for at, value in enumerate(personal(c)) if len(value) > 1}
        found = re.compile(b">(" + b"|".join(map(re.escape, sorted(texts, key=len, reverse=True))) + b")<")
        self.archive = package.archive
        self.parts: dict[str, list[bytes | int]] = {}
        for part in ("xl/sharedStrings.xml", *(sheet.part for sheet in package.sheets)):
            pieces: list[bytes | int] = list(found.split(package.read(part)))
            pieces[1::2] = [texts[piece] for piece in pieces[1::2] if isinstance(piece, bytes)]
            if len(pieces) > 1:
                self.parts[part] = pieces

    def cast(self, other: ClassFile) -> bytes:
        """The workbook with the people of another class of the same size."""
        texts = [b">" + escape(value).encode() + b"<" for value in personal(other)]
        return self.archive.rewritten(
            {
                part: b"".join(texts[piece] if isinstance(piece, int) else piece for piece in pieces)
                for part, pieces in self.parts.items()
            }
        )


def personal(c: ClassFile) -> list[str]:
    """What tells the people of a class from those of another, always in the same order."""
    return [text(getattr(one, field, None)) or "" for one in (*c.people, *c.results) for field in PERSONAL]


def workbooks(folder: Path, count: int, people: int) -> Iterator[Path]:
    """``count`` workbooks of that many people below ``folder``, a hundred in each of its folders."""
    rows = [(row.level, row.number) for row in plan_of(2025) if row.level in (MUNICIPAL, NATIONAL)]
    moulds: dict[tuple[str, int], Mould] = {}
    for at in range(count):
        row = rows[at % len(rows)]
        c = sample_class(*row, trainees=people - STAFF, staff=STAFF, seed=at)
        path = folder / f"{at // 100:03}" / f"{at:05}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        if row not in moulds:
            moulds[row] = Mould(path, c)
        path.write_bytes(moulds[row].cast(c))
        yield path


def packages(folder: Path, count: int, people: int) -> Iterator[Path]:
    """``count`` packages of such classes, each a folder with its PDFs."""
    with tempfile.TemporaryDirectory() as name:
        for path in workbooks(Path(name), count, people):
            made = finished(exporting(open_book(path), folder / path.stem, DAY)).folder
            assert made, f"{path.name} has findings"
            yield made
