"""``python -m benchmarks [name ...]``: every benchmark in turn, each in a process of its own; ``functions import``: those two.

Those of LibreOffice open windows on a screen of their own. The exit code is 1 if one is over its limit.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PREFIX = "bench_"


def names() -> list[str]:
    """What there is: the modules of this folder."""
    return sorted(path.stem.removeprefix(PREFIX) for path in Path(__file__).parent.glob(f"{PREFIX}*.py"))


def main(wanted: list[str]) -> int:
    known = names()
    for name in wanted:
        if name not in known:
            raise SystemExit(f"no benchmark {name}; there are: {', '.join(known)}")
    failed = []
    for name in wanted or known:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{PREFIX}{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nover the limit: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
