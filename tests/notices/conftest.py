"""Two made-up notices read, confirmed and installed by the commands alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from udfs.notice.packs import pack_of, register

PROVINCE = Path(__file__).with_name("province.txt")
NEXT_YEAR = {
    "2025": "2026",
    "不少于50人": "不少于60人",
    "研修人数的10%以内，最多不超过10人": "研修人数的百分之八以内，最多不超过8人",
    "总学时1/7的": "总学时1/8的",
    "10.5万元": "12万元",
    "11月30日": "12月10日",
    "办班结束后1个月内将经费": "办班结束后20个工作日内将经费",
    "办班结束后应在1个月内提交": "办班结束后应在15个工作日内提交",
    "市级高研项目一般应在举办前15天": "市级高研项目一般应在举办前10个工作日",
    "不少于5天（含": "不少于6天（含",
    "各预留不少于5个": "各预留不少于4个",
    "天津市职业大学\n\t7月": "天津示例职业学院\n\t8月",
}


def next_year() -> str:
    """The notice of 2025 with other numbers, periods in working days and another organiser in the plan."""
    text = pack_of("天津2025").text
    for old, new in NEXT_YEAR.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def installed_by_command(run: CommandLine, notice: Path, pack: str) -> None:
    """read -> refused -> confirmed -> installed."""
    assert run("notice", "read", str(notice), "--out", pack).code == 0
    early = run("notice", "install", pack)
    assert (early.code, early.err.count("\n")) == (2, 1)
    assert "没有核实" in early.err
    assert run("notice", "check", pack).code == 1
    assert run("notice", "check", pack, "--confirm", "all").code == 0
    assert run("notice", "install", pack).code == 0


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    """A user who has installed both."""
    folder = tmp_path_factory.mktemp("office")
    run = CommandLine(folder)
    (folder / "2026.txt").write_text(next_year(), encoding="utf-8")
    installed_by_command(run, folder / "2026.txt", "天津")
    installed_by_command(run, PROVINCE, "浙江")
    yield run
    register(())
