"""Runs the registered buttons on the page: each works on a copy, which the user accepts or discards.

A button asks questions while it runs, but a worker cannot wait for the user. So a question is returned to the page, and the
button is restarted on a fresh copy with the answers given so far.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from addin.terminal import streams
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

TASKS_OF = {
    "import": "import", "tidy": "tidy", "results": "annex", "attendance": "attendance", "survey": "survey", "check": "check",
    "number": "number", "total": "total", "lectures": "total", "export": "export", "mask": "mask", "undo": "undo", "new": "new",
}  # fmt: skip
"""{button: task of the page that does the same with more detail}."""
ELSEWHERE = frozenset({"live", "next", "previous", "clear", "ledger", "rules", "doctor", "selftest", "parameters", "paper"})
"""Buttons that need an open spreadsheet program: navigation, live formulas, sheets, its own diagnosis and self-test."""


class UnansweredQuestion(BaseException):
    """The button asks an unanswered question. Not an ``Exception``, so that buttons do not catch it."""

    def __init__(self, kind: str, title: str, words: str, proposed: str = "", endings: Sequence[str] = ()) -> None:
        super().__init__(words)
        self.question = {"kind": kind, "title": title, "words": words, "proposed": proposed, "endings": list(endings)}


class PageDesk:
    """The desk of the page, see ``addin.buttons.registry.Desk``. ``answers``: those given so far, in order."""

    serves_functions = False

    def __init__(self, today: date, answers: Iterable[Any]) -> None:
        self.today = today
        self.answers = list(answers)
        self.message = ""
        self.wrong = False

    def answered(self, kind: str, title: str, words: str, proposed: str = "", endings: Sequence[str] = ()) -> Any:
        from addin.buttons.registry import Cancelled

        if not self.answers:
            raise UnansweredQuestion(kind, title, words, proposed, endings)
        answer = self.answers.pop(0)
        if answer is None:
            raise Cancelled
        return answer

    def status(self, text: str | None) -> None:
        """The page shows that work is in progress."""

    def confirm(self, title: str, question: str) -> None:
        self.answered("confirm", title, question)

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:  # noqa: ARG002 (the words of the protocol)
        self.message, self.wrong = message, wrong

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        return str(self.answered("text", title, prompt, proposed))

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        return [Path(name) for name in self.answered("files", title, title, endings=kinds)]

    def folder(self, title: str) -> Path:  # noqa: ARG002 (the words of the protocol)
        Path("导出").mkdir(exist_ok=True)
        return Path("导出")

    def new_file(self, title: str, proposed: Path) -> Path:  # noqa: ARG002 (the words of the protocol)
        return Path(proposed.name)

    def show(self, path: Path) -> None:
        """Offer a file made by a button for download."""

    def diagnosis(self) -> str:
        return ""

    def selftest(self, path: Path) -> NoReturn:
        raise Unusable(path.stem, "网页里没有表格程序可试", "请在 Excel 或 LibreOffice 里点“自检”")


def offered() -> list[dict[str, str]]:
    """The buttons offered by the page besides its own tasks, in the order of the ribbon."""
    from addin.buttons.tab import BUTTONS

    return [
        {"id": one.id, "label": one.label, "screentip": one.screentip}
        for one in BUTTONS.values()
        if one.id not in TASKS_OF and one.id not in ELSEWHERE
    ]


def press(book: str, today: str, button: str, answers: list[Any], ledger: str = "") -> int:
    """Press a button on the workbook. Returns a question (``asked``, nothing has changed) or the message. Errors: Unusable for
    an unknown button."""
    from addin.buttons.pressing import press as pressed
    from addin.buttons.tab import BUTTONS
    from addin.terminal import options
    from workbooks.closed.closed_book import open_book

    if button not in BUTTONS or button in ELSEWHERE:
        raise Unusable(button, "没有这个按钮", "请重新打开网页")
    desk = PageDesk(date.fromisoformat(today), answers)
    path = options.book_path(book)
    try:
        with with_ledger(ledger):
            opened = open_book(path)
            if pressed(button, opened, desk):
                opened.save()
    except UnansweredQuestion as asked:
        streams.put_json({"asked": asked.question, "message": "", "wrong": False})
        return 0
    for folder in Path("导出").iterdir() if Path("导出").is_dir() else ():
        zipped(folder)
    streams.put_json({"asked": None, "message": desk.message, "wrong": desk.wrong})
    return 0


@contextmanager
def with_ledger(ledger: str) -> Iterator[None]:
    """Let buttons use the ledger opened on the page, via the environment variable."""
    before = os.environ.get("GAOYAN_LEDGER", "")
    if ledger:
        os.environ["GAOYAN_LEDGER"] = str(Path(ledger).absolute())
    try:
        yield
    finally:
        os.environ["GAOYAN_LEDGER"] = before


def zipped(folder: Path) -> None:
    """A folder as one zip file in the folder of the task."""
    with zipfile.ZipFile(f"{folder.name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{folder.name}/{path.name}")
