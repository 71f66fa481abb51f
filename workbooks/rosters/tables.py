"""Where the tables stand in a block, and what their columns are: headings in one row or two, several tables one under the
other or side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest

from udfs.cells import Value, blank, column_letters
from workbooks.errors import Unusable
from workbooks.rosters.headings import (
    DOCUMENT,
    EMPLOYER,
    FIELDS,
    HELPERS,
    NAME,
    NO_OVERRIDES,
    PHONE,
    SECOND_RANK,
    TEACHING,
    UNKNOWN,
    Meaning,
    Overrides,
    likely_meaning,
    meaning,
    squeezed,
    word_list,
)
from workbooks.rosters.model import SPARE, Block, Column, Mapped

# Headings stand near the top; only a sheet without any there is searched to its end.
NEAR_TOP = 100
WIDEST = 256
_LONGEST_CELL = 60


@dataclass(frozen=True)
class Found:
    """A table of a block: data rows from ``first`` up to ``last`` (not in it), counted from 0."""

    block: Block
    heading: int
    first: int
    last: int
    columns: dict[str, int]
    mapped: Mapped
    of_lecturers: bool
    span: tuple[int, int]
    """The columns of the table, the last not in it: tables may stand side by side."""
    beside: bool
    """True if another table under the same heading stands to its left."""
    spare: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Field -> the columns that speak where its own cell is empty (护照号 beside 身份证号)."""
    titled: bool = False
    """True if the column of the employer holds the title too."""


@dataclass(frozen=True)
class Heading:
    """A heading of one or two rows: the shown text and the meaning of each column. ``row`` is its first, ``end`` its last."""

    row: int
    end: int
    texts: tuple[str, ...]
    meanings: tuple[Meaning, ...]

    @property
    def fields(self) -> set[str]:
        found = {one.field for one in self.meanings if one.field in FIELDS}
        if any(one.phone_too for one in self.meanings):
            found.add(PHONE)
        return {field for field in found if field}

    @property
    def is_roster(self) -> bool:
        """A roster says who (a name, or at least a number) and one thing more to know them by."""
        found = self.fields
        return bool(found & {NAME, DOCUMENT}) and len(found & {NAME, DOCUMENT, PHONE, EMPLOYER}) >= 2


def tables_in(block: Block, overrides: Overrides) -> list[Found]:
    """The tables of a block that hold people. ``Unusable`` if two columns claim to be the name or the document number."""
    headings = headings_in(block, overrides)
    if not headings and overrides.by_column and len(overrides.by_column) >= 2:
        headings = [without_heading(block, overrides)]
    found: list[Found] = []
    for at, heading in enumerate(headings):
        last = headings[at + 1].row if at + 1 < len(headings) else len(block.rows)
        found.extend(resolved(block, heading, last, span) for span in side_by_side(heading))
    return found


def headings_in(block: Block, overrides: Overrides) -> list[Heading]:
    """All headings of the block, in order; a repeated one only where its columns differ from the one before."""
    rows = block.rows
    quick = heading_words(overrides)
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
    return []


def heading_words(overrides: Overrides) -> frozenset[str]:
    """Cells that tell a heading row far down the sheet, as they are usually typed."""
    return usual_words() | set(overrides.by_heading) if overrides.by_heading else usual_words()


@lru_cache(maxsize=1)
def usual_words() -> frozenset[str]:
    known = {word for word, one in word_list().items() if one.field in FIELDS}
    # Two characters are often set apart to fill the column: 姓 名.
    apart = {f"{word[0]}{gap}{word[1]}" for word in known if len(word) == 2 for gap in (" ", "  ", "\u3000")}
    return frozenset(known | apart)


def promising(row: Sequence[Value], words: frozenset[str]) -> bool:
    """True if two cells of the row are words of headings."""
    return not words.isdisjoint(row) and sum(cell in words for cell in row) > 1


def shown(value: Value) -> str:
    """A cell as a heading might show it: '' for anything that is no short text."""
    return value.strip() if isinstance(value, str) and len(value) <= _LONGEST_CELL else ""


def heading_at(block: Block, at: int, overrides: Overrides, by_likeness: bool) -> Heading | None:
    """The heading that begins in row ``at`` (with the row under it, where that belongs to it); None if there is none."""
    upper = [shown(cell) for cell in block.rows[at][:WIDEST]]
    if sum(map(bool, upper)) < 2:
        return None
    one = read_heading(at, at, upper, overrides, by_likeness)
    if at + 1 < len(block.rows):
        lower = [shown(cell) for cell in block.rows[at + 1][:WIDEST]]
        if goes_on(block, at, one, lower):
            alone = read_heading(at + 1, at + 1, lower, overrides, by_likeness)
            if alone.is_roster and not one.fields & {NAME, DOCUMENT}:
                return None
            both = two_rows(at, upper, lower, overrides)
            if both.is_roster and len(both.fields) >= len(one.fields):
                return both
    if is_form(block, one):
        return None
    if not one.is_roster or not any(
        overrides.by_heading.get(squeezed(text)) or meaning(text).field is not None for text in upper
    ):
        return None
    return read_heading(at, at, upper, overrides, by_likeness=True)


def read_heading(row: int, end: int, texts: Sequence[str], overrides: Overrides, by_likeness: bool) -> Heading:
    read = likely_meaning if by_likeness else meaning
    meanings = tuple(overrides.of(text, at) or (read(text) if text else UNKNOWN) for at, text in enumerate(texts))
    return Heading(row, end, tuple(texts), meanings)


def is_form(block: Block, heading: Heading) -> bool:
    """True for a row of a form for one person (姓名 | 张三 | 身份证号 | …): words of headings alternate with values, and other
    words of headings stand where a table would have people."""
    if not heading.is_roster or heading.end + 1 >= len(block.rows):
        return False
    below = block.rows[heading.end + 1]
    for at, one in enumerate(heading.meanings):
        beside = next((there for there in range(at + 1, len(heading.texts)) if heading.texts[there]), None)
        if one.field in (NAME, DOCUMENT) and beside is not None and heading.meanings[beside].field is None:
            under = meaning(shown(below[at]) if at < len(below) else "").field
            if under and under != one.field:
                return True
    return False


def unreadable_layout(block: Block) -> tuple[str, str] | None:
    """What a sheet without a table is, where that can be told: (what, what to do)."""
    for at in range(min(len(block.rows), NEAR_TOP)):
        texts = [shown(cell) for cell in block.rows[at][:WIDEST]]
        if is_form(block, read_heading(at, at, texts, NO_OVERRIDES, by_likeness=False)):
            return "是一人一张的登记表，不是一行一人的名册", "请把各人的内容汇总成一行一人的名册后再导入"
    turned = [list(column) for column in zip_longest(*(row[:WIDEST] for row in block.rows[:NEAR_TOP]))]
    if headings_in(replace(block, rows=turned, merged=()), NO_OVERRIDES):
        return "名册的表头竖排在左边，一列一人", "请在表格程序中复制后用“选择性粘贴—转置”改成一行一人，再导入"
    return None


def goes_on(block: Block, at: int, upper: Heading, lower: Sequence[str]) -> bool:
    """True if the row under a heading is its second row: words of headings under it, nothing that could be a person."""
    raw = block.rows[at + 1]
    filled = [text for text in lower if text]
    if not filled or any(not blank(cell) and not isinstance(cell, str) for cell in raw):
        return False
    for text, above in zip(lower, upper.meanings, strict=False):
        if text and above.field in (NAME, DOCUMENT) and meaning(text).field is None:
            return False
    if any(sum(char.isdigit() for char in text) > 4 for text in filled):
        return False
    known = sum(meaning(text).field is not None for text in filled)
    empty_above = any(text and not above for text, above in zip(lower, upper.texts, strict=False))
    spanned = any(span.top <= at <= span.bottom and span.right > span.left for span in block.merged)
    names_below = any(meaning(text).field == NAME for text in filled) and NAME in upper.fields
    return known >= 1 and (empty_above or spanned) and not names_below


def two_rows(at: int, upper: Sequence[str], lower: Sequence[str], overrides: Overrides) -> Heading:
    """The heading of two rows: the lower word counts; where it says nothing, the upper one, or both together."""
    width = max(len(upper), len(lower))
    above = list(upper) + [""] * (width - len(upper))
    below = list(lower) + [""] * (width - len(lower))
    texts: list[str] = []
    meanings: list[Meaning] = []
    group = ""
    for column in range(width):
        if above[column]:
            group = above[column]
        top = above[column] or (group if below[column] else "")
        choices = [below[column], top + below[column], top] if below[column] else [top]
        text = f"{top}·{below[column]}" if top and below[column] else top or below[column]
        stated = next((one for choice in choices if (one := overrides.of(choice, column))), None)
        known = [one for choice in choices if choice and (one := meaning(choice)).field is not None]
        texts.append(text)
        meanings.append(stated or (known[0] if known else likely_meaning(choices[0]) if choices[0] else UNKNOWN))
    return Heading(at, at + 1, tuple(texts), tuple(meanings))


def without_heading(block: Block, overrides: Overrides) -> Heading:
    """A table without headings whose columns the user named."""
    width = max((len(row) for row in block.rows[:NEAR_TOP]), default=0)
    return read_heading(-1, -1, [""] * width, overrides, by_likeness=False)


def side_by_side(heading: Heading) -> list[tuple[int, int]]:
    """The column ranges of tables printed side by side under one heading; one range if there is one table."""
    names = [at for at, one in enumerate(heading.meanings) if one.field == NAME]
    whole = [(0, len(heading.meanings))]
    if len(names) < 2:
        return whole
    before = names[0]
    while before > 0 and not heading.texts[before - 1]:
        before -= 1
    offset = names[0] - next((at for at, text in enumerate(heading.texts) if text), 0)
    starts = [at - offset for at in names]
    ends = [*starts[1:], len(heading.meanings)]
    ranges = list(zip(starts, ends, strict=True))
    patterns = {tuple(one.field for one in heading.meanings[start:end] if one.field is not None) for start, end in ranges}
    return ranges if len(patterns) == 1 and starts[0] >= 0 and len(heading.fields) >= 2 else whole


def resolved(block: Block, heading: Heading, last: int, span: tuple[int, int]) -> Found:
    """One column for each field; what stays unclear is said."""
    start, end = span
    claims: dict[str, list[int]] = {}
    for at in range(start, end):
        field = heading.meanings[at].field
        if field in FIELDS or field in (*HELPERS, TEACHING):
            claims.setdefault(field or "", []).append(at)
    columns: dict[str, int] = {}
    unclear: list[str] = []
    for field, claimed in claims.items():
        best = min(heading.meanings[at].rank for at in claimed)
        first = [at for at in claimed if heading.meanings[at].rank == best]
        if len(first) > 1:
            first = with_data(block, heading.end + 1, last, first) or first[:1]
        if len(first) == 1:
            columns[field] = first[0]
        elif field in FIELDS:
            refuse_if_vital(block, field, heading, first)
            letters = "、".join(column_letters(at + 1) for at in first)
            unclear.append(f"{letters} 列都像“{field}”，未导入；请用 --map {column_letters(first[0] + 1)}={field} 指定一列")
    unclear.extend(hints(heading, columns, start, end))
    spare = spare_columns(heading, claims, columns)
    titled = EMPLOYER in columns and heading.meanings[columns[EMPLOYER]].title_too
    shown_columns = tuple(described(heading, columns, spare, range(start, end)))
    mapped = Mapped(block.source, block.sheet, heading.row + 1, shown_columns, tuple(unclear))
    ours = {field: at for field, at in columns.items() if field != TEACHING}
    return Found(
        block, heading.row, heading.end + 1, last, ours, mapped, TEACHING in columns, span,
        beside=start > 0, spare=spare, titled=titled,
    )  # fmt: skip


def spare_columns(heading: Heading, claims: Mapping[str, Sequence[int]], columns: Mapping[str, int]) -> dict[str, list[int]]:
    """The columns of second rank, where one of first rank was taken: a person may have a number only there."""
    found: dict[str, list[int]] = {}
    for name in (DOCUMENT, PHONE):
        rest = [at for at in claims.get(name, ()) if heading.meanings[at].rank >= SECOND_RANK and at != columns.get(name)]
        if name in columns and rest:
            found[name] = rest
    return found


def with_data(block: Block, first: int, last: int, columns: Sequence[int]) -> list[int]:
    """Of columns that claim the same, those that hold anything."""
    rows = block.rows[first:last]
    return [at for at in columns if any(at < len(row) and not blank(row[at]) for row in rows)]


def refuse_if_vital(block: Block, field: str, heading: Heading, columns: Sequence[int]) -> None:
    if field not in (NAME, DOCUMENT):
        return
    where = f"{block.source}“{block.sheet}”" if block.sheet else block.source
    shown_ = "、".join(f"{column_letters(at + 1)} 列“{heading.texts[at]}”" for at in columns)
    raise Unusable(
        where, f"有 {len(columns)} 列都像“{field}”：{shown_}", f"请用 --map {column_letters(columns[0] + 1)}={field} 指定一列"
    )


def hints(heading: Heading, columns: dict[str, int], start: int, end: int) -> Iterable[str]:
    """Columns that may be meant for a field that has none."""
    for at in range(start, end):
        maybe = heading.meanings[at].maybe
        if maybe and maybe not in columns and maybe in FIELDS:
            letters = column_letters(at + 1)
            yield f"{letters} 列“{heading.texts[at]}”可能是“{maybe}”，不能确定，未导入；如果是，请加 --map {letters}={maybe}"


def described(heading: Heading, columns: dict[str, int], spare: Mapping[str, Sequence[int]], span: range) -> Iterable[Column]:
    """Each column with a heading, for the table shown to the user."""
    taken = {at: field for field, at in columns.items() if field != TEACHING}
    beside = {at: field for field, columns_ in spare.items() for at in columns_}
    for at in span:
        one = heading.meanings[at]
        text = heading.texts[at].replace("\n", "")
        if at in taken:
            yield Column(at, text, taken[at], one.how)
        elif at in beside:
            yield Column(at, text, beside[at], SPARE)
        elif text:
            yield Column(at, text, "", why_left(one, columns))


def why_left(one: Meaning, columns: dict[str, int]) -> str:
    """Why a column was left aside."""
    if one.maybe or (one.field in FIELDS and one.field not in columns):
        return "不明确"
    if one.field in FIELDS:
        return "已有别的列"
    return "不需要" if one.field is not None else "不认识"
