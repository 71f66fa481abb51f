"""The registry of the buttons: what each is called, what it says of itself, and the macro behind it.

From the record come the ribbon of Excel, its callbacks, the menu of LibreOffice and the scripts of xlwings Lite. A button is a
function on the active book and the desk (how its host talks with the user); it returns the one message it ends with. What may
take long is a generator: between its steps a host may go back to its user (``addin.buttons.pressing``).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

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
    serves_functions: bool
    """Whether cell functions work here: Excel for Mac runs none of an add-in's that need Python."""

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

    def selftest(self, path: Path) -> Steps:
        """Rules, functions and buttons tried in this host on scratch workbooks; the page goes to ``path``."""


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
    """It sets up pages or shows sheets; a host that does not tell of them leaves it out."""


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
