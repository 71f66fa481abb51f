"""Many pieces of work: shared out, and stopped by nothing that one of them does."""

from __future__ import annotations

import os
import signal
import zlib
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from macros.desk.parallel import DIED, HUNG, Answer, Results, mapped, packed
from macros.desk.review import PREPARED
from tests.desk.pieces_of_work import WORK

NAMES = [f"p{number}" for number in range(40)]


def test_in_the_order_of_the_pieces() -> None:
    reported: list[tuple[str, int, int]] = []
    found = mapped(WORK, NAMES, progress=lambda *step: reported.append(step), processes=2)
    assert list(found) == [name.upper() for name in NAMES]
    assert found[3:5] == ["P3", "P4"]
    assert not found.undone
    assert [done for _, done, _ in reported] == list(range(len(NAMES) + 1))
    assert {(what, whole) for what, _, whole in reported} == {("核验", len(NAMES))}


def test_by_several_processes_and_by_none() -> None:
    assert str(os.getpid()) in mapped(WORK, ["who"])[0]
    shared = set(mapped(WORK, ["who"] * 30, processes=2))
    assert len(shared) <= 2
    assert not any(one.endswith(f" {os.getpid()}") for one in shared)


def test_a_piece_that_fails_dies_or_hangs_stops_no_other(tmp_path: Path) -> None:
    once = f"once:{tmp_path / 'tried'}"
    pieces = [*NAMES[:10], "dies", "fails", "hangs", once, *NAMES[10:20], "dies"]
    found = mapped(WORK, pieces, processes=2, limit=2.0)
    expected = [name.upper() for name in NAMES[:10]]
    expected += [f"dies {DIED}", "fails broke", f"hangs {HUNG}", once.upper()]
    expected += [name.upper() for name in NAMES[10:20]]
    assert list(found) == [*expected, f"dies {DIED}"]
    assert not found.undone


@pytest.fixture
def heard() -> Iterator[None]:
    """Whoever starts the tests in the background has them ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_ctrl_c_keeps_what_is_done() -> None:
    pieces = [*NAMES[:15], f"stops:{os.getpid()}", *["hangs"] * 3]
    found = mapped(WORK, pieces, processes=1)
    assert list(found)[:15] == [name.upper() for name in NAMES[:15]]
    assert found.undone[-3:] == [16, 17, 18]
    assert set(found.undone) <= {15, 16, 17, 18}
    assert list(found)[16:] == ["hangs stopped"] * 3


def test_results_are_packed_until_they_are_looked_at() -> None:
    found: Results[object] = Results([Answer(packed([{"a": [1, 2]}]))] * 3)
    assert len(found) == 3
    assert found[-1] == {"a": [1, 2]}
    assert all(type(part) is bytes for one in found.answers for part in one.parts)


def first_and_rest(name: str) -> tuple[str, str]:
    return name[:1], name[1:]


def test_a_part_is_looked_at_without_the_others() -> None:
    """Of an answer none of whose other parts can be unpacked, each part is still there."""
    parts = ("head", {"held": 1}, "", b"x" * 300_000)
    for at, part in enumerate(parts):
        spoiled = tuple(one if place == at else b"none" for place, one in enumerate(packed(parts)))
        found: Results[object] = Results([Answer(spoiled)])
        assert found.of_part(at)[0] == part
        with pytest.raises(zlib.error):
            list(found.of_part(at - 1))


def test_every_result_is_laid_apart_also_that_of_what_failed() -> None:
    work = replace(WORK, apart=first_and_rest)
    found = mapped(work, [*NAMES[:3], "fails"])
    assert list(found) == [*(name.upper()[1:] for name in NAMES[:3]), "ails broke"]
    assert list(found.of_part(0)) == [*(name.upper()[0] for name in NAMES[:3]), "f"]
    assert found.of_part(0)[1:3] == list(found.of_part(0))[1:3]


def test_only_what_lasts_is_remembered() -> None:
    class ProgressSeen:
        def __init__(self) -> None:
            self.kept: list[tuple[str, str]] = []

        def recall(self, piece: str) -> Answer | None:
            return Answer(packed(["known"])) if piece == "p1" else None

        def keep(self, piece: str, answer: Answer) -> None:
            self.kept.append((piece, answer.state))

    reported = ProgressSeen()
    assert list(mapped(WORK, ["p0", "p1", "fails", "locked"], known=reported)) == ["P0", "known", "fails broke", "locked"]
    assert reported.kept == [("p0", "P0")]


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_and_one(count: int) -> None:
    assert list(mapped(WORK, NAMES[:count], processes=2)) == [name.upper() for name in NAMES[:count]]


def test_what_workers_prepare_is_there() -> None:
    """A module that has moved would be left out without a word, and every worker would import it for itself."""
    for name in PREPARED:
        assert find_spec(name) is not None, name
