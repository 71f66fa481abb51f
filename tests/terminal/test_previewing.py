"""What a command says before it writes, and what ``undo`` says it takes back."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path)
    c = sample_class(MUNICIPAL, 9)
    line.book(c.changed(people=tuple(one.changed(charged=None) for one in c.people), results=()))
    return line


def at_terminal(gaoyan: CommandLine, *arguments: str, answer: str) -> str:
    """What a command shows at a terminal where ``answer`` is typed."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "addin", *arguments],
        cwd=gaoyan.folder, env=gaoyan.environment | {"TERM": "dumb"}, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # its end
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    running.wait(timeout=60)
    return "".join(shown.decode("utf-8", "replace").split())


def test_the_check_says_what_it_refreshes_and_that_nothing_of_the_users_changes(gaoyan: CommandLine) -> None:
    lines = gaoyan("check", "班.xlsx", "--write", "--today", DAY).out.splitlines()
    first = next(line for line in lines if line.startswith("将"))
    count = next(line for line in lines if line.startswith("共 ")).split()[1]
    assert first == f"将刷新“核验”：{count} 条，您填写的各表不动"
    assert "“核验”表还是以前的结果" in gaoyan("fill", "班.xlsx", "--charged", "否", "--today", DAY).out
    gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    assert "“核验”表还是以前的结果" not in gaoyan("fill", "班.xlsx", "--charged", "否", "--today", DAY).out


def test_after_a_fill_that_changed_nothing_undo_names_the_step_before_and_asks(gaoyan: CommandLine) -> None:
    path = gaoyan.folder / "班.xlsx"
    blank = path.read_bytes()
    assert "将写入 57 个单元格：附件4 57 个" in gaoyan("fill", "班.xlsx", "--charged", "否", "--today", DAY).out
    filled = path.read_bytes()
    again = gaoyan("fill", "班.xlsx", "--charged", "是", "--today", DAY).out
    assert "是否收费填写 0 人，已填的 57 人不动\n文件未改动\n" in again
    shown = at_terminal(gaoyan, "undo", "班.xlsx", answer="n")
    assert "最近一次改动是“批量填写”（20" in shown
    assert "57个单元格），此后的命令都没有改动文件。撤销它吗？" in shown
    assert "已取消" in shown
    assert path.read_bytes() == filled
    assert "已撤销" in at_terminal(gaoyan, "undo", "班.xlsx", answer="y")
    assert path.read_bytes() == blank
    gaoyan("fill", "班.xlsx", "--charged", "否", "--today", DAY)
    stated = gaoyan("undo", "班.xlsx").out.splitlines()
    assert stated[0] == "已撤销“批量填写”，班.xlsx 恢复到此前的状态"
    assert stated[1].startswith("撤销的是“批量填写”（20")
