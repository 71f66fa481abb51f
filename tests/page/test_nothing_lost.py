"""The page never drops work: what is not downloaded is asked about, what cannot be opened replaces nothing; and what is typed and
pressed on the page itself, against the same by hand."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from addin.demo.classes import SCENARIOS
from tests.closed_cells import open_book
from tests.command_line import CommandLine
from tests.office_sources import roster
from tests.page.comparing import cells_of, command_document
from tests.page.person import ASKING, Person
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL

HELD = "[held.name, held.versions.length]"


def changed(person: Person, gaoyan: CommandLine, name: str) -> Path:
    """A workbook on the page in which one step was taken."""
    c = sample_class()
    odd = c.people[0].changed(name=f" {c.people[0].name}　")
    book = gaoyan.book(c.changed(people=(odd, *c.people[1:])), name)
    person.drops(book)
    person.presses("规范化")
    person.presses("采用这些改动")
    assert person.browser.run("unkept()")
    return book


def test_another_file_while_changes_are_not_downloaded(person: Person, gaoyan: CommandLine) -> None:
    book, other = changed(person, gaoyan, "甲.xlsx"), gaoyan.book(sample_class(), "乙.xlsx")
    person.offers(other)
    assert "“甲.xlsx”的改动还没有下载" in person.question
    person.answers("取消")
    person.done()
    assert person.browser.run(HELD) == ["甲.xlsx", 2]
    person.offers(other)
    person.answers("下载")
    person.browser.until("held.tried !== triedBefore")
    person.done()
    assert person.browser.run(HELD) == ["乙.xlsx", 1]
    theirs = person.taken_home("甲.xlsx")
    command_document(gaoyan, "tidy", book.name)
    assert cells_of(theirs) == cells_of(book)
    changed(person, gaoyan, "丙.xlsx")
    person.offers(other)
    person.answers("放弃改动")
    person.browser.until("held.tried !== triedBefore")
    person.done()
    assert person.browser.run(HELD) == ["乙.xlsx", 1]
    # What was downloaded is not asked about.
    changed(person, gaoyan, "丁.xlsx")
    person.presses("下载工作簿")
    person.taken_home("丁.xlsx")
    person.offers(other)
    assert person.question == ""
    person.done()


def test_what_cannot_be_opened_replaces_nothing(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    changed(person, gaoyan, "甲.xlsx")
    before = person.report
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04half of it")
    person.offers(tmp_path / "坏.xlsx")
    person.answers("放弃改动")
    person.browser.until(ASKING)
    assert "“坏.xlsx”不能作为工作簿打开，打开着的“甲.xlsx”没有变" in person.question
    person.answers("取消")
    person.done()
    assert person.browser.run(HELD) == ["甲.xlsx", 2]
    assert person.browser.run("unkept()")
    assert person.report == before
    person.presses("撤销")
    assert person.browser.run(HELD) == ["甲.xlsx", 1]


def test_a_roster_on_the_place_of_the_workbook_is_offered_to_be_imported(
    person: Person, gaoyan: CommandLine, tmp_path: Path
) -> None:
    book = gaoyan.book(sample_class(), "班.xlsx")
    person.drops(book)
    source = roster(tmp_path / "名册.xlsx")
    plain = tmp_path / "名册.csv"
    rows = openpyxl.load_workbook(source).worksheets[0].iter_rows(values_only=True)
    plain.write_text("\n".join(",".join("" if one is None else str(one) for one in row) for row in rows), encoding="utf-8")
    for file in (source, plain):
        person.offers(file)
        assert "名册" in person.question
        person.answers("导入")
        person.done()
        assert person.browser.run("byId('title-task').textContent") == "导入名册"
        assert "各来源" in person.text
        assert person.browser.run("held.name") == "班.xlsx"
    person.presses("写入附件4")
    person.presses("下载工作簿")
    command_document(gaoyan, "import", book.name, plain.name)
    assert cells_of(person.taken_home("班.xlsx"))["附件4"] == cells_of(book)["附件4"]


def test_the_demos_faulty_workbook_opens(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    """As the demo leaves it, with the findings written in: saved so, one of its formulas has no result, which is named."""
    path = tmp_path / "有问题.xlsx"
    for scenario, broken in zip(SCENARIOS[:2], (["公式没有存下结果"], []), strict=True):
        path.write_bytes(scenario.workbook(path))
        command_document(gaoyan, "check", path.name, "--write")
        person.drops(path)
        assert person.error == ""
        assert len(person.report["findings"]) > 20
        named = [one["message"] for one in person.report["findings"] if one["code"] == "WB-02"]
        assert len(named) == len(broken)
        assert all(words in message for words, message in zip(broken, named, strict=True)), named


def test_every_registered_button_is_there_and_one_is_pressed(person: Person, gaoyan: CommandLine) -> None:
    from addin.browser.pressing import ELSEWHERE, TASKS_OF
    from addin.buttons.tab import BUTTONS

    c = sample_class()
    book = gaoyan.book(c.changed(people=tuple(one.changed(charged=None) for one in c.people)))
    person.drops(book)
    shown = person.browser.run("[...document.querySelectorAll('#registered button')].map((one) => one.dataset.button)")
    assert shown == [name for name in BUTTONS if name not in ELSEWHERE and name not in TASKS_OF]
    tasks = person.browser.run("[...document.querySelectorAll('[data-task]')].map((one) => one.dataset.task)")
    assert set(TASKS_OF.values()) <= {*tasks, "undo", "new"}
    person.browser.run("document.querySelector('[data-button=charged]').click()")
    person.browser.until(ASKING)
    person.answers("继续")
    person.done()
    assert "填写57人" in person.browser.run("byId('task-result').textContent")
    assert person.browser.run("held.versions.length") == 1
    person.presses("采用这些改动")
    assert [one for one in person.report["findings"] if one["field"] == "是否收费"] == []


def test_the_facts_of_the_class_and_a_note_are_typed_on_the_page(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class(MUNICIPAL, 9)
    book = gaoyan.book(c.changed(project=c.project.changed(hours=None, place=None, report_filed=None)))
    person.drops(book)
    person.presses("填写项目信息")
    for label, value in (("总学时", "32"), ("举办地点", "天津市某饭店"), ("总结材料报送日期", "2025-08-30")):
        person.browser.run(f"document.querySelector('[data-fact=\"{label}\"]').value = '{value}'; 0")
    person.presses("写入项目信息")
    assert person.error == ""
    (query,) = [one for one in person.report["findings"] if one["code"] == "PRJ-11"]
    assert (query["severity"], query["explained"]) == ("query", None)
    person.browser.run("document.querySelectorAll('#findings details').forEach((one) => { one.open = true; })")
    person.browser.run(f"document.querySelector('[aria-label=\"说明：{query['message']}\"]').value = '邮寄途中遗失，已重寄'; 0")
    person.browser.run(f"document.querySelector('[aria-label=\"说明：{query['message']}\"]').nextSibling.click()")
    person.done()
    assert [one["explained"] for one in person.report["findings"] if one["code"] == "PRJ-11"] == ["邮寄途中遗失，已重寄"]
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    facts = open_book(theirs).sheets["项目信息"]
    assert facts.range("B14").value == 32
    written = {str(row[0]): row[1] for row in facts.range("A4:B33").value}
    assert str(written["总结材料报送日期"]).startswith("2025-08-30")
    theirs.replace(gaoyan.folder / "回来.xlsx")
    assert command_document(gaoyan, "check", "回来.xlsx")["findings"] == person.report["findings"]
