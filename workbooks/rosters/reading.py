"""Reads all sources into one roster, in order of files and sheets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from udfs.records.class_file import PEOPLE, PROJECT, STAFF
from udfs.records.masking import MASKED_FIELDS, SENSITIVE_NUMBERS
from udfs.values.cells import blank, plain, text
from udfs.values.headings import EMPLOYER, MODE, NAME
from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.files.progress import Progress, silent
from workbooks.rosters.classes import group_of_sheet, kept_group
from workbooks.rosters.layout.headings import NO_OVERRIDES, Overrides, squeezed
from workbooks.rosters.layout.mixed import employer_alone
from workbooks.rosters.layout.reshaping import joined_columns, reshaped
from workbooks.rosters.layout.tables import FoundTable, tables_in, unreadable_layout
from workbooks.rosters.layout.written import kind_of, kind_of_section, mode_in
from workbooks.rosters.lines import leaves_out
from workbooks.rosters.list_status import ListStatus, keep_what_counts, standing_of
from workbooks.rosters.people import people_of
from workbooks.rosters.remarks import ASKED, people, shortened
from workbooks.sources.model import CONTENT, Mapped, Note, Origin, Roster, RosterEntry, SourceBlock, SourceColumn
from workbooks.sources.opening import STDIN, blocks_of, blocks_of_text


@dataclass(frozen=True)
class RosterOptions:
    """The user's options. ``sheet`` and ``group`` ('' = all): the only sheet, the only class to read.

    ``topic``: 选题名称 of the workbook, which selects the class if the sources contain several.
    """

    overrides: Overrides = NO_OVERRIDES
    sheet: str = ""
    group: str = ""
    topic: str = ""


ANY = RosterOptions()


def read_rosters(
    sources: Sequence[str | Path], wishes: RosterOptions = ANY, pasted: bytes = b"", progress: Progress = silent
) -> Roster:
    """All people of the sources; ``-`` stands for ``pasted``.

    Errors: ``Unusable`` if a source is unusable or has no roster, or if the class is ambiguous.
    """
    roster = Roster()
    standings: dict[tuple[str, str], ListStatus] = {}
    for at, source in enumerate(sources):
        progress("读取名册", at, len(sources))
        blocks = blocks_of_text(pasted) if str(source) == STDIN else blocks_of(source)
        read_source(blocks, wishes, roster, standings)
    keep_what_counts(roster, standings)
    progress("读取名册", len(sources), len(sources))
    SENSITIVE_NUMBERS.learn(
        value for heading in MASKED_FIELDS for entry in roster.entries if (value := entry.values.get(heading))
    )
    check_overrides(wishes.overrides, roster)
    return kept_group(roster, wishes.group, wishes.topic)


def read_source(
    blocks: list[SourceBlock], wishes: RosterOptions, roster: Roster, standings: dict[tuple[str, str], ListStatus]
) -> None:
    """Add the people of one source. ``standings``: collects the validity of its lists."""
    name = blocks[0].source if blocks else "来源"
    wanted = chosen_blocks(blocks, wishes.sheet, roster)
    before = len(roster.mapped)
    nameless: list[Mapped] = []
    for sheet in wanted:
        block = joined_columns(sheet, roster) if not wishes.overrides else sheet
        tables = tables_in(block, wishes.overrides)
        # A template line of a chat (姓名 单位 电话) looks like a heading.
        nobody = not any(NAME in found.columns for found in tables) if block.loose else not tables
        if nobody and (made := reshaped(block)) is not None:
            block = made.block
            tables = tables_in(block, wishes.overrides)
            roster.remarks.append(made.done)
            roster.skipped += made.left
        usable = [found for found in tables if NAME in found.columns]
        nameless += [found.mapped for found in tables if NAME not in found.columns]
        above = list(map(text, block.above(tables[0].heading))) if tables else []
        standings[block.source, block.sheet] = standing_of(block.source, block.sheet, above)
        read_block(block, usable, roster, above)
        if len(wanted) > 1 and not tables and any(not blank(cell) for row in block.rows for cell in row):
            roster.remarks.append(Note(block.at(0), "", "这张工作表里没有名册，未读"))
    if len(roster.mapped) > before:
        roster.remarks += [
            Note(Origin(one.source, one.sheet, one.row), "", f"这一行起的表没有“姓名”列，未读（表头：{headings_of(one)}）")
            for one in nameless
        ]
        return
    if nameless:
        shown = headings_of(nameless[0])
        raise Unusable(name, f"名册里没有“姓名”列（表头：{shown}）", "请用 --map 列名=姓名 指定是哪一列")
    raise no_roster(name, wanted)


def headings_of(one: Mapped) -> str:
    return "、".join(f"{column.letters} 列“{column.heading}”" for column in one.columns)


def no_roster(name: str, blocks: Sequence[SourceBlock]) -> Unusable:
    """The reason why nothing could be read: no content, or no headings."""
    if not any(not blank(cell) for block in blocks for row in block.rows for cell in row):
        return Unusable(name, "里面没有内容", "请检查名册是否在别的工作表或别的文件里")
    layout = next((found for block in blocks if (found := unreadable_layout(block))), None)
    if layout:
        return Unusable(name, *layout)
    return Unusable(
        name,
        "找不到名册的表头（姓名，及身份证号、电话、单位之一）",
        "请补上表头，或用 --map 1=姓名 --map 2=身份证号 指定各列",
    )


def chosen_blocks(blocks: list[SourceBlock], sheet: str, roster: Roster) -> list[SourceBlock]:
    """The sheets to read: the requested one, only 附件4 of our own workbook, else all visible ones."""
    if sheet:
        found = [block for block in blocks if plain(block.sheet) == plain(sheet)]
        if not found:
            names = "、".join(block.sheet for block in blocks if block.sheet) or "（没有分表）"
            raise Unusable(blocks[0].source if blocks else "来源", f"没有工作表“{sheet}”", f"有这些工作表：{names}")
        return found
    titles = {block.sheet for block in blocks}
    if {PEOPLE, PROJECT} <= titles:
        return [block for block in blocks if block.sheet == PEOPLE]
    for block in blocks:
        if block.hidden and block.rows:
            roster.remarks.append(Note(block.at(0), "", "工作表是隐藏的，未读；需要时请先取消隐藏"))
    return [block for block in blocks if not block.hidden]


def read_block(block: SourceBlock, tables: Sequence[FoundTable], roster: Roster, above: Sequence[str]) -> None:
    """Add the people of one sheet. ``above``: the texts above its first table."""
    title = re.sub(r"[0-9０-９\s]+$", "", block.sheet)
    kind = kind_of(title) or kind_of_section(title)
    if not kind and tables and (stem := Path(block.source).stem) and STAFF in (kind_of(stem), kind_of_section(stem)):
        kind = STAFF
        roster.remarks.append(Note(block.at(0), "", "文件名说是工作人员，没有另外写明的都按工作人员读入，请核对"))
    first_entry = len(roster.entries)
    roster.mapped += [found.mapped for found in tables]
    for found in tables:
        roster.remarks += [Note(block.at(max(found.heading, 0)), "", what) for what in to_look_at(block, found.mapped.columns)]
    people_of(tables, kind, roster)
    read = roster.entries[first_entry:] if block.hidden_rows else []
    hidden = [(entry.values[NAME], entry.origin.row) for entry in read if entry.origin.row in block.hidden_rows]
    if hidden:
        what = f"有 {len(hidden)} 人在隐藏或被筛选掉的行里，也一并读入了，请核对：{people(hidden)}"
        roster.remarks.append(Note(Origin(block.source, block.sheet, hidden[0][1]), "", what))
    if tables:
        group = group_of_sheet(block.sheet, above)
        for entry in roster.entries[first_entry:] if group else ():
            entry.group = entry.group or group
        mode_from_title(block, above, roster, first_entry)
        if not any(EMPLOYER in found.columns for found in tables):
            employer_of_all(block, tables[0].heading, roster, first_entry)
        roster.remarks += no_columns(block.at(max(tables[0].heading, 0)), tables, roster.entries[first_entry:])


def no_columns(origin: Origin, tables: Sequence[FoundTable], read: Sequence[RosterEntry]) -> Iterator[Note]:
    """The data that no column of a sheet holds, with the people who have none from elsewhere: one line if it is all of them."""
    absent = [field for field in ASKED if all(field not in found.columns for found in tables)]
    empty = {field: [entry for entry in read if field not in entry.values] for field in absent}
    if of_all := [f"“{field}”" for field, without in empty.items() if without and len(without) == len(read)]:
        yield Note(origin, "", f"名册没有{'、'.join(of_all)}列，各人都没有填，请补填")
    for field, without in empty.items():
        if 0 < len(without) < len(read):
            names = people([(entry.values[NAME], entry.origin.row) for entry in without])
            yield Note(origin, "", f"名册没有“{field}”列，没有填的请补填：{names}")


def to_look_at(block: SourceBlock, columns: Sequence[SourceColumn]) -> Iterator[str]:
    """The columns recognised by content, and hidden ones."""
    for column in columns:
        if column.how == CONTENT:
            head = f"表头“{column.heading}”不认识" if column.heading else "没有表头"
            yield f"{column.letters} 列{head}，内容像“{column.field}”，按“{column.field}”读入，请核对"
        if column.field and column.column in block.hidden_columns:
            yield f"{column.letters} 列“{column.heading}”是隐藏的，也一并读入了，请核对"


def mode_from_title(block: SourceBlock, above: Sequence[str], roster: Roster, first_entry: int) -> None:
    """Apply the mode of participation in the sheet title to people without one of their own; report a title that excludes
    them."""
    read = roster.entries[first_entry:]
    mode = mode_in(block.sheet)
    without_mode = [entry for entry in read if MODE not in entry.values] if mode else []
    for entry in without_mode:
        entry.values[MODE] = mode
    if without_mode:
        what = f"{MODE}按工作表的名称填为“{mode}”（{len(without_mode)} 人），请核对"
        roster.remarks.append(Note(block.at(0), "", what))
    for line in (block.sheet, *above):
        if read and leaves_out(line):
            what = f"写着“{shortened(line)}”，其中 {len(read)} 人仍已读入；不参训的请从附件4删去"
            roster.remarks.append(Note(block.at(0), "", what))


_EMPLOYER_ABOVE = regex(
    r"([\u4e00-\u9fff]{0,4}?)单位(?:名称|全称)?\s*(?:[（(][^（）()]{0,10}[）)])?\s*[：:]\s*([^\s（(：:]{4,40})"
)
OWN_UNIT = ("", "所在", "工作", "参训", "派出", "学员", "报名")
"""单位：… and 所在单位：… name the employer of those below; 填报单位 or 推荐单位 may be an office above it."""


def employer_of_all(block: SourceBlock, heading: int, roster: Roster, first_entry: int) -> None:
    """The employer of a sheet without employer column: applied if it is the sheet's name, or if a line above the people says
    单位：…, for the people up to the next such line; only reported of 填报单位, 推荐单位 and others."""
    read = roster.entries[first_entry:]
    if employer_alone(block.sheet):
        for entry in read:
            entry.values.setdefault(EMPLOYER, block.sheet)
        what = f"没有单位一列，按工作表的名称填为“{EMPLOYER}”：{block.sheet}，请核对"
        roster.remarks.append(Note(block.at(0), "", what))
        return
    lines = list(employers_above(block, heading, {entry.origin.row for entry in read}))
    ends = [*(block.at(at).row for at, _ in lines[1:]), inf]
    for (at, found), end in zip(lines, ends, strict=False):
        some = [entry for entry in read if block.at(at).row <= entry.origin.row < end and EMPLOYER not in entry.values]
        own = found[1] in OWN_UNIT
        for entry in some if own else ():
            entry.values[EMPLOYER] = found[2]
        if some:
            done = f"已填为{EMPLOYER}" if own else f"{EMPLOYER}没有填，请补填"
            names = people([(entry.values[NAME], entry.origin.row) for entry in some])
            roster.remarks.append(Note(block.at(at), "", f"没有单位一列，表上写着“{found[2]}”，{done}：{names}，请核对"))


def employers_above(block: SourceBlock, heading: int, taken: Collection[int]) -> Iterator[tuple[int, re.Match[str]]]:
    """(0-based row, kind of unit and its name) of the first line above the heading that names one, and of every such line
    below it."""
    above = False
    for at, row in enumerate(block.rows):
        if (above and at < heading) or block.at(at).row in taken:
            continue
        found = next((found for cell in row if not blank(cell) and (found := _EMPLOYER_ABOVE.search(text(cell)))), None)
        if found:
            above = True
            yield at, found


def check_overrides(overrides: Overrides, roster: Roster) -> None:
    """Errors if a --map matches no column; a typing error must not go unnoticed."""
    columns = [column for mapped in roster.mapped for column in mapped.columns]
    known = {squeezed(part) for column in columns for part in (column.heading, *column.heading.split("·"))}
    known |= {word for column in columns for word in (str(column.column + 1), column.letters.lower())}
    shown = "、".join(dict.fromkeys(column.heading for column in columns if column.heading))
    for heading, field in overrides.by_heading.items():
        if heading not in known and shown:
            raise Unusable(f"--map {heading}={field}", "来源里没有这一列", f"有这些列：{shown}")
