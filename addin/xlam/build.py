"""``gaoyan addin build``: assembles the .xlam, independent of clock, system and compressor."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from addin.buttons.tab import BUTTONS
from addin.xlam import ribbon, texts, wrappers
from addin.xlam.icons import icon
from udfs.functions import catalogue as declared
from udfs.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from pyopenvba.cfb import CFB

FILE_NAME = "gaoyan.xlam"
STAMP = (1980, 1, 1, 0, 0, 0)
TITLE = "高研项目"
DESCRIPTION = "高级研修项目附件的填写、核验与盖章稿"
STRINGS, BOOK_RELATIONSHIPS = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
STRINGS_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
CONTENT_TYPES, RELATIONSHIPS, CORE, SHEET = "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/worksheets/sheet1.xml"
PROJECT, SHEET_MODULE = "xl/vbaProject.bin", "Sheet1"
NO_CACHE = bytes.fromhex("CC61 FFFF 00 0000")
"""The stream _VBA_PROJECT without a performance cache ([MS-OVBA] 2.3.4.1), for any version of Office."""

COLOR, BLACK = 67, b"\x01"
"""Offset of the colour in a directory entry, and the colour black."""
TERMINATOR = bytes.fromhex("1000 00000000")
"""The last record of the dir stream ([MS-OVBA] 2.3.4.2)."""


def build_xlam(suffix: str = ".xlam", modules: dict[str, str] | None = None) -> bytes:
    """The add-in. ``suffix`` .xlsm: an ordinary workbook of the same parts, for programs that load no add-ins.

    ``modules``: VBA to use instead of the add-in's own, for the same purpose.
    """
    assert declared
    functions, buttons = list(FUNCTIONS.values()), list(BUTTONS.values())
    parts = with_modules(suffix, modules or wrappers.modules(functions, buttons, installed_xlwings()))
    sheet, strings = texts.worksheet(functions)
    parts |= {SHEET: sheet.encode(), STRINGS: strings.encode()}
    parts[BOOK_RELATIONSHIPS] = related(parts[BOOK_RELATIONSHIPS], "rIdStrings", STRINGS_KIND, "sharedStrings.xml")
    parts[ribbon.PART] = ribbon.custom_ui(buttons).encode()
    parts[ribbon.PART_RELATIONSHIPS] = ribbon.image_relationships(buttons).encode()
    for id, name, size in ribbon.images(buttons):
        parts[f"{ribbon.IMAGES}/{id}.png"] = icon(name, size)
    parts[RELATIONSHIPS] = related(parts[RELATIONSHIPS], "rIdRibbon", ribbon.RELATIONSHIP, ribbon.PART)
    parts[CONTENT_TYPES] = with_types(parts[CONTENT_TYPES].decode()).encode()
    parts[CORE] = core_properties().encode()
    return packed(parts)


def installed_xlwings() -> str:
    """The version of xlwings in this environment, which VBA and DLL must match."""
    from importlib.metadata import version

    return version("xlwings")


def with_modules(suffix: str, modules: dict[str, str]) -> dict[str, bytes]:
    """The parts of an empty add-in with these modules in its VBA project."""
    from pyopenvba import ExcelFile
    from pyopenvba.vba import VBAModuleKind

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"gaoyan{suffix}"
        book = ExcelFile.create_new(path)
        try:
            project = book.vba_project()
            # Replacing the module by text removes the compiled code of the template's author.
            for name, source in ({SHEET_MODULE: book.get_module(SHEET_MODULE)} | modules).items():
                if name in project.module_names():
                    book.set_module(name, source)
                    continue
                kind = VBAModuleKind.other if wrappers.is_class(source) else VBAModuleKind.standard
                project.add_module(name, source, kind=kind)
            for empty in [name for name in project.module_names() if name.startswith("Module")]:
                project.delete_module(empty)
            book.save()
        finally:
            book.close()
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    return parts | {PROJECT: uncompiled(parts[PROJECT])}


def uncompiled(project: bytes) -> bytes:
    """The VBA project without compiled code of the template's author; Excel compiles it at the first load."""
    from pyopenvba.cfb import CFB

    storage = CFB.from_bytes(project)
    storage.write_stream_in_storage("VBA", "_VBA_PROJECT", NO_CACHE)
    lawful(storage)
    made: bytes = storage.to_bytes()
    return made


def lawful(storage: CFB) -> None:
    """Correct two deviations of pyOpenVBA from the specifications.

    All directory entries become black ([MS-CFB] 2.6.4: no red entry below a red one, root black; all black is valid), and
    nothing follows the terminator of the dir stream.
    """
    from pyopenvba.vba import compress, decompress

    for entry in storage._directory:
        if any(entry.raw[:64]):  # the others are unused
            entry.raw = entry.raw[:COLOR] + BLACK + entry.raw[COLOR + 1 :]
    listing = bytes(decompress(storage.get_stream_in_storage("VBA", "dir")))
    if listing.endswith(TERMINATOR + bytes(4)):
        storage.write_stream_in_storage("VBA", "dir", compress(listing[:-4]))


def related(relationships: bytes, id: str, kind: str, target: str) -> bytes:
    """A relationships part with one more entry."""
    more = f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/></Relationships>'
    return relationships.replace(b"</Relationships>", more.encode())


def with_types(content_types: str) -> str:
    """The content types including pictures and shared strings."""
    known = re.sub(r"(<Types [^>]*>)", r'\1<Default Extension="png" ContentType="image/png"/>', content_types, count=1)
    return known.replace("</Types>", f'<Override PartName="/{STRINGS}" ContentType="{STRINGS_TYPE}"/></Types>')


def core_properties() -> str:
    """The properties shown in Excel's list of add-ins."""
    return (
        f'{ribbon.XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{TITLE}</dc:title><dc:creator>gaoyan</dc:creator><dc:description>{DESCRIPTION}</dc:description>"
        "</cp:coreProperties>\n"
    )


def packed(parts: dict[str, bytes]) -> bytes:
    """The uncompressed package; content types come first, as in every Office file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(parts, key=lambda part: (part != CONTENT_TYPES, part)):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.create_system, entry.external_attr = 0, 0
            package.writestr(entry, parts[name])
    return out.getvalue()
