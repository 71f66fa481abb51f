"""No message is longer than two lines of a terminal 80 columns wide: findings, errors, buttons, commands, the column 核验."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from addin.buttons.registry import BUTTONS
from addin.demo.classes import ROSTER
from addin.handbook.error_sources import shown
from addin.terminal import streams
from addin.terminal.error_catalogue import error_lines
from addin.terminal.presenting import details
from addin.terminal.wrapping import columns, wrapped
from tests.command_line import CommandLine
from tests.rules.cases import all_cases
from tests.sample import P
from udfs.rules import catalogue
from udfs.rules.runner import check

ROOT = Path(__file__).resolve().parents[2]
WIDTH, LINES = 80, 2
BESIDE_THE_PLACE = WIDTH - len("错误  C123  ".encode("gbk"))
"""Columns left for the text of a finding beside level and place."""
SPOKEN = ("addin/buttons", "addin/commands", "addin/reports", "addin/terminal", "addin/libreoffice", "addin/demo", "macros")
"""Packages whose texts are shown to users."""
BOOK, ROW = "2025年云计算高级研修班.xlsx", "附件4 第12行"
PYTHON = r"C:\Users\zhang\AppData\Local\Programs\Python\Python313\python.exe"
VALUES: dict[str, str] = {
    **dict.fromkeys(("name", "where", "source", "at", "path", "book", "out", "file", "stem"), BOOK),
    **dict.fromkeys(("python", "executable"), PYTHON),
    **dict.fromkeys(("len", "heading", "names", "numbers", "wide", "year", "last", "plan_number", "SECONDS"), "12"),
    **dict.fromkeys(("changes", "statements", "missing", "other", "row"), "12"),
    **dict.fromkeys(("found", "lost", "rest", "items", "letters"), "C4、C5等12列"),
    **dict.fromkeys(("what", "why", "todo"), "第12行的日期无法识别，请核对"),
    "unsuitable": "32位的", "directory": "", "PARAMETERS": "parameters.toml",
    "without": "35,960.00", "item": "课程内容", "twice": "身份证号", "sessions": "7月14日上午", "others": "等 12 次",
}  # fmt: skip
"""Realistic values of the names in messages; all others: the place of a row."""
IN_A_PACK: dict[str, str] = {"name": "parameters.toml", "where": "第12行", "at": "dated", "folder": "天津2026"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def is_short(text: str, width: int = WIDTH) -> bool:
    return len(wrapped(text, width)) <= LINES


def with_values(text: str, values: Mapping[str, str] = VALUES) -> str:
    return re.sub("〈([^〉]*)〉", lambda found: values.get(found[1], ROW), text)


def test_findings() -> None:
    rules = {rule.code: rule for rule in catalogue()}
    reported = {
        (case.code, " ".join(text.split("\n")))
        for case in all_cases()
        if case.fires
        for finding in check(case.build(), rules=[rules[case.code]]).findings
        for text in details(finding, None, with_fix=True)
    }
    assert len({code for code, _ in reported}) == len(rules)
    assert sorted(one for one in reported if not is_short(one[1], BESIDE_THE_PLACE)) == []


def test_the_column_of_a_row() -> None:
    texts = {
        (rule.code, native.message or f"{rule.title}：{rule.fix}")
        for rule in (one.worded(P) for one in catalogue())
        for native in rule.native
    }
    assert texts
    assert sorted(one for one in texts if not is_short(one[1])) == []


def test_errors() -> None:
    errors = {
        one.code: with_values(
            f"{one.where}：{one.what}。{one.todo}", VALUES | IN_A_PACK if one.package == "workbooks/notices" else VALUES
        )
        for one in error_lines()
        if one.package
    }
    assert {code: text for code, text in errors.items() if not is_short(text)} == {}


def test_questions_of_buttons() -> None:
    texts = {(one.label, text) for one in BUTTONS.values() for text in (one.screentip, one.question) if text}
    assert sorted(one for one in texts if not is_short(one[1])) == []


def texts_of(module: ast.Module) -> Iterator[str]:
    """The Chinese lines of a module's texts, without docstrings."""
    skipped = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    skipped |= {id(part) for node in ast.walk(module) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(module):
        if id(node) in skipped or not (
            isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        ):
            continue
        text = node.value if isinstance(node, ast.Constant) else shown(node, {})
        if isinstance(text, str) and not text.startswith("<"):
            yield from (line for line in text.split("\n") if CHINESE.search(line))


def test_texts_of_buttons_and_commands() -> None:
    texts = {
        (path.relative_to(ROOT).as_posix(), text)
        for package in SPOKEN
        for path in (ROOT / package).rglob("*.py")
        for text in map(with_values, texts_of(ast.parse(path.read_text("utf-8"))))
    }
    assert len(texts) > 1000
    assert sorted(one for one in texts if not is_short(one[1])) == []


@pytest.fixture
def gaoyan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    """The command line on a terminal that wraps nothing."""
    monkeypatch.setattr(streams, "WIDTH", WIDTH * 20)
    streams.out.cache_clear()
    yield CommandLine(tmp_path)
    streams.out.cache_clear()


def test_what_commands_print(gaoyan: CommandLine) -> None:
    """On an empty class and on one with forty planted errors. The words of ``demo`` are among the texts above."""
    lines = []

    def run(*arguments: str) -> None:
        ran = gaoyan(*arguments)
        lines.extend((arguments[0], line.strip()) for line in (ran.out + ran.err).splitlines() if line.strip())

    run("new", "空.xlsx", "--level", "市级", "--plan", "10")
    (gaoyan.folder / "班.xlsx").write_bytes(ROSTER.workbook(gaoyan.folder / "班.xlsx"))
    for book in ("空.xlsx", "班.xlsx"):
        for command, *options in (
            ("check", "--codes"), ("next",), ("tidy",), ("checklist",), ("fill", "--passed"), ("total",), ("number",),
            ("check", "--write"), ("export", "--out", "盖章稿"), ("undo",),
        ):  # fmt: skip
            run(command, book, *options)
    run("ledger", "verify")
    assert len(lines) > 300
    assert sorted({one for one in lines if columns(one[1]) > WIDTH * LINES}) == []
