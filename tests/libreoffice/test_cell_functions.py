"""Every cell function, called from a cell of LibreOffice; single values, blocks, empty cells, errors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.libreoffice.session import Session
from udfs.functions.examples import CASES, RIGHT_ID, WRONG_ID, FunctionExample
from udfs.functions.registry import FUNCTIONS

EPOCH = date(1899, 12, 30)
SHEET = "Sheet1"


@pytest.fixture(scope="module")
def empty(office: Session) -> Session:
    office.do("open", None, True)
    return office


def written(value: object) -> str:
    if isinstance(value, date):
        return f"DATE({value.year};{value.month};{value.day})"
    return f'"{value}"' if isinstance(value, str) else str(value)


def as_shown(value: object) -> object:
    """What a cell of LibreOffice holds: a date is its days."""
    return (value - EPOCH).days if isinstance(value, date) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_it_says_in_a_cell_what_it_says_in_python(empty: Session, case: FunctionExample) -> None:
    name, given, answer = case
    formula = f"={name.replace('_', '.', 1)}({';'.join(map(written, given))})"
    code, row = empty.do("formula", SHEET, "A1", formula)
    assert code == [0]
    assert row[0] == as_shown(answer)


def test_the_cases_and_the_live_check_are_all_functions() -> None:
    assert {name for name, _, _ in CASES} | {"GY_VIOLATIONS"} == set(FUNCTIONS)


def test_the_name_of_excel_is_understood_and_written(empty: Session, tmp_path: Path) -> None:
    code, row = empty.do("formula", SHEET, "A1", f'=GY_ID_CHECK("{WRONG_ID}")')
    assert (code, row[0]) == ([0], "校验码应为0（末位），请逐位核对")
    path = tmp_path / "kept.xlsx"
    empty.do("store", str(path))
    empty.do("close")
    empty.do("open", str(path), True)
    assert "GY.ID_CHECK" in empty.do("formulas", SHEET, "A1")[0][0]
    assert empty.do("values", SHEET, "A1") == [["校验码应为0（末位），请逐位核对"]]


def test_a_block_gives_a_block_and_blank_stays_blank(empty: Session) -> None:
    empty.do("put", SHEET, "C1", RIGHT_ID)
    empty.do("put", SHEET, "C3", WRONG_ID)
    code, *rows = empty.do("formula", SHEET, "D1:D3", "=GY.ID_CHECK(C1:C3)", True)
    assert (code, rows) == ([0], [[""], [""], ["校验码应为0（末位），请逐位核对"]])
    code, *rows = empty.do("formula", SHEET, "E1:E3", "=GY.ID_SEX(C1:C3)", True)
    assert (code, rows) == ([0], [["女"], [""], ["女"]])


def test_an_empty_single_cell_is_no_document_number(empty: Session) -> None:
    assert empty.do("formula", SHEET, "A1", "=GY.ID_CHECK(Z99)") == [[0], [""]]
    assert empty.do("formula", SHEET, "A1", "=GY.TITLE_LEVEL(Z99)") == [[0], [""]]


def test_nothing_is_raised(empty: Session) -> None:
    assert empty.do("formula", SHEET, "A1", '=GY.STAFF_LIMIT("很多")') == [[0], ["学员人数应为数字"]]
    assert empty.do("formula", SHEET, "A1", "=GY.ABSENCE(30;30;32)") == [[0], ["请假与缺勤之和多于总学时"]]


def test_the_live_check_reads_on_over_an_error_in_a_cell(empty: Session) -> None:
    """One #DIV/0! must not cost all findings; it stands there as the words the cell shows."""
    empty.do("put", SHEET, "G1", "项目级别")
    empty.do("put", SHEET, "H1", "市级")
    empty.do("put", SHEET, "G2", "年度")
    empty.do("formula", SHEET, "H2", "=1/0")
    code, *rows = empty.do("formula", SHEET, "J1:M40", "=GY.VIOLATIONS(G1:H2;;;;;;;;;40)", True)
    assert code == [0]
    found = [row for row in rows if row[2]]
    assert found
    assert all(row[1] in ("错误", "核实", "提示") for row in found)
