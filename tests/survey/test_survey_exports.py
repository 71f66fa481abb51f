"""Survey exports come into 附件6 without a word of the user: every count right, every form that does not count named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.annexes.survey import survey
from tests.closed_cells import open_book
from tests.survey.answer_files import TODAY, as_csv, as_xlsx
from tests.survey.exports import ITEMS, MAKERS, SurveyExport
from udfs.records.class_file import SURVEY_LEVELS


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make().file)
def test_every_count_is_right(make: Callable[[], SurveyExport], template: bytes, tmp_path: Path) -> None:
    export = make()
    path = tmp_path / "班.xlsx"
    path.write_bytes(template)
    write = as_csv if export.file.endswith("csv") else as_xlsx
    result = survey(open_book(path), [write(tmp_path / export.file, export.rows)], TODAY, dry_run=True)
    assert [one.item for one in result.items] == list(ITEMS)
    for one in result.items:
        assert {level: one.counts[level] for level in SURVEY_LEVELS} == export.counts[one.item]
    assert (result.valid, len(result.invalid)) == (len(export.answers), export.invalid)
