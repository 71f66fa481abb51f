"""办班时间 as formulas: does its text name other days than those of the class? (``udfs.named_dates``)."""

from __future__ import annotations

NAMES_OTHER_DAYS = "FALSE"
