"""Upgrades ledgers of earlier versions, in one transaction.

1 -> 2: numbers are compared by normalised spelling, gaps have a reason, a person has one *valid* number. Both layouts were
once labelled version 1, so the tables themselves are inspected. 2 -> 3: same tables; events may record exports, which a
program of version 2 would take for a contradiction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from macros.certificates.ledger_texts import comparable, storable
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

WHERE = "编号台账"
UNKNOWN_REASON = "旧版台账没有记下原因"
RUN = "upgrade"


def version_of(connection: Connection) -> int | None:
    """The version of the tables; None if there are none. Errors: Unusable for a later version than this program knows."""
    from sqlalchemy import inspect, select

    from macros.certificates.ledger_tables import VERSION, setting

    if not inspect(connection).has_table(setting.name):
        return None
    stored: Mapping[str, str] = {row.name: row.value for row in connection.execute(select(setting))}
    if not stored:
        return None
    version = stored.get("version", "")
    if not version.isdecimal() or "key" not in stored:
        raise Unusable(WHERE, "不是编号台账或已损坏", "请核对 --ledger 或 GAOYAN_LEDGER，必要时从备份恢复")
    if int(version) > VERSION:
        what = f"由更新版本的程序建立（台账第 {version} 版，本程序只认到第 {VERSION} 版）"
        raise Unusable(WHERE, what, "请升级 gaoyan；台账未作改动")
    return int(version)


def upgrade(connection: Connection) -> None:
    """Upgrade a ledger of an earlier version. Errors: Unusable if its content violates today's constraints."""
    from sqlalchemy import inspect

    from macros.certificates.ledger_tables import VERSION, setting

    columns = {column["name"] for column in inspect(connection).get_columns("certificate")}
    if "comparable" not in columns:
        rebuild(connection)
    connection.execute(setting.update().where(setting.c.name == "version").values(value=str(VERSION)))


def rebuild(connection: Connection) -> None:
    """Recreate the tables with their content, in memory: a ledger has some thousand rows."""
    from sqlalchemy import MetaData, Table, select

    from macros.certificates.ledger_tables import certificate, event, gap, series, tables

    old = MetaData()
    before = Table("certificate", old, autoload_with=connection)
    happened = Table("event", old, autoload_with=connection)
    numbers = [today(row) for row in connection.execute(select(before).order_by(before.c.id)).mappings()]
    refuse_doubles(numbers)
    events = [dict(row) for row in connection.execute(select(happened).order_by(happened.c.id)).mappings()]
    unrecorded = unrecorded_voids(numbers, events)
    lasts = {row.name: row.last for row in connection.execute(select(series))}
    happened.drop(connection)
    before.drop(connection)
    tables.create_all(connection)
    holes = [hole for name, last in lasts.items() for hole in holes_of(name, last, numbers)]
    for table, rows in ((certificate, numbers), (event, events), (gap, holes)):
        if rows:
            connection.execute(table.insert(), rows)
    if connection.dialect.name == "postgresql":
        for table in (certificate, event):
            highest = f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table.name}"
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), ({highest}), false)")
    if unrecorded:
        connection.execute(event.insert(), unrecorded)


def today(row: RowMapping) -> dict[str, Any]:
    """A number as a row of today's table."""
    from macros.certificates.ledger_tables import LONGEST_NAME

    return {**row, "comparable": comparable(row["number"]), "name": storable(row["name"], LONGEST_NAME)}


def refuse_doubles(numbers: Sequence[Mapping[str, Any]]) -> None:
    """Errors: Unusable if two spellings of one number were issued as two numbers; a person has to decide which is valid."""
    seen: dict[str, str] = {}
    for one in numbers:
        other = seen.setdefault(one["comparable"], one["number"])
        if other != one["number"]:
            what = f"是旧版台账，其中 {other} 与 {one['number']} 是同一编号的两种写法，不能升级"
            raise Unusable(WHERE, what, "请联系维护人员核对；台账未作改动")


def unrecorded_voids(numbers: Sequence[Mapping[str, Any]], events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Events for numbers that are void without a record of why."""
    from macros.certificates.ledger_tables import STATE_AFTER, VOID, VOIDED

    last = {one["certificate"]: one["action"] for one in events}
    void = [one["id"] for one in numbers if one["state"] == VOID and STATE_AFTER.get(last.get(one["id"], "")) != VOID]
    return [{"at": now(), "run": RUN, "certificate": one, "action": VOIDED, "note": UNKNOWN_REASON} for one in void]


def holes_of(name: str, last: int, numbers: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The unused serials of a series. Version 1 recorded no reason, and the new rows say so."""
    taken = sorted({one["serial"] for one in numbers if one["series"] == name and one["serial"] is not None})
    at = 1
    for serial in [*(serial for serial in taken if serial <= last), last + 1]:
        if at < serial:
            yield {
                "series": name, "first": at, "last": serial - 1, "at": now(), "run": RUN, "why": UNKNOWN_REASON,
            }  # fmt: skip
        at = serial + 1


def now() -> datetime:
    return datetime.now(UTC)
