"""What mutants of ``make fuzz`` found, each by its name."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.overview.desks import desk
from tests.raw_workbook import sheet_xml, workbook
from tests.sample import sample_class
from udfs.report.desk_document import masked
from workbooks.formula_engine.stored import with_values
from workbooks.ooxml.package import Package
from workbooks.overview.review_book import review_book

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


def test_an_amount_that_looks_like_a_phone_stops_no_review() -> None:
    """Mutant 816: hidden as a phone, the amount is a text, and a sum without it would be wrong."""
    empty: dict[str, list[object]] = {name: [] for name in ("classes", "findings", "clashes", "unread", "missing")}
    document = {**empty, "totals": desk(7)["totals"]}
    document["totals"][0]["total"] = "13812345678.00"
    book = load_workbook(io.BytesIO(review_book(masked(document))))
    rows = [[cell.value for cell in row] for row in book["合计"].iter_rows(min_row=2)]
    assert "13812345678" not in str(rows)
    assert rows[0][4] == "138****5678.00"
    total = next(row for row in rows if row[0] == "总计")
    assert total[4] == "有金额被遮盖，未合计"
    assert total[5] == 60000 * len(document["totals"])
