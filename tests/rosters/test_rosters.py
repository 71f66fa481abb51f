"""Rosters as they arrive: every file of the set comes out right, or is refused with the reason in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rosters.make_rosters import all_cases, page
from tests.rosters.model import Case, wishes
from workbooks.files.errors import Unusable
from workbooks.rosters.reading import read_rosters
from workbooks.sources.model import Roster

CASES = all_cases()
READ = [case for case in CASES if not case.refused]
REFUSED = [case for case in CASES if case.refused]


def read(case: Case, folder: Path) -> Roster:
    case.write(folder / case.file)
    return read_rosters([folder / case.file], wishes(case.options))


def test_there_are_forty_and_each_has_its_own_name() -> None:
    assert len(CASES) >= 40
    assert len({case.file for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", READ, ids=lambda case: case.file)
def test_comes_out_right(case: Case, tmp_path: Path) -> None:
    roster = read(case, tmp_path)
    assert [entry.values for entry in roster.entries] == list(case.people)
    named = [(note.person, note.what) for note in roster.lost]
    assert len(named) == len(case.lost)
    for (name, field), (person, what) in zip(case.lost, named, strict=True):
        assert person == name
        assert what.startswith(field)
    for why, count in (case.skipped or {}).items():
        assert sum(why in note.what for note in roster.skipped) == count, roster.skipped
    if case.skipped is None:
        assert roster.skipped == []
    unclear = " ".join(line for mapped in roster.mapped for line in mapped.unclear)
    assert all(word in unclear for word in case.unclear), unclear
    assert bool(unclear) == bool(case.unclear), unclear
    remarks = " ".join(note.what for note in roster.remarks)
    assert all(word in remarks for word in case.remarks), remarks


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.file)
def test_refused_with_the_reason(case: Case, tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refusal:
        read(case, tmp_path)
    line = str(refusal.value)
    assert case.refused in line
    assert "\n" not in line


def test_the_docs_describe_this_set() -> None:
    docs = Path(__file__).parents[2] / "docs" / "rosters.md"
    assert docs.read_text(encoding="utf-8") == page()
