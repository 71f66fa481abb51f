"""What is stated into a file or another program is stated without the library for terminals, and as that library would say it."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from rich.console import Console

from addin.reports.importing import summary_table
from addin.terminal import streams
from addin.terminal.wrapping import figures

HEADINGS = ["来源", "读到", "新增", "更新", "一致", "有冲突", "重复", "跳过行"]
NAMES = (
    "名册.xlsx“名册”", "a.csv", "第一期 学员·名单（最终版）.xls“Sheet1”", "ｆｕｌｌ.xlsx", "é日本語.xlsx", "名" * 33, "名" * 40,
    "a  b.xlsx", "",
)  # fmt: skip


def drawn(draw: Callable[[Console], None]) -> str:
    """What rich writes into a file."""
    into = io.StringIO()
    draw(Console(file=into, markup=False, highlight=False, emoji=False, width=streams.WIDTH))
    return into.getvalue()


@pytest.mark.parametrize("seed", range(200))
def test_a_table_of_figures_is_laid_out_as_on_a_terminal(seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        [chance.choice(NAMES), *(str(chance.choice((0, 7, 1234, 10_000_000))) for _ in HEADINGS[1:])]
        for _ in range(chance.randint(0, 4))
    ]
    lines = figures([HEADINGS, *rows], streams.WIDTH)
    shown = drawn(lambda console: console.print(summary_table(HEADINGS, rows)))
    if lines is not None:
        assert "".join(f"{line}\n" for line in lines) == shown
    else:  # too wide: there it is broken into lines, or cut
        assert sum(max(map(cell_len, column)) + 2 for column in zip(HEADINGS, *rows, strict=True)) > streams.WIDTH


@pytest.mark.parametrize(
    "cell", ["a\nb", "a\tb", " a", "a ", "a\u200bb", "\x1b[31m", "名" * 50]
)  # fmt: skip
def test_what_would_be_drawn_otherwise_is_left_to_the_library(cell: str) -> None:
    assert figures([["甲", "乙"], [cell, "1"]], 100) is None


LINES = (
    "已写入 3 个单元格", "", "a\nb", "  两格", "末尾 ", "[bold]x[/]", ":smile:", "12345 'x' None True", "长" * 200, "a" * 300,
    "é日本語 ｆ", "a\tb", "\t", "x\t长\ty",
)  # fmt: skip


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("style", [None, "bold", "yellow"])
def test_a_line_is_stated_as_on_a_terminal(line: str, style: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    streams.out.cache_clear()
    streams.say(line, style)
    stated = capsys.readouterr().out
    streams.out.cache_clear()
    assert stated == drawn(lambda console: console.print(line, style=style or None, soft_wrap=True))


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "TTY_COMPATIBLE"])
def test_who_asks_for_colours_gets_them(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert streams.plain()
    monkeypatch.setenv(variable, "1")
    assert not streams.plain()


def test_a_terminal_gets_its_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    assert not streams.plain()
    monkeypatch.setattr(sys, "stdout", None)  # a host without a console
    assert not streams.plain()


def test_a_closed_pipe_ends_the_program_before_it_does_more() -> None:
    code = (
        "import sys\n"
        "from addin.terminal import streams\n"
        "sys.stdin.readline()\n"
        "streams.say('x')\n"
        "print('went on', file=sys.stderr)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stderr is not None
    child.stdout.close()
    child.stdin.write("\n")
    child.stdin.close()
    assert (child.wait(timeout=30), child.stderr.read()) == (1, "")
    child.stderr.close()
