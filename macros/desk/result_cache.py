"""Persistent result cache: a later run reads only files that have changed.

One database in the user's cache folder. A file is known by a keyed hash of where it lies, its state by a keyed hash of size and
time (``thorough``: of its content) and of all else that decides the result; the result itself is sealed (AES-256-GCM). The key
lies in the user's data folder, for its owner alone. A cache that is damaged, foreign or older than the program is
discarded without an error.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from workbooks.notices.installed import place

if TYPE_CHECKING:
    import sqlite3

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Piece = TypeVar("Piece")
FOLDER = "gaoyan"
FILE, KEY_FILE = "reviewed.sqlite3", "reviewed.key"
KEY_BYTES, NONCE_BYTES, DIGEST_BYTES = 32, 12, 24
SETTLED_SECONDS = 2.0
"""A file changed a moment ago may change again within the same tick of its clock (FAT counts two seconds): not remembered."""
KEPT_DAYS = 180
WRITTEN_EACH = 50
"""So many results are written at once; a run that is killed loses no more."""
VERSION = 1


@dataclass(frozen=True)
class ResultKey(Generic[Piece]):
    """What is asked about a piece: its place from run to run, (name, path) of its files, and what else decides its result."""

    place: Callable[[Piece], str]
    files: Callable[[Piece], Sequence[tuple[str, Path]]]
    rest: Callable[[Piece], str]


class ResultCache(Generic[Piece]):
    """Cache of packed results. Create it with ``opened``."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        key: bytes,
        about: ResultKey[Piece],
        thorough: bool,
    ) -> None:
        self.connection, self.about, self.thorough = connection, about, thorough
        self.key = key
        self.seal = _seal(key)
        self.day = int(time.time() // 86400)
        self.states: dict[bytes, bytes] = {}
        """Place -> state of the pieces that were not recalled, as they were before anything was read."""
        self.used: list[tuple[int, bytes]] = []
        """Places that were asked for today for the first time; written at the end, so that no other run waits for this one."""
        self.waiting: list[tuple[bytes, bytes, bytes, int]] = []

    def recall(self, piece: Piece) -> bytes | None:
        import sqlite3  # where there is no memory, there may be no such library: a browser's Python

        place, state = self.place(piece), self.state(piece)
        if state is None:
            return None
        try:
            row = self.connection.execute("SELECT state, sealed, day FROM result WHERE place = ?", (place,)).fetchone()
        except sqlite3.Error:
            row = None
        found = self.opened(place, row[0], row[1]) if row is not None and row[0] == state else None
        if found is None:
            self.states[place] = state
        elif row[2] != self.day:
            self.used.append((self.day, place))
        return found

    def keep(self, piece: Piece, packed: bytes) -> None:
        place = self.place(piece)
        state = self.states.pop(place, None)
        if state is None:
            return
        nonce = os.urandom(NONCE_BYTES)
        self.waiting.append((place, state, nonce + self.seal.encrypt(nonce, packed, place + state), self.day))
        if len(self.waiting) >= WRITTEN_EACH:
            self.write()

    def write(self) -> None:
        """Write pending entries; on a full disk or a locked database they are dropped."""
        import sqlite3

        with contextlib.suppress(sqlite3.Error):
            self.connection.executemany("INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?)", self.waiting)
            self.connection.commit()
        self.waiting.clear()

    def opened(self, place: bytes, state: bytes, sealed: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag

        try:
            return self.seal.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place + state)
        except (InvalidTag, ValueError):
            return None

    def place(self, piece: Piece) -> bytes:
        return self.hashed("place", self.about.place(piece), str(self.thorough))

    def state(self, piece: Piece) -> bytes | None:
        """Keyed hash of the piece's state, None if unreadable. Recently changed files are hashed by content."""
        told = [self.about.rest(piece)]
        now = time.time()
        try:
            for name, path in self.about.files(piece):
                status = path.stat()
                by_content = self.thorough or now - status.st_mtime < SETTLED_SECONDS
                told += [name, str(status.st_size), content_of(path) if by_content else str(status.st_mtime_ns)]
        except OSError:
            return None
        return self.hashed("state", *told)

    def hashed(self, *parts: str) -> bytes:
        made = blake2b(key=self.key, digest_size=DIGEST_BYTES)
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            made.update(b"%d:" % len(data) + data)
        return made.digest()


def state_of(path: Path) -> str:
    """Size and modification time of a shared input file, or a fixed marker if the file is missing."""
    try:
        status = path.stat()
    except OSError:
        return "-"
    return f"{status.st_size}:{status.st_mtime_ns}"


def content_of(path: Path) -> str:
    with path.open("rb") as opened_file:
        return file_digest(opened_file, "sha256").hexdigest()


@contextmanager
def opened(about: ResultKey[Piece], thorough: bool = False) -> Iterator[ResultCache[Piece] | None]:
    """The memory of this user; None where there can be none (no place to write, no key). Nothing here is ever raised."""
    import sqlite3

    connection, key = None, None
    with contextlib.suppress(OSError, sqlite3.Error, ImportError):
        key = key_in(key_folder())
        connection = connected(cache_folder() / FILE)
    if connection is None or key is None:
        yield None
        return
    memory: ResultCache[Piece] = ResultCache(connection, key, about, thorough)
    try:
        yield memory
    finally:
        memory.write()
        with contextlib.suppress(sqlite3.Error):
            connection.executemany("UPDATE result SET day = ? WHERE place = ?", memory.used)
            connection.execute("DELETE FROM result WHERE day < ?", (memory.day - KEPT_DAYS,))
            connection.commit()
        connection.close()


def cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path(FOLDER, appauthor=False)


def key_folder() -> Path:
    """Where the key lies: apart from the results, so that a copy of the cache alone tells nothing."""
    from platformdirs import user_data_path

    return user_data_path(FOLDER, appauthor=False)


def connected(path: Path) -> sqlite3.Connection:
    """The database, made anew where it is none of ours. Errors: OSError, sqlite3.Error."""
    import sqlite3

    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    try:
        return prepared(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # in use by another run, or no room: not ours to throw away
        path.unlink()
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        return prepared(path)


def prepared(path: Path) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(path, timeout=5)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            connection.execute("DROP TABLE IF EXISTS result")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS result (place BLOB PRIMARY KEY, state BLOB NOT NULL, sealed BLOB NOT NULL, day INTEGER)"
        )
        connection.execute("PRAGMA synchronous = OFF")  # what a loss of power takes is computed again
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def key_in(folder: Path) -> bytes:
    """The key, made at the first use: written beside and put in place whole, so that two first runs end with one key."""
    path = folder / KEY_FILE
    with contextlib.suppress(FileNotFoundError):
        key = path.read_bytes()
        if len(key) == KEY_BYTES:
            return key
        path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{KEY_FILE}.{os.getpid()}.tmp"
    handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(os.urandom(KEY_BYTES))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        os.replace(beside, path)
    with contextlib.suppress(OSError):
        beside.unlink()
    return path.read_bytes()


def _seal(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hmac.digest(key, b"seal", "sha256"))


@lru_cache(maxsize=1)
def program() -> str:
    """Which program this is: size and time of every file of it and of the installed notices. Results of another program, or of
    other notices, are not used."""
    root = Path(__file__).parents[2]
    folders = [root / room for room in ("udfs", "workbooks", "macros", "addin")]
    endings = (".py", ".toml", ".csv", ".txt", ".json")
    found = sorted(path for one in (*folders, place()) for path in one.rglob("*") if path.suffix in endings)
    told = [f"{path}:{state_of(path)}" for path in found]
    return blake2b("\n".join(told).encode(), digest_size=DIGEST_BYTES).hexdigest()
