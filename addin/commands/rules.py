"""``gaoyan rules``: the catalogue, from the code."""

from __future__ import annotations

import csv
import io
from typing import Annotated

import typer

from addin import streams
from addin.options import one_of

HEADINGS = ("规则", "级别", "层次", "依据", "原文", "表", "栏目", "条件", "问题", "处理办法")
FORMATS = ("md", "csv", "json")
LAYER_WORDS = {"N": "填写时即核验", "P": "核验时"}


def rules(
    format_: Annotated[str, typer.Option("--format", metavar="格式", help="md、csv 或 json；默认 md")] = "md",
) -> int:
    """规则目录：代码、级别、依据、条件。"""
    chosen = one_of("--format", format_, FORMATS)
    rows = catalogue_rows()
    if chosen == "json":
        streams.put_json([dict(zip(HEADINGS, row, strict=True)) for row in rows])
    elif chosen == "csv":
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([HEADINGS, *rows])
        streams.write(written.getvalue())
    else:
        streams.write(markdown(rows))
    return 0


def catalogue_rows() -> list[tuple[str, ...]]:
    """One row a rule, in the order of the catalogue."""
    from udfs.rules import catalogue
    from udfs.rules.model import SEVERITY_WORDS

    return [
        (
            rule.code, SEVERITY_WORDS[rule.severity], LAYER_WORDS[rule.layer], rule.clause, rule.quote,
            rule.sheet, "、".join(rule.fields), rule.condition, rule.title, rule.fix,
        )
        for rule in catalogue()
    ]  # fmt: skip


def markdown(rows: list[tuple[str, ...]]) -> str:
    """A table, with the bars and line breaks of its texts made harmless."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + " --- |" * len(HEADINGS)]
    lines += ["| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
