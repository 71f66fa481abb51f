"""Text files as they come, as text or as rows of cells; what is wrong with them in one line. ``workbooks.apart.texts`` reads."""

from __future__ import annotations

from udfs.values.cells import Value
from workbooks.apart import texts
from workbooks.files.errors import Unusable

SAVE_AS_XLSX = texts.SAVE_AS_XLSX


def decoded(data: bytes, name: str) -> str:
    """The text of a file. ``Unusable`` if it is no text, or its encoding cannot be told."""
    try:
        return texts.decoded(data)
    except texts.Refused as refused:
        raise Unusable(name, refused.what, refused.todo) from None


def cells_of(text: str) -> list[list[Value]]:
    """The text as rows of cells, by the separator that cuts its lines most evenly."""
    return [list(row) for row in texts.cells_of(text)]
