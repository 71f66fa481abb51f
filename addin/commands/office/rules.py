"""``gaoyan rules``: the rule catalogue."""

from __future__ import annotations

import csv
import io
from typing import Annotated

import typer

from addin.terminal import streams
from addin.terminal.options import one_of
from udfs.values.headings import FIX

HEADINGS = ("规则", "级别", "何处核验", "依据", "原文", "表", "栏目", "条件", "问题", FIX)
FORMATS = ("md", "csv", "json")


def rules(
    format_: Annotated[str, typer.Option("--format", metavar="格式", help="md、csv 或 json；默认 md")] = "md",
) -> int:
    """规则目录：代码、级别、依据、条件。"""
    chosen = one_of("--format", format_, FORMATS)
    if chosen == "json":
        streams.put_json(documents())
    elif chosen == "csv":
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([HEADINGS, *catalogue_rows()])
        streams.write(written.getvalue())
    else:
        from addin.handbook.rules import table

        streams.write("\n".join(table(HEADINGS, catalogue_rows())) + "\n")
    return 0


def catalogue_rows() -> list[tuple[str, ...]]:
    """One row per rule in catalogue order."""
    from addin.handbook.rules import layer_words, without_words
    from udfs.notice.clauses import cited
    from udfs.rules import catalogue_of
    from udfs.rules.model import SEVERITY_WORDS

    return [
        (
            rule.code, SEVERITY_WORDS[rule.severity], layer_words(rule), rule.clause, cited(rule.quote),
            rule.sheet, "、".join(rule.fields), rule.condition, without_words(rule.title), without_words(rule.fix),
        )
        for rule in catalogue_of()
    ]  # fmt: skip


def documents() -> list[dict[str, object]]:
    """The catalogue as JSON data. ``word_for_word``: the quote is verbatim from the notice and no paraphrase."""
    from udfs.notice.clauses import word_for_word
    from udfs.rules import catalogue_of

    return [
        {
            "code": rule.code, "severity": rule.severity, "layer": rule.layer, "clause": rule.clause, "quote": rule.quote,
            "word_for_word": bool(rule.quote) and word_for_word(rule.quote),
            "sheet": rule.sheet, "fields": list(rule.fields), "condition": rule.condition, "title": rule.title,
            "message": rule.message, "fix": rule.fix, "parameters": list(rule.uses),
        }
        for rule in catalogue_of()
    ]  # fmt: skip
