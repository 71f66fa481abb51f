"""WB-01: drop-downs and input checks that a paste has wiped out."""

from __future__ import annotations

from tests.rules.cases import case, with_project, with_row, with_trainee
from tests.sample import sample_class
from udfs.records.class_file import ClassFile

Wiped = tuple[tuple[str, str, int, int], ...]


def wiped(*lost: tuple[str, str, int, int]) -> ClassFile:
    return sample_class().changed(wiped=lost)


@case("WB-01", fires=True, note="a block of 附件4", count=1, at=("附件4!B3",), says=("姓名、身份证号（第4行起，共52行）",))
def block() -> ClassFile:
    return wiped(("附件4", "姓名", 4, 52), ("附件4", "身份证号", 4, 52))


case(
    "WB-03",
    fires=True,
    note="two sheets deleted",
    count=2,
    at=("费用明细!A3", "参数!A3"),
    says=("“费用明细”表缺失",),
)(lambda: sample_class().changed(lost_sheets=("费用明细", "参数")))
case("WB-03", fires=False, note="nothing lost")(sample_class)

BESIDE: dict[str, tuple[str, ...]] = {}
"""What another sheet rightly says of the same mistake."""


@case("WB-01", fires=True, note="one cell", count=1, at=("附件4!C3",), says=("身份证号（第9行起，共1行）",))
def one_cell() -> ClassFile:
    return wiped(("附件4", "身份证号", 9, 1))


@case("WB-01", fires=True, note="two blocks", count=2, at=("附件4!B3", "考勤!D3"))
def two_blocks() -> ClassFile:
    return wiped(("附件4", "姓名", 4, 52), ("考勤", "请假学时", 4, 52))


@case("WB-01", fires=True, note="labels of a sheet", count=1, at=("项目信息!B1",), says=("项目级别、年度、经费来源等4栏",))
def labels() -> ClassFile:
    return wiped(*(("项目信息", label, 0, 1) for label in ("项目级别", "年度", "经费来源", "开始日期")))


@case("WB-01", fires=False, note="nothing lost")
def nothing_lost() -> ClassFile:
    return wiped()


@case("WB-01", fires=False, note="a column that the sheet no longer has")
def column_deleted() -> ClassFile:
    return wiped(("附件4", "没有这一列", 4, 52))


@case("WB-01", fires=False, note="nobody can see them", skipped=True)
def not_seen() -> ClassFile:
    return sample_class()


for note, address, build in (
    ("a document number", "附件4!C9", lambda: with_row(sample_class(), "people", 5, document="#N/A")),
    ("a name", "附件4!B9", lambda: with_row(sample_class(), "people", 5, name="#REF!")),
    ("a kind of person", "附件4!J9", lambda: with_row(sample_class(), "people", 5, document_kind="#VALUE!")),
    ("an hour of leave", "考勤!D4", lambda: with_row(sample_class(), "absences", 0, leave="#DIV/0!")),
    ("a fee", "师资费!G4", lambda: with_row(sample_class(), "lectures", 0, net="#NAME?")),
    ("a level of 附件6", "附件6!C4", lambda: with_row(sample_class(), "survey", 0, very_satisfied="#NUM!")),
    ("a fact of the class", "项目信息!B6", lambda: with_project(sample_class(), applicant="#NULL!")),
):
    case("WB-02", fires=True, note=note, at=(address,), count=1, says=("公式错误#",), also=BESIDE.get(note, ()))(build)
case("WB-02", fires=False, note="text that looks like one")(lambda: with_trainee(sample_class(), 5, employer="#N/A公司"))
case("WB-02", fires=False, note="nothing broken")(sample_class)
