"""The known faults of the engines, each with the smallest formula that shows it.

``test_known_faults`` lets both engines compute every formula here. A fault that has been mended makes it fail, so that the
list shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass

IRONCALC, LIBREOFFICE = "IronCalc", "LibreOffice"
CELLS = {"A1": 1, "A2": 2, "A3": 3, "B1": "a", "B2": "bc", "B3": "a"}
"""What stands in the sheet of the proofs. D1 is empty, and bold; the name 参数_数 means A1."""


@dataclass(frozen=True)
class Fault:
    """One fault. ``typed``: shown by a formula that is typed into the open workbook, else by one that is read from the file.

    ``answer`` is what the engine gives, ``right`` what the other engine gives; None is an empty text.
    """

    code: str
    engine: str
    what: str
    formula: str
    answer: object
    right: object
    way: str
    typed: bool = False


ONE_BY_ONE = "in the copy, the SUMPRODUCT of the array becomes the sum of the SUMPRODUCTs of its elements"
FAULTS = (
    Fault(
        "IC-1", IRONCALC, "A name that begins with a Chinese character is no name.",
        "=参数_数*2", "#ERROR!", 2.0, "in the copy, every name begins with N_",
    ),
    Fault(
        "IC-2", IRONCALC, "An empty cell that has a format is the number 0.",
        "=ISNUMBER(D1)", True, False, "in the copy, empty cells are left out",
    ),
    Fault(
        "IC-3", IRONCALC,
        "A formula read from a file gets the sign @ inside SUMPRODUCT: of an array, one value is left.",
        "=SUMPRODUCT(LEN(TRIM(A1:A3)))", "#VALUE!", 3.0, "the formula is typed in again, without the sign",
    ),
    Fault(
        "IC-4", IRONCALC, "ISNUMBER looks at one value of an array.",
        "=SUMPRODUCT(--ISNUMBER(A1:A3*1))", 0.0, 3.0,
        "in the copy, ISNUMBER(x) is IFERROR(0*(x)=0,FALSE), where x can only be a number or an error", typed=True,
    ),
    Fault(
        "IC-5", IRONCALC, "ASC looks at one value of an array.",
        "=SUMPRODUCT(LEN(ASC(B1:B3)))", "#VALUE!", 4.0, ONE_BY_ONE, typed=True,
    ),
    Fault(
        "IC-6", IRONCALC, "COUNTIF looks for one value of an array.",
        "=SUMPRODUCT(COUNTIF(B1:B3,B1:B3))", 0.0, 5.0, ONE_BY_ONE, typed=True,
    ),
    Fault(
        "IC-7", IRONCALC, "LARGE takes one value of an array for the rank.",
        "=SUMPRODUCT(LARGE(A1:A3,A1:A3))", "#VALUE!", 6.0, ONE_BY_ONE, typed=True,
    ),
    Fault(
        "IC-8", IRONCALC, "INDEX of a single cell is an error.",
        "=INDEX(A1,1)", "#VALUE!", 1.0, "in the copy, the cell is an area of one cell", typed=True,
    ),
    Fault(
        "IC-9", IRONCALC, "ROW does not know where a cell stands that INDEX has found.",
        "=ROW(INDEX(A2:B3,1,1))", "#VALUE!", 2.0, "in the copy, the row is that of the area's first cell", typed=True,
    ),
    Fault(
        "LO-1", LIBREOFFICE, "TRUE equals 1. In Excel, as in IronCalc, a truth value is no number.",
        "=(1=1)=1", True, False, "none: formulas must not compare a truth value with a number",
    ),
)  # fmt: skip
