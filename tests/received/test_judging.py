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
from workbooks.received.judging import UNSEEN, annexes_of, judged
from workbooks.received.packages import CheckDocument

SPOKEN_FOR = {"A5-08", "A3-04", "A3-03", "A6-02", "A4-02"}
"""These speak where a workbook is silent after what no annex shows (考勤, 费用明细); whom 附件5 leaves out counts as staff."""


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
    anew, unseen = judged(annexes_of(files, c.today, report), report)
    return anew, unseen, whole


def told(findings: tuple[Finding, ...], unseen: dict[str, str]) -> Counter[tuple[str, str, str]]:
    """The findings on annexes that the annexes decide, hints aside."""
    return Counter(
        (one.code, one.sheet, one.field)
        for one in findings
        if one.code not in unseen and one.sheet in ANNEXES and one.severity != HINT
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.title)
def test_annexes_decide_as_the_workbook_does(scenario: Scenario, tmp_path: Path) -> None:
    anew, unseen, whole = received(scenario.planted(), tmp_path)
    ours, own = told(anew.findings, unseen), told(whole.findings, unseen)
    assert {code for code, _, _ in own - ours} <= MENDED
    assert {code for code, _, _ in ours - own} <= SPOKEN_FOR


def test_every_rule_is_judged_or_named(tmp_path: Path) -> None:
    anew, unseen, whole = received(sample_class(MUNICIPAL, 9), tmp_path)
    by_code = {outcome.code: outcome for outcome in anew.outcomes}
    assert set(by_code) == {rule.code for rule in catalogue()}
    for code, why in unseen.items():
        assert by_code[code].status == "skipped"
        assert why
        assert why in (by_code[code].why or "")
    own = {outcome.code: outcome.status for outcome in whole.outcomes}
    assert not [code for code, outcome in by_code.items() if outcome.status == "passed" and own[code] == "findings"]
    assert set(UNSEEN) <= set(by_code)
