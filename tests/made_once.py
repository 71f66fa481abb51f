"""Workbooks made once for all tests of a run, whichever process they run in.

Hundreds of tests begin with a class in a workbook. Drawing it and storing the results of its formulas takes a second of the
processor each time. It takes a tenth of that where blank sheets are drawn once, the class is typed into them as commands write
cells, and results, which every program computes anew as it opens the file, are not stored. The folders in ``JUDGES_OF_FILES``,
and every folder with ``--large``, get what the product makes and stores, those in ``JUDGES_OF_DRAWING`` what it makes without
stored results; what tests start as a process of its own gets all of it.

What is kept is the answer of the product to just the same question; nothing is kept for a question that differs in any byte, nor
from one run to the next. A test of the making itself asks ``made_anew``.
"""

from __future__ import annotations

import os
import pickle
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing, suppress
from functools import wraps
from hashlib import blake2b
from pathlib import Path
from sqlite3 import connect
from typing import TYPE_CHECKING, Any, TypeVar

from udfs.records.class_file import CHECKING, PARAMETERS, PROJECT

if TYPE_CHECKING:
    from udfs.notice.parameters import Parameters
    from udfs.records.class_file import ClassFile

Answer = TypeVar("Answer")
HOUR_SECONDS = 3600
MOST = 64
"""So many answers are kept of each function: a workbook has some 0.4 MB, its sheets some 5 MB."""
SHARED: list[Path] = []
"""The folder in which the processes of a run share what they made, once ``share_in`` has set it."""
JUDGES_OF_FILES = (
    "book/test_lost_parts", "book/test_reading", "book/test_ready_rows", "book/test_round_trip", "checking/test_live",
    "closed/test_enlarging", "formula_engine", "fuzz", "house/test_mutants_found", "house/test_nothing_personal",
    "house/test_outside", "lite/test_lite", "ooxml", "page/test_nothing_lost", "returned", "sandbox/test_sandbox", "selftest",
    "templates/test_template", "terminal/test_walk",
)  # fmt: skip
"""The folders and modules of tests that check how a file is drawn and saved, or compare its stored results with Excel."""
JUDGES_OF_DRAWING = (
    "templates/test_band", "templates/test_forms", "templates/test_ignore_blank", "templates/test_native",
)  # fmt: skip
"""Those that judge how a file is drawn, by reading it or by having it computed anew: stored results would be thrown away."""
DRAWN, WHOLE = [True], [True]
"""Does the test that runs now get files as the product draws them, and with their results stored?"""
READY_ROWS = 70
"""So many rows are ready in the workbooks that tests fill in: each row is 160 formulas at every save and in every engine. The
templates, with all their rows, have tests of their own."""


def kept(function: Callable[..., Answer], question: Callable[..., Any], alone: bool = False) -> Callable[..., Answer]:
    """The function, which answers a question it knows from memory or from the folder of the run. ``question``: what decides the
    answer, from its arguments. ``alone``: its answers, which are large, are kept in memory only."""
    known: OrderedDict[bytes, Answer] = OrderedDict()

    @wraps(function)
    def answered(*given: Any, **more: Any) -> Answer:
        asked = blake2b(pickle.dumps((function.__qualname__, question(*given, **more))), digest_size=20).digest()
        if asked not in known:
            known[asked] = function(*given, **more) if alone else shared(asked.hex(), lambda: function(*given, **more))
            if len(known) > MOST:
                known.popitem(last=False)
        known.move_to_end(asked)
        return known[asked]

    return answered


def shared(name: str, make: Callable[[], Answer]) -> Answer:
    """What another process of the run has made, is making (then this one waits), or else made here, for the others too."""
    if not SHARED:
        return make()
    place = SHARED[0] / name
    with suppress(FileNotFoundError):
        return load(place)
    # A lock on every system, which ends with the process that holds it.
    with closing(connect(place.with_suffix(".lock"), timeout=HOUR_SECONDS, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        with suppress(FileNotFoundError):
            return load(place)
        answer = make()
        half = place.with_suffix(f".{os.getpid()}")
        half.write_bytes(pickle.dumps(answer))
        half.replace(place)
    return answer


def load(place: Path) -> Any:
    return pickle.loads(place.read_bytes())


def share_in(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    SHARED[:] = [folder]


def made_anew(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """One of the functions whose answers are kept, as it is."""
    plain: Callable[..., Answer] = getattr(function, "__wrapped__", function)
    return plain


def make_whole(always: bool, module: Path) -> None:
    """Tell what the tests of a module get. ``always``: whichever it is."""
    names = {module.parent.name, f"{module.parent.name}/{module.stem}"}
    WHOLE[0] = always or not names.isdisjoint(JUDGES_OF_FILES)
    DRAWN[0] = WHOLE[0] or not names.isdisjoint(JUDGES_OF_DRAWING)


def typed_in(c: ClassFile, rows: int, blank: Callable[[Parameters, int], bytes]) -> bytes:
    """The class in a workbook, by the cells that ``enter`` types, the rows it hides and the print areas it sets.
    ``blank``: sheets to type into."""
    from openpyxl import Workbook

    from udfs.records.class_parameters import class_parameters
    from workbooks.closed.hidden_parts import with_rows
    from workbooks.closed.paper import with_paper
    from workbooks.forms import FORMS
    from workbooks.forms.print_areas import SHEETS
    from workbooks.ooxml.package import Package
    from workbooks.ooxml.writing.changes import CellsToWrite, Formula
    from workbooks.ooxml.writing.patching import with_cells
    from workbooks.templates.entering import enter

    book, nowhere = Workbook(), Path("班.xlsx")
    for form in FORMS.values():
        book.create_sheet(form.sheet).print_area = "A1:B1"
    enter(book, c, rows)
    cells: dict[str, CellsToWrite] = {
        sheet.title: {at: Formula(one.value) if one.data_type == "f" else one.value for at, one in sheet._cells.items()}
        for sheet in book.worksheets
        if sheet._cells
    }
    last = {title: int(book[title].print_area.rpartition("$")[2]) for title in SHEETS}
    written = with_cells(Package(nowhere, blank(class_parameters(c), rows)), cells)
    hidden = {row: True for row, one in book[PROJECT].row_dimensions.items() if one.hidden}
    written = with_rows(Package(nowhere, written), PROJECT, hidden)
    return with_paper(Package(nowhere, written), {title: row for title, row in last.items() if row > 1})


def keep_workbooks() -> None:
    """From now on workbooks and the results of their formulas are made once. Before any module takes these functions by name."""
    from datetime import date

    from udfs.notice.packs import packs
    from workbooks.formula_engine import stored
    from workbooks.templates import entering, new_class, saving
    from workbooks.templates.blank import blank_workbook
    from workbooks.templates.checking_sheet import checking_cells
    from workbooks.templates.parameter_sheet import put_away

    def sizes_and_packs() -> tuple[bool, list[str]]:
        return WHOLE[0], [repr(pack) for pack in packs() if not pack.shipped]

    def made(c: ClassFile, rows: int | None = None) -> bytes:
        return whole(c, rows) if DRAWN[0] else typed_in(c, rows or entering.rows_needed(c), blank)

    entering.READY_ROWS = READY_ROWS
    plain = stored.parts_with_values
    results = kept(plain, lambda package, today: (package.data, today), alone=True)
    stored.parts_with_values = saving.parts_with_values = wraps(plain)(  # type: ignore[attr-defined]
        lambda *given: results(*given) if WHOLE[0] else {}
    )

    def drawn(p: Parameters, rows: int) -> bytes:
        book = blank_workbook(p, rows)
        put_away(book[PARAMETERS])
        return saving.saved(book, {CHECKING: checking_cells(rows)})

    blank = kept(drawn, lambda p, rows: (p, rows, sizes_and_packs()))
    whole = kept(entering.entered, lambda *given, **more: (given, more, date.today(), sizes_and_packs()))
    entering.entered = wraps(entering.entered)(made)
    new_class.build_template = kept(new_class.build_template, lambda *given, **more: (given, more, sizes_and_packs()))
