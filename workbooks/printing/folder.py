"""Writes a folder atomically: files are written to a temporary folder beside the target, which is then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Generator, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from udfs.values.regex import regex
from workbooks.files import replacing
from workbooks.files.errors import FileInUse, GaoyanError, Unusable
from workbooks.files.progress import finished

CHECKSUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
TEMPORARY, REPLACED = ".~gaoyan-new-", ".~gaoyan-old-"
DIGITS = 12
"""Number of digits that distinguish temporary folders."""
LONGEST_NAME = 120
"""Maximum length in UTF-8 bytes of the workbook part of a folder name; file systems allow 255 in total."""
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
# Windows forbids these in names; they are replaced by full-width characters.
_UNSAFE = str.maketrans(dict(zip('<>:"/\\|?*', "＜＞：”／＼｜？＊", strict=True)))
_CONTROL = regex(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_DEVICES = regex(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)


def safe_name(text: str, otherwise: str) -> str:
    """``text`` as part of a file name valid on every system; ``otherwise`` if nothing is left.


    >>> safe_name('“虚、实、网”: A/B <1> ', "未命名"), safe_name(" .. ", "未命名"), safe_name("con", "未命名")
    ('“虚、实、网”： A／B ＜1＞', '未命名', '_con')
    """
    name = " ".join(_CONTROL.sub(" ", text).translate(_UNSAFE).split()).strip(". ")
    while len(name.encode("utf-8", "ignore")) > LONGEST_NAME:
        name = name[:-1]
    name = name.encode("utf-8", "ignore").decode().strip(". ")
    return _DEVICES.sub(r"_\1", name) or otherwise


def write_folder(target: Path, files: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
    """Write ``files`` (name, bytes) as the folder ``target`` and return the names written.

    An existing folder is replaced as a whole, and only if it is a package of ours without foreign files. On any failure the
    target is unchanged. Errors: Held, Unusable.
    """
    return finished(writing_folder(target, files))


def writing_folder(target: Path, files: Iterable[tuple[str, bytes]]) -> Generator[int, None, tuple[str, ...]]:
    """``write_folder`` in steps: yields the number of files written before each file. Closing it early leaves the target
    unchanged."""
    parent = target.parent
    made = missing_folders(parent)
    temporary = parent / f"{TEMPORARY}{secrets.token_hex(6)}"
    try:
        with clear_errors(target.name):
            check_replaceable(target)
            parent.mkdir(parents=True, exist_ok=True)
            remove_stale(parent)
            temporary.mkdir(mode=replacing.PRIVATE_FOLDER)
            names: list[str] = []
            yield 0
            for name, data in files:
                write_file(temporary / name, data)
                names.append(name)
                yield len(names)
            put_in_place(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    return tuple(names)


def missing_folders(folder: Path) -> list[Path]:
    """The missing ancestors of ``folder``, innermost first."""
    missing = []
    while not folder.exists() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    return missing


def remove_stale(parent: Path) -> None:
    """Clean up after killed exports: remove unfinished packages, restore a package that was being replaced."""
    oldest = time.time() - replacing.STALE_AFTER_SECONDS
    with contextlib.suppress(OSError):
        for left in [*parent.glob(f"{TEMPORARY}*"), *parent.glob(f"{REPLACED}*")]:
            with contextlib.suppress(OSError):
                if left.stat().st_mtime >= oldest:
                    continue
                target = parent / left.name.removeprefix(REPLACED)[DIGITS + 1 :]
                if left.name.startswith(REPLACED) and target.name and not target.exists():
                    os.rename(left, target)
                else:
                    shutil.rmtree(left, ignore_errors=True)


def write_file(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), replacing.PRIVATE)
    with os.fdopen(handle, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename the finished folder to the target, then remove the old one.

    Directory entries are flushed to disk in that order, so that a power failure loses neither version.
    """
    replacing.sync_folder(temporary)
    if not target.exists():
        os.rename(temporary, target)
        replacing.sync_folder(target.parent)
        return
    # The name includes the target, so that a run killed here can be cleaned up.
    old = target.parent / f"{REPLACED}{secrets.token_hex(DIGITS // 2)}-{target.name}"
    os.rename(target, old)
    try:
        os.rename(temporary, target)
    except BaseException:
        os.rename(old, target)
        raise
    replacing.sync_folder(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def check_replaceable(target: Path) -> None:
    """Raise unless the target is an unmodified package of ours; a scan or a signed page may be in it."""
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise Unusable(target.name, "输出位置上已有同名文件", "请移走该文件，或换一个输出目录")
    foreign = foreign_files(target)
    if foreign:
        shown = "、".join(foreign[:3]) + (f"等{len(foreign)}个文件" if len(foreign) > 3 else "")
        raise Unusable(target.name, f"文件夹中有另外放入或改动过的内容（{shown}）", "请先移走或改名保存，再重新导出")


def foreign_files(folder: Path) -> list[str]:
    """The names in a package folder that its checksum file does not list."""
    listed = {}
    with contextlib.suppress(OSError, UnicodeDecodeError):
        for line in (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines():
            digest, _, name = line.partition("  ")
            listed[name] = digest
    foreign = []
    for entry in sorted(folder.iterdir()):
        if entry.name in (CHECKSUMS, SIGNATURE) and listed:
            continue
        if entry.name.lower() in SYSTEM_FILES or entry.name.startswith("~$"):
            continue
        if not entry.is_file() or listed.get(entry.name) != sha256(entry.read_bytes()).hexdigest():
            foreign.append(entry.name)
    return foreign


@contextlib.contextmanager
def clear_errors(name: str) -> Iterator[None]:
    """Converts system errors to one line in Chinese."""
    try:
        yield
    except GaoyanError:
        raise
    except OSError as error:
        if getattr(error, "winerror", None) in (5, 32, 33):
            raise FileInUse(name, "文件夹或其中的文件正被其他程序打开", "请关闭后再试") from None
        if error.errno in FULL:
            raise Unusable(name, "磁盘空间不足，没有写入任何文件", "请清理磁盘后再试") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise Unusable(name, "输出目录不能写入", "请换一个有写入权限的输出目录") from None
        if error.errno in (errno.ENOTDIR, errno.EEXIST):
            raise Unusable(name, "输出目录不是文件夹", "请换一个输出目录") from None
        if error.errno == errno.ENAMETOOLONG:
            raise Unusable(name[:40], "路径太长", "请换一个路径较短的输出目录") from None
        raise Unusable(name, "无法写入，没有生成任何文件", f"请检查磁盘或网络连接（{error.strerror}）") from None
