"""What the second edition must show: whom the fee regulation binds; what has happened can be explained and is printed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from macros.checking.check import finding_row
from macros.handing_in.export import export_class
from tests.pdfs import whole_text
from tests.rules.cases import with_accounts, with_row
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import AFTER, ClassFile, Explained
from udfs.rules.runner import check
from workbooks.printing.fonts import find_fonts

REASON = "外地院士授课，负责人书面批准"


def generous(level: str, plan: int) -> ClassFile:
    """A class whose first lecturer got 900 yuan an hour, tax and totals in order."""
    c = with_row(sample_class(level, plan), "lectures", 0, net=3600, tax=685.71)
    more = 3600 - 2000 + 385.71
    taxes, fees = float(c.accounts.amount("税费")) + 385.71, float(c.accounts.amount("师资费")) + 1600
    return with_accounts(c, faculty=fees, tax=taxes, total=float(c.accounts.amount("合计")) + more).changed(stage=AFTER)


def explained(c: ClassFile) -> ClassFile:
    """The class with a 说明 beside each query, as ``check --write`` leaves the sheet and a user fills it in."""
    queries = [one for one in check(c).findings if one.severity == "query"]
    rows = []
    for at, one in enumerate(queries):
        row = finding_row(at + 1, one) | {"说明": REASON}
        rows.append(Explained.build({name: value for name, value in row.items() if name in Explained.attributes()}, row=4 + at))
    return c.changed(explained=tuple(rows))


def test_a_municipal_class_with_generous_fees_exports_with_hints_only(tmp_path: Path) -> None:
    c = generous(MUNICIPAL, 9)
    report = check(c)
    assert {(one.code, one.severity) for one in report.findings} == {("SZ-01", "hint")}
    assert report.findings[0].message.startswith("参照")
    result = export_class(c, report, tmp_path, fonts=find_fonts([]))
    assert result.folder is not None


def test_a_national_subsidised_class_needs_an_explanation() -> None:
    c = generous(NATIONAL, 2)
    report = check(c)
    assert {(one.code, one.severity) for one in report.findings} == {("SZ-01", "query")}
    assert report.blocking == 1
    assert check(explained(c)).blocking == 0


def test_a_national_class_on_its_own_money_is_not_bound() -> None:
    c = generous(NATIONAL, 2)
    c = c.changed(project=c.project.changed(funding="单位自筹", subsidy=None, claim_filed=None))
    assert {one.severity for one in check(c).findings if one.code.startswith("SZ")} == {"hint"}


def test_eleven_staff_can_be_explained_and_are_printed(tmp_path: Path) -> None:
    c = sample_class(trainees=120, staff=11).changed(stage=AFTER)
    assert {(one.code, one.severity) for one in check(c).findings} == {("A4-02", "query")}
    assert check(c).blocking == 1
    c = explained(c)
    report = check(c)
    assert report.blocking == 0
    result = export_class(c, report, tmp_path, fonts=find_fonts([]))
    assert result.folder is not None
    document = json.loads((result.folder / "核验报告.json").read_text(encoding="utf-8"))
    assert [one["explained"] for one in document["findings"]] == [REASON]
    printed = "".join(whole_text(result.folder / "核验报告.pdf").split())
    assert "工作人员11人，学员120人时最多10人" in printed
    assert REASON in printed


def test_before_the_class_nothing_is_asked_that_cannot_exist() -> None:
    """A class that is planned and enrolled, a week before it begins: no result, no bill, no survey."""
    c = sample_class()
    c = c.changed(today=date(2025, 7, 7), results=(), absences=(), lectures=(), expenses=(), survey=(), materials=())
    empty = dict.fromkeys(type(c.accounts).attributes().values())
    c = c.changed(
        project=c.project.changed(report_filed=None),
        accounts=c.accounts.changed(**empty),
        forms=c.forms.changed(issued=None, returned=None, valid=None),
    )
    assert [(one.code, one.message) for one in check(c).findings] == []
    assert len(check(c.changed(stage=AFTER)).findings) > 9
