"""The tables of the number ledger, on SQLite and on PostgreSQL.

``certificate``: one row a number that was ever given or found in use; rows are never deleted, so a number can never come up
again. ``series``: the last serial of each run of numbers; its row is what two processes on PostgreSQL wait for.
``event``: what happened to a number and when, so that every gap has its explanation. ``setting``: the version of the tables
and the key of the hash that stands in for a document number.
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
VERSION = "1"

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
    Column("series", String(200), nullable=False),
    Column("serial", Integer),
    Column("class_key", String(300), nullable=False),
    Column("person", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("state", String(10), nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("number", name="a_number_is_given_once"),
    UniqueConstraint("class_key", "person", name="a_person_keeps_the_number"),
    CheckConstraint(f"state IN ('{ISSUED}', '{VOID}')", name="a_state_is_known"),
)

event = Table(
    "event",
    tables,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("run", String(32), nullable=False),
    Column("certificate", ForeignKey("certificate.id"), nullable=False),
    Column("action", String(20), nullable=False),
    Column("note", String(200), nullable=False, default=""),
    Index("events_of_a_certificate", "certificate"),
)
