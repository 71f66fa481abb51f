"""Findings as people read them: by sheet, the worst first, masked, within the width of the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from udfs import cells
from udfs.records import SHEETS, ClassFile
from udfs.report_json import Masking, finding_document, masking_of
from udfs.rules.model import SEVERITY_WORDS, Finding, Report, Severity
from udfs.rules.runner import SEVERITY_ORDER, reading_order

if TYPE_CHECKING:
    from rich.table import Table

STYLES: dict[Severity, str] = {"error": "bold red", "query": "yellow", "hint": "blue"}
SAME_SHOWN = 4
"""So many findings of one rule on one sheet are written out; the others are named by their cells."""
CELLS_NAMED = 12
TITLES = {
    "附件3": "高级研修项目经费决算表",
    "附件4": "学员和工作人员签到表",
    "附件5": "带证书编号的学员名单",
    "附件6": "学员满意度测评统计表",
}


def by_sheet(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each sheet, the worst first, then top to bottom; sheets in the order of the workbook."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: (SEVERITY_ORDER[one.severity], reading_order(one))):
        found.setdefault(finding.sheet, []).append(finding)
    order = {sheet: at for at, sheet in enumerate(SHEETS)}
    return {sheet: found[sheet] for sheet in sorted(found, key=lambda name: (order.get(name, len(order)), name))}


def counted(findings: Iterable[Finding]) -> str:
    """错误 3 · 核实 1 · 提示 2, leaving out what there is none of."""
    listed = list(findings)
    parts = [(word, sum(one.severity == severity for one in listed)) for severity, word in SEVERITY_WORDS.items()]
    return " · ".join(f"{word} {count}" for word, count in parts if count)


def heading(sheet: str, findings: list[Finding]) -> str:
    title = TITLES.get(sheet, "")
    return f"{sheet}{' ' + title if title else ''}：{counted(findings)}"


def with_repeats(findings: list[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Each finding to write out, with those of the same rule that are only named after the last one of them."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    shown: list[tuple[Finding, list[Finding]]] = []
    for same in by_code.values():
        written = same if len(same) <= SAME_SHOWN + 1 else same[:SAME_SHOWN]
        rest = same[len(written) :]
        shown += [(finding, rest if finding is written[-1] else []) for finding in written]
    return sorted(shown, key=lambda pair: SEVERITY_ORDER[pair[0].severity])


def details(finding: Finding, masking: Masking | None) -> str:
    """The message, what is there and what should be where the message does not say so, what to do, the clause."""
    document = finding.model_dump() if masking is None else finding_document(finding, masking)
    message, value, expected = document["message"], cells.text(document["value"]), document["expected"]
    told = [f"现值 {clipped(value)}"] if value and value not in message else []
    told += [f"应为 {clipped(expected)}"] if expected and expected not in message else []
    lines = [message, *(["；".join(told)] if told else []), f"→ {document['fix']}（{finding.clause}）"]
    if finding.explained:
        lines.append(f"已说明：{clipped(document['explained'])}")
    return "\n".join(one_line(line) for line in lines)


def clipped(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def one_line(text: str) -> str:
    """Without line breaks and control characters: a cell may hold anything, a terminal obeys escape sequences."""
    return "".join(char if char.isprintable() else " " for char in text)


def sheet_table(findings: list[Finding], masking: Masking | None) -> Table:
    """The findings of one sheet as a table."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), show_header=True, header_style="dim", expand=True)
    table.add_column("级别", width=4)
    table.add_column("位置", min_width=5, no_wrap=True)
    table.add_column("规则", width=6)
    table.add_column("问题", ratio=1, overflow="fold")
    for finding, rest in with_repeats(findings):
        word = Text(SEVERITY_WORDS[finding.severity], style=STYLES[finding.severity])
        table.add_row(word, finding.cell, finding.code, Text(details(finding, masking)))
        if rest:
            named = "、".join(one.cell for one in rest[:CELLS_NAMED])
            more = " …" if len(rest) > CELLS_NAMED else ""
            table.add_row("", "", "", Text(f"同类还有 {len(rest)} 处：{named}{more}", style="dim"))
    return table


def summary(report: Report) -> str:
    """The last line: how many, and how many of them block the export."""
    broken = [outcome.code for outcome in report.outcomes if outcome.status == "failed"]
    failed = f"；规则 {'、'.join(broken)} 执行出错，不能导出，请告诉程序维护者" if broken else ""
    if not report.findings:
        return f"没有发现问题{failed}"
    blocking = f"其中 {report.blocking} 项妨碍导出" if report.blocking else "都不妨碍导出"
    return f"共 {len(report.findings)} 项：{counted(report.findings)}，{blocking}{failed}"


def next_step(report: Report, book: str, written: bool) -> str:
    """What to do now."""
    unexplained = any(one.severity == "query" and one.blocks for one in report.findings)
    if not report.blocking:
        return f"下一步：gaoyan export {book} --out 输出文件夹"
    steps = []
    if report.count("error"):
        steps.append("改正错误")
    if unexplained:
        steps.append("属实的核实项在“核验”表的“说明”栏写明情况")
    if not written:
        steps.append(f"gaoyan check {book} --write 可把这些问题写进“核验”表")
    return "下一步：" + "；".join(steps)


def skipped(report: Report) -> str:
    """Which rules could not speak, by reason; '' if all could. Rules for the other level are no news."""
    reasons: dict[str, list[str]] = {}
    for outcome in report.outcomes:
        if outcome.status == "skipped" and outcome.why and not outcome.why.startswith("仅适用于"):
            reasons.setdefault(outcome.why, []).append(outcome.code)
    return "；".join(f"{why}（{listed(codes)}）" for why, codes in reasons.items())


def listed(codes: list[str]) -> str:
    return "、".join(codes[:3]) + (f" 等 {len(codes)} 条" if len(codes) > 3 else "")


def show_report(c: ClassFile, report: Report, book: str, *, reveal: bool = False, written: bool = False) -> None:
    """The whole report on the terminal. ``written``: it stands in 核验 too."""
    from addin.streams import out, say

    console = out()
    masking = None if reveal else masking_of(c)
    for sheet, findings in by_sheet(report.findings).items():
        say(heading(sheet, findings), style="bold")
        console.print(sheet_table(findings, masking))
        say()
    if left_out := skipped(report):
        console.print(f"未核验：{left_out}", style="dim")
    console.print(summary(report), style="bold")
    console.print(next_step(report, book, written))
