"""``make audit``: writes build/sbom.cdx.json, docs/licences.md and the list that the page shows; asks pip-audit, where it is
installed, for known faults.

Exit 1: a required package is copyleft or states no licence, the environment is not that of the lock, or a fault is known.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from importlib.metadata import version

from addin.browser.licences import LIST, carried, written
from addin.browser.parts import cache, gathered
from tests.supply import LOCK, ROOT, components, copyleft, unlike_the_lock
from tests.supply.papers import bill, licences

NOBODY_ASKED = "No database of known faults was asked: pip-audit is not installed here, or cannot reach its service."


def known_faults() -> int:
    """0: none known; 1: some; 0 with a word where nobody could be asked."""
    if importlib.util.find_spec("pip_audit") is None:
        print(NOBODY_ASKED)
        return 0
    command = [sys.executable, "-m", "pip_audit", "-r", str(LOCK), "--no-deps", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return verdict_of_audit(done.returncode, done.stdout, done.stderr)


def verdict_of_audit(code: int, out: str, err: str) -> int:
    """What pip-audit's end means. It ends with 1 both for a known fault and where it could not ask (no network, a proxy)."""
    if code and "known vulnerabilit" not in err:
        print(NOBODY_ASKED, err.strip().rpartition("\n")[2])
        return 0
    print(out.strip() or err.strip())
    return 1 if code else 0


def main() -> int:
    found = components()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "sbom.cdx.json").write_text(bill(found, version("gaoyan")), encoding="utf-8", newline="\n")
    page = carried(gathered(cache()))
    (ROOT / "addin" / "browser" / LIST).write_text(written(page), encoding="utf-8", newline="\n")
    (ROOT / "docs" / "licences.md").write_text(licences(found), encoding="utf-8", newline="\n")
    wrong = [f"{one.name}: copyleft ({one.licence})" for one in copyleft(found)]
    wrong += [f"{one.name}: no licence stated" for one in found if one.required and not one.licence]
    wrong += [f"{one.part}: no licence stated" for one in page if not one.licence]
    wrong += unlike_the_lock(found)
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(found)} packages, {sum(one.required for one in found)} required: build/sbom.cdx.json, docs/licences.md, {LIST}")
    return 1 if known_faults() or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
