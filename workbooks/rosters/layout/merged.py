"""Merged cells: the value of an area for all rows it covers."""

from __future__ import annotations

from collections.abc import Mapping

from udfs.values.cells import Value
from udfs.values.headings import CHARGED, DOCUMENT_KIND, EMPLOYER, KIND, MODE, REGION, TITLE
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import GROUP
from workbooks.rosters.layout.tables import FoundTable
from workbooks.sources.model import SourceBlock

# Columns whose merged value applies to every covered row; a name or number belongs to one person only.
SHARED = frozenset({EMPLOYER, TITLE, CHARGED, KIND, DOCUMENT_KIND, MODE, REGION, GROUP})
_MOST_COVERED = 2_000_000


def covered(block: SourceBlock, found: FoundTable) -> Mapping[tuple[int, int], Value]:
    """{cell below the first row of a merged area: value}, for the columns to which merged values apply."""
    shared = {at for field, at in found.columns.items() if field in SHARED}
    filled: dict[tuple[int, int], Value] = {}
    for span in block.merged:
        if span.left not in shared or span.bottom <= span.top or span.top >= len(block.rows):
            continue
        top = block.rows[span.top]
        value = top[span.left] if span.left < len(top) else None
        if len(filled) + min(span.bottom, len(block.rows)) - span.top > _MOST_COVERED:
            raise Unusable(block.source, "合并单元格多得不合常理", "请取消合并后再导入")
        for at in range(span.top + 1, min(span.bottom + 1, len(block.rows))):
            filled[(at, span.left)] = value
    return filled
