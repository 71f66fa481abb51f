"""What a review remembers: only results of files that have not changed, under the same rules; unreadable; never an error."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from macros.desk import result_cache
from macros.desk.result_cache import ResultCache, ResultKey, opened
from macros.desk.worker_pool import packed

SECRET = "王小明 990101200001010011"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(result_cache, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(result_cache, "key_folder", lambda: tmp_path / "data")
    (tmp_path / "files").mkdir()
    return tmp_path


def written(places: Path, name: str, text: str, age: float = 100) -> Path:
    path = places / "files" / name
    path.write_text(text, encoding="utf-8")
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def about(rest: str = "") -> ResultKey[Path]:
    return ResultKey(str, lambda path: [(path.name, path)], lambda _: rest)


def recalled(path: Path, rest: str = "", thorough: bool = False) -> bytes | None:
    with opened(about(rest), thorough) as memory:
        assert memory is not None
        return memory.recall(path)


def kept(path: Path, rest: str = "", thorough: bool = False) -> bytes:
    with opened(about(rest), thorough) as memory:
        assert memory is not None
        assert memory.recall(path) is None
        memory.keep(path, packed(SECRET, lasting=True))
    return packed(SECRET, lasting=True)


def test_an_unchanged_file_is_known(places: Path) -> None:
    path = written(places, "甲.xlsx", "a")
    assert kept(path) == recalled(path)


@pytest.mark.parametrize("change", ["content", "time", "rest", "gone", "thorough"])
def test_what_has_changed_is_not(places: Path, change: str) -> None:
    path = written(places, "甲.xlsx", "a")
    kept(path, "2025-06-30")
    if change == "content":
        written(places, "甲.xlsx", "ab")
    elif change == "time":
        written(places, "甲.xlsx", "a", age=50)
    elif change == "gone":
        path.unlink()
    rest = "2025-07-01" if change == "rest" else "2025-06-30"
    assert recalled(path, rest, thorough=change == "thorough") is None


def test_the_same_size_and_time_with_other_content_is_found_out_when_asked_to_be_thorough(places: Path) -> None:
    path = written(places, "甲.xlsx", "a")
    before = path.stat()
    kept(path)
    answer = kept(path, thorough=True)
    path.write_text("b", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert recalled(path) == answer
    assert recalled(path, thorough=True) is None
    path.write_text("a", encoding="utf-8")
    assert recalled(path, thorough=True) == answer


def test_of_a_file_that_changed_just_now_the_content_counts(places: Path) -> None:
    path = written(places, "甲.xlsx", "a", age=0)
    before = path.stat()
    kept(path)
    path.write_text("b", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert recalled(path) is None


def test_nothing_can_be_read_in_it(places: Path) -> None:
    path = written(places, "王小明.xlsx", "a")
    kept(path)
    files = list((places / "cache").iterdir())
    data = b"".join(one.read_bytes() for one in files)
    for text in ("王小明", "990101200001010011", "files", str(path)):
        assert text.encode() not in data
    assert [oct(one.stat().st_mode & 0o777) for one in (*files, *(places / "data").iterdir())] == ["0o600", "0o600"]


@pytest.mark.parametrize("harm", ["sealed", "moved", "key", "file", "version", "table"])
def test_what_was_tampered_with_is_forgotten(places: Path, harm: str) -> None:
    path, other = written(places, "甲.xlsx", "a"), written(places, "乙.xlsx", "a")
    kept(path)
    kept(other)
    store = places / "cache" / result_cache.FILE
    if harm in ("sealed", "moved", "version", "table"):
        connection = sqlite3.connect(store)
        if harm == "sealed":
            connection.execute("UPDATE result SET sealed = substr(sealed, 1, 20) || x'00' || substr(sealed, 22)")
        elif harm == "moved":
            connection.execute("UPDATE result SET sealed = (SELECT sealed FROM result AS one WHERE one.place <> result.place)")
        elif harm == "version":
            connection.execute("PRAGMA user_version = 99")
        else:
            connection.execute("DROP TABLE result")
        connection.commit()
        connection.close()
    elif harm == "key":
        (places / "data" / result_cache.KEY_FILE).unlink()
    else:
        store.write_bytes(b"no database at all" * 100)
    assert recalled(path) is None
    assert kept(path) == recalled(path)


def test_without_a_place_there_is_no_memory(places: Path) -> None:
    (places / "cache").write_text("", encoding="ascii")
    with opened(about()) as memory:
        assert memory is None


def test_two_runs_at_once(places: Path) -> None:
    path, other = written(places, "甲.xlsx", "a"), written(places, "乙.xlsx", "b")
    with opened(about()) as first, opened(about()) as second:
        assert isinstance(first, ResultCache)
        assert isinstance(second, ResultCache)
        for memory, one in ((first, path), (second, other)):
            assert memory.recall(one) is None
            memory.keep(one, packed(SECRET, lasting=True))
    assert recalled(path) == recalled(other) == packed(SECRET, lasting=True)


def test_another_program_is_another_memory() -> None:
    assert result_cache.program() == result_cache.program.__wrapped__()
    assert len(result_cache.program()) == 2 * result_cache.DIGEST_BYTES
