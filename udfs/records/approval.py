"""Decides whether 变更批准文号 states an approval or only that one is pending."""

from __future__ import annotations

from udfs.values.cells import Value, plain

DIGITS = "0123456789"
PENDING = (
    "待批", "待审", "待同意", "待回复", "待定", "未批", "未审", "未同意", "未回复", "未获",
    "不同意", "申请中", "审批中", "审核中", "办理中", "报批中",
)  # fmt: skip
"""Words for a pending approval, from everyday usage and not from the notice."""


def approved(value: Value) -> bool:
    """True for a document number, or 平台同意 with a date: text with a digit and no word for pending.

    >>> approved("津人社办函〔2025〕1号"), approved("平台同意 2025-06-01"), approved("待批（6月报送）"), approved("无")
    (True, True, False, False)
    """
    stated = plain(value)
    return any(digit in stated for digit in DIGITS) and not any(word in stated for word in PENDING)
