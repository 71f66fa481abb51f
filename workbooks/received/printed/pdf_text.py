"""Reads the text of PDFs written by this product with Typst, in typesetting order; no other PDF is read.

A PDF library reads any PDF, and takes 1.7 s for the pages of one package (pypdf 5, measured). These pages have one writer, whose
plain structure (a cross-reference table, a stream a page, a table of characters a font) is read in a tenth of that. A file of
another writer, or one changed by another program, is reported as such: that is what the office wants to know.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from struct import unpack

from udfs.values.regex import regex
from workbooks.received.printed.pdf_bookmarks import bookmarks
from workbooks.received.printed.pdf_drawing import PIECE, STRING, Box, Drawn, width_of

MOST_UNPACKED = 64 * 2**20
MOST_PAGES = 2_000
WRITER = b"/Creator(Typst "
FOREIGN = (b"/Annots", b"/AcroForm", b"/JavaScript", b"/EmbeddedFile", b"/Encrypt", b"/XObject")
"""What our pages never have, and what could lay other words over them."""
_REFERENCE = rb"(\d+) 0 R"
# What sets text and what parts it into content and furniture; the drawing in between is passed over.
_TOKEN = regex(
    rb"(?P<string>"
    + STRING
    + rb"|<[0-9A-Fa-f]+>)|(?P<mark>/Artifact\b)|/(?P<font>[^\s/<>\[\]()]+) [-\d.]+ Tf\b|(?P<operator>B[DM]C|EMC|T[jJ])\b",
    re.DOTALL,
)
_OPERAND = regex(STRING + rb"|<[0-9A-Fa-f]*>", re.DOTALL)
PARTS = (
    "tag", "end", "x", "y", "font", "size", "words", "x1", "y1", "right", "down", "x2", "y2", "wide", "high", "paint",
)  # fmt: skip
STRANGE = "页面上有另画的内容，或有不可见文字"
TELLING = frozenset("0123456789是否")
"""What nobody may show as something else."""
_ESCAPE = regex(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\n": b"", b"\r": b""}
_TRAILER = regex(rb"trailer\s*<</Size \d+/Root (\d+) 0 R/Info \d+ 0 R/ID\s*\[[^\]]*\]>>\s*startxref\s+\d+\s+%%EOF\s*", re.DOTALL)
_PAGE = regex(
    rb"\s*<</Type/Page/Resources \d+ 0 R/MediaBox\s*\[[\d. ]+\](?:/StructParents \d+)?(?:/Tabs/S)?/Parent \d+ 0 R"
    rb"/Contents \d+ 0 R>>\s*"
)
_GREYS = regex(rb"\s*\[\s*/ICCBased \d+ 0 R\s*\]\s*")
_PAIR = regex(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = regex(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


class NotOurs(Exception):
    """Not an unmodified PDF of this product; the message states why, in Chinese."""


@dataclass
class PageText:
    """``runs``: what is set on the pages, one run of glyphs each; ``furniture``: page numbers, repeated headings.

    ``boxes``: what is painted beside them; ``bookmarks``: their titles; ``fault``: what of it is not seen as it is read, '' if
    nothing.
    """

    runs: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    pages: int = 0
    boxes: list[Box] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    fault: str = ""


def text_of(data: bytes) -> PageText:
    """Raises ``NotOurs``."""
    if not data.startswith(b"%PDF-"):
        raise NotOurs("不是 PDF 文件")
    if WRITER not in data or any(word in data for word in FOREIGN) or data.count(b"%%EOF") != 1:
        raise NotOurs("不是本软件导出的 PDF，或已被其他程序改动")
    try:
        return PdfDocument(data).text()
    except (ValueError, KeyError, IndexError, zlib.error, RecursionError, OverflowError):
        raise NotOurs("PDF 已损坏，或已被其他程序改动") from None


class PdfDocument:
    """The objects of the file, found by its cross-reference table."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.left = MOST_UNPACKED
        self.offsets = dict(self.references())
        self.fonts: dict[int, Mapping[int, str]] = {}

    def references(self) -> Iterator[tuple[int, int]]:
        """(number of an object, where it begins)."""
        start = int(re.findall(rb"startxref\s+(\d+)", self.data)[-1])
        header = regex(rb"xref\s+0 (\d+)\s+").match(self.data, start)
        if header is None:
            raise ValueError("no plain table")
        at = header.end()
        for number in range(min(int(header[1]), len(self.data) // 20)):
            line = self.data[at + 20 * number : at + 20 * number + 20]
            if line[17:18] == b"n":
                yield number, int(line[:10])
        # A second table, or a trailer that names another one, would lead a viewer to other pages than these.
        ending = _TRAILER.fullmatch(self.data, at + 20 * int(header[1]))
        if ending is None:
            raise ValueError("another trailer")
        self.root = int(ending[1])

    def head(self, number: int) -> tuple[bytes, int]:
        """The text of an object up to its stream, and where that begins."""
        start = self.offsets[number]
        begun = regex(rb"%d 0 obj\b" % number).match(self.data, start)
        if begun is None:
            raise ValueError("another object")
        ends = [at for word in (b"endobj", b"stream\n", b"stream\r\n") if (at := self.data.find(word, begun.end())) >= 0]
        end = min(ends)
        return self.data[begun.end() : end], end

    def stream(self, number: int) -> bytes:
        head, end = self.head(number)
        plain(head, b"/Length ")
        length = re.search(rb"/Length (\d+)", head)
        if length is None or not self.data.startswith(b"stream", end):
            raise ValueError("no stream")
        start = self.data.index(b"\n", end) + 1
        raw = self.data[start : start + int(length[1])]
        if b"/FlateDecode" in head:
            raw = zlib.decompressobj().decompress(raw, self.left + 1)
        self.left -= len(raw)
        if self.left < 0:
            raise ValueError("too much")
        return raw

    def text(self) -> PageText:
        found = PageText()
        for page in self.pages():
            found.pages += 1
            head, _ = self.head(page)
            plain(head, b"/Resources", b"/Contents", b"/MediaBox")
            if not _PAGE.fullmatch(head):
                raise ValueError("another page")
            resources = self.inner(head, b"Resources")
            plain(resources, b"/Font")
            named = re.findall(rb"/([^\s/<>]+) " + _REFERENCE, self.inner(resources, b"Font"))
            fonts = dict(named)
            if len(fonts) != len(named):
                raise ValueError("two fonts of one name")
            for number in re.findall(_REFERENCE, self.inner(resources, b"ColorSpace")):
                if not _GREYS.fullmatch(self.head(int(number))[0]):
                    raise ValueError("another black")
            maps = {name: self.characters(int(number)) for name, number in fonts.items()}
            contents = re.search(rb"/Contents " + _REFERENCE, head)
            if contents is None:
                raise ValueError("no contents")
            content = self.stream(int(contents[1]))
            before = len(found.runs), len(found.furniture)
            drawn = set_page(content, maps, found)
            if drawn is None:
                del found.runs[before[0] :], found.furniture[before[1] :]
                set_text(content, maps, found)
            found.fault = found.fault or (STRANGE if drawn is None else drawn.fault(head))
            found.boxes += drawn.boxes if drawn else []
        if any(repeated(table) for table in self.fonts.values()):
            found.fault = found.fault or "字体被改动"
        found.bookmarks += bookmarks(self.head(self.root)[0], lambda number: self.head(number)[0])
        return found

    def pages(self) -> list[int]:
        """The pages in order."""
        catalogue, _ = self.head(self.root)
        plain(catalogue, b"/Pages ")
        top = re.search(rb"/Pages " + _REFERENCE, catalogue)
        waiting, pages = [int(top[1]) if top else -1], []
        while waiting:
            number = waiting.pop(0)
            head, _ = self.head(number)
            plain(head, b"/Type")
            kids = re.search(rb"/Kids\s*\[([^\]]*)\]", head)
            if kids:
                waiting = [int(kid) for kid in re.findall(_REFERENCE, kids[1])] + waiting
            else:
                pages.append(number)
            if len(pages) + len(waiting) > MOST_PAGES:
                raise ValueError("too many pages")
        return pages

    def inner(self, head: bytes, name: bytes) -> bytes:
        """The dictionary under a name, there or in an object of its own."""
        direct = re.search(rb"/" + name + rb"\s*<<(.*)", head, re.DOTALL)
        if direct:
            return direct[1].split(b">>")[0]
        elsewhere = re.search(rb"/" + name + rb" " + _REFERENCE, head)
        return self.head(int(elsewhere[1]))[0] if elsewhere else b""

    def characters(self, font: int) -> Mapping[int, str]:
        """Code of a glyph -> what it stands for."""
        if font not in self.fonts:
            table = re.search(rb"/ToUnicode " + _REFERENCE, self.head(font)[0])
            self.fonts[font] = glyph_table(self.stream(int(table[1]))) if table else Glyphs()
        return self.fonts[font]


def glyph_table(cmap: bytes) -> Glyphs:
    """The pairs and ranges of a ToUnicode table."""
    table = Glyphs()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, char in _PAIR.findall(block):
            table[int(code, 16)] = characters_of(char)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, char in _RANGE.findall(block):
            start = characters_of(char)
            for step in range(min(int(last, 16) - int(first, 16), 0xFFFF) + 1):
                table[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return table


def characters_of(written: bytes) -> str:
    return bytes.fromhex(written.decode()).decode("utf-16-be", "replace")


def plain(head: bytes, *once: bytes) -> None:
    """Nothing in an object that one reader takes and another does not: comments, names written otherwise, keys written twice.

    Raises ValueError.
    """
    if b"%" in head or b"#" in head or any(head.count(key) != 1 for key in once):
        raise ValueError("read in two ways")


def repeated(table: Mapping[int, str]) -> bool:
    """Two glyphs that are read as the same figure: one of them shows something else."""
    characters_2 = [char for char in table.values() if char in TELLING]
    return len(characters_2) != len(set(characters_2))


def set_page(content: bytes, fonts: Mapping[bytes, Mapping[int, str]], found: PageText) -> Drawn | None:
    """Read the text and graphics of a page in our format; None for any other page."""
    drawn = Drawn()
    artifacts: list[bool] = []
    end = 0
    for piece in PIECE.finditer(content):
        if piece.start() != end:
            return None
        end = piece.end()
        tag, closing, x, y, name, size, words, x1, y1, right, down, x2, y2, wide, high, paint = piece.group(*PARTS)
        if words is not None:
            font = fonts.get(name, NO_GLYPHS)
            run = "".join([glyphs(operand, font) for operand in _OPERAND.findall(words)])
            drawn.words.append((float(x), float(y), float(size), width_of(run, float(size))))
            (found.furniture if any(artifacts) else found.runs).append(run)
        elif tag is not None:
            artifacts.append(tag == b"Artifact")
        elif closing is not None:
            del artifacts[-1:]
        elif right is not None:
            drawn.rules.append((float(x1), float(y1), float(right), float(down)))
        else:
            drawn.boxes.append(Box(float(x2), float(y2), float(wide), float(high), paint == b"B"))
    return drawn if not content[end:].strip() else None


def set_text(content: bytes, fonts: Mapping[bytes, Mapping[int, str]], found: PageText) -> None:
    """Follow the operators of a page that set text."""
    artifacts: list[bool] = []
    font: Mapping[int, str] = NO_GLYPHS
    run: list[str] = []
    marked = False
    for token in _TOKEN.finditer(content):
        kind = token.lastgroup
        if kind == "string":
            run.append(glyphs(token[0], font))
        elif kind == "font":
            font = fonts.get(token["font"], NO_GLYPHS)
        elif kind == "mark":
            marked = True
        elif token[0] in (b"TJ", b"Tj"):
            (found.furniture if any(artifacts) else found.runs).append("".join(run))
            run.clear()
        elif token[0] == b"EMC":
            del artifacts[-1:]
        else:
            artifacts.append(marked)
            marked = False
            run.clear()


def glyphs(operand: bytes, font: Mapping[int, str]) -> str:
    """The characters of a string of two-byte codes."""
    if operand[:1] == b"<":
        raw = bytes.fromhex(operand[1:-1].decode())
    else:
        parts = _ESCAPE.split(operand[1:-1])
        parts[1::2] = map(ESCAPES.__getitem__, parts[1::2])
        raw = b"".join(parts)
    return "".join(map(font.__getitem__, unpack(f">{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))


class Glyphs(dict[int, str]):
    """Code of a glyph -> what it stands for."""

    def __missing__(self, code: int) -> str:
        return "\ufffd"


class Escapes(dict[bytes, bytes]):
    """Escape sequence (without backslash) -> byte; cached, since escapes make up most of a page."""

    def __missing__(self, sign: bytes) -> bytes:
        self[sign] = bytes([int(sign, 8) & 0xFF]) if sign[:1].isdigit() else _ESCAPED.get(sign, sign)
        return self[sign]


ESCAPES = Escapes()
NO_GLYPHS = Glyphs()
