"""Imports xlwings without the optional libraries that it loads if available.

pandas, numpy and cryptography take longer to load than a command takes to run, and are only needed for data frames and arrays,
which no macro uses. Applies only to the process of the command line, and only to imports made by xlwings.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

SPARED = frozenset({"pandas", "numpy", "matplotlib", "plotly", "PIL", "cryptography"})


class Spared(MetaPathFinder):
    """Import finder that hides these libraries while xlwings is being loaded."""

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        if name in SPARED and being_loaded("xlwings"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def being_loaded(name: str) -> bool:
    """True while the module is being loaded."""
    return bool(getattr(getattr(sys.modules.get(name), "__spec__", None), "_initializing", False))


def spare() -> None:
    """Install the finder in this process."""
    if not any(isinstance(finder, Spared) for finder in sys.meta_path):
        sys.meta_path.insert(0, Spared())
