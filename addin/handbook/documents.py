"""Writes the generated pages, or lists outdated ones: ``python -m addin.handbook.documents [--check]``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from addin.handbook.architecture import architecture
from addin.handbook.buttons_page import buttons_page
from addin.handbook.error_codes import register
from addin.handbook.errors_page import errors_page
from addin.handbook.rules import handbook
from addin.handbook.trace import trace

ROOT = Path(__file__).resolve().parents[2]
PAGES: Mapping[str, Callable[[], str]] = {
    "docs/architecture.md": architecture,
    "docs/buttons.md": buttons_page,
    "docs/errors.md": errors_page,
    "addin/terminal/errors.csv": register,
    "docs/rules.md": handbook,
    "docs/trace.md": trace,
}


def drifted(folder: Path = ROOT) -> list[str]:
    """The generated pages in ``folder`` that are missing or outdated."""
    return [name for name, page in PAGES.items() if text_of_page(folder / name) != page()]


def write(folder: Path = ROOT) -> list[str]:
    """Write the generated pages; returns the names of those that changed."""
    changed = drifted(folder)
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
    return changed


def text_of_page(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str]) -> int:
    """``--check``: exit 1 if a page is outdated; otherwise write the pages."""
    if "--check" in arguments:
        for name in (found := drifted()):
            print(f"{name} 与代码不一致：请运行 make docs · {name} has drifted, run make docs", file=sys.stderr)
        return 1 if found else 0
    for name in write():
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
