"""Texts in the files: shared strings, rich text, and the _xHHHH_ writing of characters XML cannot hold."""

from __future__ import annotations

from udfs.values.regex import regex
from workbooks.ooxml import markup

INLINE = "inlineStr"
"""The type of a cell that holds its text itself."""
ESCAPE = b"_x"
"""What every character begins with that is written as its number."""
_ESCAPED = regex(r"_x([0-9A-Fa-f]{4})_")
# What XML 1.0 cannot hold, and the carriage return, which a reader would turn into a line feed.
_UNWRITABLE = regex("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LONE_SURROGATE = regex("[\ud800-\udfff]")


def decoded(text: str) -> str:
    """``_x000D_`` and the like as the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


as_it_is = str.isalnum
"""True for letters and digits alone: nothing in it is written in another way."""


def encoded(text: str) -> str:
    """The text as a part may hold it: unwritable characters as _xHHHH_, what looks like one guarded, half pairs replaced."""
    if as_it_is(text):
        return text
    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = _ESCAPED.sub(lambda found: f"_x005F_{found[0][1:]}", text)
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def around_text(prefix: str) -> tuple[str, str]:
    """What stands before and behind the text of a cell that holds it itself."""
    return f'<{prefix}is><{prefix}t xml:space="preserve">', f"</{prefix}t></{prefix}is>"


def writable(text: str) -> str:
    """The text without what no part can hold, for writers that do not know the _xHHHH_ writing."""
    return _LONE_SURROGATE.sub("▯", _UNWRITABLE.sub("▯", text.replace("\r\n", "\n").replace("\r", "\n")))


def shared_strings(source: bytes | markup.Source) -> list[str]:
    """The texts of a sharedStrings part, in order. Runs are joined; phonetic guides (rPh) are left out."""
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
