"""``gaoyan addin doctor --host libreoffice``: what the extension needs, one line each, seen from outside.

The button 诊断 inside LibreOffice uses ``diagnosis``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from addin.installing.diagnose import DiagnosisLine, right, wrong
from addin.libreoffice.diagnosis import MODULES, ledger
from addin.libreoffice.diagnosis import python as of_version
from addin.libreoffice.installing import deploying, libraries
from addin.libreoffice.installing.extension import parts
from addin.libreoffice.packages import HOW, named_folder, settings_file
from workbooks.files.errors import Unusable

AGAIN = "请运行 gaoyan addin install --host libreoffice"
OF_MANIFEST = '<version value="'


def diagnose() -> Iterator[DiagnosisLine]:
    """All lines for this user's LibreOffice."""
    yield office()
    try:
        python = libraries.office_python()
    except Unusable as error:
        yield wrong("Python", error.what, error.todo)
    else:
        yield of_version(libraries.version_of(python))
        yield what_it_loads(python, settings_file())
    yield extension()
    yield ledger()


def office() -> DiagnosisLine:
    """Whether LibreOffice is installed, and its version."""
    program = next(deploying.programs("soffice"), None)
    if program is None:
        return wrong("LibreOffice", "没有找到", libraries.INSTALL_LIBREOFFICE)
    version_line = libraries.output_of([str(program), "--version"]) or ""
    return right("LibreOffice", version_line.removeprefix("LibreOffice ").partition(" ")[0] or str(program))


def what_it_loads(python: Path, settings: Path) -> DiagnosisLine:
    """Whether the libraries are installed in the tested versions and load in LibreOffice's Python."""
    topic, folder = "Python 库", named_folder(settings)
    if folder is None:
        if find_spec("pip") is None:
            return wrong(topic, "没有安装，而 gaoyan 所在的 Python 没有 pip", libraries.PIP)
        return wrong(topic, "没有安装", AGAIN)
    if not libraries.complete(python, Path(folder)):
        return wrong(topic, f"{folder} 中的与本程序或 LibreOffice 的 Python 不一致", AGAIN)
    trial = f"import sys; sys.path.insert(0, {folder!r}); import {', '.join(MODULES)}"
    if not libraries.succeeds([str(python), "-c", trial]):
        return wrong(topic, f"{folder} 中的加载不了", f"请删除该文件夹，{HOW[1:]}")
    return right(topic, folder)


def extension() -> DiagnosisLine:
    """Whether the extension is installed in this program's version."""
    from importlib.metadata import version

    topic, folder, here = "扩展", deploying.deployed(), version("gaoyan")
    if folder is None:
        return wrong(topic, "没有安装", AGAIN)
    found = stated_version(folder)
    if found != here:
        return wrong(topic, f"装的是 {found}，本程序是 {here}", AGAIN)
    if any(not same(folder / name, content) for name, content in parts(here).items()):
        return wrong(topic, f"{found}，内容与本程序的不一致", AGAIN)
    return right(topic, found)


def stated_version(folder: Path) -> str:
    """The version stated by an unpacked extension."""
    try:
        text = (folder / "description.xml").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return "不明"
    return text.partition(OF_MANIFEST)[2].partition('"')[0] or "不明"


def same(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False
