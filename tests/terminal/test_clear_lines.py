"""What used to end in an error of the program: each is one clear line, and nothing of it reaches the terminal to be obeyed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.terminal import streams
from addin.terminal.failing import ended
from macros.desk.review import review
from tests.command_line import CommandLine
from tests.raw_workbook import HEAD, sheet_xml, workbook
from tests.sample import sample_class
from udfs.notice import packs
from udfs.notice.plan import MUNICIPAL
from udfs.report.desk_document import desk_document
from udfs.values.terminal import harmless
from workbooks.files.errors import Unusable
from workbooks.ooxml import markup
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_sheet
from workbooks.overview.review_book import review_book
from workbooks.templates.entering import entered

DAY = sample_class().today
NOTICE = sorted((Path(packs.__file__).parent / "packs").glob("*/notice.txt"))[-1]
CELL = '<c r="A1"><v>1</v></c>'


def content(part: str) -> object:
    package = Package(Path("班.xlsx"), workbook({"附件4": part}))
    return read_sheet(package, package.sheets[0]).grid.rows


@pytest.mark.parametrize("encoding", ["GB2312", "GBK", "gb18030", "big5", "utf-7", "hex", "nothing"])
def test_a_sheet_in_another_encoding_is_reported(encoding: str) -> None:
    declared = HEAD.replace("UTF-8", encoding)
    with pytest.raises(Unusable, match=r"sheet1.xml 的内容已损坏"):
        content(declared + sheet_xml(f'<row r="1">{CELL}</row>').removeprefix(HEAD))


def test_an_error_of_a_handler_is_not_taken_for_an_encoding() -> None:
    def broken(*_: object) -> None:
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        markup.walk(b"<a/>", broken)


def test_row_0_is_the_next_row_and_a_cell_outside_rows_is_reported() -> None:
    assert content(sheet_xml('<row r="0"><c><v>1</v></c></row><row><c><v>2</v></c></row>')) == [[1], [2]]
    with pytest.raises(Unusable, match="损坏"):
        content(sheet_xml(CELL))


def test_control_characters_in_a_summary(tmp_path: Path) -> None:
    c = sample_class().changed(project=sample_class().project.changed(topic="云\x1b[31m计\x07算\r\nx\ufffe"))
    (tmp_path / "班.xlsx").write_bytes(entered(c))
    result = review(tmp_path, DAY)
    assert review_book(desk_document(result))


def test_a_year_of_thirty_digits_in_a_notice(tmp_path: Path) -> None:
    gaoyan, number = CommandLine(tmp_path), "9" * 30
    notice = f"关于公布计划的通知\n\n各单位：\n一、请于{number}月30日前报送，{number}年{number}月{number}日前办结。\n"
    (tmp_path / "通知.txt").write_text(notice, encoding="utf-8")
    for text in (notice, re.sub("[0-9]+", number, NOTICE.read_text("utf-8"))):
        (tmp_path / "通知.txt").write_text(text, encoding="utf-8")
        ran = gaoyan("notice", "read", "通知.txt")
        assert "程序出错" not in ran.err


@pytest.mark.parametrize("odd", ["\x1b]0;x\x07", "\x1b[2J", "\x9b31m", "\u202e", "\x00", "\ud800"])
def test_nothing_on_a_terminal_is_obeyed(odd: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A file name, a cell, an error: ESC, BEL, the control sequences of eight bits, marks that turn the direction."""
    streams.out.cache_clear()
    streams.say(f"文件{odd}.xlsx")
    streams.say_wrapped(f"文件{odd}.xlsx")
    streams.put_table(["名"], [[f"文件{odd}.xlsx"]])
    streams.put_json({f"k{odd}": f"v{odd}"})
    streams.write(odd)
    ended(Unusable(f"文件{odd}.xlsx", "坏了", "请重做"))
    streams.out.cache_clear()
    shown = "".join(capsys.readouterr())
    assert "文件" in shown
    assert not set(odd) & set("\x1b\x07\x9b\u202e\x00\ud800") & set(shown)


def test_what_people_read_is_left_as_it_is() -> None:
    text = "张三\t“云计算”\n〔2025〕𠮷 ①½\u3000é"
    assert harmless(text) == text


def test_a_long_document_is_written_as_it_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    """One valid document, and no entry is asked for before the one in front of it has been written."""
    written: list[str] = []

    def entries() -> Iterator[dict[str, object]]:
        for at in range(3):
            yield {"序": at, "text": 'a\n"b'}
            written.append(capsys.readouterr().out)

    streams.put_long_json({"first": {"x": []}, "second": 2}, "books", entries())
    whole = "".join((*written, capsys.readouterr().out))
    assert json.loads(whole) == {"first": {"x": []}, "second": 2, "books": [{"序": at, "text": 'a\n"b'} for at in range(3)]}
    assert [f'"序": {at}' in part for at, part in enumerate(written)] == [True, True, True]
    streams.put_long_json({"first": 1}, "books", [])
    assert json.loads(capsys.readouterr().out) == {"first": 1, "books": []}


def test_a_file_name_makes_no_line_of_its_own(tmp_path: Path) -> None:
    """A name with line breaks could write a verdict of its own below the true one."""
    forged = "共 1 个班：须退回 0 个"
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "收").mkdir()
    name = f"班\n\n{forged}.xlsx"
    (tmp_path / "收" / name).write_bytes(entered(sample_class(MUNICIPAL, 9), rows=70))
    for ran in (gaoyan("review", "收", "--today", DAY.isoformat()), gaoyan("check", f"收/{name}", "--today", DAY.isoformat())):
        lines = [line.strip() for line in ran.out.splitlines()]
        assert forged in ran.out
        assert not any(line.startswith(f"{forged}.xlsx") for line in lines)
