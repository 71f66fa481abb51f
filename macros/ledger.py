"""The number ledger: every certificate number that was ever given, so that none is given twice.

One run is one transaction: all numbers of a class are given, or none. The same person in the same class keeps the number,
also when the workbook lost it. Document numbers are not stored, only a hash of them under a key of this ledger.

The ledger is a file (SQLite) in the user's data folder, another file, or a database that an office shares
(``postgresql://…``): ``--ledger`` first, else the environment variable ``GAOYAN_LEDGER``, else the default.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from macros.ledger_opening import (
    is_address,
    known,
    locked_last,
    made_engine,
    prepare,
    rows_where,
    spoken_errors,
    stored_key,
)  # fmt: skip
from udfs.cells import plain, text
from udfs.records import ClassFile, LedgerEntry

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

VARIABLE = "GAOYAN_LEDGER"
FILE_NAME = "ledger.sqlite3"
Action = Literal["new", "kept", "adopted", "reinstated"]


@dataclass(frozen=True)
class Claim:
    """A person who is to have a number. ``person`` is the comparable document number, ``held`` the number already typed."""

    person: str
    name: str
    held: str = ""


@dataclass(frozen=True)
class Grant:
    """The number a person has. ``new``: given now; ``kept``: given before; ``adopted``: typed by hand, now in the ledger;
    ``reinstated``: was void and holds again."""

    person: str
    certificate: str
    action: Action


@dataclass(frozen=True)
class Refusal:
    """A number typed in the workbook that the ledger gives to somebody else, or another number than the ledger's."""

    person: str
    held: str
    expected: str = ""
    """The number the ledger has for this person in this class, '' if the typed number is simply another's."""


@dataclass(frozen=True)
class Series:
    """How the numbers of a class run: ``name`` is the same for all numbers that share their serials."""

    name: str
    number: Callable[[int], str]
    serial: Callable[[str], int | None]


@dataclass(frozen=True)
class Allotment:
    grants: tuple[Grant, ...]
    refusals: tuple[Refusal, ...]


def class_key(c: ClassFile) -> str:
    """What a class is known by in the ledger: year, level and plan number (the topic where there is no plan number)."""
    known = f"{c.plan_number:02}" if c.plan_number is not None else plain(c.project.topic)
    return f"{c.year or ''}/{c.level}/{known}"


def default_place() -> Path:
    """The ledger file in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("gaoyan", appauthor=False) / FILE_NAME


def place_of(chosen: str | None = None) -> str:
    """Where the ledger is: the option, the environment variable, the default. A path or a database URL."""
    return chosen or os.environ.get(VARIABLE) or str(default_place())


def entries(c: ClassFile, chosen: str | None = None) -> tuple[LedgerEntry, ...] | None:
    """What the ledger knows of this class's people and numbers (for rule A5-17); None if there is no ledger.

    Opens nothing while 附件5 has no numbers, so that a plain check stays quick.
    """
    place = place_of(chosen)
    if not is_address(place) and not (Path(place).is_file() and Path(place).stat().st_size):
        return None  # an empty file is what a process leaves that was killed while making the ledger
    if not any(text(result.certificate) for result in c.results):
        return ()
    with Ledger(place) as ledger:
        return ledger.entries(c)


class Ledger:
    """An open ledger. Use it as a context manager; made on first use if ``create``."""

    def __init__(self, place: str, *, create: bool = False) -> None:
        self.place = place
        self._engine = made_engine(place, create=create)
        self._create = create
        self._key: bytes | None = None

    def __enter__(self) -> Ledger:
        if self._create:
            with self._transaction() as connection:
                prepare(connection)
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with spoken_errors(), self._engine.begin() as connection:
            yield connection

    def _hash(self, connection: Connection, person: str) -> str:
        import hashlib
        import hmac

        if self._key is None:
            self._key = stored_key(connection)
        return hmac.new(self._key, person.encode(), hashlib.sha256).hexdigest()

    def allot(self, series: Series, key: str, claims: Sequence[Claim]) -> Allotment:
        """Give every claimant a number, all in one transaction; typed numbers that stand in the way are refused by name."""
        with self._transaction() as connection:
            run = Run(connection, series, key)
            hashes = {claim.person: self._hash(connection, claim.person) for claim in claims}
            run.look_up(hashes.values(), [claim.held for claim in claims if claim.held])
            outcomes = [run.settle_typed(claim, hashes[claim.person]) for claim in claims if claim.held]
            outcomes += [run.settle_empty(claim, hashes[claim.person]) for claim in claims if not claim.held]
            run.finish()
        return Allotment(
            grants=tuple(one for one in outcomes if isinstance(one, Grant)),
            refusals=tuple(one for one in outcomes if isinstance(one, Refusal)),
        )

    def entries(self, c: ClassFile) -> tuple[LedgerEntry, ...]:
        """The entries that concern the numbers and the people of this workbook."""
        from macros.ledger_tables import certificate

        key = class_key(c)
        numbers = {text(result.certificate) for result in c.results} - {""}
        people = {person.key for person in c.trainees} | {result.key for result in c.results}
        with self._transaction() as connection:
            hashes = {self._hash(connection, person): person for person in people - {""}}
            found = rows_where(connection, certificate.c.number, numbers)
            found |= rows_where(connection, certificate.c.person, hashes, certificate.c.class_key == key)
        return tuple(
            LedgerEntry(
                certificate=row["number"],
                person=hashes.get(row["person"], ""),
                this_class=row["class_key"] == key,
                state=row["state"],
            )
            for _, row in sorted(found.items())
        )


class Run:
    """One run inside its transaction. The lock on the series is taken first, so that nobody else counts on meanwhile."""

    def __init__(self, connection: Connection, series: Series, key: str) -> None:
        import uuid
        from datetime import UTC, datetime

        self.connection, self.series, self.key = connection, series, key
        self.id, self.now = uuid.uuid4().hex, datetime.now(UTC)
        self.last = locked_last(connection, series.name)
        self.by_person: dict[str, RowMapping] = {}
        self.by_number: dict[str, RowMapping] = {}
        self.typed: set[str] = set()

    def look_up(self, people: Iterable[str], numbers: Iterable[str]) -> None:
        """Fetch what the ledger already has of these people in this class, and of these numbers."""
        from macros.ledger_tables import certificate

        self.typed = set(numbers)
        found = rows_where(self.connection, certificate.c.person, set(people), certificate.c.class_key == self.key)
        self.by_person = {row["person"]: row for row in found.values()}
        self.by_number = {row["number"]: row for row in rows_where(self.connection, certificate.c.number, self.typed).values()}

    def settle_typed(self, claim: Claim, person: str) -> Grant | Refusal:
        """A number stands in the workbook already: it is this person's, or nobody's yet, or it is refused."""
        own, owner = self.by_person.get(person), self.by_number.get(claim.held)
        if own is not None and own["number"] == claim.held:
            return self.keep(claim, own)
        if owner is not None or own is not None:
            return Refusal(claim.person, claim.held, own["number"] if own is not None else "")
        serial = self.series.serial(claim.held)
        self.record(claim.held, serial, person, claim.name, "adopted")
        self.last = max(self.last, serial or 0)
        return Grant(claim.person, claim.held, "adopted")

    def settle_empty(self, claim: Claim, person: str) -> Grant:
        """No number in the workbook: the one given before, else the next."""
        own = self.by_person.get(person)
        if own is not None:
            return self.keep(claim, own)
        while True:
            self.last += 1
            number = self.series.number(self.last)
            if number not in self.typed and not known(self.connection, number):
                break
        self.record(number, self.last, person, claim.name, "new")
        return Grant(claim.person, number, "new")

    def keep(self, claim: Claim, own: RowMapping) -> Grant:
        """The person's own number; one that was void holds again, since its holder has passed after all."""
        from macros.ledger_tables import ISSUED, VOID, certificate, event

        if own["state"] != VOID:
            return Grant(claim.person, own["number"], "kept")
        self.connection.execute(certificate.update().where(certificate.c.id == own["id"]).values(state=ISSUED))
        self.connection.execute(
            event.insert().values(at=self.now, run=self.id, certificate=own["id"], action="reinstated", note="")
        )
        return Grant(claim.person, own["number"], "reinstated")

    def record(self, number: str, serial: int | None, person: str, name: str, action: Action) -> None:
        from sqlalchemy import select

        from macros.ledger_tables import ISSUED, certificate, event

        added = self.connection.execute(
            certificate.insert().values(
                number=number, series=self.series.name, serial=serial, class_key=self.key,
                person=person, name=name, state=ISSUED, given_at=self.now,
            )
        )  # fmt: skip
        identity = added.inserted_primary_key
        assert identity is not None
        row = self.connection.execute(select(certificate).where(certificate.c.id == identity[0])).mappings().one()
        self.by_person[person] = self.by_number[number] = row
        self.connection.execute(event.insert().values(at=self.now, run=self.id, certificate=row["id"], action=action, note=""))

    def finish(self) -> None:
        from macros.ledger_tables import series

        self.connection.execute(series.update().where(series.c.name == self.series.name).values(last=self.last))
