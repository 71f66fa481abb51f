"""Separates tables printed side by side under one heading row.

Assigning a phone of the right table to a name of the left one would go unnoticed, so ambiguous layouts are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from udfs.values.cells import Value
from udfs.values.headings import DOCUMENT, EMPLOYER, NAME, NUMBER_HEADING, PHONE
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.heading_rows import Heading
from workbooks.rosters.layout.headings import SECOND_RANK, UNKNOWN, squeezed
from workbooks.sources.model import STATED, SourceBlock

Span = tuple[int, int]
NUMBERS = (NUMBER_HEADING, "序", "编号", "no")
KNOWN_BY = (DOCUMENT, PHONE, EMPLOYER)


def narrowed(block: SourceBlock, heading: Heading) -> Iterator[tuple[SourceBlock, Heading, int]]:
    """Each table under a heading, left to right: the block and the heading with the cells of this table only, and its first
    column."""
    spans = side_by_side(heading)
    if len(spans) == 1:
        yield block, heading, 0
        return
    for first, end in spans:
        texts = tuple(text if first <= at < end else "" for at, text in enumerate(heading.texts))
        meanings = tuple(one if first <= at < end else UNKNOWN for at, one in enumerate(heading.meanings))
        rows = [within(row, (first, end)) for row in block.rows]
        yield (
            replace(block, rows=rows, marks=block.marks.within(first, end)),
            replace(heading, texts=texts, meanings=meanings),
            first,
        )


def within(row: Sequence[Value], span: Span) -> list[Value]:
    """The row without the cells of other columns."""
    first, end = span
    return [cell if first <= at < end else None for at, cell in enumerate(row)]


def side_by_side(heading: Heading) -> list[Span]:
    """The column ranges of tables side by side under one heading; one range for a single table."""
    names = [at for at, one in enumerate(heading.meanings) if one.field == NAME]
    whole = [(0, len(heading.meanings))]
    if len(names) < 2:
        return whole
    return repeated(heading, names) or separate_tables(heading) or whole


def ranges(texts: Sequence[str], names: Sequence[int], width: int) -> list[Span]:
    """The column ranges of tables that begin as far before their name column as the first does."""
    offset = names[0] - next((at for at, text in enumerate(texts) if text), 0)
    starts = [at - offset for at in names]
    return list(zip(starts, [*starts[1:], width], strict=True))


def repeated(heading: Heading, names: Sequence[int]) -> list[Span]:
    """The ranges of tables with equal columns in equal order, each begun by its name or as far before it as the first; [] if
    they differ."""
    width = len(heading.meanings)
    for found in (ranges(heading.texts, names, width), list(zip(names, [*names[1:], width], strict=True))):
        patterns = {tuple(one.field for one in heading.meanings[start:end] if one.field is not None) for start, end in found}
        before = [one for one in heading.meanings[: found[0][0]] if one.field]
        if len(patterns) == 1 and found[0][0] >= 0 and not before and len(heading.fields) >= 2:
            return found
    return []


def separate_tables(heading: Heading) -> list[Span]:
    """The ranges of tables with different columns or order: each begins with its own 序号 or behind a column without heading,
    and is a roster by itself."""
    texts = heading.texts
    numbered = [at for at, text in enumerate(texts) if squeezed(text) in NUMBERS]
    behind_gaps = [at for at, text in enumerate(texts) if text and (at == 0 or not texts[at - 1])]
    for starts in (numbered, behind_gaps):
        found = list(zip([0, *starts[1:]], [*starts[1:], len(texts)], strict=True))
        if len(found) > 1 and all(is_roster(heading, span) for span in found):
            return found
    return []


def is_roster(heading: Heading, span: Span) -> bool:
    """True if the range has exactly one name column and further identifying columns, none twice."""
    found = [one.field for one in heading.meanings[slice(*span)] if one.rank < SECOND_RANK]
    others = [found.count(field) for field in KNOWN_BY]
    return found.count(NAME) == 1 and max(others) == 1


def refuse_if_mixed(block: SourceBlock, heading: Heading, claims: Mapping[str, Sequence[int]]) -> None:
    """Errors: ``Unusable`` if one table has two name columns and identifying columns on both sides of the second, which is
    ambiguous. Columns stated by the user are accepted."""
    names = strong(heading, claims.get(NAME, ()))
    if len(names) < 2:
        return
    twice = [field for field in KNOWN_BY if on_both_sides(heading, strong(heading, claims.get(field, ())), names[1])]
    if twice:
        what = f"像是几张表并排，姓名有 {len(names)} 列，{'、'.join(twice)}也不止一列"
        mend = "请改成上下排列，或分放在几张工作表里；确是一张表的，用 --map 逐列指定"
        raise Unusable(block.where, what, mend)


def strong(heading: Heading, columns: Sequence[int]) -> list[int]:
    return [at for at in columns if heading.meanings[at].rank < SECOND_RANK]


def on_both_sides(heading: Heading, columns: Sequence[int], second: int) -> bool:
    stated = any(heading.meanings[at].how == STATED for at in columns)
    return not stated and any(at < second for at in columns) and any(at > second for at in columns)
