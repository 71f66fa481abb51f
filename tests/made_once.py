"""Workbooks made once for all tests of a run, whichever process they run in.

Hundreds of tests begin with the same few classes, and a workbook with the results of its formulas takes seconds of the processor.
What is kept is the answer of the product to just the same question; nothing is kept for a question that differs in any byte, nor
from one run to the next. A test of the making itself asks ``made_anew``.
"""

from __future__ import annotations

import os
import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from workbooks.forms import model

Answer = TypeVar("Answer")
MOST = 64
"""So many answers are kept of each function: a workbook has some 0.4 MB, its sheets some 5 MB."""
SHARED: list[Path] = []
"""The folder in which the processes of a run share what they made, once ``share_in`` has told it."""
SHIPPED_REACH = model.SMALLEST_REACH
READY_ROWS = 70
"""So many rows are ready in the workbooks that tests fill in, and those behind them for growth are few: each row is 160 formulas
at every save and in every engine. The templates, with all their rows, have tests of their own."""


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
    """What another process of the run has made, or else made here, for the others too."""
    if not SHARED:
        return make()
    place = SHARED[0] / name
    try:
        answer: Answer = pickle.loads(place.read_bytes())
    except FileNotFoundError:
        answer = make()
        half = place.with_suffix(f".{os.getpid()}")
        half.write_bytes(pickle.dumps(answer))
        half.replace(place)
    return answer


def share_in(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    SHARED[:] = [folder]


def made_anew(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """One of the functions whose answers are kept, as it is."""
    plain: Callable[..., Answer] = getattr(function, "__wrapped__", function)
    return plain


@contextmanager
def rows_for_growth() -> Iterator[None]:
    """Workbooks made meanwhile have as many rows for growth as those that users get."""
    few, model.SMALLEST_REACH = model.SMALLEST_REACH, SHIPPED_REACH
    try:
        yield
    finally:
        model.SMALLEST_REACH = few


def keep_workbooks() -> None:
    """From now on workbooks and the results of their formulas are made once. Before any module takes these functions by name."""
    from datetime import date

    from udfs.notice.packs import packs
    from workbooks.templates import entering, new_class, saving
    from workbooks.values import stored

    def sizes_and_packs() -> tuple[int, list[str]]:
        return model.SMALLEST_REACH, [repr(pack) for pack in packs() if not pack.shipped]

    entering.LEAST_ROWS = model.SMALLEST_REACH = READY_ROWS
    entering.entered = kept(entering.entered, lambda *given, **more: (given, more, date.today(), sizes_and_packs()))
    new_class.build_template = kept(new_class.build_template, lambda *given, **more: (given, more, sizes_and_packs()))
    stored.parts_with_values = saving.parts_with_values = kept(  # type: ignore[attr-defined]
        stored.parts_with_values, lambda package, today: (package.data, today), alone=True
    )
