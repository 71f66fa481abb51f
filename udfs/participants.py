"""The people of a class: 附件4, 附件5 and 考勤 row by row."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import ClassVar, NamedTuple

from pydantic import Field

from udfs import cells
from udfs.cells import Value
from udfs.identity import normal_document
from udfs.record import Cell, Row

PEOPLE, RESULTS, ATTENDANCE = "附件4", "附件5", "考勤"
YES, NO = "是", "否"
TRAINEE, STAFF = "学员", "工作人员"
ON_SITE, ONLINE = "线下", "线上"
MIRRORED = ("姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）")
"""What 附件5 takes over from 附件4 as it stands."""
RESULT_COLUMNS = {"是否通过结业考核": "结业考核", "证书编号": "证书编号"}
"""The result under its heading in 附件5 -> the working column of 附件4 in which it is typed beside the person."""


class Person(Row):
    """附件4 学员和工作人员签到表: a trainee or a member of the staff."""

    SHEET = PEOPLE
    OFFICIAL = ("序号", "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否收费", "签名")
    TYPED = OFFICIAL[1:]
    WORKING: ClassVar[tuple[str, ...]] = ("人员类别", "证件类型", "参训方式", "所属地区", *RESULT_COLUMNS.values())
    """The working columns that people type: what 归属 is the witness of."""

    name: Cell = Field(None, alias="姓名")
    document: Cell = Field(None, alias="身份证号")
    phone: Cell = Field(None, alias="联系电话")
    employer: Cell = Field(None, alias="工作单位")
    title: Cell = Field(None, alias="专业技术职务（职称）")
    charged: Cell = Field(None, alias="是否收费")
    signature: Cell = Field(None, alias="签名")
    kind: Cell = Field(None, alias="人员类别")
    document_kind: Cell = Field(None, alias="证件类型")
    mode: Cell = Field(None, alias="参训方式")
    region: Cell = Field(None, alias="所属地区")
    passed: Cell = Field(None, alias="结业考核")
    certificate: Cell = Field(None, alias="证书编号")
    owner: Cell = Field(None, alias="归属")
    """The witness: the document number for which the row's working columns were entered."""
    title_level: Cell = Field(None, alias="职称级别")
    sex: Cell = Field(None, alias="性别")

    @cached_property
    def is_trainee(self) -> bool:
        """人员类别 is 学员 or empty. Another word makes neither a trainee nor staff: it has a message of its own (A4-24)."""
        return cells.plain(self.kind) in ("", TRAINEE)

    @cached_property
    def is_staff(self) -> bool:
        return cells.plain(self.kind) == STAFF

    @property
    def is_online(self) -> bool:
        return cells.plain(self.mode) == ONLINE

    @cached_property
    def key(self) -> str:
        """The document number made comparable ('' if empty): what a person is matched by."""
        return normal_document(self.document)

    @cached_property
    def owner_key(self) -> str:
        """归属 made comparable ('' if empty)."""
        return normal_document(self.owner)

    @property
    def has_working(self) -> bool:
        """True if anything is typed in the row's working columns."""
        return any(not cells.blank(self.get(heading)) for heading in self.WORKING)

    @property
    def has_result(self) -> bool:
        """True if 结业考核 or 证书编号 is typed in the row."""
        return not (cells.blank(self.passed) and cells.blank(self.certificate))

    @property
    def is_misplaced(self) -> bool:
        """True if the row's working columns were entered for another person than the one who stands in it now."""
        return bool(self.owner_key) and self.owner_key != self.key


class Result(Row):
    """附件5 带证书编号的学员名单: how a trainee did.

    Where 附件5 is computed, a result is typed beside the person: ``person_row`` is that row of 附件4, ``row`` the row of 附件5
    that shows it. Where 附件5 is typed, its rows hold the results themselves and ``person_row`` is None.
    """

    SHEET = RESULTS
    OFFICIAL = (
        "序号", "姓名", "学时数", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否通过结业考核", "证书编号",
    )  # fmt: skip
    TYPED = ("姓名", "身份证号", "是否通过结业考核", "证书编号")

    name: Cell = Field(None, alias="姓名")
    hours: Cell = Field(None, alias="学时数")
    document: Cell = Field(None, alias="身份证号")
    phone: Cell = Field(None, alias="联系电话")
    employer: Cell = Field(None, alias="工作单位")
    title: Cell = Field(None, alias="专业技术职务（职称）")
    passed: Cell = Field(None, alias="是否通过结业考核")
    certificate: Cell = Field(None, alias="证书编号")
    absence: Cell = Field(None, alias="缺勤率")
    person_row: int | None = None

    def spot(self, field: str) -> tuple[str, str, int]:
        """A result is where it is typed: beside the person, unless 附件5 itself is typed."""
        if self.person_row is not None and field in RESULT_COLUMNS:
            return PEOPLE, RESULT_COLUMNS[field], self.person_row
        return super().spot(field)

    @property
    def home(self) -> str:
        """附件4 or 附件5: the sheet on which it is typed."""
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
    """A cell of 附件5 that is neither the view nor a typed list: typed over or cleared in a computed sheet, or (at 姓名) a row
    that is still computed in a typed one. ``expected``: what the view says there of the trainee in row ``person_row`` of 附件4.
    """

    row: int
    field: str
    value: Value
    expected: str = ""
    person_row: int | None = None


class Absence(Row):
    """考勤: hours of leave and of absence of one trainee."""

    SHEET = ATTENDANCE
    TYPED = ("姓名", "身份证号", "请假学时", "缺勤学时", "请假手续")

    name: Cell = Field(None, alias="姓名")
    document: Cell = Field(None, alias="身份证号")
    leave: Cell = Field(None, alias="请假学时")
    missed: Cell = Field(None, alias="缺勤学时")
    permission: Cell = Field(None, alias="请假手续")
    share: Cell = Field(None, alias="缺勤率")
    withdrawn: Cell = Field(None, alias="按退学处理")

    @cached_property
    def key(self) -> str:
        return normal_document(self.document)

    @property
    def hours(self) -> Decimal | None:
        """Leave plus absence in 学时, empty cells as nothing; None where a cell holds no number."""
        found = [Decimal(0) if cells.blank(value) else cells.number(value) for value in (self.leave, self.missed)]
        return None if None in found else sum((one for one in found if one is not None), Decimal(0))
