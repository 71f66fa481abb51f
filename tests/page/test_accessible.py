"""The page for somebody who uses no mouse, or does not see it: an outside judge in every state, and a task by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.demo.classes import SCENARIOS
from tests.command_line import CommandLine
from tests.office_sources import roster
from tests.page.axe import violations
from tests.page.chromium import Chromium
from tests.page.comparing import cells_of, command_document
from tests.page.person import IDLE, Person
from tests.sample import sample_class


@dataclass
class Scene:
    """Who is at the page, what lies beside it, and the workbook that is open there: several states begin with the same."""

    person: Person
    gaoyan: CommandLine
    opened: str = ""

    def opens(self, name: str, made: Callable[[CommandLine, str], Path]) -> Path:
        """The workbook of that name, which is dropped on the page unless it is there already."""
        path = self.gaoyan.folder / name
        if self.opened != name:
            path = made(self.gaoyan, name)
            self.person.drops(path)
        self.opened = name
        self.person.goes("class")
        return path


def right(gaoyan: CommandLine, name: str) -> Path:
    return gaoyan.book(sample_class(), name)


def faulty_class(gaoyan: CommandLine, name: str) -> Path:
    """A class with mistakes of many kinds."""
    path = gaoyan.folder / name
    path.write_bytes(SCENARIOS[0].workbook(path))
    return path


def untidy(gaoyan: CommandLine, name: str = "班.xlsx") -> Path:
    c = sample_class()
    odd = c.people[0].changed(name=f" {c.people[0].name}　", phone="１３８-１２３４-５６７８")
    return gaoyan.book(c.changed(people=(odd, *c.people[1:])), name)


def fresh(at: Scene) -> None:
    at.person.goes("class")


def making(at: Scene) -> None:
    at.person.goes("new")


def findings(at: Scene) -> None:
    at.opens("有问题.xlsx", faulty_class)
    at.person.browser.run("document.querySelectorAll('#findings details').forEach((one) => { one.open = true; })")


def tidying(at: Scene) -> None:
    at.opens("不规范.xlsx", untidy)
    at.person.presses("规范化")
    assert at.person.browser.run("byId('take') !== null")


def importing(at: Scene) -> None:
    """A roster of which one row contradicts what is there."""
    c = sample_class()
    source = roster(at.gaoyan.folder / "名册.xlsx")
    filled = openpyxl.load_workbook(source)
    one = c.people[0]
    filled.worksheets[0].append([one.name, one.document, one.phone, "另一个单位", one.title])
    filled.save(source)
    at.opens("无误.xlsx", right)
    at.person.presses("导入名册")
    at.person.chooses([source])
    assert "与已填的不一致" in at.person.text


def numbering(at: Scene) -> None:
    at.opens("无误.xlsx", right)
    at.person.presses("证书编号")


def reviewing(at: Scene) -> None:
    at.person.goes("review")
    at.person.browser.choose("#review-files", [faulty_class(at.gaoyan, "乙.xlsx"), right(at.gaoyan, "甲.xlsx")])
    at.person.done()
    at.person.browser.run("byId('review-run').click()")
    at.person.done()
    assert at.person.browser.run("byId('title-desk') !== null")


def complaining(at: Scene) -> None:
    path = at.gaoyan.folder / "坏.xlsx"
    path.write_bytes(b"no workbook")
    at.person.drops(path)
    assert at.person.error


def about(at: Scene) -> None:
    at.person.goes("about")
    at.person.browser.run("byId('licences').open = true; 0")
    at.person.browser.until("byId('licences').innerText.includes('Mozilla Public License')")


def new(gaoyan: CommandLine, name: str) -> Path:
    assert gaoyan("new", name, "--level", "国家级", "--plan", "2", "--year", "2025").code == 0
    return gaoyan.folder / name


def empty_class(at: Scene) -> None:
    """Nothing is due yet, nobody is in it, and no sum is known."""
    at.opens("新.xlsx", new)
    assert at.person.report["facts"]["total"] is None
    assert at.person.browser.run("held.report.deadlines.entries.every((one) => !one.due)")


def facts(at: Scene) -> None:
    empty_class(at)
    at.person.presses("填写项目信息")


def asking(at: Scene) -> None:
    at.opens("有问题.xlsx", faulty_class)
    at.person.browser.run("pressed(facts.buttons.find((one) => one.id === 'charged')); 0")
    at.person.browser.until("document.querySelector('dialog[open]') !== null")


def pressed(at: Scene) -> None:
    asking(at)
    at.person.answers("继续")
    at.person.done()
    assert "是否收费" in at.person.browser.run("byId('task').innerText")


def refused_export(at: Scene) -> None:
    at.opens("有问题.xlsx", faulty_class)
    at.person.presses("校验并导出盖章稿")
    assert "没有生成盖章稿" in at.person.text


def all_tasks(at: Scene) -> None:
    """Each task once on a workbook in which nothing stands."""
    empty_class(at)
    for name in ("tidy", "annex", "total", "number", "mask", "import", "attendance", "survey", "platform"):
        at.person.browser.run(f"openTask('{name}'); 0")
        at.person.done()
        assert unspoken(at.person) == [], name


STATES: dict[str, Callable[[Scene], None]] = {
    "start": fresh, "new": making, "review": reviewing, "refused": complaining, "about": about,
    "findings": findings, "asking": asking, "pressed": pressed, "no package": refused_export,
    "tidy": tidying, "import": importing, "number": numbering, "empty": empty_class, "facts": facts, "tasks": all_tasks,
}  # fmt: skip


@pytest.fixture(scope="module")
def scene(person: Person, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(person, CommandLine(tmp_path_factory.mktemp("scene")))


@pytest.mark.parametrize("state", STATES)
def test_the_judge_finds_nothing_wrong(scene: Scene, state: str) -> None:
    """On a screen in the light, on a phone in the dark; there is no sideways scroll, and no word of the program's own."""
    person = scene.person
    browser = person.browser
    assert isinstance(browser, Chromium)
    try:
        STATES[state](scene)
        assert unspoken(person) == []
        assert violations(browser) == []
        browser.look(390, "dark")
        assert browser.run("document.documentElement.scrollWidth") <= 390
        assert violations(browser) == []
    finally:
        browser.look()
        if person.question:
            person.answers("取消")


def unspoken(person: Person) -> list[str]:
    """What can be read, or is read aloud, that is no word of a person's: null, undefined, NaN, [object."""
    found: list[str] = person.browser.run(
        """(() => {
          const read = [document.title], wrong = /\\b(null|undefined|NaN)\\b|\\[object/;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT,
            (node) => NodeFilter[node.parentElement.closest('script, style, #licences') ? 'FILTER_REJECT' : 'FILTER_ACCEPT']);
          while (walker.nextNode()) read.push(walker.currentNode.data);
          for (const one of document.querySelectorAll('body *')) {
            read.push(...['aria-label', 'title', 'placeholder', 'data-label'].map((name) => one.getAttribute(name) || ''));
            if ('value' in one && typeof one.value === 'string') read.push(one.value);
          }
          return read.filter((text) => wrong.test(text)).map((text) => text.slice(0, 200));
        })()"""
    )
    return found


def test_the_words_of_the_program_are_seen(person: Person) -> None:
    """Otherwise the silence above would prove nothing."""
    person.browser.run("byId('status').replaceChildren('x', null); 0")
    assert unspoken(person) == ["null"]
    person.browser.run("say('可以开始了')")


def test_the_judge_finds_what_is_wrong(person: Person) -> None:
    """Otherwise its silence would prove nothing."""
    person.goes("new")
    person.browser.run("byId('new-search').parentElement.firstChild.textContent = ''; byId('new-search').placeholder = ''; 0")
    found = violations(person.browser)
    person.browser.run("byId('new-search').parentElement.firstChild.textContent = '找项目 '; 0")
    assert any(rule == "label" for rule, _, _ in found)


@pytest.fixture
def typist(page: Path, tmp_path: Path) -> Iterator[Person]:
    """Somebody whose mouse is broken."""
    someone = Person(page, tmp_path / "browser")
    browser = someone.browser
    assert isinstance(browser, Chromium)
    browser.answer_choosers()
    browser.run(
        "globalThis.heard = []; new MutationObserver(() => heard.push(byId('status').textContent))"
        ".observe(byId('status'), { childList: true, characterData: true, subtree: true }); 0"
    )
    yield someone
    someone.leaves()


def focus(browser: Any) -> dict[str, Any]:
    """Where the keyboard is: the words, whether it can be seen, and whether it lies in the window."""
    found: dict[str, Any] = browser.run(
        """(() => {
          const one = document.activeElement, place = one.getBoundingClientRect();
          const style = (some) => getComputedStyle(some);
          const ring = (some) => some && style(some).outlineStyle !== 'none' && parseFloat(style(some).outlineWidth) >= 2;
          return { id: one.id, words: (one.textContent || '').trim(), seen: !!(ring(one) || ring(one.closest('.drop'))),
            inside: place.bottom > 0 && place.top < innerHeight, tag: one.tagName };
        })()"""
    )
    return found


def walks(browser: Any, wanted: Callable[[dict[str, Any]], bool], most: int = 60, back: bool = False) -> None:
    """Press Tab until the wanted thing has the focus; everything on the way shows that it has it."""
    passed = []
    for _ in range(most):
        browser.press("Tab", shift=back)
        here = focus(browser)
        passed.append((here["tag"], here["id"], here["words"][:12]))
        if here["tag"] != "BODY":
            assert here["seen"], here
            assert here["inside"], here
        if wanted(here):
            return
    raise AssertionError(passed)


def test_a_whole_task_by_keyboard_alone(typist: Person, gaoyan: CommandLine) -> None:
    browser = typist.browser
    assert isinstance(browser, Chromium)
    book = untidy(gaoyan)
    walks(browser, lambda here: here["id"] == "class-file")
    browser.press("Enter")
    browser.chosen([book])
    typist.browser.until("held.report !== null")
    typist.done()
    walks(browser, lambda here: here["words"] == "规范化")
    browser.press("Enter")
    typist.browser.until(f"byId('take') !== null && {IDLE}")
    assert focus(browser)["id"] == "take"
    browser.press("Enter")
    typist.browser.until(f"held.versions.length === 2 && {IDLE}")
    typist.browser.until("document.activeElement.id === 'title-report'")
    walks(browser, lambda here: here["words"] == "下载工作簿", back=True)
    browser.press("Space")
    theirs = browser.downloaded(book.name)
    command_document(gaoyan, "tidy", book.name)
    assert cells_of(theirs) == cells_of(book)
    heard = browser.run("heard")
    assert any("正在规范化" in one for one in heard)
    assert any("完成" in one for one in heard)
    live = browser.run("[byId('status').getAttribute('role'), byId('error').getAttribute('role')]")
    assert live == ["status", "alert"]
