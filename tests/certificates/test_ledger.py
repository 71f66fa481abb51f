"""The number ledger: a number is given once, a person keeps it, and whatever happens leaves no unexplained gap."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.certificates.ledger import Ledger, NumberClaim, Series, class_key, default_place, entries, place_of
from macros.certificates.ledger_opening import spoken
from macros.certificates.ledger_run import passed_over
from tests.certificates.ledger_worker import SERIES, claims
from tests.full_disk import longest_file
from tests.sample import sample_class
from workbooks.files.errors import FileInUse, Unusable

KEY = "2025/市级/09"


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "folder" / "台账.sqlite3")


def numbers(place: str) -> dict[str, str]:
    """Number -> state, read behind the ledger's back."""
    with sqlite3.connect(place) as raw:
        return dict(raw.execute("SELECT number, state FROM certificate ORDER BY serial"))


def verified(place: str) -> None:
    """No number twice, no gap, no number without an event."""
    with sqlite3.connect(place) as raw:
        given = [row[0] for row in raw.execute("SELECT serial FROM certificate ORDER BY serial")]
        assert given == list(range(1, len(given) + 1))
        assert raw.execute("SELECT last FROM series").fetchall() == [(len(given),)]
        orphans = "SELECT count(*) FROM certificate WHERE id NOT IN (SELECT certificate FROM event)"
        assert raw.execute(orphans).fetchone() == (0,)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def void(place: str, number: str) -> None:
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE certificate SET state = 'void' WHERE number = ?", (number,))


def test_numbers_run_from_one_in_the_order_of_the_list(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        found = ledger.allot(SERIES, KEY, claims(1, 3))
    assert [(grant.certificate, grant.action) for grant in found.grants] == [(f"T{n:04}", "new") for n in (1, 2, 3)]
    verified(place)


def test_a_person_keeps_the_number_and_a_newcomer_gets_the_next(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        first = ledger.allot(SERIES, KEY, claims(1, 3)).grants
        again = ledger.allot(SERIES, KEY, claims(0, 4)).grants
    assert [grant.certificate for grant in again] == ["T0004", *(grant.certificate for grant in first)]
    assert [grant.action for grant in again] == ["new", "kept", "kept", "kept"]
    verified(place)


def test_the_same_person_in_another_class_gets_another_number(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        one = ledger.allot(SERIES, KEY, claims(1, 1)).grants[0]
        other = ledger.allot(SERIES, "2025/市级/10", claims(1, 1)).grants[0]
    assert (one.certificate, other.certificate) == ("T0001", "T0002")


def test_a_number_typed_by_hand_is_taken_over_and_counting_goes_on_behind_it(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        found = ledger.allot(
            SERIES, KEY, [NumberClaim("P2", "乙"), NumberClaim("P1", "甲", held="T0005"), NumberClaim("P3", "丙", held="旧编号")]
        )
    assert {grant.person: (grant.certificate, grant.action) for grant in found.grants} == {
        "P1": ("T0005", "adopted"),
        "P2": ("T0006", "new"),
        "P3": ("旧编号", "adopted"),
    }


def test_a_typed_number_of_somebody_else_is_refused_and_nothing_is_taken_from_them(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, KEY, claims(1, 1))
        found = ledger.allot(
            SERIES, KEY, [NumberClaim("P00009", "丁", held="T0001"), NumberClaim("P00001", "学员1", held="T0777")]
        )
    assert [(one.person, one.held, one.expected) for one in found.refusals] == [
        ("P00009", "T0001", ""),
        ("P00001", "T0777", "T0001"),
    ]
    assert not found.grants
    assert numbers(place) == {"T0001": "issued"}


def test_a_refused_typed_number_is_not_given_to_the_next_person(place: str) -> None:
    """P1 has T0001 but T0002 stands typed at their name: T0002 must not go to a newcomer in the same run."""
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, KEY, claims(1, 1))
        found = ledger.allot(SERIES, KEY, [NumberClaim("P00001", "学员1", held="T0002"), NumberClaim("P00002", "学员2")])
    assert [grant.certificate for grant in found.grants] == ["T0003"]


def test_a_void_number_goes_to_nobody_else_and_holds_again_for_its_person(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, KEY, claims(1, 2))
        void(place, "T0001")
        other = ledger.allot(SERIES, KEY, claims(3, 1)).grants
        again = ledger.allot(SERIES, KEY, claims(1, 1)).grants
    assert [grant.certificate for grant in other] == ["T0003"]
    assert [(grant.certificate, grant.action) for grant in again] == [("T0001", "reinstated")]
    assert numbers(place)["T0001"] == "issued"


def test_no_document_number_stands_in_the_ledger(place: str) -> None:
    c = sample_class()
    people = [person for person in c.trainees if isinstance(person.document, str)]
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, KEY, [NumberClaim(person.key, str(person.name)) for person in people])
    stored = Path(place).read_bytes()
    assert len(people) == 52
    assert not any(str(person.document).encode() in stored for person in people)
    assert not any(str(person.phone).encode() in stored for person in people)


def test_two_ledgers_hash_the_same_person_differently(tmp_path: Path) -> None:
    seen = set()
    for name in ("a", "b"):
        with Ledger(str(tmp_path / name), create=True) as ledger:
            ledger.allot(SERIES, KEY, claims(1, 1))
        with sqlite3.connect(tmp_path / name) as raw:
            seen.add(raw.execute("SELECT person FROM certificate").fetchone()[0])
    assert len(seen) == 2


def test_a_ledger_file_is_readable_by_its_owner_only(place: str) -> None:
    with Ledger(place, create=True):
        pass
    assert Path(place).stat().st_mode & 0o077 == 0


def test_what_the_rules_learn(place: str) -> None:
    c = sample_class()
    wrong = c.results[0].changed(certificate="T0002")
    strange = c.results[1].changed(certificate="T0003")
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, class_key(c), [NumberClaim(result.key, str(result.name)) for result in c.results[:2]])
        ledger.allot(SERIES, "2025/市级/10", [NumberClaim("X", "别人")])
    found = entries(c.changed(results=(wrong, strange)), place)
    assert found is not None
    assert [(one.certificate, one.person, one.this_class) for one in found] == [
        ("T0001", c.results[0].key, True),
        ("T0002", c.results[1].key, True),
        ("T0003", "", False),
    ]


def test_no_ledger_no_entries_and_none_is_made(place: str) -> None:
    assert entries(sample_class(), place) is None
    assert not Path(place).exists()


def test_without_numbers_in_the_workbook_the_ledger_is_not_opened(place: str) -> None:
    Path(place).parent.mkdir()
    Path(place).write_bytes(b"this is no database")
    c = sample_class()
    bare = c.changed(results=tuple(result.changed(certificate=None) for result in c.results))
    assert entries(bare, place) == ()
    with pytest.raises(Unusable, match="不是编号台账"):
        entries(c, place)


def test_an_empty_file_left_by_a_killed_process_is_no_ledger_yet(place: str) -> None:
    Path(place).parent.mkdir()
    Path(place).touch()
    assert entries(sample_class(), place) is None
    with Ledger(place, create=True) as ledger:
        assert ledger.allot(SERIES, KEY, claims(1, 1)).grants[0].certificate == "T0001"


def test_where_the_ledger_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAOYAN_LEDGER", raising=False)
    assert place_of() == str(default_place())
    monkeypatch.setenv("GAOYAN_LEDGER", "/office/ledger.db")
    assert place_of() == "/office/ledger.db"
    assert place_of("other.db") == "other.db"


@pytest.mark.parametrize(
    ("address", "words"),
    [("nonsense://x", "写法不对"), ("postgresql://user:secret@127.0.0.1:1/none", "连不上|缺少数据库驱动")],
)
def test_an_address_that_does_not_work_is_one_line_without_the_password(address: str, words: str) -> None:
    with pytest.raises(Unusable, match=words) as reported, Ledger(address, create=True):
        pass
    assert "secret" not in str(reported.value)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unusable, match="不能建立"), Ledger(str(tmp_path / "file" / "ledger"), create=True):
        pass


def test_a_ledger_of_a_later_version_is_refused(place: str) -> None:
    with Ledger(place, create=True):
        pass
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE setting SET value = '99' WHERE name = 'version'")
    for create in (True, False):
        with pytest.raises(Unusable, match=r"更新版本.*第 99 版"), Ledger(place, create=create):
            pass


def test_a_locked_ledger_is_held() -> None:
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorcode = sqlite3.SQLITE_BUSY
    outer = Exception()
    outer.orig = locked  # type: ignore[attr-defined]
    assert isinstance(spoken(outer), FileInUse)


def test_a_number_that_cannot_be_made_gives_nothing_to_anybody(place: str) -> None:
    def at_most_two(serial: int) -> str:
        if serial > 2:
            raise Unusable("证书编号规则", "流水号位数不够", "请加宽")
        return f"T{serial}"

    with Ledger(place, create=True) as ledger, pytest.raises(Unusable, match="位数不够"):
        ledger.allot(Series("T", at_most_two, lambda number: int(number[1:])), KEY, claims(1, 3))
    assert numbers(place) == {}


@pytest.fixture
def little_space() -> Iterator[None]:
    """No file may grow beyond 64 kB: what a full disk looks like to the database."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with longest_file(65_536):
        yield
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("little_space")
def test_a_full_disk_gives_nothing_to_anybody(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, KEY, claims(0, 10))
        with pytest.raises(Unusable, match="磁盘可能已满"):
            ledger.allot(SERIES, KEY, claims(0, 2000))
    assert len(numbers(place)) == 10
    verified(place)


def test_many_people_in_one_run(place: str) -> None:
    """More than one block of the IN list."""
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, KEY, claims(0, 1100))
        again = ledger.allot(SERIES, KEY, claims(0, 1100))
    assert {grant.action for grant in again.grants} == {"kept"}
    assert os.path.getsize(place) > 0
    verified(place)


@pytest.mark.parametrize(
    ("used", "skipped", "spans"),
    [
        ({1, 2, 3}, {}, []),
        ({2, 5}, {}, [(1, 1), (3, 4)]),
        ({5}, {2: "已手填", 3: "已手填"}, [(1, 1), (2, 2), (3, 3), (4, 4)]),
        ({5, 9}, {}, [(1, 4)]),
    ],
)
def test_each_serial_that_was_passed_over_is_reported_once(
    used: set[int], skipped: dict[int, str], spans: list[tuple[int, int]]
) -> None:
    found = passed_over(0, 5, used, skipped, str)
    assert [(one.first, one.last) for one in found] == spans
