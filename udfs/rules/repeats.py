"""Duplicate entries: groups of rows, and their description in messages."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from udfs.records.class_file import Row
from udfs.rules.model import row_name

NAMED = 3
"""Maximum number of other rows named."""

AnyRow = TypeVar("AnyRow", bound=Row)


def repeats(rows: Iterable[AnyRow], key: Callable[[AnyRow], Hashable]) -> Iterator[list[AnyRow]]:
    """The groups of two or more rows with the same key; empty keys are ignored."""
    groups: dict[Hashable, list[AnyRow]] = {}
    for row in rows:
        if found := key(row):
            groups.setdefault(found, []).append(row)
    return (group for group in groups.values() if len(group) > 1)


def others(group: Sequence[AnyRow], row: AnyRow) -> str:
    """The rows of the group except ``row``: 第12行李四、第15行王五."""
    return named((other for other in group if other.home_row != row.home_row), len(group) - 1)


def named(rows: Iterable[Row], count: int) -> str:
    """``count`` rows by place and name: 第12行李四、第15行王五、第16行赵六等5人."""
    words = "、".join(place_and_name(row) for row in islice(rows, NAMED))
    return words if count <= NAMED else f"{words}等{count}人"


def place_and_name(row: Row) -> str:
    """第12行李四; 第12行 for a row without a name."""
    place, name = f"第{row.home_row}行", row_name(row)
    return place if name == place else place + name
