"""What only shows when several classes lie side by side: a number given twice, a plan row handed in twice or not at all.

For the office that receives them. The rules of one class are not here; see ``udfs.rules``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from udfs import cells
from udfs.cells import Value, blank, plain, text
from udfs.class_parameters import class_parameters
from udfs.deadlines import report_due
from udfs.money import cents
from udfs.notice.packs import of_year
from udfs.notice.plan import LEVELS, PlanRow, plan_of
from udfs.records import SUBSIDISED, ClassFile
from udfs.rules.project import row_of_facts

NAMED = 5
"""So many numbers or people of one matter are written out."""
WORKBOOK, PACKAGE, ANNEXES = "工作簿", "盖章稿", "散件附件"
"""What a class may come as."""
KINDS = (WORKBOOK, PACKAGE, ANNEXES)
READ, SUPERSEDED, REFUSED, FOREIGN = "计入", "已有更新", "无法读取", "未读"
"""What became of a file."""
SIGNED, FORGED, UNKNOWN_SIGNER = "签名有效", "签名不符", "签名无法核对"
SHARE_OF_A_RESEND = 2
"""Two things are the same class handed in again if one person in so many of the smaller one is in both."""


@dataclass(frozen=True)
class Piece:
    """One file that lies there. ``file``: its path below the folder, through zips with ``/``; ``why``: for what is not read."""

    file: str
    kind: str
    status: str = READ
    why: str = ""


@dataclass(frozen=True)
class Difference:
    """Two places that should say the same and do not. ``here``, ``there``: file and cell, with what stands there."""

    what: str
    here: str
    there: str = ""

    @property
    def line(self) -> str:
        return f"{self.what}：{self.here}，{self.there}" if self.there else f"{self.what}：{self.here}"


@dataclass(frozen=True)
class Lecture:
    """Who was paid for which half day."""

    name: str
    day: date
    session: str


@dataclass(frozen=True)
class Overview:
    """Which class, and what may clash with another.

    ``certificates``: number -> holder; ``passed``: document key -> name of who passed; ``people``: document key -> name of
    everybody. ``late_days``: by how many days the report came late (0: in time; None: nobody can say). Amounts in yuan as text
    with two decimals.
    """

    level: str = ""
    year: int | None = None
    plan_number: int | None = None
    topic: str = ""
    organiser: str = ""
    certificates: Mapping[str, str] = field(default_factory=dict)
    passed: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    lectures: tuple[Lecture, ...] = ()
    start: date | None = None
    end: date | None = None
    late_days: int | None = None
    subsidy: str = ""

    @property
    def planned(self) -> tuple[int, str, int] | None:
        """(year, level, number of the plan row), None where the workbook does not say."""
        if self.year is None or self.plan_number is None or self.level not in LEVELS:
            return None
        return self.year, self.level, self.plan_number


@dataclass(frozen=True)
class Reviewed:
    """What came for one class at one time: a workbook, a package, or loose annexes put together.

    ``file``: its path below the folder (of loose annexes the first one's); ``pieces``: every file of it. ``document``: that of
    ``check --json``, judged anew; ``refused``: why it could not be read. ``changed``: files of a package unlike its checksums
    (what a transport breaks); ``differences``: places that contradict each other. ``unjudged``: (rule, why) of what the annexes
    alone do not tell. ``superseded``: the file that counts in its place. ``dated``: what tells the newer of two.
    ``signature``: '' without one.
    """

    file: str
    overview: Overview = Overview()
    document: Mapping[str, Any] | None = None
    refused: str = ""
    package: bool = False
    changed: tuple[str, ...] = ()
    kind: str = WORKBOOK
    pieces: tuple[Piece, ...] = ()
    differences: tuple[Difference, ...] = ()
    unjudged: tuple[tuple[str, str], ...] = ()
    superseded: str = ""
    dated: str = ""
    signature: str = ""

    @property
    def blocking(self) -> int:
        return int(self.document["summary"]["blocking"]) if self.document else 0

    @property
    def clean(self) -> bool:
        """Nothing in the way of the stamp. Loose annexes never are: nobody has checked what they do not show."""
        faulty = self.refused or self.changed or self.differences or self.blocking or self.superseded
        return not (faulty or self.kind == ANNEXES or self.signature == FORGED)

    @property
    def verdict(self) -> str:
        """In Chinese, in one line."""
        if self.refused:
            return f"无法核验：{self.refused}"
        if self.superseded:
            return f"已有更新的材料，以“{self.superseded}”为准"
        if self.signature == FORGED:
            return "签名与内容不符：导出后被改动，请向办班单位要原件"
        if self.changed:
            broken = f"与校验值不符（传输损坏，或导出后被改动）：{'、'.join(self.changed)}"
            return f"{broken}；另有内容矛盾{len(self.differences)}处" if self.differences else broken
        if self.differences:
            more = f"；另有{len(self.differences) - 1}处" if len(self.differences) > 1 else ""
            return f"内容互相矛盾：{self.differences[0].line}{more}"
        if self.blocking:
            return f"{self.blocking}项妨碍盖章"
        if self.kind == ANNEXES:
            return "附件互相一致，没有核验报告，其余事项须人工核对"
        # That nothing changed since the export is said only where a signature proves it.
        return "可以盖章（签名有效，导出后没有改动）" if self.signature == SIGNED and self.package else "可以盖章"


@dataclass(frozen=True)
class Clash:
    """Something that two files or more have in common. ``serious``: it cannot be right."""

    what: str
    files: tuple[str, ...]
    serious: bool


@dataclass(frozen=True)
class Review:
    """All that came in the order of the names, what clashes, the (year, plan row) that nothing came for, the files not read."""

    folder: Path
    today: date
    files: tuple[Reviewed, ...]
    clashes: tuple[Clash, ...]
    missing: tuple[tuple[int, PlanRow], ...]
    unread: tuple[Piece, ...] = ()
    undone: int = 0
    """How many of the files were not looked at because somebody stopped the run."""

    @property
    def blocking(self) -> bool:
        """Something that counts is not clean, two files cannot both be right, or a class may lie in what was not read."""
        return (
            not all(one.clean or one.superseded for one in self.files)
            or any(clash.serious for clash in self.clashes)
            or any(piece.status == REFUSED for piece in self.unread)
            or self.undone > 0
        )


def review_of(folder: Path, today: date, files: Iterable[Reviewed], unread: Iterable[Piece] = ()) -> Review:
    """The review of what was received: what is superseded, what clashes, what has not come."""
    settled = tuple(with_the_newest(files))
    return Review(folder, today, settled, tuple(clashes(settled)), tuple(not_received(settled)), tuple(unread))


def overview_of(c: ClassFile) -> Overview:
    """What of a class may clash with another."""
    subsidy = cells.number(c.project.subsidy) if plain(c.project.funding) == SUBSIDISED else None
    return Overview(
        level=c.level,
        year=c.year,
        plan_number=c.plan_number if c.plan_number is not None else number_of_facts(c),
        topic=text(c.project.topic),
        organiser=text(c.project.organiser),
        certificates={plain(one.certificate).upper(): text(one.name) for one in c.results if not blank(one.certificate)},
        passed={one.key: text(one.name) for one in c.results if one.key and one.has_passed},
        people={one.key: text(one.name) for one in c.results if one.key}
        | {one.key: text(one.name) for one in c.people if one.key},
        lectures=tuple(lectures_of(c)),
        start=c.start,
        end=c.end,
        late_days=late_days(c),
        subsidy="" if subsidy is None else str(cents(subsidy)),
    )


def lectures_of(c: ClassFile) -> Iterator[Lecture]:
    """The half days that are paid, where lecturer, day and session are known."""
    for one in c.lectures:
        day = cells.day(one.day)
        if day is not None and not blank(one.name) and not blank(one.session):
            yield Lecture(plain(one.name), day, plain(one.session))


def late_days(c: ClassFile) -> int | None:
    """By how many days the report came after its last day (rest days move that on), or is late by today; None before the end."""
    if c.end is None or not c.ended:
        return None
    filed = c.project.report_filed
    came = c.today if blank(filed) else cells.day(filed)
    return None if came is None else max(0, (came - report_due(c.end, class_parameters(c))).days)


def number_of_facts(c: ClassFile) -> int | None:
    """The plan row that the class must be, where it does not say its number."""
    row = row_of_facts(c)
    return row.number if row else None


def with_the_newest(reviewed: Iterable[Reviewed]) -> list[Reviewed]:
    """Of the same class sent again the newest counts, the older ones name it. A package and its workbook stand side by side.

    Newest by ``dated``; of two with the same date the one named first. Another class under the same plan row replaces nothing.
    """
    settled = list(reviewed)
    order = sorted(range(len(settled)), key=lambda at: (settled[at].dated, -at), reverse=True)
    newest: dict[tuple[Value, ...], list[int]] = defaultdict(list)
    for at in order:
        one = settled[at]
        if one.refused:
            continue
        place = (*(one.overview.planned or (plain(one.overview.topic),)), one.kind)
        instead = next((other for other in newest[place] if same_people(settled[other].overview, one.overview)), None)
        if instead is None:
            newest[place].append(at)
        else:
            settled[at] = replace(one, superseded=settled[instead].file)
    return settled


def same_people(one: Overview, other: Overview) -> bool:
    """So many people in common that both are the same class."""
    ours, theirs = one.people.keys(), other.people.keys()
    return len(ours & theirs) * SHARE_OF_A_RESEND >= min(len(ours), len(theirs))


def clashes(reviewed: Sequence[Reviewed]) -> list[Clash]:
    """What the files have in common that they should not, the serious first; one line for the same files and the same matter.

    A package and the workbook it came from are the same class and do not clash, nor does what was sent again.
    """
    classes = same_class_once(reviewed)
    found = [
        Clash(f"{len(same)}个证书编号在{len(files)}份材料中都有：{listed(same)}", files, serious=True)
        for files, same in shared(
            classes, lambda one: {number: f"{number}（{name}）" for number, name in one.certificates.items()}
        )
    ]
    found += two_names(classes)
    found += [
        Clash(f"{year}年{level}第{row}项有{len(files)}份材料", tuple(files), serious=False)
        for (year, level, row), files in by_plan(reviewed).items()
        if len(files) > 1
    ]
    found += [
        Clash(f"{len(same)}人（证件号码相同）在{len(files)}个班都通过了考核：{listed(same)}", files, serious=False)
        for files, same in shared(classes, lambda one: one.passed)
    ]
    return found + on_the_same_days(classes) + paid_twice(classes)


def by_plan(reviewed: Sequence[Reviewed]) -> dict[tuple[int, str, int], list[str]]:
    """Plan row -> what came for it, older versions too."""
    once = {one.file for one in same_class_once(reviewed)}
    plans: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    for one in reviewed:
        if one.overview.planned and (one.superseded or one.file in once):
            plans[one.overview.planned].append(one.file)
    return plans


def two_names(classes: Sequence[Reviewed]) -> list[Clash]:
    """The same document number under different names: one of them is wrong. The number itself is not told."""
    found = []
    for files, same in shared(classes, lambda one: one.people):
        different = [names for names in same if "／" in names]
        if different:
            told = f"{len(different)}个证件号码在{len(files)}个班对应不同的姓名：{listed(different)}"
            found.append(Clash(told, files, serious=True))
    return found


def on_the_same_days(classes: Sequence[Reviewed]) -> list[Clash]:
    """People who are in two classes whose days overlap."""
    dated = {one.file: one.overview for one in classes if one.overview.start and one.overview.end}
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for files, same in shared(classes, lambda one: one.people):
        known = [file for file in files if file in dated]
        for at, file in enumerate(known):
            for other in known[at + 1 :]:
                if overlap(dated[file], dated[other]):
                    pairs[file, other] += same
    return [Clash(f"{len(same)}人同时在日期重叠的两个班：{listed(same)}", files, serious=False) for files, same in pairs.items()]


def overlap(one: Overview, other: Overview) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start <= other.end and other.start <= one.end


def paid_twice(classes: Sequence[Reviewed]) -> list[Clash]:
    """Lecturers paid for the same half day in two classes; namesakes are possible, so it is asked about."""
    return [
        Clash(f"{len(same)}个半天的讲课费在{len(files)}个班都有：{listed(same)}", files, serious=False)
        for files, same in shared(
            classes,
            lambda one: {f"{at.name}{at.day}{at.session}": f"{at.name}（{at.day}{at.session}）" for at in one.lectures},
        )
    ]


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
    """Of the workbook, the package and the loose annexes of one class the first: the same topic, the same people and numbers."""
    counted = [one for one in reviewed if not one.superseded]
    kinds: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for one in counted:
        kinds[identity(one.overview)].add(one.kind)
    first = {same: min(there, key=KINDS.index) for same, there in kinds.items()}
    return [one for one in counted if one.kind == first[identity(one.overview)]]


def identity(overview: Overview) -> tuple[str, str, frozenset[str], frozenset[str]]:
    return overview.level, plain(overview.topic), frozenset(overview.passed), frozenset(overview.certificates)


def not_received(reviewed: Iterable[Reviewed]) -> list[tuple[int, PlanRow]]:
    """(year, plan row) that no file says it belongs to, for the years that any file names and of which a notice is known.

    A year without one has no plan: the plan of another year says nothing of what should have come.
    """
    there = {one.overview.planned for one in reviewed if one.overview.planned}
    years = sorted({year for year, _, _ in there if of_year(year)})
    return [(year, row) for year in years for row in plan_of(year) if (year, row.level, row.number) not in there]
