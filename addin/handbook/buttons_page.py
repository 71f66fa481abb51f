"""docs/buttons.md from the registry: each button with a line and a picture."""

from __future__ import annotations

from collections.abc import Iterator

from addin.buttons.registry import GROUPS, TAB, Button
from addin.buttons.tab import BUTTONS, in_the_browser
from addin.handbook.rules import GENERATED


def buttons_page() -> str:
    """The page; its pictures are made by docs/make_window_pictures.py."""
    lines = [
        GENERATED, "", "# 按钮", "",
        f"Excel 的选项卡“{TAB}”和 LibreOffice 的菜单“{TAB}”里是同样的按钮。改动单元格之前先询问，",
        "结束时一条消息说明做了什么、下一步做什么；改动都可用“撤销上一步”恢复。图片取自 LibreOffice 25.2，图中人员均为虚构。", "",
    ]  # fmt: skip
    for group in GROUPS:
        lines += [f"## {group}", ""]
        for one in BUTTONS.values():
            if one.group == group:
                lines += [*entry(one), ""]
    return "\n".join(lines).rstrip() + "\n"


def entry(one: Button) -> Iterator[str]:
    """The line and the picture of a button."""
    lacking = "" if one in in_the_browser() else "　xlwings Lite（浏览器）里没有。"
    yield f"**{one.label}**（Alt、GY、{one.keytip}）：{one.screentip}。{lacking}"
    yield ""
    yield f"![{one.label}](pictures/button-{one.id}.png)"
