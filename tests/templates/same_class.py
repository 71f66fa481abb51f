"""Whether a class that was read is the class that was entered."""

from __future__ import annotations

from udfs.records.class_file import ClassFile, Record
from udfs.values import cells
from workbooks.forms.filling import same_value

ROWS_OF = ("people", "results", "absences", "lectures", "expenses", "survey", "materials")
# What a class that was never in a workbook does not have yet; reading computes it.
COMPUTED = {"序号", "职称级别", "缺勤率", "按退学处理", "上限", "满意率", "截止日期", "剩余天数"}


def differences(before: Record, after: Record) -> list[str]:
    return [
        f"{type(before).SHEET} {name}: {before.get(name)!r} -> {after.get(name)!r}"
        for name in type(before).attributes()
        if not (name in COMPUTED and cells.blank(before.get(name))) and not same_value(before.get(name), after.get(name))
    ]


def assert_same(before: ClassFile, after: ClassFile) -> None:
    found = [*differences(before.project, after.project), *differences(before.accounts, after.accounts)]
    found += differences(before.forms, after.forms)
    for name in ROWS_OF:
        old, new = getattr(before, name), getattr(after, name)
        assert len(old) == len(new), name
        for one, other in zip(old, new, strict=True):
            found += differences(one, other)
    assert found == []
