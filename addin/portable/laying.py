"""``gaoyan addin install --portable``: writes the offline folder, completely or not at all."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from addin.portable import wheels
from addin.portable.setup import SUMS
from addin.xlam.build import FILE_NAME, build_xlam
from workbooks.files.errors import Unusable

WHEELS, REQUIREMENTS = "wheels", "requirements.txt"
LAID = {"install.cmd": "安装.cmd", "setup.py": "install.py", "readme.txt": "readme.txt"}
"""{file of this package: name in the folder}, written with CRLF line ends."""
BOM = "\ufeff"
"""Lets Notepad of any Windows recognise UTF-8; cmd.exe would take it for a command."""


def lay(folder: Path, run: wheels.ProcessRunner = wheels.run_pip) -> list[str]:
    """Fill ``folder`` with everything but Python's installer. Returns a report. Errors: Unusable."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable(str(folder), "已存在且不是空文件夹", "请换一个文件夹")
    with whole(folder) as making:
        requirements = wheels.listed()
        (making / WHEELS).mkdir()
        (making / REQUIREMENTS).write_text(requirements, encoding="utf-8", newline="\n")
        wheels.fetch(making / REQUIREMENTS, making / WHEELS, run)
        if strange := wheels.unexpected(making / WHEELS, requirements):
            raise Unusable("下载的组件", f"与清单不符：{'、'.join(strange[:3])}", "请再试一次")
        name, data = wheels.own_wheel()
        (making / WHEELS / name).write_bytes(data)
        own = f"gaoyan=={name.split('-')[1]} --hash=sha256:{sha256(data).hexdigest()}\n"
        (making / REQUIREMENTS).write_text(requirements + own, encoding="utf-8", newline="\n")
        (making / FILE_NAME).write_bytes(build_xlam())
        for source, target in LAID.items():
            text = (files("addin.portable") / source).read_text("utf-8")
            (making / target).write_text(BOM * source.endswith(".txt") + text, encoding="utf-8", newline="\r\n")
        laid = sorted(path for path in making.rglob("*") if path.is_file())
        lines = "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(making).as_posix()}\n" for path in laid)
        (making / SUMS).write_text(lines, encoding="utf-8", newline="\n")
        size = sum(path.stat().st_size for path in laid) / 1e6
    return [f"已放好 {folder}：{len(laid) + 1}个文件，{size:.0f} MB"]


@contextlib.contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A temporary folder that is renamed to ``folder`` at the end, or removed on failure."""
    making = folder.with_name(f".~gaoyan-{secrets.token_hex(6)}")
    try:
        making.mkdir(parents=True)
        yield making
        if folder.exists():
            folder.rmdir()
        making.rename(folder)
    except OSError as error:
        raise Unusable(str(folder), "无法写入", f"请检查权限和磁盘空间（{error.strerror}）") from None
    finally:
        shutil.rmtree(making, ignore_errors=True)
