"""A draft as files: parameters in the form of ``notice_<year>.toml`` with what must be confirmed beside them, and the plan."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from typing import Any

from udfs.notice.drafting import Draft, Found, value_of
from udfs.notice.parameters import Leaf

CHANGED, SAME = "与上一年不同", "与上一年相同"
PLAN_HEADINGS = ("级别", "序号", "选题名称", "承办单位", "计划时间")


def is_changed(found: Found, leaf: Leaf) -> bool:
    """True if the notice says something else than the last one."""
    return bool(value_of(found, leaf) != leaf.dated[-1].value)


def toml_of(draft: Draft, leaves: Mapping[str, Leaf]) -> str:
    """The parameter file. What was not found stands in it as comments, so that it is no parameter until somebody writes it."""
    return "\n".join(lines_of(draft, leaves)) + "\n"


def lines_of(draft: Draft, leaves: Mapping[str, Leaf]) -> Iterator[str]:
    year = draft.year or ""
    yield f"# 草稿：由 gaoyan notice 从{year}年通知的文字读出，须由人逐项对照原文核实后才能使用。"
    yield "# DRAFT read by a program: every value must be confirmed against the notice by a person."
    for remark in draft.remarks:
        yield f"# 注意：{one_line(remark)}"
    for found in draft.found:
        leaf = leaves[found.key]
        yield ""
        yield f"# 待核实（{CHANGED if is_changed(found, leaf) else SAME}）。原句：{one_line(found.sentence)}"
        yield f"[{found.key}]"
        yield f"name = {quoted(leaf.name)}"
        yield f"unit = {quoted(leaf.unit)}"
        yield f"kind = {quoted(leaf.kind)}"
        entry = {
            "from": draft.issued or date(draft.year or date.today().year, 1, 1),
            "value": found.raw,
            "clause": found.clause,
            "quote": found.quote,
            "source": f"{year}年通知",
            "confidence": "N",
        }
        yield f"dated = [{written(entry)}]"
    if draft.missing:
        yield ""
        yield "# 以下各项没有读出，请对照原文补写："
    for key, why in draft.missing.items():
        leaf = leaves[key]
        yield f"# [{key}] {leaf.name}：{one_line(why)}（上一年：{written(bare(leaf.dated[-1].value))}，“{leaf.dated[-1].quote}”）"
    if draft.other:
        yield ""
        yield "# 以下句子里有数字，但没有归入任何一项，请看是否有新的要求："
    for sentence in draft.other:
        yield f"# {sentence.clause}：{one_line(sentence.text)}"


def plan_csv(draft: Draft) -> str:
    """The plan list as a table."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(PLAN_HEADINGS)
    writer.writerows((row.level, row.number, row.topic, row.organiser, row.months) for row in draft.plan)
    return text.getvalue()


def bare(value: Any) -> Any:
    """A parameter's value as a file writes it."""
    if isinstance(value, tuple):
        return [bare(one) for one in value]
    return value if isinstance(value, str | int | dict | date) else str(value)


def written(value: Any) -> str:
    """A value in TOML."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key if key.isascii() else quoted(key)} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def one_line(text: str) -> str:
    """The text on one line, without what a comment must not hold."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
