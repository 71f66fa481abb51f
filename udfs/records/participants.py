"""The people of a class: the rows of 附件4, 附件5 and 考勤."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from udfs.fields.declared import TABLES, columns_of
from udfs.people.identity import normal_document
from udfs.records.record import Row
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import ATTENDANCE as ATTENDANCE
from udfs.values.headings import PEOPLE as PEOPLE
from udfs.values.headings import RESULTS as RESULTS

YES, NO = "是", "否"
TRAINEE, STAFF = "学员", "工作人员"
ON_SITE, ONLINE = "线下", "线上"
MIRRORED = tuple(one.heading for one in TABLES[RESULTS] if one.taken_from and columns_of(PEOPLE)[one.taken_from].official)
"""The columns that 附件5 copies from 附件4."""
RESULT_COLUMNS = {
    one.heading: one.taken_from for one in TABLES[RESULTS] if one.taken_from and not columns_of(PEOPLE)[one.taken_from].official
}
"""{result column of 附件5: working column of 附件4 in which it is typed}."""


@dataclass(frozen=True)
class Person(Row):
    """附件4 学员和工作人员签到表: a trainee or a member of staff."""

    SHEET = PEOPLE

    name: Value = None
    document: Value = None
    phone: Value = None
    employer: Value = None
    title: Value = None
    charged: Value = None
    signature: Value = None
    kind: Value = None
    document_kind: Value = None
    mode: Value = None
    region: Value = None
    passed: Value = None
    certificate: Value = None
    owner: Value = None
    """The document number for which the row's working columns (``WORKING``) were entered."""
    title_level: Value = None
    sex: Value = None

    @cached_property
    def is_trainee(self) -> bool:
        """True if 人员类别 is 学员 or empty. An invalid word is neither trainee nor staff and is reported by A4-24."""
        return cells.plain(self.kind) in ("", TRAINEE)

    @cached_property
    def is_staff(self) -> bool:
        return cells.plain(self.kind) == STAFF

    @property
    def is_online(self) -> bool:
        return cells.plain(self.mode) == ONLINE

    @cached_property
    def key(self) -> str:
        """The normalised document number by which people are matched; '' if empty."""
        return normal_document(self.document)

    @cached_property
    def owner_key(self) -> str:
        """归属 normalised; '' if empty."""
        return normal_document(self.owner)

    @property
    def has_working(self) -> bool:
        """True if a working column of the row is filled."""
        return any(not cells.blank(self.get(heading)) for heading in self.WORKING)

    @property
    def has_result(self) -> bool:
        """True if 结业考核 or 证书编号 is filled."""
        return not (cells.blank(self.passed) and cells.blank(self.certificate))

    @property
    def is_misplaced(self) -> bool:
        """True if the working columns were entered for another person than the one now in the row."""
        return bool(self.owner_key) and self.owner_key != self.key


@dataclass(frozen=True)
class Result(Row):
    """附件5 带证书编号的学员名单: the result of a trainee.

    If 附件5 is computed, results are typed in 附件4: ``person_row`` is the row there, ``row`` the row of 附件5 that shows it.
    If 附件5 is typed, its rows hold the results and ``person_row`` is None.
    """

    SHEET = RESULTS

    name: Value = None
    hours: Value = None
    document: Value = None
    phone: Value = None
    employer: Value = None
    title: Value = None
    passed: Value = None
    certificate: Value = None
    absence: Value = None
    person_row: int | None = None

    def spot(self, field: str) -> tuple[str, str, int]:
        """The cell in which the result is typed: in 附件4, unless 附件5 itself is typed."""
        if self.person_row is not None and field in RESULT_COLUMNS:
            return PEOPLE, RESULT_COLUMNS[field], self.person_row
        return super().spot(field)

    @property
    def home(self) -> str:
        """The sheet on which the result is typed: 附件4 or 附件5."""
        return RESULTS if self.person_row is None else PEOPLE

    @property
    def home_row(self) -> int:
        return self.row if self.person_row is None else self.person_row

    @cached_property
    def key(self) -> str:
        return normal_document(self.document)

    @property
    def has_passed(self) -> bool:
        return cells.text(self.passed) == YES


class OutOfView(NamedTuple):
    """A cell of 附件5 that fits neither a view nor a typed list: overwritten or cleared in a computed sheet, or (at 姓名) a row
    still computed in a typed one.

    ``expected``: the value that the view shows for the trainee in row ``person_row`` of 附件4.
    """

    row: int
    field: str
    value: Value
    expected: str = ""
    person_row: int | None = None


@dataclass(frozen=True)
class Absence(Row):
    """考勤: hours of leave and of absence of one trainee."""

    SHEET = ATTENDANCE

    name: Value = None
    document: Value = None
    leave: Value = None
    missed: Value = None
    permission: Value = None
    share: Value = None
    withdrawn: Value = None

    @cached_property
    def key(self) -> str:
        return normal_document(self.document)

    @property
    def hours(self) -> Decimal | None:
        """Leave plus absence in 学时, empty cells as 0; None if a cell holds no number."""
        found = [Decimal(0) if cells.blank(value) else cells.number(value) for value in (self.leave, self.missed)]
        return None if None in found else sum((one for one in found if one is not None), Decimal(0))

    @property
    def right_hours(self) -> Decimal | None:
        """``hours``; also None if a cell is negative, since the sum might look right."""
        negative = any((cells.number(value) or 0) < 0 for value in (self.leave, self.missed))
        return None if negative else self.hours
