"""Recognises table rows that are not persons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from udfs.values.cells import Value, blank, text
from udfs.values.regex import regex

EXAMPLE, FOOTER = "填写示例", "合计、备注等表尾内容"
_FOOTER = regex(
    r"合计|总计|小计|共计|备注[:：]|备注$|注[:：、1]|说明[:：]|填表|填报|制表|审核|经办|负责人|联系人|单位.{0,4}盖章|[（(]盖章|日期[:：]|以上|本表|报名截止|截至|"
    r"共\s*[0-9一二三四五六七八九十百]+\s*[人名]|打印时间|第\s*[0-9]+\s*页|(?i:(?:sub|grand)?[ -]?total)\b"
)
_EXAMPLE_NUMBER = regex(r"[（(【\[]?(?:填写)?(?:示例|样例|范例|例子|例|举例|例如)[:：)）】\]]?[0-9]?")
_EXAMPLE_NAME = regex(r"(?:示例|样例|范例|例)$|例[:：]|.*[（(](?:示例|样例|例)[)）]")
_SEVERAL = regex(r".{1,8}等\s*[0-9一二三四五六七八九十]+\s*[人名位]")
_INSTRUCTION = regex(r"^[（(]?(?:必填|选填|必填项|请填写|填写说明|文本格式|[0-9]{1,2}位)|^[（(][^（()）]*[)）]$")


def telling(first: Value) -> bool:
    """True if the first cell of a row, the serial number column, marks it as not a person."""
    return isinstance(first, str) and not first.isdecimal() and (exemplary(first) or is_footer(first))


def exemplary(number: Value) -> bool:
    """True for 例： in the serial number column."""
    return isinstance(number, str) and "例" in number and bool(_EXAMPLE_NUMBER.fullmatch(number.strip()))


def why_nobody(words: str, name: str, with_document: bool) -> str:
    """The reason why a row is not one person; '' if none is seen. ``words``: its first cell; ``with_document``: its column of
    document numbers is filled."""
    if exemplary(words) or _EXAMPLE_NAME.match(name):
        return EXAMPLE
    if not with_document and _INSTRUCTION.match(name):
        return "填写说明"
    if not with_document and (is_footer(words) or is_footer(name)):
        return FOOTER
    return "写的是几个人，没有读入；请一人一行写明" if _SEVERAL.fullmatch(name) else ""


def first_text(row: Sequence[Value]) -> str:
    """The first non-empty cell of a row, as text."""
    return next((text(cell) for cell in row if not blank(cell)), "")


def is_footer(words: str) -> bool:
    """True for the beginning of a line of totals, remarks or signatures."""
    return bool(_FOOTER.match(words))


_STAY_AWAY = (
    "(?:取消|退出|已退|退训|不参加|未参加|不能参加|无法参加|不参训|未参训|放弃|不来|作废|删除"
    "|候补|候选|替补|备选|备用|递补|后备|未录取|不予录取|待定)"
)
# 张三 取消 is one person; a line that announces a group contains no name.
_LEAVES_OUT = regex(
    rf"(?:以下|下列|下面|下述).*{_STAY_AWAY}.*|.*{_STAY_AWAY}.*(?:名单|人员|学员|人选|名额|同志)"
    rf"|(?:因.{{0,5}}|已|均|都|自动)?{_STAY_AWAY}(?:参加|参训|培训|报名|的)*"
)
_COUNT = regex(r"[（(【\[]?(?:共|计)?\s*[0-9一二三四五六七八九十百]+\s*(?:人|名|位)[)）\]】]?")
_AROUND = regex(r"^[（(【\[]?[一二三四五六七八九十0-9]{1,3}[)）\]】]?\s*[、.．:：\s]\s*|[\s:：()（）【】\[\]*—\-]+")
_LONGEST_LINE = 24


_NOTE = regex(r"\s*[（(【*＊※★]*\s*(?:注|备注|说明|附注|提示|特别说明|PS)\s*[)）】]?\s*[0-9一二三1]*\s*[:：、.．]", re.IGNORECASE)
_LOOK = regex(r"[标红黄绿蓝灰]+[色字底]|标[红黄绿蓝灰注]|底[色纹]|颜色|加粗|斜体|高亮|划线|删除线")
_OF_SOME = regex(rf"{_STAY_AWAY}|工作人员|会务|带队|替|调[至到入]|[改转][派报至到]")


def tells_of_people(line: str) -> bool:
    """True for a line that tells of some people by the look of their cells (标红的为取消), or a note on who they are."""
    return bool(_LOOK.search(line) or (_NOTE.match(line) and _OF_SOME.search(line)))


def leaves_out(line: str) -> bool:
    """True for a line stating that the people below do not participate: 以下人员因故取消, 候补名单."""
    bare = _AROUND.sub("", _COUNT.sub("", line))
    if len(bare) > _LONGEST_LINE or bare.startswith("以上") or any(sign in bare for sign in "，,。；;！!"):
        return False
    return bool(_LEAVES_OUT.fullmatch(bare))
