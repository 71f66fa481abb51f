"""One numbering run inside its transaction: keeping, issuing, voiding and skipping numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from macros.certificates.ledger_opening import known, locked_last, rows_where
from macros.certificates.ledger_release import FAILED, UNDONE, given_back, last_word, voided_by_hand, was_exported
from macros.certificates.ledger_texts import comparable, storable
from workbooks.files.errors import GaoyanError, Unusable

if TYPE_CHECKING:
    from sqlalchemy import Connection

LedgerRow = Mapping[str, Any]
"""A number in the ledger, or about to be written."""

LONGEST_REASON = 200
"""Maximum length of an event note."""
NumberingAction = Literal["new", "kept", "adopted", "reinstated"]


@dataclass(frozen=True)
class NumberClaim:
    """A person who needs a number. ``person``: normalised document number; ``held``: the number already typed."""

    person: str
    name: str
    held: str = ""


@dataclass(frozen=True)
class Grant:
    """The number of a person. ``new``: issued now; ``kept``: issued before; ``adopted``: typed by hand and now recorded;
    ``reinstated``: was void."""

    person: str
    certificate: str
    action: NumberingAction


@dataclass(frozen=True)
class Refusal:
    """A typed number that this person cannot have, with the reason. ``expected``: the person's number in this class according to
    the ledger, '' if the typed number belongs to someone else; ``far``: it is only far from the series and can be accepted by
    the user."""

    person: str
    held: str
    expected: str
    why: str
    far: bool = False


@dataclass(frozen=True)
class Voided:
    """A void number of a person who has not passed. ``now``: voided by this run."""

    person: str
    certificate: str
    now: bool


@dataclass(frozen=True)
class Passed:
    """Serials skipped by this run, both ends included, with the reason. They are never issued."""

    first: int
    last: int
    why: str


@dataclass(frozen=True)
class Series:
    """The numbering of a class. ``name`` is shared by all numbers with the same serials; ``fault``: why a typed number cannot be
    adopted, '' if it can."""

    name: str
    number: Callable[[int], str]
    serial: Callable[[str], int | None]
    fault: Callable[[str], str] = lambda _: ""


@dataclass(frozen=True)
class Allotment:
    grants: tuple[Grant, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    voided: tuple[Voided, ...] = ()
    passed: tuple[Passed, ...] = ()
    renewed: tuple[str, ...] = ()
    """Numbers of the class voided by this run to issue new ones."""
    first_time: bool = False
    """True if the class had no number of the series before."""
    shared: tuple[str, ...] = ()
    """Other classes with numbers of the series, if this one had none."""
    unlisted: tuple[tuple[str, str], ...] = ()
    """(number, name) of the numbers in force of people of this class who are not in its workbook."""


@dataclass(frozen=True)
class Undone:
    """The effect of an undo of the workbook on the ledger. ``void``: numbers now void; ``restored``: numbers valid again;
    ``exported``: numbers that stay valid because a package with them was exported."""

    void: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    exported: tuple[str, ...] = ()


class NumberingTransaction:
    """One run inside its transaction. The lock on the series is taken first, so that no other run can continue it."""

    def __init__(self, connection: Connection, series: Series, key: str, reach: int | None = None) -> None:
        """``reach``: how far beyond the last serial a typed number is accepted without asking; None: any distance."""
        import uuid
        from datetime import UTC, datetime

        self.connection, self.series, self.key = connection, series, key
        self.id, self.now = uuid.uuid4().hex, datetime.now(UTC)
        self.before = self.last = locked_last(connection, series.name)
        self.reach = reach
        self.own: dict[str, list[LedgerRow]] = {}
        self.by_number: dict[str, LedgerRow] = {}
        self.typed: set[str] = set()
        self.ahead: dict[int, bool] = {}
        self.given: list[tuple[LedgerRow, NumberingAction]] = []
        self.skipped: dict[int, str] = {}

    def look_up(self, people: Iterable[str], numbers: Iterable[str]) -> None:
        """Load the ledger's rows on these people in this class, and on these numbers."""
        from macros.certificates.ledger_tables import certificate

        self.typed = {comparable(number) for number in numbers}
        found = rows_where(self.connection, certificate.c.person, set(people), certificate.c.class_key == self.key)
        for _, row in sorted(found.items()):
            self.own.setdefault(row["person"], []).append(dict(row))
        held = rows_where(self.connection, certificate.c.comparable, self.typed)
        self.by_number = {row["comparable"]: dict(row) for row in held.values()}

    def of_class(self) -> list[LedgerRow]:
        """The numbers of this class, valid or void."""
        from sqlalchemy import select

        from macros.certificates.ledger_tables import certificate

        wanted = select(certificate).where(certificate.c.class_key == self.key).order_by(certificate.c.id)
        return [dict(row) for row in self.connection.execute(wanted).mappings()]

    def unlisted(self, people: Collection[str]) -> tuple[tuple[str, str], ...]:
        """(number, name) of the numbers in force of anybody in this class but ``people``."""
        from macros.certificates.ledger_tables import ISSUED

        rows = (row for row in self.of_class() if row["state"] == ISSUED and row["person"] not in people)
        return tuple((row["number"], row["name"]) for row in rows)

    def renew(self, reason: str) -> tuple[str, ...]:
        """Void all numbers of the class, so that new ones are issued. Errors: Unusable if they were exported."""
        from macros.certificates.ledger_tables import ISSUED, VOID, VOIDED

        rows = [row for row in self.of_class() if row["state"] == ISSUED]
        if was_exported(self.connection, (row["id"] for row in rows)):
            raise Unusable(
                "本期证书编号", "盖章稿已经导出，不能整批重编", "个别有误的用 gaoyan ledger void 作废，再运行 gaoyan number"
            )
        for row in rows:
            self.change(row, VOID, VOIDED, storable(reason, LONGEST_REASON))
        return tuple(row["number"] for row in rows)

    def give_back(self, renewed: Collection[str]) -> None:
        """Reset the series counter to before the numbers that were renewed, or undone under a different pattern."""
        from macros.certificates.ledger_tables import VOID

        rows = self.of_class()
        undone = (row for row in rows if row["state"] == VOID and last_word(self.connection, row).note == UNDONE)
        back = [row for row in rows if row["number"] in renewed] + [row for row in undone if self.series.fault(row["number"])]
        last = given_back(self.connection, self.series.name, back, self.series.number)
        if last is not None:
            self.before = self.last = last

    def shared_with(self) -> tuple[bool, tuple[str, ...]]:
        """(True, other classes with numbers of the series) if the class has none yet; else (False, ())."""
        from sqlalchemy import select

        from macros.certificates.ledger_tables import certificate

        wanted = select(certificate.c.class_key).where(certificate.c.series == self.series.name).distinct()
        keys = set(self.connection.execute(wanted).scalars())
        return (False, ()) if self.key in keys else (True, tuple(sorted(keys)))

    def look_ahead(self, count: int) -> None:
        """Query at once which of the next numbers are taken; one query per number would be slow over a network."""
        from macros.certificates.ledger_tables import certificate

        coming: dict[int, str] = {}
        for serial in range(self.last + 1, self.last + 1 + count):
            try:
                coming[serial] = comparable(self.series.number(serial))
            except GaoyanError:
                break  # reported when that number is actually needed
        found = rows_where(self.connection, certificate.c.comparable, coming.values())
        taken = {row["comparable"] for row in found.values()}
        self.ahead = {serial: number in taken for serial, number in coming.items()}

    def is_taken(self, serial: int, number: str) -> bool:
        taken = self.ahead.get(serial)
        return known(self.connection, comparable(number)) if taken is None else taken

    def in_force(self, person: str) -> LedgerRow | None:
        """The person's valid number of this class, or None."""
        from macros.certificates.ledger_tables import ISSUED

        return next((row for row in self.own.get(person, ()) if row["state"] == ISSUED), None)

    def settle_typed(self, claim: NumberClaim, person: str) -> Grant | Refusal:
        """Decide on a number already in the workbook: it is this person's, nobody's yet, or refused."""
        own, owner = self.in_force(person), self.by_number.get(comparable(claim.held))
        if own is not None and owner is not None and own["comparable"] == owner["comparable"]:
            return Grant(claim.person, own["number"], "kept")
        if own is not None:
            return Refusal(claim.person, claim.held, own["number"], f"台账中此人的编号是 {own['number']}")
        if owner is not None:
            if owner["person"] != person:
                return Refusal(claim.person, claim.held, "", "台账中它属于别人")
            if owner["class_key"] != self.key:
                return Refusal(claim.person, claim.held, "", f"台账中它是此人在另一期（{owner['class_key']}）的编号")
            if reason := voided_by_hand(self.connection, owner):
                return Refusal(claim.person, claim.held, "", f"台账中它已作废（{reason}），请删去")
            return self.reinstate(claim, owner)
        if fault := self.series.fault(claim.held):
            return Refusal(claim.person, claim.held, "", fault)
        serial = self.series.serial(claim.held)
        if serial is not None and not self.fits(serial):
            serial = None
        if serial is not None and self.reach is not None and serial > self.before + self.reach:
            return Refusal(claim.person, claim.held, "", self.why_far(serial), far=True)
        self.record(claim.held, serial, person, claim.name, "adopted")
        self.last = max(self.last, serial or 0)
        return Grant(claim.person, claim.held, "adopted")

    def why_far(self, serial: int) -> str:
        """What accepting a number far beyond the series would skip."""
        first, whole = self.before + 1, self.before + (self.reach or 0)
        burnt = f"{whole + 1}–{serial - 1}" if serial - 1 > whole + 1 else str(serial - 1)
        return f"本期应在流水号 {first}–{whole} 之内，接受 {serial} 后 {burnt} 不再使用"

    @staticmethod
    def fits(serial: int) -> bool:
        from macros.certificates.ledger_tables import LARGEST_SERIAL

        return serial < LARGEST_SERIAL

    def settle_known(self, claim: NumberClaim, person: str) -> Grant | None:
        """The person's present or reinstated number; None if there is none."""
        own = self.in_force(person)
        if own is not None:
            return Grant(claim.person, own["number"], "kept")
        void = [row for row in self.own.get(person, ()) if self.may_hold_again(row)]
        return self.reinstate(claim, void[-1]) if void else None

    def may_hold_again(self, row: LedgerRow) -> bool:
        """True unless the number was voided by a user, or undone under a different pattern."""
        if voided_by_hand(self.connection, row):
            return False
        return not (self.series.fault(row["number"]) and last_word(self.connection, row).note == UNDONE)

    def give_next(self, claim: NumberClaim, person: str) -> Grant:
        while True:
            self.last += 1
            number = self.series.number(self.last)
            if comparable(number) in self.typed:
                self.skipped[self.last] = f"编号 {number} 已手工填写在附件5的其他行"
            elif self.is_taken(self.last, number):
                self.skipped[self.last] = f"编号 {number} 台账上已有，不再给第二次"
            else:
                break
        self.record(number, self.last, person, claim.name, "new")
        return Grant(claim.person, number, "new")

    def reinstate(self, claim: NumberClaim, own: LedgerRow) -> Grant:
        """Reinstate a void number, since its holder has passed after all."""
        from macros.certificates.ledger_tables import ISSUED, REINSTATED

        self.change(own, ISSUED, REINSTATED, "重新通过结业考核")
        self.own[own["person"]] = [own]
        return Grant(claim.person, own["number"], "reinstated")

    def void(self, person: str, hashed: str) -> list[Voided]:
        """Void the number of a person who has not passed; it is never issued to anyone else."""
        from macros.certificates.ledger_tables import VOID, VOIDED

        own = self.in_force(hashed)
        if own is not None:
            self.change(own, VOID, VOIDED, FAILED)
        rows = self.own.get(hashed, ())
        return [Voided(person, row["number"], own is not None and row["id"] == own["id"]) for row in rows]

    def change(self, row: LedgerRow, state: str, action: str, note: str) -> None:
        changed(self.connection, row["id"], state, action, note, self.id, self.now)

    def record(self, number: str, serial: int | None, person: str, name: str, action: NumberingAction) -> None:
        """Record a number, to be written in ``finish``."""
        from macros.certificates.ledger_tables import ISSUED, LONGEST_NAME

        row: LedgerRow = {
            "number": number, "comparable": comparable(number), "series": self.series.name, "serial": serial,
            "class_key": self.key, "person": person, "name": storable(name, LONGEST_NAME), "state": ISSUED, "given_at": self.now,
        }  # fmt: skip
        self.own.setdefault(person, []).append(row)
        self.by_number[comparable(number)] = row
        self.given.append((row, action))

    def write_given(self) -> None:
        """Insert the numbers of this run and their events in two statements."""
        from macros.certificates.ledger_tables import certificate, event

        if not self.given:
            return
        insert = certificate.insert().returning(certificate.c.id, sort_by_parameter_order=True)
        added = self.connection.execute(insert, [row for row, _ in self.given]).scalars().all()
        happened = [
            {"at": self.now, "run": self.id, "certificate": identity, "action": action, "note": ""}
            for identity, (_, action) in zip(added, self.given, strict=True)
        ]
        self.connection.execute(event.insert(), happened)

    def finish(self) -> tuple[Passed, ...]:
        """Write the numbers and the counter, and record every skipped serial with its reason."""
        from macros.certificates.ledger_tables import LONGEST_NOTE, gap, series

        self.write_given()
        serials = {row["serial"] for row, _ in self.given} - {None}
        passed = tuple(passed_over(self.before, self.last, serials, self.skipped, self.series.number))
        for one in passed:
            self.connection.execute(
                gap.insert().values(
                    series=self.series.name, first=one.first, last=one.last, at=self.now, run=self.id,
                    why=one.why[:LONGEST_NOTE],
                )
            )  # fmt: skip
        self.connection.execute(series.update().where(series.c.name == self.series.name).values(last=self.last))
        return passed


def passed_over(
    before: int, last: int, used: Collection[int], skipped: Mapping[int, str], number: Callable[[int], str]
) -> Iterator[Passed]:
    """The unused serials after ``before`` up to ``last``, as spans with one reason each."""
    at = before + 1
    for stop in sorted({serial for serial in used if before < serial <= last} | skipped.keys()):
        if at < stop:
            yield Passed(at, stop - 1, f"手工填写的编号 {number(stop)} 之前未使用的流水号")
        if stop not in used:
            yield Passed(stop, stop, skipped[stop])
        at = stop + 1


def changed(connection: Connection, identity: int, state: str, action: str, note: str, run: str, now: object) -> None:
    """Set the state of a number and record the event."""
    from macros.certificates.ledger_tables import LONGEST_NOTE, certificate, event

    connection.execute(certificate.update().where(certificate.c.id == identity).values(state=state))
    connection.execute(event.insert().values(at=now, run=run, certificate=identity, action=action, note=note[:LONGEST_NOTE]))
