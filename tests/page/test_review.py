"""What organisers handed in, dropped on the page: workbooks, folders in folders, zips, packages; against ``gaoyan review``."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.page.comparing import cells_of, command_document
from tests.page.person import Person
from tests.sample import sample_class


@pytest.fixture
def received(gaoyan: CommandLine, tmp_path: Path, faulty: Path) -> Path:
    """A folder with a workbook, folders in folders with a package, a zip with another, and what is nothing of the kind."""
    folder = tmp_path / "收到的材料"
    inner = folder / "第二批" / "某协会 报来"
    inner.mkdir(parents=True)
    faulty.rename(inner / "乙.xlsx")
    (inner / "丙.xlsx").write_bytes(b"no workbook")
    (folder / "说明.docx").write_bytes(b"PK\x03\x04 a letter")
    book = gaoyan.book(sample_class(), "甲.xlsx")
    command_document(gaoyan, "export", book.name, "--out", "盖章")
    (package,) = (tmp_path / "盖章").iterdir()
    with zipfile.ZipFile(folder / "甲 盖章稿.zip", "w") as archive:
        for path in sorted(package.iterdir()):
            archive.write(path, f"{package.name}/{path.name}")
    other = gaoyan.book(sample_class(plan=9, seed=7), "戊.xlsx")
    command_document(gaoyan, "export", other.name, "--out", str(inner / "戊 盖章稿"))
    gaoyan.book(sample_class(plan=10, seed=5), "收到的材料/丁.xlsx")
    return folder


def test_all_that_was_handed_in_is_dropped_at_once(person: Person, gaoyan: CommandLine, received: Path, tmp_path: Path) -> None:
    person.goes("review")
    person.browser.drop("#review-drop", sorted(received.iterdir()))  # type: ignore[attr-defined]
    person.browser.until("!byId('review-run').disabled", 30)
    assert person.browser.run("received.length") == sum(path.is_file() for path in received.rglob("*"))
    person.browser.run("byId('review-run').click()")  # the tab above has the same words
    person.done()
    assert person.error == ""
    shown = person.text
    person.presses("下载 汇总.xlsx")
    person.presses("下载 汇总.html")
    document = command_document(gaoyan, "review", received.name, "--out", "汇总.xlsx", "--html", "汇总.html")
    assert cells_of(person.taken_home("汇总.xlsx")) == cells_of(tmp_path / "汇总.xlsx")
    assert person.taken_home("汇总.html").read_bytes() == (tmp_path / "汇总.html").read_bytes()
    for entry in document["classes"]:
        assert not entry["received"] or entry["verdict"] in shown
    assert "甲 盖章稿.zip/" in shown
    assert any("戊 盖章稿/" in str(entry["file"]) and entry["clean"] for entry in document["classes"])
    for one in document["unread"]:
        assert one["file"] in shown
        assert one["why"] in shown
    person.presses("清空")


def test_a_workbook_is_dropped_on_its_place(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.goes("class")
    person.browser.drop("#class-drop", [faulty])  # type: ignore[attr-defined]
    person.browser.until("held.report !== null && held.name === " + repr(faulty.name), 30)
    person.done()
    assert person.report == command_document(gaoyan, "check", faulty.name)


def test_what_misses_its_place_does_not_take_the_page_away(person: Person, faulty: Path) -> None:
    person.browser.drop("h1", [faulty])  # type: ignore[attr-defined]
    person.done()
    assert person.browser.run("typeof held") == "object"
