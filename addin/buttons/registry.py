"""The registry of the buttons: names, texts, and functions.

The ribbon of Excel, its callbacks, the menu of LibreOffice and the scripts of xlwings Lite are generated from it. A button is
a function of the active book and the desk (the host's dialogs) and returns its final message. Long-running buttons are
generators: between steps the host can process user input (``addin.buttons.pressing``).
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
"""The groups of the ribbon, in order."""


class Cancelled(Exception):
    """The user cancelled: nothing was changed."""


class Desk(Protocol):
    """The dialogs of a host. A dismissed dialog raises ``Cancelled``."""

    today: date
    serves_functions: bool
    """Whether cell functions work here. Excel for Mac cannot run an add-in's functions that need Python."""

    def status(self, text: str | None) -> None:
        """Show the progress in the status bar; None returns it to the host."""

    def confirm(self, title: str, question: str) -> None:
        """Ask before cells are changed. Errors: Cancelled if the answer is no."""

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        """Show the final message."""

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        """Ask for a line of text."""

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        """Ask for existing files with these extensions (without a dot)."""

    def folder(self, title: str) -> Path:
        """Ask for an existing folder."""

    def new_file(self, title: str, proposed: Path) -> Path:
        """Ask for the location of a new file."""

    def show(self, path: Path) -> None:
        """Open a file or folder with the system's default program."""

    def diagnosis(self) -> str:
        """The diagnosis of this host's add-in: problems with their fixes; one line if there are none."""

    def selftest(self, path: Path) -> Steps:
        """Test rules, functions and buttons in this host on scratch workbooks; the result page is written to ``path``."""


Steps = Generator[str, None, str]
"""Work in steps of a few seconds: yields the description of the next step, returns the message."""
ButtonAction = Callable[["xw.Book", Desk], "str | Steps"]


@dataclass(frozen=True)
class Button:
    """A declared button.

    ``icon``: name of a drawing; ``keytip``: letters after Alt; ``question``: confirmation before cells are changed; ``files``:
    needs a disk and file dialogs, so it is omitted in browsers; ``quiet``: its message stays in the status bar, for buttons
    pressed often.
    """

    id: str
    group: str
    label: str
    screentip: str
    icon: str
    keytip: str
    run: ButtonAction
    question: str = ""
    large: bool = False
    files: bool = False
    quiet: bool = False
    live: bool = False
    """Needs the cell functions of this host."""
    formulas: bool = False
    """Needs to know which cells hold formulas; omitted in hosts that cannot tell."""
    pages: bool = False
    """Sets up pages or shows sheets; omitted in hosts that cannot."""


BUTTONS: dict[str, Button] = {}
"""{id: button} in order of declaration; filled by importing ``addin.buttons.tab``."""


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
) -> Callable[[ButtonAction], ButtonAction]:
    """Declare a button. Errors: ValueError for an unknown group, or a duplicate id or keytip."""
    if group not in GROUPS:
        raise ValueError(f"no such group: {group}")
    if id in BUTTONS or not (id.isascii() and id.isidentifier()):
        raise ValueError(f"button {id!r} is declared twice, or its id is no ASCII word")
    if any(other.keytip == keytip for other in BUTTONS.values()):
        raise ValueError(f"keytip {keytip!r} is taken")

    def declare(run: ButtonAction) -> ButtonAction:
        flags = (question, large, files, quiet, live, formulas, pages)
        BUTTONS[id] = Button(id, group, label, screentip, icon, keytip, run, *flags)
        return run

    return declare
