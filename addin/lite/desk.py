"""The desk for xlwings Lite, which has only a final message: no questions, dialogs or status bar.

Running the script is the consent; "撤销上一步" undoes it as long as the task pane is open.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    import xlwings as xw


class LiteDesk:
    """See ``Desk``."""

    serves_functions = True

    def __init__(self, book: xw.Book, today: date | None = None) -> None:
        self.book = book
        self.today = today or date.today()
        self.last = ""

    def status(self, text: str | None) -> None:
        """There is no status bar; the last text is used if there is no other message."""
        self.last = text or ""

    def confirm(self, title: str, question: str) -> None:
        """Does nothing: a running script cannot ask."""

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        self.book.app.alert(message, title, "ok", "critical" if wrong else "info")

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        del prompt, proposed
        no_dialogs(title)

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        del kinds
        no_dialogs(title)

    def folder(self, title: str) -> Path:
        no_dialogs(title)

    def new_file(self, title: str, proposed: Path) -> Path:
        del proposed
        no_dialogs(title)

    def show(self, path: Path) -> None:
        no_dialogs(path.name)

    def diagnosis(self) -> str:
        no_dialogs("诊断")

    def selftest(self, path: Path) -> NoReturn:
        no_dialogs(path.stem)


def no_dialogs(title: str) -> NoReturn:
    raise Unusable(title, "浏览器中的加载项没有磁盘，做不了这一步", "请用 Excel 加载项或命令行")
