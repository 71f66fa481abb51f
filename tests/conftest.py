"""What all tests share: made-up classes, and the switch for the large runs."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile

# The remote engine (tests/conformance/remote.py) is there only if xlwings finds a key the first time it is loaded.
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

from pathlib import Path

import pytest
from hypothesis import settings

from tests.made_once import keep_workbooks, make_whole, share_in
from tests.outside import ROOT, needs_programs
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from workbooks.files.collector import SELDOM

keep_workbooks()
settings.register_profile("suite", deadline=None)
"""How long one example takes tells how busy the machine is, not whether the program is right."""
settings.load_profile("suite")
collect_ignore = ["fields/one_more_column.py"]
"""It changes what the program is: it runs in a process of its own only."""


HOUR_SECONDS = 3600
BEGAN = pytest.StashKey[float]()
"""Processor seconds of this process as a test began."""
BUILDS_THE_PAGE = ROOT / "page" / "test_building.py"
MADE = "GAOYAN_TESTS_MADE"
"""Tells the processes of a run the folder that they share."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--large", action="store_true", help="also run the large parity and volume runs")
    parser.addoption(
        "--without-programs", action="store_true", help="leave out what drives programs of Linux: see tests/outside.py"
    )


def pytest_configure(config: pytest.Config) -> None:
    """The processes of a run share one folder for what they make; the one that starts them makes and removes it."""
    if hasattr(config, "workerinput"):
        share_in(Path(os.environ[MADE]))
    elif getattr(config.option, "numprocesses", None):
        os.environ[MADE] = tempfile.mkdtemp(prefix="gaoyan_made_")
        config.add_cleanup(lambda: shutil.rmtree(os.environ[MADE], ignore_errors=True))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With --without-programs what needs them is not even imported; stated in the head of the run."""
    if not config.getoption("--without-programs") or collection_path.suffix != ".py" or ROOT not in collection_path.parents:
        return None
    return True if needs_programs(collection_path.resolve()) else None


def pytest_report_header(config: pytest.Config) -> str | None:
    if not config.getoption("--without-programs"):
        return None
    left = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("test_*.py") if needs_programs(path))
    return f"left out, as they drive programs of Linux: {', '.join(left)}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --large the large runs are left out (deselected and counted as such); with it they have an hour each."""
    # One process builds the page while the other has something else to do, before both come to the tests of the page.
    items.sort(key=lambda item: item.path != BUILDS_THE_PAGE)
    large = [item for item in items if item.get_closest_marker("large")]
    if config.getoption("--large"):
        for item in large:
            item.add_marker(pytest.mark.timeout(HOUR_SECONDS))
        return
    if large:
        config.hook.pytest_deselected(items=large)
        items[:] = [item for item in items if not item.get_closest_marker("large")]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture: what of the making and storing of workbooks this test judges."""
    make_whole(item.config.getoption("--large"), item.path)
    item.stash[BEGAN] = sum(os.times()[:4])


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """For ``make bench ONLY=suite``: processor seconds of the test, its fixtures and the processes that ended with it."""
    item.user_properties.append(("processor", f"{sum(os.times()[:4]) - item.stash[BEGAN]:.3f}"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """In the processes of a whole run what stands now stands to its end: thousands of tests, all modules. The collector need not
    walk over it again and again, nor often over what the tests keep, as in the program (``workbooks/files/collector.py``)."""
    if hasattr(session.config, "workerinput"):
        gc.collect()
        gc.freeze()
        gc.set_threshold(SELDOM, 20, 20)


@pytest.fixture(scope="session")
def municipal() -> ClassFile:
    """A municipal class filled in rightly."""
    return sample_class(MUNICIPAL)


@pytest.fixture(scope="session")
def national() -> ClassFile:
    """A national class filled in rightly."""
    return sample_class(NATIONAL, plan=2)
