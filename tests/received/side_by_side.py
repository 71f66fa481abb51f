"""What came, laid side by side without a review of any files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from udfs.report.reviewed import Reviewed, SubmittedFile
from udfs.report.side_by_side import Review, laid_apart, review_of


def side_by_side(today: date, files: Iterable[Reviewed], unread: Iterable[SubmittedFile] = ()) -> Review:
    """The review of these."""
    standing, held, rest = zip(*map(laid_apart, files), strict=True)
    return review_of(Path("收到"), today, standing, held, rest, unread)
