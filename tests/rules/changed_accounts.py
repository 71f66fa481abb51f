"""Classes with other amounts in 附件3."""

from __future__ import annotations

from typing import Any

from tests.rules.cases import with_accounts
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile


def municipal(**entries: Any) -> ClassFile:
    return with_accounts(sample_class(MUNICIPAL), **entries)


def national(**entries: Any) -> ClassFile:
    return with_accounts(sample_class(NATIONAL, plan=2), **entries)
