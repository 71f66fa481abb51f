"""One ledger for everybody: many processes at once, some of them killed, on SQLite and on PostgreSQL; and what an office
sees of a shared database."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from macros.certificates.ledger import Ledger, NumberClaim, Series, class_key, entries
from macros.certificates.ledger_opening import made_engine
from macros.certificates.ledger_reading import IN_FORCE, listed, verify, void
from macros.certificates.ledger_tables import LARGEST_SERIAL, VERSION
from macros.certificates.ledger_versions import UNKNOWN_REASON
from tests.certificates.ledger_worker import SERIES, claims
from tests.certificates.postgresql import PLACES, running_server
from tests.sample import sample_class
from workbooks.files.errors import Unusable

ROOT = Path(__file__).parents[2]
PEOPLE = 6
ON_A_FILE, ON_A_SERVER = 200, 2 * PLACES
"""Processes at once; three of ten are killed."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_server() as address:
        yield address


@pytest.fixture
def shared(server: str) -> Iterator[str]:
    """The address of an empty database."""
    from sqlalchemy import create_engine

    yield server
    from macros.certificates.ledger_tables import tables

    engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:"))
    tables.drop_all(engine)
    engine.dispose()


@pytest.fixture(params=["file", "server"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a ledger, of each kind."""
    return str(tmp_path / "台账.sqlite3") if request.param == "file" else str(request.getfixturevalue("shared"))


def killed(processes: int) -> int:
    return processes * 3 // 10


def crowd(place: str, processes: int, seed: int) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "tests.certificates.ledger_crowd",
        place,
        *map(str, (processes, PEOPLE, killed(processes), seed)),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def hold_to_promises(place: str, found: dict[str, Any], processes: int) -> None:
    """Nobody was turned away, nobody has another's number, and the ledger has an explanation for everything."""
    assert [stated["fault"] for stated in found["answers"] if "fault" in stated] == []
    assert found["killed"] > killed(processes) // 4
    assert len(found["answers"]) >= processes - killed(processes)
    holders: dict[str, tuple[int, str]] = {}
    numbers: dict[tuple[int, str], str] = {}
    for stated in found["answers"]:
        assert len(stated["numbers"]) == PEOPLE
        for person, number in stated["numbers"].items():
            assert holders.setdefault(number, (stated["class"], person)) == (stated["class"], person)
            assert numbers.setdefault((stated["class"], person), number) == number
    state = verify(place)
    assert state.problems == ()
    assert {span.state for one in state.series for span in one.spans} == {IN_FORCE}
    known = {entry.number for entry in listed(place)}
    assert set(holders) <= known
    assert len(known) == sum(one.last for one in state.series)


def test_two_hundred_processes_at_once_some_killed_on_a_file(tmp_path: Path) -> None:
    """Overlapping people of a hundred classes, and a ledger that none of them finds there."""
    place = str(tmp_path / "台账.sqlite3")
    hold_to_promises(place, crowd(place, ON_A_FILE, 1), ON_A_FILE)


def test_twice_as_many_processes_as_the_server_has_room_for_some_killed(shared: str) -> None:
    """Those who find no place wait for one."""
    hold_to_promises(shared, crowd(shared, ON_A_SERVER, 2), ON_A_SERVER)


def test_a_shared_database_before_its_first_number(shared: str) -> None:
    c = sample_class()
    assert entries(c, shared) == ()
    with pytest.raises(Unusable, match="没有台账的表"):
        listed(shared)
    with Ledger(shared, create=True) as ledger:
        ledger.allot(SERIES, class_key(c), [NumberClaim(c.results[0].key, "甲", held=str(c.results[0].certificate))])
    found = entries(c, shared)
    assert found is not None
    assert [(one.person, one.state) for one in found] == [(c.results[0].key, "issued")]


def test_void_and_again_on_postgresql(shared: str) -> None:
    with Ledger(shared, create=True) as ledger:
        ledger.allot(SERIES, "期", [NumberClaim("甲", "甲"), NumberClaim("乙", "乙", held="T0007")])
        assert [one.certificate for one in ledger.allot(SERIES, "期", [], failed=["甲"]).voided] == ["T0008"]
        assert void(["T0007"], "证书印错", shared) == ("T0007",)
        again = ledger.allot(SERIES, "期", [*claims(1, 1), NumberClaim("甲", "甲")]).grants
    assert [(one.certificate, one.action) for one in again] == [("T0009", "new"), ("T0008", "reinstated")]
    state = verify(shared)
    assert state.problems == ()
    assert [(span.first, span.last, span.state) for span in state.series[0].spans] == [
        (1, 6, "留空"), (7, 7, "作废"), (8, 8, IN_FORCE), (9, 9, IN_FORCE),
    ]  # fmt: skip


def test_a_name_no_database_likes_is_no_obstacle(shared: str) -> None:
    with Ledger(shared, create=True) as ledger:
        ledger.allot(SERIES, "期", [NumberClaim("甲", "张\x00三\ud800" + "长" * 500), NumberClaim("乙", "李120199199001010000")])
    assert [entry.name[:16] for entry in listed(shared)] == ["张三" + "长" * 14, "李120199" + "*" * 9]


def test_serials_too_long_for_any_database_are_taken_over_without_counting_on(shared: str) -> None:
    series = Series("x", lambda serial: f"x{serial}", lambda number: int(number[1:]))
    with Ledger(shared, create=True) as ledger:
        held = ["x" + "9" * 30, f"x{LARGEST_SERIAL}", ""]
        grants = ledger.allot(series, "期", [NumberClaim(str(at), "甲", held=one) for at, one in enumerate(held)]).grants
    assert [one.certificate for one in grants] == [*held[:2], "x1"]
    assert verify(shared).problems == ()


def first_tables(place: str, certificates: list[dict[str, Any]]) -> None:
    """A ledger as the first program made it, with these numbers of the series T in it; one event each, all of them given."""
    when = datetime(2025, 3, 1, 8, tzinfo=UTC)
    tables = MetaData()
    setting = Table("setting", tables, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))
    series = Table("series", tables, Column("name", String(200), primary_key=True), Column("last", Integer, nullable=False))
    certificate = Table(
        "certificate", tables, Column("id", Integer, primary_key=True), Column("number", String(200), nullable=False),
        Column("series", String(200), nullable=False), Column("serial", Integer),
        Column("class_key", String(300), nullable=False),
        Column("person", String(64), nullable=False), Column("name", String(200), nullable=False),
        Column("state", String(10), nullable=False), Column("given_at", DateTime(timezone=True), nullable=False),
        UniqueConstraint("number", name="a_number_is_given_once"),
        UniqueConstraint("class_key", "person", name="a_person_keeps_the_number"),
    )  # fmt: skip
    event = Table(
        "event", tables, Column("id", Integer, primary_key=True), Column("at", DateTime(timezone=True), nullable=False),
        Column("run", String(32), nullable=False), Column("certificate", ForeignKey("certificate.id"), nullable=False),
        Column("action", String(20), nullable=False), Column("note", String(200), nullable=False, default=""),
        Index("events_of_a_certificate", "certificate"),
    )  # fmt: skip
    engine = made_engine(place, create=True)
    with engine.begin() as connection:
        tables.create_all(connection)
        connection.execute(setting.insert(), [{"name": "version", "value": "1"}, {"name": "key", "value": "ab" * 32}])
        connection.execute(series.insert(), [{"name": SERIES.name, "last": max(one["serial"] for one in certificates)}])
        for one in certificates:
            connection.execute(certificate.insert().values(series=SERIES.name, given_at=when, **one))
            connection.execute(event.insert().values(at=when, run="r", certificate=one["id"], action="new", note=""))
    engine.dispose()


def hashed(person: str) -> str:
    return hmac.new(bytes.fromhex("ab" * 32), person.encode(), hashlib.sha256).hexdigest()


def old_number(at: int, serial: int, person: str, number: str = "", state: str = "issued") -> dict[str, Any]:
    return {
        "id": at, "number": number or f"T{serial:04}", "serial": serial, "class_key": "期", "person": hashed(person),
        "name": "长" * 150, "state": state,
    }  # fmt: skip


def stored_version(place: str) -> str:
    engine = made_engine(place, create=False)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT value FROM setting WHERE name = 'version'").scalar_one()
    engine.dispose()
    return str(found)


def test_a_ledger_of_the_first_tables_is_brought_up_to_date(anywhere: str) -> None:
    """By whatever command meets it first, here one that reads: numbers, holders and keys stay, what was unrecorded says so."""
    first_tables(anywhere, [old_number(1, 1, "甲"), old_number(4, 4, "乙"), old_number(5, 5, "丙", state="void")])
    found = listed(anywhere)
    assert stored_version(anywhere) == str(VERSION)
    assert [(one.number, one.state, one.name) for one in found] == [
        ("T0001", "有效", "长" * 100), ("T0004", "有效", "长" * 100), ("T0005", "作废", "长" * 100),
    ]  # fmt: skip
    state = verify(anywhere)
    assert state.problems == ()
    assert [(span.first, span.last, span.state, span.why) for span in state.series[0].spans] == [
        (1, 1, IN_FORCE, ""), (2, 3, "留空", UNKNOWN_REASON), (4, 4, IN_FORCE, ""), (5, 5, "作废", UNKNOWN_REASON),
    ]  # fmt: skip
    with Ledger(anywhere, create=True) as ledger:
        given = ledger.allot(SERIES, "期", [NumberClaim("甲", "甲"), NumberClaim("丙", "丙"), NumberClaim("丁", "丁")]).grants
    assert {one.person: one.certificate for one in given} == {"甲": "T0001", "丙": "T0005", "丁": "T0006"}
    assert verify(anywhere).problems == ()


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_ledger_of_todays_tables_under_an_earlier_version_only_gets_its_number(anywhere: str, version: str) -> None:
    """For a while both kinds of table were written as version 1; version 2 knew no exported numbers."""
    with Ledger(anywhere, create=True) as ledger:
        ledger.allot(SERIES, "期", claims(1, 3))
    before = listed(anywhere)
    engine = made_engine(anywhere, create=True)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE setting SET value = '{version}' WHERE name = 'version'")
    engine.dispose()
    assert listed(anywhere) == before
    assert stored_version(anywhere) == str(VERSION)


def test_two_spellings_of_one_number_stop_the_upgrade_and_nothing_has_changed(anywhere: str) -> None:
    first_tables(anywhere, [old_number(1, 1, "甲"), old_number(2, 1, "乙", number="t 0001")])
    for _ in range(2):
        with pytest.raises(Unusable, match="T0001 与 t 0001 是同一编号"), Ledger(anywhere, create=True):
            pass
    assert stored_version(anywhere) == "1"


def test_a_ledger_of_a_later_version_is_refused_anywhere(anywhere: str) -> None:
    with Ledger(anywhere, create=True) as ledger:
        ledger.allot(SERIES, "期", claims(1, 1))
    engine = made_engine(anywhere, create=True)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE setting SET value = '{VERSION + 1}' WHERE name = 'version'")
    engine.dispose()
    for create in (True, False):
        with pytest.raises(Unusable, match=f"台账第 {VERSION + 1} 版"), Ledger(anywhere, create=create):
            pass
