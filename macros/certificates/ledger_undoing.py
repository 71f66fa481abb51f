"""Updates the ledger after an undo of the workbook, and records exports, which are final.

Numbers issued by the undone command become void: under the same pattern the same people get them again, under another pattern
new ones. Numbers in an exported package stay valid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.certificates.ledger_release import UNDONE, last_word, was_exported
from macros.certificates.ledger_run import Undone, changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, RowMapping


def rows_of(connection: Connection, key: str) -> list[RowMapping]:
    from sqlalchemy import select

    from macros.certificates.ledger_tables import certificate

    wanted = select(certificate).where(certificate.c.class_key == key).order_by(certificate.c.id)
    return list(connection.execute(wanted).mappings())


def undone(connection: Connection, key: str, standing: Mapping[str, str]) -> Undone:
    """Void the numbers of the class that its last run issued and that are no longer in the workbook; numbers voided by the same
    run that are back in the workbook become valid again.

    ``standing``: {normalised number in the workbook: hash of its person}.
    """
    import uuid
    from datetime import UTC, datetime

    from macros.certificates.ledger_tables import ISSUED, REINSTATED, VOID, VOIDED

    rows = rows_of(connection, key)
    gone = [row for row in rows if row["state"] == ISSUED and row["comparable"] not in standing]
    words = {row["id"]: last_word(connection, row) for row in gone}
    last = max(words.values(), key=lambda word: word.at).run if words else ""
    gone = [row for row in gone if words[row["id"]].run == last]
    if was_exported(connection, words):
        return Undone(exported=tuple(row["number"] for row in gone))
    run, now = uuid.uuid4().hex, datetime.now(UTC)
    for row in gone:
        changed(connection, row["id"], VOID, VOIDED, UNDONE, run, now)
    back = [
        row for row in rows
        if row["state"] == VOID and last and standing.get(row["comparable"]) == row["person"]
        and (word := last_word(connection, row)).action == VOIDED and word.run == last
    ]  # fmt: skip
    for row in back:
        changed(connection, row["id"], ISSUED, REINSTATED, UNDONE, run, now)
    return Undone(tuple(row["number"] for row in gone), tuple(row["number"] for row in back))


def mark_exported(connection: Connection, key: str, standing: Mapping[str, str]) -> None:
    """Record the export for each valid number of the class."""
    import uuid
    from datetime import UTC, datetime

    from macros.certificates.ledger_tables import EXPORTED, ISSUED, event

    run, now = uuid.uuid4().hex, datetime.now(UTC)
    happened = [
        {"at": now, "run": run, "certificate": row["id"], "action": EXPORTED, "note": ""}
        for row in rows_of(connection, key)
        if row["state"] == ISSUED and row["comparable"] in standing and last_word(connection, row).action != EXPORTED
    ]
    if happened:
        connection.execute(event.insert(), happened)
