"""The tables of the number ledger, on SQLite and PostgreSQL.

- ``certificate``: one row per number ever issued or found in use. Rows are never deleted, so a number cannot recur.
  ``comparable`` is its normalised spelling. A person has at most one valid number per class.
- ``gap``: skipped serials with the reason; they are never issued.
- ``series``: the last serial of each series; its row is the lock between processes on PostgreSQL.
- ``event``: the history of each number.
- ``setting``: version of the tables, and key of the document number hashes.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)  # fmt: skip

ISSUED, VOID = "issued", "void"
NEW, ADOPTED, REINSTATED, VOIDED, EXPORTED = "new", "adopted", "reinstated", "voided", "exported"
STATE_AFTER = {NEW: ISSUED, ADOPTED: ISSUED, REINSTATED: ISSUED, EXPORTED: ISSUED, VOIDED: VOID}
"""The state of a number after each action."""
VERSION = 3
"""Version of the tables and of their content. If either changes, increase it and add the upgrade to ``ledger_versions``."""
LARGEST_SERIAL = 2**31 - 1
"""The maximum of an Integer column on every database."""
LONGEST_NAME, LONGEST_NOTE = 100, 200

tables = MetaData()

setting = Table(
    "setting",
    tables,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

series = Table(
    "series",
    tables,
    Column("name", String(200), primary_key=True),
    Column("last", Integer, nullable=False),
)

certificate = Table(
    "certificate",
    tables,
    Column("id", Integer, primary_key=True),
    Column("number", String(200), nullable=False),
    Column("comparable", String(400), nullable=False),
    Column("series", String(200), nullable=False),
    Column("serial", Integer),
    Column("class_key", String(300), nullable=False),
    Column("person", String(64), nullable=False),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("state", String(10), nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("comparable", name="a_number_is_given_once"),
    CheckConstraint(f"state IN ('{ISSUED}', '{VOID}')", name="a_state_is_known"),
)
in_force = certificate.c.state == ISSUED
Index(
    "a_person_has_one_number",
    certificate.c.class_key,
    certificate.c.person,
    unique=True,
    sqlite_where=in_force,
    postgresql_where=in_force,
)
Index("serials_of_a_series", certificate.c.series, certificate.c.serial)

gap = Table(
    "gap",
    tables,
    Column("id", Integer, primary_key=True),
    Column("series", String(200), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("run", String(32), nullable=False),
    Column("why", String(LONGEST_NOTE), nullable=False),
    CheckConstraint("first <= last", name="a_gap_has_serials"),
)

event = Table(
    "event",
    tables,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("run", String(32), nullable=False),
    Column("certificate", ForeignKey("certificate.id"), nullable=False),
    Column("action", String(20), nullable=False),
    Column("note", String(LONGEST_NOTE), nullable=False, default=""),
    Index("events_of_a_certificate", "certificate"),
)
