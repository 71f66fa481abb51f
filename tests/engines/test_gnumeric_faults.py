"""What Gnumeric makes of arrays, and why no formula of the forms may need them (docs/engines.md, GN-1).

A function of one value, given a range inside SUMPRODUCT, takes the one cell of it that stands in its own row, or none. Operators
take the whole range. Once Gnumeric reads these as Excel does, this test fails, and the page can forget them.
"""

from __future__ import annotations

import pytest
import xlsxwriter

from tests import office
from tests.engines.gnumeric_book import Values, computed

A = "A1:A3"  # 1, 2, 3
B = "B1:B3"  # a, bc, b
TAKEN_OTHERWISE = (
    f"SUMPRODUCT(LEN({B}))", f'SUMPRODUCT(--(MID({B},1,1)="b"))', f'SUMPRODUCT(--EXACT({B},"a"))',
    f'SUMPRODUCT(--ISNUMBER(FIND("b",{B})))', f"SUMPRODUCT(COUNTIF({B},{B}))", f'SUMPRODUCT(--(TRIM({B})="a"))',
    f"SUMPRODUCT(MOD({A},2))", f"SUMPRODUCT(--ISNUMBER({A}))", f'SUMPRODUCT(--MID("12345",ROW({A}),1))',
    f"SUMPRODUCT(IF({A}>1,1,0))", f'MATCH(1,INDEX(--({B}="b"),0),0)',
)  # fmt: skip
TAKEN_ALIKE = (f'SUMPRODUCT(--({B}="b"))', f"SUMPRODUCT({A}*{A})", f"SUMPRODUCT(ROW({A}))", f'LOOKUP(2,1/({B}="a"),{A})')


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Values, Values]:
    """The formulas a row each in column D: in Gnumeric, in LibreOffice."""
    path = tmp_path_factory.mktemp("faults") / "数组.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    sheet.write_column("A1", [1, 2, 3])
    sheet.write_column("B1", ["a", "bc", "b"])
    for row, formula in enumerate((*TAKEN_OTHERWISE, *TAKEN_ALIKE)):
        sheet.write_formula(row, 3, f"={formula}")
    book.close()
    return computed(path), office.recalculated(path)


@pytest.mark.parametrize("place", range(len(TAKEN_OTHERWISE)))
def test_a_function_of_one_value_takes_one_cell(both: tuple[Values, Values], place: int) -> None:
    gnumeric, libreoffice = (values["S"][place][3] for values in both)
    assert gnumeric != libreoffice, TAKEN_OTHERWISE[place]


@pytest.mark.parametrize("place", range(len(TAKEN_OTHERWISE), len(TAKEN_OTHERWISE) + len(TAKEN_ALIKE)))
def test_an_operator_takes_the_whole_range(both: tuple[Values, Values], place: int) -> None:
    gnumeric, libreoffice = (values["S"][place][3] for values in both)
    assert gnumeric == libreoffice
