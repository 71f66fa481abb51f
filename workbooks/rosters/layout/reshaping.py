"""Converts rosters that do not have one row per person: transposed tables, one cell per line, labelled lines. Converted only
if all number columns contain numbers for every person; otherwise left unchanged and refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from udfs.records.masking import mask_text
from udfs.values.cells import Value, blank, text
from udfs.values.headings import DOCUMENT, EMPLOYER, NAME, PHONE, TITLE
from udfs.values.regex import regex
from workbooks.rosters.layout.heading_rows import WIDEST
from workbooks.rosters.layout.headings import FIELDS, NO_OVERRIDES, SECOND_RANK, UNKNOWN, meaning
from workbooks.rosters.layout.mixed import looks_like, no_number, some_number
from workbooks.rosters.layout.tables import NEAR_TOP, FoundTable, is_form_sheet, tables_in
from workbooks.sources.model import Note, Roster, SourceBlock, cell_of

TURNED, LISTED, LABELLED, CHATTED, CARDS, JOINED = (
    "名册竖排，一列一人，已转成一行一人读入，请核对",
    "一行只有一格，已按每人几行拼成一行一人读入，请核对",
    "是“姓名：…”这样的文字，已拼成一行一人读入，请核对",
    "没有表头，按每行里的姓名、号码和单位各自的格式读入，请核对",
    "是一人一块的登记卡，已按标签拼成一行一人读入，请核对",
    "“姓”“名”两列已合成一列“姓名”读入，请核对",
)
_LABEL = regex(r"(?:^|[\s，,；;、|]+)([^\s：:，,；;、|0-9]{1,12})[：:]\s*")
_COUNTED = regex(r"^\s*[(（]?[0-9]{1,3}[)）]?\s*[、.．)）:：]?\s*(?=[^0-9\s])")
_NUMBERED = regex(r"\s*[(（]?[0-9]{1,3}\s*[)）、.．:：]")
_NAME = regex(r"[\u3400-\u9fff]{2,4}")
_BETWEEN = regex(r"[\s，,；;、|/／+＋]+")
FEWEST_HEADINGS, FEWEST_LINES = 2, 2
LONGEST_LEFT = 40


class Reshaped(NamedTuple):
    """The block with one row per person, a description of the conversion, and the lines not assigned to anybody."""

    block: SourceBlock
    done: Note
    left: tuple[Note, ...] = ()


def reshaped(block: SourceBlock) -> Reshaped | None:
    """The block with one row per person; None if it is not a roster for certain."""
    form = is_form_sheet(block)
    for make, what in (
        ((carded, CARDS),)
        if form
        else ((turned, TURNED), (listed, LISTED), (labelled, LABELLED), (chatted, CHATTED), (stacked, LISTED))
    ):
        made = make(block)
        if made is not None and is_certain(made):
            left = tuple(left_aside(block, made)) if make is chatted else ()
            return Reshaped(made, Note(block.at(0), "", what), left)
    return None


def left_aside(block: SourceBlock, made: SourceBlock) -> Iterator[Note]:
    """The lines of a chat that are not certainly a person, each quoted."""
    for at, row in enumerate(block.rows):
        line = " ".join(text(cell) for cell in row if not blank(cell))
        if not line or at in made.lines:
            continue
        begun = at > made.lines[0] or _NUMBERED.match(line)
        why = "这一行无法判断姓名、号码和单位，没有读入；参训的请补全后再导入" if begun else "名单前面的文字，没有读入"
        yield Note(block.at(at), mask_text(line)[:LONGEST_LEFT], why)


def is_certain(block: SourceBlock) -> bool:
    """True if the block has one table with numbers in the number columns of every row."""
    tables = [found for found in tables_in(block, NO_OVERRIDES) if NAME in found.columns]
    return len(tables) == 1 and bool({DOCUMENT, PHONE} & tables[0].columns.keys()) and all_fit(tables[0])


def all_fit(found: FoundTable) -> bool:
    rows = [row for row in found.block.rows[found.first : found.last] if any(not blank(cell) for cell in row)]
    for row in rows:
        for field in (DOCUMENT, PHONE):
            shown = text(cell_of(row, found.columns[field])) if field in found.columns else ""
            if shown and not (some_number(shown) or no_number(shown)):
                return False
        name = cell_of(row, found.columns[NAME])
        if looks_like(name) or any(char.isdigit() for char in text(name)):
            return False
    return bool(rows)


def turned(block: SourceBlock) -> SourceBlock | None:
    """The transposed block."""
    rows = [row[:WIDEST] for row in block.rows[:NEAR_TOP]]
    if len(block.rows) > NEAR_TOP or max(map(len, rows), default=0) < FEWEST_HEADINGS:
        return None
    columns = [list(column) for column in zip_longest(*rows)]
    return replace(block.rearranged(columns, ()), sheet=f"{block.sheet}（转置后）", marks=block.marks.turned())


def listed(block: SourceBlock) -> SourceBlock | None:
    """Lines of one cell each: heading words, then the same number of cells per person."""
    cells: list[tuple[int, Value]] = []
    for at, row in enumerate(block.rows):
        filled = [cell for cell in row if not blank(cell)]
        if len(filled) > 1:
            return None
        cells += [(at, cell) for cell in filled]
    first = next((at for at, (_, cell) in enumerate(cells) if meaning(text(cell)).field is not None), None)
    if first is None:
        return None
    width = next(
        (at for at, (_, cell) in enumerate(cells[first:]) if meaning(text(cell)).field is None), len(cells) - first
    )  # fmt: skip
    rest = cells[first + width :]
    if width < FEWEST_HEADINGS or not rest or len(rest) % width:
        return None
    rows = [cells[first : first + width], *(rest[at : at + width] for at in range(0, len(rest), width))]
    return block.rearranged([[cell for _, cell in row] for row in rows], [row[0][0] for row in rows])


def labelled(block: SourceBlock) -> SourceBlock | None:
    """姓名：… 身份证号：…, on one or several lines: a new person begins with a line that holds a name among its labels, in any
    order, or where the first label repeats."""
    heads: list[str] = []
    people: list[tuple[int, dict[str, str]]] = []
    for at, row in enumerate(block.rows):
        labels = labels_of(" ".join(text(cell) for cell in row if not blank(cell)))
        if any(meaning(label).field is None for label, _ in labels):
            return None
        pairs = [(meaning(label).field or label, value) for label, value in labels]
        whole = len(pairs) > 1 and NAME in dict(pairs)
        if whole:
            people.append((at, {}))
        for head, value in pairs:
            if head not in heads:
                if len(people) > 1 and not whole:
                    return None
                heads.append(head)
            if not people or head in people[-1][1]:
                if head != heads[0] or whole:
                    return None
                people.append((at, {}))
            people[-1][1][head] = value
    if len(heads) < FEWEST_HEADINGS or not people:
        return None
    return one_row_each(block, heads, people)


def carded(block: SourceBlock) -> SourceBlock | None:
    """Forms of one person each, one below the other: a label followed by its value (behind its merged area).

    A new person begins where the label 姓名 repeats. None if a label is in place of a value.
    """
    ends = {(span.top, span.left): span.right for span in block.merged}
    people: list[tuple[int, dict[str, Value]]] = []
    for at, row in enumerate(block.rows):
        for column, cell in enumerate(row):
            heading_meaning = meaning(cell.strip()) if isinstance(cell, str) else UNKNOWN
            if heading_meaning.field not in FIELDS or heading_meaning.rank >= SECOND_RANK:
                continue
            beside = ends.get((at, column), column) + 1
            value = cell_of(row, beside)
            if isinstance(value, str) and meaning(value.strip()).field is not None:
                return None
            if heading_meaning.field == NAME:
                people.append((at, {}))
            if people and not blank(value):
                if heading_meaning.field in people[-1][1]:
                    return None
                people[-1][1][heading_meaning.field] = value
    if not people or not all(NAME in one for _, one in people):
        return None
    return one_row_each(block, FIELDS, people)


def one_row_each(block: SourceBlock, heads: Sequence[str], people: Sequence[tuple[int, Mapping[str, Value]]]) -> SourceBlock:
    """A table of people, each with the row where it was found, of those of the heads that any of them has."""
    heads = [head for head in heads if any(head in one for _, one in people)]
    rows: list[list[Value]] = [[*heads], *([one.get(head) for head in heads] for _, one in people)]
    return block.rearranged(rows, (people[0][0], *(at for at, _ in people)))


def joined_columns(block: SourceBlock, roster: Roster) -> SourceBlock:
    """The block with 姓 and 名, and document numbers and mobiles that are written over several columns under one heading, joined
    into one column each; else the block unchanged."""
    for at, row in enumerate(block.rows[:NEAR_TOP]):
        words = ["".join(cell.split()) if isinstance(cell, str) else "" for cell in row]
        fields = [meaning(word).field for word in words]
        rows = [list(line) for line in block.rows]
        name = next((here for here in range(len(words) - 1) if words[here] in SURNAME and words[here + 1] in GIVEN_NAME), None)
        if name is not None and NAME not in fields:
            fields[name : name + 2] = [NAME, None]
            rows[at][name : name + 2] = [NAME, None]
            for line in rows[at + 1 :]:
                if not blank(cell_of(line, name + 1)):
                    line[name : name + 2] = [text(line[name]).strip() + text(line[name + 1]).strip(), None]
            roster.remarks.append(Note(block.at(at), "", JOINED))
        elif sum(field in FIELDS for field in fields) < FEWEST_HEADINGS:
            continue
        for column, field in enumerate(fields):
            # The end is looked for behind these alone: a sheet may be thousands of empty columns wide.
            end = next_filled(row, column) if field in (DOCUMENT, PHONE) else 0
            if end - column < 2:
                continue
            whole = ["".join(map(text, line[column:end])) for line in rows[at + 1 :]]
            if any(whole) and all(looks_like(one) == field for one in whole if one):
                for line, one in zip(rows[at + 1 :], whole, strict=True):
                    line[column:end] = [one, *[None] * (end - column - 1)] if one else line[column:end]
                what = f"“{text(row[column]).strip()}”分写在几列里，已合成一格读入，请核对"
                roster.remarks.append(Note(block.at(at), "", what))
        return replace(block, rows=rows)
    return block


def next_filled(row: Sequence[Value], column: int) -> int:
    """The next column with something in it; the width of the row if there is none."""
    return next((there for there in range(column + 1, len(row)) if not blank(row[there])), len(row))


SURNAME, GIVEN_NAME = ("姓", "姓氏"), ("名", "名字")


def labels_of(line: str) -> Sequence[tuple[str, str]]:
    """(label, value) pairs of a line; empty if it has none."""
    line = _COUNTED.sub("", line)
    found = list(_LABEL.finditer(line))
    if not found or line[: found[0].start()].strip():
        return []
    ends = [*(one.start() for one in found[1:]), len(line)]
    return [(one[1], line[one.end() : end].strip()) for one, end in zip(found, ends, strict=True)]


def chatted(block: SourceBlock) -> SourceBlock | None:
    """Lines of a chat (接龙) without headings: a number, a name, then recognisable numbers and an employer. Most lines must
    fit; the others are not assigned."""
    people: list[tuple[int, dict[str, str]]] = []
    others = 0
    for at, row in enumerate(block.rows):
        line = " ".join(text(cell) for cell in row if not blank(cell))
        if found := fields_of_line(line):
            people.append((at, found))
        elif line and people:  # before the list a chat may contain anything
            others += 1
    return one_row_each(block, LINE_FIELDS, people) if len(people) >= max(FEWEST_LINES, others) else None


def stacked(block: SourceBlock) -> SourceBlock | None:
    """Lines of one cell each without headings, a person from one name to the next; None if a line is not recognised."""
    lines: list[tuple[int, str]] = []
    for at, row in enumerate(block.rows):
        cell = " ".join(text(cell) for cell in row if not blank(cell))
        if _NAME.fullmatch(cell) and not looks_like(cell):
            lines.append((at, cell))
        elif cell and not lines:
            return None
        elif cell:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {cell}")
    people = [(at, fields_of_line(line)) for at, line in lines]
    return one_row_each(block, LINE_FIELDS, people) if len(people) >= FEWEST_LINES and all(one for _, one in people) else None


LINE_FIELDS = (NAME, DOCUMENT, PHONE, EMPLOYER, TITLE)


def fields_of_line(line: str) -> dict[str, str]:
    """{field: part} of a line; {} if a part is not recognised or two have the same meaning."""
    parts = [part for part in _BETWEEN.split(_COUNTED.sub("", line)) if part]
    if len(parts) < 2 or not _NAME.fullmatch(parts[0]) or looks_like(parts[0]):
        return {}
    cells: dict[str, str] = {NAME: parts[0]}
    for part in parts[1:]:
        field = looks_like(part)
        if not field or field in cells:
            return {}
        cells[field] = part
    return cells if cells.keys() & {DOCUMENT, PHONE} else {}


def row_under_headings(line: str, width: int, columns: Mapping[str, int]) -> list[Value] | None:
    """The recognised cells of a line under their headings; None if one has no heading."""
    cells = fields_of_line(line)
    if not cells or not cells.keys() <= columns.keys():
        return None
    row: list[Value] = [None] * width
    for field, cell in cells.items():
        row[columns[field]] = cell
    return row
