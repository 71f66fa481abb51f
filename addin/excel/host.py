"""Excel as the host of the buttons: the callbacks of the ribbon.

The .xlam calls ``press_button("check")`` in the Python configured by ``gaoyan addin install``.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.buttons.pressing import PressedButton
from addin.buttons.registry import TAB, Cancelled, Steps
from addin.excel.dialogs import Dialogs, ExcelDialogs, MacDialogs
from workbooks.files.errors import GaoyanError
from workbooks.notices.installed import make_known

if TYPE_CHECKING:
    import xlwings as xw

LONGEST_STATUS = 250
"""Maximum length of a text in Excel's status bar."""
LONGEST_MESSAGE = 1000
"""Maximum length of a text in a message box."""
REMINDER = "\n（Excel的计算方式是手动：公式和实时核验按F9才更新）"


class ExcelDesk:
    """The desk for Excel, through ``app`` of xlwings."""

    def __init__(self, app: xw.App, dialogs: Dialogs | None = None, today: date | None = None) -> None:
        self.app = app
        self.dialogs: Dialogs = dialogs or system_dialogs(app)
        self.today = today or date.today()
        self.serves_functions = sys.platform != "darwin"
        self.reminder = ""

    def calculate(self) -> None:
        """Recalculate if Excel is in manual mode, so that no button uses outdated results."""
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
        from addin.installing.diagnose import note
        from addin.installing.doctor import diagnosis

        problem = help_problem(self.app)
        more = [note("函数说明", f"Excel没有登记函数的说明（{problem}）", "函数照常可用，说明见“规则手册”")] if problem else []
        return diagnosis(more)

    def selftest(self, path: Path) -> Steps:
        from addin.excel.trying import Excel
        from addin.selftest.page import reported

        return reported(Excel(self.app), path)


def help_problem(app: xw.App) -> str:
    """Excel's error when the add-in registered the help of its functions; '' if none, or if unknown."""
    from addin.xlam.build import FILE_NAME
    from addin.xlam.texts import MESSAGES

    try:
        sheet = app.books[FILE_NAME].sheets[0]
        return str(sheet.range((list(MESSAGES).index("help_problem") + 1, 2)).value or "")
    except Exception:  # an add-in under another name; errors differ by system
        return ""


def system_dialogs(app: xw.App) -> Dialogs:
    return MacDialogs() if sys.platform == "darwin" else ExcelDialogs(app.api)


def show(path: Path) -> None:
    """Open a file or folder with the system's default program."""
    starter: Any = getattr(os, "startfile", None)
    if starter is not None:
        starter(str(path))
        return
    subprocess.Popen(["open" if sys.platform == "darwin" else "xdg-open", str(path)], stderr=subprocess.DEVNULL)


class Pressed:
    """The running button. On Windows Excel waits for the call, so long work returns to Excel every few seconds and
    GaoyanPython.bas calls ``next_step`` to continue; on a Mac Python runs beside Excel and finishes at once."""

    def __init__(self) -> None:
        self.work: PressedButton | None = None

    def go_on(self, seconds: float) -> None:
        """Run whole steps until that many seconds have passed."""
        until = time.monotonic() + seconds
        while self.work is not None:
            if not self.work.step():
                self.work = None
            elif time.monotonic() >= until:
                return


PRESSED = Pressed()
SECONDS_AT_ONCE = 3.0 if sys.platform == "win32" else float("inf")
CLOSED = "工作簿已关闭，没有做完。请重新打开后再做一次"
STOPPED = "已停止，没有做完的不留下"
FORGOTTEN = "上一个操作没有做完：Python 已重新启动。请再做一次"


def press_button(id: str) -> None:
    """Run a button on the active workbook, or offer to stop the running one."""
    import xlwings as xw

    make_known()
    book = xw.Book.caller()
    desk = ExcelDesk(book.app)
    if PRESSED.work is not None:
        offer_to_stop(PRESSED.work, desk)
        return
    desk.calculate()
    PRESSED.work = PressedButton(id, book, desk)
    PRESSED.go_on(SECONDS_AT_ONCE)


def show_level() -> None:
    """Show the rows of the level just typed into 项目信息; called by the events in GaoyanLive.bas."""
    import xlwings as xw

    from macros.checking.live import level_typed

    make_known()
    with contextlib.suppress(GaoyanError):
        level_typed(xw.Book.caller(), date.today())


def offer_to_stop(work: PressedButton, desk: ExcelDesk) -> None:
    """Offer to stop the running button; a second one never starts meanwhile."""
    label = work.one.label
    try:
        desk.confirm(label, f"“{label}”还没有做完（{work.doing}）。停止吗？")
    except Cancelled:
        return
    PRESSED.work = None
    work.stop(STOPPED)


def next_step() -> None:
    """Continue the running button after Excel has processed user input."""
    import xlwings as xw

    work = PRESSED.work
    if work is None:
        desk = ExcelDesk(xw.Book.caller().app)
        desk.status(None)
        desk.tell(TAB, FORGOTTEN, wrong=True)
        return
    if not is_open(work.book):
        PRESSED.work = None
        work.stop(CLOSED)
        return
    PRESSED.go_on(SECONDS_AT_ONCE)


def is_open(book: xw.Book) -> bool:
    """True if the user has not closed the book."""
    try:
        return bool(book.name)
    except Exception:  # errors differ by system
        return False


def work_left() -> bool:
    """True if ``next_step`` has something to do; GaoyanPython.bas asks after every call."""
    return PRESSED.work is not None
