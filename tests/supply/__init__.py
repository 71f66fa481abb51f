"""What is shipped and what it stands on: the bill of materials, the licences, and whether anything in it is known to be unsafe.

``make audit`` (``python -m tests.supply``). All of it comes from the lock and from what the installed packages say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK, REQUIRED = ROOT / "requirements-dev.lock", ROOT / "addin" / "portable" / "windows.txt"
BY_NAME: Mapping[str, str] = {"pywin32": "PSF-2.0", "xlrd": "BSD-3-Clause AND BSD-4-Clause"}
"""A package of another system, as it states it there; and one whose text says more than its name for it."""
SPOKEN: Mapping[str, str] = {
    "mit": "MIT", "mit license": "MIT", "bsd license": "BSD-3-Clause", "bsd 3-clause": "BSD-3-Clause", "isc license": "ISC",
    "isc license (iscl)": "ISC", "apache software license": "Apache-2.0", "psf": "PSF-2.0", "apache 2.0": "Apache-2.0",
}  # fmt: skip
COPYLEFT = re.compile(r"GPL|AGPL|MPL|EUPL|CDDL|EPL|SSPL|CC-BY-SA", re.IGNORECASE)
FONTS = (("the three fonts of workbooks/printing/fonts (their makers and terms: OFL.txt beside them)", "OFL-1.1"),)


@dataclass(frozen=True)
class Component:
    """A package of the lock. ``required``: gaoyan does not run without it; ``hashes``: SHA-256 of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]
    required: bool
    licence: str


def components() -> list[Component]:
    """Every package that the lock pins, by name."""
    required = {line.partition("==")[0] for line in REQUIRED.read_text("utf-8").splitlines() if "==" in line}
    return [Component(name, version, hashes, name in required, licence_of(name)) for name, version, hashes in pinned()]


def pinned() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(name, version, SHA-256 of its files) of the lock."""
    for block in re.split(r"\n(?=\S)", LOCK.read_text("utf-8").strip()):
        name, _, rest = block.partition("==")
        yield name.strip(), rest.split()[0], tuple(re.findall(r"sha256:([0-9a-f]{64})", block))


def licence_of(name: str) -> str:
    """What a package says of its licence, as SPDX spells it; '' where it says nothing or is not installed."""
    if name in BY_NAME:
        return BY_NAME[name]
    try:
        facts = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    if expression := facts.get("License-Expression"):
        return str(expression)
    short = str(facts.get("License") or "").strip()
    kinds = [kind.rpartition("::")[2].strip() for kind in facts.get_all("Classifier") or () if kind.startswith("License ::")]
    spoken = [short] if short and len(short) < 40 else kinds
    return " OR ".join(SPOKEN.get(one.lower(), one) for one in spoken if one not in ("OSI Approved",))


def copyleft(found: list[Component]) -> list[Component]:
    """The required packages whose licence asks something of what is built on them."""
    return [one for one in found if one.required and COPYLEFT.search(one.licence)]


def unlike_the_lock(found: list[Component]) -> list[str]:
    """Packages that are installed here in another version than the lock pins."""
    facts = []
    pinned_versions: dict[str, list[str]] = {}
    for one in found:
        pinned_versions.setdefault(one.name, []).append(one.version)
    for name, versions in pinned_versions.items():
        try:
            installed = distribution(name).version
        except PackageNotFoundError:
            continue
        if installed not in versions:
            facts.append(f"{name}: the lock says {' or '.join(versions)}, installed is {installed}")
    return facts
