"""材料清单: CL-01 to CL-03. Rows 4 to 10 are the materials, 11 to 15 the sections of the report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.rules.cases import fires, silent, with_project, with_row
from tests.sample import P, sample_class
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import ClassFile

Build = Callable[[], ClassFile]


def material(index: int, **fields: Any) -> ClassFile:
    return with_row(sample_class(), "materials", index, **fields)


def without(index: int) -> ClassFile:
    c = sample_class()
    return c.changed(materials=tuple(row for at, row in enumerate(c.materials) if at != index))


def without_sheet() -> ClassFile:
    c = sample_class()
    return c.changed(places={name: place for name, place in c.places.items() if name != "材料清单"}, materials=())


for at, name in enumerate(P.materials):
    fires("CL-01", name, partial(material, at, ready="否"), at=(f"材料清单!F{4 + at}",), says=(name, "尚未齐备"))
for at, name in enumerate(P.report_sections):
    fires("CL-02", name, partial(material, 7 + at, ready=None), at=(f"材料清单!F{11 + at}",), says=(f"总结报告：{name}",))
fires("CL-01", "a row taken out", partial(without, 0), at=("材料清单!B3",), says=("没有这一项",))
fires("CL-02", "a row taken out", partial(without, 7), at=("材料清单!B3",), says=("总结报告：基本情况",))
for code in ("CL-01", "CL-02"):
    silent(code, "all ready", sample_class)
    silent(code, "no such sheet", without_sheet, skipped=True)
silent("CL-01", "width and space differ", partial(material, 1, item="附件３高级研修项目经费决算表", ready=" 是"))
silent("CL-02", "width and space differ", partial(material, 7, item="总结报告: 基本情况"))
for code in ("CL-01", "CL-02"):
    silent(code, "nothing ready before the class has ended", skipped=True,
           build=lambda: sample_class().changed(materials=(), stage="开班前"))  # fmt: skip


# CL-03: its seven papers stand in rows 16 to 22.
def claim(index: int | None = None, **fields: Any) -> ClassFile:
    """The national, subsidised class, with other values in one row of the papers of its claim."""
    c = sample_class(NATIONAL, plan=2)
    return c if index is None else with_row(c, "materials", 12 + index, **fields)


for at, name in enumerate(P.claim_papers):
    fires("CL-03", name, partial(claim, at, ready=None), at=(f"材料清单!F{16 + at}",), says=(name, "尚未齐备"))
fires("CL-03", "a row taken out", at=("材料清单!B3",), says=("没有这一项",),
      build=lambda: claim().changed(materials=claim().materials[:-1]))  # fmt: skip
silent("CL-03", "all ready", claim)
silent("CL-03", "municipal", sample_class, skipped=True)
silent("CL-03", "self-funded", skipped=True, build=lambda: with_project(
    claim(0, ready=None), funding="单位自筹", subsidy=None, claim_filed=None))  # fmt: skip
silent("CL-03", "before the class has ended", lambda: claim(0, ready=None).changed(stage="开班前"), skipped=True)
