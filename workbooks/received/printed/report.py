"""核验报告.pdf against 核验报告.json: every figure that is printed must be the stated one.

The lines are built as the page builds them and looked for in its text, each together with the label behind it, so that a longer
or a shorter value is none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from udfs.records.class_file import ClassFile
from udfs.report.reviewed import Contradiction
from udfs.rules import catalogue
from udfs.rules.model import SEVERITY_WORDS
from udfs.schedule.period import period_text
from udfs.values import cells
from workbooks.printing.contents import VERIFICATION, further_facts, of_book
from workbooks.printing.verification import (
    BASIS,
    EXPLAINED,
    EXPLAINED_COLUMNS,
    FINDING_COLUMNS,
    FOUND,
    NOTHING_EXPLAINED,
    NOTHING_FOUND,
    RULES,
    VERDICT,
    explained_rows,
    finding_rows,
    plan_words,
    result_words,
    verdict_words,
)
from workbooks.printing.wording import amount, printed
from workbooks.received.packages import MOST_SENTENCES, REPORT, CheckDocument
from workbooks.received.printed.annexes import compared
from workbooks.received.printed.pages import PageContent, text_on, unseen_differences

LABEL = len(of_book("x")) - 1
"""So many characters stand before the name of the workbook."""


def stated_basis(report: CheckDocument, page: PageContent) -> tuple[str, ...]:
    """By what a report was judged: as it says itself, else as its page does (earlier packages)."""
    if report.basis or page[0] is None:
        return tuple(report.basis)
    whole = "".join(page[0].runs).replace("\u200b", "")
    head = whole.partition(f"{VERDICT}：")[0].rpartition(BASIS)[2]
    return tuple(filter(None, head.split("；")))[:MOST_SENTENCES]


def report_differences(page: PageContent, report: CheckDocument) -> Iterator[Contradiction]:
    """核验报告.pdf against 核验报告.json: figures, verdict, findings, explanations and rules."""
    name = f"{VERIFICATION}.pdf"
    yield from inner_differences(report)
    if page[0] is None:
        yield Contradiction("核验报告无法核对", name, page[1])
        return
    yield from unseen_differences(name, page[0])
    page_text = text_on(page)
    for label, part in report_parts(report):
        if compared(part) not in page_text:
            yield Contradiction("核验报告与其打印稿不一致", f"{REPORT}的{label}", f"{name}不是这样写的")
    if not same_rules(report, page_text):
        yield Contradiction("核验报告与其打印稿不一致", f"{REPORT}的规则执行情况", f"{name}所列的规则或结果不是这样")


def inner_differences(report: CheckDocument) -> Iterator[Contradiction]:
    """The figures that no page prints, against 项目信息 in the same report."""
    if report.project is None:
        return
    c = class_of(report, {"总学时": None})
    computed = {"days": c.days, "hours": c.hours}
    stated = report.facts.model_dump()
    for key, label in (("days", "办班天数"), ("hours", "总学时")):
        if key in stated and cells.number(stated[key]) != (None if computed[key] is None else cells.number(computed[key])):
            yield Contradiction("核验报告自相矛盾", f"{REPORT}的{label}为{stated[key]}", f"其项目信息为{computed[key]}")
    if compared(report.level) != compared(c.level):
        yield Contradiction("核验报告自相矛盾", f"{REPORT}的项目级别为{report.level}", f"其项目信息为{c.level}")


def class_of(report: CheckDocument, instead: dict[str, Any] | None = None) -> ClassFile:
    """The class according to 项目信息 in its report; ``instead``: the substitute for missing entries."""
    project = report.stated_project
    for label, value in (instead or {}).items():
        if label not in (report.project or {}):
            project = project.changed(**{type(project).attributes()[label]: value})
    return ClassFile(today=report.today).changed(project=project)


def report_parts(report: CheckDocument) -> Iterator[tuple[str, str]]:
    """(label, expected text on the page)."""
    findings = [finding.document() for finding in report.findings]
    explained = [finding for finding in findings if finding["explained"]]
    known = head_values(report)
    for (label, value), (following, _) in pairwise([*known, (VERDICT, "")]):
        if value is not None:
            yield label, f"{label}{value}{following}"
    quota = (report.facts.model_extra or {}).get("quota")
    if quota is not None:
        yield "综合定额", f"综合定额{in_yuan(cells.text(quota))}元（"
    if report.basis:
        yield BASIS, f"{BASIS}{printed('；'.join(report.basis))}{VERDICT}"
    yield "所用通知", f"{report.parameters}年通知"
    counts = report.summary
    words = verdict_words({one: getattr(counts, one) for one in SEVERITY_WORDS}, len(explained), counts.blocking)
    # Earlier packages do not print the rest of 项目信息.
    further = "" if report.materials is None else printed(further_facts(report.project or {}))
    yield "问题数", f"{words}{further}{printed(of_book(report.book))}"
    yield "项目信息", f"{further}{of_book(report.book)[:LABEL]}"
    yield "问题", FOUND + listing(FINDING_COLUMNS, finding_rows(findings), NOTHING_FOUND) + EXPLAINED
    yield "说明", EXPLAINED + listing(EXPLAINED_COLUMNS, explained_rows(explained), NOTHING_EXPLAINED) + RULES


def head_values(report: CheckDocument) -> list[tuple[str, str | None]]:
    """The labels of the head in page order, with the expected value of each; None if the report does not contain it."""
    c, facts = class_of(report), report.facts
    more = facts.model_extra or {}
    known, project = report.project is not None, c.project
    plan = " ".join(filter(None, (printed(project.level), plan_words(c))))
    period = period_text(c.start, c.end) if c.start and c.end else ""
    limit = f"（上限{more['staff_limit']}人）" if "staff_limit" in more else None
    return [
        ("选题名称", printed(project.topic) if known else None),
        ("项目级别", plan if known else None),
        ("承办单位", printed(project.organiser) if known else None),
        ("申报单位", printed(project.applicant) if known else None),
        ("办班时间", period if known else None),
        ("举办地点", printed(project.place) if known else None),
        ("学员", f"{facts.trainees}人（其中线上{more.get('online', 0)}人）"),
        ("工作人员", None if limit is None else f"{facts.staff}人{limit}"),
        ("经费合计", f"{in_yuan(facts.total)}元" if facts.total else None),
        ("综合定额", "" if "quota" in more and more["quota"] is None else None),
        ("核验日期", report.today.isoformat()),
        (BASIS, None),
    ]


def in_yuan(stated: str) -> str:
    """An amount of the report as printed; other values unchanged."""
    try:
        return amount(Decimal(stated))
    except ArithmeticError:
        return stated


def same_rules(report: CheckDocument, page_text: str) -> bool:
    """Whether the page lists just the rules of the report, each with its result."""
    listed = page_text.rpartition(compared(RULES))[2]
    # A row begins with a code and its level; the known codes, since the text before one may end with a letter or a digit.
    known = {rule.code for rule in catalogue()} | {outcome.code for outcome in report.rules}
    levels = "|".join(SEVERITY_WORDS.values())
    rows = list(re.finditer(rf"({'|'.join(map(re.escape, sorted(known)))})(?:{levels})", listed))
    ends = [row.start() for row in rows[1:]] + [len(listed)]
    counts = Counter(finding.code for finding in report.findings)
    if [row[1] for row in rows] != [outcome.code for outcome in report.rules]:
        return False
    return all(
        listed[row.end() : end].endswith(compared(result_words(outcome, counts[outcome.code]) + printed(outcome.why)))
        for row, end, outcome in zip(rows, ends, report.rules, strict=True)
    )


def listing(columns: Sequence[Any], rows: Sequence[Sequence[str]], empty: str) -> str:
    """A table of the report as one text."""
    if not rows:
        return empty
    return "".join(column.heading for column in columns) + "".join(cell for row in rows for cell in row)
