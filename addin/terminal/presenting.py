"""Findings for the terminal: by sheet, most severe first, masked, wrapped to the width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from addin.terminal.next_line import lines_of
from addin.terminal.streams import put, say, width
from addin.terminal.wrapping import columns, padded, wrapped
from udfs.records.class_file import MATERIALS, SHEETS, ClassFile
from udfs.report.report_json import Masking, finding_document, masking_of
from udfs.rules.model import SEVERITY_ORDER, SEVERITY_WORDS, Finding, Report, Severity
from udfs.rules.runner import reading_order
from udfs.values import cells
from udfs.values.regex import regex
from udfs.values.terminal import some_of

StyledLine = list[tuple[str, str]]
STYLES: dict[Severity, str] = {"error": "bold red", "query": "yellow", "hint": "blue"}
FOLDED = 3
"""From this many rows on, identical findings are combined into one line."""
SAME_SHOWN = 4
"""Maximum findings of one rule on one sheet that are shown in full; the others are listed by cell."""
CELLS_NAMED = 12
REASONS_SHOWN = 3
EXPECTED_SHOWN = 40
"""Characters of an expected value."""
GAP = 2
NOT_EMPTY = "不能为空"
"""The expectation of an empty cell, which the message already contains."""
TITLES = {
    "附件3": "高级研修项目经费决算表",
    "附件4": "学员和工作人员签到表",
    "附件5": "带证书编号的学员名单",
    "附件6": "学员满意度测评统计表",
}


def by_sheet(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """{sheet: findings}, most severe first, then top to bottom; sheets in the order of the workbook."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: (SEVERITY_ORDER[one.severity], reading_order(one))):
        found.setdefault(finding.sheet, []).append(finding)
    order = {sheet: at for at, sheet in enumerate(SHEETS)}
    return {sheet: found[sheet] for sheet in sorted(found, key=lambda name: (order.get(name, len(order)), name))}


def counted(findings: Iterable[Finding]) -> str:
    """错误 3 · 核实 1 · 提示 2, without severities that do not occur."""
    listed = list(findings)
    parts = [(word, sum(one.severity == severity for one in listed)) for severity, word in SEVERITY_WORDS.items()]
    return " · ".join(f"{word} {count}" for word, count in parts if count)


def heading(sheet: str, findings: list[Finding]) -> str:
    title = TITLES.get(sheet, "")
    return f"{sheet}{' ' + title if title else ''}：{counted(findings)}"


@dataclass(frozen=True)
class Group:
    """The findings of one rule on one sheet: ``shown`` in full, ``rest`` by cell; ``fix`` if common to all.

    Findings with identical texts in several rows are combined in ``shown``, with all rows in the message.
    """

    shown: list[Finding]
    rest: list[Finding]
    fix: str | None


def grouped(findings: list[Finding]) -> list[Group]:
    """The findings of one sheet by rule, most severe first."""
    by_code: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_code.setdefault((finding.severity, finding.code), []).append(finding)
    groups = []
    for found in by_code.values():
        same = list(folded(found))
        shown = same if len(same) <= SAME_SHOWN + 1 else same[:SAME_SHOWN]
        fixes = {finding.fix for finding in same}
        groups.append(Group(shown, same[len(shown) :], fixes.pop() if len(fixes) == 1 else None))
    return sorted(groups, key=lambda group: SEVERITY_ORDER[group.shown[0].severity])


def folded(findings: list[Finding]) -> Iterator[Finding]:
    """The findings of one rule, with identical ones combined."""
    alike: dict[tuple[str, str, str | None, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.field, finding.gist, finding.explained, finding.fix), []).append(finding)
    for (_, gist, _, _), same in alike.items():
        rows = [finding.row for finding in same if finding.row is not None]
        if gist and len(same) >= FOLDED and len(rows) == len(same) == len(set(rows)):
            message = f"{gist}（第{row_ranges(rows)}行，共{len(rows)}处）"
            yield replace(same[0], cell=f"{same[0].cell}…", message=message, value=None, expected="")
        else:
            yield from same


def row_ranges(rows: list[int]) -> str:
    """4至8、10: the rows in order, consecutive ones as ranges."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}至{run[-1]}" for run in runs)


def details(finding: Finding, masking: Masking | None, with_fix: bool) -> list[str]:
    """The message, with value and expected value if not stated otherwise; the explanation; the fix."""
    document = finding.document() if masking is None else finding_document(finding, masking)
    message, value, expected = document["message"], cells.text(document["value"]), document["expected"]
    values = [f"现值 {clipped(value)}"] if value and value not in message and value not in message.replace(",", "") else []
    values += (
        [f"应为 {clipped(expected, EXPECTED_SHOWN)}"] if expected and not is_stated(expected, message, document["fix"]) else []
    )
    message = _ASKED.sub(lambda found: f"运行 {COMMANDS[found[1]]} ", message)
    texts = [f"{message}（{'；'.join(values)}）" if values else message]
    if finding.explained:
        texts.append(f"已说明：{clipped(document['explained'])}")
    return [*texts, fix_line(document["fix"], finding.clause)] if with_fix else texts


def is_stated(expected: str, message: str, fix: str) -> bool:
    """True if message or fix contains the expected value, its limit, or the command that produces it."""
    if expected == NOT_EMPTY or expected in message or _ASKED.search(message):
        return True
    if expected in fix and not _NUMBERS.fullmatch(expected):
        return True
    limit = _LIMIT.fullmatch(expected)
    return limit is not None and limit[1] in _NUMBERS.findall(message)


COMMANDS = {
    "规范化": "gaoyan tidy", "汇总决算": "gaoyan total", "分配编号": "gaoyan number", "导入名册": "gaoyan import",
    "登记考勤": "gaoyan attendance", "统计测评": "gaoyan survey", "重新汇总": "gaoyan total",
    "生成附件5": "gaoyan tidy --results", "讲课费测算": "gaoyan total --tax",
}  # fmt: skip
"""{button named in a fix: terminal command}."""
_ASKED = regex(f"运行“({'|'.join(COMMANDS)})”")
"""In messages, which also quote cells, only explicit instructions are replaced."""
_LIMIT = regex("(?:不超过|合计不多于)([0-9,.]+)(?:学时)?")
_NUMBERS = regex("[0-9][0-9,.]*")
_BUTTONS = regex(f"(?:点|运行|用)?“?({'|'.join(COMMANDS)})”?(?![（(]?gaoyan)")


def in_commands(fix: str) -> str:
    """A fix for the terminal, with commands in place of buttons.

    >>> in_commands("删去空行，运行“规范化”重排序号"), in_commands("核对明细；无误的用汇总决算重新汇总附件3")
    ('删去空行，运行 gaoyan tidy 重排序号', '核对明细；无误的用 gaoyan total 重新汇总附件3')
    """
    replaced: set[str] = set()

    def command(found: re.Match[str]) -> str:
        name = COMMANDS[found[1]]
        before = found[0][: found[0].index(found[1])].strip("“")
        if name in replaced:
            return found[0]
        replaced.add(name)
        return f"{'运行' if before == '点' else before} {name} " if before else f" {name} "

    return re.sub(r" +([，；。、：）]|$)", r"\1", _BUTTONS.sub(command, fix)).strip()


def fix_line(fix: str, clause: str) -> str:
    return f"→ {in_commands(fix)}〔{clause}〕"


def clipped(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which a terminal would interpret."""
    return "".join(char if char.isprintable() else " " for char in text)


def sheet_lines(findings: list[Finding], masking: Masking | None, width: int, codes: bool = False) -> Iterator[StyledLine]:
    """The findings of one sheet as lines of (text, style) pieces: level, place, message, fix; the rule code if ``codes``."""
    places = max([columns("位置"), *(columns(finding.cell) for finding in findings)])
    lead = (4, places, 6) if codes else (4, places)
    indent = sum(lead) + GAP * len(lead)
    yield [
        ("".join(padded(word, size + GAP) for word, size in zip(("级别", "位置", "规则"), lead, strict=False)) + "问题", "dim")
    ]
    for group in grouped(findings):
        for finding in group.shown:
            first, *more = detail_lines(finding, masking, group.fix is None, width - indent)
            yield [
                (padded(SEVERITY_WORDS[finding.severity], lead[0] + GAP), STYLES[finding.severity]),
                (padded(finding.cell, places + GAP) + (padded(finding.code, 6 + GAP) if codes else "") + first, ""),
            ]
            yield from ([(" " * indent + text, "")] for text in more)
        for text in group_lines(group, masking):
            yield from ([(" " * indent + line, "dim")] for line in wrapped(one_line(text), width - indent))


def detail_lines(finding: Finding, masking: Masking | None, with_fix: bool, width: int) -> list[str]:
    return [line for text in details(finding, masking, with_fix) for line in wrapped(one_line(text), width)]


def group_lines(group: Group, masking: Masking | None) -> Iterator[str]:
    """The common lines below the findings of one rule."""
    if group.rest:
        named = "、".join(one.cell for one in group.rest[:CELLS_NAMED])
        more = " …" if len(group.rest) > CELLS_NAMED else ""
        yield f"同类还有 {len(group.rest)} 处：{named}{more}"
    if group.fix is not None:
        last = group.shown[-1]
        yield fix_line(last.fix if masking is None else finding_document(last, masking)["fix"], last.clause)


def summary(report: Report) -> str:
    """The last line: the number of findings, and of those that block the export."""
    broken = [outcome.code for outcome in report.outcomes if outcome.status == "failed"]
    failed = f"；规则 {'、'.join(broken)} 执行出错，不能导出，请告诉程序维护者" if broken else ""
    if not report.findings:
        return f"没有发现问题{failed}"
    blocking = f"其中 {report.blocking} 项妨碍导出" if report.blocking else "都不妨碍导出"
    return f"共 {len(report.findings)} 项：{counted(report.findings)}，{blocking}{failed}"


def skipped(report: Report) -> str:
    """The number of skipped rules with reasons; '' if none. Rules for the other level are not mentioned."""
    reasons = [
        outcome.why
        for outcome in report.outcomes
        if outcome.status == "skipped" and outcome.why and not outcome.why.startswith("仅适用于")
    ]
    if not reasons:
        return ""
    named = some_of(list(dict.fromkeys(reasons)), "种原因", REASONS_SHOWN, between="；")
    return f"另有{len(reasons)}条规则暂不能核验：{named}"


def show_report(
    c: ClassFile, report: Report, book: str, *, reveal: bool = False, written: bool = False, codes: bool = False
) -> None:
    """The whole report. ``written``: it is in 核验 as well; ``codes``: with rule codes."""
    from rich.text import Text

    masking = None if reveal else masking_of(c)
    for text in report.basis:
        say("\n".join(wrapped(text, width())), style="dim")
    say()
    for sheet, findings in by_sheet(report.findings).items():
        if sheet == MATERIALS and c.end is None and all(one.severity == "hint" for one in findings):
            say(f"{heading(sheet, findings)}，填了结束日期再逐项列出", style="bold")
            say()
            continue
        say(heading(sheet, findings), style="bold")
        for line in sheet_lines(findings, masking, width(), codes):
            put(Text.assemble(*line))
        say()
    last_lines = [(skipped(report), "dim"), (summary(report), "bold"), (lines_of(c, report, book)[0], "")]
    if report.findings and not written and "--write" not in last_lines[-1][0]:
        last_lines.insert(-1, (f"gaoyan check {one_line(book)} --write 可把这些问题写进“核验”表", ""))
    for text, style in last_lines:
        say("\n".join(wrapped(text, width())) if text else None, style=style)
