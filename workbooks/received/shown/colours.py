"""The colours and fonts that a workbook has of its own: its theme, its palette, and how well two colours are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.styles.colors import COLOR_INDEX

from workbooks.ooxml import markup
from workbooks.ooxml.package import Package

BLACK, WHITE = "000000", "FFFFFF"
SYSTEM = {"windowText": BLACK, "window": WHITE}
THEME = (WHITE, BLACK, "EEECE1", "1F497D")
"""The first colours of a theme as a cell counts them, where the file has none: paper, ink, and the second of both."""
THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
SYMBOLS = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol", "marlett"})
"""Fonts that show signs in the place of letters."""


@dataclass
class Colours:
    """What the colours and fonts of a file are: its theme and its palette."""

    theme: Sequence[str] = THEME
    palette: Sequence[str] = COLOR_INDEX
    fonts: Mapping[str, str] = field(default_factory=dict)
    """major and minor -> the font that the theme has under it: it stands in the place of the name that a cell states."""

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


def theme_fonts(package: Package) -> Mapping[str, str]:
    """major and minor -> a font of signs, where the theme has one for any script; else nothing."""
    found: dict[str, str] = {}
    within = [""]

    def started(tag: str, attributes: markup.Attributes) -> None:
        if tag in ("majorFont", "minorFont"):
            within[0] = tag.removesuffix("Font")
        elif within[0] and (face := attributes.get("typeface", "")).strip().lower() in SYMBOLS:
            found[within[0]] = face

    def ended(tag: str, _: str) -> None:
        if tag in ("majorFont", "minorFont"):
            within[0] = ""

    part = next((one.target for one in package.relations(package.workbook_part).values() if one.kind == "theme"), "")
    if package.find(part):
        package.stream(part, lambda opened: markup.walk(opened, started, ended))
    return found
