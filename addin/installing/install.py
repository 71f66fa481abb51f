"""``gaoyan addin install`` and ``uninstall`` for the current user, without administrator rights; reports each step."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from addin.installing.excel_settings import STORE_TODO, is_from_store
from addin.installing.places import (
    OPTIONS_KEY,
    OWN_FOLDER,
    addin_path,
    check_platform,
    script_path,
    settings_path,
    settings_text,
)  # fmt: skip
from addin.installing.python import check_python
from addin.installing.system import MAC, System
from addin.xlam.build import FILE_NAME
from workbooks.files import replacing
from workbooks.files.errors import Unusable


def install(system: System, xlam: bytes) -> list[str]:
    """Install the add-in and its settings; a second run renews both. Errors: Unusable, Held."""
    check_platform(system)
    check_python(system)
    settings = settings_text(system)
    path = addin_path(system)
    placed(path, xlam)
    system.unmark(path)
    done = [f"加载项已放到 {path}"]
    placed(settings_path(system), settings)
    done.append(f"设置已写入 {settings_path(system)}（Python：{system.python}）")
    if system.platform == MAC:
        placed(script_path(system), system.xlwings_script())
        done.append(f"脚本已放到 {script_path(system)}")
    done += [f"已取消 Excel 中重复的登记 {name}" for name in forget(system)]
    if is_from_store(system):
        done.append(f"注意：这台电脑的Excel是微软商店版，按钮连不上Python。{STORE_TODO}")
    return done


def uninstall(system: System) -> list[str]:
    """Remove the add-in, its settings and its entries in Excel's options. Workbooks, ledger and journals stay."""
    check_platform(system)
    done = []
    paths = [addin_path(system), settings_path(system), *([script_path(system)] if system.platform == MAC else [])]
    for path in paths:
        if not path.is_file():
            continue
        try:
            path.unlink()
        except OSError:
            raise Unusable(str(path), "无法删除", "请先退出 Excel，再试一次") from None
        if path.parent.name == OWN_FOLDER:
            with contextlib.suppress(OSError):  # contains files of the user
                path.parent.rmdir()
        done.append(f"已删除 {path}")
    done += [f"已取消 Excel 中的登记 {name}" for name in forget(system)]
    return done


def placed(path: Path, data: bytes) -> None:
    """Write the file, creating its folder if necessary."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Unusable(str(path.parent), "无法建立文件夹", "请检查权限") from None
    replacing.replace(path, data)


def forget(system: System) -> Iterator[str]:
    """Delete the entries that would load the add-in a second time; yields their names."""
    for name, value in list(system.registry(OPTIONS_KEY).items()):
        if name.startswith("OPEN") and FILE_NAME in str(value).lower():
            system.delete_value(OPTIONS_KEY, name)
            yield name
