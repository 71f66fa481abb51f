"""One ledger for everybody: two hundred processes at once, some of them killed, on SQLite and on PostgreSQL; and what an office
sees of a shared database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.ledger import Claim, Ledger, Series, class_key, entries
from macros.ledger_reading import IN_FORCE, Verification, listed, verify, void
from tests.ledger_worker import SERIES, claims
from tests.postgresql import running_server
from udfs.sample import sample_class
from workbooks.errors import Unusable

ROOT = Path(__file__).parent.parent
PROCESSES, PEOPLE, KILLED = 200, 6, 60


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_server() as address:
        yield address


@pytest.fixture
def shared(server: str) -> Iterator[str]:
    """The address of an empty database."""
    from sqlalchemy import create_engine

    yield server
    from macros.ledger_tables import tables

    engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:"))
    tables.drop_all(engine)
    engine.dispose()


def crowd(place: str, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.ledger_crowd", place, *map(str, (PROCESSES, PEOPLE, KILLED, seed))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def hold_to_promises(place: str, found: dict[str, Any]) -> Verification:
    """Nobody was turned away, nobody has another's number, and the ledger has an explanation for everything."""
    assert [said["fault"] for said in found["said"] if "fault" in said] == []
    assert found["killed"] > KILLED // 4
    assert len(found["said"]) >= PROCESSES - KILLED
    holders: dict[str, tuple[int, str]] = {}
    numbers: dict[tuple[int, str], str] = {}
    for said in found["said"]:
        assert len(said["numbers"]) == PEOPLE
        for person, number in said["numbers"].items():
            assert holders.setdefault(number, (said["class"], person)) == (said["class"], person)
            assert numbers.setdefault((said["class"], person), number) == number
    state = verify(place)
    assert state.problems == ()
    assert {span.state for one in state.series for span in one.spans} == {IN_FORCE}
    known = {entry.number for entry in listed(place)}
    assert set(holders) <= known
    assert len(known) == sum(one.last for one in state.series)
    return state


def test_two_hundred_processes_at_once_some_killed_on_a_file(tmp_path: Path) -> None:
    place = str(tmp_path / "台账.sqlite3")
    found = crowd(place, 1)
    state = hold_to_promises(place, found)
    print(f"SQLite: {found['seconds']:.1f} s, killed {found['killed']}, numbers {state.series[0].last}")


def test_two_hundred_processes_at_once_some_killed_on_postgresql(shared: str) -> None:
    """Twice as many as the server has room for: those who find no place wait for one."""
    found = crowd(shared, 2)
    state = hold_to_promises(shared, found)
    print(f"PostgreSQL: {found['seconds']:.1f} s, killed {found['killed']}, numbers {state.series[0].last}")


def test_a_shared_database_before_its_first_number(shared: str) -> None:
    c = sample_class()
    assert entries(c, shared) == ()
    with pytest.raises(Unusable, match="没有台账的表"):
        listed(shared)
    with Ledger(shared, create=True) as ledger:
        ledger.allot(SERIES, class_key(c), [Claim(c.results[0].key, "甲", held=str(c.results[0].certificate))])
    found = entries(c, shared)
    assert found is not None
    assert [(one.person, one.state) for one in found] == [(c.results[0].key, "issued")]


def test_void_and_again_on_postgresql(shared: str) -> None:
    with Ledger(shared, create=True) as ledger:
        ledger.allot(SERIES, "期", [Claim("甲", "甲"), Claim("乙", "乙", held="T0007")])
        assert [one.certificate for one in ledger.allot(SERIES, "期", [], failed=["甲"]).voided] == ["T0008"]
        assert void(["T0007"], "证书印错", shared) == ("T0007",)
        again = ledger.allot(SERIES, "期", [*claims(1, 1), Claim("甲", "甲")]).grants
    assert [(one.certificate, one.action) for one in again] == [("T0009", "new"), ("T0008", "reinstated")]
    state = verify(shared)
    assert state.problems == ()
    assert [(span.first, span.last, span.state) for span in state.series[0].spans] == [
        (1, 6, "留空"), (7, 7, "作废"), (8, 8, IN_FORCE), (9, 9, IN_FORCE),
    ]  # fmt: skip


def test_a_name_no_database_likes_is_no_obstacle(shared: str) -> None:
    with Ledger(shared, create=True) as ledger:
        ledger.allot(SERIES, "期", [Claim("甲", "张\x00三\ud800" + "长" * 500), Claim("乙", "李120199199001010000")])
    assert [entry.name[:16] for entry in listed(shared)] == ["张三" + "长" * 14, "李12019919900101*"]


def test_serials_too_long_for_any_database_are_taken_over_without_counting_on(shared: str) -> None:
    series = Series("x", lambda serial: f"x{serial}", lambda number: int(number[1:]))
    with Ledger(shared, create=True) as ledger:
        grants = ledger.allot(series, "期", [Claim("甲", "甲", held="x" + "9" * 30), Claim("乙", "乙")]).grants
    assert [one.certificate for one in grants] == ["x" + "9" * 30, "x1"]
    assert verify(shared).problems == ()
