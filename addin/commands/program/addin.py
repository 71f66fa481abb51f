"""``gaoyan addin``: builds, installs, removes and diagnoses the add-in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from addin.commands.program.returned import returned
from addin.commands.program.selftest import selftest
from addin.terminal import options, streams
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from addin.installing.diagnose import DiagnosisLine

HELP = "Excel加载项和LibreOffice扩展：生成、安装、卸载、诊断。"
EPILOG = """安装只对当前用户，不需要管理员；安装后重新打开 Excel 或 LibreOffice，即有“高研项目”选项卡或菜单。
例：
  gaoyan addin install
  gaoyan addin doctor
  gaoyan addin install --host libreoffice
  gaoyan addin install --portable 高研加载项
  gaoyan addin build --out gaoyan.xlam"""

Out = Annotated[str, typer.Option("--out", metavar="文件", help="要写的文件；默认写在当前文件夹")]
Host = Annotated[str, typer.Option("--host", metavar="程序", help="excel（默认）、libreoffice 或 lite")]
InstallHost = Annotated[str, typer.Option("--host", metavar="程序", help="excel（默认）或 libreoffice")]
Portable = Annotated[
    str, typer.Option("--portable", metavar="文件夹", help="不在本机安装：放好一个文件夹，拷到不能上网的 Windows 电脑上双击安装")
]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]


def excel_file() -> tuple[str, bytes]:
    from addin.xlam.build import FILE_NAME, build_xlam

    return FILE_NAME, build_xlam()


def lite_file() -> tuple[str, bytes]:
    from addin.lite.wheel import built_wheel

    return built_wheel()


def libreoffice_file() -> tuple[str, bytes]:
    from importlib.metadata import version

    from addin.libreoffice.installing.extension import built_extension

    return "gaoyan.oxt", built_extension(version("gaoyan"))


BUILDERS: dict[str, Callable[[], tuple[str, bytes]]] = {"excel": excel_file, "libreoffice": libreoffice_file, "lite": lite_file}
"""{host: function that builds its file as (name, bytes)}."""


def build(out: Out = "", host: Host = "excel", force: Force = False) -> int:
    """由源码生成加载项文件；同一版本在任何系统上生成的文件逐字节相同。"""
    from hashlib import sha256

    from workbooks.files import replacing

    builder = BUILDERS[options.one_of("--host", host, tuple(BUILDERS))]
    with streams.working("正在生成"):
        name, data = builder()
    path = Path(out or name)
    if path.is_dir():
        path = path / name
    if path.suffix.lower() != Path(name).suffix:
        raise Unusable(str(path), f"扩展名应为 {Path(name).suffix}", "请改正文件名")
    if path.exists() and not force:
        if path.read_bytes() == data:
            streams.say(f"{path} 已是最新")
            return 0
        raise Unusable(str(path), "文件已存在且内容不同", "请换一个文件名，确要覆盖请加 --force")
    replacing.replace(path, data)
    streams.say(f"已生成 {path}（{len(data):,} 字节）")
    streams.say(f"SHA256 {sha256(data).hexdigest()}")
    return 0


def install(host: InstallHost = "excel", portable: Portable = "") -> int:
    """为当前用户安装：Excel（Windows、Mac）加载项，或 LibreOffice 扩展。"""
    if portable:
        return lay_folder(host, Path(portable))
    if in_libreoffice(host):
        from importlib.metadata import version

        from addin.libreoffice.installing.libraries import install as installed_there

        with streams.working("正在安装"):
            lines = installed_there(libreoffice_file()[1], version("gaoyan"))
        for line in lines:
            streams.say(line)
        streams.say(
            "下一步：重新打开 LibreOffice，看菜单“高研项目”；没有出现请运行 gaoyan addin doctor --host libreoffice", style="bold"
        )
        return 0
    from addin.installing.install import install as installed
    from addin.installing.places import check_platform
    from addin.installing.real import RealSystem

    system = RealSystem()
    check_platform(system)
    for line in installed(system, excel_file()[1]):
        streams.say(line)
    streams.say("下一步：重新打开 Excel，看“高研项目”选项卡；没有出现请运行 gaoyan addin doctor", style="bold")
    return 0


def lay_folder(host: str, folder: Path) -> int:
    """Create the folder for Windows machines without internet access."""
    from addin.portable.laying import lay
    from addin.portable.wheels import PYTHON

    if in_libreoffice(host):
        raise Unusable("--portable", "只用于 Excel 加载项", "请去掉 --host libreoffice")
    with streams.working("正在下载组件"):
        lines = lay(folder)
    for line in lines:
        streams.say(line)
    installer = f"python-{PYTHON}.x-amd64.exe"
    streams.say(f"下一步：把Python的安装程序（python.org，{installer}）也放进去，整个文件夹拷到U盘", style="bold")
    streams.say("到办公电脑上：拷到硬盘，退出Excel，双击“安装.cmd”；详见其中的 readme.txt", style="bold")
    return 0


def uninstall(host: InstallHost = "excel") -> int:
    """卸载 Excel 加载项或 LibreOffice 扩展；工作簿、台账和撤销记录不动。"""
    if in_libreoffice(host):
        from addin.libreoffice.installing.libraries import uninstall as removed_there

        with streams.working("正在卸载"):
            done, program = removed_there(), "LibreOffice"
    else:
        from addin.installing.install import uninstall as uninstalled
        from addin.installing.real import RealSystem

        done, program = uninstalled(RealSystem()), "Excel"
    for line in done:
        streams.say(line)
    streams.say(f"已卸载，重新打开 {program} 后生效" if done else "没有安装，无须卸载", style="bold")
    return 0


def doctor(host: InstallHost = "excel", json: options.Json = False) -> int:
    """诊断：逐项检查 Excel 或 LibreOffice、加载项、Python 和各项设置，说明哪里不对、怎样处理。"""
    from dataclasses import asdict

    lines = diagnosed(host)
    faults = sum(line.state == "wrong" for line in lines)
    if json:
        streams.put_json({"faults": faults, "lines": [asdict(line) for line in lines]})
        return 1 if faults else 0
    for line in lines:
        streams.say(str(line))
    streams.say(f"有 {faults} 项需要处理" if faults else "没有发现问题", style="bold")
    return 1 if faults else 0


def diagnosed(host: str) -> list[DiagnosisLine]:
    if in_libreoffice(host):
        from addin.libreoffice.installing.doctor import diagnose as there

        return list(there())
    from addin.installing.doctor import diagnose
    from addin.installing.real import RealSystem

    return diagnose(RealSystem())


def in_libreoffice(host: str) -> bool:
    return options.one_of("--host", host, ("excel", "libreoffice")) == "libreoffice"


COMMANDS: dict[str, Callable[..., Any]] = {
    "build": build, "install": install, "uninstall": uninstall, "doctor": doctor, "selftest": selftest,
    "returned": returned,
}  # fmt: skip
