"""Files of survey answers, and the workbook into which they are counted."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from openpyxl import Workbook

from tests.sample import P
from udfs.records.class_file import SURVEY_LEVELS

TODAY = date(2025, 8, 12)
ITEMS = P.survey_items
VERY, GOOD, FAIR, BAD = SURVEY_LEVELS
Row = Sequence[object]


def as_csv(path: Path, rows: Sequence[Row], encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, rows: Sequence[Row], before: Sequence[Row] = ()) -> Path:
    book = Workbook()
    for row in (*before, *rows):
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def answers(count: int, seed: int = 1, weights: tuple[float, ...] = (20, 6, 2, 1)) -> list[list[str]]:
    """So many forms; not one is the same level throughout."""
    chance = random.Random(seed)
    forms = [chance.choices(SURVEY_LEVELS, weights, k=len(ITEMS)) for _ in range(count)]
    return [form if len(set(form)) > 1 else [GOOD if form[0] == VERY else VERY, *form[1:]] for form in forms]
