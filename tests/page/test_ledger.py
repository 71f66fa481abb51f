"""The number ledger that an office keeps, opened on the page and saved back: the same numbers as the command line gives."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from macros.certificates.ledger_reading import listed, verify
from tests.command_line import CommandLine, is_one_chinese_line
from tests.page.comparing import cells_of, told
from tests.page.person import Person
from tests.sample import sample_class
from udfs.records.class_file import ClassFile


def unnumbered(**which: Any) -> ClassFile:
    c = sample_class(**which)
    return c.changed(
        results=tuple(one.changed(certificate=None) for one in c.results),
        people=tuple(one.changed(certificate=None) for one in c.people),
    )


@pytest.fixture
def kept(gaoyan: CommandLine, tmp_path: Path) -> Path:
    """The file of an office in whose ledger another class has three numbers already."""
    gaoyan.book(unnumbered(trainees=3, seed=77), "别的班.xlsx")
    told(gaoyan, "number", "别的班.xlsx")
    path = tmp_path / "办公室 的台账.sqlite3"
    shutil.copy(gaoyan.ledger, path)
    return path


def story(ledger: Path) -> list[tuple[str, str, str, str]]:
    """Every number with whose it is and what became of it; without the moments."""
    return [(one.number, one.class_key, one.name, one.state) for one in listed(str(ledger))]


def opens(person: Person, ledger: Path) -> None:
    person.browser.choose("#task-ledger", [ledger])
    person.done()


def test_numbers_come_from_the_ledger_and_it_goes_back(person: Person, gaoyan: CommandLine, kept: Path) -> None:
    book = gaoyan.book(unnumbered())
    untouched = kept.read_bytes()
    person.drops(book)
    person.presses("证书编号")
    assert "不发放编号" in person.text
    opens(person, kept)
    assert "共 3 个编号" in person.text
    assert "只能一个人用" in person.text
    assert person.browser.run("held.versions.length") == 1  # nothing has been taken yet
    person.presses("填入编号，下载台账")
    ledger = person.taken_home(kept.name)
    assert "放回原处" in person.text
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    document = told(gaoyan, "number", book.name)
    assert len(document["given"]) > 40
    assert cells_of(theirs) == cells_of(book)
    assert story(ledger) == story(gaoyan.ledger)
    assert verify(str(ledger)).problems == ()
    assert len(story(ledger)) == 3 + len(document["given"])
    assert kept.read_bytes() == untouched
    # With the ledger open the rules that ask it are judged as the command judges them.
    assert person.report == told(gaoyan, "check", book.name)
    person.presses("已放回原处")
    assert not person.browser.run("!!ledger.data")


@pytest.mark.large
def test_not_taking_the_numbers_leaves_book_and_ledger_alone(person: Person, gaoyan: CommandLine, kept: Path) -> None:
    person.drops(gaoyan.book(unnumbered()))
    person.presses("证书编号")
    opens(person, kept)
    person.presses("不用")
    assert person.browser.run("[held.versions.length, ledger.changed]") == [1, False]
    person.presses("关闭台账")


@pytest.mark.large
def test_numbers_stay_reserved_when_the_step_is_undone(person: Person, gaoyan: CommandLine, kept: Path) -> None:
    person.drops(gaoyan.book(unnumbered()))
    person.presses("证书编号")
    opens(person, kept)
    given = person.browser.run("byId('task-result').innerText")
    person.presses("填入编号，下载台账")
    person.taken_home(kept.name)
    person.presses("撤销")
    assert "保留" in person.status
    person.presses("证书编号")
    again = person.browser.run("byId('task-result').innerText")
    assert "新分配" in given
    assert "新分配" not in again
    assert "沿用" in again
    person.presses("填入编号，下载台账")
    person.presses("已放回原处")


@pytest.mark.parametrize("what", ["空的", "文字", "别的数据库"])
def test_what_is_no_ledger_is_refused_and_none_is_begun(person: Person, gaoyan: CommandLine, tmp_path: Path, what: str) -> None:
    path = tmp_path / f"{what}.sqlite3"
    path.write_bytes(b"")
    if what == "文字":
        path.write_text("这不是台账" * 300, encoding="utf-8")
    if what == "别的数据库":
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE something (x)")
        other.close()
    person.drops(gaoyan.book(unnumbered()))
    person.presses("证书编号")
    opens(person, path)
    assert is_one_chinese_line(f"{person.error}\n")
    assert not person.browser.run("!!ledger.data")
    assert person.browser.run("byId('take') === null")
