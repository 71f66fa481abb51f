"""Classes with other values in 项目信息."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.rules.cases import with_project, with_row
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile

START, END = date(2025, 7, 14), date(2025, 7, 18)


def municipal(**facts: Any) -> ClassFile:
    return with_project(sample_class(MUNICIPAL), **facts)


def national(**facts: Any) -> ClassFile:
    return with_project(sample_class(NATIONAL, plan=2), **facts)


# PRJ-07
def with_online(count: int, means: str | None) -> ClassFile:
    c = municipal(online_means=means, online_reason="抗洪抢险")
    for at in range(count):
        c = with_row(c, "people", at, mode="线上", region=None)
    return c
