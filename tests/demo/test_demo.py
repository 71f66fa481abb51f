"""The demo: exactly what was planted is found, the mended classes are exported, and a second run changes no foreign file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from addin.demo.classes import EMPTY, FULL, LATE, MONEY, NOT_PLANTED, OTHER_CLASS_NUMBER, ROSTER, SCENARIOS, SMALL
from addin.demo.faults import Scenario
from tests.command_line import LONG_NUMBER, CommandLine
from tests.validators.excel_judge import judge
from udfs.records.class_file import LedgerEntry
from udfs.rules import catalogue
from udfs.rules.runner import check
from workbooks.book.reading import read_file

LEDGER = (LedgerEntry(certificate=OTHER_CLASS_NUMBER, person="", this_class=False),)


def test_every_rule_is_shown() -> None:
    planted = {code for scenario in SCENARIOS for code in scenario.expected}
    assert {rule.code for rule in catalogue()} - planted == set(NOT_PLANTED)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.title)
def test_what_is_planted_is_found_and_nothing_else(scenario: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(scenario.workbook(path))
    report = check(read_file(path, scenario.planted().today, LEDGER))
    assert Counter(finding.code for finding in report.findings) == scenario.expected
    assert not [outcome for outcome in report.outcomes if outcome.status == "failed"]


@pytest.mark.parametrize("scenario", [ROSTER, MONEY, LATE], ids=lambda scenario: scenario.title)
def test_without_the_mistakes_nothing_is_found(scenario: Scenario) -> None:
    assert not check(scenario.right()).findings


@pytest.mark.parametrize(("scenario", "codes"), [(SMALL, ["A4-01", "A4-02"]), (EMPTY, ["A4-00"])])
def test_a_class_that_is_too_small_is_no_more_than_that(scenario: Scenario, codes: list[str]) -> None:
    assert [finding.code for finding in check(scenario.right()).findings] == codes


def test_the_whole_way_and_once_again(tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "演示").mkdir()
    foreign = tmp_path / "演示" / "我的文件.txt"
    foreign.write_text("不要动", encoding="utf-8")
    found = gaoyan("demo", "演示")
    assert found.code == 0, found.out + found.err
    assert found.out.count("✓ 埋入的问题全部查出，没有多报") == len(SCENARIOS)
    assert not LONG_NUMBER.search(found.out)
    assert "文件在：" in found.out
    names = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "演示").rglob("*") if path.is_file())
    books = [path for path in (tmp_path / "演示").rglob("*.xlsx") if path.is_file()]
    assert [f"{path}: {fault}" for path in books for fault in judge(path)] == []
    for scenario in FULL:
        folder = tmp_path / "演示" / scenario.title
        package = next((folder / "盖章稿").iterdir())
        report = json.loads((package / "核验报告.json").read_text("utf-8"))
        assert report["summary"]["blocking"] == 0
        assert (package / "SHA256SUMS").exists()
        ledger = str(tmp_path / "演示" / "编号台账.sqlite3")
        day = scenario.right().today.isoformat()
        assert gaoyan("check", str(folder / "有问题.xlsx"), "--today", day, "--ledger", ledger).code == 1
        assert gaoyan("check", str(folder / "改正后.xlsx"), "--today", day, "--ledger", ledger).code == 0
    again = gaoyan("demo", "演示")
    assert again.code == 0, again.out + again.err
    assert again.out == found.out
    after = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "演示").rglob("*") if path.is_file())
    assert after == names
    assert foreign.read_text("utf-8") == "不要动"


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "演示").write_text("x", encoding="utf-8")
    found = CommandLine(tmp_path)("demo", "演示")
    assert found.code == 2
    assert "不是文件夹" in found.err
