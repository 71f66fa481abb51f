"""Whatever stands in the cells, no rule breaks: every value of a cell in every field of every record."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.rules.runner import LONGEST_MESSAGE, check

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.dates(date(1900, 1, 1)),
    st.datetimes(datetime(1900, 1, 1)),
    st.sampled_from(
        (10**18, 1e300, -1e300, 5e-324, Decimal("1E+300"), Decimal("NaN"), "9" * 32767, "{label}{0}", "=1+1", "#N/A")
    ),
    st.sampled_from(
        ("国家级", "市级", "财政资助", "线上", "工作人员", "是", "否", "副高", "上午", "住宿费", "2025年7月14日", "95%")
    ),
)
TABLES = ("people", "results", "absences", "lectures", "expenses", "survey", "materials", "explained")
SINGLE = ("project", "accounts", "forms")


def spoilt(c: ClassFile, data: st.DataObject) -> ClassFile:
    """The class with odd values in some fields of each record, and in all fields of a few rows."""
    changes: dict[str, Any] = {}
    for name in SINGLE:
        record = getattr(c, name)
        fields = data.draw(st.lists(st.sampled_from(sorted(type(record).attributes().values())), max_size=4, unique=True))
        changes[name] = record.changed(**{field: data.draw(ODD) for field in fields})
    for name in TABLES:
        rows = list(getattr(c, name))[:6]
        for at in data.draw(st.lists(st.integers(0, 5), max_size=2, unique=True)):
            if at < len(rows):
                rows[at] = rows[at].changed(**{field: data.draw(ODD) for field in type(rows[at]).attributes().values()})
        changes[name] = tuple(rows)
    changes["answers"] = data.draw(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=3).map(tuple))
    return c.changed(**changes)


@settings(deadline=None, max_examples=150)
@given(level=st.sampled_from((MUNICIPAL, NATIONAL)), data=st.data())
def test_no_rule_breaks(level: str, data: st.DataObject) -> None:
    report = check(spoilt(sample_class(level, plan=2 if level == NATIONAL else 9, trainees=8, staff=1), data))
    assert [outcome for outcome in report.outcomes if outcome.status == "failed"] == []
    assert all(0 < len(finding.message) <= LONGEST_MESSAGE for finding in report.findings)
    json.dumps([finding.document() for finding in report.findings])
