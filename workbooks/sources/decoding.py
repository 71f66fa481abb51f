"""Text files as text; errors in one line. The decoding itself is in ``workbooks.sandbox.texts``."""

from __future__ import annotations

from workbooks.files.errors import Unusable
from workbooks.sandbox import texts

SAVE_AS_XLSX = texts.SAVE_AS_XLSX


def decoded(data: bytes, name: str) -> str:
    """The text of a file. Errors: ``Unusable`` if it is not text, or its encoding is unknown."""
    try:
        return texts.decoded(data)
    except texts.Refused as refused:
        raise Unusable(name, refused.what, refused.todo) from None
