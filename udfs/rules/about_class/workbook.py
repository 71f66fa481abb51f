"""Rules on the workbook itself, independent of its content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter

from udfs.native.broken import ERRORS, of_sheet
from udfs.notice.parameters import Parameters
from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    EXPENSES,
    LECTURES,
    MATERIALS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    Absence,
    Accounts,
    ClassFile,
    Expense,
    LectureFee,
    Person,
    Project,
    Record,
    Result,
    Row,
    SurveyForms,
    SurveyItem,
)
from udfs.rules.model import BROKEN_CELL, ERROR, HINT, LOST_PART, Native, Violations, at, on, rule
from udfs.rules.repeats import NAMED
from udfs.values.cells import UNCOMPUTED, Value, text
from udfs.values.headings import MATERIAL, NUMBER_HEADING, READY, SURVEY_RATE


@rule(
    "WB-01", HINT, "P", clause="常识",
    sheet="整个工作簿", fields=(), needs=("validations",),
    condition="模板中带下拉列表或输入检查的栏目，有单元格不再带有",
    title="粘贴覆盖了下拉列表和输入检查",
    message="粘贴覆盖了下拉列表和输入检查：{columns}{rows}",
    fix="点“规范化”恢复，或关闭该文件后用 gaoyan tidy 恢复；以后粘贴请选“只粘贴值”",
    note="实时核验和浏览器中看不到，不判断；已填的内容照常核对，不受影响。",
)  # fmt: skip
def checks_wiped(c: ClassFile, p: Parameters) -> Violations:
    """One hit per block that was pasted over: columns that lost the same rows, or the labels of a sheet."""
    blocks: dict[tuple[str, int, int], list[str]] = {}
    for sheet, field, first, count in c.wiped or ():
        place = c.places.get(sheet)
        if place is not None and (field in place.columns or field in place.cells):
            blocks.setdefault((sheet, first, count if first else 0), []).append(field)
    for (sheet, first, count), fields in blocks.items():
        named = "、".join(fields[:NAMED]) + (f"等{len(fields)}栏" if len(fields) > NAMED else "")
        rows = f"（第{first}行起，共{count}行）" if first else ""
        yield at(sheet, fields[0], columns=named, rows=rows)


@rule(
    LOST_PART, ERROR, "P", clause="常识",
    sheet="整个工作簿", fields=(), needs=(),
    condition="本软件的工作簿少了一张应有的表或表中的一栏，或者表头、栏名被改动，无法读取；合计、学时等都可能因此算错；其他规则不再核对这一栏",
    title="工作表缺失",
    message="{lost}缺失，或表头被改动、无法读取，由它算出的数都不可信",
    fix="{mend}",
)  # fmt: skip
def sheet_lost(c: ClassFile, p: Parameters) -> Violations:
    for sheet in c.lost_sheets:
        mend = "用改动前的文件，或运行 gaoyan new --from 换到新工作簿，再补上该表的内容"
        yield at(sheet, sheet, lost=f"“{sheet}”表", mend=mend)
    for sheet, heading in c.lost_columns:
        mend = f"把表头改回“{heading}”；删掉了的，用改动前的文件，或运行 gaoyan undo"
        yield at(sheet, heading, lost=f"“{sheet}”表的“{heading}”栏", mend=mend)


READ: Mapping[str, tuple[str, ...]] = {
    PROJECT: tuple(Project.attributes()),
    ACCOUNTS: tuple(Accounts.attributes()),
    PEOPLE: tuple(one.heading for one in Person.declared() if one.width and one.filled in ("person", "program")),
    RESULTS: tuple(field for field in Result.OFFICIAL if field != NUMBER_HEADING),
    ATTENDANCE: Absence.TYPED,
    LECTURES: LectureFee.TYPED,
    EXPENSES: Expense.TYPED,
    SURVEY: (*SurveyForms.attributes(), *SurveyItem.TYPED, SURVEY_RATE),
    MATERIALS: (MATERIAL, READY),
}  # fmt: skip
"""{sheet: cells read by rules, by label or heading}."""


@rule(
    BROKEN_CELL, ERROR, "N", clause="常识",
    sheet="整个工作簿", fields=(), needs=(),
    condition="规则要读的单元格是公式的错误值（#N/A、#REF!等），或公式没有存下结果（或存下的可能已过时）；其他规则不再核对该单元格",
    title="单元格是公式错误",
    message="{field}{fault}，无法核对",
    fix="改正公式或它引用的单元格，或者直接填写内容",
    native=tuple(
        Native(of_sheet(sheet), fields=(field,), sheet=sheet, whole=whole)
        for sheet, fields in READ.items()
        for field in fields
        for whole in (sheet in (PROJECT, ACCOUNTS) or field in SurveyForms.attributes(),)
    ),
)  # fmt: skip
def broken_cells(c: ClassFile, p: Parameters) -> Violations:
    labels: tuple[Record, ...] = (c.project, c.accounts, c.forms)
    for record in labels:
        for field in type(record).attributes():
            if is_error(record.get(field)):
                yield at(type(record).SHEET, field, record.get(field), "内容", fault=fault_of(record.get(field)))
    for row in rows_read(c):
        fields, values_of = read_of(type(row))  # type: ignore[arg-type]  # mypy takes the hash of a record for that of its class
        for field, value in zip(fields, values_of(row), strict=True):
            if type(value) is str and "#" in value and is_error(value):
                yield on(row, field, "内容", fault=fault_of(value))


@lru_cache(maxsize=16)
def read_of(kind: type[Row]) -> tuple[tuple[str, ...], Callable[[Row], tuple[Value, ...]]]:
    """The headings that rules read in a row of that kind, and a getter of their values."""
    attributes = kind.attributes()
    fields = tuple(field for field in READ[kind.SHEET] if field in attributes)
    return fields, attrgetter(*(attributes[field] for field in fields))


def rows_read(c: ClassFile) -> Iterator[Row]:
    """The rows of all tables; for 附件5 only typed rows, since a view repeats 附件4."""
    yield from (*c.people, *c.absences, *c.lectures, *c.expenses, *c.survey, *c.materials)
    yield from (result for result in c.results if result.person_row is None)


def is_error(value: object) -> bool:
    return isinstance(value, str) and "#" in value and (text(value) in ERRORS or value == UNCOMPUTED)


def fault_of(value: Value) -> str:
    if value == UNCOMPUTED:
        return "的公式没有存下结果（用 Excel、WPS 或 LibreOffice 打开并保存一次即可）"
    return f"是公式错误{text(value)}"
