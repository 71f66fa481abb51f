"""The libraries for LibreOffice's own Python: found, installed into a folder of the user's, and told to the extension.

LibreOffice brings a Python on Windows and Mac; on Debian it is the system's. Neither has pydantic and xlwings, and neither is
ours to change; so the libraries go into a folder of their own, in the very versions that this installation runs on.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distributions, version
from pathlib import Path

from addin.libreoffice.packages import settings_file
from workbooks.errors import Unusable

NEEDED = (
    "pydantic", "xlwings", "openpyxl", "lxml", "python-calamine", "typst", "fonttools", "SQLAlchemy", "rapidfuzz",
    "platformdirs",
)  # fmt: skip
"""What the functions and buttons import. pandas is not among it."""
STAMP = "installed.txt"
WHERE = "LibreOffice"
INSTALL_LIBREOFFICE = "请先安装 LibreOffice（Debian/Ubuntu：apt-get install libreoffice-calc python3-uno）"


def candidates() -> Iterator[Path]:
    """Where LibreOffice's Python may be: beside the program, else the system's."""
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
    """The Python that LibreOffice runs extensions in: the first that knows ``uno``. Raises ``Unusable``."""
    for python in candidates() if found is None else found:
        if python.is_file() and succeeds([str(python), "-c", "import uno"]):
            return python
    raise Unusable(WHERE, "没有找到它的 Python（或缺少 uno）", INSTALL_LIBREOFFICE)


def succeeds(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def pinned() -> list[str]:
    """The libraries in the versions that this installation has. Raises ``Unusable`` if one is missing here."""
    try:
        return [f"{name}=={version(name)}" for name in NEEDED]
    except PackageNotFoundError as error:
        raise Unusable("gaoyan", f"安装不完整，缺少 {error.name}", "请重新安装 gaoyan") from None


def constraints() -> str:
    """All versions of this installation, so that what the libraries need in turn is the same too."""
    names = {one.metadata["Name"]: one.version for one in distributions() if one.metadata["Name"]}
    return "".join(f"{name}=={number}\n" for name, number in sorted(names.items()) if name != "gaoyan")


def install_packages(python: Path, folder: Path) -> bool:
    """Put the libraries into ``folder``; False if they stood there already. Raises ``Unusable``."""
    wanted = "\n".join([str(python), *pinned()])
    stamp = folder / STAMP
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    limits = folder / "constraints.txt"
    limits.write_text(constraints(), encoding="utf-8")
    command = [
        sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check",
        "--no-warn-script-location", "--only-binary=:all:", "--target", str(folder), "-c", str(limits), *pinned(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        last = (done.stderr.strip().splitlines() or ["pip"])[-1]
        raise Unusable(WHERE, f"Python 库没有装上（{last[:120]}）", "请检查网络或 pip 的镜像设置，再试一次")
    limits.unlink()
    stamp.write_text(wanted, encoding="utf-8")
    return True


def tell_extension(folder: Path, settings: Path | None = None) -> Path:
    """Write the folder into the settings that the extension reads; the file written."""
    file = settings or settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(folder), encoding="utf-8")
    return file


def install(extension: bytes, version: str, home: Path | None = None) -> list[str]:
    """Install for this user: libraries, settings, extension. What was done, a line each. Raises ``Unusable``."""
    from platformdirs import user_data_path

    from workbooks import replacing

    base = home or user_data_path("gaoyan", appauthor=False)
    python = office_python()
    packages = base / "libreoffice-packages"
    fresh = install_packages(python, packages)
    tell_extension(packages)
    file = base / "gaoyan.oxt"
    file.parent.mkdir(parents=True, exist_ok=True)
    replacing.replace(file, extension)
    add_extension(file)
    return [
        f"LibreOffice 的 Python：{python}",
        f"Python 库{'已装到' if fresh else '已在'} {packages}",
        f"扩展 {version} 已装入当前用户的 LibreOffice",
    ]


def add_extension(file: Path, program: Path | None = None) -> None:
    """Add the extension for this user with LibreOffice's own program. Raises ``Unusable`` with the way by hand."""
    found = program or next(iter(unopkg()), None)
    todo = f"请在 LibreOffice 的“工具—扩展”里添加 {file}"
    if found is None:
        raise Unusable(WHERE, "没有找到 unopkg", todo)
    done = subprocess.run([str(found), "add", "--force", "--suppress-license", str(file)], capture_output=True, check=False)
    if done.returncode:
        raise Unusable(WHERE, "扩展没有装上（LibreOffice 开着，或以管理员身份运行）", f"关闭 LibreOffice 再试，或{todo[1:]}")


def unopkg() -> Iterator[Path]:
    """The program that adds extensions, beside LibreOffice's own or on the path."""
    program = shutil.which("unopkg")
    if program:
        yield Path(program)
    folders = [Path(one).resolve().parent for one in (shutil.which("soffice"),) if one]
    folders += [Path("C:/Program Files/LibreOffice/program"), Path("/Applications/LibreOffice.app/Contents/MacOS")]
    for folder in folders:
        yield from (path for name in ("unopkg.com", "unopkg") if (path := folder / name).is_file())
