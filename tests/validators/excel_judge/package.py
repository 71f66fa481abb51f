"""The file as a package: zip, content types, relationships. Excel refuses a package that does not hold together."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
STRICT = {
    "http://purl.oclc.org/ooxml/spreadsheetml/main": MAIN,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": OFFICE,
}
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DRAWINGML = "application/vnd.openxmlformats-officedocument"
OF_KIND = {
    "worksheet": f"{SHEETML}.worksheet+xml",
    "chartsheet": f"{SHEETML}.chartsheet+xml",
    "styles": f"{SHEETML}.styles+xml",
    "sharedStrings": f"{SHEETML}.sharedStrings+xml",
    "calcChain": f"{SHEETML}.calcChain+xml",
    "table": f"{SHEETML}.table+xml",
    "comments": f"{SHEETML}.comments+xml",
    "externalLink": f"{SHEETML}.externalLink+xml",
    "theme": f"{DRAWINGML}.theme+xml",
    "drawing": f"{DRAWINGML}.drawing+xml",
    "chart": f"{DRAWINGML}.drawingml.chart+xml",
    "vmlDrawing": f"{DRAWINGML}.vmlDrawing",
    "vbaProject": "application/vnd.ms-office.vbaProject",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
    "extended-properties": f"{DRAWINGML}.extended-properties+xml",
}
MAIN_TYPES = {
    ".xlsx": f"{SHEETML}.sheet.main+xml",
    ".xltx": f"{SHEETML}.template.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
}
TYPES_PART = "[Content_Types].xml"


class Relation(NamedTuple):
    """``kind``: the last word of its type; ``target``: a part, or an address outside."""

    id: str
    kind: str
    target: str
    external: bool


def plain(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


class Package:
    """An opened file. Parts are parsed once."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.zip.namelist()
        self.parsed: dict[str, etree._Element | None] = {}
        self.related: dict[str, list[Relation]] = {}

    def read(self, part: str) -> bytes:
        return self.zip.read(part)

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part in the usual namespaces; None if there is no such part, or it is no XML."""
        if part not in self.parsed:
            self.parsed[part] = self._parse(part) if part in self.names else None
        return self.parsed[part]

    def _parse(self, part: str) -> etree._Element | None:
        data = self.read(part)
        for strict, usual in STRICT.items():
            data = data.replace(strict.encode(), usual.encode())
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except etree.XMLSyntaxError:
            return None

    def relations(self, part: str) -> list[Relation]:
        """What a part ("" = the package) is related to."""
        if part not in self.related:
            self.related[part] = list(self._relations(part))
        return self.related[part]

    def _relations(self, part: str) -> Iterator[Relation]:
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for one in root if root is not None else ():
            if not isinstance(one.tag, str):
                continue
            external, target = one.get("TargetMode") == "External", one.get("Target", "")
            if not external:
                target = unquote(target)
                target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield Relation(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], target, external)

    def related_part(self, part: str, identity: str | None) -> str | None:
        """The part that a relationship id leads to."""
        return next((one.target for one in self.relations(part) if one.id == identity and not one.external), None)

    def one_of_kind(self, part: str, kind: str) -> str | None:
        return next((one.target for one in self.relations(part) if one.kind == kind and not one.external), None)

    @cached_property
    def workbook(self) -> str:
        return self.one_of_kind("", "officeDocument") or "xl/workbook.xml"

    @cached_property
    def types(self) -> tuple[dict[str, str], dict[str, str]]:
        """Type by part and type by extension, both in small letters."""
        overrides, defaults = {}, {}
        root = self.xml(TYPES_PART)
        for one in root if root is not None else ():
            if isinstance(one.tag, str) and plain(one) == "Override":
                overrides[one.get("PartName", "").lstrip("/").lower()] = one.get("ContentType", "")
            elif isinstance(one.tag, str):
                defaults[one.get("Extension", "").lower()] = one.get("ContentType", "")
        return overrides, defaults

    def type_of(self, part: str) -> str | None:
        overrides, defaults = self.types
        return overrides.get(part.lower()) or defaults.get(part.rpartition(".")[2].lower())


def twice(listed: list[str]) -> list[str]:
    """What is listed more than once."""
    return sorted({one for one in listed if listed.count(one) > 1})


def damage(package: Package) -> list[str]:
    """The first part that cannot be unpacked: then nothing else can be judged."""
    for name in package.names:
        try:
            package.read(name)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
            return [f"zip: {name} is damaged"]
    return []


def zip_faults(package: Package) -> Iterator[str]:
    """What is wrong with the zip itself."""
    seen: set[str] = set()
    for entry in package.zip.infolist():
        name = entry.filename
        if name.lower() in seen:
            yield f"zip: {name} twice"
        seen.add(name.lower())
        # zipfile mends backslashes on reading; what stands in the file is orig_filename.
        if "\\" in entry.orig_filename or name.startswith("/") or ".." in name.split("/"):
            yield f"zip: {entry.orig_filename} is no name of a part"
        if name.endswith("/"):
            yield f"zip: {name} is a folder"
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield f"zip: {name} is packed in a way that Excel does not know"
        if entry.flag_bits & 1:
            yield f"zip: {name} is encrypted"
    if TYPES_PART not in package.names:
        yield f"zip: no {TYPES_PART}"


def xml_faults(package: Package) -> Iterator[str]:
    """Parts that are no XML, or of a kind that Excel refuses."""
    for name in package.names:
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        data = package.read(name)
        if b"<!DOCTYPE" in data:
            yield f"{name}: a DOCTYPE"
        declared = re.match(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""", data)
        if declared and declared[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii", b"ascii"):
            yield f"{name}: the encoding {declared[1].decode()}"
        root = package.xml(name)
        if root is None:
            yield f"{name}: no well-formed XML"
            continue
        for prefix in (root.get(IGNORABLE) or "").split():
            if prefix not in root.nsmap:
                yield f"{name}: Ignorable names the prefix {prefix}, which is not declared"


def type_faults(package: Package, suffix: str) -> Iterator[str]:
    """Every part has a type, the right one, and every type a part."""
    overrides, _ = package.types
    root = package.xml(TYPES_PART)
    elements = [one for one in root if isinstance(one.tag, str)] if root is not None else []
    listed = [(one.get("PartName") or f"*.{one.get('Extension')}").lower() for one in elements]
    yield from (f"{TYPES_PART}: {one} twice" for one in twice(listed))
    present = {name.lower() for name in package.names}
    yield from (f"{TYPES_PART}: no part {name}" for name in overrides if name not in present)
    for name in package.names:
        if name != TYPES_PART and not name.endswith("/") and not package.type_of(name):
            yield f"{TYPES_PART}: {name} has no type"
    wanted = MAIN_TYPES.get(suffix)
    if wanted and package.type_of(package.workbook) != wanted:
        yield f"{TYPES_PART}: {package.workbook} is {package.type_of(package.workbook)}, not what {suffix} says"
    macros = any(package.type_of(name) == OF_KIND["vbaProject"] for name in package.names)
    if macros and suffix in (".xlsx", ".xltx"):
        yield f"a VBA project in {suffix}"


def relation_faults(package: Package) -> Iterator[str]:
    """Every relationship has a target of its kind, every id used a relationship, every part somebody who relates to it."""
    if package.one_of_kind("", "officeDocument") is None:
        yield "_rels/.rels: no workbook"
    reached = {TYPES_PART} | {name for name in package.names if name.endswith((".rels", "/"))}
    todo = [""]
    while todo:
        part = todo.pop()
        relations = package.relations(part)
        identities = [one.id for one in relations]
        yield from (
            f"{part}: relationship {one} twice" for one in sorted({one for one in identities if identities.count(one) > 1})
        )
        yield from (f"{part}: no relationship {one}" for one in sorted(used_ids(package, part) - set(identities)))
        for one in relations:
            if not one.external and one.target not in package.names:
                yield f"{part}: {one.id} leads to {one.target}, which is not there"
            elif not one.external:
                wanted, found = OF_KIND.get(one.kind), package.type_of(one.target)
                if wanted and found != wanted and not (one.kind == "theme" and found and "theme" in found):
                    yield f"{part}: {one.id} leads to a {found} as {one.kind}"
                if one.target not in reached:
                    reached.add(one.target)
                    todo.append(one.target)
    yield from (f"{name}: nothing relates to it" for name in package.names if name not in reached)


RELATING = etree.XPath(f"//@*[namespace-uri() = '{OFFICE}']")
RELATING_DRAWINGS = etree.XPath("//@o:relid", namespaces={"o": "urn:schemas-microsoft-com:office:office"})


def used_ids(package: Package, part: str) -> set[str]:
    """The relationship ids that the elements of a part use."""
    root = package.xml(part) if part.endswith((".xml", ".vml")) else None
    if root is None:
        return set()
    return {str(one) for one in RELATING(root) if one} | {str(one) for one in RELATING_DRAWINGS(root)}
