"""Whether what a cell holds can be seen: the colour of its letters against the ground, their size, a line through them.

Whoever wants a value read and not seen writes it white on white. The colours are those of the file: a theme and a palette may be
its own too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS

from workbooks.ooxml import markup
from workbooks.ooxml.package import Package
from workbooks.received.shown.colours import BLACK, SYMBOLS, THEME, WHITE, Colours, contrast, theme_fonts, theme_of

SMALLEST = 5.0
"""Points."""
LEAST_CONTRAST = 2.0
"""Of WCAG: black on white has 21, light grey on white still 1.8."""
MOST_INDENT = 5
"""Characters: more pushes a text out of its cell."""
SYMBOL_CHARSET = "2"
PALE, SMALL, STRUCK, SYMBOLIC, SHADED, MOVED, REPEATED, BACKWARDS, SPELT = (
    "字色与底色分不开",
    "字号小得看不见",
    "有删除线",
    "用的是符号字体",
    "有盖住文字的底纹",
    "缩进到格外",
    "重复填满单元格",
    "从右向左显示",
    "上方另有注音",
)


class Style(NamedTuple):
    """Of a cell style: its number format, and why its text cannot be seen as it is ('' if it can)."""

    code: str
    unseen: str


@dataclass
class Letters:
    """A font, or the properties of a run of letters."""

    color: str = BLACK
    size: float = 11.0
    struck: bool = False
    name: str = ""

    def unseen(self, ground: str | None) -> str:
        """``ground``: the colour behind the letters, None for a pattern."""
        if ground is None:
            return SHADED
        if contrast(self.color, ground) < LEAST_CONTRAST:
            return PALE
        if self.size < SMALLEST:
            return SMALL
        return STRUCK if self.struck else SYMBOLIC if self.name.strip().lower() in SYMBOLS else ""


@dataclass
class StylesReader:
    """Handlers for the elements of the styles part. What a style is made of follows it, so colours are looked up at the end."""

    codes: dict[int, str] = field(default_factory=dict)
    fonts: list[dict[str, markup.Attributes]] = field(default_factory=list)
    fills: list[dict[str, markup.Attributes]] = field(default_factory=list)
    cells: list[markup.Attributes] = field(default_factory=list)
    moved: dict[int, str] = field(default_factory=dict)
    """Style -> why its text stands otherwise than it is read."""
    palette: list[str] = field(default_factory=list)
    within: str = ""

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag in ("fonts", "fills", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "borders", "colors"):
            self.within = tag
        elif tag == "numFmt" and self.within != "dxfs":
            self.codes[number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif tag == "xf" and self.within == "cellXfs":
            self.cells.append(attributes)
        elif tag == "alignment" and self.within == "cellXfs":
            if why := moved_by(attributes):
                self.moved[len(self.cells) - 1] = why
        elif tag == "rgbColor" and self.within == "colors":
            self.palette.append(attributes.get("rgb", ""))
        elif self.within in ("fonts", "fills"):
            made = self.fonts if self.within == "fonts" else self.fills
            if tag == self.within[:-1]:
                made.append({})
            elif made:
                made[-1][tag] = attributes

    def styles(self, theme: Sequence[str], named: Mapping[str, str]) -> list[Style]:
        colours = Colours(theme, self.palette or COLOR_INDEX, named)
        letters = [letters_of(font, colours) for font in self.fonts]
        grounds = [ground_of(fill, colours) for fill in self.fills]
        found = []
        for at, xf in enumerate(self.cells):
            code, font, fill = (number(xf, name) for name in ("numFmtId", "fontId", "fillId"))
            made = letters[font] if font < len(letters) else Letters()
            ground = grounds[fill] if fill < len(grounds) else WHITE
            unseen = made.unseen(ground) or self.moved.get(at, "")
            found.append(Style(self.codes.get(code) or BUILTIN_FORMATS.get(code, f"[{code}]"), unseen))
        return found


def moved_by(alignment: markup.Attributes) -> str:
    """Why an alignment shows another text than the cell holds, '' if it does not: 3 is 33 where it is repeated to fill a cell."""
    if alignment.get("horizontal") == "fill":
        return REPEATED
    if alignment.get("readingOrder") == "2":
        return BACKWARDS
    return MOVED if number(alignment, "indent") > MOST_INDENT else ""


def letters_of(properties: Mapping[str, markup.Attributes], colours: Colours) -> Letters:
    name = properties.get("name") or properties.get("rFont") or {}
    struck = "strike" in properties and properties["strike"].get("val", "1") in markup.TRUE
    try:
        size = float(properties.get("sz", {}).get("val", 11))
    except ValueError:
        size = 0.0
    shown = colours.fonts.get(properties.get("scheme", {}).get("val", "")) or name.get("val", "")
    if properties.get("charset", {}).get("val") == SYMBOL_CHARSET:
        shown = "symbol"
    return Letters(colours.of(properties.get("color", {}), BLACK), size, struck, shown)


def ground_of(fill: Mapping[str, markup.Attributes], colours: Colours) -> str | None:
    """The colour behind the letters; None where it is no single one. gray125 is what every file has as its second fill."""
    if "gradientFill" in fill:
        return None
    pattern = fill.get("patternFill", {}).get("patternType", "none")
    if pattern in ("none", "gray125"):
        return WHITE
    return colours.of(fill.get("fgColor", {}), BLACK) if pattern == "solid" else None


def number(attributes: markup.Attributes, name: str) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


class Looks(NamedTuple):
    """The cell styles of a workbook, and the colours of its theme."""

    styles: Sequence[Style]
    theme: Sequence[str]


def looks_of(package: Package) -> Looks:
    parts = {one.kind: one.target for one in package.relations(package.workbook_part).values()}
    reader = StylesReader()
    if package.find(parts.get("styles", "")):
        package.stream(parts["styles"], lambda opened: markup.walk(opened, reader.started))
    coloured = any("theme" in part for one in (*reader.fonts, *reader.fills) for part in one.values())
    theme = theme_of(package, parts.get("theme", "")) if coloured else THEME
    named = theme_fonts(package) if any("scheme" in one for one in reader.fonts) else {}
    return Looks(reader.styles(theme, named), theme)


def unseen_runs(package: Package, theme: Sequence[str]) -> dict[int, str]:
    """Shared text -> why a part of it is not seen, of those with runs of letters that look different."""
    part = next((one.target for one in package.relations(package.workbook_part).values() if one.kind == "sharedStrings"), "")
    content = package.read(part) if package.find(part) else b""
    if b"rPr" not in content and b"rPh" not in content:
        return {}
    reader = RunsReader(Colours(theme, fonts=theme_fonts(package) if b"scheme" in content else {}))
    package.stream(part, lambda opened: markup.walk(opened, reader.started, reader.ended))
    return reader.found


class RunsReader:
    """Handlers for shared texts. Their ground is taken for paper."""

    def __init__(self, colours: Colours) -> None:
        self.colours = colours
        self.found: dict[int, str] = {}
        self.at = -1
        self.run: dict[str, markup.Attributes] | None = None

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag == "si":
            self.at += 1
        elif tag == "rPh":
            self.found.setdefault(self.at, SPELT)
        elif tag == "rPr":
            self.run = {}
        elif self.run is not None:
            self.run[tag] = attributes

    def ended(self, tag: str, _: str) -> None:
        if tag == "rPr" and self.run is not None:
            unseen = letters_of(self.run, self.colours).unseen(WHITE)
            if unseen:
                self.found.setdefault(self.at, unseen)
            self.run = None
