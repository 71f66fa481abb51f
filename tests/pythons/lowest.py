"""``make lowest``: the lower bound of each dependency, tried: every module, the rules, the commands of the README.

What they depend on in turn is taken as new as it is: their own bounds are theirs to keep.
"""

from __future__ import annotations

import shutil
import sys

from tests.pythons.__main__ import BUILD, FOR_TESTS, ON_EACH, ROOT, run


def main() -> int:
    uv, python = shutil.which("uv", path=f"{ROOT / '.venv' / 'bin'}") or "uv", str(ROOT / ".venv-lowest" / "bin" / "python")
    lock = BUILD / "lowest.txt"
    BUILD.mkdir(exist_ok=True)
    run(
        uv,
        "pip",
        "compile",
        "-q",
        "pyproject.toml",
        "--group",
        "build",
        "--resolution",
        "lowest-direct",
        "--python",
        sys.executable,
        "-o",
        str(lock),
    )
    run(uv, "venv", "-q", "--clear", "--python", sys.executable, str(ROOT / ".venv-lowest"))
    run(uv, "pip", "install", "-q", "--python", python, "-r", str(lock), *FOR_TESTS)
    run(uv, "pip", "install", "-q", "--python", python, "--no-deps", "--no-build-isolation", "-e", ".")
    run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not scale.md", *ON_EACH)
    print(lock.read_text("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
