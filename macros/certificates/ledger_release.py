"""A number typed by mistake and taken over burns every serial before it. Once it is void, nobody has had those: they come back.

The number itself stays void in the ledger, outside the count. Only the last number of a series gives its serials back: whatever
was given behind it keeps its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.certificates.ledger_opening import locked_last

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy import Connection, RowMapping

FAILED = "未通过结业考核"
"""The note of a number that is void because its holder has not passed."""


def release(connection: Connection, row: Mapping[str, Any] | RowMapping) -> int | None:
    """Give back the serials that taking over the number of ``row`` passed over; the serial that the series ends with then.

    None if there is nothing to give back: the number was not typed by hand, or is not the last of its series.
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


def was_released(connection: Connection, row: Mapping[str, Any] | RowMapping) -> bool:
    """True for a void number that somebody took out of force as mistyped: an empty cell does not bring it back."""
    from sqlalchemy import select

    from macros.certificates.ledger_tables import VOIDED, event

    if row["serial"] is not None:
        return False
    latest = select(event.c.action, event.c.note).where(event.c.certificate == row["id"]).order_by(event.c.id.desc()).limit(1)
    last = connection.execute(latest).first()
    return last is not None and last.action == VOIDED and last.note != FAILED
