"""Rules on 材料清单: what must be submitted after the class."""

from __future__ import annotations

from collections.abc import Iterable

from udfs.native.about_class import materials as formulas
from udfs.notice.parameters import Parameters
from udfs.records.class_file import MATERIALS, YES, ClassFile
from udfs.rules.model import HINT, Native, Violation, Violations, at, on, rule
from udfs.schedule.checklist import SECTION
from udfs.values import cells
from udfs.values.headings import MATERIAL, READY


def not_ready(c: ClassFile, items: Iterable[str]) -> Iterable[Violation]:
    """A hit on each item that is not ticked; for an item missing in the list, on the heading of 事项."""
    rows = {cells.plain(material.item): material for material in reversed(c.materials)}
    for item in items:
        row = rows.get(cells.plain(item))
        if row is None:
            yield at(MATERIALS, MATERIAL, None, item, name=item, problem="清单中没有这一项")
        elif cells.plain(row.ready) != YES:
            yield on(row, READY, YES, name=item, problem="尚未齐备")


@rule(
    "CL-01", HINT, "N", clause="{materials}",
        sheet=MATERIALS, fields=(READY,), uses=("materials",), needs=("materials", "ended"),
    condition="<materials>中有一项没有勾选齐备（结班后才查）",
    title="应提交的材料未齐备",
    message="{name}：{problem}",
    fix="备齐并加盖承办单位印章后，在“是否齐备”选“是”",
    native=(
        Native(f"AND({formulas.is_listed('材料')},{formulas.NOT_READY})"),
        Native(
            formulas.lacking("材料"), fields=(MATERIAL,), whole=True, message="清单中缺少应提交的材料：按通知<materials@>补上"
        ),
    ),
)  # fmt: skip
def material_not_ready(c: ClassFile, p: Parameters) -> Violations:
    yield from not_ready(c, p.materials)


@rule(
    "CL-02", HINT, "N", clause="{report_sections}",
        sheet=MATERIALS, fields=(READY,), uses=("report_sections",), needs=("materials", "ended"),
    condition="总结报告的<report_sections>中有一部分没有勾选齐备（结班后才查）",
    title="总结报告内容未齐全",
    message="{name}：{problem}",
    fix="补写该部分后，在“是否齐备”选“是”",
    native=(
        Native(f"AND({formulas.is_listed('内容')},{formulas.NOT_READY})"),
        Native(
            formulas.lacking("内容"), fields=(MATERIAL,), whole=True,
            message="清单中缺少总结报告的一部分：按通知<report_sections@>补上",
        ),
    ),
)  # fmt: skip
def section_not_ready(c: ClassFile, p: Parameters) -> Violations:
    yield from not_ready(c, (f"{SECTION}{section}" for section in p.report_sections))


@rule(
    "CL-03", HINT, "N", clause="{claim_months}、540",
        sheet=MATERIALS, fields=(READY,), uses=("claim_papers",), needs=("materials", "national", "subsidised", "ended"),
    condition="国家级财政资助项目：经费报销的培训计划审批文件、培训通知、实际参训人员签到表、讲课费签收单或合同、异地授课的交通住宿伙食凭据、"
    "收款票据、费用明细清单中有一项没有勾选齐备（结班后才查）",
    title="经费报销的凭据未齐备",
    message="{name}：{problem}",
    fix="备齐后在“是否齐备”选“是”，办班结束后<claim_months>内报<claim_office>；确无此项的也选“是”并在备注写明",
    native=(
        Native(f"AND(参数_国家级,参数_财政资助,{formulas.is_listed('凭据')},{formulas.NOT_READY})"),
        Native(
            f"AND(参数_国家级,参数_财政资助,{formulas.lacking('凭据')})", fields=(MATERIAL,), whole=True,
            message="清单中缺少经费报销的凭据：按规则手册CL-03补上",
        ),
    ),
    note="各项凭据按财行〔2016〕540号的报销要求归纳，不是原文；超标准讲课费书面批准、临时增加项目审批有则附，不在此核对。",
)  # fmt: skip
def claim_paper_not_ready(c: ClassFile, p: Parameters) -> Violations:
    yield from not_ready(c, p.claim_papers)
