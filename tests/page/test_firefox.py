"""The same page and the same person in Firefox ESR, against the same command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.page.comparing import command_document
from tests.page.firefox import Firefox
from tests.page.person import Person
from tests.page.tasks import TASKS, done, nothing_is_stored_and_nothing_gets_out


@pytest.fixture(scope="module")
def person(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    someone = Person(page, tmp_path_factory.mktemp("firefox"), browser=Firefox)
    yield someone
    someone.leaves()


def test_it_opens_and_checks_and_tells_nobody(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.drops(faulty)
    document = command_document(gaoyan, "check", faulty.name)
    assert len(document["findings"]) > 5
    assert person.report == document
    nothing_is_stored_and_nothing_gets_out(person)


@pytest.mark.large
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_the_tasks(task: Callable[..., None], person: Person, request: pytest.FixtureRequest) -> None:
    done(task, person, request)


def test_the_listener_hears_a_page_that_may_speak(tmp_path: Path) -> None:
    """Otherwise its silence would prove nothing."""
    browser = Firefox(tmp_path)
    browser.run("fetch('http://outside.example/who', { mode: 'no-cors' }).catch(() => {}); 0")
    assert browser.listener.called.wait(20)
    assert browser.listener.heard[0].startswith(b"GET http://outside.example/who")
    browser.run("0")
    assert browser.requests == ["http://outside.example/who"]
    browser.close()
