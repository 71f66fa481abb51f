"""Names of people as 附件4 takes them: the certificate is looked up by name and document number, so a stray space matters.

Source: 三(一) of the notice (学员可凭姓名和身份证号登录 … 查询打印本人证书).
"""

from __future__ import annotations

import re

from udfs.cells import Value, blank, has_invisible, text, without_invisible
from udfs.verdict import Fault

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACED_HAN = re.compile(rf"[{HAN}](?:\s*[{HAN}]){{1,2}}")
_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】", "〔": "〕", "《": "》", "<": ">", "{": "}", "「": "」"}
_DOTS = "·•・‧"


def name_fault(value: Value) -> Fault | None:
    """What is wrong with a name as it stands; None if it is right or empty.

    Two or three Chinese characters hold no space between them; "·" inside and Latin names with single spaces are fine.
    What begins with "#" is what a broken formula leaves (#N/A, #REF! …).
    """
    if blank(value):
        return None
    shown = value if isinstance(value, str) else text(value)
    if shown != shown.strip():
        return Fault("空格", "首尾有空格", "去掉首尾空格")
    if has_invisible(shown):
        return Fault("不可见字符", "含有看不见的字符", "去掉不可见字符")
    if shown.startswith("#"):
        return Fault("公式错误值", "是公式的错误值", "证件上的姓名")
    if any(char.isdecimal() for char in shown):
        return Fault("数字", "含有数字", "不含数字的姓名")
    if _half_bracket(shown):
        return Fault("括号", "括号不成对", "括号成对或去掉")
    if any(char.isspace() for char in shown) and _stray_space(shown):
        return Fault("空格", "中间有多余的空格", "去掉多余的空格")
    if shown[0] in _DOTS or shown[-1] in _DOTS:
        return Fault("间隔号", "首尾有间隔号", "间隔号只在姓名中间")
    return None


def _stray_space(shown: str) -> bool:
    """A space inside a Chinese name of two or three characters, two spaces in a row, or a space that is no plain one."""
    return bool(_SPACED_HAN.fullmatch(shown)) or any(char.isspace() and char != " " for char in shown) or "  " in shown


def _half_bracket(shown: str) -> bool:
    open_: list[str] = []
    for char in shown:
        if char in _BRACKETS:
            open_.append(_BRACKETS[char])
        elif char in _BRACKETS.values() and (not open_ or open_.pop() != char):
            return True
    return bool(open_)


def normal_name(value: Value) -> str:
    """The name without the spaces and invisible characters that do not belong into it; nothing else is changed.

    >>> normal_name(" 张 三 ")
    '张三'
    """
    shown = " ".join(without_invisible(text(value)).split())
    return shown.replace(" ", "") if _SPACED_HAN.fullmatch(shown) else shown
