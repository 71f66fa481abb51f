"""The document of ``check --json``: its shape, its facts, and that no number of a person is in it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.report.report_json import facts, masking_of, report_document
from udfs.rules.model import Finding, Outcome, Report


def finding(**changes: Any) -> Finding:
    base: dict[str, Any] = {
        "code": "A4-05", "severity": "error", "sheet": "附件4", "cell": "C4", "row": 4, "field": "身份证号", "value": "",
        "expected": "", "message": "", "fix": "", "clause": "GB11643",
    }  # fmt: skip
    return Finding(**base | changes)


def report(c: ClassFile, *findings: Finding) -> Report:
    outcomes = (Outcome(code="A4-05", status="findings"), Outcome(code="KQ-01", status="skipped", why="考勤为空"))
    return Report(level=c.level, today=c.today, parameters="2025", findings=findings, outcomes=outcomes)


def test_has_the_keys_of_the_contract_and_is_json() -> None:
    c = sample_class()
    document = json.loads(json.dumps(report_document("x.xlsx", c, report(c, finding())), ensure_ascii=False))
    assert list(document) == ["book", "level", "today", "parameters", "summary", "facts", "basis", "findings", "rules"]
    assert list(document["findings"][0]) == [
        "code", "severity", "sheet", "cell", "row", "field", "value", "expected", "message", "fix", "clause", "explained",
    ]  # fmt: skip
    assert document["summary"] == {"error": 1, "query": 0, "hint": 0, "blocking": 1}
    assert document["rules"][0] == {"code": "A4-05", "status": "findings"}
    assert document["rules"][1] == {"code": "KQ-01", "status": "skipped", "why": "考勤为空"}


def test_facts_of_a_full_class() -> None:
    c = sample_class()
    c = c.changed(accounts=c.accounts.changed(total=67460))
    assert facts(c) == {
        "trainees": 52, "staff": 5, "staff_limit": 5, "online": 0, "days": 5, "hours": 32,
        "total": "67460.00", "quota": "156750.00",
    }  # fmt: skip


def test_facts_of_an_empty_workbook_say_nothing() -> None:
    empty = ClassFile(today=sample_class().today)
    assert facts(empty) == {
        "trainees": 0, "staff": 0, "staff_limit": 0, "online": 0, "days": None, "hours": None, "total": None, "quota": None,
    }  # fmt: skip


def test_half_hours_stay_a_number() -> None:
    c = sample_class()
    assert facts(c.changed(project=c.project.changed(hours=Decimal("31.5"))))["hours"] == 31.5


@pytest.mark.parametrize("field", ["身份证号", "姓名"])
def test_no_number_of_a_person_is_in_it(field: str) -> None:
    c = sample_class(trainees=60)
    person = c.people[0].changed(document="E12345678", phone="022-83218426")
    c = c.changed(people=(person, *c.people[1:]))
    holders = c.people[:3]
    shown = finding(
        field=field,
        value=str(holders[1].document),
        message="、".join(f"{one.name}的证件号{one.document}、电话{one.phone}" for one in holders),
        expected=str(holders[2].document).lower(),
        fix=f"问{holders[1].phone}",
        explained=f"本人电话13912345678，证件{holders[0].document}",
    )
    written = json.dumps(report_document("x.xlsx", c, report(c, shown)), ensure_ascii=False)
    for secret in ("13912345678", *(str(one.document) for one in holders), *(str(one.phone) for one in holders)):
        assert secret not in written, secret
    assert str(holders[0].name) in written
    revealed = json.dumps(report_document("x.xlsx", c, report(c, shown), reveal=True), ensure_ascii=False)
    assert str(holders[1].document) in revealed


def test_certificates_amounts_and_dates_are_no_secrets() -> None:
    text = "津高研2025090001，合计1234567.00元，2025年7月14日，票据SL000001，20250714"
    assert masking_of(sample_class())(text) == text
