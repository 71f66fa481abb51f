"""xlwings without the libraries that it loads wherever it finds them.

pandas, numpy and cryptography take longer to load than a command takes to run, and xlwings has no use for them on a closed file:
it converts frames and arrays, which no macro asks for. Only the process of the command line is told so; what runs inside another
program leaves xlwings as that program knows it. ``import pandas`` anywhere else is not touched.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

SPARED = frozenset({"pandas", "numpy", "matplotlib", "plotly", "PIL", "cryptography"})


class Spared(MetaPathFinder):
    """Finds nothing, and says that there is nothing to be found while xlwings is being loaded."""

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        if name in SPARED and being_loaded("xlwings"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def being_loaded(name: str) -> bool:
    """True between the first line of a module and its last."""
    return bool(getattr(getattr(sys.modules.get(name), "__spec__", None), "_initializing", False))


def spare() -> None:
    """From now on, in this process."""
    if not any(isinstance(finder, Spared) for finder in sys.meta_path):
        sys.meta_path.insert(0, Spared())
