"""Information beside the cell values: struck-through text, comments, remarks. It is reported, never applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from udfs.values.cells import Value, blank, column_letters
from udfs.values.headings import DOCUMENT, EMPLOYER, NAME, PHONE, TITLE
from udfs.values.regex import regex
from workbooks.rosters.layout.headings import is_former_name
from workbooks.rosters.layout.mixed import says_withdrawn
from workbooks.rosters.layout.tables import FoundTable
from workbooks.sources.model import Note, RosterEntry, SourceColumn

LONGEST_REMARK = 60
PEOPLE_SHOWN, REMARKS_PER_NOTE = 40, 8
"""Maximum number of people listed for a shared remark; maximum number of remarks in one line."""

ASKED = (DOCUMENT, PHONE, EMPLOYER, TITLE)
"""Columns whose empty cells are reported: everybody has these data."""


def unused(remarks: Sequence[Note]) -> Iterator[Note]:
    """The remarks about people that were not used, with their people; equal remarks are grouped, several to a line."""
    sharing: dict[str, list[Note]] = {}
    for one in remarks:
        sharing.setdefault(one.what, []).append(one)
    groups = list(sharing.values())
    for first in range(0, len(groups), REMARKS_PER_NOTE):
        some = groups[first : first + REMARKS_PER_NOTE]
        shown = [(shortened(alike[0].what), [(one.person, one.origin.row) for one in alike if one.origin]) for alike in some]
        listed = "；".join(f"“{what}”{people(them)}" for what, them in shown)
        yield Note(some[0][0].origin, "", f"备注没有填入，请核对：{listed}")


_TAKING_PART = regex(
    r"(?:能否|是否|可否|确认)(?:参加|参训|参会|到会|出席)(?!过)|(?:报名|审核|录取|参训|参加|确认)(?:状态|结果|情况)|^(?:状态|status)$",
    re.IGNORECASE,
)
_NOT_TAKING_PART = regex(r"^(?:不|否|未|没|待|无法|×|n|no)|取消|退|拒绝|驳回|放弃", re.IGNORECASE)


def telling_columns(found: FoundTable) -> list[tuple[SourceColumn, Callable[[str], object]]]:
    """The columns without a field of 附件4, with the test of a cell that must be reported: that the person does not take part in
    one that says who does (报名状态), any name of those who were replaced, a withdrawal or a change of class in others."""
    left = [one for one in found.mapped.columns if not one.field and one.filled]
    return [
        (one, stays_away if _TAKING_PART.search(one.heading) else bool if is_former_name(one.heading) else says_withdrawn)
        for one in left
    ]


def stays_away(remark: str) -> bool:
    """True for a cell of such a column by which the person does not take part, or not yet."""
    return bool(_NOT_TAKING_PART.search(remark))


def people(some: Sequence[tuple[str, int]]) -> str:
    """(name, row) of people, truncated."""
    names = "、".join(f"{name}（第 {row} 行）" for name, row in some[:PEOPLE_SHOWN])
    return f"{names} 等 {len(some)} 人" if len(some) > PEOPLE_SHOWN else names


def marked(found: FoundTable, at: int, row: Sequence[Value]) -> Iterator[str]:
    """The marks of a row that need a look."""
    marks = found.block.marks
    filled = [column for column, cell in enumerate(row) if not blank(cell)]
    struck = [column for column in filled if (at, column) in marks.struck]
    ours = set(found.columns.values())
    if struck and ours.intersection(filled) <= set(struck):
        yield "整行画有删除线，仍已读入；不参加的请从附件4删去"
    elif struck:
        what = "仍已读入；不参加的请从附件4删去" if found.columns[NAME] in struck else "仍按原样读入，请核对"
        yield f"{'、'.join(f'“{named(found, column)}”' for column in struck)}画有删除线，{what}"
    for column in range(max(len(row), len(found.block.rows[max(found.heading, 0)]))):
        if remark := marks.comments.get((at, column)):
            yield f"“{named(found, column)}”一格有批注“{shortened(remark)}”，没有填入，请核对"


def named(found: FoundTable, column: int) -> str:
    """The field assigned to a column, else its heading, else its letters."""
    for one in found.mapped.columns:
        if one.column == column:
            return one.field or one.heading or one.letters
    return column_letters(column + 1)


def shortened(remark: str) -> str:
    return remark if len(remark) <= LONGEST_REMARK else f"{remark[:LONGEST_REMARK]}…"


def blanks(entries: Sequence[RosterEntry], columns: Container[str], lost: Iterable[Note]) -> Iterator[Note]:
    """People with an empty cell in a column that others have filled: one line per column."""
    reported = {(note.person, field) for note in lost for field in ASKED if note.what.startswith(field)}
    for field in ASKED:
        if field not in columns:
            continue
        empty = [one for one in entries if field not in one.values and (one.values[NAME], field) not in reported]
        if empty:
            names = people([(one.values[NAME], one.origin.row) for one in empty])
            every = "全部空着" if len(empty) == len(entries) else f"空着 {len(empty)} 人：{names}"
            yield Note(empty[0].origin, "", f"{field}一列{every}，没有照抄上一行，请核对")
