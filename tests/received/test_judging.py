"""What the annexes decide is decided as the workbook decides it; what they do not show is named, neither passed nor failed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from addin.demo.classes import SCENARIOS
from addin.demo.faults import Scenario
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import AFTER, ClassFile
from udfs.report.report_json import report_document
from udfs.rules import catalogue
from udfs.rules.model import HINT, Finding, Report
from udfs.rules.runner import check
from workbooks.printing.annexes import ANNEXES, is_filled
from workbooks.printing.clean import clean_annex
from workbooks.printing.contents import project_facts
from workbooks.received.judging import UNSEEN, annexes_of, judged_annexes
from workbooks.received.packages import CheckDocument

SPOKEN_FOR = {"A5-08", "A3-04", "A3-03", "A6-02", "A4-02"}
"""These speak where a workbook is silent after what no annex shows (考勤, 费用明细); whom 附件5 leaves out counts as staff."""


DECIDED = {
    "1_市级_学员与证书": (49, 24),
    "2_国家级_经费与材料": (47, 6),
    "3_市级_人数与项目信息": (47, 4),
    "4_国家级_时间与上限": (49, 2),
    "5_市级_没有学员": (9, 1),
}
"""How many rules the annexes of each class decide, and how many kinds of findings they show, at the least."""
NOT_ON_ANNEXES = {
    "A3-06", "A3-08", "A3-11", "A3-12", "A3-16", "A4-03", "A4-14", "A4-15", "A4-21", "A4-22", "A4-23", "A4-24", "A4-25", "A4-26",
    "A4-27", "A4-28", "A5-05", "A5-09", "A5-16", "A5-17", "A5-21", "A6-05",
}  # fmt: skip
"""Rules about annexes that rest on what only the workbook shows (项目信息, 考勤, expenses, the ledger, working columns)."""


MENDED = {"A4-16"}
"""Printing closes the gap inside a name."""


def received(c: ClassFile, folder: Path) -> tuple[Report, dict[str, str], Report]:
    """What the rules say of the annexes of ``c``, what stays open, and what they say of ``c`` itself."""
    c = c.changed(stage=AFTER)
    whole = check(c)
    document = report_document("", c, whole) | {"project": project_facts(c)}
    files = {}
    for sheet in ANNEXES:
        if is_filled(c, sheet):
            files[f"{sheet}.xlsx"] = folder / f"{sheet}.xlsx"
            files[f"{sheet}.xlsx"].write_bytes(clean_annex(c, sheet))
    report = CheckDocument.model_validate_json(json.dumps(document))
    anew, unseen = judged_annexes(annexes_of(files, c.today, report), report)
    return anew, unseen, whole


def reported_text(findings: tuple[Finding, ...], unseen: dict[str, str]) -> Counter[tuple[str, str, str]]:
    """The findings on annexes that the annexes decide, hints aside."""
    return Counter(
        (one.code, one.sheet, one.field)
        for one in findings
        if one.code not in unseen and one.sheet in ANNEXES and one.severity != HINT
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.title)
def test_annexes_decide_as_the_workbook_does(scenario: Scenario, tmp_path: Path) -> None:
    anew, unseen, whole = received(scenario.planted(), tmp_path)
    ours, own = reported_text(anew.findings, unseen), reported_text(whole.findings, unseen)
    decided, kinds = DECIDED[scenario.title]
    assert len(anew.outcomes) - len(unseen) >= decided
    assert len(own) >= kinds
    assert {code for code, _, _ in own - ours} <= MENDED
    assert {code for code, _, _ in ours - own} <= SPOKEN_FOR


def test_every_rule_is_judged_or_named(tmp_path: Path) -> None:
    anew, unseen, whole = received(sample_class(MUNICIPAL, 9), tmp_path)
    by_code = {outcome.code: outcome for outcome in anew.outcomes}
    assert set(by_code) == {rule.code for rule in catalogue()}
    of_annexes = {code for code in by_code if code.startswith(("A3-", "A4-", "A5-", "A6-"))}
    assert set(unseen) & of_annexes == NOT_ON_ANNEXES
    for code, why in unseen.items():
        assert by_code[code].status == "skipped"
        assert why
        assert why in (by_code[code].why or "")
    own = {outcome.code: outcome.status for outcome in whole.outcomes}
    assert not [code for code, outcome in by_code.items() if outcome.status == "passed" and own[code] == "findings"]
    assert set(UNSEEN) <= set(by_code)
