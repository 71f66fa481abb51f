"""How rules are run: none hides the others, each stands behind those it is silent after, findings are read from the top."""

from __future__ import annotations

import dataclasses

import pytest

from tests.rules.cases import with_project, with_row
from tests.sample import P, sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import SHEETS, ClassFile
from udfs.rules import catalogue, runner
from udfs.rules.model import Rule, Violation, Violations
from udfs.rules.runner import by_precedence, check, clipped, only_compares

RULES = {rule.code: rule for rule in catalogue()}


def breaks(*_: object) -> Violations:
    raise ZeroDivisionError


def generous(level: str, plan: int) -> ClassFile:
    return with_row(sample_class(level, plan), "lectures", 0, net=9000)


def test_a_rule_that_breaks_is_reported_and_hides_no_other() -> None:
    rules = (dataclasses.replace(RULES["A4-07"], predicate=breaks), RULES["A4-16"])
    report = check(with_row(sample_class(), "people", 0, name="余敏（组长）"), rules=rules)
    assert {one.code: one.status for one in report.outcomes} == {"A4-07": "failed", "A4-16": "findings"}
    assert report.blocking == 2


def test_a_rule_runs_without_those_it_is_silent_after() -> None:
    rule = RULES["A4-05"]
    assert rule.after
    assert by_precedence((rule,)) == [rule]


def test_it_stands_behind_them_wherever_it_is_declared() -> None:
    order = by_precedence(tuple(reversed(catalogue())))
    place = {rule.code: at for at, rule in enumerate(order)}
    assert len(order) == len(RULES)
    assert all(place[before] < place[rule.code] for rule in order for before in rule.after if before in place)


@pytest.mark.parametrize(("length", "shown"), [(254, 254), (255, 255), (256, 255)])
def test_a_message_fits_into_the_box_of_a_spreadsheet(length: int, shown: int) -> None:
    """255 characters; only what is longer is cut, and says so."""
    message = clipped("长" * length)
    assert len(message) == shown
    assert message.endswith("…") is (length > 255)


def test_findings_are_read_sheet_by_sheet_from_the_top() -> None:
    c = with_row(sample_class(), "people", 0, phone="123", title="某某")
    c = with_row(c, "people", 1, name="孔艳*")
    c = with_project(with_row(c, "expenses", 0, item="某项"), report_filed=c.start)
    found = check(c.changed(results=())).findings
    spots = [(SHEETS.index(one.sheet), one.row) for one in found]
    assert spots == sorted(spots)  # type: ignore[type-var]
    assert len({sheet for sheet, _ in spots}) > 2
    assert [one.cell for one in found if one.sheet == "附件4" and one.row in (4, 5)][:2] == ["D4", "F4"]


def test_where_the_regulation_is_only_compared_with_the_folded_line_says_so_too() -> None:
    for level, plan, compared in ((MUNICIPAL, 9, True), (NATIONAL, 2, False)):
        one = next(one for one in check(generous(level, plan)).findings if one.code == "SZ-01")
        assert one.message.startswith("参照") is one.gist.startswith("参照") is compared


def test_rates_of_the_notice_itself_bind_every_class_and_nothing_else_of_the_regulation_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    c = sample_class()
    hit = Violation("附件3", None, "住宿费", None)

    def compares(rule: Rule) -> bool:
        return only_compares(rule, hit, c, P)

    assert (compares(RULES["SZ-01"]), compares(RULES["A3-09"])) == (True, True)
    monkeypatch.setattr(runner, "has_own_rates", lambda _p: True)
    assert (compares(RULES["SZ-01"]), compares(RULES["A3-09"])) == (False, True)


def test_a_place_is_called_as_the_notice_of_the_class_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    c = with_project(sample_class(NATIONAL, 2), reserved_2=1)
    (ours,) = (one for one in check(c).findings if one.code == "PRJ-10")
    monkeypatch.setattr(runner, "called", lambda label, _p: label.replace("河北", "山西"))
    (theirs,) = (one for one in check(c).findings if one.code == "PRJ-10")
    assert (ours.field, theirs.field) == ("河北预留名额", "山西预留名额")
    assert "河北预留名额" not in theirs.message


def test_what_a_message_calls_its_cell_stands_there() -> None:
    c = with_row(sample_class(), "expenses", 4, summary="景区门票")
    (one,) = (one for one in check(c).findings if one.code == "A3-13")
    assert one.message.startswith("费用明细第8行的摘要含有")


def test_what_many_rows_share_speaks_of_nobody() -> None:
    """The name of each row is left out of the line that stands for all of them, and what joined it to the rest goes too."""
    c = sample_class(MUNICIPAL)
    c = c.changed(people=tuple(person.changed(region="河北") for person in c.people))
    gists = {one.gist for one in check(c).findings if one.code == "A4-14"}
    assert gists == {"市级项目面向本市招收，所属地区为“河北”"}
