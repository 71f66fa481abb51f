"""Reports on the import of a filled 附件5, as tables and as JSON, with numbers masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.reports.importing import conflict_document, conflict_table, note_document, notes
from addin.terminal import streams
from addin.terminal.wrapping import printable
from udfs.values import cells
from workbooks.sources.model import Note

if TYPE_CHECKING:
    from macros.annexes.filled_results import FilledResult

SHOWN = 20


def show(result: FilledResult, reveal: bool = False) -> None:
    """What was filled, conflicts, and steps that need the user's decision."""
    plan = result.plan
    streams.say(f"填好的附件5：填入 {len(plan.fills) + len(plan.entries)} 项，{plan.kept} 项原来就一致", style="bold")
    notes("未使用的行", plan.left, style="yellow")
    if plan.conflicts:
        streams.put(conflict_table(plan.conflicts, reveal))
        if not all(one.taken for one in plan.conflicts):
            streams.say("不一致的没有改动；确认以填好的附件5为准时，请加 --take-new 再导入一次", style="yellow")
    if plan.strangers:
        done = "已添加" if result.added else "没有添加；确认要添加时加 --add-new 再导入一次"
        notes(f"附件4没有的人（{done}）", [Note(one.origin, cells.text(one.result.name), "") for one in plan.strangers])
    if plan.hours:
        done = "已记入考勤" if result.hours else "没有记入考勤；确认属实时加 --hours 再导入一次"
        streams.say(f"学时数与考勤不符（{done}）：{len(plan.hours)}", style="bold")
        for one in plan.hours[:SHOWN]:
            streams.say(f"  {printable(hours_line(one.person.name, one.stated, one.due, one.missed))}", style="yellow")
        if len(plan.hours) > SHOWN:
            streams.say(f"  … 另有 {len(plan.hours) - SHOWN} 人（全部见 --json）")


def hours_line(name: cells.Value, stated: cells.Value, due: cells.Value, missed: cells.Value) -> str:
    return f"{cells.text(name)}：学时数 {cells.text(stated)}，按考勤应为 {cells.text(due)}；缺勤学时应记 {cells.text(missed)}"


def closing(result: FilledResult, dry_run: bool) -> str:
    """The last line."""
    if dry_run:
        return f"试运行：将改动 {result.written} 个单元格；没有写入"
    if not result.written:
        return "考核结果已是这样，没有改动"
    return f"已写入 {result.written} 个单元格{result.enlarged}；gaoyan undo 可以撤销"


def document(result: FilledResult, reveal: bool) -> dict[str, Any]:
    """The result as JSON."""
    plan = result.plan
    return {
        "filled": len(plan.fills) + len(plan.entries),
        "kept": plan.kept,
        "written": result.written,
        "left": [note_document(note) for note in plan.left],
        "conflicts": [conflict_document(one, reveal) for one in plan.conflicts],
        "strangers": [{**one.origin._asdict(), "name": cells.text(one.result.name)} for one in plan.strangers],
        "added": result.added,
        "hours": [
            {"name": cells.text(one.person.name), "stated": cells.text(one.stated), "due": cells.text(one.due),
             "missed": cells.text(one.missed)}
            for one in plan.hours
        ],
        "hours_written": result.hours,
    }  # fmt: skip
