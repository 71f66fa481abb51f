"""The places a notice reserves (for neighbouring regions, for regions that are supported) as labels of 项目信息.

A record knows them by the labels of the notice that ships with the program; in a workbook, a message and a report they are called
as the notice of the class calls them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from udfs.notice.packs import named_pack, packs, shipped_packs
from udfs.notice.parameters import RESERVED_ENDING, RESERVED_KEYS, Parameters, reserved_labels


def record_labels() -> tuple[str, ...]:
    """The labels under which the record has them; a place that our own notice does not reserve goes by its number."""
    own = reserved_labels(shipped_packs()[-1].name)
    return tuple(own[at] if at < len(own) else f"{RESERVED_ENDING}{at + 1}" for at in range(len(RESERVED_KEYS)))


RESERVED = record_labels()


def called(label: str, p: Parameters) -> str:
    """What a label of the record is called under the notice of the class; '' for a place that it does not reserve."""
    if label not in RESERVED:
        return label
    at = RESERVED.index(label)
    return p.reserved[at].label if at < len(p.reserved) else ""


def meant(notice: str) -> Mapping[str, str]:
    """Label in a workbook -> label of the record. ``notice``: the pack the workbook states; else every pack's words are tried."""
    known = named_pack(notice)
    found: dict[str, str] = {}
    for pack in [known] if known else packs():
        for label, own in zip(reserved_labels(pack.name), RESERVED, strict=False):
            found.setdefault(label, own)
    return found


def renamed(words: Iterable[str], p: Parameters) -> dict[str, str]:
    """Label of the record -> what the notice of the class calls it, for those of ``words`` that it calls otherwise."""
    return {word: called(word, p) for word in words if word in RESERVED and called(word, p) != word}
