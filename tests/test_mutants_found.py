"""What mutants of ``make fuzz`` found, each by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.raw_workbook import sheet_xml, workbook
from udfs.sample import sample_class
from workbooks.package import Package
from workbooks.values.stored import with_values

DAY = sample_class().today


@pytest.mark.parametrize(
    "cell",
    [
        "<v>\ufffd</v>", "<v>NaN</v>", "<v>1e999</v>", "<v>２</v>", '{t="s"}<v>x</v>', '{t="s"}<v>-1</v>', '{t="s"}<v>7</v>',
        '{t="d"}<v>2025-02-30</v>',
    ],
)  # fmt: skip
def test_a_stored_value_that_is_none_stops_no_computing(cell: str) -> None:
    """Mutant 125: a number that is none in a cell, when results are stored beside the formulas that remain."""
    attributes, _, inside = cell.rpartition("}")
    row = f'<c r="A1"{" " + attributes[1:] if attributes else ""}>{inside}</c><c r="B1"><f>1+1</f></c><c r="C1"><f>A1</f></c>'
    package = Package(Path("班.xlsx"), workbook({"附件4": sheet_xml(f'<row r="1">{row}</row>')}))
    part = Package(Path("班.xlsx"), with_values(package, DAY)).read(package.sheets[0].part)
    assert b"<f>1+1</f><v>2</v>" in part
