"""Restores validations that a paste has overwritten, and the appearance of the cells (``restoring_look``).

In the sheet part only ``dataValidations``, cell formats and areas of conditional formats change; all other bytes are unchanged.

A field with gaps gets one validation over all its cells, replacing the remaining pieces of the old one. Foreign validations
on its cells or elsewhere are kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from udfs.notice.packs import chosen
from udfs.notice.parameters import parameters_for
from udfs.values.regex import regex
from workbooks.closed.file_protocol import FileReader
from workbooks.closed.office_settings import settings_of
from workbooks.closed.restoring_look import with_look_restored
from workbooks.closed.validated_fields import Wiped, gaps, wiped
from workbooks.forms import FORMS
from workbooks.forms.model import defined_name
from workbooks.forms.wording import form_in_words_of_notice
from workbooks.ooxml import markup
from workbooks.ooxml.addresses import Area, cell_address, parse_areas, shifted, split_reference
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing import patching_cells

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

ELEMENT = "dataValidations"
FOLLOWING = (
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "drawingHF", "legacyDrawing", "legacyDrawingHF", "picture",
    "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""Elements that follow the validations of a sheet in the schema."""
_OWN_CELL = regex(r"\$([A-Z]{1,2})(\d+)")


@dataclass
class ValidationBytes:
    """Positions of the validations in a part. ``items``: (first byte, attributes) of each."""

    prefix: str = ""
    start: int = -1
    end: int = -1
    before: int = -1
    """The byte position for the element if there is none."""
    items: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Restoration:
    """The new ``dataValidations`` of a part, and the restored fields."""

    element: bytes
    fields: tuple[Wiped, ...]


def restored(file: FileReader) -> tuple[dict[str, Restoration], int]:
    """({sheet part: restoration}, number of fields). Errors: ``Unusable``."""
    by_title: dict[str, list[Wiped]] = defaultdict(list)
    for one in wiped(file):
        by_title[one.title].append(one)
    parts: dict[str, Restoration] = {}
    count = 0
    for title, fields in by_title.items():
        part = file.package.sheet(title).part
        made = _Element(file, part, title)
        added = tuple(one for one in fields if made.add(one))
        if added:
            count += len(added)
            parts[part] = Restoration(made.written(), added)
    return parts, count


def with_validations(package: Package, parts: Mapping[str, Restoration]) -> bytes:
    """The workbook's file with these parts restored."""
    changed = {}
    for part, one in parts.items():
        source = _utf8(package.read(part))
        present = scan(source)
        start, end = (present.start, present.end) if present.start >= 0 else (present.before, present.before)
        changed[part] = with_look_restored(source[:start] + one.element + source[end:], one.fields)
    return package.archive.rewritten(changed)


class _Element:
    """Builds the new validations element of one sheet."""

    def __init__(self, file: FileReader, part: str, title: str) -> None:
        self.notice = settings_of(file).notice
        self.names = {name.name: name.refers_to for name in file.package.names if name.sheet is None}
        self.source = _utf8(file.package.read(part))
        self.present = scan(self.source)
        self.others = list(file.content(title).validated)
        self.kept = list(self.present.items)
        self.made: list[bytes] = []

    def add(self, one: Wiped) -> bool:
        """Add the field's own validation for all cells without a foreign one; False if its formula cannot be determined."""
        built = built_validation(one.sheet, one.field, self.notice)
        formula = moved(built, one, self.names)
        if formula is None:
            return False
        for item in [item for item in self.kept if is_piece(item[1], built, one.area)]:
            self.kept.remove(item)
            for area in parse_areas(item[1].get("sqref", "")):
                self.others.remove(area)
        runs = gaps(one.area, self.others)
        column = one.area.first_column
        areas = " ".join(
            cell_address(first, column) + (f":{cell_address(last, column)}" if last > first else "") for first, last in runs
        )
        self.made.append(xml_of(built, areas, shifted(formula, runs[0][0] - one.area.first_row, 0), self.present.prefix))
        return True

    def written(self) -> bytes:
        """The whole element; kept validations are copied verbatim."""
        prefix = self.present.prefix.encode()
        if self.present.start >= 0:
            whole = self.source[self.present.start : self.present.end]
            tag = patching_cells.opened(patching_cells.start_tag(whole, 0))
        else:
            tag = b"<" + prefix + ELEMENT.encode() + b' count="0">'
        tag = patching_cells.with_attribute(tag, "count", str(len(self.kept) + len(self.made)))
        return tag + b"".join([*map(self._copied, self.kept), *self.made]) + b"</" + prefix + ELEMENT.encode() + b">"

    def _copied(self, item: tuple[int, Mapping[str, str]]) -> bytes:
        start = item[0]
        tag = patching_cells.start_tag(self.source, start)
        if patching_cells.closes_itself(tag):
            return tag
        closing = b"</" + self.present.prefix.encode() + b"dataValidation>"
        return self.source[start : self.source.index(closing, start) + len(closing)]


def is_piece(attributes: Mapping[str, str], built: DataValidation, area: Area) -> bool:
    """True for a remaining piece of the field's own validation: same definition, and cells of this field only."""
    says = ("promptTitle", built.promptTitle), ("prompt", built.prompt), ("errorTitle", built.errorTitle), ("error", built.error)
    same = all((attributes.get(name) or "") == (text or "") for name, text in says)
    corners = [
        corner
        for one in parse_areas(attributes.get("sqref", ""))
        for corner in ((one.first_row, one.first_column), (one.last_row, one.last_column))
    ]
    return same and all(corner in area for corner in corners)


def built_validation(sheet: str, name: str, notice: str = "") -> DataValidation:
    """The validation of a field in the template of that notice, as in a workbook of one ready row."""
    from openpyxl import Workbook

    from workbooks.native.drop_downs import add_drop_downs
    from workbooks.native.validations import add_validations, area_of

    p = parameters_for(chosen(notice, None))
    form = form_in_words_of_notice(FORMS[sheet], p)
    drawn = Workbook().worksheets[0]
    add_drop_downs(drawn, form, 1)
    add_validations(drawn, form, 1, p)
    area = area_of(form, name, 1)
    return next(one for one in drawn.data_validations.dataValidation if area in str(one.sqref).split())


def moved(built: DataValidation, one: Wiped, names: Mapping[str, str]) -> str | None:
    """The formula for the first cell of the field, with references moved to the current columns; None if one was deleted."""
    formula = built.formula1 or ""
    table = FORMS[one.sheet].table
    if table is None or one.field not in table.letters:
        return formula
    places = {
        letters: split_reference(names.get(defined_name(one.sheet, heading), "")) for heading, letters in table.letters.items()
    }
    lacking = False

    def replaced(found: re.Match[str]) -> str:
        nonlocal lacking
        place = places.get(found[1])
        if place is None or place[0] != one.title:
            lacking = True
            return found[0]
        letters = cell_address(1, place[1].first_column)[:-1]
        return f"${letters}{one.area.first_row + int(found[2]) - table.first}"

    # Strings in a formula contain no cell references.
    new = "".join(
        text if text.startswith('"') else _OWN_CELL.sub(replaced, text) for text in re.split(r'("(?:[^"]|"")*")', formula)
    )
    return None if lacking else new


def xml_of(built: DataValidation, areas: str, formula: str, prefix: str) -> bytes:
    """The XML element of a validation, as in the template."""
    from openpyxl.xml.functions import tostring

    built.formula1 = formula or None
    element = built.to_tree()
    element.set("sqref", areas)
    text: bytes = tostring(element)
    return re.sub(rb"<(/?)(?=\w)", lambda found: found[0] + prefix.encode(), text)


def scan(source: bytes) -> ValidationBytes:
    """The positions of validations in a UTF-8 part."""
    made = markup.parser()
    found = ValidationBytes()
    path: list[str] = []

    def started(name: str, attributes: markup.Attributes) -> None:
        tag, at = markup.local(name), made.CurrentByteIndex
        if not path:
            found.prefix = name[: -len(tag)]
        elif len(path) == 1 and tag == ELEMENT:
            found.start = at
        elif len(path) == 1 and tag in FOLLOWING and found.before < 0:
            found.before = at
        elif len(path) == 2 and path[1] == ELEMENT and tag == "dataValidation":
            found.items.append((at, dict(attributes)))
        path.append(tag)

    def ended(name: str) -> None:
        path.pop()
        at = made.CurrentByteIndex
        if len(path) == 1 and markup.local(name) == ELEMENT:
            closing = b"</" + name.encode()
            found.end = source.index(b">", at) + 1 if source.startswith(closing, at) else at
        elif not path and found.before < 0:
            found.before = at

    made.StartElementHandler, made.EndElementHandler = started, ended
    markup.feed(made, source)
    return found


def _utf8(source: bytes) -> bytes:
    """The part unchanged if UTF-8, else re-encoded."""
    return source if patching_cells.is_utf8(source) else patching_cells.with_addresses(source)
