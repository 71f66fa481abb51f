"""The Python that Excel starts: which builds are suitable, and the messages on others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from addin.installing.diagnose import DiagnosisLine, note, right, wrong
from addin.installing.places import settings_path, stated_interpreter
from addin.installing.system import MAC, WINDOWS, System
from workbooks.files.errors import Unusable

AGAIN = "请运行 gaoyan addin install"
BRIDGE = {WINDOWS: ("win32com", "pywin32"), MAC: ("appscript", "appscript")}
SUITABLE = "win-amd64"
"""The only Windows build with wheels for all packages; independent of Excel's bitness."""
BUILDS = {"win32": "32位的", "win-arm64": "ARM的"}
GET_PYTHON = "请装python.org的64位（x64）Python，重装gaoyan和加载项"
STORE = ("windowsapps", "pythonsoftwarefoundation.")
"""Parts of the path of a Python from Microsoft's Store."""


def check_python(system: System) -> None:
    """Errors: Unusable for a Python that cannot serve the add-in; checked before installing."""
    if is_from_store(str(system.base_prefix)) or is_from_store(str(system.python)):
        what = "是微软商店的Python，Excel用不了"
        raise Unusable(str(system.python), what, GET_PYTHON)
    if unsuitable := other_build(system):
        raise Unusable(str(system.python), f"是{unsuitable}Python，缺少可用的组件", GET_PYTHON)


def is_from_store(path: str) -> bool:
    return any(word in path.lower() for word in STORE)


def other_build(system: System) -> str:
    """Why the build of this Python is unsuitable; '' if it is suitable, and on a Mac."""
    if system.platform != WINDOWS or system.build == SUITABLE:
        return ""
    return BUILDS.get(system.build, f"{system.build}的")


def lines(system: System) -> Iterator[DiagnosisLine]:
    """The configured Python, and what it needs to communicate with Excel."""
    stated = stated_interpreter(system)
    if stated is None:
        yield wrong("设置", f"没有 {settings_path(system)}", AGAIN)
        return
    if not stated.is_file():
        yield wrong("设置", f"其中的Python不存在：{stated}", AGAIN)
        return
    own = stated == system.python
    base = system.base_prefix if own else based_on(stated)
    if is_from_store(f"{stated} {base}"):
        yield wrong("Python", "是微软商店的版本，它写的文件Excel看不到，Excel也常常启动不了它", GET_PYTHON)
    elif not own:
        yield note("设置", f"加载项用的是另一个Python：{stated}", f"如应使用本程序所在的Python，{AGAIN}")
    else:
        yield right("设置", f"Python：{stated}")
    if own and (unsuitable := other_build(system)):
        yield wrong("Python", f"是{unsuitable}版本，有的组件没有这种版本（32位的Excel不受影响）", GET_PYTHON)
    if is_conda(base):
        yield note("Python", "是Conda的环境，Excel启动它时不会激活，有的组件会找不到动态库", f"按钮连不上Python时，{GET_PYTHON}")
    module, package = BRIDGE[system.platform]
    if system.has_module(module):
        yield right("Python组件", f"{package}已安装")
    else:
        yield wrong("Python组件", f"缺少{package}", f"请运行 {system.python} -m pip install {package}")


def based_on(python: Path) -> Path:
    """The base Python of a virtual environment; the folder of ``python`` itself otherwise."""
    for folder in (python.parent, python.parent.parent):
        try:
            text = (folder / "pyvenv.cfg").read_text("utf-8", errors="replace")
        except OSError:
            continue
        for line in text.splitlines():
            name, _, value = line.partition("=")
            if name.strip().lower() == "home":
                return Path(value.strip())
    return python.parent


def is_conda(base: Path) -> bool:
    """True for a Python in a Conda environment: at its root on Windows, in bin on a Mac."""
    return any((folder / "conda-meta").is_dir() for folder in (base, base.parent))
