"""What only shows when several classes lie side by side: a number given twice, a plan row handed in twice or not at all.

For the office that receives them. The rules of one class are not here; see ``udfs.rules``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from udfs.cells import blank, plain, text
from udfs.notice.plan import LEVELS, PlanRow, plan_of
from udfs.records import ClassFile
from udfs.rules.project import row_of_facts

NAMED = 5
"""So many numbers or people of one matter are written out."""


@dataclass(frozen=True)
class Overview:
    """Which class, and what may clash with another. ``certificates``: number -> holder; ``passed``: document key -> name."""

    level: str = ""
    year: int | None = None
    plan_number: int | None = None
    topic: str = ""
    organiser: str = ""
    certificates: Mapping[str, str] = field(default_factory=dict)
    passed: Mapping[str, str] = field(default_factory=dict)

    @property
    def planned(self) -> tuple[int, str, int] | None:
        """(year, level, number of the plan row), None where the workbook does not say."""
        if self.year is None or self.plan_number is None or self.level not in LEVELS:
            return None
        return self.year, self.level, self.plan_number


@dataclass(frozen=True)
class Reviewed:
    """One file or package. ``document``: that of ``check --json``; ``refused``: why it could not be read; ``changed``: the files
    of a package that are no longer what was exported."""

    file: str
    overview: Overview = Overview()
    document: Mapping[str, Any] | None = None
    refused: str = ""
    package: bool = False
    changed: tuple[str, ...] = ()

    @property
    def blocking(self) -> int:
        return int(self.document["summary"]["blocking"]) if self.document else 0

    @property
    def clean(self) -> bool:
        """Nothing in the way of the stamp."""
        return not (self.refused or self.changed or self.blocking)

    @property
    def verdict(self) -> str:
        """In Chinese, in one line."""
        if self.refused:
            return f"无法核验：{self.refused}"
        if self.changed:
            return f"导出后被改动：{'、'.join(self.changed)}"
        return f"{self.blocking}项妨碍盖章" if self.blocking else "可以盖章"


@dataclass(frozen=True)
class Clash:
    """Something that two files or more have in common. ``serious``: it cannot be right."""

    what: str
    files: tuple[str, ...]
    serious: bool


def overview_of(c: ClassFile) -> Overview:
    """What of a class may clash with another."""
    return Overview(
        level=c.level,
        year=c.year,
        plan_number=c.plan_number if c.plan_number is not None else number_of_facts(c),
        topic=text(c.project.topic),
        organiser=text(c.project.organiser),
        certificates={plain(one.certificate).upper(): text(one.name) for one in c.results if not blank(one.certificate)},
        passed={one.key: text(one.name) for one in c.results if one.key and one.has_passed},
    )


def number_of_facts(c: ClassFile) -> int | None:
    """The plan row that the class must be, where it does not say its number."""
    row = row_of_facts(c)
    return row.number if row else None


def clashes(reviewed: Sequence[Reviewed]) -> list[Clash]:
    """What the files have in common that they should not, the serious first; one line for the same files and the same matter.

    A package and the workbook it came from are the same class and do not clash.
    """
    classes = same_class_once(reviewed)
    plans: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    for one in classes:
        if one.overview.planned:
            plans[one.overview.planned].append(one.file)
    found = [
        Clash(f"{len(same)}个证书编号在{len(files)}份材料中都有：{listed(same)}", files, serious=True)
        for files, same in shared(
            classes, lambda one: {number: f"{number}（{name}）" for number, name in one.certificates.items()}
        )
    ]
    found += [
        Clash(f"{year}年{level}第{row}项有{len(files)}份材料", tuple(files), serious=False)
        for (year, level, row), files in plans.items()
        if len(files) > 1
    ]
    found += [
        Clash(f"{len(same)}人（证件号码相同）在{len(files)}个班都通过了考核：{listed(same)}", files, serious=False)
        for files, same in shared(classes, lambda one: one.passed)
    ]
    return found


def shared(
    classes: Sequence[Reviewed], named: Callable[[Overview], Mapping[str, str]]
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """(files, the names of what stands in just these files), for two files or more. ``named``: key -> name."""
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in classes:
        for key, name in named(one.overview).items():
            holders[key].append((one.file, name))
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for held in holders.values():
        if len(held) > 1:
            together[tuple(file for file, _ in held)].append("／".join(dict.fromkeys(name for _, name in held)))
    yield from together.items()


def listed(names: Sequence[str]) -> str:
    more = "等" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def same_class_once(reviewed: Iterable[Reviewed]) -> list[Reviewed]:
    """Without the packages whose workbook is there too: the same topic, the same people, the same numbers."""
    reviewed = list(reviewed)
    books = {identity(one.overview) for one in reviewed if not one.package}
    return [one for one in reviewed if not one.package or identity(one.overview) not in books]


def identity(overview: Overview) -> tuple[str, str, frozenset[str], frozenset[str]]:
    return overview.level, plain(overview.topic), frozenset(overview.passed), frozenset(overview.certificates)


def not_received(reviewed: Iterable[Reviewed]) -> list[tuple[int, PlanRow]]:
    """(year, plan row) that no file says it belongs to, for the years that any file names."""
    there = {one.overview.planned for one in reviewed if one.overview.planned}
    years = sorted({year for year, _, _ in there})
    return [(year, row) for year in years for row in plan_of(year) if (year, row.level, row.number) not in there]
