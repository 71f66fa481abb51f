"""The page, built once, and one browser for the tests of a module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.browser.building import built_page
from addin.browser.packing import Packs, packed
from addin.browser.parts import cache, gathered
from addin.demo.classes import SCENARIOS
from tests.command_line import CommandLine
from tests.made_once import shared
from tests.page.comparing import command_document
from tests.page.person import Person
from tests.page.tasks import unnumbered


@pytest.fixture(scope="session")
def packs() -> Packs:
    """Packed by one process of the run for all."""
    return shared("packs_of_the_page", lambda: packed(gathered(cache()), cache()))


@pytest.fixture(scope="session")
def page(packs: Packs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole page under a path as people have them."""
    path = tmp_path_factory.mktemp("网页 与 空格") / "高研.html"
    path.write_bytes(built_page(packs))
    return path


@pytest.fixture(scope="module")
def person(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Somebody with an empty profile who has opened the page."""
    someone = Person(page, tmp_path_factory.mktemp("browser"))
    yield someone
    someone.leaves()


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A class with mistakes of many kinds."""
    path = tmp_path / "有问题 的班.xlsx"
    path.write_bytes(SCENARIOS[0].workbook(path))
    return path


@pytest.fixture
def kept(gaoyan: CommandLine, tmp_path: Path) -> Path:
    """The file of an office in whose ledger another class has three numbers already."""
    gaoyan.book(unnumbered(trainees=3, seed=77), "别的班.xlsx")
    command_document(gaoyan, "number", "别的班.xlsx")
    path = tmp_path / "办公室 的台账.sqlite3"
    shutil.copy(gaoyan.ledger, path)
    return path
