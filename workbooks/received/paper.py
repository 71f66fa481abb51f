"""The pages of a package held against its workbooks: where they part, both places are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from udfs.records.masking import hide
from udfs.report.reviewed import Difference
from udfs.rules.model import SEVERITY_WORDS
from workbooks.printing.contents import MERGED, VERIFICATION
from workbooks.printing.verification import EXPLAINED_COLUMNS, FINDING_COLUMNS, explained_rows, finding_rows
from workbooks.printing.wording import amount
from workbooks.received.packages import REPORT, limited
from workbooks.received.pdf_text import NotOurs, Text, text_of
from workbooks.received.printed_annexes import Printed, compared, printed_annexes

DRAFT = "草稿"
TALL = 200
"""A text of so many characters may make a row that is split over two pages."""
AROUND = 12
"""So many characters of a page are quoted."""
FOUND, EXPLAINED, RULES = "一、发现的问题", "二、已作说明的核实事项", "三、规则执行情况"


def paper_differences(
    files: Mapping[str, Path], c: Any, workbooks: Mapping[str, str], document: Mapping[str, Any] | None
) -> Iterator[Difference]:
    """``files``: name -> place of the whole package; ``workbooks``: annex -> its workbook; ``document``: its own report."""
    pieces = printed_annexes(c)
    for sheet, printed in pieces.items():
        yield from page_difference(files, f"{sheet}.pdf", [(workbooks[sheet], printed)])
    if pieces:
        yield from page_difference(files, f"{MERGED}.pdf", [(workbooks[sheet], printed) for sheet, printed in pieces.items()])
    if document is not None:
        yield from report_differences(files, document)


def page_difference(files: Mapping[str, Path], name: str, expected: Sequence[tuple[str, list[Printed]]]) -> Iterator[Difference]:
    """The first place where a PDF does not say what the workbooks say."""
    text, fault = read(files, name)
    if text is None:
        yield Difference("打印稿无法核对", name, fault)
        return
    said = compared("".join(text.runs))
    wanted = [
        (f"{workbook}!{cell}" if cell else "", compared(shown)) for workbook, printed in expected for cell, shown in printed
    ]
    whole = "".join(shown for _, shown in wanted)
    # Only a row taller than a page is set in another order: over two pages, column by column.
    reordered = any(len(shown) > TALL for _, shown in wanted) and sorted(said) == sorted(whole)
    if said != whole and not reordered:
        yield first_difference(name, said, wanted)


def read(files: Mapping[str, Path], name: str) -> tuple[Text | None, str]:
    """The text of a page, or why there is none."""
    if name not in files:
        return None, "缺少这个文件"
    try:
        text = text_of(limited(files[name]))
    except NotOurs as error:
        return None, str(error)
    if any(compared(run) == DRAFT for run in text.runs):
        return None, "是草稿，不是盖章稿"
    return text, ""


def first_difference(name: str, said: str, wanted: Iterable[Printed]) -> Difference:
    """The cell at which the page first says something else."""
    at = 0
    where, shown = "", ""
    last = ""
    for where, shown in wanted:
        if where:
            last = where
        if not said.startswith(shown, at):
            break
        at += len(shown)
    else:
        return Difference("打印稿与表格不一致", f"{last}之后没有内容", f"{name}还有“{quoted(said, at)}”")
    cell = where or last or "表头"
    return Difference("打印稿与表格不一致", f"{cell}为“{hide(shown)}”", f"{name}为“{quoted(said, at)}”")


def quoted(said: str, at: int) -> str:
    """What stands there, numbers of persons masked: the text is masked whole, so that a cut number is not missed."""
    return hide(said)[at : at + AROUND] or "（没有内容）"


def report_differences(files: Mapping[str, Path], document: Mapping[str, Any]) -> Iterator[Difference]:
    """核验报告.pdf against 核验报告.json: figures, verdict, findings and explanations."""
    name = f"{VERIFICATION}.pdf"
    text, fault = read(files, name)
    if text is None:
        yield Difference("核验报告无法核对", name, fault)
        return
    said = compared("".join(text.runs))
    for label, part in report_parts(document):
        if compared(part) not in said:
            yield Difference("核验报告与其打印稿不一致", f"{REPORT}的{label}", f"{name}不是这样写的")


def report_parts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(what it is, how it must stand on the page)."""
    facts, summary = document["facts"], document["summary"]
    findings = document["findings"]
    explained = [finding for finding in findings if finding["explained"]]
    yield "学员人数", f"学员{facts['trainees']}人（其中线上{facts.get('online', 0)}人）"
    yield "工作人员人数", f"工作人员{facts['staff']}人（"
    if facts.get("total"):
        yield "经费合计", f"经费合计{amount(Decimal(facts['total']))}元"
    counts = "，".join(f"{word}{summary[severity]}项" for severity, word in SEVERITY_WORDS.items())
    yield "问题数", f"核验结论：{counts}"
    yield "问题", FOUND + listing(FINDING_COLUMNS, finding_rows(findings), "没有发现问题。") + EXPLAINED
    yield "说明", EXPLAINED + listing(EXPLAINED_COLUMNS, explained_rows(explained), "没有需要说明的事项。") + RULES
    for label, value in (document.get("project") or {}).items():
        if label in ("选题名称", "承办单位", "申报单位", "举办地点"):
            yield label, f"{label}{value}"


def listing(columns: Sequence[Any], rows: Sequence[Sequence[str]], empty: str) -> str:
    """A table of the report as one text."""
    if not rows:
        return empty
    return "".join(column.heading for column in columns) + "".join(cell for row in rows for cell in row)
