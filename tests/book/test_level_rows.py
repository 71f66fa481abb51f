"""项目信息 shows the rows of the level that is typed, as soon as findings are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from addin.browser.typing_in import fill
from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import PROJECT
from workbooks.closed.hidden_parts import hidden_parts, with_rows
from workbooks.forms import FORMS
from workbooks.forms.sheets.project import OTHER_LEVEL
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched


def row_of(label: str) -> int:
    return parse_cell(FORMS[PROJECT].by_label[label].cell)[0]


def rows_of(*labels: str) -> set[int]:
    return {row_of(label) for label in labels}


def hidden(path: Path) -> set[int]:
    return hidden_parts(Package.open(path), PROJECT).rows


def typed(path: Path, label: str, value: str | None) -> None:
    path.write_bytes(patched(Package.open(path), [CellChange(PROJECT, row_of(label), 2, value)]))


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    c = sample_class(MUNICIPAL, 9)
    line = CommandLine(tmp_path)
    line.book(c.changed(project=c.project.changed(number_pattern=None)))
    return line


def test_another_level_gets_its_rows_with_the_findings_and_undo_brings_the_others_back(gaoyan: CommandLine) -> None:
    path = gaoyan.folder / "班.xlsx"
    assert hidden(path) == rows_of(*OTHER_LEVEL[MUNICIPAL])
    typed(path, "项目级别", NATIONAL)
    before = path.read_bytes()
    gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    assert hidden(path) == rows_of(*OTHER_LEVEL[NATIONAL])
    assert gaoyan("undo", "班.xlsx").code == 0
    assert path.read_bytes() == before
    typed(path, "项目级别", "省级")
    gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    assert hidden(path) == set(), "a level that is not known hides nothing"


def test_what_is_filled_in_stays_in_sight_and_other_rows_are_the_users(gaoyan: CommandLine) -> None:
    path = gaoyan.folder / "班.xlsx"
    typed(path, "平台审核通过日期", "2025-06-01")
    package = Package.open(path)
    path.write_bytes(with_rows(package, PROJECT, {row_of("举办地点"): True}))
    gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    assert hidden(path) == rows_of("举办地点", *OTHER_LEVEL[MUNICIPAL]) - rows_of("平台审核通过日期")
    written = path.read_bytes()
    gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    assert path.read_bytes() == written


def test_a_file_in_which_only_the_rows_are_wrong_is_mended_as_a_step_that_can_be_taken_back(gaoyan: CommandLine) -> None:
    path = gaoyan.folder / "班.xlsx"
    gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    right = path.read_bytes()
    path.write_bytes(with_rows(Package.open(path), PROJECT, dict.fromkeys(rows_of(*OTHER_LEVEL[MUNICIPAL]), False)))
    assert hidden(path) == set()
    assert gaoyan("check", "班.xlsx", "--write", "--today", DAY).code == 0
    assert hidden(path) == rows_of(*OTHER_LEVEL[MUNICIPAL])
    assert Package.open(path).read(Package.open(path).sheet(PROJECT).part) == rows_as_written(right)
    assert "已撤销“核验”" in gaoyan("undo", "班.xlsx").out
    assert hidden(path) == set()


def rows_as_written(data: bytes) -> bytes:
    """The part of 项目信息 with ``hidden`` as the last attribute of its rows, where it is put."""
    package = Package(Path("班.xlsx"), data)
    source = package.read(package.sheet(PROJECT).part)
    return re.sub(rb'(<row [^>]*?) hidden="1"([^>]*)>', rb'\1\2 hidden="1">', source)


def test_the_page_shows_the_rows_of_a_level_typed_there(gaoyan: CommandLine, capsys: pytest.CaptureFixture[str]) -> None:
    path = gaoyan.folder / "班.xlsx"
    fill(str(path), DAY, {"项目级别": NATIONAL})
    assert '"changed": 1' in capsys.readouterr().out
    assert hidden(path) == rows_of(*OTHER_LEVEL[NATIONAL])
