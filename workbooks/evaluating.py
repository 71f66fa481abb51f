"""Formulas that are not ours and have no stored value, computed as a spreadsheet program would (IronCalc)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from udfs.cells import Value
from workbooks.holding import HeldFile
from workbooks.patching import patched
from workbooks.replacing import digest_of

# What the engine gives for a function it does not have or a formula it cannot read.
UNKNOWN = frozenset({"#NAME?", "#N/IMPL!", "#ERROR!", "#CIRC!"})

Evaluate = Callable[[str, int, int], Value]
"""(sheet title, row, column) -> the result of the formula there; None if it cannot be computed."""


def evaluator(file: HeldFile) -> Evaluate:
    """A function that computes formulas of the file as it is held now. The workbook is loaded at the first question."""
    loaded: list[tuple[Any, dict[str, int]] | None] = []

    def evaluate(title: str, row: int, column: int) -> Value:
        if not loaded:
            loaded.append(_load(file))
        model = loaded[0]
        if model is None or title not in model[1]:
            return None
        found: Value = model[0].get_cell_value(model[1][title], row, column)
        return None if isinstance(found, str) and found in UNKNOWN else found

    return evaluate


def _load(file: HeldFile) -> tuple[Any, dict[str, int]] | None:
    """The workbook in the engine, and the number of each sheet in it; None if the engine cannot take it."""
    import ironcalc

    try:
        model = _with_path(file, lambda path: ironcalc.load_from_xlsx(path, "en", "UTC"))
        model.evaluate()
        sheets = {str(one["name"]): at for at, one in enumerate(model.get_worksheets_properties())}
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # The engine's panics are no Exceptions.
        return None
    return model, sheets


def _with_path(file: HeldFile, use: Callable[[str], Any]) -> Any:
    """``use`` on a path with the held bytes: the file itself if it still has them, else a private copy for that moment."""
    data = patched(file.package, file.pending.values())
    if data == file.package.data and digest_of(file.path) == file.package.digest:
        return use(str(file.path))
    handle, name = tempfile.mkstemp(suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        return use(name)
    finally:
        Path(name).unlink()
