"""XML from a file nobody vouches for: expat with document types, and so entities, refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

Attributes = dict[str, str]
TRUE = ("1", "true", "on")
ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})


class Forbidden(Exception):
    """The part declares a document type; office files never do, attacks do."""


class Malformed(Exception):
    """The part is no well-formed XML."""


class Source(Protocol):
    """A binary stream that is read in pieces."""

    def read(self, size: int = ..., /) -> bytes: ...


def parser(ordered: bool = False) -> expat.XMLParserType:
    """A parser that raises ``Forbidden`` at a DOCTYPE. With ``ordered`` attributes come as a flat list, which is faster."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.ordered_attributes = ordered
    made.StartDoctypeDeclHandler = _refuse
    made.XmlDeclHandler = _check_encoding
    return made


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Office files are Unicode. For other encodings expat asks Python, which has no way to tell it of those of several bytes."""
    if encoding is not None and encoding.lower() not in ENCODINGS:
        raise Malformed(f"encoding {encoding}")


def _refuse(*_: object) -> None:
    raise Forbidden


def feed(made: expat.XMLParserType, source: bytes | Source) -> None:
    """Parse all of ``source``; a stream is read in pieces, so that a long part costs no memory."""
    try:
        if isinstance(source, bytes):
            made.Parse(source, True)
        else:
            made.ParseFile(source)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # An unknown encoding ends with an error of Python's own; one of our handlers must not be taken for that.
        if isinstance(error, expat.ExpatError) or made.ErrorCode == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
            raise Malformed(str(error)) from None
        raise


def whole(text: str | None) -> int:
    """The whole number that an attribute holds; 0 for none and for what is no number of a size that any file of ours has."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else 0


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


def walk(source: bytes | Source, start: Callable[[str, Attributes], None], end: Callable[[str, str], None] | None = None) -> None:
    """Call ``start(local name, attributes)`` and ``end(local name, text right before the end)`` for every element."""
    made = parser()
    text: list[str] = []

    def started(name: str, attributes: Attributes) -> None:
        text.clear()
        start(local(name), attributes)

    made.StartElementHandler = started
    if end is not None:
        finish = end

        def ended(name: str) -> None:
            finish(local(name), "".join(text))
            text.clear()

        made.EndElementHandler = ended
        made.CharacterDataHandler = text.append
    feed(made, source)
