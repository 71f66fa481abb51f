"""``--force`` overwrites what a command has made, never a workbook that somebody has filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.templates.entering import entered

FILLED = "班.xlsx"


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    (tmp_path / FILLED).write_bytes(entered(sample_class(MUNICIPAL, 9), rows=70))
    (tmp_path / "另一期.xlsx").write_bytes(entered(sample_class(MUNICIPAL, 10, seed=7), rows=70))
    return CommandLine(tmp_path)


@pytest.mark.parametrize(
    "command",
    [
        ("new", FILLED, "--level", "国家级", "--plan", "1"),
        ("new", FILLED, "--from", "另一期.xlsx"),
        ("mask", "另一期.xlsx", FILLED),
        ("review", ".", "--out", FILLED),
    ],
)
def test_a_filled_workbook_is_not_overwritten(gaoyan: CommandLine, command: tuple[str, ...]) -> None:
    before = (gaoyan.folder / FILLED).read_bytes()
    ran = gaoyan(*command, "--force", "--today", DAY) if command[0] != "new" else gaoyan(*command, "--force")
    assert ran.code == 2
    assert "填好的工作簿" in ran.err
    assert (gaoyan.folder / FILLED).read_bytes() == before


def test_what_a_command_made_is_overwritten(gaoyan: CommandLine) -> None:
    for command in (
        ("new", "空.xlsx", "--level", "国家级", "--plan", "1"), ("new", "新.xlsx", "--from", FILLED, "--today", DAY),
        ("mask", FILLED, "公示.xlsx", "--today", DAY), ("review", ".", "--out", "汇总.xlsx", "--today", DAY),
    ):  # fmt: skip
        assert gaoyan(*command).code in (0, 1), command
        assert gaoyan(*command).code == 2, command
        assert gaoyan(*command, "--force").code in (0, 1), command
