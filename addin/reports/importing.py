"""Reports on an import, as tables and as JSON, with numbers masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from addin.terminal import streams
from addin.terminal.wrapping import printable
from macros.people.importing import ImportResult
from macros.people.merging import ADDED, AGAIN, DISAGREES, OUTCOMES, UNCHANGED, UPDATED, Conflict
from udfs.records.masking import mask, mask_text
from udfs.values.headings import NAME
from udfs.values.regex import regex
from udfs.values.terminal import in_a_dialog, some_of
from workbooks.sources.model import SPARE, Changed, Mapped, Note

if TYPE_CHECKING:
    from rich.table import Table

SHOWN = 20
"""Maximum lines per kind; ``--json`` shows all."""

ALIKE = 4
"""From this number on, notes of one source that differ only in what they quote become one line."""

_QUOTED = regex(r"“[^”]*”")

KEYS = {ADDED: "added", UPDATED: "updated", UNCHANGED: "unchanged", DISAGREES: "conflicting", AGAIN: "repeated"}
"""JSON names of the outcomes."""


def show(result: ImportResult, reveal: bool = False) -> None:
    """What was read and its outcome, for the terminal; the last line comes from ``closing`` after writing."""
    for mapped in distinct(result.roster.mapped):
        show_columns(mapped)
    headings, rows = summary(result)
    streams.put_figures(headings, rows, partial(summary_table, headings, rows))
    notes("跳过的行", result.roster.skipped)
    notes("丢失的内容（已留空，请补填）", result.roster.lost, style="red")
    for line in left_columns(result.roster.mapped):
        streams.say(line, style="dim")
    notes("改写后填入的内容", [change_note(one, reveal) for one in reworded(result.roster.changed)], reveal=reveal)
    for line in respaced(result.roster.changed):
        streams.say(line, style="dim")
    if result.conflicts:
        streams.put(conflict_table(result.conflicts, reveal))
        if not all(one.taken for one in result.conflicts):
            streams.say("有冲突的内容没有改动；确认以名册为准时，请加 --take-new 再导入一次。", style="yellow")
    notes("请核对", [*result.roster.remarks, *result.merged.remarks], style="yellow")


def closing(result: ImportResult, dry_run: bool) -> str:
    """The last line: what was written and where."""
    rows = "–".join(map(str, dict.fromkeys(result.rows or ())))
    added = f"，新增人员在附件4 第 {rows} 行" if rows else ""
    if dry_run:
        return f"试运行：将改动 {result.cells} 个单元格{added}；没有写入"
    if not result.cells:
        return "没有需要写入的内容，文件未作改动"
    return f"已写入 {result.cells} 个单元格{added}{result.enlarged}；gaoyan undo 可以撤销"


def distinct(mapped: Iterable[Mapped]) -> list[Mapped]:
    """The tables without those whose columns were recognised in the same way as an earlier one."""
    seen: dict[object, Mapped] = {}
    for one in mapped:
        seen.setdefault((one.columns, one.unclear), one)
    return list(seen.values())


def left_columns(mapped: Iterable[Mapped]) -> Iterator[str]:
    """One line per table: non-empty columns that were not imported, with their counts."""
    for one in mapped:
        left = [column for column in one.columns if column.unused]
        if left:
            shown_ = "、".join(
                f"{column.letters}“{printable(column.heading)}”{column.unused} 格"
                + (f"（另一列已有{column.field}）" if column.field else "")
                for column in left
            )
            yield f"{place(one.source, one.sheet)}未导入的列：{shown_}"


def notes_for_dialog(result: ImportResult) -> str:
    """The remarks for the dialog of the ribbon: lost, unclear, unused and changed cells; the first lines and the number of
    others."""
    roster = result.roster
    unclear = [line for mapped in roster.mapped for line in mapped.unclear]
    lines = [
        *note_lines(roster.lost),
        *(mask_text(printable(line)) for line in unclear),
        *note_lines([*roster.remarks, *result.merged.remarks]),
        *(note_line(change_note(one, False)) for one in reworded(roster.changed)),
        *respaced(roster.changed),
        *left_columns(roster.mapped),
        *note_lines(roster.skipped),
    ]
    return in_a_dialog(lines)


def reworded(changed: Iterable[Changed]) -> list[Changed]:
    return [one for one in changed if not one.spacing]


def respaced(changed: Iterable[Changed]) -> Iterator[str]:
    """A single line for all values changed only in spacing, which would hide the others."""
    counts = Counter(one.field for one in changed if one.spacing)
    if counts:
        named = "、".join(f"{field} {count} 格" for field, count in counts.items())
        yield f"只去掉空格、换行或改了全半角后填入：{named}（用 --json 可以看到全部）"


def change_note(one: Changed, reveal: bool) -> Note:
    """A changed value as old → new; document numbers and phones masked unless ``reveal``."""
    old, new = (value if reveal else str(mask(one.field, value)) for value in (one.old, one.new))
    return Note(one.origin, one.person, f"{one.field}：{old} → {new or '（留空）'}")


def place(source: str, sheet: str) -> str:
    return printable(f"{source}“{sheet}”" if sheet else source)


def show_columns(mapped: Mapped) -> None:
    """The assignment of columns: one line if every heading is known, else a table."""
    where = (
        f"{place(mapped.source, mapped.sheet)}第 {mapped.row} 行的表头" if mapped.row > 0 else place(mapped.source, mapped.sheet)
    )
    if not mapped.doubtful:
        taken = "，".join(
            f"{one.letters} {one.field}" + (f"（{one.how}）" if one.how == SPARE else "") for one in mapped.columns if one.field
        )
        left = "、".join(printable(one.heading) for one in mapped.columns if not one.field and one.how != "不需要")
        streams.say(f"{where}：{taken}" + (f"；未导入：{left}" if left else ""), style="dim")
        return
    from rich.table import Table

    table = Table(title=where, title_justify="left", box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("列", "表头", "当作", "依据"):
        table.add_column(heading, overflow="fold")
    for one in mapped.columns:
        table.add_row(one.letters, printable(one.heading), one.field or "（不导入）", one.how, style="" if one.field else "dim")
    streams.put(table)
    for line in mapped.unclear:
        streams.say(printable(line), style="yellow")


def summary(result: ImportResult) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: per sheet the number of rows read and their outcomes; a total if there are several sheets."""
    keys = ("read", *OUTCOMES, "skipped")
    counted = source_rows(result)
    rows = [[place(row["source"], row["sheet"]), *(str(row[key]) for key in keys)] for row in counted]
    if len(rows) > 1:
        rows.append(["合计", *(str(sum(row[key] for row in counted)) for key in keys)])
    return ["来源", "读到", *OUTCOMES, "跳过行"], rows


def summary_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """The summary as a table for a terminal."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(headings[0], overflow="fold")
    for heading in headings[1:]:
        table.add_column(heading, justify="right")
    for at, row in enumerate(rows):
        table.add_row(*row, style="bold" if at and at == len(rows) - 1 else None)
    return table


def source_rows(result: ImportResult) -> list[dict[str, Any]]:
    """The counts of each sheet, in reading order."""
    places = dict.fromkeys([(one.source, one.sheet) for one in result.roster.mapped])
    rows = []
    for source, sheet in places:
        counts = result.merged.outcomes.get((source, sheet), dict.fromkeys(OUTCOMES, 0))
        skipped = sum(note.origin is not None and note.origin[:2] == (source, sheet) for note in result.roster.skipped)
        rows.append({"source": source, "sheet": sheet, "read": sum(counts.values()), **counts, "skipped": skipped})
    return rows


def notes(title: str, listed: Sequence[Note], style: str = "dim", reveal: bool = False) -> None:
    """Lines of place, person and reason; notes with one cause are one line with its people, not to hide the others."""
    if not listed:
        return
    streams.say(f"{title}：{len(listed)}", style="bold")
    lines = note_lines(listed, reveal)
    for line in lines[:SHOWN]:
        streams.say("  " + line, style=style)
    if len(lines) > SHOWN:
        streams.say(f"  还有 {len(lines) - SHOWN} 条，用 --json 可以看到全部", style=style)


def note_lines(listed: Sequence[Note], reveal: bool = False) -> list[str]:
    """The lines of notes, in their order. At least ``ALIKE`` notes about people of one sheet that differ only in what they quote
    are one line, at the place of the first."""
    groups: dict[object, list[Note]] = {}
    for at, note in enumerate(listed):
        cause = (note.origin[:2], _QUOTED.sub("“…”", note.what)) if note.origin and note.person else at
        groups.setdefault(cause, []).append(note)
    parts = ([alike] if len(alike) >= ALIKE else [[one] for one in alike] for alike in groups.values())
    return [shared_line(some, reveal) if len(some) > 1 else note_line(some[0], reveal) for part in parts for some in part]


def shared_line(alike: Sequence[Note], reveal: bool) -> str:
    """One cause and its people with their rows: 名册.xlsx：工作单位一格里的“…”没有填入，共 2 人：张三“主任”（第 4 行）、……"""
    first = alike[0]
    where = place(*first.origin[:2]) if first.origin else ""
    people = [
        f"{one.person}{''.join(_QUOTED.findall(one.what))}（第 {one.origin.row} 行）" for one in alike if one.origin is not None
    ]
    listed = some_of(people, "人", SHOWN, rest="全部见 --json")
    line = printable(f"{where}：{_QUOTED.sub('“…”', first.what)}，共 {len(alike)} 人：{listed}")
    return line if reveal else mask_text(line)


def note_line(note: Note, reveal: bool = False) -> str:
    """A note as one line; numbers masked unless ``reveal``."""
    where = f"{note.origin}：" if note.origin else ""
    who = f"“{note.person}” " if note.person else ""
    line = printable(f"{where}{who}{note.what}")
    return line if reveal else mask_text(line)


def conflict_table(conflicts: Sequence[Conflict], reveal: bool) -> Table:
    """The conflicts between workbook and roster."""
    from rich.table import Table

    title = f"与已填内容不一致：{len(conflicts)}"
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("附件4", NAME, "字段", "已填", "名册", "来源", "处理"):
        table.add_column(heading, overflow="fold")
    for one in conflicts[:SHOWN]:
        present, offered = shown(one, reveal)
        row = f"第 {one.row} 行" if one.row else "新增"
        table.add_row(
            row,
            printable(one.person),
            one.field,
            present,
            offered,
            printable(str(one.origin)),
            "改用名册" if one.taken else "未改",
        )
    if len(conflicts) > SHOWN:
        table.add_row("…", f"还有 {len(conflicts) - SHOWN} 项")
    return table


def shown(one: Conflict, reveal: bool) -> tuple[str, str]:
    values = [value if reveal else str(mask(one.field, value)) for value in (one.present, one.offered)]
    if values[0] == values[1]:
        values[1] += "（遮盖处不同，--reveal 可见）"
    return printable(values[0]), printable(values[1])


def document(book: str, result: ImportResult, dry_run: bool, reveal: bool) -> dict[str, Any]:
    """The result as JSON. Rows count from 1; document numbers and phones are masked unless ``reveal``."""
    return {
        "book": book,
        "dry_run": dry_run,
        "cells": result.cells,
        "rows": list(result.rows) if result.rows else None,
        "summary": {"read": len(result.roster.entries), **{key: result.merged.total(word) for word, key in KEYS.items()}},
        "sources": [{KEYS.get(key, key): value for key, value in row.items()} for row in source_rows(result)],
        "columns": [columns_document(one) for one in result.roster.mapped],
        "skipped": [note_document(note) for note in result.roster.skipped],
        "changed": [change_document(one, reveal) for one in result.roster.changed],
        "lost": [note_document(note) for note in result.roster.lost],
        "conflicts": [conflict_document(one, reveal) for one in result.conflicts],
        "remarks": [note_document(note) for note in [*result.roster.remarks, *result.merged.remarks]],
    }


def columns_document(one: Mapped) -> dict[str, Any]:
    columns = [
        {
            "column": col.letters,
            "heading": col.heading,
            "field": col.field,
            "how": col.how,
            "filled": col.filled,
            "unused": col.unused,
        }
        for col in one.columns
    ]
    return {"source": one.source, "sheet": one.sheet, "row": one.row, "columns": columns, "unclear": list(one.unclear)}


def change_document(one: Changed, reveal: bool) -> dict[str, Any]:
    old, new = (value if reveal else mask_text(str(mask(one.field, value))) for value in (one.old, one.new))
    return {**one.origin._asdict(), "who": mask_text(one.person), "field": one.field, "old": old, "new": new}


def note_document(note: Note) -> dict[str, Any]:
    origin = note.origin._asdict() if note.origin else {"source": None, "sheet": None, "row": None}
    return {**origin, "who": mask_text(note.person), "what": mask_text(note.what)}


def conflict_document(one: Conflict, reveal: bool) -> dict[str, Any]:
    present, offered = shown(one, reveal)
    return {
        **one.origin._asdict(),
        "name": one.person,
        "target_row": one.row,
        "field": one.field,
        "present": present,
        "offered": offered,
        "taken": one.taken,
    }
