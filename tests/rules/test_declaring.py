"""What a declaration becomes: the checks of the workbook that follow from it, the words it quotes, what is kept of a finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import ValidationError

from tests.sample import P
from udfs.money.scope import COMPARED, OWN_RATES
from udfs.native.about_money.scope import BINDS, RATES_BIND, binding, compared
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PROJECT, ClassFile
from udfs.rules import catalogue
from udfs.rules.model import BROKEN_CELL, KINDS_KNOWN, REGISTRY, SEVERITY_ORDER, Finding, Hit, Native, Outcome, Report, Rule, rule

CODE = "ZZ-01"


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    catalogue()
    before = dict(REGISTRY)
    yield
    REGISTRY.clear()
    REGISTRY.update(before)


def declared(code: str = CODE, **more: object) -> Rule:
    texts = {"clause": "五(三)", "condition": "条件", "title": "题", "message": "话", "fix": "做法"}
    declaration = rule(code, "error", "N", sheet=PROJECT, fields=("选题名称",), **(texts | more))  # type: ignore[arg-type]
    declaration(nowhere)
    return REGISTRY[code]


def nowhere(_: ClassFile, __: Parameters) -> Iterator[Hit]:
    yield from ()


def finding(severity: str = "error", explained: str | None = None) -> Finding:
    return Finding(
        code=CODE, severity=severity, sheet=PROJECT, cell="B7", row=7, field="选题名称", value=None, expected="", message="话",
        fix="", clause="五(三)", explained=explained, gist="话", mark="记号",
    )  # fmt: skip


class TestChecks:
    def test_a_check_says_only_what_it_is_told_to(self) -> None:
        bare = Native("TRUE")
        assert (bare.whole, bare.everywhere, bare.ended, bare.severity) == (False, False, False, None)
        assert declared(native=bare).native == (bare,)
        assert declared("ZZ-02").native == ()

    def test_one_and_several(self) -> None:
        one, other = Native("TRUE"), Native("FALSE")
        assert declared(native=(one, other)).native == (one, other)

    def test_what_needs_the_end_waits_for_it(self) -> None:
        (check,) = declared(native=Native("TRUE"), needs=("ended",)).native
        assert check.ended

    def test_what_judges_the_sheet_as_a_whole_waits_for_the_kinds_and_rows_never_do(self) -> None:
        whole, row = declared(native=(Native("甲", whole=True), Native("乙")), needs=("kinds",)).native
        assert whole.formula == f"IF({KINDS_KNOWN},甲,FALSE)"
        assert row.formula == "乙"
        (other,) = declared("ZZ-02", native=Native("甲", whole=True), needs=("days",)).native
        assert other.formula == "甲"


class TestScope:
    def test_what_only_the_regulation_says_is_a_hint_where_it_does_not_bind(self) -> None:
        bound, hint = declared(native=Native("甲", validation="乙"), rests_on_540=True).native
        assert (bound.formula, bound.severity, bound.validation) == (binding("甲", BINDS), None, "乙")
        assert (hint.formula, hint.severity, hint.validation) == (compared("甲", BINDS), "hint", "")
        assert hint.message == f"{COMPARED}题：做法"
        assert declared("ZZ-02", rests_on_540=True).uses == ("scope_540",)
        assert not declared("ZZ-03").uses

    def test_words_of_its_own_are_kept(self) -> None:
        _, hint = declared(native=Native("甲", message="自己的话"), rests_on_540=True).native
        assert hint.message == f"{COMPARED}自己的话"

    def test_rates_of_the_notice_bind_every_class(self) -> None:
        bound, hint = declared(native=Native("甲"), rests_on_540=True, uses=(OWN_RATES,)).native
        assert (bound.formula, hint.formula) == (binding("甲", RATES_BIND), compared("甲", RATES_BIND))


class TestDeclaration:
    def test_a_code_is_given_once(self) -> None:
        declared()
        with pytest.raises(ValueError, match="declared twice"):
            declared()

    def test_it_rests_on_the_words_it_names_else_on_those_of_its_clause_unless_it_quotes_another_law(self) -> None:
        assert declared("ZZ-01", says="form_accounts").says == ("form_accounts",)
        assert declared("ZZ-02", says=("a", "b")).says == ("a", "b")
        assert declared("ZZ-03", clause="{form_accounts}").says == ("form_accounts",)
        assert declared("ZZ-04", clause="{form_accounts}", quote="原文").says == ()

    def test_it_is_silent_where_a_cell_is_broken(self) -> None:
        assert declared(after=("A4-01",)).after == ("A4-01", BROKEN_CELL)
        assert BROKEN_CELL not in REGISTRY[BROKEN_CELL].after

    def test_it_is_told_in_the_words_of_the_notice_once(self) -> None:
        """The same parameters, made anew, are no reason to put all words together anew."""
        one = REGISTRY["PRJ-04"]
        p = P
        assert one.told(p) is one.told(p.model_copy())
        assert not one.rests_on_540


class TestKept:
    def test_severities_from_the_worst(self) -> None:
        assert sorted(SEVERITY_ORDER, key=lambda one: SEVERITY_ORDER[one]) == ["error", "query", "hint"]

    def test_what_serves_the_program_alone_is_not_told(self) -> None:
        assert {"gist", "mark"}.isdisjoint(finding().model_dump())

    def test_nothing_is_changed_afterwards(self) -> None:
        outcome = Outcome(code=CODE, status="passed")
        report = Report(level="市级", today=date(2025, 7, 1), parameters="", findings=(), outcomes=(outcome,))
        for one, name in ((finding(), "cell"), (outcome, "status"), (report, "level")):
            with pytest.raises(ValidationError):
                setattr(one, name, "x")

    def test_what_blocks(self) -> None:
        assert finding().blocks
        assert finding(explained="已说明").blocks
        assert finding("query").blocks
        assert not finding("query", "已说明").blocks
        assert not finding("hint").blocks

    def test_why_a_rule_could_not_speak(self) -> None:
        outcomes = (Outcome(code="A", status="skipped", why="没有台账"), Outcome(code="B", status="passed"))
        report = Report(level="", today=date(2025, 7, 1), parameters="", findings=(), outcomes=outcomes)
        assert report.has_skipped("没有台账")
        assert not report.has_skipped("别的")
        alike = report.model_copy(update={"outcomes": outcomes[:1]})
        assert not alike.has_skipped("别的")
