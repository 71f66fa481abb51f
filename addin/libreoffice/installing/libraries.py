"""The libraries for LibreOffice's Python: located, installed into a folder of the user, registered in the settings.

LibreOffice bundles Python on Windows and Mac and uses the system's on Debian. Neither includes pydantic and openpyxl or
should be modified, so the libraries are installed in a separate folder, in the versions of this installation.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distributions, version
from importlib.util import find_spec
from pathlib import Path

from addin.libreoffice.diagnosis import OLDEST_PYTHON
from addin.libreoffice.installing import deploying
from addin.libreoffice.packages import settings_file
from workbooks.files import replacing
from workbooks.files.errors import Unusable

NEEDED = (
    "pydantic", "openpyxl", "lxml", "python-calamine", "xlrd", "typst", "fonttools", "SQLAlchemy", "rapidfuzz",
    "platformdirs",
)  # fmt: skip
"""The libraries imported by functions and buttons, without pandas."""
STAMP, PACKAGES = "installed.txt", "libreoffice-packages"
WHERE = "LibreOffice"
PIP = f"请运行 {sys.executable} -m ensurepip"
INSTALL_LIBREOFFICE = "请先安装 LibreOffice（Debian/Ubuntu：apt-get install libreoffice-calc python3-uno）"


def candidates() -> Iterator[Path]:
    """Possible paths of LibreOffice's Python: beside the program, else the system's."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    folders = [Path(program).resolve().parent] if program else []
    folders += [
        Path("C:/Program Files/LibreOffice/program"),
        Path("/Applications/LibreOffice.app/Contents/Resources"),
    ]
    for folder in folders:
        yield from (folder / name for name in ("python.exe", "python"))
    yield from (Path("/usr/bin/python3"), Path("/usr/local/bin/python3"))


def office_python(found: Sequence[Path] | None = None) -> Path:
    """The Python in which LibreOffice runs extensions: the first that has ``uno``. Errors: Unusable."""
    for python in candidates() if found is None else found:
        if python.is_file() and succeeds([str(python), "-c", "import uno"]):
            return python
    raise Unusable(WHERE, "没有找到它的 Python（或缺少 uno）", INSTALL_LIBREOFFICE)


def succeeds(command: Sequence[str]) -> bool:
    return output_of(command) is not None


def output_of(command: Sequence[str]) -> str | None:
    """The output of a command; None if it cannot be run or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def version_of(python: Path) -> tuple[int, int]:
    """The version of a Python; (0, 0) if it does not run."""
    output = output_of([str(python), "-c", "import sys; print(*sys.version_info[:2])"])
    numbers = (output or "").split()
    return (int(numbers[0]), int(numbers[1])) if len(numbers) == 2 else (0, 0)


def pinned() -> list[str]:
    """The libraries with the versions of this installation. Errors: Unusable if one is missing here."""
    try:
        return [f"{name}=={version(name)}" for name in NEEDED]
    except PackageNotFoundError as error:
        raise Unusable("gaoyan", f"安装不完整，缺少 {error.name}", "请重新安装 gaoyan") from None


def constraints() -> str:
    """All versions of this installation, so that dependencies match as well."""
    names = {one.metadata["Name"]: one.version for one in distributions() if one.metadata["Name"]}
    return "".join(f"{name}=={number}\n" for name, number in sorted(names.items()) if name != "gaoyan")


def wanted_stamp(python: Path) -> str:
    """The stamp of a complete library folder; a newer Python needs a new installation."""
    return "\n".join([str(python), ".".join(map(str, version_of(python))), *pinned()])


def complete(python: Path, folder: Path) -> bool:
    """True if the folder holds the libraries in these versions for this Python."""
    try:
        return (folder / STAMP).read_text("utf-8") == wanted_stamp(python)
    except (OSError, UnicodeDecodeError):
        return False


def install_packages(python: Path, folder: Path) -> bool:
    """Install the libraries into ``folder``. Returns False if they were complete; old content stays until the new one is
    complete.

    Errors: Unusable.
    """
    if complete(python, folder):
        return False
    found = version_of(python)
    if found < OLDEST_PYTHON:
        raise Unusable(WHERE, f"它的 Python {dotted(found)} 太旧，至少要 {dotted(OLDEST_PYTHON)}", "请升级 LibreOffice")
    if find_spec("pip") is None:
        raise Unusable("gaoyan", "所在的 Python 没有 pip，装不了库", PIP)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}-", dir=folder.parent, ignore_cleanup_errors=True) as made:
        fresh = Path(made) / "new"
        downloaded(python, fresh)
        (fresh / STAMP).write_text(wanted_stamp(python), encoding="utf-8")
        try:
            if folder.exists():
                folder.rename(Path(made) / "old")
            fresh.rename(folder)
        except OSError:
            raise Unusable(str(folder), "正在使用，换不了", "请关闭 LibreOffice 再试") from None
    return True


def downloaded(python: Path, folder: Path) -> None:
    """Install the libraries with pip for another Python. Errors: Unusable."""
    folder.mkdir(parents=True)
    limits = folder / "constraints.txt"
    limits.write_text(constraints(), encoding="utf-8")
    command = [
        sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check",
        "--no-warn-script-location", "--only-binary=:all:", "--target", str(folder), "-c", str(limits), *pinned(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["pip"])[-1]
        raise Unusable(WHERE, f"Python 库没有装上（{last[:120]}）", "请检查网络或 pip 的镜像设置，再试一次")
    limits.unlink()


def dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


def tell_extension(folder: Path, settings: Path | None = None) -> Path:
    """Write the folder into the settings read by the extension. Returns the file."""
    file = settings or settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(folder), encoding="utf-8")
    return file


def own_folder() -> Path:
    """Our folder in the user's data, which also holds the ledger."""
    from platformdirs import user_data_path

    return user_data_path("gaoyan", appauthor=False)


def install(extension: bytes, version: str) -> list[str]:
    """Install libraries, settings and extension for this user. Returns a report, one line per step. Errors: Unusable, Held."""
    python = office_python()
    packages = own_folder() / PACKAGES
    fresh = install_packages(python, packages)
    tell_extension(packages)
    file = own_folder() / deploying.FILE_NAME
    replacing.replace(file, extension)
    deploying.add(file, python)
    return [
        f"LibreOffice 的 Python：{python}",
        f"Python 库{'已装到' if fresh else '已在'} {packages}",
        f"扩展 {version} 已装入当前用户的 LibreOffice",
    ]


def uninstall() -> list[str]:
    """Remove extension, libraries and settings of this user. Workbooks, ledger and journals stay. Errors: Unusable."""
    done = []
    if deploying.deployed() is not None:
        deploying.remove(office_python())
        done.append("扩展已从当前用户的 LibreOffice 移除")
    packages, kept = own_folder() / PACKAGES, own_folder() / deploying.FILE_NAME
    if packages.is_dir():
        shutil.rmtree(packages, ignore_errors=True)
        if packages.exists():
            raise Unusable(str(packages), "正在使用，删不掉", "请关闭 LibreOffice 再试")
        done.append(f"已删除 {packages}")
    for file in (kept, settings_file()):
        if file.is_file():
            file.unlink()
            done.append(f"已删除 {file}")
    return done
