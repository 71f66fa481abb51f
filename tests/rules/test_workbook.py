"""WB-01: drop-downs and input checks that a paste has wiped out."""

from __future__ import annotations

from tests.rules.cases import case
from udfs.records import ClassFile
from udfs.sample import sample_class

Wiped = tuple[tuple[str, str, int, int], ...]


def wiped(*lost: tuple[str, str, int, int]) -> ClassFile:
    return sample_class().changed(wiped=lost)


@case("WB-01", fires=True, note="a block of 附件4", count=1, at=("附件4!B3",), says=("姓名、身份证号（第4行起，共52行）",))
def block() -> ClassFile:
    return wiped(("附件4", "姓名", 4, 52), ("附件4", "身份证号", 4, 52))


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
