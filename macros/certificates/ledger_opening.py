"""Opens the ledger's database (SQLite or PostgreSQL) and translates its errors for the user."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros.certificates.ledger_versions import WHERE, upgrade, version_of
from workbooks.files.errors import FileInUse, GaoyanError, Unusable

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement, Connection, Engine, RowMapping

PATIENCE_SECONDS = 120
"""Lock timeout. Enough for two hundred clerks pressing the button at once."""
QUERY_BLOCK = 500
"""Values per IN list, below the lowest limit of any database."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 3.0
"""Pause between connection attempts, increasing, because each refusal costs the server more than an answer."""
CROWDED = ("too many clients", "connection slots", "starting up", "太多的客户", "连接槽", "正在启动")
"""Messages of a PostgreSQL server that is temporarily out of connections."""
IN_THE_WAY = ("55P03", "40P01", "40001", "23505")
"""PostgreSQL codes for conflicts with another process: lock timeout, deadlock, serialisation failure, unique violation."""

BROKEN_OFF = ("57P", "08")
"""Prefixes of PostgreSQL codes for a server shutting down and for a broken connection."""


def is_address(place: str) -> bool:
    """True for a database URL, False for a path."""
    return "://" in place


def made_engine(place: str, *, create: bool) -> Engine:
    """The engine for a path or URL. On SQLite every transaction takes the write lock when it begins."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    from sqlalchemy.pool import NullPool

    if not is_address(place):
        return file_engine(Path(place), create=create)
    address = place.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        waiting = {"options": f"-c lock_timeout={PATIENCE_SECONDS}s"}
        return create_engine(address, poolclass=NullPool, isolation_level="READ COMMITTED", connect_args=waiting)
    except ModuleNotFoundError as missing:
        raise Unusable(WHERE, f"缺少数据库驱动 {missing.name}", "请安装 gaoyan[postgresql]，或改用文件台账") from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise Unusable(WHERE, "地址的写法不对", "应为文件路径，或 postgresql://用户:口令@主机/库名") from None


def file_engine(path: Path, *, create: bool) -> Engine:
    """The engine for a ledger file, created readable for its owner only, because it contains names."""
    from sqlalchemy import URL, create_engine, event
    from sqlalchemy.pool import NullPool

    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as denied:
            raise Unusable(WHERE, f"不能建立或写入 {path}", "请检查权限和磁盘空间，或用 --ledger 指定别处") from denied
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": PATIENCE_SECONDS, "isolation_level": None})
    opening = "BEGIN IMMEDIATE" if create else "BEGIN"

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(opening)

    return engine


def prepare(connection: Connection) -> None:
    """Create the tables and the key if missing, upgrade older ones, refuse a ledger of a later version."""
    import secrets

    from sqlalchemy import text

    from macros.certificates.ledger_tables import VERSION, setting, tables

    if version_of(connection) == VERSION:
        return
    if connection.dialect.name == "postgresql":
        # Two first runs at once would both try to create the tables.
        connection.execute(text("SELECT pg_advisory_xact_lock(7205759403792793601)"))
    found = version_of(connection)
    if found is None:
        tables.create_all(connection)
        values = [{"name": "version", "value": str(VERSION)}, {"name": "key", "value": secrets.token_hex(32)}]
        connection.execute(setting.insert(), values)
    elif found < VERSION:
        upgrade(connection)


def is_prepared(connection: Connection) -> bool:
    """True if the tables of a ledger exist. Errors: Unusable for a later version."""
    return version_of(connection) is not None


def is_older(connection: Connection) -> bool:
    """True for the tables of an earlier version."""
    from macros.certificates.ledger_tables import VERSION

    return (version_of(connection) or VERSION) < VERSION


def stored_key(connection: Connection) -> bytes:
    from sqlalchemy import select

    from macros.certificates.ledger_tables import setting

    return bytes.fromhex(connection.execute(select(setting.c.value).where(setting.c.name == "key")).scalar_one())


def locked_last(connection: Connection, name: str) -> int:
    """The last serial of the series; its row stays locked until the transaction ends."""
    from sqlalchemy import select
    from sqlalchemy.dialects import postgresql, sqlite

    from macros.certificates.ledger_tables import series

    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(series).values(name=name, last=0).on_conflict_do_nothing())
    return int(connection.execute(select(series.c.last).where(series.c.name == name).with_for_update()).scalar_one())


def rows_where(
    connection: Connection, column: Column[Any], values: Iterable[str], *conditions: ColumnElement[bool]
) -> dict[int, RowMapping]:
    """{id: certificate} where ``column`` is among ``values``, queried in blocks."""
    from sqlalchemy import select

    from macros.certificates.ledger_tables import certificate

    wanted = sorted(values)
    found: dict[int, RowMapping] = {}
    for at in range(0, len(wanted), QUERY_BLOCK):
        condition = column.in_(wanted[at : at + QUERY_BLOCK])
        query = select(certificate).where(condition, *conditions)
        found |= {row["id"]: row for row in connection.execute(query).mappings()}
    return found


def known(connection: Connection, comparable: str) -> bool:
    """True if the ledger contains that number in any spelling."""
    from sqlalchemy import select

    from macros.certificates.ledger_tables import certificate

    return connection.execute(select(certificate.c.id).where(certificate.c.comparable == comparable)).first() is not None


def connected(engine: Engine) -> Connection:
    """A connection, retried while the server has no free slot."""
    import random
    import time

    from sqlalchemy.exc import OperationalError

    until, pause = time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE_SECONDS
    while True:
        try:
            return engine.connect()
        except OperationalError as refused:
            if not any(words in str(refused.orig) for words in CROWDED) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(pause / 2, pause))
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


@contextmanager
def spoken_errors() -> Iterator[None]:
    """Re-raise database errors with a one-line message in Chinese."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        raise spoken(error) from error


def spoken(error: Exception) -> GaoyanError:
    """The user-facing error for a database error."""
    import sqlite3

    cause = getattr(error, "orig", None)
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return FileInUse(WHERE, "正被别的程序占用", "请稍候再试")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return Unusable(WHERE, "写入失败，磁盘可能已满", "请腾出空间后重试；没有编号被分配")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return Unusable(WHERE, "不能打开或写入", "请检查台账文件及其所在文件夹的权限")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) or isinstance(cause, sqlite3.Error):
        return Unusable(WHERE, "不是编号台账或已损坏", "请核对 --ledger 或 GAOYAN_LEDGER，必要时从备份恢复")
    state = getattr(cause, "sqlstate", None) or ""
    if getattr(error, "connection_invalidated", False) or state.startswith(BROKEN_OFF):
        # Whether the commit was still executed is unknown here.
        return Unusable(WHERE, "与数据库的连接中断", "请等数据库恢复后重新运行；已经分配的编号会原样取回，不会重号")
    if state in IN_THE_WAY:
        return FileInUse(WHERE, "别人正在同时编号", "请稍候再试；没有编号被分配")
    return Unusable(WHERE, "连不上数据库或数据库拒绝", "请核对地址、口令和网络；没有编号被分配")
