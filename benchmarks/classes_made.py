"""Workbooks of many classes with other people in each, made quickly: one is filled in, the others are it with other texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from udfs.notice.plan import MUNICIPAL, NATIONAL, plan_of
from udfs.records.class_file import ClassFile
from udfs.sample import sample_class
from udfs.values.cells import text
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered

STAFF = 5
PERSONAL = ("name", "document", "phone", "certificate")


def workbooks(folder: Path, count: int, people: int) -> Iterator[Path]:
    """``count`` workbooks of that many people below ``folder``, a hundred in each of its folders."""
    rows = [(row.level, row.number) for row in plan_of(2025) if row.level in (MUNICIPAL, NATIONAL)]
    made: dict[tuple[str, int], tuple[ClassFile, Package]] = {}
    for at in range(count):
        level, number = rows[at % len(rows)]
        c = sample_class(level, number, trainees=people - STAFF, staff=STAFF, seed=at)
        path = folder / f"{at // 100:03}" / f"{at:05}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        if (level, number) not in made:
            made[level, number] = c, Package(path, entered(c))
        first, package = made[level, number]
        path.write_bytes(with_people(package, first, c))
        yield path


def with_people(package: Package, first: ClassFile, other: ClassFile) -> bytes:
    """The workbook of ``first`` with the texts of the people of ``other``."""
    texts: dict[bytes, bytes] = {}
    for one, instead in zip((*first.people, *first.results), (*other.people, *other.results), strict=True):
        for field in PERSONAL:
            old, new = text(getattr(one, field, None)), text(getattr(instead, field, None))
            if old and new and len(old) > 1:
                texts[escape(old).encode()] = escape(new).encode()
    parts = ["xl/sharedStrings.xml", *(sheet.part for sheet in package.sheets)]
    changed = {}
    for part in parts:
        data = source = package.read(part)
        for old, new in texts.items():
            data = data.replace(b">" + old + b"<", b">" + new + b"<")
        if data != source:
            changed[part] = data
    return package.archive.rewritten(changed)


def copied(source: Path, target: Path) -> None:
    """A folder of workbooks once more, times and all."""
    shutil.copytree(source, target, copy_function=shutil.copy2)
