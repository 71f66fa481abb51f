"""Downloads the parts of the page by the locks beside this module: wheels from PyPI, the interpreter from npm.

``wheels.txt`` lists wheels for Pyodide, ``plain.txt`` wheels for other systems of which only pure Python is used,
``npm.txt`` the interpreter. pip and npm use their configured mirrors and proxies; every file is verified by its hash. The same
folder holds results of earlier builds, of which the newest are kept.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from workbooks.files import replacing
from workbooks.files.errors import Unusable

WHEELS, PLAIN, NPM = "wheels.txt", "plain.txt", "npm.txt"
PYTHON = "3.14"
PLATFORMS: Mapping[str, tuple[str, ...]] = {
    WHEELS: ("pyemscripten_2026_0_wasm32",),
    PLAIN: ("manylinux_2_27_x86_64", "manylinux_2_28_x86_64"),
}
RESULTS = ("compiling-", "recording-", "squeezed-")
"""How the names of the results begin that builds leave in the cache."""
KEPT = 33
"""Results kept: those of three builds, 150 MB."""
FolderRunner = Callable[[Sequence[str], Path], "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Parts:
    """The files: {distribution: wheel}, and the archives of the interpreter and the unpacker."""

    wheels: Mapping[str, Path]
    interpreter: Path
    unpacker: Path


def run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in ``folder`` and capture its output as text."""
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )  # fmt: skip


def locked(name: str) -> dict[str, str]:
    """{hash: name and version} of a lock."""
    lines = (files("addin.browser") / name).read_text("utf-8").splitlines()
    found = (line.split(" --hash=sha256:") for line in lines if line.strip())
    return {wanted.strip(): stated for stated, wanted in found}


def cache() -> Path:
    """The cache folder for downloaded parts."""
    from platformdirs import user_cache_path

    return user_cache_path("gaoyan", appauthor=False) / "page"


def cached(path: Path, make: Callable[[], bytes]) -> bytes:
    """The result in this file of the cache, or else made now and written there."""
    with contextlib.suppress(FileNotFoundError):
        os.utime(path)
        return path.read_bytes()
    data = make()
    replacing.replace(path, data)
    return data


def prune(folder: Path) -> None:
    """Remove results of the cache beyond the ``KEPT`` used last."""
    used: dict[Path, int] = {}
    for path in folder.iterdir():
        if path.name.startswith(RESULTS):
            with contextlib.suppress(FileNotFoundError):  # another build removed it
                used[path] = path.stat().st_mtime_ns
    for path in sorted(used, key=used.__getitem__, reverse=True)[KEPT:]:
        with contextlib.suppress(OSError):
            path.unlink()


def gathered(folder: Path, run: FolderRunner = run) -> Parts:
    """All parts; missing ones are downloaded to ``folder``. Errors: Unusable."""
    folder.mkdir(parents=True, exist_ok=True)
    known = archives(folder)
    paths: dict[str, Path] = {}
    for lock in (WHEELS, PLAIN, NPM):
        wanted = locked(lock)
        if not wanted.keys() <= known.keys():
            if lock == NPM:
                fetch_packages(folder, tuple(wanted.values()), run)
            else:
                fetch_wheels(folder, lock, run)
            known = archives(folder)
        paths |= found(known, wanted)
    interpreter, unpacker = (paths.pop(stated) for stated in locked(NPM).values())
    return Parts({stated.partition("==")[0]: path for stated, path in paths.items()}, interpreter, unpacker)


def archives(folder: Path) -> dict[str, Path]:
    """{hash: file} of the wheels and npm archives in ``folder``, which holds results of earlier builds as well."""
    return {sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.iterdir()) if path.suffix in (".whl", ".tgz")}


def found(known: Mapping[str, Path], wanted: Mapping[str, str]) -> dict[str, Path]:
    """{name and version: file}. Errors: Unusable for a missing part, or a file that differs from the locked one."""
    for at, stated in wanted.items():
        if at not in known:
            raise Unusable(stated, "下载到的文件与锁定的校验值不符", "请检查镜像是否可靠，换一个镜像再试")
    return {stated: known[at] for at, stated in wanted.items()}


def fetch_wheels(folder: Path, lock: str, run: FolderRunner) -> None:
    """Download the wheels of one lock with pip, which verifies hashes."""
    platforms = [part for name in PLATFORMS[lock] for part in ("--platform", name)]
    done = run(
        [
            sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-input", "--no-deps",
            "--only-binary=:all:", "--require-hashes", *platforms, "--python-version", PYTHON, "--implementation", "cp",
            "-r", str(files("addin.browser") / lock), "-d", str(folder),
        ],
        folder,
    )  # fmt: skip
    if done.returncode:
        raise unfetched("PyPI", done.stderr)


def fetch_packages(folder: Path, stated: Sequence[str], run: FolderRunner) -> None:
    """Download the interpreter and the unpacker with npm."""
    done = run([program("npm"), "pack", "--silent", *stated], folder)
    if done.returncode:
        raise unfetched("npm", done.stderr or done.stdout)


def program(name: str) -> str:
    """The path of node or npm. Errors: Unusable."""
    path = shutil.which(name)
    if path is None:
        raise Unusable(
            "生成网页", f"缺少 {name}", "请安装 Node.js 18 或更新的版本后再试；只有生成网页的电脑需要它，打开网页不需要"
        )
    return path


def unfetched(source: str, words: str) -> Unusable:
    """The error for a failed download, usually a network problem."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    why = next((line for line in reversed(lines) if "ERROR" in line or "error" in line), lines[-1] if lines else source)
    return Unusable(
        f"从 {source} 下载网页的组件失败", why[:200].rstrip("。."), "请检查网络、代理或镜像设置后再试；下载过一次后不再需要网络"
    )
