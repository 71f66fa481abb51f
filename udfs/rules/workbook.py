"""Rules of the topic workbook: the workbook itself, whatever is written in it."""

from __future__ import annotations

from udfs.notice.parameters import Parameters
from udfs.records import ClassFile
from udfs.rules.model import HINT, Hits, at, rule

NAMED = 3
"""How many columns a message names."""


@rule(
    "WB-01", HINT, "P", clause="常识",
    sheet="整个工作簿", fields=(), needs=("validations",),
    condition="模板中带下拉列表或输入检查的栏目，有单元格不再带有",
    title="粘贴覆盖了下拉列表和输入检查",
    message="粘贴覆盖了下拉列表和输入检查：{columns}{rows}",
    fix="点“规范化”恢复，或关闭该文件后用 gaoyan tidy 恢复；以后粘贴请选“只粘贴值”",
    note="实时核验和浏览器中看不到，不判断；已填的内容照常核对，不受影响。",
)  # fmt: skip
def checks_wiped(c: ClassFile, p: Parameters) -> Hits:
    """One hit for each block that was pasted over: columns that lost the same rows, or the labels of a sheet."""
    blocks: dict[tuple[str, int, int], list[str]] = {}
    for sheet, field, first, count in c.wiped or ():
        place = c.places.get(sheet)
        if place is not None and (field in place.columns or field in place.cells):
            blocks.setdefault((sheet, first, count if first else 0), []).append(field)
    for (sheet, first, count), fields in blocks.items():
        named = "、".join(fields[:NAMED]) + (f"等{len(fields)}栏" if len(fields) > NAMED else "")
        rows = f"（第{first}行起，共{count}行）" if first else ""
        yield at(sheet, fields[0], columns=named, rows=rows)
