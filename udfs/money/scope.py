"""Which classes the fee regulation binds: those paid by 财政资助. For the others the notice only refers to the rules of their own
source of funds."""

from __future__ import annotations

from udfs.notice.packs import pack_of
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ClassFile
from udfs.schedule.deadlines import subsidised

EVERYBODY = "全部"
COMPARED = "参照培训费管理办法："
"""Prefix of a finding where the regulation does not bind and only serves for comparison."""


def bound_by_540(c: ClassFile, p: Parameters) -> bool:
    """True if the regulation binds this class: it is subsidised, or the office applies the regulation to every class."""
    return p.scope_540 == EVERYBODY or subsidised(c)


OWN_RATES = "lecture_rates"


def has_own_rates(p: Parameters) -> bool:
    """True if the notice of the class sets its own lecture fee rates."""
    return OWN_RATES in pack_of(p.notice).leaves
