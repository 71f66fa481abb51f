"""Words near an entry of a list: named only where the cell holds no entry, and only for columns with a list."""

from __future__ import annotations

import pytest

from udfs.records.near_words import meant


@pytest.mark.parametrize(
    ("field", "word", "entry"),
    [
        ("职称类别", "正高", ""), ("职称类别", " 副 高 ", ""), ("职称类别", "高级工程师", "副高"), ("职称类别", "讲师", "其他"),
        ("职称类别", "院士", "院士/全国知名专家"), ("职称类别", "全国知名专家", ""), ("人员类别", "学员", ""),
        ("参训方式", "网络", "线上"), ("姓名", "教授", ""), ("工作单位", "正高", ""),
    ],
)  # fmt: skip
def test_what_a_word_means(field: str, word: str, entry: str) -> None:
    assert meant(field, word) == entry
