"""公开用副本: a workbook built from the visible content, with document numbers and phones masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbooks.book.reading import read_held
from workbooks.closed.held_file import HeldFile
from workbooks.files import replacing
from workbooks.files.errors import Unusable


@dataclass(frozen=True)
class MaskResult:
    """The sheets of the copy, the count of masked numbers, and what was omitted because it is hidden in the workbook."""

    sheets: tuple[str, ...]
    masked: int
    left_out: tuple[str, ...]


def mask_file(path: Path, out: Path, today: date, everything: bool = False) -> MaskResult:
    """Write the copy to ``out``; the workbook is only read. Errors: Unusable (for example nothing to publish), Held."""
    from workbooks.printing.publishing import published

    held = HeldFile.open(path)
    made = published(read_held(held, today), held.package, everything)
    if not made.sheets:
        raise Unusable(path.name, "附件3至附件6都没有可以公开的内容", "请先填写；隐藏的工作表、行、列不会进入公开用的副本")
    replacing.replace(out, made.data, private=True)
    return MaskResult(made.sheets, made.masked, made.left_out)
