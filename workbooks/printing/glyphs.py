"""Characters without a font, each reported with its place, so that no page shows a box instead of a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from udfs.records.class_file import (
    ACCOUNTS,
    MATERIALS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SURVEY,
    Accounts,
    ClassFile,
    Project,
    Row,
    SheetPlaces,
)
from udfs.rules.model import Report
from udfs.values import cells
from udfs.values.headings import MATERIAL, NAME
from workbooks.printing.fonts import Fonts
from workbooks.printing.wording import printed

GETA = "〓"
"""Replacement mark in drafts for a character without a font (the geta mark of typesetting)."""


@dataclass(frozen=True)
class PrintedText:
    """A text to be printed with its place; ``who``: the person of the row, if any."""

    sheet: str
    cell: str
    who: str
    text: str


@dataclass(frozen=True)
class MissingGlyph:
    """Characters of one cell that cannot be printed."""

    sheet: str
    cell: str
    who: str
    characters: str

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """One line in Chinese: place, characters, remedy."""
        named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in self.characters)
        who = f"（{self.who}）" if self.who else ""
        return f"{self.sheet}!{self.cell}{who}：本机没有能打印{named}的字体。安装含该字的字体，或核对该字是否录入有误"


def missing_glyphs(c: ClassFile, report: Report, book: str, fonts: Fonts) -> tuple[MissingGlyph, ...]:
    """All cells to be printed with a character that neither the machine's fonts nor the shipped ones cover."""
    texts = [*printed_texts(c, report), PrintedText("文件名", "工作簿", "", printed(book))]
    lacking = frozenset(fonts.lacking("".join(text.text for text in texts)))
    if not lacking:
        return ()
    found: dict[tuple[str, str], MissingGlyph] = {}
    for text in texts:
        characters = "".join(dict.fromkeys(char for char in text.text if char in lacking))
        if characters and (text.sheet, text.cell) not in found:
            found[text.sheet, text.cell] = MissingGlyph(text.sheet, text.cell, text.who, characters)
    return tuple(found.values())


def printed_texts(c: ClassFile, report: Report) -> Iterator[PrintedText]:
    """All user texts that are printed on some page."""
    place = place_of(c, PROJECT)
    for label in Project.attributes():
        yield PrintedText(place.title, place.address(label), "", printed(c.project.get(label)))
    place = place_of(c, ACCOUNTS)
    for label in Accounts.attributes():
        yield PrintedText(place.title, place.address(label), "", printed(c.accounts.get(label)))
    for item, note in c.accounts.notes.items():
        yield PrintedText(place.title, place.address(f"{item}备注"), "", printed(note))
    place = place_of(c, MATERIALS)
    for material in c.materials:
        yield PrintedText(place.title, place.address(MATERIAL, material.row), "", printed(material.item))
        yield PrintedText(place.title, place.address("依据", material.row), "", printed(material.clause))
    for sheet, rows in ((PEOPLE, c.people), (RESULTS, c.results), (SURVEY, c.survey)):
        place = place_of(c, sheet)
        for row in rows:
            yield from row_texts(place, row)
    for finding in report.findings:
        words = (cells.text(finding.value), finding.message, finding.expected, finding.fix, finding.explained)
        for word in words:
            yield PrintedText(finding.sheet, finding.cell, "", printed(word))


def row_texts(place: SheetPlaces, row: Row) -> Iterator[PrintedText]:
    """The official columns of one row."""
    who = printed(row.get(NAME)) if NAME in type(row).attributes() else ""
    for heading in type(row).OFFICIAL:
        yield PrintedText(place.title, place.address(heading, row.row), who, printed(row.get(heading)))


def place_of(c: ClassFile, sheet: str) -> SheetPlaces:
    return c.places.get(sheet) or SheetPlaces(title=sheet)
