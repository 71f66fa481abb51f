"""The bookmarks of a PDF: shown by viewers beside the pages, not printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from udfs.values.regex import regex

MOST = 10_000
_TITLE = regex(rb"/Title\s*(?:<([0-9A-Fa-f\s]*)>|\(([^()\\]*)\))")
_ACTS = regex(rb"/(?:OpenAction|AA|A|SE|OCProperties|Names|Collection|PageLabels|PieceInfo)\b")
"""What our catalogues and bookmarks never have: something that is done or shown when they are opened."""


def bookmarks(catalogue: bytes, head: Callable[[int], bytes]) -> Iterator[str]:
    """Their titles. ``head(number)``: the text of an object. Raises ValueError for what our writer does not write."""
    if _ACTS.search(catalogue):
        raise ValueError("something is done when it is opened")
    waiting, seen = references(catalogue, b"Outlines"), set[int]()
    while waiting:
        number = waiting.pop()
        if number in seen or len(seen) > MOST:
            raise ValueError("bookmarks without an end")
        seen.add(number)
        item = head(number)
        if _ACTS.search(item) or b"%" in item or b"#" in item:
            raise ValueError("another bookmark")
        titles = _TITLE.findall(item)
        if len(titles) != item.count(b"/Title") or len(titles) > 1:
            raise ValueError("another title")
        yield from (words(*title) for title in titles)
        waiting += [*references(item, b"Next"), *references(item, b"First")]


def references(item: bytes, name: bytes) -> list[int]:
    found = re.findall(rb"/" + name + rb"\s+(\d+) 0 R", item)
    if len(found) != item.count(b"/" + name) or len(found) > 1:
        raise ValueError("read in two ways")
    return [int(one) for one in found]


def words(written: bytes, plain: bytes) -> str:
    """A title, in UTF-16 where it begins with its mark.

    >>> words(b"FEFF 9644 4EF6", b""), words(b"", b"A3")
    ('附件', 'A3')
    """
    data = bytes.fromhex(written.decode()) if written else plain
    return data[2:].decode("utf-16-be") if data.startswith(b"\xfe\xff") else data.decode("ascii")
