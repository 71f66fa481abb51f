"""The comparison of many classes by the receiving office: repeated submissions, missing plan rows, conflicts.

Built for ten thousand classes: only a ``SubmissionSummary`` of each is kept in memory, with hashes of its numbers, and a class is
loaded again only if one of its hashes occurs in another class. Rules on single classes are in ``udfs.rules``.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from operator import eq
from pathlib import Path
from typing import TypeAlias, overload

from udfs.notice.packs import of_year
from udfs.notice.plan import PlanRow, plan_of
from udfs.report.clashes import Clash, clashes_of, listed
from udfs.report.receipts import Receipt
from udfs.report.reviewed import KINDS, MOMENT, REFUSED, SAME, Reviewed, SharedKeys, SubmittedFile
from udfs.values.cells import plain

SHARE_OF_A_RESEND = 2
"""Two submissions are the same class if at least one in this many people of the smaller one is in both."""
Sums: TypeAlias = "array[int]"  # A string: array takes no type argument at run time before Python 3.12.
SUM_BYTES = 8


@dataclass(frozen=True)
class SubmissionSummary:
    """The summary kept of each submission.

    ``sound``: nothing prevents stamping, except perhaps a newer submission. ``same``: one hash for workbook, package and loose
    annexes of a class; ``people`` and ``others`` (certificate numbers, paid half days): hashes by ``sums_of``.
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


def laid_apart(one: Reviewed) -> tuple[SubmissionSummary, SharedKeys, Reviewed]:
    """The summary, the conflict data and the rest of a submission, which are used separately."""
    return standing_of(one), one.held, replace(one, held=SharedKeys())


def standing_of(one: Reviewed) -> SubmissionSummary:
    overview, held = one.overview, one.held
    same = (overview.level, plain(overview.topic), *sorted(held.passed), "", *sorted(held.certificates))
    return SubmissionSummary(
        one.file, one.kind, one.package, bool(one.refused), one.clean, one.dated, plain(overview.topic), overview.planned,
        sums_of(["\0".join(same)])[0], sums_of(held.people), sums_of(others_of(held)),
        content=one.content,
    )  # fmt: skip


def others_of(held: SharedKeys) -> tuple[str, ...]:
    """Certificate numbers, then paid half days."""
    return (*held.certificates, *(one.clash_key for one in held.lectures))


def sums_of(keys: Iterable[str]) -> Sums:
    """A 64-bit hash per key, equal in every process and run.

    Keys may collide, so the keys themselves are compared before a conflict is reported.
    """
    sums = (blake2b(key.encode("utf-8", "surrogatepass"), digest_size=SUM_BYTES).digest() for key in keys)
    return array("q", b"".join(sums))


class CurrentSubmissions(Sequence[Reviewed]):
    """The submissions as a lazy sequence, each with the one that replaces it."""

    def __init__(self, files: Sequence[Reviewed], standing: Sequence[SubmissionSummary]) -> None:
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
    """The result of a review: submissions by name, conflicts, missing (year, plan row), unread files.

    ``files`` may be unpacked on each access, so iterate once. ``standing`` has the same length.
    """

    folder: Path
    today: date
    files: Sequence[Reviewed]
    standing: tuple[SubmissionSummary, ...]
    clashes: tuple[Clash, ...]
    missing: tuple[tuple[int, PlanRow], ...]
    unread: tuple[SubmittedFile, ...] = ()
    undone: int = 0
    """The number of files not examined because the run was stopped."""
    receipts: tuple[Receipt, ...] = ()

    @property
    def blocking(self) -> bool:
        """True if a current submission is not clean, a conflict is serious, a file could not be read, or the run was stopped."""
        return (
            not all(one.clean or one.superseded for one in self.standing)
            or any(clash.serious for clash in self.clashes)
            or any(piece.status == REFUSED for piece in self.unread)
            or self.undone > 0
        )


def review_of(
    folder: Path,
    today: date,
    standing: Iterable[SubmissionSummary],
    held: Sequence[SharedKeys],
    files: Sequence[Reviewed],
    unread: Iterable[SubmittedFile] = (),
) -> Review:
    """The review of what was received: superseded submissions, conflicts, missing classes."""
    settled = with_the_newest(standing)
    clashes = tuple(repeated(settled, held))
    return Review(
        folder, today, CurrentSubmissions(files, settled), settled, clashes, tuple(not_received(settled)), tuple(unread)
    )


def with_the_newest(standing: Iterable[SubmissionSummary]) -> tuple[SubmissionSummary, ...]:
    """Mark superseded submissions: of the same class and kind the newest counts. A package and its workbook are not rivals.

    Newest by ``dated``, then by name. A different class under the same plan row replaces nothing.
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


def why_newer(newer: SubmissionSummary, older: SubmissionSummary) -> str:
    """In what the newer submission is newer; ``SAME`` if the contents are equal.

    Export dates take precedence over file times, which copying may change.
    """
    if newer.content and newer.content == older.content:
        return SAME
    for words, part, length in (("导出日期", slice(None, -MOMENT), 10), ("文件时间", slice(-MOMENT, None), MOMENT)):
        later, earlier = newer.dated[part][:length], older.dated[part][:length]
        if later != earlier and later and earlier:
            return f"{words}较新：{later.replace('T', ' ')}，这份{earlier.replace('T', ' ')}"
    return "时间相同，按名称取排在前面的"


class Newest:
    """The submissions under one plan row, newest first, indexed by their people."""

    def __init__(self) -> None:
        self.classes: list[SubmissionSummary] = []
        self.of_nobody: list[int] = []
        self.holding: dict[int, list[int]] = defaultdict(list)

    def in_its_place(self, one: SubmissionSummary, named: bool) -> SubmissionSummary | None:
        """The newest known submission of the same class, identified by its people; by name alone if ``named`` and one of the two
        has no people. Otherwise None."""
        if not one.people:
            return self.classes[0] if self.classes and named else None
        nobody = self.of_nobody if named else ()
        likely = sorted({*nobody, *(at for person in one.people for at in self.holding.get(person, ()))})
        return next((self.classes[at] for at in likely if same_people(self.classes[at], one)), None)

    def add(self, one: SubmissionSummary) -> None:
        at = len(self.classes)
        self.classes.append(one)
        if not one.people:
            self.of_nobody.append(at)
        for person in one.people:
            self.holding[person].append(at)


def same_people(one: SubmissionSummary, other: SubmissionSummary) -> bool:
    """True if both have enough people in common to be the same class."""
    ours, theirs = set(one.people), set(other.people)
    return len(ours & theirs) * SHARE_OF_A_RESEND >= min(len(ours), len(theirs))


def repeated(standing: Sequence[SubmissionSummary], held: Sequence[SharedKeys]) -> list[Clash]:
    """The conflicts between the files, serious ones first; one line for the same files and the same matter.

    A package and its workbook are the same class and do not conflict; of superseded submissions only numbers that the newer one
    gives to somebody else count.
    """
    once = same_class_once(standing)
    more = sums_of_several([standing[at] for at in once])
    shared = [at for at in once if not more.isdisjoint(standing[at].sums)]
    classes = [(standing[at].file, narrowed(held[at], standing[at], more)) for at in shared]
    plans = [(plan, there) for plan, there in by_plan(standing, once).items() if len(there) > 1]
    return [*clashes_of(classes, plans), *given_otherwise(standing, held)]


def given_otherwise(standing: Sequence[SubmissionSummary], held: Sequence[SharedKeys]) -> Iterator[Clash]:
    """The numbers that a superseded submission gives to somebody else than the newer one of the same class."""
    places = {one.file: at for at, one in enumerate(standing)}
    for at, one in enumerate(standing):
        newer = held[places[one.superseded]].certificates if one.superseded in places else {}
        owners = ((number, newer.get(number, name), name) for number, name in held[at].certificates.items())
        other = [f"{number}（{now}／{name}）" for number, now, name in owners if now != name]
        if other:
            what = f"{len(other)}个证书编号在同一班的两份材料里属于不同的人：{listed(other)}"
            yield Clash(what, (one.superseded, one.file), serious=False)


def sums_of_several(classes: Sequence[SubmissionSummary]) -> set[int]:
    """The hashes that occur in more than one of these classes."""
    seen: set[int] = set()
    more: set[int] = set()
    for one in classes:
        own = set(one.sums)
        more |= own & seen
        seen |= own
    return more


def narrowed(held: SharedKeys, standing: SubmissionSummary, more: Set[int]) -> SharedKeys:
    """The conflict data reduced to what may occur in another class, by hash."""
    people = {key for key, one in zip(held.people, standing.people, strict=True) if one in more}
    others = {key for key, one in zip(others_of(held), standing.others, strict=True) if one in more}

    def those(names: Mapping[str, str], wanted: Set[str]) -> dict[str, str]:
        return {key: names[key] for key in names if key in wanted}

    return SharedKeys(
        held.start, held.end, those(held.certificates, others), those(held.passed, people), those(held.people, people),
        tuple(part for part in held.lectures if part.clash_key in others),
    )  # fmt: skip


def by_plan(standing: Sequence[SubmissionSummary], once: Sequence[int]) -> dict[tuple[int, str, int], list[str]]:
    """{plan row: files received for it}, including older versions."""
    counted = set(once)
    plans: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    for at, one in enumerate(standing):
        if one.planned and (one.superseded or at in counted):
            plans[one.planned].append(one.file)
    return plans


def same_class_once(standing: Sequence[SubmissionSummary]) -> list[int]:
    """One index per class among its workbook, package and loose annexes: same topic, people and numbers."""
    kinds: dict[int, set[str]] = defaultdict(set)
    counted = [at for at, one in enumerate(standing) if not one.superseded]
    for at in counted:
        kinds[standing[at].same].add(standing[at].kind)
    first = {same: min(there, key=KINDS.index) for same, there in kinds.items()}
    return [at for at in counted if standing[at].kind == first[standing[at].same]]


def not_received(standing: Iterable[SubmissionSummary]) -> list[tuple[int, PlanRow]]:
    """(year, plan row) without a submission, for the years that occur in the files and have a notice.

    A year without a notice has no plan, and the plan of another year does not apply.
    """
    there = {one.planned for one in standing if one.planned}
    years = sorted({year for year, _, _ in there if of_year(year)})
    return [(year, row) for year in years for row in plan_of(year) if (year, row.level, row.number) not in there]
