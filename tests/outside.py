"""Which test modules need more than Python: programs of Linux, or calls that Windows does not have.

``pytest --without-programs`` leaves them out, for systems on which nobody can install those programs. Found in the sources, with
what they take from other modules of the tests; so a new module needs no list.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PROGRAMS = re.compile(
    r"""["'](soffice|pdftotext|pdftoppm|pdfinfo|pdffonts|qpdf|node|npm|Xvfb|xclip|xdotool|initdb|chromedriver|chromium|firefox-esr|ssconvert|unopkg|mount|bash|sh)["']"""
    r"|/usr/bin/|/usr/lib/|/proc/|^import (fcntl|resource|pwd|grp|uno)\b|os\.(geteuid|killpg|fork)|SIGKILL",
    re.MULTILINE,
)
TAKEN = re.compile(r"^from (tests[\w.]*) import ([\w, ()]+)|^import (tests[\w.]*)", re.MULTILINE)


@cache
def needs_programs(path: Path) -> bool:
    """Whether a module of the tests, or one that it takes something from, drives such a program or makes such a call."""
    if path == Path(__file__).resolve() or not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    if PROGRAMS.search(text):
        return True
    return any(needs_programs(module) for module in taken(text))


def taken(text: str) -> list[Path]:
    """The modules of the tests that a source imports; ``from tests.xlam import stand_in`` may name one in its second half."""
    found = []
    for package, names, plain in TAKEN.findall(text):
        folder = ROOT.parent / (package or plain).replace(".", "/")
        places = [folder, *(folder / name.strip(" ()") for name in names.split(","))]
        found += [path for place in places for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()]
    return found
