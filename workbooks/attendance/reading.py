"""Reads all sources into one register of marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from udfs.schedule.sessions import Calendar
from udfs.values.cells import blank
from workbooks.attendance.absentees import absentee_heading, read_absentees
from workbooks.attendance.daily import daily_heading, read_daily
from workbooks.attendance.grids import grid_heading, read_grid
from workbooks.attendance.leaves import leave_heading, read_leaves
from workbooks.attendance.lists import halves_below, lists_in, with_people_down
from workbooks.attendance.meetings import meeting_heading, read_meeting
from workbooks.attendance.model import Register, SignsByUser
from workbooks.attendance.registers import is_of_absence, read_register, register_heading
from workbooks.attendance.remarks import COUNTS_ONLY, holds_counts, unusual_looks
from workbooks.attendance.sign_ins import read_sign_ins, sign_in_heading
from workbooks.files.errors import Unusable
from workbooks.sources.model import Note, SourceBlock
from workbooks.sources.opening import STDIN, blocks_of, blocks_of_text


def read_registers(
    sources: Sequence[str | Path],
    calendar: Calendar,
    signs: SignsByUser | None = None,
    pasted: bytes = b"",
) -> Register:
    """All marks of the sources; ``-`` stands for ``pasted``. ``signs``: meanings of marks given by the user.

    Errors: ``Unusable`` for a source that is unreadable or has neither a grid nor sign-ins.
    """
    register = Register()
    for source in sources:
        blocks = blocks_of_text(pasted) if str(source) == STDIN else blocks_of(source)
        for block in blocks:
            if block.hidden:
                register.remarks.append(Note(block.at(0), "", "工作表是隐藏的，未读"))
            else:
                register.remarks += unusual_looks(block)
        parts = [part for block in blocks if not block.hidden for part in lists_of(block)]
        unread = [part for part in parts if not read_block(part, calendar, signs or {}, register)]
        if len(unread) < len(parts):
            filled = [part for part in unread if any(not blank(cell) for row in part.rows for cell in row)]
            register.remarks += [Note(part.at(0), "", "这里没有认出考勤，未读；是考勤的请核对") for part in filled]
        else:
            name = blocks[0].source if blocks else str(source)
            if any(holds_counts(part) for part in parts):
                raise Unusable(name, *COUNTS_ONLY)
            raise Unusable(
                name,
                "无法识别考勤：没有“姓名”列，或没有各次课、签到的列",
                "列名应含日期（7月14日上午），保留原表头；只记缺课的列日期、时段、缺勤人员",
            )
    return register


def read_block(block: SourceBlock, calendar: Calendar, signs: SignsByUser, register: Register) -> bool:
    """Add the marks of one sheet; False if it has none."""
    if not any(not blank(cell) for row in block.rows for cell in row):
        return False
    marks, stays = len(register.marks), len(register.stays)
    summary = marks_of(block, calendar, signs, register)
    if summary:
        made = register.marks[marks:]
        shown = summary.format(marks=len(made), sessions=len({mark.session for mark in made}), stays=len(register.stays) - stays)
        register.read.append(f"{block.where}：{shown}")
    return bool(summary)


def marks_of(block: SourceBlock, calendar: Calendar, signs: SignsByUser, register: Register) -> str:
    """Add the marks of one sheet. What it is, with counts (``marks``, ``sessions``, ``stays``) to fill in; "" if it has none."""
    if absentees := absentee_heading(block):
        read_absentees(block, absentees, calendar, register)
        return "缺勤名单，{marks} 人次"
    if leaves := leave_heading(block):
        read_leaves(block, leaves, calendar, register)
        return "请假审批，{marks} 个半天"
    if meeting := meeting_heading(block):
        read_meeting(block, meeting, calendar, register)
        return "会议参会记录，{stays} 条"
    if daily := daily_heading(block, calendar):
        read_daily(block, daily, calendar, signs, register)
        return "每日考勤，{marks} 条"
    return grid_or_list(block, calendar, signs, register)


def grid_or_list(block: SourceBlock, calendar: Calendar, signs: SignsByUser, register: Register) -> str:
    """The part of ``marks_of`` for grids, sign-ins and registers, whose only difference is their columns."""
    grid = grid_heading(block, calendar)
    if not grid and (by_half := halves_below(block)) and sign_in_heading(by_half):
        block = by_half
    table, entries = sign_in_heading(block), register_heading(block)
    if not grid and table and (not entries or table.says_who_came(is_of_absence(block, entries))):
        read_sign_ins(block, table, calendar, signs, register)
        return "签到记录，{marks} 条"
    grid = grid or grid_heading(block, calendar, one_day=True)
    if not grid and entries:
        read_register(block, entries, calendar, register)
        return "请假、缺勤登记，{marks} 个半天"
    if not grid and (turned := with_people_down(block)):
        block, grid = turned, grid_heading(turned, calendar)
    if not grid:
        return ""
    read_grid(block, grid, calendar, signs, register)
    return "考勤表，{sessions} 次课"


def lists_of(block: SourceBlock) -> list[SourceBlock]:
    """The lists of people in a sheet. Columns of names beside each other may also be the absentees of one session."""
    return [block] if absentee_heading(block) else lists_in(block)
