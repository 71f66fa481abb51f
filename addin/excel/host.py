"""Excel as the host of the buttons: what the ribbon's callbacks run.

The callbacks of the .xlam call ``press_button("check")`` in the Python that ``gaoyan addin install`` wrote into the settings.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.buttons.pressing import Work
from addin.buttons.registry import TAB, Cancelled, Steps
from addin.excel.dialogs import Dialogs, ExcelDialogs, MacDialogs
from workbooks.notices.installed import make_known

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
        self.serves_functions = sys.platform != "darwin"
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
    """What Excel said when the add-in told it the help of the functions; '' where it took it, or nobody knows."""
    from addin.xlam.build import FILE_NAME
    from addin.xlam.texts import MESSAGES

    try:
        sheet = app.books[FILE_NAME].sheets[0]
        return str(sheet.range((list(MESSAGES).index("help_problem") + 1, 2)).value or "")
    except Exception:  # an add-in under another name; each system has its own error
        return ""


def system_dialogs(app: xw.App) -> Dialogs:
    return MacDialogs() if sys.platform == "darwin" else ExcelDialogs(app.api)


def show(path: Path) -> None:
    """Open a file or folder with the program that the system has for it."""
    starter: Any = getattr(os, "startfile", None)
    if starter is not None:
        starter(str(path))
        return
    subprocess.Popen(["open" if sys.platform == "darwin" else "xdg-open", str(path)], stderr=subprocess.DEVNULL)


class Pressed:
    """The button at work. On Windows Excel waits for the call that runs it, so long work goes back to Excel every few seconds and
    GaoyanPython.bas calls ``next_step`` for the rest; on a Mac Python runs beside Excel and does it at once.
    """

    def __init__(self) -> None:
        self.work: Work | None = None

    def go_on(self, seconds: float) -> None:
        """Whole steps until so much time has gone by."""
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
    """Run a button on the workbook in front of the user, or stop the one that is at work."""
    import xlwings as xw

    make_known()
    book = xw.Book.caller()
    desk = ExcelDesk(book.app)
    if PRESSED.work is not None:
        offer_to_stop(PRESSED.work, desk)
        return
    desk.calculate()
    PRESSED.work = Work(id, book, desk)
    PRESSED.go_on(SECONDS_AT_ONCE)


def offer_to_stop(work: Work, desk: ExcelDesk) -> None:
    """A second button does not begin while one is at work; the user may stop that one."""
    label = work.one.label
    try:
        desk.confirm(label, f"“{label}”还没有做完（{work.doing}）。停止吗？")
    except Cancelled:
        return
    PRESSED.work = None
    work.stop(STOPPED)


def next_step() -> None:
    """Go on with the button at work, after Excel had a moment for its user."""
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
    """Whether the user has not closed it in the meantime."""
    try:
        return bool(book.name)
    except Exception:  # each system has its own error
        return False


def work_left() -> bool:
    """Whether ``next_step`` has something to do: GaoyanPython.bas asks after every call."""
    return PRESSED.work is not None
