"""Texts in parts: shared strings, rich text, and _xHHHH_ escapes of characters that XML cannot contain."""

from __future__ import annotations

from udfs.values.regex import regex
from workbooks.ooxml import markup

INLINE = "inlineStr"
"""Cell type of an inline string."""
ESCAPE = b"_x"
"""Start of every escape sequence."""
_ESCAPED = regex(r"_x([0-9A-Fa-f]{4})_")
# Invalid in XML 1.0, and the carriage return, which parsers convert to a line feed.
_UNWRITABLE = regex("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LONE_SURROGATE = regex("[\ud800-\udfff]")


def decoded(text: str) -> str:
    """Decode escapes such as ``_x000D_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


as_it_is = str.isalnum
"""True for text of letters and digits only, which needs no escaping."""


def encoded(text: str) -> str:
    """Escape for XML: invalid characters as _xHHHH_, literal escapes protected, lone surrogates replaced by U+FFFD."""
    if as_it_is(text):
        return text
    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = _ESCAPED.sub(lambda found: f"_x005F_{found[0][1:]}", text)
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def around_text(prefix: str) -> tuple[str, str]:
    """(opening, closing) markup of an inline string."""
    return f'<{prefix}is><{prefix}t xml:space="preserve">', f"</{prefix}t></{prefix}is>"


def writable(text: str) -> str:
    """Replace characters that XML cannot contain by ▯, for writers without _xHHHH_ escapes."""
    return _LONE_SURROGATE.sub("▯", _UNWRITABLE.sub("▯", text.replace("\r\n", "\n").replace("\r", "\n")))


def shared_strings(source: bytes | markup.Source) -> list[str]:
    """Texts of a sharedStrings part, in order; runs are joined, phonetic guides (rPh) left out."""
    texts: list[str] = []
    item: list[str] = []
    text: list[str] = []
    phonetic = False

    def started(name: str, _: list[str]) -> None:
        nonlocal phonetic
        text.clear()
        phonetic = phonetic or markup.local(name) == "rPh"

    def ended(name: str) -> None:
        nonlocal phonetic
        tag = markup.local(name)
        if tag == "t" and not phonetic:
            item.extend(text)
        elif tag == "rPh":
            phonetic = False
        elif tag == "si":
            texts.append(decoded("".join(item)))
            item.clear()

    made = markup.parser(ordered=True)
    made.StartElementHandler = started
    made.EndElementHandler = ended
    made.CharacterDataHandler = text.append
    markup.feed(made, source)
    return texts
