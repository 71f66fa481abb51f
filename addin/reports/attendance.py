"""Reports on registered attendance, as tables and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from addin.reports.importing import note_document, notes
from addin.terminal import streams
from addin.terminal.wrapping import printable
from macros.attendance.effects import Effect
from macros.attendance.registering import AttendanceEntry, AttendanceResult, Disagreement
from udfs.schedule.sessions import Session, written_hours
from udfs.values import cells
from udfs.values.headings import ABSENCE_SHARE, HOURS, LEAVE, MISSED, NAME, PERMISSION, WITHDRAWN
from udfs.values.terminal import some_of

SHOWN = 40
REST = "全部见 --json"


def show(result: AttendanceResult, dry_run: bool) -> None:
    """What was read, who missed what, conflicts with 考勤, and the effects on 附件5."""
    for line in result.totals.read:
        streams.say(printable(line), style="dim")
    streams.say(sessions_line(result), style="bold")
    absent = [entry for entry in result.entries if entry.leave or entry.missed]
    if absent:
        put_entries(absent)
    else:
        streams.say("没有人请假或缺勤")
    late = [f"{printable(one.name)} {one.late} 次" for one in result.totals.people.values() if one.late]
    if late:
        streams.say(f"迟到或早退（按到课计）：{some_of(late, '人', SHOWN, rest=REST)}", style="dim")
    unexcused = [entry_name(one) for one in absent if one.leave and not one.permission]
    if unexcused:
        streams.say(f"请假手续有无未知，请在考勤中补填：{some_of(unexcused, '人', SHOWN, rest=REST)}", style="yellow")
    if result.disagreements:
        put_disagreements(result.disagreements, bool(result.totals.uncovered))
    notes("未计的行", [*result.totals.skipped], style="yellow")
    notes("请核对", [*result.totals.remarks], style="yellow")
    if result.totals.unseen:
        names = some_of([cells.text(person.name) for person in result.totals.unseen], "人", SHOWN, rest=REST)
        streams.say(f"来源里没有的学员 {len(result.totals.unseen)} 人：{names}（没有 --count-unseen 时不计缺勤）", style="yellow")
    show_effects(result, dry_run)
    streams.say(closing(result, dry_run), style="bold")


def sessions_line(result: AttendanceResult) -> str:
    """10 次课（7月14日上午 至 7月18日下午），每次 3.2 学时."""
    sessions = sorted(result.totals.hours)
    each = {result.totals.hours[session] for session in sessions}
    lengths = f"，每次 {cells.text(written_hours(each.pop()))} 学时" if len(each) == 1 else "，各次学时按来源所写"
    span = str(sessions[0]) if len(sessions) == 1 else f"{sessions[0]} 至 {sessions[-1]}"
    return f"{len(sessions)} 次课（{span}）{lengths}"


def entry_name(entry: AttendanceEntry) -> str:
    return printable(cells.text(entry.person.name))


def put_entries(entries: Sequence[AttendanceEntry]) -> None:
    rows = [
        (entry_name(one), hours(one.leave), hours(one.missed), one.permission, when(one), "更新" if one.row else "新增")
        for one in entries[:SHOWN]
    ]
    streams.put_table((NAME, LEAVE, MISSED, PERMISSION, "哪几次", "考勤"), rows)
    if len(entries) > SHOWN:
        streams.say(f"… 另有 {len(entries) - SHOWN} 人（全部见 --json）")


def hours(value: Decimal) -> str:
    return cells.text(value) if value else ""


def when(entry: AttendanceEntry) -> str:
    parts = [(word, sessions) for word, sessions in (("请假", entry.tally.leave), ("缺勤", entry.tally.absent)) if sessions]
    return "；".join(f"{word} {'、'.join(with_portion(entry, one) for one in sessions)}" for word, sessions in parts)


def with_portion(entry: AttendanceEntry, session: Session) -> str:
    """7月14日上午, or 7月14日上午（2 学时） if only part of it was missed."""
    part = entry.tally.portions.get(session)
    return str(session) if part is None else f"{session}（{cells.text(written_hours(part))} 学时）"


def put_disagreements(found: Sequence[Disagreement], uncovered: bool) -> None:
    streams.say(f"与考勤中已填的不一致：{len(found)}", style="bold")
    rows = [
        (f"考勤 第{one.row}行", printable(one.name), one.field, cells.text(one.present), cells.text(one.offered) or "0",
         "改用来源" if one.taken else "未改")
        for one in found[:SHOWN]
    ]  # fmt: skip
    streams.put_table(("位置", NAME, "栏目", "已填", "来源", "处理"), rows)
    if not all(one.taken for one in found):
        again = "请把各天的考勤一起给出，并加 --take-new" if uncovered else "确认以来源为准时，请加 --take-new 再运行一次"
        streams.say(f"不一致的没有改动；{again}", style="yellow")


def show_effects(result: AttendanceResult, dry_run: bool) -> None:
    """The effects on results, written or only offered."""
    if not result.effects:
        return
    done = "已写入" if result.applied and not dry_run else "未写入"
    streams.say(f"对考核结果的影响（{done}）：", style="bold")
    rows = [effect_row(one) for one in result.effects[:SHOWN]]
    streams.put_table(("位置", NAME, "缺席学时", ABSENCE_SHARE, WITHDRAWN, HOURS, "是否通过"), rows)
    withdrawn = [one for one in result.effects if one.withdrawn]
    if withdrawn:
        names = some_of([printable(one.name) for one in withdrawn], "人", SHOWN, rest=REST)
        streams.say(f"请假和缺勤超过规定比例、按退学处理 {len(withdrawn)} 人：{names}", style="bold red")
    if any(one.has_certificate for one in withdrawn):
        streams.say("其中有人已有证书编号：改为“否”之后请运行 gaoyan number，编号会作废并留在台账上", style="yellow")
    if not result.applied and any(one.changes_hours or one.changes_passed for one in result.effects):
        streams.say(
            "考核结果没有改动；核对无误后加 --apply 再运行一次，即写入学时数和“否”（学时数是公式的自动更新）", style="yellow"
        )


def effect_row(one: Effect) -> tuple[str, ...]:
    before, after = cells.text(one.hours_before), cells.text(one.hours)
    passed, should = cells.text(one.passed_before) or "空", cells.text(one.passed) or "空"
    return (
        f"{one.sheet} 第{one.row}行", printable(one.name), cells.text(one.missed), f"{float(one.share):.1%}",
        "是" if one.withdrawn else "",
        f"{before or '空'} → {after}" if one.changes_hours else after,
        f"{passed} → {should}" if one.changes_passed else passed,
    )  # fmt: skip


def closing(result: AttendanceResult, dry_run: bool) -> str:
    if dry_run:
        return f"试运行：将改动 {result.written} 个单元格；没有写入"
    if not result.written:
        return "考勤已是这样，文件未作改动"
    return f"已写入 {result.written} 个单元格{result.enlarged}"


def document(book: str, result: AttendanceResult, dry_run: bool) -> dict[str, Any]:
    """The result as JSON. Hours are texts, to stay exact; no document numbers occur."""
    return {
        "book": book,
        "dry_run": dry_run,
        "applied": result.applied and not dry_run,
        "written": result.written,
        "sessions": [
            {"session": str(session), "hours": cells.text(written_hours(each))}
            for session, each in sorted(result.totals.hours.items())
        ],
        "people": [entry_document(one) for one in result.entries],
        "unseen": [cells.text(person.name) for person in result.totals.unseen],
        "conflicts": [
            {
                "row": one.row, "name": one.name, "field": one.field, "present": cells.text(one.present),
                "offered": cells.text(one.offered), "taken": one.taken,
            }
            for one in result.disagreements
        ],
        "effects": [effect_document(one) for one in result.effects],
        "skipped": [note_document(note) for note in result.totals.skipped],
        "remarks": [note_document(note) for note in result.totals.remarks],
    }  # fmt: skip


def entry_document(one: AttendanceEntry) -> dict[str, Any]:
    return {
        "name": cells.text(one.person.name), "row": one.row, "leave": cells.text(one.leave), "missed": cells.text(one.missed),
        "permission": one.permission,
        "leave_sessions": [*map(str, one.tally.leave)], "missed_sessions": [*map(str, one.tally.absent)],
        "unclear_sessions": [*map(str, one.tally.unclear)], "late": one.tally.late,
        "part_hours": {str(session): cells.text(written_hours(part)) for session, part in one.tally.portions.items()},
    }  # fmt: skip


def effect_document(one: Effect) -> dict[str, Any]:
    return {
        "sheet": one.sheet, "row": one.row, "name": one.name, "missed": cells.text(one.missed),
        "share": str(one.share), "withdrawn": one.withdrawn,
        "hours_before": cells.text(one.hours_before), "hours": cells.text(one.hours),
        "passed_before": cells.text(one.passed_before), "passed": cells.text(one.passed),
    }  # fmt: skip
