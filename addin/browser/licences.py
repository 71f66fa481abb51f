"""Whose work the page carries, and on what terms: the list and the full texts, both shown on the page itself.

``licences.csv`` beside this module is the list; ``make audit`` makes it from what the locked wheels say of themselves, and from
``INSIDE``, since the interpreter says nothing of what was linked into it. The texts come from the wheels.
"""

from __future__ import annotations

import csv
import html
import io
import re
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from email.parser import HeaderParser
from importlib.resources import files
from pathlib import Path

from addin.browser.parts import NPM, PLAIN, WHEELS, Parts, locked
from udfs.values.regex import regex

LIST = "licences.csv"
HEADINGS = ("part", "version", "licence", "what")
INTERPRETER = "浏览器里的 Python"
INSIDE: tuple[tuple[str, str, str, str], ...] = (
    ("CPython", "3.14", "PSF-2.0", f"{INTERPRETER} 本身"),
    ("Emscripten, musl", "", "MIT", f"{INTERPRETER} 所用的运行库"),
    ("bzip2", "", "bzip2-1.0.6", f"{INTERPRETER} 所含"),
    ("Expat", "", "MIT", f"{INTERPRETER} 所含"),
    ("HACL*", "", "MIT", f"{INTERPRETER} 所含"),
    ("libffi", "", "MIT", f"{INTERPRETER} 所含"),
    ("libmpdec", "", "BSD-2-Clause", f"{INTERPRETER} 所含"),
    ("SQLite", "", "blessing", f"{INTERPRETER} 所含"),
    ("XZ Utils (liblzma)", "", "0BSD", f"{INTERPRETER} 所含"),
    ("zlib", "", "Zlib", f"{INTERPRETER} 所含"),
    ("Zstandard", "", "BSD-3-Clause", f"{INTERPRETER} 所含"),
)
FONTS = ("GaoyanSong, GaoyanHei, GaoyanBiaosong", "", "OFL-1.1", "盖章稿的字体")
OFL = "workbooks/printing/fonts/OFL.txt"
OF_THE_INTERPRETER = "MPL-2.0"
OF_NPM: Mapping[str, tuple[str, str]] = {
    "pyodide": (OF_THE_INTERPRETER, INTERPRETER), "zstddec": ("MIT AND BSD-3-Clause", "解开本页的各部分"),
}  # fmt: skip
SPOKEN: Mapping[str, str] = {"BSD 3-clause": "BSD-3-Clause"}
"""How a package says it that does not use the names of SPDX."""
TEXT = regex(r"\.dist-info/(?:licenses/)?(?:LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)
NOT_CARRIED = "LICENSE_PRO"
"""The terms of a part of xlwings that the page leaves out."""


@dataclass(frozen=True)
class Carried:
    """One thing that the page carries. ``what``: what it is there for, where its name does not tell."""

    part: str
    version: str
    licence: str
    what: str = ""


def carried(parts: Parts) -> list[Carried]:
    """Everything of others in the page, as the parts themselves say it."""
    stated = dict(one.split("==") for lock in (WHEELS, PLAIN) for one in locked(lock).values())
    wheels = [Carried(name, stated[name], licence_of(path)) for name, path in sorted(parts.wheels.items())]
    named = sorted(stated.partition("@")[::2] for stated in locked(NPM).values())
    packages = [Carried(name, version, *OF_NPM[name]) for name, version in named]
    return [*wheels, *packages, *(Carried(*one) for one in INSIDE), Carried(*FONTS)]


def licence_of(wheel: Path) -> str:
    """What a wheel says of its licence; '' where it says nothing."""
    with zipfile.ZipFile(wheel) as source:
        (name,) = (name for name in source.namelist() if name.endswith(".dist-info/METADATA") and name.count("/") == 1)
        told = HeaderParser().parsestr(source.read(name).decode("utf-8"))
    said = str(told.get("License-Expression") or told.get("License") or "").strip()
    return SPOKEN.get(said, said)


def texts(parts: Parts) -> str:
    """All licences in full, one after the other."""
    folder = files("addin.browser") / "licences"
    found = {name: list(texts_of(path)) for name, path in sorted(parts.wheels.items())}
    own = [(f"pyodide: {OF_THE_INTERPRETER}", "MPL-2.0.txt"), ("CPython: PSF-2.0", "PSF-2.0.txt")]
    pieces = [(name, text) for name, several in found.items() for text in several]
    with tarfile.open(parts.unpacker, "r:gz") as archive:
        told = archive.extractfile("package/LICENSE")
        assert told, "another shape of the unpacker"
        pieces.append((parts.unpacker.name.rpartition("-")[0], told.read().decode("utf-8")))
    pieces += [(name, (folder / file).read_text("utf-8")) for name, file in own]
    pieces.append((FONTS[0], (Path(str(files("addin"))).parent / OFL).read_text("utf-8")))
    return "\n\n".join(f"{'=' * 8} {name} {'=' * 8}\n\n{text.strip()}" for name, text in pieces).replace("\r\n", "\n") + "\n"


def texts_of(wheel: Path) -> Iterator[str]:
    with zipfile.ZipFile(wheel) as source:
        for name in sorted(source.namelist()):
            if TEXT.search(name) and NOT_CARRIED not in name:
                yield source.read(name).decode("utf-8", "replace")


def written(found: Iterable[Carried]) -> str:
    """The list as CSV."""
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\n")
    table.writerow(HEADINGS)
    table.writerows(astuple(one) for one in found)
    return made.getvalue()


def listed() -> list[Carried]:
    """The list as it lies beside this module."""
    rows = csv.reader(io.StringIO((files("addin.browser") / LIST).read_text("utf-8")))
    return [Carried(*row) for row in rows][1:]


def rows(found: Iterable[Carried]) -> str:
    """The list as rows of a table of the page."""
    return "\n".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in (one.part, one.version, one.licence, one.what)) + "</tr>"
        for one in found
    )
