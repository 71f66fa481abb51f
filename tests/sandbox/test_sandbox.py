"""What others wrote is read in a process of its own: whatever it does there, a line in Chinese comes of it."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest

from tests.raw_workbook import sheet_xml, workbook
from workbooks import sandbox
from workbooks.files.errors import Unusable
from workbooks.rosters.reading import read_rosters
from workbooks.sandbox import MEBI, Limits, Stopped, run_in_child, sheets
from workbooks.sources import opening as sources
from workbooks.sources.opening import MOST_CELLS, MOST_ROWS, blocks_of
from workbooks.sources.rawcells import extent

TODAY = date(2025, 8, 12)

SCRIPTS = {
    "time": ("import time\ntime.sleep(60)\n", True),
    "a fault": ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", False),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_does_not_end_by_itself_is_stopped(name: str, tmp_path: Path) -> None:
    text, late = SCRIPTS[name]
    script = tmp_path / "script.py"
    script.write_text(text, encoding="utf-8")
    with pytest.raises(Stopped) as reported:
        run_in_child(script, b"", Limits(1.0, 512 * MEBI))
    assert reported.value.late is late


@pytest.mark.parametrize(("asked", "code"), [(200, 0), (900, 1)])
def test_memory_has_an_end(asked: int, code: int, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"bytearray({asked} * 2**20)\n", encoding="utf-8")
    assert run_in_child(script, b"", Limits(20.0, 512 * MEBI)).code == code


def test_the_script_reads_what_is_given_and_finds_the_libraries_of_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import sys, lxml, python_calamine\nsys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])\n", "utf-8")
    assert run_in_child(script, b"abc", Limits(20.0, 512 * MEBI)) == sandbox.ChildAnswer(b"cba", 0)


def test_pipes_take_as_much_as_the_system_grants() -> None:
    import fcntl

    child = sandbox.started(sandbox.START.with_name("sheets.py"))
    assert child.stdin is not None
    assert child.stdout is not None
    for pipe in (child.stdin, child.stdout):
        assert fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) >= sandbox.PIPE_SIZE
    child.stdin.close()
    assert child.wait(20) == 0
    child.stdout.close()


@pytest.mark.parametrize("system", ["a Mac", "Linux"])
def test_inside_another_program_its_python_is_found(system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / ("bin/python3" if system == "Linux" else "python.exe")
    python.parent.mkdir(exist_ok=True)
    monkeypatch.setattr(sys, "executable", "/opt/libreoffice/program/soffice.bin")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    with pytest.raises(OSError, match="no Python"):
        sandbox.interpreter()
    python.write_text("")
    assert sandbox.interpreter() == str(python)


WANG = "".join(
    f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>{text}</t></is></c></row>' for at, text in ((1, "姓名"), (2, "王五"))
)
FAR = ("zz200000", "ZZ200000", "xfd1048576", "A4294967295", "a99999999", "AAAA5", "A-1", "&#65;200000")
WRITTEN = ('r="{}"', "r='{}'", 'r = "{}"', 'r="\n{}"', 's="1" r="{}"')


def far_roster(place: str, row: str = "1") -> bytes:
    """A roster of 1.5 KB with one cell far away."""
    far = f'<row r="{row}"><c {place} t="inlineStr"><is><t>x</t></is></c></row>'
    return workbook({"名册": sheet_xml(WANG + far)})


@pytest.mark.parametrize("at", FAR)
@pytest.mark.parametrize("written", WRITTEN)
def test_a_cell_far_away_is_reported_however_its_place_is_spelled(at: str, written: str, tmp_path: Path) -> None:
    """The fast reader would lay out every cell up to it: 5.6 GB, or an end without a word."""
    (tmp_path / "名册.xlsx").write_bytes(far_roster(written.format(at)))
    with pytest.raises(Unusable, match=r"一直延伸到第 \d+ 行|文件已损坏"):
        read_rosters([tmp_path / "名册.xlsx"])


@pytest.mark.parametrize("row", ["200000", "4294967295", " 200000", "99999999999", "x"])
def test_a_cell_without_a_place_in_a_row_far_away_is_reported(row: str, tmp_path: Path) -> None:
    (tmp_path / "名册.xlsx").write_bytes(far_roster("", row=row))
    with pytest.raises(Unusable, match=r"一直延伸到第|文件已损坏"):
        read_rosters([tmp_path / "名册.xlsx"])


def test_many_cells_without_a_place_in_one_row_far_down_are_reported(tmp_path: Path) -> None:
    cells = '<c t="inlineStr"><is><t>x</t></is></c>' * 200
    (tmp_path / "名册.xlsx").write_bytes(workbook({"名册": sheet_xml(f'<row r="99999">{cells}</row>')}))
    with pytest.raises(Unusable, match="一直延伸到第 99999 行、第 200 列"):
        read_rosters([tmp_path / "名册.xlsx"])


@pytest.mark.parametrize(("far", "ok"), [("Z99999", True), ("A100001", False), ("AX99999", True), ("AZ99999", False)])
def test_the_limits_of_a_roster(far: str, ok: bool) -> None:
    """100,000 rows, 5,000,000 cells."""
    rows, columns = extent(sheet_xml(f'<row r="1"><c r="{far}"><v>1</v></c></row>').encode())
    assert (rows <= MOST_ROWS and rows * columns <= MOST_CELLS) is ok


def test_columns_formatted_to_the_end_of_the_sheet_are_no_contents(tmp_path: Path) -> None:
    styled = '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row>'
    (tmp_path / "名册.xlsx").write_bytes(workbook({"名册": sheet_xml(WANG + styled)}))
    assert [block.rows for block in blocks_of(tmp_path / "名册.xlsx")] == [[["姓名"], ["王五"]]]


def test_a_reader_that_takes_too_much_memory_is_stopped_and_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What passes the guard by a spelling we do not know still meets the limit."""
    (tmp_path / "名册.xlsx").write_bytes(far_roster('r="zz200000"'))
    monkeypatch.setattr(sources, "check_extent", lambda *_: None)
    with pytest.raises(Unusable, match="文件已损坏，或内容过多"):
        read_rosters([tmp_path / "名册.xlsx"])


def test_times_of_day_come_back_as_they_were_read() -> None:
    values = [datetime(2025, 7, 14, 8, 30), date(2025, 7, 14), clock(8, 30), timedelta(hours=30), 1.5, True, "x", ""]
    assert json.loads(json.dumps(values, default=sheets.plain), object_hook=sheets.out_of_json) == values


def odd_sheet(path: Path, cell: str) -> Path:
    long = '<c r="B2"><v>110105194912310021</v></c>'
    sheet = sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="2">{long}{cell}</row>')
    path.write_bytes(workbook({"名册": sheet}))
    return path


def test_an_attribute_that_stands_twice_is_refused_though_the_fast_reader_lets_it_pass(tmp_path: Path) -> None:
    path = odd_sheet(tmp_path / "twice.xlsx", '<c r="C2" s="1" s="2"/>')
    with pytest.raises(Unusable, match=r"损坏"):
        [block.exact for block in blocks_of(path)]


def test_hundreds_of_nested_elements_hide_no_digits(tmp_path: Path) -> None:
    (block,) = blocks_of(odd_sheet(tmp_path / "deep.xlsx", f'<c r="C2">{"<is>" * 300}{"</is>" * 300}</c>'))
    assert block.exact == {(1, 1): "110105194912310021"}


def test_a_page_of_merged_cells_costs_no_memory(tmp_path: Path) -> None:
    page = "<table>" + '<tr><td rowspan="9999">x</td></tr>' * 3000 + '<tr><td colspan="256" rowspan="9999">x</td></tr>' * 3000
    (tmp_path / "名册.xls").write_text(page + "</table>", encoding="utf-8")
    with pytest.raises(Unusable, match="合并的单元格过多"):
        blocks_of(tmp_path / "名册.xls")


def test_a_strangers_module_is_not_taken_for_pythons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("re", "json", "io"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('a stranger')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    script = tmp_path / "child.py"
    script.write_text("import json, re\nprint(json.dumps(re.findall('[0-9]', 'a1')))\n", encoding="utf-8")
    assert run_in_child(script, b"", Limits(20, 512 * MEBI)).data == b'["1"]\n'
