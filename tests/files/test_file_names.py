"""File names and code pages as a Chinese Windows has them, as far as they can be simulated here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.command_line import DAY, CommandLine, is_one_chinese_line
from tests.sample import sample_class
from workbooks.files import replacing
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import read_bytes
from workbooks.templates.entering import entered


@pytest.fixture(scope="module")
def book() -> bytes:
    return entered(sample_class(trainees=3, staff=1), 20)


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_a_console_of_code_page_936_shows_a_sign_for_what_it_lacks(gaoyan: CommandLine, book: bytes) -> None:
    """GBK has no 𠮷 and no emoji; the name of a file has both, and a wide space."""
    name = "𠮷田😀é 全角　空格（１）.xlsx"
    (gaoyan.folder / name).write_bytes(book)
    ran = gaoyan.process("check", name, "--today", DAY, encoding="gbk")
    assert ran.code in (0, 1)
    assert "?田?" in ran.out
    assert "Traceback" not in ran.out + ran.err
    ran = gaoyan.process("check", f"没有{name}", "--today", DAY, encoding="gbk")
    assert (ran.code, ran.out) == (2, "")
    assert is_one_chinese_line(ran.err)
    assert ran.err.startswith("没有?田?é 全角　空格（１）.xlsx：没有这个文件。")


@pytest.mark.parametrize(
    "name",
    [
        "全角　空格 (1).xlsx", "𠮷田😀.xlsx", "CON.xlsx", "点. .xlsx", "'=1+1'%TEMP%.XLSX", "e\u0301[x].xlsx", "\u202etxt\n.xlsx",
        "长" * 83 + ".xlsx",
        os.fsdecode("班.xlsx".encode("gbk")),
    ],
)  # fmt: skip
def test_a_workbook_of_any_name_is_checked_and_written(name: str, gaoyan: CommandLine, book: bytes) -> None:
    """The last as an archive of a Chinese Windows unpacks on Linux: bytes of GBK, no UTF-8."""
    (gaoyan.folder / name).write_bytes(book)
    ran = gaoyan("total", name, "--today", DAY)
    assert ran.code == 0, ran.err
    assert set(ran.out) & set("\x1b\u202e") == set()


@pytest.mark.parametrize("name", ["长" * 90 + ".xlsx", "没有/这样的/文件夹.xlsx"])
def test_a_name_nobody_can_write_to_is_one_line(name: str, gaoyan: CommandLine, book: bytes) -> None:
    (gaoyan.folder / "班.xlsx").write_bytes(book)
    before = sorted(gaoyan.folder.iterdir())
    for line in (
        ("check", name), ("mask", "班.xlsx", name), ("checklist", "班.xlsx", "--ics", name), ("review", ".", "--out", name),
    ):  # fmt: skip
        ran = gaoyan(*line, "--today", DAY)
        assert ran.code == 2, line
        assert is_one_chinese_line(ran.err), ran.err
        assert "程序出错" not in ran.err
    assert [one for one in sorted(gaoyan.folder.iterdir()) if one.name != "home"] == before


@pytest.mark.parametrize(
    "name",
    ["CON.xlsx", "nul", "aux.", "Com1.tar.xlsx", "LPT¹.xlsx", "班.xlsx.", "班.xlsx ", "班.xlsx:a", "a<b>.xlsx", "班?.xlsx"],
)
def test_what_windows_takes_for_a_device_or_another_file_is_neither_read_nor_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    for act in (lambda path: replacing.replace(path, b"new"), read_bytes):
        with pytest.raises(Unusable, match="不是 Windows 能用的文件名。请换一个名称"):
            act(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["CONTROL.xlsx", "康.xlsx", "com10.xlsx", "a.con.xlsx", "nul班.xlsx", ".班.xlsx", "期 班.xlsx"])
def test_names_that_only_look_like_one_are_files(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    replacing.replace(tmp_path / name, b"new")
    assert read_bytes(tmp_path / name) == b"new"
