"""The number ledger: records every certificate number ever issued, so that none is issued twice.

A run is one transaction: all numbers of a class are issued, or none. A person keeps the number within a class, also if the
workbook lost it or if it was void for some time and is reinstated. A number is never transferred to another person. Document
numbers are stored only as keyed hashes (HMAC with a key of this ledger).

The ledger is an SQLite file in the user's data folder, another file, or a database shared by an office (``postgresql://…``).
Precedence: ``--ledger``, environment variable ``GAOYAN_LEDGER``, default.
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
from macros.certificates.ledger_run import (
    Allotment,
    Grant,
    NumberClaim,
    NumberingAction,
    NumberingTransaction,
    Refusal,
    Series,
    Undone,
    Voided,
)
from macros.certificates.ledger_texts import comparable
from macros.certificates.ledger_undoing import mark_exported as mark
from macros.certificates.ledger_undoing import undone
from udfs.records.class_file import ClassFile, LedgerEntry
from udfs.values.cells import plain, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Allotment", "Grant", "Ledger", "NumberClaim", "NumberingAction", "Refusal", "Series", "Voided"]
VARIABLE = "GAOYAN_LEDGER"
FILE_NAME = "ledger.sqlite3"


def class_key(c: ClassFile) -> str:
    """The key of a class in the ledger: year, level and plan number (or topic, if there is none)."""
    known = f"{c.plan_number:02}" if c.plan_number is not None else plain(c.project.topic)
    return f"{c.year or ''}/{c.level}/{known}"


def default_place() -> Path:
    """The ledger file in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("gaoyan", appauthor=False) / FILE_NAME


def place_of(chosen: str | None = None) -> str:
    """The location of the ledger: option, environment variable or default; a path or a database URL."""
    return chosen or os.environ.get(VARIABLE) or str(default_place())


def is_there(place: str) -> bool:
    """False if the ledger file does not exist yet; an empty file is left by a process killed while creating it."""
    return is_address(place) or (Path(place).is_file() and Path(place).stat().st_size > 0)


def entries(c: ClassFile, chosen: str | None = None) -> tuple[LedgerEntry, ...] | None:
    """The ledger entries on people and numbers of this class (for rule A5-17); None if there is no ledger.

    Nothing is opened while 附件5 has no numbers, so that a plain check stays fast.
    """
    place = place_of(chosen)
    if not is_there(place):
        return None
    if not any(text(result.certificate) for result in c.results):
        return ()
    with Ledger(place) as ledger:
        return ledger.entries(c)


def mark_exported(c: ClassFile, chosen: str | None = None) -> None:
    """Record that the numbers of this class were exported in a package, if there are a ledger and numbers."""
    place = place_of(chosen)
    if is_there(place) and any(text(result.certificate) for result in c.results):
        with Ledger(place, create=True) as ledger:
            ledger.mark_exported(c)


class Ledger:
    """An open ledger, used as a context manager; created on first use if ``create``."""

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
            with Ledger(self.place, create=True):  # opening it for writing upgrades it
                pass
        return self

    def _is_older(self) -> bool:
        with self.transaction() as connection:
            return is_older(connection)

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection inside a transaction; database errors are raised with a one-line message."""
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
        claims: Sequence[NumberClaim],
        failed: Collection[str] = (),
        typed: Collection[str] = (),
        adopt_far: bool = True,
        renew: str = "",
        keep: bool = True,
        listed: Collection[str] = (),
    ) -> Allotment:
        """Issue a number to every claimant in one transaction; conflicting typed numbers are refused with a reason.

        - ``failed``: people who have not passed; their numbers become void.
        - ``typed``: all numbers in the workbook, so that none is issued to someone else.
        - ``adopt_far``: a typed number beyond those this class needs is accepted, which skips the serials before it; otherwise
          it is refused as ``far``.
        - ``renew``: the reason for voiding all numbers of the class and issuing new ones.
        - ``keep``: False rolls back, for a preview.
        - ``listed``: everybody in the workbook; numbers in force of anybody else in this class are returned as ``unlisted``.
        """
        with self.transaction() as connection:
            run = NumberingTransaction(connection, series, key, None if adopt_far else len(claims))
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
            unlisted = run.unlisted({self._hash(connection, person) for person in listed}) if listed else ()
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
            unlisted=unlisted,
        )

    def undo(self, c: ClassFile) -> Undone:
        """Update the ledger after an undo of the workbook, see ``ledger_undoing.undone``."""
        with self.transaction() as connection:
            return undone(connection, class_key(c), self._standing(connection, c)) if is_prepared(connection) else Undone()

    def mark_exported(self, c: ClassFile) -> None:
        """Record that the numbers in the workbook of this class were exported in a package."""
        with self.transaction() as connection:
            if is_prepared(connection):
                mark(connection, class_key(c), self._standing(connection, c))

    def _standing(self, connection: Connection, c: ClassFile) -> dict[str, str]:
        """{number in the workbook: hash of its person}."""
        return {comparable(text(one.certificate)): self._hash(connection, one.key) for one in c.results if text(one.certificate)}

    def entries(self, c: ClassFile) -> tuple[LedgerEntry, ...]:
        """The entries on the numbers and people of this workbook."""
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
