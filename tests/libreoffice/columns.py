"""What users do to columns of an open document. Called through the driver's ``call``."""

from __future__ import annotations

from typing import Any


def insert(document: Any, sheet: str, at: int, count: int = 1) -> None:
    """Insert columns in front of column ``at``, counted from 1."""
    document.Sheets.getByName(sheet).Columns.insertByIndex(at - 1, count)


def delete(document: Any, sheet: str, at: int, count: int = 1) -> None:
    document.Sheets.getByName(sheet).Columns.removeByIndex(at - 1, count)
