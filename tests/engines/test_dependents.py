"""Which verdicts depend on a construct is found through names, running columns and areas."""

from __future__ import annotations

from tests.engines.dependents import columns, formulas, gives_truth, read_by, touched_names


def test_what_a_formula_reads() -> None:
    at = {name: column for column, name in columns().items()}
    assert "参数_学员总数" in read_by("=IF(参数_学员总数>0,1,0)")
    assert "参数_附件4_证件键" in formulas()
    assert {"参数_附件4_学员", "参数_附件4_姓名"} <= set(at)


def test_what_reads_a_document_number_at_second_hand_is_found() -> None:
    touched = touched_names(lambda formula: "参数_附件4_证件键" in formula)
    assert {"参数_A4_06_身份证号", "参数_核对_处数", "参数_附件4_首条"} <= touched
    assert "参数_A6_03_满意率" not in touched


def test_which_formulas_give_a_truth_value() -> None:
    assert [gives_truth(formula) for formula in ("=A1>2", "=AND(A1>2,B1)", "=NOT(ISNUMBER(A1))")] == [True] * 3
    assert [gives_truth(formula) for formula in ("=IF(A1>2,1,0)", "=SUM(A1,B1=2)", "=A1&B1")] == [False] * 3
