"""The walks of docs/architecture.md: each step's function exists and is called, in the order of the page, by a real command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from addin.handbook.architecture import WalkStep, walks
from tests import office_sources
from tests.command_line import CommandLine
from tests.made_once import made_anew
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.templates import new_class

ROOT = Path(__file__).resolve().parents[2]
CLASS = sample_class(MUNICIPAL, 10)


def check_a_wrong_number(run: CommandLine) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(new_class, "build_template", made_anew(new_class.build_template))  # whoever made the same before
        assert run("new", "空白.xlsx", "--level", MUNICIPAL, "--plan", "10", "--rows", "20").code == 0
    first, *others = CLASS.people
    run.book(replace(CLASS, people=(replace(first, document="120199"), *others)))
    assert run("check", "班.xlsx", "--write").code == 1


def import_a_roster(run: CommandLine) -> None:
    run.book(replace(CLASS, people=(), results=(), absences=()))
    people = [[p.name, p.document, p.phone, p.employer, p.title] for p in CLASS.people]
    office_sources.written(run.folder / "名册.xlsx", [["姓名", "身份证号码", "手机号", "单位", "职称"], *people])
    assert run("import", "班.xlsx", "名册.xlsx").code == 0


def review_a_folder(run: CommandLine) -> None:
    (run.folder / "收到").mkdir()
    run.book(CLASS, "收到/十班.xlsx")
    assert run("review", "收到", "--out", "汇总.xlsx").code in (0, 1)


JOBS: Mapping[str, Callable[[CommandLine], None]] = {
    "a typed cell to its finding and its paint": check_a_wrong_number,
    "a roster to 附件4": import_a_roster,
    "a folder to the officer's desk": review_a_folder,
}


def calls(job: Callable[[], None], wanted: Sequence[WalkStep]) -> list[tuple[str, str]]:
    """(file, function) of every call of one of these functions while the job runs, in their order."""
    names = {(str(ROOT / step.file), step.function): (step.file, step.function) for step in wanted}
    seen: list[tuple[str, str]] = []

    def note(frame: FrameType, _event: str, _: object) -> None:
        if step := names.get((frame.f_code.co_filename, frame.f_code.co_name)):
            seen.append(step)

    before = sys.gettrace()
    sys.settrace(note)  # of calls of Python functions alone: a function is not traced further
    try:
        job()
    finally:
        sys.settrace(before)
    return seen


def not_reached(steps: Sequence[WalkStep], seen: Sequence[tuple[str, str]]) -> list[str]:
    """The steps from the first one on that is not called behind the one before it."""
    at = 0
    for number, step in enumerate(steps):
        if (step.file, step.function) not in seen[at:]:
            return [f"{one.file} {one.function}" for one in steps[number:]]
        at += seen[at:].index((step.file, step.function)) + 1
    return []


def test_each_walk_has_a_job_and_five_to_eight_steps() -> None:
    assert set(walks()) == set(JOBS)
    assert all(5 <= len(steps) <= 8 for steps in walks().values())


@pytest.mark.parametrize("name", JOBS)
def test_a_walk_is_walked(name: str, tmp_path: Path) -> None:
    steps = walks()[name]
    assert not_reached(steps, calls(lambda: JOBS[name](CommandLine(tmp_path)), steps)) == []


def test_a_wrong_order_and_a_missing_step_are_seen() -> None:
    one, other = WalkStep("", "a.py", "f", ""), WalkStep("", "b.py", "g", "")
    assert not_reached([one, other], [("a.py", "f"), ("b.py", "g")]) == []
    assert not_reached([other, one], [("a.py", "f"), ("b.py", "g")]) == ["a.py f"]
    assert not_reached([one, other], [("a.py", "f")]) == ["b.py g"]
