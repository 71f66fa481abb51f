"""Data validations: lengths, kinds, cells of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from tests.validators.excel_judge.addresses import Area, areas, overlapping
from tests.validators.excel_judge.formulas import formula_faults
from tests.validators.excel_judge.package import MAIN

LONGEST_FORMULA = LONGEST_LIST = LONGEST_PROMPT = 255
LONGEST_TITLE, LONGEST_ERROR, MOST = 32, 225, 65_534
"""Of an error Excel's own dialog takes 225 characters, a file 255; the stricter counts."""
TYPES = {"none", "whole", "decimal", "list", "date", "time", "textLength", "custom"}
TWO_SIDED = {"between", "notBetween"}


def validation_faults(root: etree._Element, titles: Collection[str]) -> Iterator[str]:
    taken: list[Area] = []
    for listed in root.iterfind(f"{{{MAIN}}}dataValidations"):
        rules = [one for one in listed if isinstance(one.tag, str)]
        if not 0 < len(rules) <= MOST or listed.get("count") not in (None, str(len(rules))):
            yield f"{len(rules)} validations, stated to be {listed.get('count')}"
        for rule in rules:
            where = f"validation of {(rule.get('sqref') or '')[:40]}"
            found = areas(rule.get("sqref") or "")
            if found is None:
                yield f"{where}: no cells"
            else:
                taken += found
            for fault in (*rule_faults(rule, titles), *word_faults(rule)):
                yield f"{where}: {fault}"
    if clash := overlapping(taken):
        yield f"two validations on one cell: {clash[0]} and {clash[1]}"


def rule_faults(rule: etree._Element, titles: Collection[str]) -> Iterator[str]:
    kind = rule.get("type", "none")
    if kind not in TYPES:
        yield f"the kind {kind}"
    formulas = {tag: rule.findtext(f"{{{MAIN}}}{tag}") for tag in ("formula1", "formula2")}
    if kind != "none" and not formulas["formula1"]:
        yield "no formula"
    sided = kind in ("whole", "decimal", "date", "time", "textLength") and rule.get("operator", "between") in TWO_SIDED
    if sided and not formulas["formula2"]:
        yield "no second formula"
    for text in formulas.values():
        if not text:
            continue
        if kind == "list" and text.startswith('"'):
            if len(text.strip('"')) > LONGEST_LIST:
                yield f"a list of {len(text.strip(chr(34)))} characters"
            if not text.endswith('"') or len(text) < len('""') + 1:
                yield "a list without its quotes"
            continue
        if len(text) > LONGEST_FORMULA:
            yield f"a formula of {len(text)} characters"
        yield from formula_faults(text, titles, criteria=True)


def word_faults(rule: etree._Element) -> Iterator[str]:
    for what, longest in (
        ("promptTitle", LONGEST_TITLE), ("errorTitle", LONGEST_TITLE), ("prompt", LONGEST_PROMPT), ("error", LONGEST_ERROR),
    ):  # fmt: skip
        if len(rule.get(what, "")) > longest:
            yield f"{what} of {len(rule.get(what, ''))} characters"
