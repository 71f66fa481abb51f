"""Security software on Windows: products, SmartScreen, redirected folders."""

from __future__ import annotations

from collections.abc import Iterator

from addin.installing.diagnose import DiagnosisLine, note
from addin.installing.places import addin_path, roaming, stated_interpreter
from addin.installing.system import System

SOFTWARE = ("HKLM\\SOFTWARE\\{}", "HKLM\\SOFTWARE\\WOW6432Node\\{}")
WATCHERS = {
    "360安全卫士": ("360Safe\\Liveup", "360Safe\\Coop"),
    "火绒": ("Huorong\\Sysdiag",),
    "天擎": ("360EntSecurity", "Qianxin\\Tianqing", "QAX\\TQ"),
    "腾讯电脑管家": ("Tencent\\QQPCMgr",),
}
"""{product: registry keys below SOFTWARE, one of which it creates}."""
SMART_SCREEN = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\System"


def lines(system: System) -> Iterator[DiagnosisLine]:
    yield from watched(system)
    yield from smart_screen(system)
    yield from redirected(system)


def watched(system: System) -> Iterator[DiagnosisLine]:
    """Security software that asks, or silently refuses, when Excel starts Python."""
    found = [
        name for name, keys in WATCHERS.items() if any(system.registry(root.format(key)) for key in keys for root in SOFTWARE)
    ]
    if found:
        python = stated_interpreter(system) or system.python
        todo = f"出现提示时选“允许”；按钮连不上Python时，把 {python} 和 {addin_path(system)} 加入信任区（白名单），天擎请找管理员"
        yield note("安全软件", f"装有{'、'.join(found)}，可能拦住Excel启动Python", todo)


def smart_screen(system: System) -> Iterator[DiagnosisLine]:
    stated = system.registry(SMART_SCREEN)
    if stated.get("EnableSmartScreen") == 1 and str(stated.get("ShellSmartScreenLevel", "")).lower() == "block":
        todo = "请管理员放行；或把文件夹放在本机，右键“安装.cmd”—属性—解除锁定，再双击"
        yield note("SmartScreen", "单位设为一律阻止，双击“安装.cmd”可能没有反应", todo)


def redirected(system: System) -> Iterator[DiagnosisLine]:
    """%APPDATA% on a server: Excel trusts its start-up folder there only if its settings allow network locations."""
    place = str(roaming(system))
    if place.startswith(("\\\\", "//")):
        todo = "文件—选项—信任中心—受信任位置：勾选“允许网络上的受信任位置”，或请管理员处理"
        yield note("用户数据", f"文件夹在网络上（{place}），Excel可能不加载那里的加载项", todo)
