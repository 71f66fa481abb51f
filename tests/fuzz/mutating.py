"""Mutations: of bytes, of a zip, of the XML in it, of cells, of lines of text. Each draws from the chance it is given."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

NUMBERS = ("0", "-1", "1048577", "4294967296", "9" * 30, "1e308", "-1e-308", "NaN", "INF", "0x10", " 7 ", "", "1.5", "２")
TEXTS = (
    "", " ", "\x00", "\x1b[2J\x07", "=1+1", "@SUM(A1)", "_x0000_", "\ufffe", "\u202e12", "�", "𠮷", "王" * 3000, "序号", "姓名",
    "国家级", "财政资助", "#REF!", "<b>", "&amp;", "]]>", "2025-02-30", "25时", "1/0", "TRUE", "https://x", "../../x", "附件4",
)  # fmt: skip
FORMULAS = (
    "1/0", "A1:XFD1048576", "SUMPRODUCT((A1:XFD1048576=1)*1)", "LET(f,LAMBDA(g,g(g)),f(f))", "(" * 3000 + "1" + ")" * 3000,
    "SUM(", '"', "'", "[1]x!A1", "INDIRECT(A1)", "附件4_姓名", "REPT(\"x\",32767)", "C4", "WEBSERVICE(\"http://x\")", "{1,2;3}",
    "A0", "SUM(A1:A1:A1)",
)  # fmt: skip
ADDRESSES = ("A0", "a1", "ZZZ1", "XFD1048576", "zz200000", "A4294967295", "1", "A", "$C$4", "C-4", " C4", "AAAA1", "C4:D5", "")
SHARING = ("shared", "array", "x")
ENCODINGS = ("GB2312", "utf-16", "utf-7", "x", "ISO-8859-1")
Change = Callable[[Random, bytes], bytes]


def some_bytes(chance: Random, data: bytes) -> bytes:
    """Bytes flipped, cut off, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(made) + 1)
        kind = chance.randrange(4)
        if kind == 0 and at < len(made):
            made[at] = chance.randrange(256)
        elif kind == 1:
            made[at : at + chance.randrange(1, 200)] = b""
        elif kind == 2:
            made[at:at] = made[at : at + chance.randrange(1, 200)]
        else:
            made[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
    return bytes(made[: chance.randrange(1, len(made) + 1)] if made and chance.random() < 0.2 else made)


def the_zip(chance: Random, data: bytes) -> bytes:
    """A part that is gone, stands twice, has another name, is empty or is stored in another way."""
    parts = unpacked(data)
    name = chance.choice(sorted(parts))
    kind = chance.randrange(6)
    content = parts[name]
    if kind == 0:
        del parts[name]
    elif kind == 1:
        del parts[name]
        parts[chance.choice((name.upper(), f"../{name}", f"/{name}", name.replace("/", "\\"), f"{name}\x00"))] = content
    elif kind == 2:
        parts[name] = b""
    elif kind == 3:
        parts[name] = content[: len(content) // 2]
    elif kind == 4:
        parts[name] = some_bytes(chance, content)
    made = packed(parts, chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2)))
    if kind == 5:
        twice = io.BytesIO(made)
        with zipfile.ZipFile(twice, "a") as archive:
            archive.writestr(name + "x", content)
        made = twice.getvalue().replace((name + "x").encode(), (name + name[-1]).encode())
    return made


def the_xml(chance: Random, data: bytes) -> bytes:
    """In one part of the zip: an element gone, doubled, deep, out of place; an attribute changed, doubled or added; odd text."""
    parts = unpacked(data)
    name = chance.choice([part for part in sorted(parts) if part.endswith((".xml", ".rels"))])
    text = parts[name].decode("utf-8")
    for _ in range(chance.choice((1, 1, 2, 5))):
        text = one_of_xml(chance, text)
    parts[name] = text.encode("utf-8", "surrogatepass")
    return packed(parts)


def one_of_xml(chance: Random, text: str) -> str:
    found = list(re.finditer(r"<[A-Za-z][^>]*>", text[:400_000]))
    if not found:
        return text
    tag = chance.choice(found)
    attributes = list(re.finditer(r'\s([\w:]+)="([^"]*)"', tag[0]))
    kind = chance.randrange(9)
    if kind < 3 and attributes:
        one = chance.choice(attributes)
        value = chance.choice((*NUMBERS, *ADDRESSES, *map(escaped, TEXTS[:12]), one[2] + "1", one[2][:-1]))
        changed = (tag[0][: one.start(2)] + value + tag[0][one.end(2) :], tag[0][: one.end()] + one[0] + tag[0][one.end() :])
        return text[: tag.start()] + changed[kind == 2] + text[tag.end() :]
    if kind == 3:
        return text[: tag.start()] + text[tag.end() :]
    if kind == 4:
        return text[: tag.start()] + tag[0] + text[tag.start() :]
    if kind == 5:
        deep = chance.choice((3, 300, 3000))
        return text[: tag.end()] + "<a>" * deep + "</a>" * deep + text[tag.end() :]
    if kind == 6:
        return text[: tag.end()] + escaped(chance.choice(TEXTS)) + text[tag.end() :]
    if kind == 7:
        return text.replace("UTF-8", chance.choice(ENCODINGS), 1)
    return text.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)


def the_cells(chance: Random, data: bytes) -> bytes:
    """Some cells of a sheet: another place, kind, value or formula, with and without a stored value."""
    parts = unpacked(data)
    name = chance.choice([part for part in sorted(parts) if "worksheets/sheet" in part and part.endswith(".xml")])
    text = parts[name].decode("utf-8")
    for _ in range(chance.choice((1, 2, 8))):
        found = list(re.finditer(r'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)', text[:300_000]))
        if not found:
            break
        cell = chance.choice(found)
        place = chance.choice(ADDRESSES) if chance.random() < 0.15 else cell[1]
        stored = chance.choice(("", f"<v>{chance.choice(NUMBERS)}</v>", f"<v>{escaped(chance.choice(TEXTS))}</v>"))
        made = chance.choice(
            (
                f'<c r="{place}" t="{chance.choice(("s", "str", "b", "e", "d", "n", "x", "inlineStr"))}">{stored}</c>',
                f'<c r="{place}" t="inlineStr"><is><t>{escaped(chance.choice(TEXTS))}</t></is></c>',
                f'<c r="{place}"><f>{escaped(chance.choice(FORMULAS))}</f>{stored}</c>',
                f'<c r="{place}"><f t="{chance.choice(SHARING)}" ref="{chance.choice(ADDRESSES)}" si="3"/>{stored}</c>',
            )
        )
        text = text[: cell.start()] + made + text[cell.end() :]
    parts[name] = text.encode("utf-8", "surrogatepass")
    return packed(parts)


def the_text(chance: Random, data: bytes) -> bytes:
    """Lines and fields of a text changed, and perhaps its encoding."""
    lines = data.decode("utf-8").split("\n")
    for _ in range(chance.choice((1, 2, 6))):
        at = chance.randrange(len(lines))
        fields = lines[at].split(",")
        kind = chance.randrange(5)
        if kind == 0:
            fields[chance.randrange(len(fields))] = chance.choice((*TEXTS, *NUMBERS))
            lines[at] = ",".join(fields)
        elif kind == 1:
            lines[at:at] = [lines[at]] * chance.choice((1, 300))
        elif kind == 2:
            lines[at] = chance.choice(("\t", ";", " ", '"', ",," * 300)).join(fields)
        elif kind == 3:
            del lines[at]
            lines = lines or [""]
        else:
            lines[at] = re.sub("[0-9]+", chance.choice(NUMBERS), lines[at])
    encoding = chance.choice(("utf-8", "utf-8", "gb18030", "utf-16", "utf-8-sig"))
    return "\n".join(lines).encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


ZIPPED: tuple[Change, ...] = (some_bytes, the_zip, the_xml, the_xml, the_cells, the_cells, the_cells)
WRITTEN: tuple[Change, ...] = (some_bytes, the_text, the_text, the_text)
