"""Properties of a sheet besides values and formulas: validations, conditional formats, styles, widths, merged cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from workbooks.formula_engine.answers import Unknown
from workbooks.formula_engine.syntax import parsed
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import Area, parse_areas, parse_cell, shifted
from workbooks.ooxml.looks import Styles
from workbooks.ooxml.package import Package, SheetPart

FAR = 20_000
"""A row below all of ours: formulas for several cells are normalised to it, independent of their anchor cell."""
COMPARED_ATTRIBUTES = (
    "type",
    "operator",
    "errorStyle",
    "allowBlank",
    "showErrorMessage",
    "errorTitle",
    "error",
    "promptTitle",
    "prompt",
)
USUAL = {
    "type": "none", "operator": "between", "errorStyle": "stop", "allowBlank": "0", "showErrorMessage": "0",
    "true": "1", "false": "0",
}  # fmt: skip
CellPlaces = set[tuple[int, int]]


@dataclass
class SheetContents:
    """``validations`` and ``paints``: {definition: cells it applies to}. ``widths``: of columns with a width."""

    validations: dict[Hashable, CellPlaces] = field(default_factory=lambda: defaultdict(set))
    paints: dict[Hashable, CellPlaces] = field(default_factory=lambda: defaultdict(set))
    widths: dict[int, float] = field(default_factory=dict)
    merged: set[Area] = field(default_factory=set)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)
    """Column styles: a program may omit an empty cell that looks like its column."""

    def style(self, at: tuple[int, int]) -> int:
        return self.styles.get(at, self.columns.get(at[1], 0))


@lru_cache(maxsize=20_000)
def meaning(formula: str) -> Hashable:
    """The normalised formula: its syntax tree, or the text if it cannot be parsed."""
    plain = formula.removeprefix("=").replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    try:
        return parsed(plain)
    except Unknown:
        return plain.replace(" ", "")


class _Reader:
    """Handlers for parser events; extension elements (x14) contain cells and formulas as child elements."""

    def __init__(self, styles: Styles) -> None:
        self.contents = SheetContents()
        self.looks = styles
        self.areas: list[Area] = []
        self.one: dict[str, str] | None = None
        self.rules: list[dict[str, str]] = []
        self.formulas: list[str] = []

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag == "c" and "r" in attributes:
            self.contents.styles[parse_cell(attributes["r"])] = int(attributes.get("s", 0))
        elif tag == "col":
            width = float(attributes.get("width", 0))
            first, last = int(attributes["min"]), min(int(attributes["max"]), 64)
            self.contents.widths |= dict.fromkeys(range(first, last + 1), width)
            self.contents.columns |= dict.fromkeys(range(first, last + 1), int(attributes.get("style", 0)))
        elif tag == "mergeCell":
            self.contents.merged |= set(parse_areas(attributes.get("ref", "")))
        elif tag in ("dataValidation", "conditionalFormatting"):
            self.areas, self.rules, self.formulas = parse_areas(attributes.get("sqref", "")), [], []
            self.one = dict(attributes) if tag == "dataValidation" else None
        elif tag == "cfRule":
            self.rules.append(dict(attributes))

    def ended(self, tag: str, text: str) -> None:
        if tag in ("formula1", "formula2", "formula") or (tag == "f" and (self.one is not None or self.rules)):
            if text:
                self.formulas.append(text)
        elif tag == "sqref":
            self.areas = parse_areas(text)
        elif tag == "cfRule":
            self.rules[-1]["formula"] = self.formulas.pop() if self.formulas else ""
        elif tag == "dataValidation" and self.one is not None:
            self._add_validation(self.one)
            self.one = None
        elif tag == "conditionalFormatting":
            for rule in self.rules:
                key = (self.seen(rule["formula"]), self.looks.paint(rule.get("dxfId")))
                self.contents.paints[key] |= self.cells()
            self.rules = []

    def _add_validation(self, one: Mapping[str, str]) -> None:
        values = [one.get(key) or USUAL.get(key, "") for key in COMPARED_ATTRIBUTES]
        kind = one.get("type", "none")
        formula = self.formulas[0] if self.formulas and kind != "none" else ""
        self.contents.validations[(*(USUAL.get(value, value) for value in values), self.seen(formula))] |= self.cells()

    def seen(self, formula: str) -> Hashable:
        """The formula relative to a row far below, independent of its anchor cell."""
        first = min(self.areas, key=lambda area: (area.first_row, area.first_column), default=Area(1, 1, 1, 1))
        return meaning(shifted(formula, FAR - first.first_row, 200 - first.first_column))

    def cells(self) -> CellPlaces:
        return {cell for area in self.areas for cell in area.cells()}


def sheet_contents(package: Package, sheet: SheetPart, styles: Styles) -> SheetContents:
    """Read the properties of a sheet part."""
    reader = _Reader(styles)
    package.guarded(lambda: markup.walk(package.read(sheet.part), reader.started, reader.ended), part=sheet.part)
    return reader.contents
