"""The registry of the buttons: what each is called, what it says of itself, and the macro behind it.

From the record come the ribbon of Excel, its callbacks, the menu of LibreOffice and the scripts of xlwings Lite. A button is a
function on the active book and the desk (how its host talks with the user); it returns the one message it ends with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import xlwings as xw

TAB = "高研项目"
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


Run = Callable[["xw.Book", Desk], str]


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


BUTTONS: dict[str, Button] = {}
"""Id -> button, in the order of declaration. Filled by importing ``addin.buttons``."""


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
) -> Callable[[Run], Run]:
    """Declare a button."""
    if group not in GROUPS:
        raise ValueError(f"no such group: {group}")
    if id in BUTTONS or not (id.isascii() and id.isidentifier()):
        raise ValueError(f"button {id!r} is declared twice, or its id is no ASCII word")
    if any(other.keytip == keytip for other in BUTTONS.values()):
        raise ValueError(f"keytip {keytip!r} is taken")

    def declare(run: Run) -> Run:
        BUTTONS[id] = Button(id, group, label, screentip, icon, keytip, run, question, large, files, quiet, live, formulas)
        return run

    return declare


def press(id: str, book: xw.Book, desk: Desk) -> bool:
    """Run a button from question to message; True if it did its work. Nothing escapes as a traceback."""
    from addin.buttons import BUTTONS
    from workbooks.errors import GaoyanError

    one = BUTTONS[id]
    try:
        if one.question:
            desk.confirm(one.label, one.question)
        desk.status(f"{one.label}：正在进行……")
        message = one.run(book, desk)
    except Cancelled:
        return ended(desk, one.label, "已取消，工作簿未作改动")
    except GaoyanError as error:
        from udfs.masking import mask_text

        return ended(desk, one.label, mask_text(str(error)))
    except Exception as error:  # whatever it is, the user gets a line that says what to do
        return ended(desk, one.label, unexpected(error))
    if one.quiet:
        desk.status(message)
        return True
    desk.status(None)
    desk.tell(one.label, message)
    return True


def ended(desk: Desk, label: str, message: str) -> bool:
    desk.status(None)
    desk.tell(label, message, wrong=True)
    return False


def unexpected(error: Exception) -> str:
    """The line for an error of the program itself; its details go into the log, without personal data."""
    try:
        from addin.failing import written_log

        log = written_log(error)
    except ImportError:  # a host without the command line
        log = None
    where = f"；详情已记入 {log}（号码已遮盖）" if log else ""
    return f"程序出错（{type(error).__name__}）{where}。如有单元格被改动，请用“撤销上一步”恢复"
