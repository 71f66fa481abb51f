"""The wheels of the offline folder: the locked list, downloads, and our own wheel.

windows.txt lists one wheel per package for 64-bit Windows with its hash; ``make lock`` writes it from requirements.lock
(``python -m addin.portable.wheels REQUIREMENTS`` with what uv resolved for Windows).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from addin.lite.wheel import digest, packed, plain
from workbooks.files.errors import Unusable

PYTHON = "3.13"
PLATFORM = "win_amd64"
LISTED = "windows.txt"
PACKAGES = ("udfs", "workbooks", "macros", "addin")
TEXTS = (".py", ".toml", ".csv", ".txt", ".typ", ".md", ".bas", ".cls", ".cmd", ".typed")
ProcessRunner = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


def listed() -> str:
    """The requirements: one line "name==version --hash=sha256:…" each."""
    return (files("addin.portable") / LISTED).read_text("utf-8")


def sums(requirements: str) -> dict[str, str]:
    """{hash of a wheel: name==version}."""
    found = (line.split(" --hash=sha256:") for line in requirements.splitlines() if line.strip())
    return {wheel.strip(): name for name, wheel in found}


def run_pip(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)


def fetch(requirements: Path, folder: Path, run: ProcessRunner = run_pip) -> None:
    """Download the wheels for Windows into ``folder``, on any system. Errors: Unusable."""
    done = run(
        [
            "download", "-q", "--disable-pip-version-check", "--no-input", "--no-deps", "--only-binary=:all:", "--require-hashes",
            "--platform", PLATFORM, "--python-version", PYTHON, "--implementation", "cp",
            "-r", str(requirements), "-d", str(folder),
        ]
    )  # fmt: skip
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        why = next((line for line in reversed(lines) if line.startswith("ERROR")), lines[-1] if lines else "pip")
        raise Unusable("组件下载失败", why[:200], "请检查网络、代理或pip的镜像设置，再试一次")


def unexpected(folder: Path, requirements: str) -> list[str]:
    """Unlisted wheels in ``folder``, and missing ones."""
    wanted = sums(requirements)
    there = {sha256(path.read_bytes()).hexdigest(): path.name for path in folder.iterdir()}
    return sorted(
        [name for at, name in there.items() if at not in wanted] + [name for at, name in wanted.items() if at not in there]
    )


def own_wheel() -> tuple[str, bytes]:
    """(file name, bytes) of gaoyan's own wheel, built from the running program; reproducible."""
    from importlib.metadata import requires, version

    stated = version("gaoyan")
    info = f"gaoyan-{stated}.dist-info"
    root = Path(str(files("addin"))).parent
    paths = sorted(path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file() and is_ours(path))
    parts = {path.relative_to(root).as_posix(): plain(path) if path.suffix in TEXTS else path.read_bytes() for path in paths}
    needed = "".join(f"Requires-Dist: {one}\n" for one in requires("gaoyan") or () if "extra ==" not in one)
    head = f"Metadata-Version: 2.1\nName: gaoyan\nVersion: {stated}\nLicense: MIT\nRequires-Python: >=3.11\n{needed}"
    parts[f"{info}/METADATA"] = head.encode()
    parts[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: gaoyan\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    parts[f"{info}/entry_points.txt"] = b"[console_scripts]\ngaoyan = addin.__main__:main\n"
    lines = "".join(f"{name},sha256={digest(data)},{len(data)}\n" for name, data in sorted(parts.items()))
    parts[f"{info}/RECORD"] = f"{lines}{info}/RECORD,,\n".encode()
    return f"gaoyan-{stated}-py3-none-any.whl", packed(parts)


def is_ours(path: Path) -> bool:
    """False for compiled files and editor backups."""
    return "__pycache__" not in path.parts and not path.name.startswith(".") and path.suffix not in (".pyc", ".orig", ".rej")


def main(arguments: list[str]) -> int:
    """Rewrite windows.txt from what uv resolved."""
    resolved = Path(arguments[0])
    with tempfile.TemporaryDirectory() as folder:
        fetch(resolved, Path(folder))
        found = {sha256(path.read_bytes()).hexdigest() for path in Path(folder).iterdir()}
    lines = []
    for entry in re.split(r"\n(?=\S)", resolved.read_text("utf-8").strip()):
        (wheel,) = found & set(re.findall(r"sha256:(\w{64})", entry))
        lines.append(f"{entry.split()[0]} --hash=sha256:{wheel}\n")
    (Path(__file__).parent / LISTED).write_text("".join(lines), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
