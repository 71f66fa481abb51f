"""Which verdicts depend on a construct is found through names, running columns and areas."""

from __future__ import annotations

from tests.engines.dependents import columns, formulas, gives_truth, read_by, touched_names
from udfs.records.class_file import CHECKING, PARAMETERS
from udfs.values.cells import column_letters


def test_what_a_formula_reads() -> None:
    assert "参数_学员总数" in read_by("=IF(参数_学员总数>0,1,0)")
    assert "参数_附件4_证件键" in formulas()
    assert read_by("=行核_附件4_在册") == {"行核_附件4_在册"}


def test_a_cell_is_read_on_the_sheet_of_the_formula() -> None:
    (trainees,) = (at for at, names in columns().items() if "参数_附件4_身份" in names)
    (counts,) = (at for at, names in columns().items() if "参数_核对_处数" in names)
    assert (trainees[0], counts[0]) == (CHECKING, PARAMETERS)
    for sheet, column in (trainees, counts):
        assert read_by(f"=${column_letters(column)}2+1", sheet) == columns()[sheet, column]
    assert "参数_附件4_身份" not in read_by(f"=${column_letters(trainees[1])}2+1")


def test_what_reads_a_document_number_at_second_hand_is_found() -> None:
    touched = touched_names(lambda formula: "参数_附件4_证件键" in formula)
    assert {"参数_A4_06_身份证号", "参数_附件4_判定", "行核_附件4_提示语", "参数_核对_处数"} <= touched
    assert {"参数_A4_08_姓名", "参数_A6_03_满意率", "参数_附件6_判定"}.isdisjoint(touched)


def test_which_formulas_give_a_truth_value() -> None:
    assert [gives_truth(formula) for formula in ("=A1>2", "=AND(A1>2,B1)", "=NOT(ISNUMBER(A1))")] == [True] * 3
    assert [gives_truth(formula) for formula in ("=IF(A1>2,1,0)", "=SUM(A1,B1=2)", "=A1&B1")] == [False] * 3
