"""Findings on the terminal: what is the same of many rows is one line with the rows, and nothing else is folded."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from addin.buttons import check_message
from addin.presenting import grouped, row_ranges, show_report
from tests.command_line import CommandLine
from udfs.records import AFTER, ClassFile
from udfs.rules.runner import check
from udfs.sample import sample_class
from workbooks.entering import entered


def without_numbers(c: ClassFile, count: int) -> ClassFile:
    results = tuple(one.changed(certificate=None) if at < count else one for at, one in enumerate(c.results))
    return c.changed(results=results)


@pytest.mark.parametrize(("count", "lines"), [(2, 2), (3, 1), (50, 1)])
def test_from_three_rows_on_it_is_one_line(count: int, lines: int) -> None:
    findings = [one for one in check(without_numbers(sample_class(), count)).findings if one.code == "A5-11"]
    assert len(findings) == count
    (group,) = grouped(findings)
    assert len(group.shown) == lines
    assert not group.rest
    if lines == 1:
        assert group.shown[0].message == f"已通过结业考核，没有证书编号（第4至{3 + count}行，共{count}处）"


def test_what_differs_is_not_folded() -> None:
    """The same rule with another reason for each person."""
    c = sample_class()
    numbers = ["123", "1234", "12345"]
    people = tuple(one.changed(phone=numbers[at]) if at < 3 else one for at, one in enumerate(c.people))
    results = tuple(one.changed(phone=numbers[at]) if at < 3 else one for at, one in enumerate(c.results))
    findings = [one for one in check(c.changed(people=people, results=results)).findings if one.code == "A4-07"]
    assert len({one.gist for one in findings}) == 3
    assert len(grouped(findings)[0].shown) == 3


@pytest.mark.parametrize(("rows", "shown"), [([4], "4"), ([4, 5], "4至5"), ([9, 4, 6, 5], "4至6、9"), ([4, 6, 8], "4、6、8")])
def test_rows_in_words(rows: list[int], shown: str) -> None:
    assert row_ranges(rows) == shown


def test_the_screen_tells_fifty_rows_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    c = without_numbers(sample_class(), 50)
    show_report(c, check(c), "班.xlsx")
    shown = capsys.readouterr().out.replace("\n", "").replace(" ", "")
    assert "第4至53行，共50处" in shown
    assert shown.count("A5-11") == 1


def test_before_the_class_has_ended_nobody_is_sent_to_an_export_that_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    """The export judges as after the class: what cannot exist yet would block it."""
    ended = sample_class()
    results = tuple(one.changed(hours=None, passed=None, certificate=None) for one in ended.results)
    early = ended.changed(today=date(2025, 7, 1), results=results, project=ended.project.changed(report_filed=None))
    for c, sent in ((early, False), (ended, True)):
        report = check(c)
        assert report.blocking == 0
        show_report(c, report, "班.xlsx")
        assert ("gaoyan export" in capsys.readouterr().out) is sent
        assert check_message(report).endswith("下一步：校验并导出盖章稿") is sent
    assert check(early.changed(stage=AFTER)).blocking > 0


def test_json_keeps_each(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(without_numbers(sample_class(), 50)))
    found = json.loads(CommandLine(tmp_path)("check", str(path), "--json", "--today", "2025-08-10").out)["findings"]
    assert sum(one["code"] == "A5-11" for one in found) == 50
    assert "gist" not in found[0]
