"""Two made-up notices read, confirmed and installed by the commands alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.newer_notice import NEXT, next_year
from udfs.notice.packs import register

PROVINCE = Path(__file__).with_name("province.txt")


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
    (folder / "通知.txt").write_text(next_year(), encoding="utf-8")
    installed_by_command(run, folder / "通知.txt", "天津")
    (folder / "浙江.txt").write_text(PROVINCE.read_text(encoding="utf-8").replace("2026", str(NEXT)), encoding="utf-8")
    installed_by_command(run, folder / "浙江.txt", "浙江")
    yield run
    register(())
