"""Names of people in 附件4. Certificates are looked up by name and document number, so the cell must hold exactly the name on the
card.

Source: 三(一) of the notice (学员可凭姓名和身份证号登录 … 查询打印本人证书).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from udfs.values.cells import Value, blank, has_invisible, plain, text, without_invisible
from udfs.values.regex import regex
from udfs.values.verdict import Fault

DOT = "·"
LIKE_A_DOT = "•・‧∙⋅･．.｡。"
"""Characters that keyboards produce in place of the dot inside a name."""
_LIKE_A_DOT = regex(f"[{re.escape(LIKE_A_DOT)}]")
_RADICAL = regex("[\u2e80-\u2fdf]")
_BRACKETS = frozenset('()（）[]［］【】〔〕〖〗《》〈〉<>＜＞{}｛｝「」『』“”"＂')
_JOINTS = frozenset("、，,;；/／\\＼|｜&＆+＋")
_LATIN_SIGNS = frozenset(" ,.'’-‐")
_STANDS_FOR_NOBODY = frozenset(
    ("空", "空白", "待定", "待补", "待填", "未定", "未知", "不详", "无", "暂无", "无名", "以下空白", "此行空白", "合计", "小计",
     "总计", "共计", "同上", "略", "某某", "姓名", "签名", "备注")
)  # fmt: skip
"""Placeholders in the name column; none is a name."""


# Compiling one pattern for all of these ranges takes milliseconds at every start.
def is_han(sign: str) -> bool:
    """True for a Chinese character. Planes 2 and 3 hold nothing else, including future additions to Unicode."""
    return "\u3400" <= sign <= "\u9fff" or sign == "〇" or "\uf900" <= sign <= "\ufaff" or "\U00020000" <= sign <= "\U0003ffff"


def holds_han(shown: str) -> bool:
    return any(map(is_han, shown))


def is_short_han(shown: str) -> bool:
    """True for two or three Chinese characters, with or without spaces between them."""
    signs = "".join(shown.split())
    return len(signs) in (2, 3) and shown == shown.strip() and all(map(is_han, signs))


def dot_between_han(found: re.Match[str]) -> str:
    """Regex replacement: the dot printed on cards for a look-alike between two Chinese characters."""
    before, behind = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return DOT if is_han(before) and is_han(behind) else found[0]


def name_fault(value: Value) -> Fault | None:
    """The fault of a name as entered; None if it is right or empty.

    Allowed: "·" inside a name, every Chinese character however rare; in names without Chinese characters also single spaces
    and , . ' -. Not allowed: spaces between Chinese characters, digits, brackets, stars, question marks, a second name,
    placeholders.
    """
    if blank(value):
        return None
    shown = value if isinstance(value, str) else text(value)
    return _fault(shown)


@lru_cache(maxsize=4096)
def _fault(shown: str) -> Fault | None:
    if len(lines := shown.split("\n")) > 1 and all(len(plain(line)) > 1 for line in lines):
        return Fault("几个姓名", "分成了几行，一行只写一个人", "一个人的姓名")
    if shown != shown.strip():
        return Fault("空格", "首尾有空格", "去掉首尾空格")
    if has_invisible(shown):
        return Fault("不可见字符", "含有不可见字符", "去掉不可见字符")
    if any(unicodedata.category(char) in ("Cf", "Cc") and not char.isspace() for char in shown):
        return Fault("控制字符", "含有看不见的控制字符", "重新录入姓名")
    if plain(shown).strip("()[]<>【】〔〕") in _STANDS_FOR_NOBODY:
        return Fault("占位", "不是人名，只是占位的字样", "证件上的姓名；没有人的行请清空")
    return _sign_fault(shown) or _space_fault(shown) or _dot_fault(shown)


def _sign_fault(shown: str) -> Fault | None:
    """The fault of the first character that no name contains."""
    latin = not holds_han(shown)
    for char in shown:
        if char.isspace() or char in LIKE_A_DOT or char == DOT or (latin and char in _LATIN_SIGNS):
            continue
        if _RADICAL.match(char):
            return Fault("部首", "含有部首符号，看似汉字而不是汉字", "证件上的汉字")
        if char in _BRACKETS:
            return Fault("括号", "含有括号，职务、性别等说明不要写在姓名里", "不带括号和说明的姓名")
        if char in _JOINTS:
            return Fault("几个姓名", "像是几个人写在一起，一行只写一个人", "一个人的姓名")
        kind = unicodedata.category(char)
        if kind in ("Nd", "No") or (kind == "Nl" and char != "〇"):
            return Fault("数字", "含有数字", "不含数字的姓名")
        if kind == "Co":
            return Fault("造字", "含有造字区的字，别的电脑上显示不出来", "证件上的汉字")
        if kind[0] != "L" and not is_han(char) and not (latin and kind == "Mn"):
            return Fault("符号", "含有符号", "不含符号的姓名")
    return None


def _space_fault(shown: str) -> Fault | None:
    """The fault of a space in a Chinese name, of repeated spaces, or of a special space."""
    if not any(char.isspace() for char in shown):
        return None
    if is_short_han(shown) or "  " in shown or any(char.isspace() and char != " " for char in shown):
        return Fault("空格", "中间有多余的空格", "去掉多余的空格")
    if holds_han(shown):
        return Fault("间隔", "汉字之间有空格", f"去掉空格；证件上有间隔号的写“{DOT}”；两个人的分两行写")
    return None


def _dot_fault(shown: str) -> Fault | None:
    """The fault of a dot at either end, or of a look-alike used as dot."""
    if shown[0] in DOT + LIKE_A_DOT or shown[-1] in (DOT + LIKE_A_DOT).replace(".", "" if not holds_han(shown) else "."):
        return Fault("间隔号", "首尾有间隔号", "间隔号只在姓名中间")
    if holds_han(shown) and any(char in LIKE_A_DOT for char in shown):
        return Fault("间隔号", f"间隔号写成了别的符号，应为“{DOT}”", f"间隔号为“{DOT}”")
    return None


COMPOUND_SURNAMES = frozenset(
    (
        "欧阳",
        "诸葛",
        "司马",
        "上官",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "端木",
        "独孤",
        "南宫",
        "申屠",
        "呼延",
        "淳于",
    )
)
"""Two-character surnames: a space after one is layout, not part of the name."""


def normal_name(value: Value) -> str:
    """The name without stray spaces and invisible characters, with the standard dot, and radicals as characters; otherwise
    unchanged.

    >>> normal_name(" 张 三 "), normal_name("买买提•艾合买提")
    ('张三', '买买提·艾合买提')
    """
    shown = " ".join(without_invisible(text(value)).split())
    shown = _RADICAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), shown)
    shown = _LIKE_A_DOT.sub(dot_between_han, shown)
    surname, _, given = shown.partition(" ")
    joined = is_short_han(shown) or (surname in COMPOUND_SURNAMES and given.isalpha() and len(given) < 3)
    return shown.replace(" ", "") if joined else shown
