"""Runs a button from its question to its final message, with error handling and masking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.buttons.registry import Cancelled, Desk, Steps
from addin.buttons.tab import BUTTONS
from udfs.records.masking import hide
from udfs.values.terminal import harmless
from workbooks.book.filters import taken_off
from workbooks.files.errors import GaoyanError

if TYPE_CHECKING:
    import xlwings as xw


class Gated:
    """A desk whose messages have personal numbers masked and control characters replaced."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.today = desk.today
        self.serves_functions = desk.serves_functions

    def status(self, text: str | None) -> None:
        self.desk.status(text if text is None else leaving(text))

    def confirm(self, title: str, question: str) -> None:
        self.desk.confirm(title, leaving(question))

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        filters = taken_off()
        self.desk.tell(title, leaving(f"{filters}\n{message}" if filters else message), wrong=wrong)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)


def leaving(text: str) -> str:
    """``text`` as it may leave the program."""
    return harmless(hide(text))


class PressedButton:
    """A running button. ``step`` does the next part; no exception escapes.

    ``well``: None while running, then whether the button succeeded; ``doing``: description of the next part.
    """

    def __init__(self, id: str, book: xw.Book, desk: Desk) -> None:
        self.one, self.book = BUTTONS[id], book
        self.desk: Desk = Gated(desk)
        self.well: bool | None = None
        self.doing = ""
        self.steps: Steps | None = None

    def step(self) -> bool:
        """Do the next part. True while something is left to do."""
        try:
            message = self.next_part()
        except Cancelled:
            self.well = ended(self.desk, self.one.label, "已取消，工作簿未作改动")
        except GaoyanError as error:
            self.well = ended(self.desk, self.one.label, str(error))
        except Exception as error:  # any error becomes a message that says what to do
            self.well = ended(self.desk, self.one.label, unexpected(error))
        else:
            if message is not None:
                self.well = self.show_message(message)
        return self.well is None

    def next_part(self) -> str | None:
        """Advance; returns the message at the end, else None."""
        if self.steps is None:
            if self.one.question:
                self.desk.confirm(self.one.label, self.one.question)
            self.desk.status(f"{self.one.label}：正在进行……")
            answer = self.one.run(self.book, self.desk)
            if isinstance(answer, str):
                return answer
            self.steps = answer
        try:
            self.doing = next(self.steps)
        except StopIteration as end:
            return str(end.value)
        self.desk.status(self.doing)
        return None

    def show_message(self, message: str) -> bool:
        if self.one.quiet:
            self.desk.status(message)
            return True
        self.desk.status(None)
        self.desk.tell(self.one.label, message)
        return True

    def stop(self, why: str) -> None:
        """Stop after the current step; every step leaves files and cells consistent."""
        if self.steps is not None:
            self.steps.close()
        self.well = ended(self.desk, self.one.label, why)


def press(id: str, book: xw.Book, desk: Desk) -> bool:
    """Run a button to its end. True if it succeeded."""
    work = PressedButton(id, book, desk)
    while work.step():
        pass
    return work.well is True


def ended(desk: Desk, label: str, message: str) -> bool:
    desk.status(None)
    desk.tell(label, message, wrong=True)
    return False


def unexpected(error: Exception) -> str:
    """The message for an internal error; its details go to the log without personal data."""
    try:
        from addin.terminal.failing import written_log

        log = written_log(error)
    except ImportError:  # hosts without the command line
        log = None
    where = f"；详情已记入 {log}（号码已遮盖）" if log else ""
    return f"程序出错（{type(error).__name__}）{where}。如有单元格被改动，请用“撤销上一步”恢复"
