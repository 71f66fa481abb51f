"""What a review remembers: results of the same content under the same rules; unreadable; never an error."""

from __future__ import annotations

import os
import pickle
import sqlite3
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from macros.desk import result_cache
from macros.desk.parallel import Answer, packed
from macros.desk.result_cache import opened
from macros.desk.review import EarlierResults, Job, digest_of, earlier_results
from udfs.report.reviewed import WORKBOOK

SECRET = "王小明 990101200001010011"
ANSWER = packed([SECRET])
JOB = Job(WORKBOOK, "甲.xlsx", (), (), "2025-06-30T10:00:00", date(2025, 6, 30))


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(result_cache, "folders", lambda: (tmp_path / "cache", tmp_path / "data"))
    (tmp_path / "甲.xlsx").write_text("a", encoding="utf-8")
    return tmp_path


def recalled(*files: Path, job: Job = JOB, beside: str = "") -> tuple[bytes, ...] | None:
    with opened() as cache:
        assert cache is not None
        found = EarlierResults(cache, beside).recall(asked(job, files))
        return found.parts if found else None


def asked(job: Job, files: tuple[Path, ...]) -> Job:
    return Job(job.kind, job.name, tuple((path.name, path) for path in files), job.pieces, job.dated, job.today)


def kept(*files: Path, beside: str = "") -> None:
    with opened() as cache:
        assert cache is not None
        known, job = EarlierResults(cache, beside), asked(JOB, files)
        assert known.recall(job) is None
        known.keep(job, Answer(ANSWER, digest_of(files)))


def test_the_same_content_is_known_wherever_it_lies_and_whenever_it_was_written(places: Path) -> None:
    path = places / "甲.xlsx"
    kept(path)
    os.utime(path, (1, 1))
    (places / "别处").mkdir()
    assert recalled(path.rename(places / "别处" / "甲.xlsx")) == ANSWER


@pytest.mark.parametrize("change", ["content", "name", "day", "job", "beside", "gone"])
def test_of_what_has_changed_nothing_is_known(places: Path, change: str) -> None:
    path, job, beside = places / "甲.xlsx", JOB, "program ledger"
    kept(path, beside=beside)
    assert recalled(path, beside=beside) == ANSWER
    if change == "content":
        before = path.stat()
        path.write_text("b", encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change == "name":
        path = path.rename(places / "乙.xlsx")
    elif change == "day":
        job = Job(JOB.kind, JOB.name, (), (), JOB.dated, date(2025, 7, 1))
    elif change == "job":
        job = Job(JOB.kind, "乙.xlsx", (), (), JOB.dated, JOB.today)
    elif change == "beside":
        beside = "another"
    else:
        path.unlink()
    assert recalled(path, job=job, beside=beside) is None


def test_what_changed_while_it_was_read_is_not_kept(places: Path) -> None:
    path = places / "甲.xlsx"
    with opened() as cache:
        assert cache is not None
        known, job = EarlierResults(cache, ""), asked(JOB, (path,))
        assert known.recall(job) is None
        path.write_text("b", encoding="utf-8")
        known.keep(job, Answer(ANSWER, digest_of([path])))
        assert known.recall(job) is None
        path.write_text("a", encoding="utf-8")
        assert known.recall(job) is None


def test_nothing_can_be_read_in_it(places: Path) -> None:
    kept(places / "甲.xlsx")
    files = [*(places / "cache").iterdir(), *(places / "data").iterdir()]
    data = b"".join(one.read_bytes() for one in files)
    for text in (SECRET.encode(), pickle.dumps(ANSWER), ANSWER[0], "甲".encode()):
        assert text not in data
    assert [oct(one.stat().st_mode & 0o777) for one in files] == ["0o600", "0o600"]


@pytest.mark.parametrize("harm", ["sealed", "moved", "key", "short key", "file", "table"])
def test_what_was_tampered_with_is_forgotten(places: Path, harm: str) -> None:
    path, other = places / "甲.xlsx", places / "乙.xlsx"
    other.write_text("b", encoding="utf-8")
    kept(path)
    kept(other)
    store, key = places / "cache" / result_cache.FILE, places / "data" / result_cache.KEY_FILE
    if harm in ("sealed", "moved", "table"):
        connection = sqlite3.connect(store)
        if harm == "sealed":
            connection.execute("UPDATE remembered SET sealed = substr(sealed, 1, 20) || x'00' || substr(sealed, 22)")
        elif harm == "moved":
            connection.execute(
                "UPDATE remembered SET sealed = (SELECT sealed FROM remembered AS o WHERE o.name <> remembered.name)"
            )
        else:
            connection.execute("DROP TABLE remembered")
        connection.commit()
        connection.close()
    elif harm == "key":
        key.unlink()
    elif harm == "short key":
        key.write_bytes(b"short")
    else:
        store.write_bytes(b"no database at all" * 100)
    assert recalled(path) is None
    kept(path)
    assert recalled(path) == ANSWER


def test_results_are_kept_for_a_month(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, day = places / "甲.xlsx", result_cache.day()
    kept(path)
    monkeypatch.setattr(result_cache, "day", lambda: day + result_cache.KEPT_DAYS)
    assert recalled(path) == ANSWER
    monkeypatch.setattr(result_cache, "day", lambda: day + result_cache.KEPT_DAYS + 1)
    assert recalled(path) is None


@pytest.mark.parametrize("place", ["cache", "data"])
def test_without_a_place_there_is_no_memory(places: Path, place: str) -> None:
    (places / place).write_text("", encoding="ascii")
    with opened() as cache:
        assert cache is None


@pytest.mark.usefixtures("places")
def test_two_runs_at_once() -> None:
    with opened() as first, opened() as second:
        assert first is not None
        assert second is not None
        for cache in (first, second):
            cache.keep(cache.name("same"), b"1")
        assert first.recall(first.name("same")) == second.recall(second.name("same")) == b"1"


@pytest.mark.usefixtures("places")
def test_program_ledger_and_keys_decide() -> None:
    with ExitStack() as stack:
        known = earlier_results(stack, "ledger and keys")
        assert known is not None
        assert known.beside == f"{result_cache.program()} ledger and keys"
    assert result_cache.program() == result_cache.program.__wrapped__()
    assert len(result_cache.program()) == 2 * result_cache.NAME_BYTES
