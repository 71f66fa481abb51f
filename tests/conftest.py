"""What all tests share: made-up classes, and the switch for the large runs."""

from __future__ import annotations

import pytest

from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records import ClassFile
from udfs.sample import sample_class


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--large", action="store_true", help="also run the large parity and volume runs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --large the large runs are left out (deselected and counted as such)."""
    if config.getoption("--large"):
        return
    large = [item for item in items if item.get_closest_marker("large")]
    if large:
        config.hook.pytest_deselected(items=large)
        items[:] = [item for item in items if not item.get_closest_marker("large")]


@pytest.fixture(scope="session")
def municipal() -> ClassFile:
    """A municipal class filled in rightly."""
    return sample_class(MUNICIPAL)


@pytest.fixture(scope="session")
def national() -> ClassFile:
    """A national class filled in rightly."""
    return sample_class(NATIONAL, plan=2)
