"""Whom the fee regulation binds: who is subsidised, and everybody where the office says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.cases import with_project
from tests.sample import P, sample_class
from udfs.money.scope import bound_by_540, has_own_rates


@pytest.mark.parametrize(
    ("funding", "scope", "bound"),
    [
        ("财政资助", "财政资助", True), (" 财政 资助", "财政资助", True), ("单位自筹", "财政资助", False),
        (None, "财政资助", False), ("财政资助", "全部", True), ("单位自筹", "全部", True), (None, "全部", True),
    ],
)  # fmt: skip
def test_whom_it_binds(funding: str | None, scope: str, bound: bool) -> None:
    c = with_project(sample_class(), funding=funding)
    assert bound_by_540(c, replace(P, scope_540=scope)) == bound


def test_the_notice_of_2025_leaves_the_rates_to_the_regulation() -> None:
    assert not has_own_rates(P)
