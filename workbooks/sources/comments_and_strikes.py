"""Marks beside cell values of a workbook: struck-through text, and comments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from udfs.values.regex import regex
from workbooks.files.errors import Unusable
from workbooks.ooxml import markup
from workbooks.ooxml.package import Package
from workbooks.sources.rawcells import STRIKE, CellPosition, RawPart, SheetCells, is_on, position

_SPACE = regex(r"\s+")
# Threaded comments are stored again as a plain comment that begins with a note for old programs.
_CONVERSATION = regex(r"\A\[[^\]]+\][\s\S]*?\n[^\S\n]*(?:Comment|Reply|注释|批注|评论|答复)\s*[:：]\s*")

Key = TypeVar("Key")


@dataclass(frozen=True)
class Marks:
    """By 0-based (row, column): cells with text struck through, at least in part, and the comments of cells."""

    struck: frozenset[CellPosition] = frozenset()
    comments: Mapping[CellPosition, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.struck or self.comments)

    def turned(self) -> Marks:
        """The marks of the transposed block."""
        return Marks(frozenset(at[::-1] for at in self.struck), {at[::-1]: comment for at, comment in self.comments.items()})

    def within(self, first: int, end: int) -> Marks:
        """The marks of some columns, end excluded."""
        struck = frozenset(at for at in self.struck if first <= at[1] < end)
        return Marks(struck, {at: comment for at, comment in self.comments.items() if first <= at[1] < end})


NO_MARKS = Marks()


def marks_in(package: Package, parts: Mapping[str, RawPart]) -> dict[str, Marks]:
    """{sheet part: marks}. Searched only if the file contains any."""
    styles = texts = frozenset[str]()
    with suppress(Unusable, markup.Malformed, markup.Forbidden):  # errors in these parts are reported by the reader of values
        styles = styles_struck(part(package, "styles"))
        texts = texts_struck(part(package, "sharedStrings"))
    return {name: Marks(cells_struck(sheet, styles, texts), comments(package, name)) for name, sheet in parts.items()}


def cells_struck(part: RawPart, styles: Collection[str], texts: Collection[str]) -> frozenset[CellPosition]:
    """The cells that are struck through: by the font of their style, or in runs of their text."""
    cells = SheetCells(styles, texts)
    written = (f"s={quote}{style}{quote}".encode() for style in styles for quote in "\"'")
    if texts or part.holds(STRIKE) or any(one in part.content for one in written):
        with suppress(markup.Malformed, markup.Forbidden):  # errors in the file are reported by the reader of values
            markup.walk(part.content, cells.started, cells.ended)
    return frozenset(cells.struck)


def part(package: Package, kind: str) -> bytes:
    """A part of the workbook that may contain struck-through text; empty if it has none."""
    for relation in package.relations(package.workbook_part).values():
        if relation.kind == kind and package.find(relation.target):
            content = package.read(relation.target)
            return content if STRIKE in content else b""
    return b""


def styles_struck(content: bytes) -> frozenset[str]:
    """The cell styles with a struck-through font, by number."""
    inside: list[str] = []
    fonts: list[bool] = []
    styles: list[int] = []

    def started(name: str, attributes: markup.Attributes) -> None:
        inside.append(name)
        if inside[-2:] == ["fonts", "font"]:
            fonts.append(False)
        elif name == "strike" and inside[-3:-1] == ["fonts", "font"]:
            fonts[-1] = is_on(attributes)
        elif inside[-2:] == ["cellXfs", "xf"]:
            styles.append(int(font) if (font := attributes.get("fontId", "")).isdecimal() else -1)

    def ended(_name: str, _text: str) -> None:
        inside.pop()

    if content:
        markup.walk(content, started, ended)
    return frozenset(str(at) for at, font in enumerate(styles) if 0 <= font < len(fonts) and fonts[font])


def texts_struck(content: bytes) -> frozenset[str]:
    """The shared strings with a struck-through run, by number."""
    found: list[str] = []
    at = -1

    def started(name: str, attributes: markup.Attributes) -> None:
        nonlocal at
        if name == "si":
            at += 1
        elif name == "strike" and is_on(attributes):
            found.append(str(at))

    if content:
        markup.walk(content, started)
    return frozenset(found)


def comments(package: Package, sheet: str) -> dict[CellPosition, str]:
    """{cell: text} of the comments of a sheet part. Unreadable comment parts are ignored, since the values are available."""
    with suppress(Unusable, markup.Malformed, markup.Forbidden):
        for relation in package.relations(sheet).values():
            if relation.kind == "comments" and package.find(relation.target):
                return comment_texts(package.read(relation.target))
    return {}


def comment_texts(content: bytes) -> dict[CellPosition, str]:
    found: dict[CellPosition, list[str]] = {}
    comment: list[str] = []

    def started(name: str, attributes: markup.Attributes) -> None:
        nonlocal comment
        if name == "comment":
            at = position(attributes.get("ref", ""))
            comment = found.setdefault(at, []) if at else []

    def ended(name: str, text: str) -> None:
        if name == "t":
            comment.append(text)

    markup.walk(content, started, ended)
    return comment_lines({at: "".join(words) for at, words in found.items()})


def comment_lines(comments: Mapping[Key, str]) -> dict[Key, str]:
    """The texts of comments worth reporting, one line each."""
    comment = {at: _SPACE.sub(" ", _CONVERSATION.sub("", words)).strip() for at, words in comments.items()}
    return {at: words for at, words in comment.items() if words}
