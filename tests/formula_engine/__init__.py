"""Tests of ``workbooks/formula_engine``: the results stored beside our formulas."""
