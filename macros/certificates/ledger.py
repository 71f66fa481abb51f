"""The number ledger: every certificate number that was ever given, so that none is given twice.

One run is one transaction: all numbers of a class are given, or none. The same person in the same class keeps the number,
also when the workbook lost it, and also when it was void for a while: then it holds again. A number is never anybody else's.
Document numbers are not stored, only a hash of them under a key of this ledger.

The ledger is a file (SQLite) in the user's data folder, another file, or a database that an office shares
(``postgresql://…``): ``--ledger`` first, else the environment variable ``GAOYAN_LEDGER``, else the default.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from macros.certificates.ledger_opening import (
    connected,
    is_address,
    is_older,
    is_prepared,
    made_engine,
    prepare,
    rows_where,
    spoken_errors,
    stored_key,
)
from macros.certificates.ledger_run import Action, Allotment, Claim, Grant, Refusal, Run, Series, Undone, Voided
from macros.certificates.ledger_texts import comparable
from macros.certificates.ledger_undoing import mark_exported as mark
from macros.certificates.ledger_undoing import undone
from udfs.records.class_file import ClassFile, LedgerEntry
from udfs.values.cells import plain, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Action", "Allotment", "Claim", "Grant", "Ledger", "Refusal", "Series", "Voided"]
VARIABLE = "GAOYAN_LEDGER"
FILE_NAME = "ledger.sqlite3"


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


def is_there(place: str) -> bool:
    """False for a ledger file that was not made yet. An empty one is what a process left that was killed while making it."""
    return is_address(place) or (Path(place).is_file() and Path(place).stat().st_size > 0)


def entries(c: ClassFile, chosen: str | None = None) -> tuple[LedgerEntry, ...] | None:
    """What the ledger knows of this class's people and numbers (for rule A5-17); None if there is no ledger.

    Opens nothing while 附件5 has no numbers, so that a plain check stays quick.
    """
    place = place_of(chosen)
    if not is_there(place):
        return None
    if not any(text(result.certificate) for result in c.results):
        return ()
    with Ledger(place) as ledger:
        return ledger.entries(c)


def mark_exported(c: ClassFile, chosen: str | None = None) -> None:
    """Note that the numbers of this class have left in a package, where there is a ledger and the class has numbers."""
    place = place_of(chosen)
    if is_there(place) and any(text(result.certificate) for result in c.results):
        with Ledger(place, create=True) as ledger:
            ledger.mark_exported(c)


class Ledger:
    """An open ledger. Use it as a context manager; made on first use if ``create``."""

    def __init__(self, place: str, *, create: bool = False) -> None:
        self.place = place
        self._engine = made_engine(place, create=create)
        self._create = create
        self._key: bytes | None = None

    def __enter__(self) -> Ledger:
        if self._create:
            with self.transaction() as connection:
                prepare(connection)
        elif self._is_older():
            with Ledger(self.place, create=True):  # opening it to write brings it up to date
                pass
        return self

    def _is_older(self) -> bool:
        with self.transaction() as connection:
            return is_older(connection)

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection inside a transaction; whatever the database refuses is told in one line."""
        with spoken_errors(), connected(self._engine) as connection, connection.begin():
            yield connection

    def _hash(self, connection: Connection, person: str) -> str:
        import hashlib
        import hmac

        if self._key is None:
            self._key = stored_key(connection)
        return hmac.new(self._key, person.encode(), hashlib.sha256).hexdigest()

    def allot(
        self,
        series: Series,
        key: str,
        claims: Sequence[Claim],
        failed: Collection[str] = (),
        typed: Collection[str] = (),
        adopt_far: bool = True,
        renew: str = "",
        keep: bool = True,
    ) -> Allotment:
        """Give every claimant a number, all in one transaction; typed numbers that stand in the way are refused by name.

        ``failed``: people of the class who have not passed; a number they have is void from now on. ``typed``: all numbers that
        stand in the workbook, so that none of them is given to somebody else. ``adopt_far``: a typed number beyond those this
        class needs is taken over too, which leaves the serials before it to nobody; else it is refused as ``far``. ``renew``: the
        reason for which the numbers that the class has are void first, and given anew. ``keep``: False only tells what would be.
        """
        with self.transaction() as connection:
            run = Run(connection, series, key, None if adopt_far else len(claims))
            hashes = {person: self._hash(connection, person) for person in {*failed, *(claim.person for claim in claims)}}
            first_time, shared = run.shared_with()
            renewed = run.renew(renew) if renew else ()
            void = set(map(comparable, renewed))
            claims = [replace(claim, held="") if comparable(claim.held) in void else claim for claim in claims]
            run.give_back(renewed)
            held = [*typed, *(claim.held for claim in claims if claim.held)]
            run.look_up(hashes.values(), [one for one in held if comparable(one) not in void])
            voided = [one for person in failed for one in run.void(person, hashes[person])]
            outcomes = [run.settle_typed(claim, hashes[claim.person]) for claim in claims if claim.held]
            empty = [claim for claim in claims if not claim.held]
            known = {claim.person: run.settle_known(claim, hashes[claim.person]) for claim in empty}
            run.look_ahead(sum(one is None for one in known.values()))
            outcomes += [known[claim.person] or run.give_next(claim, hashes[claim.person]) for claim in empty]
            passed = run.finish()
            if not keep:
                connection.get_transaction().rollback()  # type: ignore[union-attr]
        return Allotment(
            grants=tuple(one for one in outcomes if isinstance(one, Grant)),
            refusals=tuple(one for one in outcomes if isinstance(one, Refusal)),
            voided=tuple(voided),
            passed=passed,
            renewed=renewed,
            first_time=first_time,
            shared=shared,
        )

    def undo(self, c: ClassFile) -> Undone:
        """Follow an undo of the workbook: see ``ledger_undoing.undone``."""
        with self.transaction() as connection:
            return undone(connection, class_key(c), self._standing(connection, c)) if is_prepared(connection) else Undone()

    def mark_exported(self, c: ClassFile) -> None:
        """Note that the numbers of this class that stand in its workbook have left in a package."""
        with self.transaction() as connection:
            if is_prepared(connection):
                mark(connection, class_key(c), self._standing(connection, c))

    def _standing(self, connection: Connection, c: ClassFile) -> dict[str, str]:
        """The numbers in the workbook -> the hash of whose they are."""
        return {comparable(text(one.certificate)): self._hash(connection, one.key) for one in c.results if text(one.certificate)}

    def entries(self, c: ClassFile) -> tuple[LedgerEntry, ...]:
        """The entries that concern the numbers and the people of this workbook."""
        from macros.certificates.ledger_tables import certificate

        key = class_key(c)
        numbers = {comparable(text(result.certificate)): text(result.certificate) for result in c.results}
        people = {person.key for person in c.trainees} | {result.key for result in c.results}
        with self.transaction() as connection:
            if not is_prepared(connection):
                return ()
            hashes = {self._hash(connection, person): person for person in people - {""}}
            found = rows_where(connection, certificate.c.comparable, numbers.keys() - {""})
            found |= rows_where(connection, certificate.c.person, hashes, certificate.c.class_key == key)
        return tuple(
            LedgerEntry(
                certificate=numbers.get(row["comparable"], row["number"]),
                person=hashes.get(row["person"], ""),
                this_class=row["class_key"] == key,
                state=row["state"],
            )
            for _, row in sorted(found.items())
        )
