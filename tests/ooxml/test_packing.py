"""A part that is packed while it is being made is packed as any other."""

from __future__ import annotations

import random
import zlib

import pytest

from workbooks.ooxml import packing
from workbooks.ooxml.packing import AT_ONCE, LARGE, Packing, deflated

ROWS = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (at, at, at * at % 9973) for at in range(90_000))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("size", [0, 1, LARGE - 1, LARGE, LARGE + AT_ONCE + 7, len(ROWS)])
def test_in_pieces_it_comes_out_as_in_one(size: int, seed: int) -> None:
    chance, made, at = random.Random(seed), Packing(), 0
    content = ROWS[:size]
    while at < size:
        end = at + chance.choice((1, 30, 4_000, 200_000, AT_ONCE, LARGE))
        made.add(content[at:end])
        at = end
    assert made.content() == content
    packed = made.end()
    assert packed == deflated(content)
    assert zlib.decompress(packed, -15) == content
    assert (made.thread is not None) == (size >= LARGE)


def test_without_threads_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "THREADS", False)
    made = Packing()
    made.add(ROWS)
    assert made.end() == deflated(ROWS)
    assert made.thread is None


def test_what_goes_wrong_meanwhile_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Packing()

    def none(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(packing.zlib, "compressobj", none)
    made.add(ROWS)
    with pytest.raises(MemoryError):
        made.end()
