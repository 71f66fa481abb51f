"""styles.xml: every index leads somewhere, and the tables keep within what Excel holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tests.validators.excel_judge.package import MAIN, Package, plain
from tests.validators.excel_judge.workbook import order_faults

ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst",
)  # fmt: skip
MOST_FORMATS, MOST_FONTS, MOST_NUMBER_FORMATS, LONGEST_FORMAT = 64_000, 512, 250, 255
FIRST_OWN_FORMAT = 164
FONT_NAME = 31


@dataclass(frozen=True)
class Styles:
    """How many there are of what cells refer to."""

    formats: int = 1
    differential: int = 0


def styles_of(package: Package) -> Styles:
    root = styles_root(package)
    if root is None:
        return Styles()
    return Styles(len(listed(root, "cellXfs")), len(listed(root, "dxfs")))


def styles_root(package: Package) -> etree._Element | None:
    part = package.one_of_kind(package.workbook, "styles")
    return package.xml(part) if part else None


def listed(root: etree._Element, table: str) -> list[etree._Element]:
    found = root.find(f"{{{MAIN}}}{table}")
    return [one for one in found if isinstance(one.tag, str)] if found is not None else []


def style_faults(package: Package) -> Iterator[str]:
    root = styles_root(package)
    if root is None:
        yield "styles: no such part"
        return
    yield from order_faults("styles", root, ORDER)
    for table in root:
        if isinstance(table.tag, str) and table.get("count") not in (None, str(sum(isinstance(one.tag, str) for one in table))):
            yield f"styles: {plain(table)} says {table.get('count')} and holds {len(table)}"
    yield from table_faults(root)
    yield from number_format_faults(root)
    yield from index_faults(root)
    for at, one in enumerate(listed(root, "dxfs")):
        yield from order_faults(
            f"styles: dxf {at}", one, ("font", "numFmt", "fill", "alignment", "border", "protection", "extLst")
        )  # fmt: skip


def table_faults(root: etree._Element) -> Iterator[str]:
    fonts, fills = listed(root, "fonts"), listed(root, "fills")
    if not fonts or len(fonts) > MOST_FONTS:
        yield f"styles: {len(fonts)} fonts"
    for at, font in enumerate(fonts):
        tags = [plain(one) for one in font if isinstance(one.tag, str)]
        if len(set(tags)) < len(tags):
            yield f"styles: font {at} says something twice"
        name = font.find(f"{{{MAIN}}}name")
        if name is not None and len(name.get("val", "")) > FONT_NAME:
            yield f"styles: font {at} has a long name"
    patterns = [one.get("patternType", "none") for fill in fills[:2] for one in fill.iter(f"{{{MAIN}}}patternFill")]
    if fills and patterns[:2] not in (["none", "gray125"], ["none"]) and len(fills) > 1:
        yield f"styles: the first fills are {patterns}, not none and gray125"
    if not listed(root, "borders"):
        yield "styles: no borders"
    if not 0 < len(listed(root, "cellXfs")) <= MOST_FORMATS:
        yield f"styles: {len(listed(root, 'cellXfs'))} formats of cells"
    names = [(one.get("name") or "").lower() for one in listed(root, "cellStyles")]
    if len(set(names)) < len(names):
        yield "styles: two styles of one name"


def number_format_faults(root: etree._Element) -> Iterator[str]:
    formats = listed(root, "numFmts")
    numbers = [one.get("numFmtId") for one in formats]
    if len(set(numbers)) < len(numbers):
        yield "styles: two number formats of one number"
    if len(formats) > MOST_NUMBER_FORMATS:
        yield f"styles: {len(formats)} number formats"
    for one in formats:
        code = one.get("formatCode", "")
        if not 0 < len(code) <= LONGEST_FORMAT or code.replace('\\"', "").count('"') % 2 or code.count(";") > 3:
            yield f"styles: the number format {code[:40]!r}"


def index_faults(root: etree._Element) -> Iterator[str]:
    own = {one.get("numFmtId") for one in listed(root, "numFmts")}
    sizes = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    counts = {index: len(listed(root, table)) for index, table in sizes.items()}
    for table in ("cellStyleXfs", "cellXfs"):
        for at, one in enumerate(listed(root, table)):
            for index, count in counts.items():
                if int(one.get(index, "0")) >= count and one.get(index) is not None:
                    yield f"styles: {table} {at} has {index} {one.get(index)} of {count}"
            number = one.get("numFmtId", "0")
            if int(number) >= FIRST_OWN_FORMAT and number not in own:
                yield f"styles: {table} {at} has the number format {number}, which is not there"
    for one in listed(root, "cellStyles"):
        if int(one.get("xfId", "0")) >= counts["xfId"]:
            yield f"styles: the style {one.get('name')} has xfId {one.get('xfId')} of {counts['xfId']}"
