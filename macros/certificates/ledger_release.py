"""Returns the serials skipped by a mistakenly adopted number, once that number is void.

The number itself stays void in the ledger, outside the series. Only the last number of a series returns its serials, since
later numbers keep their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from macros.certificates.ledger_opening import known, locked_last
from macros.certificates.ledger_texts import comparable
from macros.certificates.ledger_versions import UNKNOWN_REASON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from sqlalchemy import Connection, RowMapping

FAILED = "未通过结业考核"
"""The note of a number that is void because its holder has not passed."""
UNDONE = "撤销分配编号"
"""The note of a number that is void because the command that issued it was undone."""
OURS = (FAILED, UNDONE, UNKNOWN_REASON)
"""Notes written by the program. The last one means that no reason is recorded; voiding by command requires one."""


def release(connection: Connection, row: Mapping[str, Any] | RowMapping) -> int | None:
    """Return the serials skipped when the number of ``row`` was adopted. Returns the new last serial of the series.

    None if there is nothing to return: the number was not typed by hand, or is not the last of its series.
    """
    from sqlalchemy import select

    from macros.certificates.ledger_tables import ADOPTED, certificate, event, gap, series

    if row["serial"] is None or row["serial"] != locked_last(connection, row["series"]):
        return None
    took_over = select(event.c.run).where(event.c.certificate == row["id"], event.c.action == ADOPTED)
    burnt = connection.execute(
        select(gap.c.id, gap.c.first).where(
            gap.c.series == row["series"], gap.c.last == row["serial"] - 1, gap.c.run.in_(took_over)
        )
    ).first()
    if burnt is None:
        return None
    connection.execute(gap.delete().where(gap.c.id == burnt.id))
    connection.execute(certificate.update().where(certificate.c.id == row["id"]).values(serial=None))
    connection.execute(series.update().where(series.c.name == row["series"]).values(last=burnt.first - 1))
    return int(burnt.first) - 1


def voided_by_hand(connection: Connection, row: Mapping[str, Any] | RowMapping) -> str:
    """The reason for which a user voided a number; '' if it is valid, or void for a reason of the program.

    A number voided by a user is never reinstated.
    """
    from macros.certificates.ledger_tables import VOIDED

    last = last_word(connection, row)
    return last.note if last.action == VOIDED and last.note not in OURS else ""


class LastWord(NamedTuple):
    """The last event of a number; empty for one issued by the current run."""

    action: str = ""
    note: str = ""
    run: str = ""
    at: int = 0
    """The id of the event."""


def last_word(connection: Connection, row: Mapping[str, Any] | RowMapping) -> LastWord:
    from sqlalchemy import select

    from macros.certificates.ledger_tables import event

    if "id" not in row:
        return LastWord()
    latest = (
        select(event.c.action, event.c.note, event.c.run, event.c.id)
        .where(event.c.certificate == row["id"])
        .order_by(event.c.id.desc())
        .limit(1)
    )
    last = connection.execute(latest).first()
    return LastWord() if last is None else LastWord(*last)


def was_exported(connection: Connection, identities: Iterable[int]) -> bool:
    """True if one of these numbers was in an exported package."""
    from sqlalchemy import select

    from macros.certificates.ledger_tables import EXPORTED, event

    wanted = select(event.c.id).where(event.c.action == EXPORTED, event.c.certificate.in_(list(identities))).limit(1)
    return connection.execute(wanted).first() is not None


def given_back(connection: Connection, name: str, rows: Iterable[Mapping[str, Any]], number: Callable[[int], str]) -> int | None:
    """Return the serials of void numbers at the end of the series ``name``. Returns the new last serial.

    None if other numbers follow or lie between them, or if the current pattern would produce the same number again.
    """
    from sqlalchemy import select

    from macros.certificates.ledger_tables import certificate, event, gap, series

    own = {row["id"]: int(row["serial"]) for row in rows if row["series"] == name and row["serial"] is not None}
    if not own:
        return None
    first = min(own.values())
    beyond = select(certificate.c.id).where(certificate.c.series == name, certificate.c.serial >= first)
    if set(connection.execute(beyond).scalars()) - own.keys():
        return None
    runs = select(event.c.run).where(event.c.certificate.in_(list(own)))
    lead = select(gap.c.first).where(gap.c.series == name, gap.c.last == first - 1, gap.c.run.in_(runs))
    first = connection.execute(lead).scalars().first() or first
    if known(connection, comparable(number(first))):
        return None
    connection.execute(certificate.update().where(certificate.c.id.in_(list(own))).values(serial=None))
    connection.execute(gap.delete().where(gap.c.series == name, gap.c.first >= first))
    connection.execute(series.update().where(series.c.name == name).values(last=first - 1))
    return first - 1
