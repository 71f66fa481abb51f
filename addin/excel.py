"""Excel as the host of the buttons: what the ribbon's callbacks run.

The callbacks of the .xlam call ``press_button("check")`` in the Python that ``gaoyan addin install`` wrote into the settings.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.button_registry import Cancelled, press
from addin.dialogs import Dialogs, ExcelDialogs, MacDialogs

if TYPE_CHECKING:
    import xlwings as xw

LONGEST_STATUS = 250
"""Characters that Excel's status bar takes."""
LONGEST_MESSAGE = 1000
"""Characters that a message box shows."""
REMINDER = "\n（Excel的计算方式是手动：公式和实时核验按F9才更新）"


class ExcelDesk:
    """The user in front of Excel, through ``app`` of xlwings."""

    def __init__(self, app: xw.App, dialogs: Dialogs | None = None, today: date | None = None) -> None:
        self.app = app
        self.dialogs: Dialogs = dialogs or system_dialogs(app)
        self.today = today or date.today()
        self.reminder = ""

    def calculate(self) -> None:
        """Where Excel does not calculate by itself, let it do so now: no button may judge by what formulas said once."""
        if self.app.calculation == "manual":
            self.app.calculate()
            self.reminder = REMINDER

    def status(self, text: str | None) -> None:
        self.app.status_bar = False if text is None else text[:LONGEST_STATUS]

    def confirm(self, title: str, question: str) -> None:
        if self.app.alert(question[:LONGEST_MESSAGE], title, "yes_no") != "yes":
            raise Cancelled

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        text = message[: LONGEST_MESSAGE - len(self.reminder)] + self.reminder
        self.app.alert(text, title, "ok", "critical" if wrong else "info")

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        return self.dialogs.ask(title, prompt, proposed)

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        return self.dialogs.files(title, kinds)

    def folder(self, title: str) -> Path:
        return self.dialogs.folder(title)

    def new_file(self, title: str, proposed: Path) -> Path:
        return self.dialogs.new_file(title, proposed)

    def show(self, path: Path) -> None:
        show(path)

    def diagnosis(self) -> str:
        from addin.installing.doctor import diagnosis

        return diagnosis()


def system_dialogs(app: xw.App) -> Dialogs:
    return MacDialogs() if sys.platform == "darwin" else ExcelDialogs(app.api)


def show(path: Path) -> None:
    """Open a file or folder with the program that the system has for it."""
    starter: Any = getattr(os, "startfile", None)
    if starter is not None:
        starter(str(path))
        return
    subprocess.Popen(["open" if sys.platform == "darwin" else "xdg-open", str(path)], stderr=subprocess.DEVNULL)


def press_button(id: str) -> None:
    """Run a button on the workbook in front of the user."""
    import xlwings as xw

    book = xw.Book.caller()
    desk = ExcelDesk(book.app)
    desk.calculate()
    press(id, book, desk)
