"""The same page and the same person in Firefox ESR, against the same command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import signature
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.page import test_ledger, test_page
from tests.page.comparing import told
from tests.page.firefox import Firefox
from tests.page.person import Person

TASKS = (
    test_page.test_the_flagged_workbook_is_the_commands,
    test_page.test_tidying_is_shown_before_it_is_taken_and_can_be_undone,
    test_page.test_totals,
    test_page.test_a_fresh_workbook_and_a_roster_into_it,
    test_page.test_attendance_and_answers,
    test_page.test_a_masked_copy,
    test_page.test_no_number_is_invented,
    test_page.test_several_classes_are_reviewed,
    test_page.test_numbers_are_shown_only_when_asked_for,
    test_page.test_a_cancelled_task_changes_nothing_and_the_page_goes_on,
    test_page.test_the_package_is_the_commands,
    test_ledger.test_numbers_come_from_the_ledger_and_it_goes_back,
)
"""What was written for Chromium and asks nothing of it alone."""
kept = test_ledger.kept


@pytest.fixture(scope="module")
def person(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    someone = Person(page, tmp_path_factory.mktemp("firefox"), browser=Firefox)
    yield someone
    someone.leaves()


def test_it_opens_and_checks_and_tells_nobody(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.drops(faulty)
    document = told(gaoyan, "check", faulty.name)
    assert len(document["findings"]) > 5
    assert person.report == document
    test_page.test_nothing_is_stored_and_nothing_gets_out(person)


@pytest.mark.large
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__.removeprefix("test_"))
def test_the_tasks(task: Callable[..., None], person: Person, request: pytest.FixtureRequest) -> None:
    named = {name: request.getfixturevalue(name) for name in signature(task).parameters if name != "person"}
    task(person=person, **named)


def test_the_listener_hears_a_page_that_may_speak(tmp_path: Path) -> None:
    """Otherwise its silence would prove nothing."""
    browser = Firefox(tmp_path)
    browser.run("fetch('http://outside.example/who', { mode: 'no-cors' }).catch(() => {}); 0")
    assert browser.listener.told.wait(20)
    assert browser.listener.heard[0].startswith(b"GET http://outside.example/who")
    browser.run("0")
    assert browser.requests == ["http://outside.example/who"]
    browser.close()
