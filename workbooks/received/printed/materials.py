"""Compares 材料清单.pdf with the class: class, items, deadlines and ticks.

The page is made once more from 项目信息 and 材料清单 as the report tells them. Values missing in the report are named.
"""

from __future__ import annotations

from collections.abc import Iterator

from udfs.records.class_file import YES, ClassFile, Material
from udfs.records.masking import hide
from udfs.report.reviewed import Contradiction
from udfs.schedule.period import period_text
from udfs.values.headings import NUMBER_HEADING
from workbooks.printing.contents import MATERIAL_LIST
from workbooks.printing.handing_in import TICK, materials_page
from workbooks.printing.wording import printed
from workbooks.received.packages import CheckDocument
from workbooks.received.printed.annexes import compared
from workbooks.received.printed.pages import PageContent, quoted, text_on, unseen_differences
from workbooks.received.printed.report import class_of

NAME = f"{MATERIAL_LIST}.pdf"
MADE_ON = "制表日期"
PAPERS_BETWEEN = "\u3000"
"""Between the papers of a claim, which share one cell."""
LONGEST = 20
Expected = tuple[str, tuple[str, ...]]
"""(what it is, the texts of which one must stand there)."""
NOT_COMPARED = f"{NAME}没有逐行核对：核验报告（旧版导出）没有写项目信息"
TICKS_NOT_COMPARED = (
    f"{NAME}的“齐备”和自列事项，以及经费来源等不在表头的项目信息没有核对：核验报告（旧版导出）没有写材料清单，也没有印这些信息"
)
ENDS_NOT_COMPARED = f"{NAME}的截止日期没有核对：办班单位改动了参数，核验报告没有写明改成什么"


def listed_class(report: CheckDocument, stated_class: ClassFile) -> ClassFile:
    """The class as its report tells it, with its 材料清单; ``stated_class``: with the parameters that its office stated."""
    rows = [
        Material(row=at, item=one.item, clause=one.clause, ready=YES if one.ready else None)
        for at, one in enumerate(report.materials or (), start=1)
    ]
    return class_of(report).changed(materials=tuple(rows), settings=stated_class.settings)


def unlooked_at(report: CheckDocument | None, unknown: bool) -> tuple[str, ...]:
    """The parts of the list that cannot be compared. ``unknown``: an office changed a parameter without stating its value."""
    if report is None:
        return ()
    if report.project is None:
        return (NOT_COMPARED,)
    return tuple(filter(None, ("" if report.materials is not None else TICKS_NOT_COMPARED, ENDS_NOT_COMPARED if unknown else "")))


def materials_differences(
    page: PageContent, c: ClassFile, report: CheckDocument | None, unknown: bool
) -> Iterator[Contradiction]:
    """``c``: the class as its annexes show it, with the stated parameters; ``unknown``: see ``unlooked_at``."""
    if page[0] is None:
        yield Contradiction("打印稿无法核对", NAME, page[1])
        return
    yield from unseen_differences(NAME, page[0])
    if report is None or report.project is None or unknown:
        yield from head_differences(text_on(page), c if report is None or report.project is None else class_of(report), report)
        return
    found = first_difference(text_on(page), expected(listed_class(report, c), report.materials is None))
    if found is not None:
        yield found


def head_differences(page_text: str, stated_class: ClassFile, report: CheckDocument | None) -> Iterator[Contradiction]:
    """Compares the head only: class and dates."""
    period = period_text(stated_class.start, stated_class.end) if stated_class.start and stated_class.end else ""
    day = "" if report is None else report.today.isoformat()
    topic, organiser = printed(stated_class.project.topic), printed(stated_class.project.organiser)
    facts = (("选题名称", topic), ("承办单位", organiser), ("办班时间", period), (MADE_ON, day))
    for (label, value), following in zip(facts, ("承办单位", "办班时间", MADE_ON, ""), strict=True):
        if compared(f"{label}{value}{following}") not in page_text:
            yield Contradiction("材料清单与本班不一致", f"{label}应为“{value}”", f"{NAME}不是这样写的")
            return


def expected(c: ClassFile, any_tick: bool) -> Iterator[Expected]:
    """Every text of the page in typesetting order; ``any_tick``: the report does not contain the ticks."""
    page = materials_page(c)
    yield "标题", (page["title"],)
    for label, value in page["facts"]:
        yield label, (label,)
        yield label, (value,)
    yield "说明", (page["remark"],)
    for section in page["sections"]:
        title = section["title"]
        headings = [column["heading"] for column in section["columns"]]
        yield from ((title, (one,)) for one in (title, *headings))
        for row in section["rows"]:
            for heading, value in zip(headings, row["cells"], strict=True):
                item = row["cells"][headings[0] == NUMBER_HEADING]
                where = f"{title.partition('、')[2]}“{hide(item)[:LONGEST]}”的{heading}"
                yield from ((where, one) for one in alternatives(value, any_tick))


def alternatives(value: str, any_tick: bool) -> Iterator[tuple[str, ...]]:
    """The accepted texts of a cell: 是 or an empty box if the tick is unknown."""
    if not any_tick:
        yield (value,)
        return
    for one in value.split(PAPERS_BETWEEN):
        mark, blank, paper = one.partition(" ")
        if one in (YES, TICK):
            yield YES, TICK
        elif blank and mark in (YES, TICK):
            yield f"{YES}{paper}", f"{TICK}{paper}"
        else:
            yield (one,)


def first_difference(page_text: str, wanted: Iterator[Expected]) -> Contradiction | None:
    """Where the page first says something else."""
    at = 0
    for where, texts in wanted:
        shown = next((text for text in map(compared, texts) if page_text.startswith(text, at)), None)
        if shown is None:
            return Contradiction("材料清单与本班不一致", f"{where}应为“{hide(texts[0])}”", f"{NAME}为“{quoted(page_text, at)}”")
        at += len(shown)
    return (
        None
        if at == len(page_text)
        else Contradiction("材料清单与本班不一致", "清单应到此为止", f"{NAME}还有“{quoted(page_text, at)}”")
    )
