"""Which classes the fee regulation binds: the notice puts those under it that are paid by 财政资助; of the others it says only
that the rules of their own source hold."""

from __future__ import annotations

from udfs.notice.packs import pack_of
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ClassFile
from udfs.schedule.deadlines import subsidised

EVERYBODY = "全部"
COMPARED = "参照培训费管理办法："
"""How a finding begins where the regulation is only something to compare with."""


def bound_by_540(c: ClassFile, p: Parameters) -> bool:
    """True if the regulation binds this class: it is subsidised, or the office holds every class to it."""
    return p.scope_540 == EVERYBODY or subsidised(c)


OWN_RATES = "lecture_rates"


def has_own_rates(p: Parameters) -> bool:
    """True if the notice of the class gives rates of lecture fees itself, instead of the regulation's."""
    return OWN_RATES in pack_of(p.notice).leaves
