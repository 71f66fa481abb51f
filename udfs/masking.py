"""Document numbers and phones are masked in everything that leaves the workbook."""

from __future__ import annotations

import re

from udfs.cells import Value, text

MASKED_FIELDS = frozenset({"身份证号", "证件号码", "联系电话"})
HIDDEN = "****"

# A run of digits that might be a document number or a phone inside a longer text.
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{6,17}[0-9Xx](?![0-9A-Za-z])")


def mask_document(value: Value) -> str:
    """The document number without its last four characters: 12010119900101****."""
    shown = text(value)
    return shown[:-4] + HIDDEN if len(shown) > 4 else (HIDDEN if shown else "")


def mask_phone(value: Value) -> str:
    """A mobile without its middle four digits (138****5678), any other number without its last four."""
    shown = text(value)
    if len(shown) == 11 and shown.isdigit():
        return shown[:3] + HIDDEN + shown[7:]
    return mask_document(shown)


def mask(field: str, value: Value) -> Value:
    """``value`` as it may leave the workbook when it stands in column ``field``."""
    if value is None or field not in MASKED_FIELDS:
        return value
    return mask_phone(value) if field == "联系电话" else mask_document(value)


def mask_text(message: str) -> str:
    """A message in which every long number is masked: the last net under logs and errors."""
    return _LONG_NUMBER.sub(lambda found: mask_document(found[0]), message)
