"""Somebody at the page: opens it, drops files, presses what is written on buttons, and reads what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.page.chromium import Chromium
from tests.page.listener import Listener

ASKING = "document.querySelector('dialog[open]') !== null"
IDLE = "document.body.getAttribute('aria-busy') === 'false'"


class Browser(Protocol):
    """What a person needs of a browser. ``requests``: what was asked of a network; ``console_lines``: what the console shows."""

    downloads: Path
    listener: Listener
    requests: list[str]
    console_lines: list[str]

    def open(self, page: Path) -> None: ...
    def run(self, script: str, seconds: float = 240) -> Any: ...
    def until(self, condition: str, seconds: float = 200) -> None: ...
    def choose(self, selector: str, paths: Sequence[Path]) -> None: ...
    def downloaded(self, name: str, seconds: float = 60) -> Path: ...
    def picture(self, path: Path) -> None: ...
    def close(self) -> None: ...


class Person:
    """The page in a browser of its own; ``day`` is what it takes for today."""

    def __init__(self, page: Path, folder: Path, day: str = "2025-08-12", browser: Callable[[Path], Browser] = Chromium) -> None:
        self.browser = browser(folder)
        self.browser.open(page)
        self.browser.until(f"document.readyState === 'complete' && typeof held !== 'undefined' && {IDLE}")
        assert self.status == "可以开始了", (self.status, self.error, self.browser.console_lines)
        self.on(day)

    def on(self, day: str) -> None:
        self.browser.run(f"byId('today').value = '{day}'")

    @property
    def status(self) -> str:
        return str(self.browser.run("byId('status').textContent"))

    @property
    def error(self) -> str:
        return str(self.browser.run("byId('error').textContent"))

    @property
    def text(self) -> str:
        """All that can be read on the page."""
        return str(self.browser.run("document.body.innerText"))

    def done(self) -> None:
        """Wait until nothing is being worked on; what a press begins may take a moment to show."""
        self.browser.run("new Promise((resolve) => setTimeout(resolve, 60))")
        self.browser.until(IDLE)

    def drops(self, book: Path) -> None:
        """Choose a workbook, and wait for its report. What was changed in the one before is given up; what is none is left."""
        self.offers(book)
        while self.question:
            self.answers("放弃改动" if "还没有下载" in self.question else "取消")
            self.browser.until(f"held.tried !== triedBefore || {ASKING}")
        self.done()

    def offers(self, file: Path) -> None:
        """Choose a file in the place of the workbook, and wait for its report or for a question."""
        self.goes("class")
        self.browser.run("window.triedBefore = held.tried; 0")
        self.browser.choose("#class-file", [file])
        self.browser.until(f"held.tried !== triedBefore || {ASKING}")  # a busy browser takes its time to tell the page

    @property
    def question(self) -> str:
        """The words of the question that waits for an answer; '' without one."""
        return str(self.browser.run(f"{ASKING} ? byId('question').textContent : ''"))

    def answers(self, words: str) -> None:
        """Press this button of the question."""
        found = self.browser.run(
            "(() => { const button = [...document.querySelectorAll('dialog button')].find((one) => one.textContent.startsWith("
            f"{json.dumps(words)})); if (button) button.click(); return !!button; }})()"
        )
        assert found, (words, self.question)
        self.browser.run("new Promise((resolve) => setTimeout(resolve, 60))")

    def goes(self, place: str) -> None:
        self.browser.run(f"document.querySelector('nav [data-place={place}]').click()")

    def presses(self, words: str) -> None:
        """The visible button with these words."""
        found = self.browser.run(
            "(() => { const button = [...document.querySelectorAll('button')].find((one) => one.offsetParent && !one.disabled && "
            f"one.textContent.startsWith({json.dumps(words)})); if (button) button.click(); return !!button; }})()"
        )
        assert found, (words, self.text[-800:])
        self.done()

    def chooses(self, files: Sequence[Path]) -> None:
        """Files for the task that is open."""
        self.browser.choose("#task-files", files)
        self.done()

    @property
    def report(self) -> dict[str, Any]:
        """The findings as the page was answered."""
        found: dict[str, Any] = self.browser.run("held.report && held.report.report")
        return found

    def taken_home(self, name: str) -> Path:
        path = self.browser.downloaded(name)
        kept = path.with_name(f"{len(list(path.parent.iterdir()))} {name}")
        path.rename(kept)
        return kept

    def leaves(self) -> None:
        self.browser.run("0")  # what the browser has reported by now is heard with the answer
        try:
            assert self.browser.requests == []
            assert self.browser.listener.heard == []
        finally:
            self.browser.close()
