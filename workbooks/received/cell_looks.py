"""How the letters of a cell look to a person, as the styles of a file say: colour, ground, size, place, format of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from udfs.values.regex import regex
from workbooks.ooxml import markup
from workbooks.ooxml.looks import Styles, font_detail, styles_of
from workbooks.ooxml.package import Package

INK = frozenset({"", "000000", "indexed64"})
PAPER = frozenset({"", "FFFFFF", "indexed65"})
"""How files say black letters and white ground: as such, or as what the system has for both."""
SYMBOLS = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol", "marlett"})
"""Fonts that show signs in the place of letters. Any other font shows the letters as they are: programs exchange those that the
machine lacks."""
SYMBOL_CHARSET = "2"
SHOWS_ALL = frozenset({"general", "General", "@", "yyyy-mm-dd", "yyyy-mm-dd h:mm:ss", "h:mm:ss"})
"""Formats under which a value is shown as it is read; a day takes one of the latter three by itself."""
_ESCAPED = regex(r"\\([-+(): ])")
_USUAL_THEME = regex(rb"<a:dk1>\s*<a:sysClr val=\"windowText\"")
SIZE_SEEN = 0.5
"""Points that nobody sees."""


class CellLook(NamedTuple):
    """``color``, ``ground``: '' for black letters and white paper; ``shows``: a format that displays another value, or ''."""

    color: str
    size: float
    struck: str
    shows: str
    ground: str
    placed: str
    code: str

    def unlike(self, ours: CellLook) -> str:
        """Differences to the look of our cell, in Chinese; '' if none. Number formats are not compared here."""
        if self.ground != ours.ground:
            return "底色不是白色"
        if self.color != ours.color:
            return "字色不是黑色"
        if abs(self.size - ours.size) > SIZE_SEEN:
            return f"字号为{self.size:g}"
        if self.struck != ours.struck:
            return "有删除线"
        if self.shows != ours.shows:
            return f"用的是{self.shows}"
        return "对齐方式或缩进不同" if self.placed != ours.placed else ""


class Looks:
    """The looks of a workbook, worked out once a style."""

    def __init__(self, package: Package) -> None:
        self.styles: Styles = styles_of(package)
        parts = {one.kind: one.target for one in package.relations(package.workbook_part).values()}
        theme = parts.get("theme", "")
        usual = not package.find(theme) or _USUAL_THEME.search(package.read(theme)) is not None
        self.ink = INK | {"theme1"} if usual else INK
        self.known: dict[int, CellLook] = {}

    def of(self, style: int) -> CellLook:
        if style not in self.known:
            xf = self.styles.style(style)
            fill = self.styles.part("fills", xf)
            ground = fill.get("gradientFill", "") or fill.get("patternFill", "")
            if ground == "solid":
                ground = fill.get("fgColor", "")
            code = _ESCAPED.sub(r"\1", self.styles.code(style))
            letters = self.letters(self.styles.part("fonts", xf))
            plain = ground in PAPER or ground in ("none", "gray125")
            self.known[style] = letters._replace(ground="" if plain else ground, placed=xf.get("alignment", ""), code=code)
        return self.known[style]

    def letters(self, font: Mapping[str, str], size: float = 11.0) -> CellLook:
        """Of a font; ``size`` where it states none."""
        color, name = font.get("color", ""), font.get("name", "").strip().lower()
        signs = name in SYMBOLS or font.get("charset") == SYMBOL_CHARSET
        shows = "符号字体" if signs else "主题的字体" if font.get("scheme", "none") not in ("", "none") else ""
        return CellLook(
            "" if color in self.ink else color, points(font.get("sz"), size), font.get("strike", ""), shows, "", "", ""
        )


def points(text: str | None, otherwise: float) -> float:
    try:
        return float(text) if text else otherwise
    except ValueError:
        return 0.0


class Runs:
    """Shared texts that are not set in the letters of their cell: number -> the fonts of their parts, or a guide above them."""

    def __init__(self, package: Package) -> None:
        self.fonts: dict[int, list[dict[str, str]]] = {}
        self.guided: set[int] = set()
        self.at = -1
        self.font: dict[str, str] | None = None
        parts = {one.kind: one.target for one in package.relations(package.workbook_part).values()}
        part = parts.get("sharedStrings", "")
        content = package.read(part) if package.find(part) else b""
        if b"rPr" in content or b"rPh" in content:
            package.guarded(lambda: markup.walk(content, self.started, self.ended), part=part)

    def started(self, tag: str, attributes: markup.Attributes) -> None:
        if tag == "si":
            self.at += 1
        elif tag == "rPh":
            self.guided.add(self.at)
        elif tag == "rPr":
            self.font = {}
            self.fonts.setdefault(self.at, []).append(self.font)
        elif self.font is not None:
            self.font |= font_detail(tag, attributes)

    def ended(self, tag: str, _: str) -> None:
        if tag == "rPr":
            self.font = None

    def unlike(self, text: int, cell: CellLook, looks: Looks) -> str:
        """What of the parts of a text is not as its cell is; '' if nothing is."""
        if text in self.guided:
            return "上方另有注音"
        same = cell._replace(ground="", placed="")
        return next(filter(None, (looks.letters(font, cell.size).unlike(same) for font in self.fonts.get(text, ()))), "")
