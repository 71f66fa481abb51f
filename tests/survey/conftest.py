"""The workbook into which answers are counted."""

from __future__ import annotations

import pytest

from tests.sample import sample_class
from udfs.records.class_file import SurveyForms
from workbooks.templates.entering import entered


@pytest.fixture(scope="module")
def template() -> bytes:
    """A class whose 附件6 is still empty."""
    c = sample_class()
    nothing = {"very_satisfied": None, "satisfied": None, "neutral": None, "dissatisfied": None}
    return entered(c.changed(survey=tuple(row.changed(**nothing) for row in c.survey), forms=SurveyForms()))
