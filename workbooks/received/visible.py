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

SMALLEST = 5.0
"""Points."""
LEAST_CONTRAST = 2.0
"""Of WCAG: black on white has 21, light grey on white still 1.8."""
MOST_INDENT = 5
"""Characters: more pushes a text out of its cell."""
BLACK, WHITE = "000000", "FFFFFF"
SYSTEM = {"windowText": BLACK, "window": WHITE}
THEME = (WHITE, BLACK, "EEECE1", "1F497D")
"""The first colours of a theme as a cell counts them, where the file has none: paper, ink, and the second of both."""
THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
SYMBOLS = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol", "marlett"})
PALE, SMALL, STRUCK, SYMBOLIC, SHADED, MOVED = (
    "字色与底色分不开",
    "字号小得看不见",
    "有删除线",
    "用的是符号字体",
    "有盖住文字的底纹",
    "缩进到格外",
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
class Colours:
    """What the colours of a file are: its theme and its palette."""

    theme: Sequence[str] = THEME
    palette: Sequence[str] = COLOR_INDEX

    def of(self, attributes: markup.Attributes, otherwise: str) -> str:
        """RRGGBB of an element that names a colour."""
        if "rgb" in attributes:
            return attributes["rgb"][-6:]
        name, table = ("theme", self.theme) if "theme" in attributes else ("indexed", self.palette)
        at = attributes.get(name, "")
        if not at.isdecimal() or int(at) >= len(table):
            # 64 and 65 of the palette are the ink and the paper of the system.
            return WHITE if at == "65" else BLACK if at == "64" else otherwise
        return tinted(table[int(at)][-6:], attributes.get("tint", ""))


def tinted(color: str, tint: str) -> str:
    """The colour made lighter (to 1) or darker (to -1).

    >>> tinted("000000", "1"), tinted("808080", "-0.5"), tinted("123456", "")
    ('FFFFFF', '404040', '123456')
    """
    try:
        share = max(-1.0, min(1.0, float(tint or 0)))
        parts = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return color
    return "".join(f"{round(one + (255 - one) * share if share > 0 else one * (1 + share)):02X}" for one in parts)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG has it, 1 to 21; of what is no colour the greatest.

    >>> round(contrast("000000", "FFFFFF")), contrast("FFFFFF", "FFFFFF")
    (21, 1.0)
    """
    try:
        light, dark = sorted(map(luminance, (one, other)), reverse=True)
    except ValueError:
        return 21.0
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass
class StylesReader:
    """Handlers for the elements of the styles part. What a style is made of follows it, so colours are looked up at the end."""

    codes: dict[int, str] = field(default_factory=dict)
    fonts: list[dict[str, markup.Attributes]] = field(default_factory=list)
    fills: list[dict[str, markup.Attributes]] = field(default_factory=list)
    cells: list[markup.Attributes] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
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
            if number(attributes, "indent") > MOST_INDENT:
                self.moved.add(len(self.cells) - 1)
        elif tag == "rgbColor" and self.within == "colors":
            self.palette.append(attributes.get("rgb", ""))
        elif self.within in ("fonts", "fills"):
            made = self.fonts if self.within == "fonts" else self.fills
            if tag == self.within[:-1]:
                made.append({})
            elif made:
                made[-1][tag] = attributes

    def styles(self, theme: Sequence[str]) -> list[Style]:
        colours = Colours(theme, self.palette or COLOR_INDEX)
        letters = [letters_of(font, colours) for font in self.fonts]
        grounds = [ground_of(fill, colours) for fill in self.fills]
        found = []
        for at, xf in enumerate(self.cells):
            code, font, fill = (number(xf, name) for name in ("numFmtId", "fontId", "fillId"))
            made = letters[font] if font < len(letters) else Letters()
            ground = grounds[fill] if fill < len(grounds) else WHITE
            unseen = made.unseen(ground) or (MOVED if at in self.moved else "")
            found.append(Style(self.codes.get(code) or BUILTIN_FORMATS.get(code, f"[{code}]"), unseen))
        return found


def letters_of(properties: Mapping[str, markup.Attributes], colours: Colours) -> Letters:
    name = properties.get("name") or properties.get("rFont") or {}
    struck = "strike" in properties and properties["strike"].get("val", "1") in markup.TRUE
    try:
        size = float(properties.get("sz", {}).get("val", 11))
    except ValueError:
        size = 0.0
    return Letters(colours.of(properties.get("color", {}), BLACK), size, struck, name.get("val", ""))


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
    return Looks(reader.styles(theme), theme)


def theme_of(package: Package, part: str) -> Sequence[str]:
    """The colours of the theme in the order in which cells count them."""
    found: dict[str, str] = {}
    names: list[str] = [""]

    def started(tag: str, attributes: markup.Attributes) -> None:
        if tag in THEME_ORDER:
            names[0] = tag
        elif tag in ("srgbClr", "sysClr") and names[0]:
            value = attributes.get("val", "")
            found.setdefault(names[0], SYSTEM.get(value, attributes.get("lastClr", value)))

    def ended(tag: str, _: str) -> None:
        if tag in THEME_ORDER:
            names[0] = ""

    if not package.find(part):
        return THEME
    package.stream(part, lambda opened: markup.walk(opened, started, ended))
    return [found.get(name, BLACK) for name in THEME_ORDER]


def unseen_runs(package: Package, theme: Sequence[str]) -> dict[int, str]:
    """Shared text -> why a part of it is not seen, of those with runs of letters that look different."""
    part = next((one.target for one in package.relations(package.workbook_part).values() if one.kind == "sharedStrings"), "")
    if not package.find(part) or b"rPr" not in package.read(part):
        return {}
    reader = RunsReader(Colours(theme))
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
