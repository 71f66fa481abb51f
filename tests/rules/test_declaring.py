"""What a declaration becomes: the checks of the workbook that follow from it, the words it quotes, what is kept of a finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta

import pytest

from tests.sample import P
from udfs.money.scope import COMPARED, OWN_RATES
from udfs.native.about_money.scope import BINDS, RATES_BIND, binding, compared
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PROJECT, ClassFile, Expense, Person
from udfs.records.masking import mask_text
from udfs.rules import catalogue
from udfs.rules.model import (
    BROKEN_CELL,
    KINDS_KNOWN,
    REGISTRY,
    SEVERITY_ORDER,
    Finding,
    Native,
    Outcome,
    Report,
    Rule,
    Violation,
    in_force_since,
    row_name,
    rule,
)
from udfs.rules.words import quoted

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


def nowhere(_: ClassFile, __: Parameters) -> Iterator[Violation]:
    yield from ()


def finding(severity: str = "error", explained: str | None = None) -> Finding:
    return Finding(
        code=CODE, severity=severity, sheet=PROJECT, cell="B7", row=7, field="选题名称", value=None, expected="", message="话",
        fix="", clause="五(三)", explained=explained, gist="话", mark="记号",
    )  # fmt: skip


class TestChecks:
    def test_a_check_says_only_what_it_is_asked_to(self) -> None:
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

    def test_it_is_reported_in_the_words_of_the_notice_once(self) -> None:
        """The same parameters, made anew, are no reason to put all words together anew."""
        one = REGISTRY["PRJ-04"]
        p = P
        assert one.worded(p) is one.worded(replace(p))
        assert not one.rests_on_540

    def test_whatever_follows_is_named(self) -> None:
        with pytest.raises(TypeError):
            rule(CODE, "error", "N", "五(三)", PROJECT, ("选题名称",), "条件", "题", "话", "做法")  # type: ignore[misc]

    def test_what_an_office_has_changed_is_reported_in_its_words(self) -> None:
        """A rule that quotes the notice, and one whose quote is of another law."""
        one = REGISTRY["PRJ-04"]
        own = replace(P, min_days=4)
        assert one.worded(own) is not one.worded(P)
        assert (one.worded(own).quote, one.worded(P).quote) == (quoted(one.says, P),) * 2
        other = declared("ZZ-02", quote="原文", says=("min_days",))
        assert other.worded(own).quote == "原文"

    def test_the_day_from_which_its_words_hold(self) -> None:
        """The last of those on which a parameter changed by then."""
        changes = sorted({one.start for leaf in P.leaves.values() for one in leaf.dated if one.start <= P.day})
        last, before = changes[-1], changes[-2]
        for day, since in ((last, last), (last + timedelta(days=1), last), (last - timedelta(days=1), before)):
            assert in_force_since(P.notice, day) == since
        first = min(one.start for leaf in P.leaves.values() for one in leaf.dated)
        assert in_force_since(P.notice, first - timedelta(days=1)) == first - timedelta(days=1)


class TestNames:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("张三", "张三"), ("长" * 20, "长" * 20), ("长" * 21, "长" * 20), (None, "第7行"), (" ", "第7行"),
            ("120101199001011234", mask_text("120101199001011234")),
        ],
    )  # fmt: skip
    def test_a_row_is_called_by_its_name_else_by_its_place(self, name: str | None, shown: str) -> None:
        assert row_name(Person(row=7, name=name)) == shown

    def test_a_row_of_a_sheet_without_names_is_called_by_its_place(self) -> None:
        assert row_name(Expense(row=7, item="伙食费")) == "第7行"


class TestKept:
    def test_severities_from_the_worst(self) -> None:
        assert SEVERITY_ORDER["error"] < SEVERITY_ORDER["query"] < SEVERITY_ORDER["hint"]

    def test_what_serves_the_program_alone_is_not_reported(self) -> None:
        assert {"gist", "mark"}.isdisjoint(finding().document())

    def test_nothing_is_changed_afterwards(self) -> None:
        outcome = Outcome(code=CODE, status="passed")
        report = Report(level="市级", today=date(2025, 7, 1), parameters="", findings=(), outcomes=(outcome,))
        for one, name in ((finding(), "cell"), (outcome, "status"), (report, "level")):
            with pytest.raises(FrozenInstanceError):
                setattr(one, name, "x")

    def test_what_blocks(self) -> None:
        assert finding().blocks
        assert finding(explained="已说明").blocks
        assert finding("query").blocks
        assert not finding("query", "已说明").blocks
        assert not finding("hint").blocks

    def test_how_many_there_are_and_how_many_block(self) -> None:
        """A rule that broke blocks as an error does: nobody knows what it would have stated."""
        outcomes = tuple(
            Outcome(code=code, status=status) for code, status in (("A", "failed"), ("B", "passed"), ("C", "skipped"))
        )
        findings = (finding(), finding(), finding("query"), finding("query", "已说明"), finding("hint"))
        report = Report(level="", today=date(2025, 7, 1), parameters="", findings=findings, outcomes=outcomes)
        assert [report.count(one) for one in SEVERITY_ORDER] == [2, 2, 1]
        assert report.blocking == 1 + 2 + 1
        assert replace(report, findings=()).blocking == 1
        assert replace(report, findings=(), outcomes=()).blocking == 0

    def test_why_a_rule_could_not_speak(self) -> None:
        outcomes = (Outcome(code="A", status="skipped", why="没有台账"), Outcome(code="B", status="passed"))
        report = Report(level="", today=date(2025, 7, 1), parameters="", findings=(), outcomes=outcomes)
        assert report.has_skipped("没有台账")
        assert not report.has_skipped("别的")
        alike = replace(report, outcomes=outcomes[:1])
        assert not alike.has_skipped("别的")
