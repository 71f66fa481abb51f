"""Every known fault of an engine is still there, and the copy that IronCalc is given steps around each of its own."""

from __future__ import annotations

from pathlib import Path

import ironcalc
import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from tests import office
from tests.engines.ironcalc_book import IronCalcBook
from tests.engines.known_faults import CELLS, FAULTS, IRONCALC, LIBREOFFICE, Fault

SHEET, COLUMN, FIRST = "证", 10, 11
"""The formulas stand in no row of the values they are about, so that an implicit intersection finds none of these."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with the formula of each fault, one a row."""
    book = Workbook()
    book.active.title = SHEET
    for address, value in CELLS.items():
        book.active[address] = value
    book.active["D1"].font = Font(bold=True)
    book.defined_names["参数_数"] = DefinedName("参数_数", attr_text=f"{SHEET}!$A$1")
    for row, fault in enumerate(FAULTS, FIRST):
        book.active.cell(row, COLUMN, fault.formula)
    found = tmp_path_factory.mktemp("faults") / "faults.xlsx"
    book.save(found)
    return found


@pytest.fixture(scope="module")
def answers(path: Path) -> dict[str, list[object]]:
    """Engine -> what it gives for each fault."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    for row, fault in enumerate(FAULTS, FIRST):
        if fault.typed:
            model.set_user_input(0, row, COLUMN, fault.formula)
    model.evaluate()
    shown = office.recalculated(path)[SHEET]
    return {
        IRONCALC: [model.get_cell_value(0, row, COLUMN) for row in range(FIRST, FIRST + len(FAULTS))],
        LIBREOFFICE: [shown[row - 1][COLUMN - 1] for row in range(FIRST, FIRST + len(FAULTS))],
    }


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_the_fault_is_still_there(answers: dict[str, list[object]], fault: Fault) -> None:
    (other,) = set(answers) - {fault.engine}
    at = FAULTS.index(fault)
    assert same(answers[fault.engine][at], fault.answer), "mended? Then take it, and the way around it, out"
    assert same(answers[other][at], fault.right)


def test_the_copy_steps_around_every_fault_of_ironcalc(path: Path, tmp_path: Path) -> None:
    book = IronCalcBook(path, tmp_path / "copy.xlsx")
    own = [(row, fault) for row, fault in enumerate(FAULTS, FIRST) if fault.engine == IRONCALC]
    assert [fault.code for row, fault in own if not same(book.value(SHEET, row, COLUMN), fault.right)] == []


def same(found: object, wanted: object) -> bool:
    """The same value of the same kind: TRUE is not 1 here."""
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)


def test_the_list_is_in_order() -> None:
    assert len({fault.code for fault in FAULTS}) == len(FAULTS)
    assert all(fault.answer != fault.right for fault in FAULTS)
