"""The number ledger that an office keeps, opened on the page and saved back: the same numbers as the command line gives."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.command_line import CommandLine, is_one_chinese_line
from tests.page.person import Person
from tests.page.tasks import opens, unnumbered


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
