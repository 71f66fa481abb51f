"""Error handling of commands: one line in Chinese and an exit code, never a traceback."""

from __future__ import annotations

import errno
import os
import traceback
from datetime import datetime
from pathlib import Path

from addin.terminal.streams import complain, silence_stdout
from addin.terminal.wording import is_usage_error, usage_error
from udfs.records.masking import hide
from udfs.values.terminal import harmless
from workbooks.files.errors import GaoyanError

UNUSABLE, INTERRUPTED = 2, 130
LOG_NAME = "errors.log"
LARGEST_LOG = 1_000_000
# Errors of a disk or network share that is gone; not every system defines every name.
_NAMES = ("EIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ENODEV", "ENXIO", "ETIMEDOUT")
OF_A_SHARE = {getattr(errno, name) for name in _NAMES if hasattr(errno, name)}
GONE = ("磁盘或网络文件夹没有应答", "请检查磁盘或网络连接后重试")


def ended(error: BaseException) -> int:
    """Print the error message and return the exit code."""
    if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Abort":
        complain("已中断，文件未作改动")
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        silence_stdout()
        return 0
    if is_usage_error(error):
        complain(usage_error(error))
        return UNUSABLE
    if isinstance(error, GaoyanError):
        complain(str(error))
        return error.exit_code
    if isinstance(error, MemoryError):
        complain("内存不足，文件未作改动。请关闭其他程序后重试")
        return UNUSABLE
    if isinstance(error, OSError) and (line := system_error(error)):
        complain(line)
        return UNUSABLE
    complain(unexpected(error))
    return UNUSABLE


def system_error(error: OSError) -> str:
    """The message for system errors that a user can act on; '' for others."""
    what = {
        errno.ENOSPC: ("磁盘已满", "请腾出空间后重试"),
        errno.EDQUOT: ("磁盘配额已满", "请腾出空间后重试"),
        errno.EACCES: ("没有权限", "请检查文件和文件夹的权限"),
        errno.EPERM: ("没有权限", "请检查文件和文件夹的权限"),
        errno.EROFS: ("磁盘是只读的", "请换一个可以写入的位置"),
        errno.ENAMETOOLONG: ("文件名太长", "请换一个短些的文件名"),
        errno.EFBIG: ("文件超过系统允许的大小", "请腾出空间后重试"),
    }.get(error.errno or 0) or (GONE if error.errno in OF_A_SHARE else None)
    if what is None:
        return ""
    where = os.fspath(error.filename) if isinstance(error.filename, str | os.PathLike) else "文件"
    return f"{where}：{what[0]}，文件未作改动。{what[1]}"


def unexpected(error: BaseException) -> str:
    """The message for an internal error; its details go to a log without personal data."""
    name = type(error).__name__
    log = written_log(error)
    where = f"详情已记入 {log}（号码已遮盖），请把它发给程序维护者" if log else "请把所用命令告诉程序维护者"
    return f"程序出错（{name}），文件未作改动。{where}"


def written_log(error: BaseException) -> Path | None:
    """Append the masked traceback to the log in the user's state folder. Returns its path, or None if impossible."""
    from platformdirs import user_state_path

    try:
        folder = user_state_path("gaoyan", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / LOG_NAME
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".old"))
        details = "".join(traceback.format_exception(error))
        with path.open("a", encoding="utf-8", errors="replace") as log:
            log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S}\n{harmless(hide(details))}\n")
        return path
    except OSError:
        return None
