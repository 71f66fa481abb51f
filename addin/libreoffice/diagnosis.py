"""诊断 in LibreOffice: what functions and buttons need, one line each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from addin.installing.diagnose import DiagnosisLine, note, right, wrong
from addin.libreoffice.packages import HOW, named_folder, settings_file

OLDEST_PYTHON = (3, 11)
MODULES = (
    "pydantic", "openpyxl", "lxml", "python_calamine", "xlrd", "typst", "fontTools", "sqlalchemy", "rapidfuzz", "platformdirs",
)  # fmt: skip
"""The import names of ``libraries.NEEDED``."""


def diagnose(version: str, automatic: bool) -> Iterator[DiagnosisLine]:
    """All lines. ``version``: of LibreOffice; ``automatic``: whether the document recalculates automatically."""
    yield right("LibreOffice", version)
    yield python(sys.version_info[:2])
    yield libraries(settings_file())
    yield computing(automatic)
    yield ledger()


def python(version: tuple[int, int]) -> DiagnosisLine:
    """LibreOffice's Python: bundled on Windows and Mac, mostly the system's on Linux."""
    named = ".".join(map(str, version))
    if version < OLDEST_PYTHON:
        return wrong("Python", f"LibreOffice 自带的 {named} 太旧", "请升级 LibreOffice")
    return right("Python", named)


def libraries(settings: Path, modules: Iterable[str] = MODULES) -> DiagnosisLine:
    """The location of the libraries, and missing ones."""
    absent = [name for name in modules if find_spec(name) is None]
    if absent:
        return wrong("Python 库", f"缺少 {'、'.join(absent)}", HOW)
    folder = named_folder(settings)
    if folder is None:
        return note("Python 库", f"{settings} 没有指明库所在的文件夹，用的是系统中的库", HOW)
    return right("Python 库", folder)


def computing(automatic: bool) -> DiagnosisLine:
    """Without automatic calculation neither functions nor live check follow the entries."""
    if automatic:
        return right("自动计算", "已打开")
    return wrong("自动计算", "已关闭，函数和实时核验不随填写更新", "请在“数据—计算”里勾选“自动计算”")


def ledger() -> DiagnosisLine:
    """Whether the location of the number ledger is writable."""
    from macros.certificates.ledger import place_of

    place = place_of()
    if "://" in place:
        return right("台账", "共享数据库")
    known = Path(place)
    nearest = next(one for one in (known, *known.parents) if one.exists())
    if not os.access(nearest, os.W_OK):
        return wrong("台账", f"不能写入 {place}", "请检查文件夹的权限")
    return right("台账", place)
