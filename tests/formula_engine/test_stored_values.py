"""What is stored beside our formulas is what real engines compute: every cell of every sheet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import office
from tests.engines import gnumeric_book
from tests.formula_engine.stored_compared import differences
from tests.parity import people_made, results_made
from tests.parity.class_made import made_class
from tests.sample import YEAR, sample_class
from udfs.records.class_file import ClassFile
from udfs.sample import results_beside
from workbooks.closed.held_file import HeldFile
from workbooks.formula_engine.stored import with_values
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.templates.entering import entered
from workbooks.templates.new_class import build_template

TODAY = date.today()
"""LibreOffice asks the machine what day it is."""
LAST_DAY = date(9999, 12, 31)


def written(c: ClassFile, path: Path, rows: int = 0) -> Path:
    path.write_bytes(entered(c.changed(today=TODAY), rows or rows_for(c)))
    return path


def rows_for(c: ClassFile) -> int:
    """A few more rows than the class needs: each row is 160 formulas in two engines."""
    return max((row.row for kind in (c.people, c.results, c.lectures, c.expenses) for row in kind), default=0) + 5


def classes(large: bool = False) -> Iterator[tuple[str, ClassFile]]:
    yield "beside", results_beside(sample_class())
    yield "typed", sample_class()
    people = people_made.classes(range(2, 12) if large else range(2, 3), 110)
    results = results_made.classes(range(8, 18) if large else range(1), 100)
    yield from (people | results).items()
    for seed in range(45, 145) if large else range(45, 47):
        c = made_class(seed)
        if not isinstance(c.project.start, (int, float, Decimal)):  # a year of five digits is one to LibreOffice
            yield f"class_{seed}", c


def test_libreoffice_computes_what_is_stored(tmp_path: Path) -> None:
    paths = [written(c, tmp_path / f"{name}.xlsx") for name, c in classes()]
    assert len(paths) >= 5
    for path, computed in zip(paths, office.recalculated_all(paths), strict=True):
        assert differences(office.read_values(path), computed) == [], path.stem


@pytest.mark.large
def test_libreoffice_computes_what_is_stored_in_many_classes(tmp_path: Path) -> None:
    for name, c in classes(large=True):
        path = written(c, tmp_path / f"{name}.xlsx")
        (computed,) = office.recalculated_all([path])
        assert differences(office.read_values(path), computed) == [], name


def test_gnumeric_computes_what_is_stored(tmp_path: Path) -> None:
    path = written(results_beside(sample_class()), tmp_path / "class.xlsx", 60)
    stored = {sheet: rows for sheet, rows in office.read_values(path).items() if sheet in ("附件4", "附件5", "附件3", "核对")}
    as_texts = {sheet: [[as_text(value) for value in row] for row in rows] for sheet, rows in stored.items()}
    assert differences(as_texts, gnumeric_book.computed(path)) == []


def as_text(value: object) -> object:
    """A value as Gnumeric's text file tells it, where a text of digits is a number."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return {"TRUE": True, "FALSE": False}.get(value, value)
    return value


def test_every_formula_has_its_value() -> None:
    book = load_workbook(BytesIO(build_template("市级", 1, rows=60, which=YEAR)))
    shown = load_workbook(BytesIO(build_template("市级", 1, rows=60, which=YEAR)), data_only=True)
    formulas = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for one in row:
                if isinstance(one.value, str) and one.data_type == "f":
                    formulas += 1
                    value = shown[sheet.title][one.coordinate]
                    # openpyxl takes an empty text for nothing.
                    assert value.value is not None or value.data_type == "str", (sheet.title, one.coordinate)
    assert formulas > 10_000
    assert shown["附件3"]["A1"].value


def test_what_a_command_writes_has_new_values(tmp_path: Path) -> None:
    path = written(results_beside(sample_class()), tmp_path / "class.xlsx", 60)
    file = HeldFile.open(path)
    file.take({"附件4": {(5, 3): "120101199001011234", (6, 2): None, (6, 3): None}})
    assert file.save(command="测试")
    shutil.copy(path, tmp_path / "again.xlsx")
    (computed,) = office.recalculated_all([tmp_path / "again.xlsx"])
    stored = office.read_values(path)
    assert differences(stored, computed) == []
    assert "证件号码有误" in str(stored["附件4"][4])


def test_a_file_that_a_program_saved_in_which_formulas_are_spelled_out(tmp_path: Path) -> None:
    """LibreOffice and openpyxl share no formula among cells. Those of the hidden sheet are short."""
    path = written(results_beside(sample_class()), tmp_path / "class.xlsx", 60)
    small = path.stat().st_size
    saved = office.convert(path, office.XLSX, tmp_path / "saved")
    assert saved.stat().st_size < 2 * small
    file = HeldFile.open(saved)
    file.take({"附件4": {(5, 3): "120101199001011234"}})
    assert file.save(command="测试")
    assert saved.stat().st_size < 2 * small
    shutil.copy(saved, tmp_path / "again.xlsx")
    (computed,) = office.recalculated_all([tmp_path / "again.xlsx"])
    assert differences(office.read_values(saved), computed) == []


def test_a_file_without_results_computes_to_what_ours_stores(tmp_path: Path) -> None:
    """As openpyxl writes it. On one thread: on several, LibreOffice reads cells too early (docs/engines.md, LO-3)."""
    path = written(sample_class(), tmp_path / "class.xlsx", 60)
    load_workbook(path).save(tmp_path / "bare.xlsx")
    (computed,) = office.recalculated_all([tmp_path / "bare.xlsx"], threads=False)
    assert differences(office.read_values(path), computed) == []


HOSTILE = {
    "nested": "=" + "(" * 4000 + "1" + ")" * 4000,
    "endless": "=LAMBDA(f,f(f))(LAMBDA(f,f(f)))",
    "wide": "=SUMPRODUCT((A1:XFD1048576=1)*1)",
    "circle": "=H20+1",
    "growing": '=SUBSTITUTE(REPT("a",30000),"a",REPT("b",30000))',
    "beyond": "=10^300*10^300",
    "short": "=MID(1)",
    "unread": "=FORECAST.ETS(1,2,3)",
}


def test_a_formula_of_the_user_that_is_not_known_here_is_left_alone(tmp_path: Path) -> None:
    """No value is guessed, the others are stored all the same, and nothing takes long or much."""
    source = Package(tmp_path / "book.xlsx", build_template("市级", rows=10, which=YEAR))
    from workbooks.ooxml.writing.patching import patched

    changes = [CellChange("附件3", 20 + at, 8, Formula(text)) for at, text in enumerate(HOSTILE.values())]
    changes[3] = CellChange("附件3", 20, 8, Formula("=H20+1"))
    data = patched(source, [*changes, CellChange("附件3", 40, 8, Formula("=1+1"))])
    path = tmp_path / "book.xlsx"
    path.write_bytes(with_values(Package(path, data), TODAY))
    shown = load_workbook(path, data_only=True)["附件3"]
    assert shown["H40"].value == 2
    assert shown["H20"].value is None
    for at, name in enumerate(HOSTILE):
        if name in ("endless", "wide", "short", "unread"):
            assert shown.cell(20 + at, 8).value is None, name
    assert shown["A1"].value
