"""The packs installed by the user, in the user's data folder beside the ledger."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from udfs.notice.packs import Pack, is_reserved_name, register
from workbooks.files import replacing
from workbooks.files.errors import Unusable

VARIABLE = "GAOYAN_NOTICES"
"""Environment variable with another folder, for an office that shares its packs."""


def place() -> Path:
    """The folder of the installed packs."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("gaoyan", appauthor=False) / "notices"


def installed_packs() -> tuple[tuple[Pack, ...], tuple[tuple[str, str], ...]]:
    """The usable packs, and (folder, reason) of the others."""
    found: list[Pack] = []
    broken: list[tuple[str, str]] = []
    folder = place()
    try:
        names = sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    except OSError:
        return (), ()
    if not names:
        return (), ()
    # Imported only if there are packs to read: every command runs this, and most users have none.
    from workbooks.notices.folder import read_folder, unfinished

    for one in names:
        try:
            pack, facts = read_folder(one)
        except Unusable as wrong:
            broken.append((one.name, wrong.what))
            continue
        why = next(unfinished(pack, facts), "")
        if why:
            broken.append((one.name, why))
        else:
            found.append(pack)
    return tuple(found), tuple(broken)


def make_known() -> None:
    """Register the installed packs with ``udfs``; called at the start of every command and of a host."""
    register(installed_packs()[0])


@lru_cache(maxsize=1)
def make_known_once() -> None:
    """The same, once per process, for calls from cell functions."""
    make_known()


def install(folder: Path) -> tuple[Pack, bool]:
    """Install a confirmed pack and return whether it replaced one of the same name. Errors: ``Unusable``."""
    from workbooks.notices.folder import contents_of, read_folder, unfinished

    pack, facts = read_folder(folder)
    if why := next(unfinished(pack, facts), ""):
        what, _, todo = why.partition("：")
        raise Unusable(folder.name, what, todo)
    if is_reserved_name(pack.name):
        raise Unusable(pack.name, "是程序自带的通知的名称", "请在 pack.toml 中改 name")
    target = place() / pack.name
    contents = contents_of(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
        for name, text in contents.items():
            replacing.replace(fresh / name, text.encode())
        there = target.exists()
        old = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
        if there:
            target.rename(old / "old")
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError:
        raise Unusable(str(target.parent), "不能写入", "请检查权限和磁盘空间") from None
    make_known()
    return pack, there
