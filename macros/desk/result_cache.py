"""Results of earlier runs: one table in the user's cache folder.

The name of a result is a keyed hash of everything that decides it; the result is sealed (AES-256-GCM). The key lies in the user's
data folder, for its owner alone, so that a copy of the cache alone tells nothing. A cache that is damaged or foreign is made
anew; nothing here raises an error.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from platformdirs import user_cache_path, user_data_path

from workbooks.files import replacing
from workbooks.files.errors import GaoyanError
from workbooks.notices.installed import place

FOLDER = "gaoyan"
FILE, KEY_FILE = "reviewed.sqlite3", "reviewed.key"
KEY_BYTES, NONCE_BYTES, NAME_BYTES = 32, 12, 24
KEPT_DAYS = 30


class ResultCache:
    """Create it with ``opened``."""

    def __init__(self, connection: sqlite3.Connection, key: bytes) -> None:
        self.connection, self.key = connection, key
        self.seal = AESGCM(blake2b(b"seal", key=key, digest_size=KEY_BYTES).digest())

    def name(self, *decisive: str) -> bytes:
        return blake2b(repr(decisive).encode(), key=self.key, digest_size=NAME_BYTES).digest()

    def recall(self, name: bytes) -> bytes | None:
        with contextlib.suppress(sqlite3.Error, InvalidTag, ValueError):
            row = self.connection.execute("SELECT sealed FROM remembered WHERE name = ?", (name,)).fetchone()
            return self.seal.decrypt(row[0][:NONCE_BYTES], row[0][NONCE_BYTES:], name) if row else None
        return None

    def keep(self, name: bytes, data: bytes) -> None:
        """Nothing is kept where the disk is full or another run holds the table for long."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self.seal.encrypt(nonce, data, name)
        with contextlib.suppress(sqlite3.Error):
            self.connection.execute("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", (name, sealed, day()))


@contextlib.contextmanager
def opened() -> Iterator[ResultCache | None]:
    """The cache of this user; None where there can be none (no place to write, no key)."""
    made = None
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, GaoyanError, sqlite3.Error):
            of_results, of_key = folders()
            key = key_in(of_key)
            made = ResultCache(stack.enter_context(contextlib.closing(table(of_results / FILE))), key)
        yield made


def folders() -> tuple[Path, Path]:
    """Where the results lie, and where the key."""
    return user_cache_path(FOLDER, appauthor=False), user_data_path(FOLDER, appauthor=False)


def table(path: Path) -> sqlite3.Connection:
    """The database with its table, made anew where it is none of ours. Errors: OSError, sqlite3.Error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, timeout=5, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # what a loss of power takes is computed again
        connection.execute("DROP TABLE IF EXISTS result")  # of earlier versions
        connection.execute("CREATE TABLE IF NOT EXISTS remembered (name BLOB PRIMARY KEY, sealed BLOB NOT NULL, day INTEGER)")
        connection.execute("DELETE FROM remembered WHERE day < ?", (day() - KEPT_DAYS,))
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError):
            raise  # held by another run, or no space: not ours to throw away
        path.unlink()
        return table(path)
    return connection


def key_in(folder: Path) -> bytes:
    """The key, made at the first use. Errors: OSError, GaoyanError."""
    path = folder / KEY_FILE
    if not path.exists() or path.stat().st_size != KEY_BYTES:
        folder.mkdir(parents=True, exist_ok=True)
        replacing.replace(path, os.urandom(KEY_BYTES), private=True)
    return path.read_bytes()


@lru_cache(maxsize=1)
def program() -> str:
    """Which program this is: size and time of every file of it and of the installed notices."""
    root = Path(__file__).parents[2]
    folders = [root / package for package in ("udfs", "workbooks", "macros", "addin")]
    endings = (".py", ".toml", ".csv", ".txt", ".json")
    found = sorted(path for one in (*folders, place()) for path in one.rglob("*") if path.suffix in endings)
    states = [f"{path}:{(status := path.stat()).st_size}:{status.st_mtime_ns}" for path in found]
    return blake2b("\n".join(states).encode(), digest_size=NAME_BYTES).hexdigest()


def day() -> int:
    return int(time.time() // 86400)
