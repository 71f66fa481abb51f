"""Internal consistency of a package: annexes, report and platform list must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from udfs.records.class_file import ACCOUNTS, PEOPLE, RESULTS, Accounts, ClassFile, Result
from udfs.records.masking import hide
from udfs.report.reviewed import Contradiction
from udfs.rules.about_class.project import same
from udfs.rules.model import HINT, SEVERITY_WORDS, Finding
from udfs.values import cells
from udfs.values.cells import plain
from udfs.values.headings import EXAM, HOURS, PASSED, TITLE
from workbooks.files.errors import GaoyanError
from workbooks.printing.clean import PLATFORM_COLUMNS, platform_row
from workbooks.printing.contents import PLATFORM
from workbooks.received.loose import grids_of
from workbooks.received.packages import REPORT, CheckDocument

SHARED_FACTS = ("选题名称", "申报单位", "承办单位")
"""What 附件3 takes over from 项目信息."""
ACCOUNT_LABELS = {"选题名称": "名称"}
NAMED = 3
OWN_MEASURE = "本单位改动了参数，以下问题按其参数核出，通知没有这样要求："
NOTICED = "本单位改动了参数，以下问题按通知应核出："


def report_against_annexes(report: CheckDocument, c: ClassFile, files: Mapping[str, str]) -> Iterator[Contradiction]:
    """The figures of the report, and the counts it gives of its own findings."""
    if c.has(PEOPLE) and c.has(RESULTS):
        people = f"{files[PEOPLE]}、{files[RESULTS]}"
        for label, stated, counted in (
            ("学员人数", report.facts.trainees, len(c.trainees)), ("工作人员人数", report.facts.staff, len(c.staff)),
        ):  # fmt: skip
            if stated != counted:
                yield Contradiction(f"{label}不一致", f"{REPORT}为{stated}", f"{people}为{counted}")
    total = cells.number(c.accounts.total)
    if c.has(ACCOUNTS) and report.facts.total is not None and amount_of(report.facts.total) != total:
        where = f"{files[ACCOUNTS]}!{c.places[ACCOUNTS].cells.get('合计', '合计')}"
        yield Contradiction("合计不一致", f"{REPORT}为{report.facts.total}", f"{where}为{cells.text(c.accounts.total)}")
    counts = Counter(finding.severity for finding in report.findings)
    for severity in ("error", "query", "hint"):
        if counts[severity] != getattr(report.summary, severity):
            yield Contradiction(
                "核验报告自相矛盾", f"{REPORT}的问题数为{getattr(report.summary, severity)}", f"列出的有{counts[severity]}项"
            )
    blocking = sum(finding.blocks for finding in report.findings) + sum(one.status == "failed" for one in report.rules)
    if blocking != report.summary.blocking:
        yield Contradiction("核验报告自相矛盾", f"{REPORT}称{report.summary.blocking}项妨碍盖章", f"列出的有{blocking}项")
    if report.project and c.has(ACCOUNTS):
        yield from facts_against_accounts(report, c.accounts, files[ACCOUNTS], c)


def facts_against_accounts(report: CheckDocument, accounts: Accounts, file: str, c: ClassFile) -> Iterator[Contradiction]:
    stated = report.stated_project
    for label in SHARED_FACTS:
        shown = ACCOUNT_LABELS.get(label, label)
        if not same(stated.get(label), accounts.get(shown)):
            where = f"{file}!{c.places[ACCOUNTS].cells.get(shown, shown)}"
            here = f"{REPORT}为“{cells.text(stated.get(label))}”"
            yield Contradiction(f"{label}不一致", here, f"{where}为“{cells.text(accounts.get(shown))}”")


def amount_of(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def findings_against_annexes(
    report: CheckDocument, anew: Iterable[Mapping[str, Any]], judged: Iterable[str], files: Mapping[str, str]
) -> Iterator[Contradiction]:
    """Of the rules that the annexes decide: what the report found and they do not show, and the reverse. ``anew``: masked."""
    codes = set(judged)
    stated = Counter(key_of(one.document()) for one in report.findings if counts(one, codes, files))
    found = Counter(key_of(one) for one in anew if one["severity"] != HINT and one["code"] in codes)
    for one in report.findings:
        key = key_of(one.document())
        if counts(one, codes, files) and stated[key] > found[key]:
            stated[key] -= 1
            yield Contradiction(
                "核验报告记有的问题，附件上没有", f"{REPORT}：{one.code} {one.message}", files.get(one.sheet, one.sheet)
            )
    for finding in anew:
        key = key_of(finding)
        if finding["severity"] != HINT and finding["code"] in codes and found[key] > stated[key]:
            found[key] -= 1
            where = f"{files.get(finding['sheet'], finding['sheet'])}!{finding['cell']}"
            yield Contradiction("附件上的问题，核验报告没有", f"{where}：{finding['code']} {finding['message']}", REPORT)


def by_one_measure(own: Iterable[Mapping[str, Any]], noticed: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Findings under the changed parameters of an office only, and under the notice only, a sentence each. Hints too: a
    lecture fee above the scale of the notice is one."""
    ours, theirs = list(own), list(noticed)
    both = {measured(one) for one in ours} & {measured(one) for one in theirs}
    reported = [(OWN_MEASURE, one) for one in ours] + [(NOTICED, one) for one in theirs]
    return tuple(
        f"{words}{SEVERITY_WORDS[one['severity']]} {one['code']} {one['message']}"
        for words, one in reported
        if measured(one) not in both
    )


def measured(finding: Mapping[str, Any]) -> tuple[str, ...]:
    """A finding with its level: an office may have softened that."""
    return finding["severity"], *key_of(finding)


def counts(finding: Finding, codes: set[str], files: Mapping[str, str]) -> bool:
    """A finding that the annexes must show too."""
    return finding.severity != HINT and finding.code in codes and finding.sheet in files


def key_of(finding: Mapping[str, Any]) -> tuple[str, str, str]:
    """What a finding is about, wherever its row stands: the annexes leave out empty rows."""
    return finding["code"], finding["field"], plain(finding["value"])


def platform_against_results(files: Mapping[str, Path], c: ClassFile, results_file: str) -> Iterator[Contradiction]:
    """平台上报名单 against 附件5, cell by cell."""
    name = f"{PLATFORM}.xlsx"
    if name not in files:
        if c.national and c.results:
            yield Contradiction("平台上报名单无法核对", name, "缺少这个文件")
        return
    try:
        _, *rows = grids_of(files[name])[0].rows
    except (GaoyanError, IndexError, ValueError):
        yield Contradiction("平台上报名单无法核对", name, "无法读取表格")
        return
    wanted = [platform_row(at, result) for at, result in enumerate(c.results, start=1)]
    while rows and all(cells.blank(value) for value in rows[-1]):
        rows = rows[:-1]
    if len(rows) != len(wanted):
        yield Contradiction("人数不一致", f"{name}有{len(rows)}人", f"{results_file}有{len(wanted)}人")
    yield from row_differences(name, rows, wanted, c, results_file)


def row_differences(
    name: str, rows: list[list[cells.Value]], wanted: list[list[cells.Value]], c: ClassFile, results_file: str
) -> Iterator[Contradiction]:
    """The first cells that differ."""
    headings = {"职称或职业资格": TITLE, "研修学时": HOURS, EXAM: PASSED}
    reported = 0
    for at, (row, expected) in enumerate(zip(rows, wanted, strict=False)):
        for column, (value, other) in enumerate(zip(row, expected, strict=False)):
            if plain(value) != plain(other) and reported < NAMED:
                reported += 1
                heading = PLATFORM_COLUMNS[column].heading
                ours = c.places[RESULTS].address(headings.get(heading, heading), c.results[at].row)
                here = f"{name}!{cells.column_letters(column + 1)}{at + 2}为“{hide(cells.text(value))}”"
                yield Contradiction(
                    f"{heading}不一致", here, f"{results_file}!{ours}为“{hide(shown(c.results[at], heading, headings))}”"
                )


def shown(result: Result, heading: str, headings: Mapping[str, str]) -> str:
    return cells.text(result.get(headings.get(heading, heading)))
