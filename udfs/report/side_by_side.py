"""What only shows when several classes lie side by side: a class sent again, a plan row that nothing came for, and what clashes.

For the office that receives them; the rules of one class are not here (see ``udfs.rules``). Ten thousand classes are looked at
without holding them all: each is ``laid_apart``; only its ``Standing`` is kept, some kilobytes with its numbers as sums of
themselves, and what a class holds is looked at only where a sum of it stands in another class too.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from operator import eq
from pathlib import Path
from typing import TypeAlias, overload

from udfs.notice.packs import of_year
from udfs.notice.plan import PlanRow, plan_of
from udfs.report.clashes import Clash, clashes_of
from udfs.report.receipts import Receipt
from udfs.report.reviewed import KINDS, MOMENT, REFUSED, SAME, Held, Piece, Reviewed
from udfs.values.cells import plain

SHARE_OF_A_RESEND = 2
"""Two things are the same class handed in again if one person in so many of the smaller one is in both."""
Sums: TypeAlias = "array[int]"  # A string: arrays take no type argument at run time before Python 3.12.
SUM_BYTES = 8


@dataclass(frozen=True)
class Standing:
    """What is kept of each thing that came. ``sound``: nothing in the way of the stamp but perhaps a newer one.

    ``same`` is one sum for the workbook, the package and the loose annexes of a class; ``people`` and ``others`` (certificate
    numbers, paid half days) are ``sums_of`` them.
    """

    file: str
    kind: str
    package: bool
    refused: bool
    sound: bool
    dated: str
    topic: str
    planned: tuple[int, str, int] | None
    same: int
    people: Sums = field(repr=False)
    others: Sums = field(repr=False)
    superseded: str = ""
    superseded_why: str = ""
    content: str = ""

    @property
    def clean(self) -> bool:
        return self.sound and not self.superseded

    @property
    def sums(self) -> Sums:
        return self.people + self.others


def laid_apart(one: Reviewed) -> tuple[Standing, Held, Reviewed]:
    """What is kept of it, what it holds, and the rest: each is looked at without the others."""
    return standing_of(one), one.held, replace(one, held=Held())


def standing_of(one: Reviewed) -> Standing:
    overview, held = one.overview, one.held
    same = (overview.level, plain(overview.topic), *sorted(held.passed), "", *sorted(held.certificates))
    return Standing(
        one.file, one.kind, one.package, bool(one.refused), one.clean, one.dated, plain(overview.topic), overview.planned,
        sums_of(["\0".join(same)])[0], sums_of(held.people), sums_of(others_of(held)),
        content=one.content,
    )  # fmt: skip


def others_of(held: Held) -> tuple[str, ...]:
    """Certificate numbers, then paid half days."""
    return (*held.certificates, *(one.clash_key for one in held.lectures))


def sums_of(keys: Iterable[str]) -> Sums:
    """64 bits for each key, to find what may clash in little memory; the same in every process and every run. Two keys may
    share a sum, so the keys themselves are compared before a clash is told."""
    sums = (blake2b(key.encode("utf-8", "surrogatepass"), digest_size=SUM_BYTES).digest() for key in keys)
    return array("q", b"".join(sums))


class Settled(Sequence[Reviewed]):
    """What came, one looked at after the other, each with what replaces it."""

    def __init__(self, files: Sequence[Reviewed], standing: Sequence[Standing]) -> None:
        self.files, self.standing = files, standing

    def __len__(self) -> int:
        return len(self.standing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, at: int) -> Reviewed: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Reviewed]: ...
    def __getitem__(self, at: int | slice) -> Reviewed | Sequence[Reviewed]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        instead, why = self.standing[at].superseded, self.standing[at].superseded_why
        return replace(self.files[at], superseded=instead, superseded_why=why) if instead else self.files[at]


@dataclass(frozen=True)
class Review:
    """All that came in the order of the names, what clashes, the (year, plan row) that nothing came for, the files not read.

    ``files`` may be unpacked anew whenever one is looked at: go through them once. ``standing`` is of the same length.
    """

    folder: Path
    today: date
    files: Sequence[Reviewed]
    standing: tuple[Standing, ...]
    clashes: tuple[Clash, ...]
    missing: tuple[tuple[int, PlanRow], ...]
    unread: tuple[Piece, ...] = ()
    undone: int = 0
    """How many of the files were not looked at because somebody stopped the run."""
    receipts: tuple[Receipt, ...] = ()

    @property
    def blocking(self) -> bool:
        """Something that counts is not clean, two files cannot both be right, or a class may lie in what was not read."""
        return (
            not all(one.clean or one.superseded for one in self.standing)
            or any(clash.serious for clash in self.clashes)
            or any(piece.status == REFUSED for piece in self.unread)
            or self.undone > 0
        )


def review_of(
    folder: Path,
    today: date,
    standing: Iterable[Standing],
    held: Sequence[Held],
    files: Sequence[Reviewed],
    unread: Iterable[Piece] = (),
) -> Review:
    """The review of what was received: what is superseded, what clashes, what has not come."""
    settled = with_the_newest(standing)
    clashes = tuple(repeated(settled, held))
    return Review(folder, today, Settled(files, settled), settled, clashes, tuple(not_received(settled)), tuple(unread))


def with_the_newest(standing: Iterable[Standing]) -> tuple[Standing, ...]:
    """Of the same class sent again the newest counts, the older ones name it. A package and its workbook stand side by side.

    Newest by ``dated``; of two with the same date the one named first. Another class under the same plan row replaces nothing.
    """
    settled = list(standing)
    order = sorted(range(len(settled)), key=lambda at: (settled[at].dated, -at), reverse=True)
    newest: dict[tuple[object, ...], Newest] = defaultdict(Newest)
    for at in order:
        one = settled[at]
        if one.refused:
            continue
        place = (*(one.planned or (one.topic,)), one.kind)
        instead = newest[place].in_its_place(one, named=bool(one.planned or one.topic))
        if instead is None:
            newest[place].add(one)
        else:
            settled[at] = replace(one, superseded=instead.file, superseded_why=why_newer(instead, one))
    return tuple(settled)


def why_newer(newer: Standing, older: Standing) -> str:
    """By what the one counts and not the other; ``SAME`` where nothing differs.

    Days of export are told before times of files, which copying may change.
    """
    if newer.content and newer.content == older.content:
        return SAME
    for words, part, length in (("导出日期", slice(None, -MOMENT), 10), ("文件时间", slice(-MOMENT, None), MOMENT)):
        later, earlier = newer.dated[part][:length], older.dated[part][:length]
        if later != earlier and later and earlier:
            return f"{words}较新：{later.replace('T', ' ')}，这份{earlier.replace('T', ' ')}"
    return "时间相同，按名称取排在前面的"


class Newest:
    """The classes of one place, newest first, found by their people."""

    def __init__(self) -> None:
        self.classes: list[Standing] = []
        self.of_nobody: list[int] = []
        self.holding: dict[int, list[int]] = defaultdict(list)

    def in_its_place(self, one: Standing, named: bool) -> Standing | None:
        """The newest of those known that is the same class, by its people; by its name alone where it is ``named`` and one of the
        two tells nobody. Of what tells neither nothing says that it is the same."""
        if not one.people:
            return self.classes[0] if self.classes and named else None
        nobody = self.of_nobody if named else ()
        likely = sorted({*nobody, *(at for person in one.people for at in self.holding.get(person, ()))})
        return next((self.classes[at] for at in likely if same_people(self.classes[at], one)), None)

    def add(self, one: Standing) -> None:
        at = len(self.classes)
        self.classes.append(one)
        if not one.people:
            self.of_nobody.append(at)
        for person in one.people:
            self.holding[person].append(at)


def same_people(one: Standing, other: Standing) -> bool:
    """So many people in common that both are the same class."""
    ours, theirs = set(one.people), set(other.people)
    return len(ours & theirs) * SHARE_OF_A_RESEND >= min(len(ours), len(theirs))


def repeated(standing: Sequence[Standing], held: Sequence[Held]) -> list[Clash]:
    """What the files have in common that they should not, the serious first; one line for the same files and the same matter.

    A package and the workbook it came from are the same class and do not clash, nor does what was sent again.
    """
    once = same_class_once(standing)
    more = sums_of_several([standing[at] for at in once])
    shared = [at for at in once if not more.isdisjoint(standing[at].sums)]
    classes = [(standing[at].file, narrowed(held[at], standing[at], more)) for at in shared]
    return clashes_of(classes, [(plan, there) for plan, there in by_plan(standing, once).items() if len(there) > 1])


def sums_of_several(classes: Sequence[Standing]) -> set[int]:
    """The sums that stand in more than one of these classes."""
    seen: set[int] = set()
    more: set[int] = set()
    for one in classes:
        own = set(one.sums)
        more |= own & seen
        seen |= own
    return more


def narrowed(held: Held, standing: Standing, more: Set[int]) -> Held:
    """Nothing but what may stand in another class too, by its sums."""
    people = {key for key, one in zip(held.people, standing.people, strict=True) if one in more}
    others = {key for key, one in zip(others_of(held), standing.others, strict=True) if one in more}

    def those(names: Mapping[str, str], wanted: Set[str]) -> dict[str, str]:
        return {key: names[key] for key in names if key in wanted}

    return Held(
        held.start, held.end, those(held.certificates, others), those(held.passed, people), those(held.people, people),
        tuple(part for part in held.lectures if part.clash_key in others),
    )  # fmt: skip


def by_plan(standing: Sequence[Standing], once: Sequence[int]) -> dict[tuple[int, str, int], list[str]]:
    """Plan row -> what came for it, older versions too."""
    counted = set(once)
    plans: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    for at, one in enumerate(standing):
        if one.planned and (one.superseded or at in counted):
            plans[one.planned].append(one.file)
    return plans


def same_class_once(standing: Sequence[Standing]) -> list[int]:
    """Of the workbook, the package and the loose annexes of one class the first: the same topic, the same people and numbers."""
    kinds: dict[int, set[str]] = defaultdict(set)
    counted = [at for at, one in enumerate(standing) if not one.superseded]
    for at in counted:
        kinds[standing[at].same].add(standing[at].kind)
    first = {same: min(there, key=KINDS.index) for same, there in kinds.items()}
    return [at for at in counted if standing[at].kind == first[standing[at].same]]


def not_received(standing: Iterable[Standing]) -> list[tuple[int, PlanRow]]:
    """(year, plan row) that no file says it belongs to, for the years that any file names and of which a notice is known.

    A year without one has no plan: the plan of another year says nothing of what should have come.
    """
    there = {one.planned for one in standing if one.planned}
    years = sorted({year for year, _, _ in there if of_year(year)})
    return [(year, row) for year in years for row in plan_of(year) if (year, row.level, row.number) not in there]
