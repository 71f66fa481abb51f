"""One LibreOffice with the extension for all tests of this folder; the modules left out of the collection run in its Python."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from addin.libreoffice.installing.extension import built_extension
from tests.libreoffice.session import Session, running

collect_ignore = ["driver.py", "menus.py", "rows.py"]


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("extension") / "gaoyan.oxt"
    path.write_bytes(built_extension(version("gaoyan")))
    return path


@pytest.fixture(scope="session")
def office(extension: Path) -> Iterator[Session]:
    with running(extension) as session:
        yield session
