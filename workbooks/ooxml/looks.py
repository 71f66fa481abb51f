"""Cell formatting from the styles part: number format, font, fill, border, alignment, protection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbooks.ooxml import markup
from workbooks.ooxml.package import Package

ENTRIES = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}
"""List element of the styles part -> its item element. Other lists (cellStyleXfs) are not needed."""
SIDES = ("left", "right", "top", "bottom")
BUILT_IN = {
    0: "general", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 12: "# ?/?", 14: "yyyy-mm-dd", 49: "@",
}  # fmt: skip
"""Built-in number formats used by our forms."""
BLACK, WHITE = "000000", "FFFFFF"
"""Default colours of text and background (RGB)."""
Look = Mapping[str, str]
"""Aspect -> displayed value."""
ASPECTS = ("数字格式", "字体", "填充", "边框", "对齐", "锁定")


@dataclass
class Styles:
    """Content of the styles part."""

    listed: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in ENTRIES})
    codes: dict[int, str] = field(default_factory=dict)

    def code(self, at: int) -> str:
        """Number format of the cell style ``at``; the number itself for a built-in one not in ``BUILT_IN``."""
        number = markup.whole(self.style(at).get("numFmtId"))
        return self.codes.get(number) or BUILT_IN.get(number, str(number))

    def style(self, at: int) -> Mapping[str, str]:
        styles = self.listed["cellXfs"]
        return styles[at] if at < len(styles) else {}

    def cell(self, at: int) -> Look:
        """Formatting of a cell with the style ``at``."""
        style = self.style(at)
        font, fill, border = (self.part(name, style) for name in ("fonts", "fills", "borders"))
        return {
            "数字格式": self.code(at).replace("\\", "").replace('"', "").lower(),
            "字体": shown(font, "name", "sz", "b", "i", "u", "color").replace(BLACK, "").rstrip(),
            "填充": fill.get("fgColor", "").replace(WHITE, "") if fill.get("patternFill") == "solid" else "",
            "边框": " ".join(border.get(side) or "none" for side in SIDES),
            "对齐": style.get("alignment", ""),
            "锁定": style.get("protection", "1"),
        }

    def paint(self, at: str | None) -> str:
        """Colours and font of a differential format (dxf)."""
        known = self.listed["dxfs"]
        one = known[markup.whole(at)] if at and markup.whole(at) < len(known) else {}
        return shown(one, "bgColor", "color", "b", "i", "u")

    def part(self, name: str, style: Mapping[str, str]) -> Mapping[str, str]:
        """Font, fill or border of a cell style."""
        at = markup.whole(style.get(f"{ENTRIES[name]}Id"))
        return self.listed[name][at] if at < len(self.listed[name]) else {}


class _Reader:
    """Event handlers for the styles part."""

    def __init__(self) -> None:
        self.styles = Styles()
        self.list = ""
        self.entry: dict[str, str] = {}
        self.side = False

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag == "numFmt" and self.list != "dxfs":
            self.styles.codes[markup.whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag in ENTRIES or tag in ("cellStyleXfs", "cellStyles", "colors"):
            self.list = tag
        elif tag == ENTRIES.get(self.list):
            self.entry, self.side = dict(attributes) if tag == "xf" else {}, False
            self.styles.listed[self.list].append(self.entry)
        elif self.list in ENTRIES:
            self._detail(tag, attributes)

    def _detail(self, tag: str, attributes: markup.Attributes) -> None:
        side = {"start": "left", "end": "right"}.get(tag, tag)
        if side in SIDES:
            self.entry[side] = attributes.get("style", "")
            self.side = True
        elif tag in ("color", "fgColor", "bgColor") and not self.side:
            self.entry[tag] = colour(attributes)
        elif tag == "gradientFill":
            self.entry[tag] = tag
        elif tag == "patternFill":
            self.entry[tag] = attributes.get("patternType", "")
        elif tag == "alignment":
            self.entry[tag] = alignment(attributes)
        elif tag == "protection":
            self.entry[tag] = "0" if attributes.get("locked") in ("0", "false") else "1"
        else:
            self.entry |= font_detail(tag, attributes)


def font_detail(tag: str, attributes: markup.Attributes) -> dict[str, str]:
    """Properties from a child element of a font or of rich text run properties."""
    if tag in ("b", "i", "u", "strike"):
        return {tag: "" if attributes.get("val") in ("0", "false", "none") else tag}
    if tag in ("sz", "name", "rFont", "charset", "scheme"):
        return {"name" if tag == "rFont" else tag: attributes.get("val", "").removesuffix(".0")}
    return {tag: colour(attributes)} if tag == "color" else {}


def shown(entry: Mapping[str, str], *keys: str) -> str:
    return " ".join(filter(None, (entry.get(key) for key in keys)))


def colour(attributes: markup.Attributes) -> str:
    """Last six hex digits of an RGB colour, or its theme or palette index with tint."""
    return (attributes.get("rgb") or "")[-6:] or "".join(
        f"{key}{attributes[key]}" for key in ("theme", "indexed", "tint") if key in attributes
    )


def alignment(attributes: markup.Attributes) -> str:
    usual = {
        "horizontal": "general", "vertical": "bottom", "indent": "0", "wrapText": "0", "shrinkToFit": "0", "textRotation": "0",
        "readingOrder": "0",
    }  # fmt: skip
    found = {
        key: {"true": "1", "false": "0"}.get(attributes.get(key, other), attributes.get(key, other))
        for key, other in usual.items()
    }
    return " ".join(value for key, value in found.items() if value != usual[key])


def styles_of(package: Package) -> Styles:
    """Parse the styles part; empty if there is none. Errors: Unusable."""
    part = next((one.target for one in package.relations(package.workbook_part).values() if one.kind == "styles"), "")
    reader = _Reader()
    if package.find(part):
        package.guarded(lambda: markup.walk(package.read(part), reader.started), part=part)
    return reader.styles


def program_of(package: Package) -> str:
    """Name and version of the program that saved the file, from docProps/app.xml; "" if unknown."""
    found: dict[str, str] = {}
    part = package.find("docProps/app.xml")
    if part:
        package.guarded(
            lambda: markup.walk(package.read(part), lambda *_: None, lambda tag, text: found.update({tag: text})), part=part
        )
    return " ".join(filter(None, (found.get("Application"), found.get("AppVersion"))))
