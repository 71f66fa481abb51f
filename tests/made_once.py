"""Workbooks made once for all tests of a process.

Hundreds of tests begin with the same few classes, and a workbook with the results of its formulas takes seconds of the processor.
What is kept is the answer of the product to just the same question; nothing is kept for a question that differs in any byte.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from hashlib import blake2b
from typing import Any, TypeVar

from workbooks.forms import model

Answer = TypeVar("Answer")
MOST = 64
"""So many answers are kept of each function: a workbook has some 0.4 MB, its sheets some 5 MB."""
SHIPPED_REACH = model.SMALLEST_REACH
READY_ROWS = 70
"""So many rows are ready in the workbooks that tests fill in, and those behind them for growth are few: each row is 160 formulas
at every save and in every engine. The templates, with all their rows, have tests of their own."""


def kept(function: Callable[..., Answer], question: Callable[..., Any]) -> Callable[..., Answer]:
    """The function, which answers a question it knows from memory. ``question``: what decides the answer, from its arguments."""
    known: OrderedDict[bytes, Answer] = OrderedDict()

    @wraps(function)
    def answered(*given: Any, **more: Any) -> Answer:
        asked = blake2b(pickle.dumps(question(*given, **more))).digest()
        if asked not in known:
            known[asked] = function(*given, **more)
            if len(known) > MOST:
                known.popitem(last=False)
        known.move_to_end(asked)
        return known[asked]

    return answered


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
    from workbooks.templates import entering, saving
    from workbooks.values import stored

    def installed() -> list[str]:
        return [repr(pack) for pack in packs() if not pack.shipped]

    entering.LEAST_ROWS = model.SMALLEST_REACH = READY_ROWS
    entering.entered = kept(
        entering.entered, lambda *given, **more: (given, more, model.SMALLEST_REACH, date.today(), installed())
    )
    stored.parts_with_values = saving.parts_with_values = kept(  # type: ignore[attr-defined]
        stored.parts_with_values, lambda package, today: (package.data, today)
    )
