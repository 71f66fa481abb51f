"""The clause trace docs/trace.md: every sentence of the notice and what was derived from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from addin.handbook.rules import GENERATED, table
from udfs.notice.clauses import CLOSING
from udfs.notice.parameters import known_year, parameters_for
from udfs.rules import catalogue_of
from udfs.rules.tracing import OTHER_SOURCES, Traced, other_sources, places_of, traced

LONGEST = 150
"""Characters shown of a printed table; sentences are always complete."""


def trace() -> str:
    """docs/trace.md."""
    rows = traced()
    lines = [GENERATED, "", "# 条款对照", "", *introduction(rows), ""]
    for clause, of_clause in groupby(rows, key=lambda row: row.sentence.clause):
        lines += [f"## {clause}", "", *table(("句", "通知原文", "落实为"), map(trace_row, of_clause)), ""]
    lines += ["## 由人判断的事项", "", *judged_items(rows), "", "## 出自通知以外的规则", "", *other_rules(), ""]
    return "\n".join(lines).rstrip() + "\n"


def introduction(rows: tuple[Traced, ...]) -> Iterator[str]:
    """The number of sentences by what was derived from them."""
    ruled = sum(bool(row.rules) for row in rows)
    only_numbers = sum(bool(row.parameters) and not row.rules for row in rows)
    judged = sum(row.judged for row in rows)
    rest = sum(not (row.rules or row.parameters or row.judged) for row in rows)
    yield f"{known_year(None)}年通知逐句对照：每一句落实为规则、参数，或由人判断，或只是说明。规则的全文见[规则手册](rules.md)。"
    yield ""
    yield (
        f"全文 {len(rows)} 句（标题、附件的表格各算一句）：{ruled} 句有规则，{only_numbers} 句只有参数，"
        f"{judged} 句含有须由人判断的内容，{rest} 句为说明性文字。"
    )


def trace_row(row: Traced) -> tuple[str, str, str]:
    """One sentence: key, text, what was derived from it."""
    leaves = parameters_for().leaves
    made = [f"**规则** {'、'.join(row.rules)}"] if row.rules else []
    if row.parameters:
        made.append("**参数** " + "、".join(f"[{leaves[key].name}](rules.md#{key})" for key in row.parameters))
    made += [f"**由人判断** {line.judgement}{of_level(line.level)}" for line in row.declared if line.judgement]
    only_explains = not made
    remarks = "；".join(line.remark for line in row.declared if line.remark)
    if remarks:
        made.append(f"说明性文字：{remarks}" if only_explains else f"说明：{remarks}")
    return str(row.sentence.number), shown(row), "<br>".join(made)


def shown(row: Traced) -> str:
    """The sentence; printed tables truncated; the office's contact (person, phone) omitted."""
    words = row.sentence.text
    if row.sentence.clause == CLOSING and "：" in words:
        return words.partition("：")[0] + "：……"
    return f"{words[:LONGEST]}……" if " | " in words and len(words) > LONGEST else words


def of_level(level: str) -> str:
    return f"（{level}）" if level else ""


def judged_items(rows: tuple[Traced, ...]) -> Iterator[str]:
    """The tick list of 材料清单."""
    lines = [line for row in rows for line in row.declared if line.judgement]
    yield "软件不能判断，列入材料清单由承办单位逐项确认："
    yield ""
    yield from table(("条款", "事项", "适用"), ((line.clause, line.judgement, line.level or "两级") for line in lines))


def other_rules() -> Iterator[str]:
    """The rules without a sentence of the notice, by source."""
    places = places_of()
    rules = [rule for rule in catalogue_of() if not places[rule.code]]
    rows = ((rule.code, rule.title, "；".join(OTHER_SOURCES[name] for name in other_sources(rule))) for rule in rules)
    yield from table(("规则", "标题", "依据"), rows)
