"""Conditional formats: their formulas, their order, the formats they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from tests.validators.excel_judge.formulas import formula_faults
from tests.validators.excel_judge.package import MAIN
from tests.validators.excel_judge.styles import Styles
from tests.validators.excel_judge.workbook import sqref_faults

NEEDS_FORMULA = {"expression": 1, "cellIs": 1, "containsText": 1, "notContainsText": 1, "beginsWith": 1, "endsWith": 1}
MOST_FORMULAS = 3
ICONS = {"3": 3, "4": 4, "5": 5}


def painting_faults(root: etree._Element, titles: Collection[str], styles: Styles) -> Iterator[str]:
    priorities: set[str] = set()
    for area in root.iterfind(f"{{{MAIN}}}conditionalFormatting"):
        yield from sqref_faults("a conditional format", area.get("sqref"))
        rules = area.findall(f"{{{MAIN}}}cfRule")
        if not rules:
            yield f"no rule for {area.get('sqref')}"
        for rule in rules:
            where = f"conditional format of {(area.get('sqref') or '')[:40]}"
            priority = rule.get("priority", "")
            if not priority.isdigit() or int(priority) < 1 or priority in priorities:
                yield f"{where}: priority {priority or 'missing'}, or there already"
            priorities.add(priority)
            for fault in rule_faults(rule, titles, styles):
                yield f"{where}: {fault}"


def rule_faults(rule: etree._Element, titles: Collection[str], styles: Styles) -> Iterator[str]:
    kind = rule.get("type", "")
    if int(rule.get("dxfId", "-1")) >= styles.differential:
        yield f"format {rule.get('dxfId')} of {styles.differential}"
    formulas = [one.text or "" for one in rule.iterfind(f"{{{MAIN}}}formula")]
    needed = NEEDS_FORMULA.get(kind, 0) + (kind == "cellIs" and rule.get("operator") in ("between", "notBetween"))
    if not needed <= len(formulas) <= MOST_FORMULAS:
        yield f"{len(formulas)} formulas"
    for text in formulas:
        yield from formula_faults(text, titles, criteria=True)
    for tag, least, most in (("colorScale", 2, 3), ("dataBar", 2, 2), ("iconSet", 3, 5)):
        scale = rule.find(f"{{{MAIN}}}{tag}")
        if (scale is None) != (kind != tag):
            yield f"{kind} and {tag}"
        if scale is None:
            continue
        points, colors = scale.findall(f"{{{MAIN}}}cfvo"), scale.findall(f"{{{MAIN}}}color")
        if tag == "iconSet":
            least = most = ICONS.get(scale.get("iconSet", "3")[0], 0)
        wanted = {"colorScale": len(points), "dataBar": 1, "iconSet": 0}[tag]
        if not least <= len(points) <= most or len(colors) != wanted:
            yield f"{tag} with {len(points)} points and {len(colors)} colours"
