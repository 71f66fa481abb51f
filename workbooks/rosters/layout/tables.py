"""Finds the tables of a block and their columns: headings in one or more rows, several tables below each other or side by
side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from udfs.values.cells import Value, blank, column_letters, text
from udfs.values.headings import DOCUMENT, EMPLOYER, NAME, PHONE
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.evidence import CERTAIN, looks_of, weighed
from workbooks.rosters.layout.heading_rows import WIDEST, Heading, heading_at, is_form, read_heading, texts_of
from workbooks.rosters.layout.headings import (
    FIELDS,
    HELPERS,
    NO_OVERRIDES,
    SECOND_RANK,
    TEACHING,
    UNKNOWN,
    Meaning,
    Overrides,
    meaning,
    word_list,
)
from workbooks.rosters.layout.mixed import no_number
from workbooks.rosters.layout.parallel_tables import narrowed, refuse_if_mixed
from workbooks.rosters.layout.written import looks_like_person
from workbooks.sources.model import CONTENT, SPARE, Mapped, SourceBlock, SourceColumn, cell_of

# Headings are near the top; only sheets without any there are searched to the end.
NEAR_TOP = 100
FEWEST_NAMED = 2


@dataclass(frozen=True)
class FoundTable:
    """A table of a block: data rows from ``first`` up to and excluding ``last``, 0-based."""

    block: SourceBlock
    heading: int
    first: int
    last: int
    columns: dict[str, int]
    mapped: Mapped
    of_lecturers: bool
    left: int
    """Its first column. Of tables side by side, ``block`` contains only the cells of this one."""
    spare: Mapping[str, Sequence[int]]
    """{field: alternative columns used if its own cell is empty} (护照号 beside 身份证号)."""
    titled: bool = False
    """True if the employer column also contains the title."""


def tables_in(block: SourceBlock, overrides: Overrides) -> list[FoundTable]:
    """The tables of a block that contain people. Errors: ``Unusable`` if two columns claim to be name or document number."""
    headings = headings_in(block, overrides)
    if not headings and overrides.by_column and len(overrides.by_column) >= 2:
        width = max((len(row) for row in block.rows[:NEAR_TOP]), default=0)
        headings = [read_heading(-1, -1, [""] * width, overrides, by_likeness=False)]
    found: list[FoundTable] = []
    for at, heading in enumerate(headings):
        last = headings[at + 1].row if at + 1 < len(headings) else len(block.rows)
        heading = as_wide_as(heading, block.rows[heading.end + 1 : last])
        found.extend(resolved(one, own, last, left) for one, own, left in narrowed(block, heading))
    return found


def as_wide_as(heading: Heading, rows: Sequence[Sequence[Value]]) -> Heading:
    """The heading extended by empty columns to the width of the rows below."""
    more = min(max(map(len, rows[:NEAR_TOP]), default=0), WIDEST) - len(heading.texts)
    if more <= 0:
        return heading
    return replace(heading, texts=(*heading.texts, *[""] * more), meanings=(*heading.meanings, *[UNKNOWN] * more))


def headings_in(block: SourceBlock, overrides: Overrides) -> list[Heading]:
    """All headings of the block, in order; repetitions only if their columns differ from the previous one."""
    rows = block.rows
    quick = usual_words() | set(overrides.by_heading)
    found: list[Heading] = []
    at = 0
    while at < len(rows):
        near_top = not found and at < NEAR_TOP
        heading = None
        if near_top or promising(rows[at], quick):
            heading = heading_at(block, at, overrides, by_likeness=False)
        if heading is not None:
            if not found or heading.meanings != found[-1].meanings:
                found.append(heading)
            at = heading.end
        at += 1
    if found:
        return found
    for at in range(min(len(rows), NEAR_TOP)):
        heading = heading_at(block, at, overrides, by_likeness=True)
        if heading is not None:
            return [heading]
    return [one for at in range(min(len(rows), NEAR_TOP)) if (one := named_only(block, at, overrides)) is not None][:1]


def named_only(block: SourceBlock, at: int, overrides: Overrides) -> Heading | None:
    """A heading with 姓名 as the only known word, above names and a column with a number for each.

    At least two people are required: a single one may be a form with labels beside values.
    """
    texts = texts_of(block, at)
    one = read_heading(at, at, texts, overrides, by_likeness=False)
    names = [
        column for column, one_meaning in enumerate(one.meanings) if one_meaning.field == NAME and one_meaning.rank < SECOND_RANK
    ]
    below = block.rows[at + 1 :]
    if block.loose or overrides.by_column or len(names) != 1 or sum(map(bool, texts)) < 2 or not below:
        return None
    called = [text(cell) for row in below[:NEAR_TOP] if not blank(cell := cell_of(row, names[0]))]
    if len(called) < FEWEST_NAMED or not all(looks_like_person(one) and meaning(one).field is None for one in called):
        return None
    looks = [looks_of(block, at + 1, at + 1 + NEAR_TOP, column) for column in range(len(texts))]
    numbered = [seen for seen in looks if seen.filled >= CERTAIN * len(called) and seen.like(CERTAIN) in (DOCUMENT, PHONE)]
    return one if numbered else None


@lru_cache(maxsize=1)
def usual_words() -> frozenset[str]:
    """Typical heading cells, to recognise a heading row far down the sheet."""
    known = {word for word, one in word_list().items() if one.field in FIELDS}
    # Two characters are often spaced to fill the column: 姓 名.
    apart = {f"{word[0]}{gap}{word[1]}" for word in known if len(word) == 2 for gap in (" ", "  ", "\u3000")}
    return frozenset(known | apart)


def promising(row: Sequence[Value], words: frozenset[str]) -> bool:
    """True if two cells of the row are heading words."""
    return not words.isdisjoint(row) and sum(cell in words for cell in row) > 1


def is_form_sheet(block: SourceBlock) -> bool:
    """True for a sheet that is the form of one person, labels beside values."""
    rows = range(min(len(block.rows), NEAR_TOP))
    return any(is_form(block, read_heading(at, at, texts_of(block, at), NO_OVERRIDES, by_likeness=False)) for at in rows)


def unreadable_layout(block: SourceBlock) -> tuple[str, str] | None:
    """The layout of a sheet without table, if recognised: (description, remedy)."""
    if is_form_sheet(block):
        return "是一人一张的登记表，不是一行一人的名册", "请把各人的内容汇总成一行一人的名册后再导入"
    if all(sum(not blank(cell) for cell in row) < 2 for row in block.rows):
        if {NAME, DOCUMENT, PHONE, EMPLOYER} & {meaning(text(cell)).field for row in block.rows for cell in row}:
            what = "一行只有一格，各人的行数不一样，无法确定哪一格是谁的"
            return what, "请给缺内容的人补上一行（写“无”），或整理成一行一人的表格后再导入"
        return None
    turned = [list(column) for column in zip_longest(*(row[:WIDEST] for row in block.rows[:NEAR_TOP]))]
    if headings_in(replace(block, rows=turned, merged=()), NO_OVERRIDES):
        return "名册的表头竖排在左边，一列一人", "请在表格程序中复制后用“选择性粘贴—转置”改成一行一人，再导入"
    return None


def resolved(block: SourceBlock, heading: Heading, last: int, left: int) -> FoundTable:
    """Assign one column to each field; ambiguities are reported."""
    heading, asked = weighed(block, heading, last)
    claims: dict[str, list[int]] = {}
    for at, one in enumerate(heading.meanings):
        if one.field in FIELDS or one.field in (*HELPERS, TEACHING):
            claims.setdefault(one.field or "", []).append(at)
    refuse_if_mixed(block, heading, claims)
    columns: dict[str, int] = {}
    rows = block.rows[heading.end + 1 : last]
    unclear = asked
    for field, claimed in claims.items():
        best = min(heading.meanings[at].rank for at in claimed)
        first = [at for at in claimed if heading.meanings[at].rank == best]
        if len(first) > 1:
            first = [at for at in first if any(not blank(cell_of(row, at)) for row in rows)] or first[:1]
        if len(first) == 1:
            columns[field] = first[0]
        elif field in FIELDS:
            refuse_if_vital(block, field, heading, first)
            letters = "、".join(column_letters(at + 1) for at in first)
            unclear.append(f"{letters} 列都像“{field}”，未导入；请用 --map {column_letters(first[0] + 1)}={field} 指定一列")
    unclear.extend(hints(heading, columns))
    spare = spare_columns(heading, claims, columns)
    titled = EMPLOYER in columns and heading.meanings[columns[EMPLOYER]].title_too
    shown_columns = tuple(described(heading, columns, spare, rows))
    mapped = Mapped(block.source, block.sheet, heading.row + 1, shown_columns, tuple(unclear))
    ours = {field: at for field, at in columns.items() if field != TEACHING}
    return FoundTable(
        block, heading.row, heading.end + 1, last, ours, mapped, TEACHING in columns, left, spare=spare, titled=titled
    )


def spare_columns(heading: Heading, claims: Mapping[str, Sequence[int]], columns: Mapping[str, int]) -> dict[str, list[int]]:
    """The lower-ranked columns of a field whose first-rank column was chosen; some people may have a number only there."""
    found: dict[str, list[int]] = {}
    for name in (DOCUMENT, PHONE):
        rest = [at for at in claims.get(name, ()) if heading.meanings[at].rank >= SECOND_RANK and at != columns.get(name)]
        if name in columns and rest:
            found[name] = rest
    return found


def refuse_if_vital(block: SourceBlock, field: str, heading: Heading, columns: Sequence[int]) -> None:
    if field not in (NAME, DOCUMENT):
        return
    shown_ = "、".join(f"{column_letters(at + 1)} 列“{heading.texts[at]}”" for at in columns)
    if all(heading.texts[at][-1:].isdigit() for at in columns):
        raise Unusable(block.where, f"一行里写着几个人（{shown_}）", "请整理成一行一人，单位照抄，再导入")
    raise Unusable(
        block.where,
        f"有 {len(columns)} 列都像“{field}”：{shown_}",
        f"请用 --map {column_letters(columns[0] + 1)}={field} 指定一列",
    )


def hints(heading: Heading, columns: dict[str, int]) -> Iterable[str]:
    """Columns that may be meant for a field without column."""
    for at, one in enumerate(heading.meanings):
        maybe = one.maybe
        if maybe and maybe not in columns and maybe in FIELDS and one.how != CONTENT:
            letters = column_letters(at + 1)
            yield f"{letters} 列“{heading.texts[at]}”可能是“{maybe}”，不能确定，未导入；如果是，请加 --map {letters}={maybe}"


def described(
    heading: Heading, columns: dict[str, int], spare: Mapping[str, Sequence[int]], rows: Sequence[Sequence[Value]]
) -> Iterable[SourceColumn]:
    """The columns with a heading or content, for the overview shown to the user."""
    taken = {at: field for field, at in columns.items() if field != TEACHING}
    beside = {at: field for field, columns_ in spare.items() for at in columns_}
    for at, one in enumerate(heading.meanings):
        text, filled = heading.texts[at].replace("\n", ""), sum(not blank(cell_of(row, at)) for row in rows)
        if at in taken:
            yield SourceColumn(at, text, taken[at], one.how, filled, 0)
        elif at in beside:
            before = (columns[beside[at]], *spare[beside[at]])
            unused = sum(speaking(row, before) not in (at, None) for row in rows if not blank(cell_of(row, at)))
            yield SourceColumn(at, text, beside[at], SPARE, filled, unused)
        elif filled or text:
            yield SourceColumn(at, text, "", why_left(one, columns), filled, filled)


def speaking(row: Sequence[Value], columns: Iterable[int]) -> int | None:
    """The first of the columns with a number for the person of the row; None if none."""
    for at in columns:
        value = cell_of(row, at)
        if value is not None and value != "" and not (isinstance(value, str) and no_number(value.strip())):
            return at
    return None


def why_left(one: Meaning, columns: dict[str, int]) -> str:
    """The reason why a column was ignored."""
    if one.maybe or (one.field in FIELDS and one.field not in columns):
        return "不明确"
    if one.field in FIELDS:
        return "已有别的列"
    return "不需要" if one.field is not None else "不认识"
