"""``make windows``: start, failing start, and paths with spaces and Chinese, in code pages 1252 and 936.

Needs wine, gcc-mingw-w64-x86-64 and locales (Debian), and the package index for xlwings' wheel for Windows, whose hash is locked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from addin.xlam.wrappers import written_source

HERE = Path(__file__).parent
COMPILER = "x86_64-w64-mingw32-gcc"
PROGRAMS = ("wine", COMPILER, "localedef")
LIBRARIES = ("-loleaut32", "-lole32", "-luuid")
FOLDERS = {"C.UTF-8": "a b (x86)", "zh_CN.UTF-8": "张三 的 Python"}
"""Locale, from which Wine takes its code page -> the folder of python.exe."""
PAGES = {"C.UTF-8": 1252, "zh_CN.UTF-8": 936}
AT_ONCE, FOR_EVER = 15, 30
"""Seconds: an answer that comes at once even on a slow machine, and after which one waits for nothing."""


def command(interpreter: str) -> str:
    """What GaoyanServerCommand of the add-in's VBA makes of an interpreter."""
    lines = written_source("GaoyanPython", "").split("\r\n")
    begin = next(at for at, line in enumerate(lines) if line.strip().startswith("GaoyanServerCommand = "))
    text = lines[begin]
    while text.endswith(" _"):
        begin += 1
        text = text.removesuffix("_") + lines[begin].strip()
    pieces = text.partition(" = ")[2].split(" & ")
    known = {"Chr$(34)": '"', "Interpreter": interpreter}
    return "".join(known[piece] if piece in known else piece[1:-1] for piece in map(str.strip, pieces))


def dll(folder: Path) -> Path:
    """xlwings' DLL out of its wheel for Windows."""
    locked = (files("addin.portable") / "windows.txt").read_text("utf-8").replace("\\\n", " ").splitlines()
    wanted = folder / "wanted.txt"
    wanted.write_text(next(line for line in locked if line.startswith("xlwings==")) + "\n", encoding="utf-8")
    asked = ["download", "-q", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--platform", "win_amd64",
             "--python-version", "3.13", "-d", str(folder), "-r", str(wanted)]  # fmt: skip
    subprocess.run([sys.executable, "-m", "pip", *asked], check=True)
    with zipfile.ZipFile(next(folder.glob("xlwings-*.whl"))) as wheel:
        name = next(one for one in wheel.namelist() if "xlwings64-" in one and one.endswith(".dll"))
        made = folder / Path(name).name
        made.write_bytes(wheel.read(name))
    return made


def compiled(source: str, made: Path) -> Path:
    subprocess.run([COMPILER, "-Wall", "-municode", "-O1", "-o", str(made), str(HERE / source), *LIBRARIES], check=True)
    return made


class Windows:
    """One Wine of its own in ``folder``, with the code page of ``locale``."""

    def __init__(self, folder: Path, locale: str) -> None:
        places = folder / "locales"
        places.mkdir(exist_ok=True)
        if locale.startswith("zh"):
            name = locale.partition(".")[0]
            subprocess.run(["localedef", "-i", name, "-f", "UTF-8", str(places / locale)], check=False, capture_output=True)
        own = {"WINEPREFIX": str(folder / f"wine-{locale}"), "WINEDEBUG": "-all", "XDG_RUNTIME_DIR": str(folder)}
        self.environment = {**os.environ, **own, "LOCPATH": str(places), "LC_ALL": locale}
        subprocess.run(["wine", "wineboot", "-i"], env=self.environment, capture_output=True, timeout=300, check=False)

    def activated(self, driver: Path, library: Path, line: str, wish: str) -> dict[str, Any] | None:
        """What the DLL answered to the command; None if it did not within ``FOR_EVER`` seconds."""
        try:
            done = subprocess.run(
                ["wine", str(driver), str(library), line], env={**self.environment, "FAKE_PYTHON": wish},
                capture_output=True, timeout=FOR_EVER, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None
        return json.loads(done.stdout.decode("utf-8"))  # type: ignore[no-any-return]

    def end(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self.environment, capture_output=True, check=False)


def looked_at(folder: Path, locale: str, driver: Path, library: Path) -> None:
    windows = Windows(folder, locale)
    home = folder / FOLDERS[locale]
    home.mkdir()
    python = compiled("fake_python.c", home / "python.exe")
    path = "Z:" + str(python).replace("/", "\\")
    line = command(path)
    try:
        served = windows.activated(driver, library, line, "serve")
        assert served is not None
        assert (served["page"], served["result"], served["answer"]) == (PAGES[locale], 0, 0), served
        assert served["seconds"] < AT_ONCE
        given = python.with_name("python.exe.txt").read_text("utf-8").splitlines()
        assert given[:4] == [path, "-B", "-P", "-c"], given
        assert given[4].startswith("import xlwings; xlwings.serve('{"), given
        failed = windows.activated(driver, library, line, "end")
        assert failed is not None, "the DLL waits for a Python that has ended"
        assert failed["result"] != 0
        assert "exited before" in failed["error"]
        assert failed["seconds"] < AT_ONCE
        absent = windows.activated(driver, library, command("Z:\\nowhere\\python.exe"), "end")
        assert absent is not None
        assert "Could not create Python process" in absent["error"]
        shell = f'cmd.exe  /K "{line}"'
        assert windows.activated(driver, library, shell, "end") is None, (
            "a shell around it is no worse: this trial proves nothing"
        )
    finally:
        windows.end()
    print(f"{locale}: 代码页{PAGES[locale]}，启动{served['seconds']}秒，失败{failed['seconds']}秒，路径“{home.name}”照常")


def main() -> int:
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if missing:
        print(f"缺少{'、'.join(missing)}：请先 apt-get install --no-install-recommends wine64 wine gcc-mingw-w64-x86-64 locales")
        return 2
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        library, driver = dll(folder), compiled("driver.c", folder / "driver.exe")
        for locale in FOLDERS:
            looked_at(folder, locale, driver, library)
    return 0


if __name__ == "__main__":
    sys.exit(main())
