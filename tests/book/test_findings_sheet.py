"""核验 after ``check --write``: each finding with all it has to say, the same bytes the second time, nothing left when mended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from addin.cli import run
from udfs.records.class_file import FINDINGS, ClassFile
from udfs.rules.runner import check
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered


@pytest.fixture
def faulty(municipal: ClassFile) -> ClassFile:
    """A class with an error, a query and a hint."""
    people = (municipal.people[0].changed(charged="待定"), *municipal.people[1:])
    return municipal.changed(
        people=people, project=municipal.project.changed(plan_number=None, report_filed=municipal.today + timedelta(days=30))
    )


def findings_rows(path: Path) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(path)[FINDINGS]
    heading = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "序号")
    rows = [dict(zip(heading, row, strict=True)) for row in sheet.iter_rows(values_only=True)]
    return [row for row in rows[rows.index(dict(zip(heading, heading, strict=True))) + 1 :] if row["规则"]]


def test_a_finding_says_where_what_why_and_what_to_do(tmp_path: Path, faulty: ClassFile) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(faulty))
    assert run(["check", str(path), "--write", "--today", faulty.today.isoformat()]) == 1
    report = check(read_file(path, faulty.today))
    rows = findings_rows(path)
    assert {finding.severity for finding in report.findings} == {"error", "query", "hint"}
    assert [row["规则"] for row in rows] == [finding.code for finding in report.findings]
    for row, finding in zip(rows, report.findings, strict=True):
        assert row["键"] == finding.key
        assert row["问题"] == finding.message
        assert row["依据"] == finding.clause
        assert row["处理办法"] == finding.fix
        assert (row["应为"] or "") == finding.expected
        assert str(row["位置"]).startswith("=IF(本行_核验_键")


def test_the_second_time_changes_no_byte(tmp_path: Path, faulty: ClassFile) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(faulty))
    command = ["check", str(path), "--write", "--today", faulty.today.isoformat()]
    assert run(command) == 1
    once = path.read_bytes()
    assert run(command) == 1
    assert path.read_bytes() == once


def test_what_is_mended_goes(tmp_path: Path, faulty: ClassFile, municipal: ClassFile) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(faulty))
    assert run(["check", str(path), "--write", "--today", faulty.today.isoformat()]) == 1
    book = openpyxl.load_workbook(path)
    first = next(row for row in book["附件4"].iter_rows() if row[1].value == municipal.people[0].name)
    first[6].value = "否"
    book.save(path)
    assert run(["check", str(path), "--write", "--today", faulty.today.isoformat()]) == 1
    assert [row["规则"] for row in findings_rows(path)] == ["PRJ-12", "PRJ-11"]
