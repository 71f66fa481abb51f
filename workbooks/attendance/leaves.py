"""Reads leave approvals: one row per application with begin and end. They contain nothing about other people."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.schedule.attendance_signs import LEAVE, UNCLEAR
from udfs.schedule.partly_missed import away_between
from udfs.schedule.sessions import Calendar, Session
from udfs.values.cells import Value, text
from udfs.values.headings import NAME
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register
from workbooks.attendance.tables import SEARCHED_ROWS, TableHeading, columns_headed, people_columns, rows_of_people
from workbooks.sources.model import Note, SourceBlock

WHO, BEGINS, ENDS, KIND, STATE = "人", "开始", "结束", "假别", "审批"
_HEADINGS = {
    WHO: regex(r"(?:申请|发起|请假|提交)人(?:姓名)?"),
    BEGINS: regex(r"(?:请假|休假)?(?:开始|起始)(?:时间|日期)"),
    ENDS: regex(r"(?:请假|休假)?(?:结束|终止|截止)(?:时间|日期)"),
    KIND: regex(r"(?:请假|假期|休假|假别)(?:类型|事由|原因|天数|时长)?|假别"),
    STATE: regex(r"审批(?:结果|状态)|当前状态|申请状态"),
}
REFUSED = regex(r"拒绝|驳回|撤[销回]|未通过|不同意|审批中(?!心)|进行中|待审批|终止")


def leave_heading(block: SourceBlock) -> TableHeading | None:
    """The heading of the table; None if the block has none."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        columns = columns_headed(row, _HEADINGS)
        people = people_columns(row) | ({NAME: columns[WHO]} if WHO in columns else {})
        if NAME in people and {BEGINS, ENDS, KIND} <= columns.keys():
            return TableHeading(at, people, columns, ())
    return None


def read_leaves(block: SourceBlock, heading: TableHeading, calendar: Calendar, register: Register) -> None:
    """Add a mark for each half day fully covered by an approved application; partly covered ones are ambiguous."""
    for at, row, who in rows_of_people(block, heading.row + 1, heading.people, register):
        state = text(heading.cell(row, STATE))
        if REFUSED.search(state):
            register.skipped.append(Note(block.at(at), who.name, f"审批是“{state[:12]}”，未计请假"))
            continue
        begins, ends = heading.cell(row, BEGINS), heading.cell(row, ENDS)
        found = list(halves_between(begins, ends, calendar))
        if not found:
            register.skipped.append(Note(block.at(at), who.name, "无法判断从几时到几时请假，或不在本期日期之内，未计"))
        for session, whole in found:
            shown = f"{text(begins)} 至 {text(ends)}"
            register.add(Mark(block.at(at), who, session, LEAVE if whole else UNCLEAR, shown), register.exceptions)


def halves_between(begins: Value, ends: Value, calendar: Calendar) -> Iterator[tuple[Session, bool]]:
    """The half days of the class between two moments, and whether each is fully covered."""
    span = f"{text(begins)[:16]} 到 {text(ends)[:16]}"
    for day in calendar.days():
        for part, covered in away_between(span, day).items():
            if covered is not False:
                yield Session.on(day, part), covered is True
