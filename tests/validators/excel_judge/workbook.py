"""The workbook's own part: sheets, views, names; and the texts and properties that all share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from tests.validators.excel_judge.addresses import area, areas, cell
from tests.validators.excel_judge.formulas import formula_faults
from tests.validators.excel_judge.package import MAIN, OFFICE, Package, plain

ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches",
    "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
LONGEST_TITLE, LONGEST_NAME, LONGEST_TEXT, MOST_LINES = 31, 255, 32_767, 253
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Rr]\d*|[Cc]\d*")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
VT = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"


class Sheet(NamedTuple):
    title: str
    id: str
    part: str | None
    visible: bool


class Name(NamedTuple):
    """A defined name; ``sheet``: the place of its sheet in the list, None for the workbook."""

    name: str
    formula: str
    sheet: int | None
    hidden: bool


class Workbook:
    """What the parts of the workbook have in common."""

    def __init__(self, package: Package) -> None:
        self.package = package
        root = package.xml(package.workbook)
        self.root = root if root is not None else etree.Element(f"{{{MAIN}}}workbook")

    def find(self, path: str) -> list[etree._Element]:
        return list(self.root.iterfind(path, {None: MAIN}))

    @cached_property
    def sheets(self) -> list[Sheet]:
        return [
            Sheet(
                one.get("name", ""),
                one.get("sheetId", ""),
                self.package.related_part(self.package.workbook, one.get(f"{{{OFFICE}}}id")),
                one.get("state", "visible") == "visible",
            )
            for one in self.find("sheets/sheet")
        ]

    @cached_property
    def titles(self) -> frozenset[str]:
        """The titles in small letters."""
        return frozenset(sheet.title.lower() for sheet in self.sheets)

    @cached_property
    def names(self) -> list[Name]:
        found = []
        for one in self.find("definedNames/definedName"):
            local = one.get("localSheetId")
            place = int(local) if local is not None and local.isdigit() else None
            found.append(Name(one.get("name", ""), one.text or "", place, one.get("hidden") in ("1", "true")))
        return found

    @cached_property
    def texts(self) -> list[etree._Element] | None:
        """The shared texts; None if there is no such part."""
        part = self.package.one_of_kind(self.package.workbook, "sharedStrings")
        root = self.package.xml(part) if part else None
        return None if root is None else [one for one in root if isinstance(one.tag, str) and plain(one) == "si"]


def order_faults(where: str, root: etree._Element, order: tuple[str, ...]) -> Iterator[str]:
    """Children that Excel does not know there, stand in another order, or are there twice."""
    last = -1
    for child in root:
        if not isinstance(child.tag, str):
            continue
        tag = plain(child)
        if tag not in order:
            yield f"{where}: an element {tag}"
        elif order.index(tag) < last:
            yield f"{where}: {tag} out of order"
        elif order.index(tag) == last and tag not in ("conditionalFormatting", "AlternateContent"):
            yield f"{where}: {tag} twice"
        else:
            last = order.index(tag)


def workbook_faults(book: Workbook) -> Iterator[str]:
    where = "workbook"
    yield from order_faults(where, book.root, ORDER)
    titles = [sheet.title for sheet in book.sheets]
    for sheet in book.sheets:
        yield from title_faults(sheet.title)
        if sheet.part is None:
            yield f"{where}: the sheet {sheet.title} has no part"
        if titles.count(sheet.title) > 1 or [one.lower() for one in titles].count(sheet.title.lower()) > 1:
            yield f"{where}: two sheets called {sheet.title}"
    for what, listed in (("sheetId", [one.id for one in book.sheets]), ("part", [one.part for one in book.sheets])):
        if len(set(listed)) < len(listed):
            yield f"{where}: two sheets with one {what}"
    if not any(sheet.visible for sheet in book.sheets):
        yield f"{where}: no sheet to be seen"
    yield from (f"{where}: {fault}" for fault in window_faults(book))
    for one in book.find("externalReferences/externalReference"):
        if book.package.related_part(book.package.workbook, one.get(f"{{{OFFICE}}}id")) is None:
            yield f"{where}: an external reference to nothing"


def window_faults(book: Workbook) -> Iterator[str]:
    for view in book.find("bookViews/workbookView"):
        for what in ("activeTab", "firstSheet"):
            place = int(view.get(what, "0"))
            if place >= len(book.sheets):
                yield f"{what} {place} of {len(book.sheets)} sheets"
            elif what == "activeTab" and not book.sheets[place].visible:
                yield f"the active sheet {book.sheets[place].title} is hidden"


def title_faults(title: str) -> Iterator[str]:
    if not title or len(title) > LONGEST_TITLE or title.lower() == "history":
        yield f"workbook: a sheet may not be called {title!r}"
    if FORBIDDEN.search(title) or title.startswith("'") or title.endswith("'"):
        yield f"workbook: forbidden characters in the title {title!r}"


def name_faults(book: Workbook) -> Iterator[str]:
    """Defined names: written as Excel lets them be written, once, and with something to stand for."""
    seen: set[tuple[int | None, str]] = set()
    for name in book.names:
        where = f"name {name.name}"
        key = (name.sheet, name.name.lower())
        if key in seen:
            yield f"{where}: twice"
        seen.add(key)
        if name.sheet is not None and name.sheet >= len(book.sheets):
            yield f"{where}: belongs to sheet {name.sheet} of {len(book.sheets)}"
            continue
        built_in = name.name.startswith("_xlnm.")
        if len(name.name) > LONGEST_NAME or not NAME.fullmatch(name.name):
            yield f"{where}: not a name"
        elif not built_in and LIKE_A_CELL.fullmatch(name.name) and like_a_cell(name.name):
            yield f"{where}: reads like a cell"
        yield from (f"{where}: {fault}" for fault in formula_faults(name.formula, book.titles, name=True))
        if built_in:
            yield from (f"{where}: {fault}" for fault in built_in_faults(book, name))


def like_a_cell(name: str) -> bool:
    letters = name.rstrip("0123456789")
    return cell(name.upper()) is not None or letters.upper() in ("R", "C") or bool(re.fullmatch(r"[Rr]\d*[Cc]\d*", name))


def built_in_faults(book: Workbook, name: Name) -> Iterator[str]:
    """Print areas and titles, and the hidden name of a filter: plain areas of their own sheet."""
    kind = name.name.removeprefix("_xlnm.")
    if kind not in ("Print_Area", "Print_Titles", "_FilterDatabase"):
        return
    if name.sheet is None:
        yield "belongs to no sheet"
        return
    title = book.sheets[name.sheet].title
    for one in re.split(r",(?=(?:[^']*'[^']*')*[^']*$)", name.formula):
        sheet, _, address = one.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        found = area(address)
        if kind == "Print_Area" and re.fullmatch(r"[\w.]+\(.*\)", name.formula, re.DOTALL):
            yield "a formula as print area, which not every program prints"
            return
        if found is None or sheet.lower() != title.lower():
            yield f"{one} is no area of {title}"
        elif kind == "Print_Titles" and not re.fullmatch(r"\$?[A-Z]+:\$?[A-Z]+|\$?\d+:\$?\d+", address):
            yield f"{one} are no whole rows or columns"


def filter_faults(book: Workbook, place: int, reference: str) -> Iterator[str]:
    """A filter has a hidden name that says the same area."""
    named = [one for one in book.names if one.name == "_xlnm._FilterDatabase" and one.sheet == place]
    if named and named[0].formula.rpartition("!")[2].replace("$", "") != reference.replace("$", ""):
        yield f"the filter over {reference} is called {named[0].formula}"
    if named and not named[0].hidden:
        yield "the name of the filter is not hidden"


def text_faults(book: Workbook) -> Iterator[str]:
    """The shared texts."""
    part = book.package.one_of_kind(book.package.workbook, "sharedStrings")
    root = book.package.xml(part) if part else None
    if root is None or book.texts is None:
        return
    unique = root.get("uniqueCount")
    if unique is not None and unique != str(len(book.texts)):
        yield f"shared texts: {len(book.texts)}, not {unique}"
    for at, item in enumerate(book.texts):
        yield from (f"shared text {at}: {fault}" for fault in rich_faults(item))


def rich_faults(item: etree._Element) -> Iterator[str]:
    """One text, plain or in runs: Excel takes neither an empty run nor more than a cell holds."""
    runs = [one for one in item if isinstance(one.tag, str) and plain(one) == "r"]
    texts = ["".join(one.text or "" for one in run.iter(f"{{{MAIN}}}t")) for run in runs]
    if runs and any(not one for one in texts):
        yield "an empty run"
    if runs and any(isinstance(one.tag, str) and plain(one) == "t" for one in item):
        yield "a text and runs"
    whole = "".join(texts) if runs else "".join(one.text or "" for one in item.iterfind(f"{{{MAIN}}}t"))
    yield from plain_faults(whole)


def plain_faults(text: str) -> Iterator[str]:
    shown = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if len(shown) > LONGEST_TEXT:
        yield f"{len(shown)} characters"
    if shown.count("\n") > MOST_LINES:
        yield f"{shown.count(chr(10))} line breaks"
    if CONTROL.search(shown):
        yield "a control character"


def property_faults(package: Package, titles: list[str]) -> Iterator[str]:
    """docProps: vectors as long as they say, titles that exist, dates that are dates."""
    part = package.one_of_kind("", "extended-properties")
    root = package.xml(part) if part else None
    if root is not None:
        for vector in root.iter(f"{VT}vector"):
            if vector.get("size") != str(len(vector)):
                yield f"{part}: a vector of {len(vector)}, not {vector.get('size')}"
        listed = [one.text or "" for one in root.iterfind(".//{*}TitlesOfParts//{*}lpstr")]
        counted = [int(one.text or 0) for one in root.iterfind(".//{*}HeadingPairs//{*}i4")]
        if listed and counted and sum(counted) != len(listed):
            yield f"{part}: {len(listed)} titles, not {sum(counted)}"
        if listed and counted and not set(listed[: counted[0]]) <= set(titles):
            yield f"{part}: titles of sheets that are not there"
    part = package.one_of_kind("", "core-properties")
    root = package.xml(part) if part else None
    if root is not None:
        tags = [plain(one) for one in root if isinstance(one.tag, str)]
        yield from (f"{part}: {tag} twice" for tag in sorted({tag for tag in tags if tags.count(tag) > 1}))
        for one in root:
            if plain(one) in ("created", "modified") and not re.fullmatch(
                r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", one.text or ""
            ):
                yield f"{part}: {plain(one)} {one.text}"


def sqref_faults(what: str, text: str | None) -> Iterator[str]:
    if text is None or areas(text) is None:
        yield f"{what}: {text!r} are no cells"
