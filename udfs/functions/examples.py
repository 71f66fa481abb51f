"""Test cases for the hosts: (name, arguments, answer) for every cell function.

A date is returned as a date only by hosts that have dates. The document numbers use a district code that was never assigned.
"""

from __future__ import annotations

from datetime import date

Given = str | int | float | date
FunctionExample = tuple[str, tuple[Given, ...], str | int | float | date]
RIGHT_ID = "120199197101115840"
WRONG_ID = "120199197101115841"

CASES: tuple[FunctionExample, ...] = (
    ("GY_STAFF_LIMIT", (60,), 6),
    ("GY_STAFF_RATIO", (3, 60), 0.05),
    ("GY_ABSENCE", (2, 2, 32), 0.125),
    ("GY_WITHDRAWN", (4, 1, 32), "是"),
    ("GY_EXPENSE_TOTAL", (1200.35,), 1200.35),
    ("GY_QUOTA", ("三类", 55, 5), 151250),
    ("GY_LECTURE_LIMIT", ("副高", 4), 2000),
    ("GY_TAX", (1000,), 50),
    ("GY_RMB", (1234.5,), "壹仟贰佰叁拾肆元伍角"),
    ("GY_ID_CHECK", (RIGHT_ID,), ""),
    ("GY_ID_CHECK", (WRONG_ID,), "校验码应为0（末位），请逐位核对"),
    ("GY_ID_CHECK", ("",), ""),
    ("GY_ID_CHECK", (12.5,), "存放方式：以数字形式存放，尾数可能已经丢失，请按文本重新录入"),
    ("GY_ID_BIRTH", (RIGHT_ID,), date(1971, 1, 11)),
    ("GY_ID_SEX", (RIGHT_ID,), "女"),
    ("GY_PHONE_CHECK", ("14100000000",), ""),
    ("GY_TITLE_LEVEL", ("副教授",), "副高"),
    ("GY_DEADLINE", ("总结材料", date(2025, 7, 18), "市级"), date(2025, 8, 18)),
    ("GY_SATISFACTION", (30, 10, 8, 2), 0.8),
    ("GY_COURSEWARE_HOURS", (4,), 24),
    ("GY_CERT_CHECK", ("津高研202509001", "津高研{年}{计划:02}{流水:03}"), ""),
    ("GY_RULE", ("XX-99",), "没有这条规则"),
)
