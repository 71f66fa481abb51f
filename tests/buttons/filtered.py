"""Every button that writes cells, pressed in a stand-in program."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import xlwings as xw

from addin.buttons.pressing import press
from macros.money.total import names_in
from tests.buttons.desks import DAY, AnsweringDesk
from tests.checking.live_program import Book, LiveBook, live_book
from tests.sample import sample_class
from udfs.records.class_file import RESULTS, ClassFile
from workbooks.forms.sheets.results import FORM as RESULTS_VIEW

RESULTS_FORM = RESULTS_VIEW.table
WRITING = (
    "plan", "tidy", "results", "check", "clear", "number", "renew", "passed", "charged", "total", "lectures", "import",
    "attendance", "survey", "live",
)  # fmt: skip
"""Every button that writes cells, but for undo, which every case presses after it."""
ROSTER = "姓名,身份证号,手机,单位,职称,是否收费\n王五,11010519491231002X,13800138001,某研究院,工程师,否\n"


@lru_cache(maxsize=1)
def faulty() -> ClassFile:
    c = sample_class(trainees=20)
    spaced = tuple(one.changed(phone=f" {one.phone} ", number=None, charged=None) for one in c.people)
    return c.changed(
        people=spaced,
        absences=(),
        results=tuple(one.changed(certificate=None) for one in c.results),
        project=c.project.changed(topic="另一个选题"),
        lectures=tuple(one.changed(tax=None) for one in c.lectures),
        accounts=c.accounts.changed(lodging=1),
    )


def pressed(book: LiveBook, id: str, given: dict[str, list[Path]]) -> AnsweringDesk:
    desk = AnsweringDesk(given=given.get(id, []), today=DAY)
    press(id, book.book, desk)
    return desk


@lru_cache(maxsize=1)
def made() -> LiveBook:
    return live_book(faulty())


def opened() -> LiveBook:
    """The class in a program of its own, with the names that formulas of 附件5 use."""
    names = {name for column in RESULTS_FORM.columns if column.computed for name in names_in(column.computed.on(RESULTS))}
    book = replace(made(), cells=dict(made().cells), formats=dict(made().formats), names=dict.fromkeys(names, (RESULTS, "A1")),
                   filters={}, protected=set(), arrays={}, looked_up=[], pasted=[], writes=[], reads=[], entered=[])  # fmt: skip
    book.book = xw.Book(impl=Book(book))
    return book
