"""核验报告 as a page: findings, explanations of queries, outcome of each rule. Personal numbers are masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from udfs.money.amounts import yuan
from udfs.money.quota import quota_use
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.rules import catalogue
from udfs.rules.model import SEVERITY_WORDS, Outcome, Report, Severity
from udfs.schedule.period import period_text
from udfs.values import cells
from udfs.values.headings import EXPECTED, FIX, NUMBER_HEADING, VALUE
from workbooks.printing.pages import PrintedColumn, PrintedPart, section
from workbooks.printing.wording import amount, printed

FINDING_COLUMNS = (
    PrintedColumn(NUMBER_HEADING, 10),
    PrintedColumn("级别", 12),
    PrintedColumn("位置", 25),
    PrintedColumn("规则", 17),
    PrintedColumn("问题", left=True),
    PrintedColumn(VALUE, 38, left=True),
    PrintedColumn(EXPECTED, 38, left=True),
    PrintedColumn("依据", 20),
    PrintedColumn(FIX, 45, left=True),
)
EXPLAINED_COLUMNS = (
    PrintedColumn(NUMBER_HEADING, 10),
    PrintedColumn("位置", 25),
    PrintedColumn("规则", 17),
    PrintedColumn("问题", left=True),
    PrintedColumn("说明", 115, left=True),
)
RULE_COLUMNS = (
    PrintedColumn("规则", 20),
    PrintedColumn("级别", 14),
    PrintedColumn("检查内容", 70, left=True),
    PrintedColumn("依据", 30),
    PrintedColumn("结果", 24),
    PrintedColumn("备注", left=True),
)


FOUND, EXPLAINED, RULES = "一、发现的问题", "二、已作说明的核实事项", "三、规则执行情况"
NOTHING_FOUND, NOTHING_EXPLAINED = "没有发现问题。", "没有需要说明的事项。"
BASIS, VERDICT = "采用参数", "核验结论"


def verification_page(c: ClassFile, report: Report, document: dict[str, Any], remarks: Iterable[str] = ()) -> PrintedPart:
    """The page; ``document``: the masked JSON document of the same report; ``remarks`` are shown below the verdict."""
    findings = document["findings"]
    explained = [finding for finding in findings if finding["explained"]]
    return {
        "kind": "report",
        "title": "核验报告",
        "facts": fact_rows(c, report, document),
        "verdict": verdict(report, len(explained)),
        "remarks": [printed(remark) for remark in remarks],
        "sections": [
            section(FOUND, FINDING_COLUMNS, finding_rows(findings), NOTHING_FOUND),
            section(EXPLAINED, EXPLAINED_COLUMNS, explained_rows(explained), NOTHING_EXPLAINED),
            section(RULES, RULE_COLUMNS, rule_rows(report, class_parameters(c)), "没有执行规则。"),
        ],
    }


def fact_rows(c: ClassFile, report: Report, document: dict[str, Any]) -> list[list[str]]:
    """The identity of the class and the decisive figures."""
    facts = document["facts"]
    use = quota_use(c, class_parameters(c))
    project = c.project
    return [
        ["选题名称", printed(project.topic)],
        ["项目级别", " ".join(filter(None, (printed(project.level), plan_words(c))))],
        ["承办单位", printed(project.organiser)],
        ["申报单位", printed(project.applicant)],
        ["办班时间", period_text(c.start, c.end) if c.start and c.end else ""],
        ["举办地点", printed(project.place)],
        ["学员", f"{facts['trainees']}人（其中线上{facts['online']}人）"],
        ["工作人员", f"{facts['staff']}人（上限{facts['staff_limit']}人）"],
        ["经费合计", with_unit(amount(c.accounts.total))],
        ["综合定额", f"{yuan(use.limit)}元（{use.working}）" if use else ""],
        ["核验日期", report.today.isoformat()],
        [BASIS, printed("；".join(report.basis) or f"{report.parameters}年通知及其所依据的规定")],
    ]


def plan_words(c: ClassFile) -> str:
    return f"{c.year or ''}年计划第{c.plan_number}项" if c.plan_number is not None else ""


def with_unit(shown: str) -> str:
    return f"{shown}元" if shown else ""


def verdict(report: Report, explained: int) -> str:
    """The result in one sentence."""
    return verdict_words({severity: report.count(severity) for severity in SEVERITY_WORDS}, explained, report.blocking)


def verdict_words(count: Mapping[Severity, int], explained: int, blocking: int) -> str:
    """The same from figures only, as contained in the JSON document."""
    counts = "，".join(f"{word}{count[severity]}项" for severity, word in SEVERITY_WORDS.items())
    explanation = f"（已作说明{explained}项）" if explained else ""
    stamp = f"其中{blocking}项妨碍导出盖章稿。" if blocking else "没有妨碍导出盖章稿的问题。"
    return f"{VERDICT}：{counts}{explanation}；{stamp}"


def finding_rows(findings: Sequence[dict[str, Any]]) -> list[list[str]]:
    return [
        [
            str(at), SEVERITY_WORDS[finding["severity"]], f"{finding['sheet']}!{finding['cell']}", finding["code"],
            printed(finding["message"]), printed(cells.text(finding["value"])), printed(finding["expected"]),
            finding["clause"], printed(finding["fix"]),
        ]
        for at, finding in enumerate(findings, start=1)
    ]  # fmt: skip


def explained_rows(explained: Sequence[dict[str, Any]]) -> list[list[str]]:
    return [
        [
            str(at), f"{finding['sheet']}!{finding['cell']}", finding["code"], printed(finding["message"]),
            printed(finding["explained"]),
        ]
        for at, finding in enumerate(explained, start=1)
    ]  # fmt: skip


def rule_rows(report: Report, p: Parameters) -> list[list[str]]:
    """One row per rule, in catalogue order."""
    rules = {rule.code: rule.worded(p) for rule in catalogue()}
    counts: dict[str, int] = {}
    for finding in report.findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
    rows = []
    for outcome in report.outcomes:
        rule = rules.get(outcome.code)
        result = result_words(outcome, counts.get(outcome.code, 0))
        severity, title, clause = (SEVERITY_WORDS[rule.severity], rule.title, rule.clause) if rule else ("", "", "")
        rows.append([outcome.code, severity, printed(title), clause, result, printed(outcome.why)])
    return rows


def result_words(outcome: Outcome, count: int) -> str:
    """The outcome of a rule in words."""
    return {"passed": "通过", "skipped": "未检查", "failed": "执行出错"}.get(outcome.status) or f"发现{count}项"
