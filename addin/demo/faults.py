"""The errors of the demo: each a single mistake in a correct class, with the codes that must report it.

People, phones and numbers are fictitious. Errors are planted in the records before these are written to a workbook; errors
that only a workbook can have (a changed heading) are planted there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from udfs.records.class_file import ClassFile
from udfs.values import cells
from workbooks.forms import FORMS
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched

Plant = Callable[[ClassFile], ClassFile]


def unchanged(c: ClassFile) -> ClassFile:
    return c


def no_cells(_: ClassFile) -> list[CellChange]:
    return []


@dataclass(frozen=True)
class Planted:
    """One error. ``codes``: the findings it must cause, one entry per finding; ``what``: its description.

    ``plant`` changes the records; ``heading`` (sheet, heading, changed heading) and ``cells`` change the finished workbook.
    """

    codes: tuple[str, ...]
    what: str
    plant: Plant = unchanged
    heading: tuple[str, str, str] | None = None
    cells: Callable[[ClassFile], list[CellChange]] = no_cells


@dataclass(frozen=True)
class Scenario:
    """One class of the demo with its errors. ``title``: the name of its folder."""

    title: str
    right: Callable[[], ClassFile]
    faults: tuple[Planted, ...] = ()

    def planted(self) -> ClassFile:
        """The class with all errors of the records."""
        c = self.right()
        for fault in self.faults:
            c = fault.plant(c)
        return c

    def workbook(self, path: Path) -> bytes:
        """The workbook with all errors. ``path``: its future location."""
        from workbooks.templates.entering import entered

        c = self.planted()
        package = Package(path, entered(c))
        changes = [change for fault in self.faults for change in fault.cells(c)]
        changes += [changed_heading(*fault.heading) for fault in self.faults if fault.heading]
        return patched(package, changes)

    @property
    def expected(self) -> Counter[str]:
        return Counter(code for fault in self.faults for code in fault.codes)


def changed_heading(sheet: str, heading: str, changed: str) -> CellChange:
    table = FORMS[sheet].table
    assert table is not None
    return CellChange(sheet, table.heading_row, cells.column_number(table.letters[heading]), changed)
