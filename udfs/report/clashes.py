"""Conflicts between classes: the same certificate numbers, people on the same days, half days paid twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from udfs.report.reviewed import SharedKeys

NAMED = 5
"""Maximum number of numbers or people listed per conflict."""
Classes = Sequence[tuple[str, SharedKeys]]
"""(file, data that may conflict) of each class."""


@dataclass(frozen=True)
class Clash:
    """Something that two or more files have in common. ``serious``: it cannot be right."""

    what: str
    files: tuple[str, ...]
    serious: bool


def clashes_of(classes: Classes, plans: Sequence[tuple[tuple[int, str, int], Sequence[str]]]) -> list[Clash]:
    """The conflicts between these classes, serious ones first; one line for the same files and the same matter.

    ``plans``: (year, level, row) and the files of each plan row with several submissions.
    """
    found = [
        Clash(f"{len(same)}个证书编号在{len(files)}份材料中都有：{listed(same)}", files, serious=True)
        for files, same in shared(
            classes, lambda one: {number: f"{number}（{name}）" for number, name in one.certificates.items()}
        )
    ]
    found += two_names(classes)
    found += [
        Clash(f"{year}年{level}第{row}项有{len(files)}份材料", tuple(files), serious=False) for (year, level, row), files in plans
    ]
    found += [
        Clash(f"{len(same)}人（证件号码相同）在{len(files)}个班都通过了考核：{listed(same)}", files, serious=False)
        for files, same in shared(classes, lambda one: one.passed)
    ]
    return found + on_the_same_days(classes) + paid_twice(classes)


def two_names(classes: Classes) -> list[Clash]:
    """The same document number under different names, so that one of them is wrong. The number is not shown."""
    found = []
    for files, same in shared(classes, lambda one: one.people):
        different = [names for names in same if "／" in names]
        if different:
            message = f"{len(different)}个证件号码在{len(files)}个班对应不同的姓名：{listed(different)}"
            found.append(Clash(message, files, serious=True))
    return found


def on_the_same_days(classes: Classes) -> list[Clash]:
    """People in two classes with overlapping dates."""
    dated = {file: held for file, held in classes if held.start and held.end}
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for files, same in shared(classes, lambda one: one.people):
        known = [file for file in files if file in dated]
        for at, file in enumerate(known):
            for other in known[at + 1 :]:
                if overlap(dated[file], dated[other]):
                    pairs[file, other] += same
    return [Clash(f"{len(same)}人同时在日期重叠的两个班：{listed(same)}", files, serious=False) for files, same in pairs.items()]


def overlap(one: SharedKeys, other: SharedKeys) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start <= other.end and other.start <= one.end


def paid_twice(classes: Classes) -> list[Clash]:
    """Lecturers paid for the same half day in two classes; not serious, since they may be namesakes."""
    return [
        Clash(f"{len(same)}个半天的讲课费在{len(files)}个班都有：{listed(same)}", files, serious=False)
        for files, same in shared(
            classes,
            lambda one: {at.clash_key: f"{at.name}（{at.day}{at.session}）" for at in one.lectures},
        )
    ]


def shared(classes: Classes, named: Callable[[SharedKeys], Mapping[str, str]]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """(files, names of what occurs in exactly these files), for two or more files. ``named``: {key: name} of one class."""
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file, held in classes:
        for key, name in named(held).items():
            holders[key].append((file, name))
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for same in holders.values():
        if len(same) > 1:
            together[tuple(file for file, _ in same)].append("／".join(dict.fromkeys(name for _, name in same)))
    yield from together.items()


def listed(names: Sequence[str]) -> str:
    more = "等" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more
