"""Names: what may not stand in them, and what may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.cells import without_invisible
from udfs.names import name_fault, normal_name


@pytest.mark.parametrize(
    "name",
    [
        "李明",
        "欧阳明",
        "欧阳明明",
        "买买提·艾合买提",
        "阿里木 买买提",
        "John Smith",
        "Anne-Marie O'Neill",
        "李明（小）",
        "𠮷田明",
        "〇明",
        "王",
    ],
)
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
        ("李明1", "数字", "李明1"), ("李明１", "数字", "李明１"), ("李明（", "括号", "李明（"), ("李明)", "括号", "李明)"),
        ("（李明]", "括号", "（李明]"), ("·李明", "间隔号", "·李明"), (123, "数字", "123"),
    ],
)  # fmt: skip
def test_wrong(name: str | int, part: str, tidy: str) -> None:
    fault = name_fault(name)
    assert fault is not None
    assert fault.part == part
    assert normal_name(name) == tidy


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
    assert "".join(normal_name(name).split()) == "".join(without_invisible(name).split())
