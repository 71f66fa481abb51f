"""Every source of the collection, and random mixtures of their features: each cell right or named, nobody lost without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest

from tests.rosters.make_rosters import ALL, SHARE, all_sources
from tests.rosters.measure import Measured, judge, measure
from tests.rosters.mixtures import mixture
from tests.rosters.model import Source, made_up, wishes
from workbooks.files.errors import Unusable
from workbooks.rosters.reading import read_rosters
from workbooks.sources.model import Note, Origin, Roster, RosterEntry

SOURCES = all_sources()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_right_or_named(source: Source, tmp_path: Path) -> None:
    path = tmp_path / source.file
    source.write(path)
    found = measure(path, source.people, wishes(source.options))
    assert (found.silent, found.lost) == ([], [])
    if found.refused:
        assert source.refused
        with pytest.raises(Unusable, match=source.refused) as refusal:
            read_rosters([path], wishes(source.options))
        assert "\n" not in str(refusal.value)
        return
    assert found.right >= sum(map(len, source.people)) - named_cells(source), found
    if not source.named:
        assert found.named == 0


def named_cells(source: Source) -> int:
    """How many cells may be named instead of right."""
    return sum(field in source.named for person in source.people for field in person)


def measured(seeds: Iterable[int], folder: Path) -> Measured:
    found = Measured()
    for seed in seeds:
        made = mixture(seed)
        found.add(measure(made.write(folder), made.people))
    return found


def tell(found: Measured, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The measure, on the terminal itself."""
    with capsys.disabled():
        print(f"\n{what}: {found}")


def test_mixtures_of_the_features(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(range(SHARE), tmp_path)
    tell(found, f"{SHARE} mixtures", capsys)
    assert (found.silent, found.lost, found.refused) == ([], [], 0)
    assert found.right > 10 * found.named > 0


@pytest.mark.large
def test_many_mixtures_of_the_features(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(range(10_000, 10_000 + ALL), tmp_path)
    tell(found, f"{ALL} mixtures", capsys)
    assert (found.silent, found.lost, found.refused) == ([], [], 0)


@pytest.mark.large
def test_the_whole_collection_in_one_sum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each source is held to the measure above; this adds them up."""
    found = Measured()
    for source in SOURCES:
        source.write(tmp_path / source.file)
        found.add(measure(tmp_path / source.file, source.people, wishes(source.options)))
    tell(found, f"{len(SOURCES)} sources", capsys)
    assert (found.silent, found.lost) == ([], [])


@lru_cache(maxsize=1)
def somebody() -> dict[str, str]:
    return made_up(1, 1)[0]


def judged(values: dict[str, str], *notes: Note) -> Measured:
    found = Measured()
    entry = RosterEntry(Origin("a", "", 2), values)
    judge(Roster(entries=[entry], remarks=list(notes)), [somebody()], "a", found)
    return found


def test_the_measure_sees_a_silent_wrong() -> None:
    wrong = somebody() | {"工作单位": "别的单位"}
    assert len(judged(wrong).silent) == 1
    assert len(judged(wrong, Note(None, somebody()["姓名"], "工作单位一格里有别的内容")).silent) == 0
    assert len(judged(wrong, Note(None, somebody()["姓名"], "联系电话有误")).silent) == 1
    assert len(judged(wrong, Note(None, "别人", "工作单位有误")).silent) == 1


def test_the_measure_sees_who_is_lost() -> None:
    found = Measured()
    judge(Roster(), [somebody()], "a", found)
    assert found.lost == [f"a: {somebody()['姓名']}"]
    found = Measured()
    judge(Roster(skipped=[Note(None, somebody()["姓名"], "没有号码")]), [somebody()], "a", found)
    assert (found.lost, found.named) == ([], len(somebody()))


def test_the_collection_is_large_and_each_has_its_own_name() -> None:
    from tests.rosters.make_rosters import all_cases, attendance_names, survey_names

    names = [*(one.file for one in SOURCES), *(one.file for one in all_cases()), *attendance_names(), *survey_names()]
    assert len(names) >= 250
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[\w.-]+", name) for name in names)
