"""The rule handbook docs/rules.md, from the declarations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from udfs.notice.clauses import cited
from udfs.notice.parameters import CONFIDENCE_WORDS, Bracket, DatedValue, Leaf, Parameters, Term, Tier, parameters_for
from udfs.people.titles import title_rows, title_sources
from udfs.rules import catalogue_of
from udfs.rules.model import BROKEN_CELL, SEVERITY_WORDS, Rule, Severity
from udfs.rules.needs import NEEDS
from udfs.rules.tracing import OTHER_SOURCES, other_sources, places_of
from udfs.values.regex import regex

GENERATED = "<!-- 由 make docs 生成，请勿手改 · generated, do not edit -->"
AT_EXPORT: Mapping[Severity, str] = {
    "error": "导出盖章稿前必须改正",
    "query": "可能属实；改正，或在核验表“说明”列写明原因后方可导出",
    "hint": "供参考，不影响导出",
}

_WORD = regex(r"\{\w+\}")


def handbook() -> str:
    """docs/rules.md."""
    p = parameters_for()
    lines = [GENERATED, "", "# 规则手册", "", *introduction(), ""]
    for sheet in dict.fromkeys(rule.sheet for rule in catalogue_of()):
        lines += [f"## {sheet}", ""]
        for rule in catalogue_of():
            lines += [*rule_entry(rule, p), ""] if rule.sheet == sheet else []
    lines += ["## 参数", "", *parameters_introduction(), ""]
    for leaf in p.leaves.values():
        lines += [*parameter_entry(leaf), ""]
    lines += ["## 职称表", "", *title_sources_table(), ""]
    return "\n".join(lines).rstrip() + "\n"


def introduction() -> Iterator[str]:
    """Introduction: severities, layers, sources."""
    rules = catalogue_of()
    yield f"共 {len(rules)} 条规则。每条规则的编号长期不变；查某条规则的逐句出处，见[条款对照](trace.md)。"
    yield ""
    yield from table(
        ("级别", "条数", "导出时"),
        ((SEVERITY_WORDS[word], str(sum(rule.severity == word for rule in rules)), AT_EXPORT[word]) for word in AT_EXPORT),
    )
    yield ""
    yield from table(("条款写作", "出自"), (("一、二(三)、附件4 等", "通知本身"), *OTHER_SOURCES.items()))


def rule_entry(rule: Rule, p: Parameters) -> Iterator[str]:
    """One rule: a heading and a two-column table without empty lines."""
    sources = [*places_of()[rule.code], *(OTHER_SOURCES[name] for name in other_sources(rule))]
    lines = {
        "级别": f"{SEVERITY_WORDS[rule.severity]}（{AT_EXPORT[rule.severity]}）",
        "位置": f"{rule.sheet}：{'、'.join(rule.fields)}" if rule.fields else rule.sheet,
        "条款": rule.clause,
        "出处": "；".join(sources),
        "原文": cited(rule.quote),
        "何时提示": rule.condition,
        "提示内容": without_words(rule.message),
        "怎么办": without_words(rule.fix),
        "在哪里起作用": layer_words(rule),
        "不核对的情形": "；".join(NEEDS[need][1] for need in rule.needs),
        "不重复提示": f"同一处已有 {'、'.join(silencing_codes)} 时" if (silencing_codes := after_others(rule)) else "",
        "参数": "<br>".join(parameter_words(key, p) for key in rule.uses),
        "备注": rule.note,
    }
    yield f"### {rule.code} {without_words(rule.title)}"
    yield ""
    yield from table(("项目", "内容"), ((name, words) for name, words in lines.items() if words))


def without_words(message: str) -> str:
    """A message without its placeholders; '' if hardly a word remains."""
    return _WORD.sub("…", message) if len(_WORD.sub("", message)) > 3 else ""


def after_others(rule: Rule) -> tuple[str, ...]:
    """The rules that silence it, except the one that silences all rules."""
    return tuple(code for code in rule.after if code != BROKEN_CELL)


def layer_words(rule: Rule) -> str:
    """The hosts in which the rule works."""
    if rule.native:
        return "表格内（输入时，无需安装任何程序）和全部核验"
    return "全部核验；表格内公式待后续版本" if rule.layer == "N" else "全部核验"


def parameter_words(key: str, p: Parameters) -> str:
    """A parameter in one line: name, value in force, start, confidence."""
    leaf, entry = p.leaves[key], p.source(key)
    sure = CONFIDENCE_WORDS[entry.confidence]
    return f"[{leaf.name}](#{key})：{value_words(entry.value)}（{leaf.unit}，{entry.start}起，{entry.confidence} {sure}）"


def title_sources_table() -> Iterator[str]:
    """The sources of the title table with their number of titles and confidence."""
    rows = title_rows()
    yield (
        f"共 {len(rows)} 行，{len({row['series'] for row in rows})} 类。表中没有的写法按专业、级别、括号和前面的职务再认一次，"
        "无法识别的只作提示（A4-13）。表格内的公式只认表中的名称和带专业的写法，不认的显示“未列入职称表”。"
    )
    yield ""
    counted = Counter((row["source"], row["confidence"]) for row in rows)
    yield from table(
        ("依据", "文件", "行数", "把握"),
        ((key, title_sources()[key], str(count), f"{sure} {CONFIDENCE_WORDS[sure]}") for (key, sure), count in counted.items()),
    )


def parameters_introduction() -> Iterator[str]:
    yield "数值按开班日期取当时有效的一条。“把握”说明依据有多牢靠；K 和 ? 的数值单位可按自己的规定修改。"
    yield ""
    yield from table(("把握", "含义"), CONFIDENCE_WORDS.items())


def parameter_entry(leaf: Leaf) -> Iterator[str]:
    """One parameter with all its values."""
    rules = [rule.code for rule in catalogue_of() if leaf.key in rule.uses]
    yield f'### <a id="{leaf.key}"></a>{leaf.name}'
    yield ""
    yield f"`{leaf.key}`，单位：{leaf.unit}。用于：{'、'.join(rules) or '计算与模板'}。"
    yield ""
    heads = ("自", "值", "条款", "原文", "来源", "把握")
    yield from table(heads, (dated_row(entry) for entry in sorted(leaf.dated, key=lambda entry: entry.start)))


def dated_row(entry: DatedValue) -> tuple[str, ...]:
    sure = f"{entry.confidence} {CONFIDENCE_WORDS[entry.confidence]}"
    return str(entry.start), value_words(entry.value), entry.clause, cited(entry.quote), entry.source, sure


def value_words(value: Any) -> str:
    """A parameter's value in words."""
    if isinstance(value, Term):
        return str(value)
    if isinstance(value, Tier | Bracket):
        fields = {name: part for name, part in asdict(value).items() if part is not None}
        return "{" + "，".join(f"{FIELD_WORDS[name]} {value_words(part)}" for name, part in fields.items()) + "}"
    if isinstance(value, Mapping):
        return "；".join(f"{name} {value_words(part)}" for name, part in value.items())
    if isinstance(value, tuple):
        return "、".join(value_words(part) for part in value)
    if isinstance(value, Fraction):
        hundredths = value * 100
        return f"{hundredths}%" if hundredths.denominator == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value)


FIELD_WORDS = {"up_to": "不超过", "share": "按", "subtract": "减", "divisor": "除以"}


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A Markdown table."""
    names = tuple(heads)
    yield row_line(names)
    yield row_line("---" for _ in names)
    yield from (row_line(row) for row in rows)


def row_line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"
