"""The registry of the buttons: what each is called, what it says of itself, and the macro behind it.

From the record come the ribbon of Excel, its callbacks, the menu of LibreOffice and the scripts of xlwings Lite. A button is a
function on the active book and the desk (how its host talks with the user); it returns the one message it ends with. What may
take long is a generator: between its steps a host may go back to its user (``Work``).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from udfs.records.masking import hide
from udfs.values.terminal import harmless

if TYPE_CHECKING:
    import xlwings as xw

TAB = "高研项目"
UNDO = "如不合适，请点“撤销上一步”"
GROUPS = ("项目", "名册", "核验", "证书", "经费", "导出", "撤销", "帮助")
"""The groups of the ribbon, in their order."""


class Cancelled(Exception):
    """The user said no: nothing was changed."""


class Desk(Protocol):
    """How a host talks with the user. A dialog that is dismissed raises ``Cancelled``."""

    today: date

    def status(self, text: str | None) -> None:
        """Say in the status bar what is going on; None gives it back to the host."""

    def confirm(self, title: str, question: str) -> None:
        """Ask before cells are changed. Raises ``Cancelled`` if the answer is no."""

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        """The one message at the end."""

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        """A line of text."""

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        """Existing files of these extensions (without a dot)."""

    def folder(self, title: str) -> Path:
        """An existing folder."""

    def new_file(self, title: str, proposed: Path) -> Path:
        """Where to put a new file."""

    def show(self, path: Path) -> None:
        """Open a file or folder with the program that the system has for it."""

    def diagnosis(self) -> str:
        """What keeps the add-in of this host from working, and what to do; what is right in one line."""


Steps = Generator[str, None, str]
"""Work in steps of a few seconds: yields what is done next; what it comes to is the message."""
Run = Callable[["xw.Book", Desk], "str | Steps"]


@dataclass(frozen=True)
class Button:
    """``icon``: name of a drawing; ``keytip``: the letters behind Alt; ``question``: what is asked first, where cells change.

    ``files``: it needs a disk and its dialogs, so a host in the browser leaves it out. ``quiet``: its message stays in the status
    bar, as befits what is pressed twenty times in a row.
    """

    id: str
    group: str
    label: str
    screentip: str
    icon: str
    keytip: str
    run: Run
    question: str = ""
    large: bool = False
    files: bool = False
    quiet: bool = False
    live: bool = False
    """It needs the cell functions of this host."""
    formulas: bool = False
    """It must see which cells hold formulas, so as not to write over them; a host that does not tell leaves it out."""
    pages: bool = False
    """It sets up pages; a host that does not tell of them leaves it out."""


BUTTONS: dict[str, Button] = {}
"""Id -> button, in the order of declaration. Filled by importing ``addin.buttons.tab``."""


def button(
    id: str,
    group: str,
    label: str,
    screentip: str,
    icon: str,
    keytip: str,
    *,
    question: str = "",
    large: bool = False,
    files: bool = False,
    quiet: bool = False,
    live: bool = False,
    formulas: bool = False,
    pages: bool = False,
) -> Callable[[Run], Run]:
    """Declare a button."""
    if group not in GROUPS:
        raise ValueError(f"no such group: {group}")
    if id in BUTTONS or not (id.isascii() and id.isidentifier()):
        raise ValueError(f"button {id!r} is declared twice, or its id is no ASCII word")
    if any(other.keytip == keytip for other in BUTTONS.values()):
        raise ValueError(f"keytip {keytip!r} is taken")

    def declare(run: Run) -> Run:
        flags = (question, large, files, quiet, live, formulas, pages)
        BUTTONS[id] = Button(id, group, label, screentip, icon, keytip, run, *flags)
        return run

    return declare


class Gated:
    """A desk that hears nothing of a person's number, nor anything its host would obey."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.today = desk.today

    def status(self, text: str | None) -> None:
        self.desk.status(text if text is None else leaving(text))

    def confirm(self, title: str, question: str) -> None:
        self.desk.confirm(title, leaving(question))

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        self.desk.tell(title, leaving(message), wrong=wrong)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)


def leaving(text: str) -> str:
    """``text`` as it may leave the program."""
    return harmless(hide(text))


class Work:
    """A pressed button on its way from question to message. ``step`` does the next part; nothing escapes as a traceback.

    ``well``: None while something is left to do, then whether the button did its work. ``doing``: what is done next.
    """

    def __init__(self, id: str, book: xw.Book, desk: Desk) -> None:
        from addin.buttons.tab import BUTTONS

        self.one, self.book = BUTTONS[id], book
        self.desk: Desk = Gated(desk)
        self.well: bool | None = None
        self.doing = ""
        self.steps: Steps | None = None

    def step(self) -> bool:
        """True as long as something is left to do."""
        from workbooks.files.errors import GaoyanError

        try:
            message = self.next_part()
        except Cancelled:
            self.well = ended(self.desk, self.one.label, "已取消，工作簿未作改动")
        except GaoyanError as error:
            self.well = ended(self.desk, self.one.label, str(error))
        except Exception as error:  # whatever it is, the user gets a line that says what to do
            self.well = ended(self.desk, self.one.label, unexpected(error))
        else:
            if message is not None:
                self.well = self.told(message)
        return self.well is None

    def next_part(self) -> str | None:
        """The message, once there is one."""
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

    def told(self, message: str) -> bool:
        if self.one.quiet:
            self.desk.status(message)
            return True
        self.desk.status(None)
        self.desk.tell(self.one.label, message)
        return True

    def stop(self, why: str) -> None:
        """Leave it at what is done; every step leaves files and cells whole."""
        if self.steps is not None:
            self.steps.close()
        self.well = ended(self.desk, self.one.label, why)


def press(id: str, book: xw.Book, desk: Desk) -> bool:
    """Run a button from question to message; True if it did its work."""
    work = Work(id, book, desk)
    while work.step():
        pass
    return work.well is True


def ended(desk: Desk, label: str, message: str) -> bool:
    desk.status(None)
    desk.tell(label, message, wrong=True)
    return False


def unexpected(error: Exception) -> str:
    """The line for an error of the program itself; its details go into the log, without personal data."""
    try:
        from addin.terminal.failing import written_log

        log = written_log(error)
    except ImportError:  # a host without the command line
        log = None
    where = f"；详情已记入 {log}（号码已遮盖）" if log else ""
    return f"程序出错（{type(error).__name__}）{where}。如有单元格被改动，请用“撤销上一步”恢复"
