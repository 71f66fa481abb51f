"""XML parsing of untrusted parts with expat; DOCTYPE, and so entity definitions, are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

Attributes = dict[str, str]
TRUE = ("1", "true", "on")
ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})


class Forbidden(Exception):
    """The part has a DOCTYPE; office files have none, entity attacks do."""


class Malformed(Exception):
    """The part is not well-formed XML."""


class Source(Protocol):
    """A readable binary stream."""

    def read(self, size: int = ..., /) -> bytes: ...


def parser(ordered: bool = False) -> expat.XMLParserType:
    """Create a parser that raises ``Forbidden`` at a DOCTYPE. ``ordered``: attributes as a flat list, which is faster."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.ordered_attributes = ordered
    made.StartDoctypeDeclHandler = _refuse
    made.XmlDeclHandler = _check_encoding
    return made


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Accept Unicode and single-byte encodings only: expat's Python binding cannot decode other multi-byte ones. Errors:
    Malformed."""
    if encoding is not None and encoding.lower() not in ENCODINGS:
        raise Malformed(f"encoding {encoding}")


def _refuse(*_: object) -> None:
    raise Forbidden


def feed(made: expat.XMLParserType, source: bytes | Source) -> None:
    """Parse ``source``; a stream is read in pieces, so memory use does not grow with the part. Errors: Malformed."""
    try:
        if isinstance(source, bytes):
            made.Parse(source, True)
        else:
            made.ParseFile(source)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # An unknown encoding raises an error other than ExpatError; errors of our own handlers must pass through.
        if isinstance(error, expat.ExpatError) or made.ErrorCode == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
            raise Malformed(str(error)) from None
        raise


def whole(text: str | None) -> int:
    """Integer attribute of up to seven digits; 0 if missing or invalid."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else 0


def local(name: str) -> str:
    """Element name without namespace prefix."""
    return name.rpartition(":")[2]


def walk(source: bytes | Source, start: Callable[[str, Attributes], None], end: Callable[[str, str], None] | None = None) -> None:
    """Call ``start(local name, attributes)`` and ``end(local name, preceding text)`` for every element. Errors: Forbidden,
    Malformed."""
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
