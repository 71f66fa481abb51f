"""Replaces a file atomically: written to a temporary file beside it, flushed to disk, renamed.

After any failure the file is either the old or the new one. A file held by another program is not touched.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from workbooks.files.errors import FileInUse, GaoyanError, Unusable
from workbooks.files.file_names import check_name

TEMPORARY = ".~gaoyan-"
PRIVATE, PRIVATE_FOLDER = 0o600, 0o700
# Writing takes seconds; older temporary files belong to killed processes.
STALE_AFTER_SECONDS = 600
SHARING_VIOLATIONS = (32, 33)
"""Windows error codes: file open elsewhere; part of it locked."""
ACCESS_DENIED = 5
"""Windows error code: no permission; also returned for renaming over a file that is open elsewhere."""
PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds between retries of a rename on Windows: scanners and sync clients open new files for a moment."""

FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL)
"""The file system does not support locks."""
BARRED = {errno.EACCES, errno.EPERM, errno.EROFS}
CLOSE_IT = "请先关闭占用它的程序（Excel、WPS 或 LibreOffice）再试"


def replace(path: Path, data: bytes, expected: str | None = None, private: bool = False) -> None:
    """Replace the content of ``path`` by ``data``, or create the file. Its mode is kept.

    ``private``: a new file contains personal data and is readable by its owner only, if the system supports it.

    ``expected``: SHA-256 that the file must still have, so that changes by others are not overwritten. Errors: ``FileInUse`` or
    ``Unusable``; then nothing has changed and no temporary file remains.
    """
    check_name(Path(path))
    path = Path(os.path.realpath(path))
    check_free(path)
    remove_stale(path)
    with _reported_errors(path):
        mode = _mode(path, private)
        temporary = path.parent / f"{TEMPORARY}{secrets.token_hex(6)}.tmp"
        try:
            _write(temporary, data, mode)
            if expected is None:
                _rename(temporary, path)
            else:
                with _alone(path):
                    if digest_of(path) != expected:
                        raise FileInUse(path.name, "读取之后被其他程序改动过", "请重新运行命令")
                    _rename(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Exclusive access among our own processes between checking the file and renaming over it.

    The file itself is locked: a process waiting on the old file then finds a different digest. Windows cannot rename over
    an open file, so there a file beside it is used that is deleted with the process. Errors: ``FileInUse``.
    """
    if sys.platform == "win32":
        beside = path.with_name(f"{TEMPORARY}{sha256(path.name.encode()).hexdigest()[:12]}.lock")
        try:
            held = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)
        except (FileExistsError, PermissionError):
            raise FileInUse(path.name, "正被其他程序写入", "请稍候再试") from None
        try:
            yield
        finally:
            os.close(held)
        return
    import fcntl

    try:
        opened = path.open("r+b")  # network folders lock only files open for writing
    except FileNotFoundError:
        yield  # nothing can be lost; the digest is checked
        return
    with opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                raise FileInUse(path.name, "正被其他程序写入", "请稍候再试") from None
            if error.errno not in NO_LOCKS:
                raise
        yield


def digest_of(path: Path) -> str | None:
    """The SHA-256 of the file; None if it does not exist."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def check_free(path: Path) -> None:
    """Errors: ``FileInUse`` if another program has the file open, ``Unusable`` if file or folder is not writable."""
    for owner in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if os.path.exists(owner):  # False for a name too long for a lock file
            raise FileInUse(path.name, "正被其他程序打开", f"{CLOSE_IT}；如果确认没有打开，请删除同一文件夹中的 {owner.name}")
    with _reported_errors(path):
        if not path.parent.is_dir():
            raise Unusable(path.name, "所在文件夹不存在", "请检查路径")
        _check_folder(path)
        if path.exists():
            if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
                raise Unusable(path.name, "文件是只读的", "请在文件属性中取消只读再试")
            _check_locks(path)


def _check_folder(path: Path) -> None:
    """Errors: ``Unusable`` if no file can be created beside ``path``.

    Windows marks customised folders (desktop, documents, downloads) READONLY without effect, which Python reports as mode
    0o555; therefore it is tested by creating a file.
    """
    if sys.platform == "win32":
        temporary = path.parent / f"{TEMPORARY}{secrets.token_hex(6)}.tmp"
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        with contextlib.suppress(OSError):
            temporary.unlink()
        return
    if not path.parent.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path.parent, os.W_OK):
        raise Unusable(path.name, "所在文件夹是只读的", "请把文件拷贝到可以写入的文件夹再试")


def _check_locks(path: Path) -> None:
    """Windows refuses to open a file held by Excel; on other systems both kinds of advisory lock are tested."""
    with path.open("r+b") as opened:
        if sys.platform == "win32":
            return
        import fcntl

        for lock in (fcntl.lockf, fcntl.flock):
            try:
                lock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno in (errno.EACCES, errno.EAGAIN):
                    raise FileInUse(path.name, "正被其他程序锁定", CLOSE_IT) from None
                if error.errno not in NO_LOCKS:
                    raise
            else:
                lock(opened, fcntl.LOCK_UN)


def in_use(path: Path, error: OSError) -> bool:
    """True if ``error`` was caused by another program that has the file open.

    On Windows ``open`` reports this like a missing permission (errno 13, winerror None). Renaming the file to its own name
    has no effect, requires the same access as replacing it, and returns the specific error code.
    """
    if getattr(error, "winerror", None) in SHARING_VIOLATIONS:
        return True
    if sys.platform != "win32" or error.errno != errno.EACCES:
        return False
    try:
        os.rename(path, path)
    except OSError as refusal:
        return getattr(refusal, "winerror", None) in SHARING_VIOLATIONS
    return False


def _rename(temporary: Path, path: Path) -> None:
    """``os.replace`` with retries while another process on Windows briefly has the file open."""
    for pause in PAUSES:
        try:
            os.replace(temporary, path)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in (ACCESS_DENIED, *SHARING_VIOLATIONS):
                raise
            time.sleep(pause)
    os.replace(temporary, path)


def remove_stale(path: Path) -> None:
    """Remove temporary files of killed processes from the folder."""
    oldest = time.time() - STALE_AFTER_SECONDS
    with contextlib.suppress(OSError):
        for left in path.parent.glob(f"{TEMPORARY}*.tmp"):
            with contextlib.suppress(OSError):
                if left.stat().st_mtime < oldest:
                    left.unlink()


def _mode(path: Path, private: bool) -> int:
    """The permissions of the file; those of a new file if it does not exist."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return PRIVATE if private else 0o666 & ~mask


def _write(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(data)
        opened.flush()
        if sys.platform != "win32":
            os.fchmod(opened.fileno(), mode)
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Flush the rename to disk; unsupported on Windows and some network folders."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _reported_errors(path: Path) -> Iterator[None]:
    """Converts system errors to one line."""
    try:
        yield
    except GaoyanError:
        raise
    except OSError as error:
        _tell(path, error)


def _tell(path: Path, error: OSError) -> NoReturn:
    if in_use(path, error):
        raise FileInUse(path.name, "正被其他程序打开", CLOSE_IT) from None
    if error.errno == errno.ENOENT and sys.platform == "win32":
        # Windows reports an existing folder as missing if its ransomware protection denies access, or the path is too long.
        todo = "请移到路径较短的文件夹；仍不行的，在Windows“勒索软件防护”里允许Python"
        raise Unusable(path.name, "文件夹里无法新建文件，文件未改动", todo) from None
    if error.errno in FULL:
        raise Unusable(path.name, "磁盘空间不足，文件未改动", "请清理磁盘后再试") from None
    if error.errno in BARRED:
        raise Unusable(path.name, "没有权限写入，文件未改动", "请检查文件和所在文件夹的权限，或把文件拷贝到别处再试") from None
    if error.errno == errno.ENAMETOOLONG:
        raise Unusable(path.name[:40], "文件名太长", "请缩短文件名再试") from None
    raise Unusable(path.name, "无法写入，文件未改动", f"请检查磁盘或网络连接（{error.strerror}）") from None
