"""A desk that answers by itself and remembers what was stated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from addin.buttons.registry import Cancelled

DAY = date(2025, 8, 12)


@dataclass
class AnsweringDesk:
    """``yes``: the answer to every question. ``given``: the files that dialogs give; ``text`` what is typed into one."""

    yes: bool = True
    given: list[Path] = field(default_factory=list)
    text: str = ""
    today: date = DAY
    serves_functions: bool = True
    heard: list[tuple[str, str]] = field(default_factory=list)

    def messages(self, kind: str) -> list[str]:
        return [text for heard, text in self.heard if heard == kind]

    def status(self, text: str | None) -> None:
        self.heard.append(("status", text or ""))

    def confirm(self, title: str, question: str) -> None:
        self.heard += [("title", title), ("question", question)]
        if not self.yes:
            raise Cancelled

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        self.heard += [("title", title), ("wrong" if wrong else "notice", message)]

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        self.heard += [("title", title), ("prompt", prompt)]
        return self.text or proposed

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        self.heard += [("title", title), ("kinds", " ".join(kinds))]
        return self._given()

    def folder(self, title: str) -> Path:
        self.heard.append(("title", title))
        return self._given()[0]

    def new_file(self, title: str, proposed: Path) -> Path:
        self.heard += [("title", title), ("proposed", proposed.name)]
        return self._given()[0]

    def show(self, path: Path) -> None:
        self.heard.append(("shown", str(path)))

    def diagnosis(self) -> str:
        from addin.installing.doctor import diagnosis

        return diagnosis()

    def _given(self) -> list[Path]:
        if not self.given:
            raise Cancelled
        return self.given
