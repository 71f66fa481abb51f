"""The reserved quotas of a notice (for neighbouring or supported regions) as labels of 项目信息.

Records use the labels of the shipped notice; workbooks, messages and reports use those of the notice of the class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from udfs.notice.packs import named_pack, packs, shipped_packs
from udfs.notice.parameters import RESERVED_ENDING, RESERVED_KEYS, Parameters, reserved_labels


def record_labels() -> tuple[str, ...]:
    """The labels used by the record; quotas that the shipped notice does not have are numbered."""
    own = reserved_labels(shipped_packs()[-1].name)
    return tuple(own[at] if at < len(own) else f"{RESERVED_ENDING}{at + 1}" for at in range(len(RESERVED_KEYS)))


RESERVED = record_labels()


def called(label: str, p: Parameters) -> str:
    """The label of the record as the notice of the class calls it; '' for a quota it does not reserve."""
    if label not in RESERVED:
        return label
    at = RESERVED.index(label)
    return p.reserved[at].label if at < len(p.reserved) else ""


def meant(notice: str) -> Mapping[str, str]:
    """{label in a workbook: label of the record}. ``notice``: the pack of the workbook; if unknown, the labels of all packs."""
    known = named_pack(notice)
    found: dict[str, str] = {}
    for pack in [known] if known else packs():
        for label, own in zip(reserved_labels(pack.name), RESERVED, strict=False):
            found.setdefault(label, own)
    return found


def renamed(words: Iterable[str], p: Parameters) -> dict[str, str]:
    """{label of the record: label under the notice of the class} for those of ``words`` that differ."""
    return {word: called(word, p) for word in words if word in RESERVED and called(word, p) != word}
