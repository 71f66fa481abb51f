"""Tests the buttons on a generated class: prepare, press, check the changes, check the undo."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from unittest import mock

from addin.buttons.pressing import press
from addin.buttons.registry import Cancelled
from addin.buttons.tab import BUTTONS
from addin.selftest.model import Bench, Outcomes, SelftestOutcome
from addin.selftest.scratch import filled, made_class
from macros.certificates.ledger import VARIABLE
from udfs.notice.parameters import parameters_for
from udfs.records.class_file import SURVEY_LEVELS, ClassFile
from udfs.records.masking import hide
from udfs.sample import sample_class

if TYPE_CHECKING:
    import xlwings as xw

PART = "按钮"
WIDTH, HEIGHT = 16, 14
SPOILT = "示例甲"


@dataclass
class ScriptedDesk:
    """A desk that answers yes, returns prepared files, and records messages."""

    bench: Bench
    today: date
    given: list[Path] = field(default_factory=list)
    messages: list[str] = field(default_factory=lambda: [""])
    serves_functions: bool = True

    def __post_init__(self) -> None:
        self.serves_functions = sys.platform != "darwin" or self.bench.program.name != "Excel"

    def status(self, text: str | None) -> None:
        if text:
            self.messages.append(text)

    def confirm(self, title: str, question: str) -> None:
        del title, question

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        del title, wrong
        self.messages.append(message)

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        del title, prompt
        return proposed

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        del title, kinds
        return self.given

    def folder(self, title: str) -> Path:
        del title
        return self.bench.folder

    def new_file(self, title: str, proposed: Path) -> Path:
        del title
        return self.bench.folder / proposed.name

    def show(self, path: Path) -> None:
        del path

    def diagnosis(self) -> str:
        return self.bench.program.diagnosis()

    def selftest(self, path: Path) -> NoReturn:
        del path
        raise Cancelled


@dataclass(frozen=True)
class Try:
    """The test of one button.

    ``spoils``: typed first, so that there is something to do; ``changes``: the sheet that must change; ``file``: answer of
    the dialog; ``says``: part of the message, if no cell changes; ``pressed``: the button pressed before.
    """

    changes: str = ""
    spoils: tuple[tuple[str, str, Any], ...] = ()
    file: Callable[[Path, ClassFile], None] | None = None
    says: str = ""
    pressed: str = ""
    first: int = 1
    """The first of the rows compared."""


def table(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened).writerows(rows)


def roster(path: Path, _: ClassFile) -> None:
    people = sample_class(trainees=3, seed=77).people[:3]
    rows = [[one.name, one.document, one.phone, one.employer, one.title] for one in people]
    table(path, [["姓名", "身份证号码", "手机号", "单位", "职称"], *rows])


def attendance(path: Path, c: ClassFile) -> None:
    assert c.start is not None
    halves = [
        f"{day.month}月{day.day}日{half}"
        for day in (c.start + timedelta(days=at) for at in range(5))
        for half in ("上午", "下午")
    ]
    signs = [
        ["请假" if (at, half) == (len(c.trainees) - 1, 2) else "√" for half in range(len(halves))]
        for at in range(len(c.trainees))
    ]
    rows = [[one.name, one.document, *marks] for one, marks in zip(c.trainees, signs, strict=True)]
    table(path, [["姓名", "身份证号", *halves], *rows])


def answers(path: Path, _: ClassFile) -> None:
    items = parameters_for().survey_items
    table(path, [["序号", *items], *([at, *(SURVEY_LEVELS[(at + one) % 2] for one in range(len(items)))] for at in range(1, 13))])


TRIES = {
    "new": Try(says="已建立"),
    "plan": Try("项目信息", (("项目信息", "B7", "别的选题"),)),
    "import": Try("附件4", file=roster, first=56),
    "tidy": Try("附件4", (("附件4", "B5", f"　{SPOILT}　"),)),
    "results": Try("附件5", (("附件5", "B6", ""),)),
    "attendance": Try("考勤", file=attendance),
    "survey": Try("附件6", file=answers),
    "passed": Try("附件5", (("附件5", "H6", ""),)),
    "charged": Try("附件4", (("附件4", "G5", ""),)),
    "live": Try("核验", (("附件4", "D5", "123"),)),
    "check": Try("核验", (("附件4", "D5", "123"),)),
    "next_step": Try(says="全部办妥"),
    "next": Try(says="/", spoils=(("附件4", "D5", "123"),), pressed="check"),
    "previous": Try(says="/", spoils=(("附件4", "D5", "123"),), pressed="check"),
    "clear": Try("核验", (("附件4", "D5", "123"),), pressed="check"),
    "number": Try("附件5", (("附件5", "I5", ""),)),
    "renew": Try("附件5"),
    "ledger": Try(says="台账"),
    "total": Try("附件3", (("附件3", "B8", 1.0),)),
    "lectures": Try("师资费", (("师资费", "H4", ""),)),
    "export": Try(says="下一步：打印、盖章"),
    "paper": Try(says="打印区域"),
    "mask": Try(says="已按上次保存的内容生成"),
    "platform": Try(says="已生成"),
    "undo": Try(says="没有可以撤销的步骤"),
    "rules": Try(says="规则手册"),
    "parameters": Try(says="“参数”表"),
    "doctor": Try(says="："),
}
"""{button: its test}."""


@contextmanager
def own_places(folder: Path) -> Iterator[None]:
    """Context manager with a temporary ledger and output folder: nothing of the user's is read or written."""
    with mock.patch.dict(
        os.environ, {VARIABLE: str(folder / "台账.sqlite3"), "XDG_DATA_HOME": str(folder), "LOCALAPPDATA": str(folder)}
    ):
        yield


def try_buttons(bench: Bench, only: tuple[str, ...] = ()) -> Outcomes:
    """Test every button on the same class, which each leaves unchanged; 实时核验, which has no undo, comes last."""
    bench.close()  # some programs report the selection only if a single book is open
    book = bench.open(*filled())
    every = sorted((one for one in BUTTONS if one in TRIES), key=lambda id: (id not in ("undo", "export"), id == "live"))
    with own_places(bench.folder):
        for id in only or every:
            yield tried(bench, id, book, made_class())
            for other in list(book.app.books):
                if Path(other.fullname).parent == bench.folder and other.name not in bench.books:
                    bench.program.close(other)


def tried(bench: Bench, id: str, book: xw.Book, c: ClassFile) -> SelftestOutcome:
    """One button: prepare, press, compare, undo."""
    one, desk = TRIES[id], ScriptedDesk(bench, c.today)
    if one.file:
        desk.given = [bench.folder / f"{id}.csv"]
        one.file(desk.given[0], c)
    spoilt = [(book.sheets[sheet].range(cell), value) for sheet, cell, value in one.spoils]
    kept = [cell.formula for cell, _ in spoilt]
    for cell, value in spoilt:
        cell.value = value
    if one.pressed:
        press(one.pressed, book, desk)
    try:
        return tried_button(id, book, desk)
    finally:
        if one.pressed:
            press("undo", book, desk)
        for (cell, _), formula in zip(spoilt, kept, strict=True):
            cell.formula = formula


def tried_button(id: str, book: xw.Book, desk: ScriptedDesk) -> SelftestOutcome:
    """Press the button, and compare its effect and its undo."""
    one, label = TRIES[id], BUTTONS[id].label
    before = shown(book, one)
    well = press(id, book, desk)
    last_message = hide(desk.messages[-1])
    if "程序出错" in last_message or (one.says and one.says not in last_message) or (not well and not one.says):
        return SelftestOutcome(PART, label, False, one.says or "有效果", last_message)
    if not one.changes:
        return SelftestOutcome(PART, label, True, one.says, last_message)
    after = shown(book, one)
    if after == before:
        return SelftestOutcome(PART, label, False, f"“{one.changes}”改变", f"没有改变：{last_message}")
    press("live" if id == "live" else "undo", book, desk)
    back = shown(book, one) == before if id != "live" else "GY_" not in str(shown(book, one))
    return SelftestOutcome(PART, label, back, "有效果，能撤销", last_message if back else f"没有恢复：{hide(desk.messages[-1])}")


def shown(book: xw.Book, one: Try) -> Any:
    """The content of some rows of the sheet, formulas as text."""
    return book.sheets[one.changes].range((one.first, 1), (one.first + HEIGHT, WIDTH)).formula if one.changes else None
