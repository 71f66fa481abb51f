"""A file read in advance is read once, has the content at the time of the request, and reports its faults then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from addin.__main__ import begin
from tests.raw_workbook import sheet_xml, workbook
from workbooks import sandbox
from workbooks.files.errors import Unusable
from workbooks.sources import opening
from workbooks.sources.opening import blocks_of, forget, read_ahead
from workbooks.sources.sandboxed_reading import Later


def names(path: Path, *people: str) -> Path:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{name}</t></is></c></row>' for row, name in enumerate(people, start=1)
    )
    path.write_bytes(workbook({"名册": sheet_xml(rows)}))
    return path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read from the disk, in order."""
    reported: list[Path] = []
    reading = opening.reading

    def counted(path: Path) -> Later:
        reported.append(path)
        return reading(path)

    monkeypatch.setattr(opening, "reading", counted)
    monkeypatch.setattr(opening, "_ahead", {})
    forget()
    return reported


def test_a_file_read_ahead_is_read_once(tmp_path: Path, reads: list[Path]) -> None:
    path = names(tmp_path / "名册.xlsx", "姓名", "王五")
    read_ahead(path)
    assert [block.rows for block in blocks_of(path)] == [[["姓名"], ["王五"]]]
    assert reads == [path]


def test_a_file_that_was_changed_meanwhile_is_read_as_it_is_now(tmp_path: Path, reads: list[Path]) -> None:
    path = names(tmp_path / "名册.xlsx", "姓名", "王五")
    read_ahead(path)
    names(path, "姓名", "赵六")
    os.utime(path, (1, 1))
    assert [block.rows for block in blocks_of(path)] == [[["姓名"], ["赵六"]]]
    assert len(reads) == 2


def test_what_is_wrong_with_it_is_reported_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing else")
    read_ahead(path)
    with pytest.raises(Unusable, match="文件已损坏"):
        blocks_of(path)


def test_a_file_that_is_not_there_is_nothing_to_read_ahead(tmp_path: Path, reads: list[Path]) -> None:
    read_ahead(tmp_path / "没有.xlsx")
    assert reads == []
    with pytest.raises(Unusable, match="找不到文件"):
        blocks_of(tmp_path / "没有.xlsx")


@pytest.mark.parametrize(
    "arguments", [["班.xlsx", "名册.xlsx"], ["--yes", "班.xlsx", "名册.xlsx"], ["班.xlsx", "--map", "甲=姓名", "名册.xlsx"]]
)
def test_an_import_begins_with_its_first_roster(
    arguments: list[str], tmp_path: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("班.xlsx", "名册.xlsx"):
        names(tmp_path / name, "姓名", "王五")
    monkeypatch.chdir(tmp_path)
    begin(["import", *arguments])
    assert [block.rows for block in blocks_of("名册.xlsx")] == [[["姓名"], ["王五"]]]
    assert reads == [Path("名册.xlsx")]
    assert opening._ahead == {}


@pytest.mark.parametrize(
    "arguments", [[], ["check", "班.xlsx", "班.xlsx"], ["import"], ["import", "班.xlsx"], ["import", "班.xlsx", "没有.xlsx"]]
)
def test_nothing_else_is_begun(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names(tmp_path / "班.xlsx", "姓名", "王五")
    monkeypatch.chdir(tmp_path)
    begin(arguments)
    assert opening._ahead == {}


@pytest.mark.usefixtures("reads")
def test_where_no_process_can_be_started_it_is_stated_when_the_file_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError

    path = names(tmp_path / "名册.xlsx", "姓名", "王五")
    names(tmp_path / "班.xlsx", "姓名")
    monkeypatch.setattr(sandbox, "interpreter", none)
    begin(["import", str(tmp_path / "班.xlsx"), str(path)])
    with pytest.raises(Unusable, match="这里无法启动 Python"):
        blocks_of(path)
