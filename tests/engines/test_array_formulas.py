"""Formulas over arrays, rewritten for IronCalc: the text, and that both texts mean the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests import office
from tests.engines.array_formulas import KnownSizes, rewritten

SIZES = KnownSizes({"N_P": 3, "N_ONE": 1})
LONG_TEXT = "SUBSTITUTE(" * 12 + "B1" + ',"x","y")' * 12
CASES = {
    '=IF(A1>1,"SUMPRODUCT",2)': '=IF(A1>1,"SUMPRODUCT",2)',
    "=SUMPRODUCT(LEN(@TRIM(N_P)))": "=SUMPRODUCT(LEN(TRIM(N_P)))",
    '=SUMPRODUCT(--(N_P="a@b"))': '=SUMPRODUCT(--(N_P="a@b"))',
    '=SUMPRODUCT(--ISNUMBER(FIND(N_P,"12")))': '=SUMPRODUCT(--IFERROR(0*(FIND(N_P,"12"))=0,FALSE))',
    "=SUMPRODUCT(--ISNUMBER(N_ONE&A1))": "=SUMPRODUCT(--ISNUMBER(N_ONE&A1))",
    "=SUMPRODUCT(COUNTIF(N_P,$A$1:$A$2),$B$1:$B$2)": "=(SUMPRODUCT(COUNTIF(N_P,INDEX($A$1:$A$2,1)),INDEX($B$1:$B$2,1))"
    "+SUMPRODUCT(COUNTIF(N_P,INDEX($A$1:$A$2,2)),INDEX($B$1:$B$2,2)))",
    "=SUMPRODUCT(COUNTIF(N_P,N_ONE))": "=SUMPRODUCT(COUNTIF(N_P,N_ONE))",
    f"=SUMPRODUCT(LEN(ASC($A$1:$A$2&{LONG_TEXT})))": f"=LET(shared_1,{LONG_TEXT},"
    "SUMPRODUCT(LEN(ASC(INDEX($A$1:$A$2,1)&shared_1)))+SUMPRODUCT(LEN(ASC(INDEX($A$1:$A$2,2)&shared_1))))",
}
MEANT_THE_SAME = (
    '=SUMPRODUCT(--ISNUMBER(FIND(MID("1x2y",$A$1:$A$4,1),"0123456789")))',
    "=SUMPRODUCT(--ISNUMBER(MID($B$2,$A$1:$A$4,1)*1))",
    "=SUMPRODUCT(COUNTIF($B$1:$B$4,$B$1:$B$4),$A$1:$A$4)",
    '=SUMPRODUCT(--(COUNTIF($B$1:$B$4,ASC($B$1:$B$4))=0))+SUMPRODUCT(--(ASC($B$1:$B$4)="5"))',
    '=SUMPRODUCT(MID(0&$B$4,LARGE(ISNUMBER(MID($B$4,$A$1:$A$4,1)*1)*$A$1:$A$4,$A$1:$A$4)+1,1)*10^($A$1:$A$4-1))',
)  # fmt: skip


@pytest.mark.parametrize("formula", CASES)
def test_the_text(formula: str) -> None:
    assert rewritten(formula, SIZES) == CASES[formula]


def test_libreoffice_gives_the_same_for_both_texts(tmp_path: Path) -> None:
    book = Workbook()
    for row, text in enumerate(("５", "1x2y", "5", "a4b2"), 1):
        book.active.cell(row, 1, row)
        book.active.cell(row, 2, text)
    for row, formula in enumerate(MEANT_THE_SAME, 1):
        new = rewritten(formula, KnownSizes())
        assert new != formula
        book.active.cell(row, 4, formula)
        book.active.cell(row, 5, new)
    path = tmp_path / "both.xlsx"
    book.save(path)
    shown = office.recalculated(path)["Sheet"]
    pairs = [(row[3], row[4]) for row in shown[: len(MEANT_THE_SAME)]]
    assert [before for before, _ in pairs] == [after for _, after in pairs]
    assert all(isinstance(before, float | int) and before > 0 for before, _ in pairs)
