"""材料清单 as data: what to submit under which clause, to whom, by when, who stamps it, what is done.

Used by the printed list, the command and the calendar. Dates come from ``deadlines``, items from the parameters, ticks and
filing dates from the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from udfs.notice.judgements import judgements
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ACCOUNTS, PEOPLE, YES, ClassFile, Material
from udfs.schedule.deadlines import claim_due, filing_due, report_due, subsidised
from udfs.values import cells
from udfs.values.cells import Value

ListPart = Literal["filing", "material", "section", "claim", "judgement", "own"]
TITLES: dict[ListPart, str] = {
    "filing": "按期报送的事项",
    "material": "办班结束后提交的材料",
    "section": "研修总结报告应有的内容",
    "claim": "经费报销的凭据",
    "judgement": "软件无法判断、由本单位确认的事项",
    "own": "本单位另列的事项",
}
SEAL = "承办单位印章"
FURTHER_SIGNS = {ACCOUNTS: "经办人签字、承办单位财务部门签章", PEOPLE: "学员、工作人员本人签名"}
SECTION = "总结报告："
"""Prefix of a report section in 事项."""


def title_of(part: ListPart, p: Parameters) -> str:
    """The title of a part, with the office named by the notice of the class."""
    return f"{TITLES[part]}（报{p.claim_office}）" if part == "claim" else TITLES[part]


@dataclass(frozen=True, slots=True)
class ChecklistEntry:
    """One line of the list. ``due`` is None without the dates of the class; ``filed`` is the day of filing."""

    part: ListPart
    item: str
    clause: str
    office: str = ""
    signs: str = ""
    due: date | None = None
    filed: date | None = None
    ticked: bool = False

    @property
    def done(self) -> bool:
        return self.ticked or self.filed is not None

    def days_left(self, today: date) -> int | None:
        """Days from ``today`` to the last day, negative once it is past; None if done or without a date."""
        return None if self.due is None or self.done else (self.due - today).days


def checklist(c: ClassFile, p: Parameters) -> tuple[ChecklistEntry, ...]:
    """The whole list of a class, in the order of its parts."""
    typed = {cells.plain(material.item): material for material in c.materials}
    found = [
        *filings(c, p),
        *materials(c, p, typed),
        *sections(c, p, typed),
        *claim_papers(c, p, typed),
        *judgement_entries(c, p, typed),
    ]
    listed = {cells.plain(listed_as(entry)) for entry in found}
    found += [
        ChecklistEntry(part="own", item=cells.text(one.item), clause=cells.text(one.clause), ticked=is_ticked(one))
        for key, one in typed.items()
        if key and key not in listed
    ]
    return tuple(found)


def filings(c: ClassFile, p: Parameters) -> Iterator[ChecklistEntry]:
    """The items filed on a separate day before and after the class."""
    before = filing_due(c.start, c.level, p) if c.start and c.level in p.filing_days else None
    clause = p.source("filing_days").clause
    office = f"{p.bureau}，由其提交{p.platform}" if c.national else p.bureau
    yield filing("开班通知", clause, office, before, c.project.notice_filed)
    yield filing("实施方案", clause, office, before, c.project.scheme_filed)
    report = report_due(c.end, p) if c.end else None
    yield filing("总结材料", p.source("report_months").clause, p.bureau, report, c.project.report_filed)
    if c.national and subsidised(c):
        due = claim_due(c.end, p) if c.end else None
        yield filing("经费报销材料", p.source("claim_months").clause, p.claim_office, due, c.project.claim_filed)


def filing(item: str, clause: str, office: str, due: date | None, filed: Value) -> ChecklistEntry:
    return ChecklistEntry(part="filing", item=item, clause=clause, office=office, due=due, filed=cells.day(filed))


def materials(c: ClassFile, p: Parameters, typed: dict[str, Material]) -> Iterator[ChecklistEntry]:
    """The materials of the notice, all with the organiser's seal."""
    due = report_due(c.end, p) if c.end else None
    for item in p.materials:
        further = next((sign for annex, sign in FURTHER_SIGNS.items() if item.startswith(annex)), "")
        yield ChecklistEntry(
            part="material",
            item=item,
            clause=p.source("materials").clause,
            office=p.bureau,
            signs="；".join(filter(None, (SEAL, further))),
            due=due,
            ticked=is_ticked(typed.get(cells.plain(item))),
        )


def sections(c: ClassFile, p: Parameters, typed: dict[str, Material]) -> Iterator[ChecklistEntry]:
    """The sections of the report, due with it."""
    due = report_due(c.end, p) if c.end else None
    clause = p.source("report_sections").clause
    for name in p.report_sections:
        ticked = is_ticked(typed.get(cells.plain(f"{SECTION}{name}")))
        yield ChecklistEntry(part="section", item=name, clause=clause, due=due, ticked=ticked)


def claim_papers(c: ClassFile, p: Parameters, typed: dict[str, Material]) -> Iterator[ChecklistEntry]:
    """The papers for the claim of a subsidised national class, those only needed in some cases last."""
    if not (c.national and subsidised(c)):
        return
    due = claim_due(c.end, p) if c.end else None
    for key in ("claim_papers", "claim_papers_at_need"):
        for item in getattr(p, key):
            yield ChecklistEntry(
                part="claim", item=item, clause=p.source(key).clause, office=p.claim_office, due=due,
                ticked=is_ticked(typed.get(cells.plain(item))),
            )  # fmt: skip


def judgement_entries(c: ClassFile, p: Parameters, typed: dict[str, Material]) -> Iterator[ChecklistEntry]:
    """The items that people must judge for a class of this level."""
    for line in judgements(p.notice, c.level):
        ticked = is_ticked(typed.get(cells.plain(line.judgement)))
        yield ChecklistEntry(part="judgement", item=line.judgement, clause=line.clause, ticked=ticked)


def listed_as(entry: ChecklistEntry) -> str:
    """The item as written in the sheet 材料清单."""
    return f"{SECTION}{entry.item}" if entry.part == "section" else entry.item


def is_ticked(material: Material | None) -> bool:
    return material is not None and cells.text(material.ready) == YES


def days_words(left: int | None) -> str:
    """The remaining time in words.

    >>> days_words(6), days_words(0), days_words(-2), days_words(None)
    ('6天', '0天', '已过2天', '')
    """
    if left is None:
        return ""
    return f"{left}天" if left >= 0 else f"已过{-left}天"
