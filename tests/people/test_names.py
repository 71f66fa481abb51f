"""Names: what may not stand in them, and what may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.people.names import DOT, name_fault, normal_name
from udfs.values.cells import without_invisible


@pytest.mark.parametrize(
    "name",
    [
        "李明", "欧阳明", "欧阳明明", "买买提·艾合买提", "John Smith", "Anne-Marie O'Neill", "Smith, John A.", "King Jr.",
        "José", "Jose\u0301", "𠮷田明", "〇明", "王", "张\u3400", "李\U0002ebf0", "李\U000323b0", "\ufa0e明", "김민수",
        "空明", "吴略", "合玉",
    ],
)  # fmt: skip
def test_right(name: str) -> None:
    assert name_fault(name) is None
    assert normal_name(name) == name


@pytest.mark.parametrize(
    ("name", "part", "tidy"),
    [
        (" 李明", "空格", "李明"), ("李明\u3000", "空格", "李明"), ("李明\u00a0", "空格", "李明"), ("李 明", "空格", "李明"),
        ("李  小明", "空格", "李小明"), ("李 小 明", "空格", "李小明"), ("李\n明", "空格", "李明"),
        ("John  Smith", "空格", "John Smith"),
        ("John\tSmith", "空格", "John Smith"), ("李\u200b明", "不可见字符", "李明"), ("\ufeff李明", "不可见字符", "李明"),
        ("李明1", "数字", "李明1"), ("李明１", "数字", "李明１"), ("李明①", "数字", "李明①"), ("李明（", "括号", "李明（"),
        ("李明)", "括号", "李明)"), ("（李明]", "括号", "（李明]"), ("余敏（组长）", "括号", "余敏（组长）"),
        ("余敏()", "括号", "余敏()"),
        ("余敏【女】", "括号", "余敏【女】"), ("孔艳*", "符号", "孔艳*"), ("孔艳＊", "符号", "孔艳＊"),
        ("★孔艳", "符号", "★孔艳"),
        ("曹丽、宋志", "几个姓名", "曹丽、宋志"), ("曹丽，宋志", "几个姓名", "曹丽，宋志"),
        ("曹丽/宋志", "几个姓名", "曹丽/宋志"),
        ("曹丽\n宋志", "几个姓名", "曹丽 宋志"), ("曹丽 宋志", "间隔", "曹丽 宋志"), ("阿里木 买买提", "间隔", "阿里木 买买提"),
        ("李 Ann", "间隔", "李 Ann"), ("空", "占位", "空"), ("(空)", "占位", "(空)"), ("待定", "占位", "待定"),
        ("无", "占位", "无"),
        ("以下空白", "占位", "以下空白"), ("合计", "占位", "合计"), ("小 计", "占位", "小计"), ("□", "符号", "□"),
        ("?", "符号", "?"),
        ("李？", "符号", "李？"), ("李\ue000明", "造字", "李\ue000明"), ("⾦明", "部首", "金明"), ("·李明", "间隔号", "·李明"),
        ("李明·", "间隔号", "李明·"), ("买买提•艾合买提", "间隔号", "买买提·艾合买提"),
        ("买买提.艾合买提", "间隔号", "买买提·艾合买提"),
        ("李明-", "符号", "李明-"), ("买买提·艾1", "数字", "买买提·艾1"),
        ("John Smith 2", "数字", "John Smith 2"), (123, "数字", "123"),
    ],
)  # fmt: skip
def test_wrong(name: str | int, part: str, tidy: str) -> None:
    fault = name_fault(name)
    assert fault is not None
    assert fault.part == part
    assert normal_name(name) == tidy


@pytest.mark.parametrize("name", ["小 计", "买买提•艾合买提", "⾦明", " 李 明 "])
def test_what_tidying_mends_is_right_or_named_afterwards(name: str) -> None:
    once = name_fault(normal_name(name))
    assert once is None or once.part == "占位"


@pytest.mark.parametrize("nothing", [None, "", " \u3000"])
def test_nothing_is_not_wrong(nothing: str | None) -> None:
    assert name_fault(nothing) is None


@given(st.text())
def test_normal_name_is_idempotent_and_leaves_no_stray_space(name: str) -> None:
    once = normal_name(name)
    assert normal_name(once) == once
    fault = name_fault(once)
    assert fault is None or fault.part not in ("空格", "不可见字符")


@given(st.text())
def test_normal_name_takes_nothing_but_spaces_and_what_nobody_sees(name: str) -> None:
    """What stands for another character (a radical, a look-alike of the dot) is replaced one for one."""
    taken, left = "".join(without_invisible(name).split()), "".join(normal_name(name).split())
    assert len(taken) == len(left)
    assert all(one == other or other == DOT or "\u2e80" <= one <= "\u2fdf" for one, other in zip(taken, left, strict=True))
