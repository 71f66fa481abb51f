"""Rules of the topic materials: 材料清单, what must be handed in after the class."""

from __future__ import annotations

from collections.abc import Iterable

from udfs import cells
from udfs.checklist import SECTION
from udfs.native import materials as formulas
from udfs.notice.parameters import Parameters
from udfs.records import MATERIALS, YES, ClassFile
from udfs.rules.model import HINT, Hit, Hits, Native, at, on, rule


def not_ready(c: ClassFile, items: Iterable[str]) -> Iterable[Hit]:
    """A hit on each item that is not ticked, on the heading of 事项 for one that the list lacks."""
    rows = {cells.plain(material.item): material for material in reversed(c.materials)}
    for item in items:
        row = rows.get(cells.plain(item))
        if row is None:
            yield at(MATERIALS, "事项", None, item, item=item, problem="清单中没有这一项")
        elif cells.plain(row.ready) != YES:
            yield on(row, "是否齐备", YES, item=item, problem="尚未齐备")


@rule(
    "CL-01", HINT, "N", clause="五(三)",
    quote="提交研修总结报告、《高级研修项目经费决算表》（附件3）、学员和工作人员签到表（附件4）、《带证书编号的学员名单》（附件5）、《学员满意度测评/测评统计表》（附件6）、专业领域研究成果报告、图文动态信息等有关材料加盖承办单位印章后报市人社局",
    sheet=MATERIALS, fields=("是否齐备",), uses=("materials",), needs=("materials",),
    condition="研修总结报告、附件3、附件4、附件5、附件6、专业领域研究成果报告、图文动态信息中有一项没有勾选齐备",
    title="应提交的材料未齐备",
    message="{item}：{problem}",
    fix="备齐并加盖承办单位印章后，在“是否齐备”选“是”",
    native=(
        Native(f"AND({formulas.IS_MATERIAL},{formulas.NOT_READY})"),
        Native(formulas.MATERIAL_LACKING, fields=("事项",), whole=True, message="清单中缺少应提交的材料：按通知五(三)补上"),
    ),
)  # fmt: skip
def material_not_ready(c: ClassFile, p: Parameters) -> Hits:
    yield from not_ready(c, p.materials)


@rule(
    "CL-02", HINT, "N", clause="五(三)",
    quote="总结报告应包括高研项目基本情况、主要特点、主要成效、经验体会以及下一步打算等内容",
    sheet=MATERIALS, fields=("是否齐备",), uses=("report_sections",), needs=("materials",),
    condition="总结报告的基本情况、主要特点、主要成效、经验体会、下一步打算中有一部分没有勾选齐备",
    title="总结报告内容未齐全",
    message="{item}：{problem}",
    fix="补写该部分后，在“是否齐备”选“是”",
    native=(
        Native(f"AND({formulas.IS_SECTION},{formulas.NOT_READY})"),
        Native(formulas.SECTION_LACKING, fields=("事项",), whole=True, message="清单中缺少总结报告的一部分：按通知五(三)补上"),
    ),
)  # fmt: skip
def section_not_ready(c: ClassFile, p: Parameters) -> Hits:
    yield from not_ready(c, (f"{SECTION}{section}" for section in p.report_sections))
