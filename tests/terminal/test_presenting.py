"""Findings on the terminal: what is the same of many rows is one line with the rows, and nothing else is folded."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from addin.buttons.tab import BUTTONS, check_message
from addin.terminal.presenting import details, grouped, in_commands, row_ranges, show_report
from tests.closed_cells import open_book
from tests.command_line import CommandLine
from tests.sample import sample_class
from udfs.records.class_file import AFTER, ClassFile
from udfs.rules import catalogue
from udfs.rules.runner import check
from workbooks.templates.entering import entered


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
    assert shown.count("已通过结业考核，没有证书编号") == 1
    assert "A5-11" not in shown
    show_report(c, check(c), "班.xlsx", codes=True)
    assert capsys.readouterr().out.count("A5-11") == 1


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


def test_a_remedy_at_the_terminal_names_no_button() -> None:
    labels = [button.label for button in BUTTONS.values()]
    asked = [f"{verb}“{label}”" for verb in ("点", "运行", "用", "") for label in labels]
    reported = {rule.code: in_commands(rule.fix) for rule in catalogue()}
    assert {code: fix for code, fix in reported.items() if any(words in fix for words in asked)} == {}
    assert in_commands("可用讲课费测算填入") == "可用 gaoyan total --tax 填入"
    assert in_commands("运行“生成附件5”") == "运行 gaoyan tidy --results"


def test_a_message_at_the_terminal_names_no_button_either_but_quotes_cells_as_they_are() -> None:
    c = sample_class()
    people = (c.people[0].changed(phone="138 0000 0000"), *c.people[1:])
    wrong = c.changed(people=people, project=c.project.changed(topic="管理“规范化”研修班"))
    reported = [text for one in check(wrong).findings for text in details(one, None, with_fix=False)]
    assert any("请运行 gaoyan tidy" in text for text in reported)
    assert not any("运行“规范化”" in text for text in reported)
    assert any("管理“规范化”研修班" in text for text in reported)


def test_annex_five_is_made_anew_from_the_terminal(tmp_path: Path) -> None:
    """What the ribbon calls 生成附件5: its remedy can be done here too."""
    gaoyan = CommandLine(tmp_path)
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class(), rows=80))
    gaoyan("tidy", "班.xlsx", "--results")  # whatever the sample holds: from here on all of it is computed
    book = open_book(path)
    book.sheets["附件5"].range((5, 2)).value = None
    book.save()
    assert "恢复1个单元格的公式" in gaoyan("tidy", "班.xlsx", "--results").out
    assert json.loads(gaoyan("tidy", "班.xlsx", "--results", "--json").out)["restored"] == 0
