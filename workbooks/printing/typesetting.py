"""Typesets parts to PDF with Typst: PDF/A, A4, bookmarks, deterministic for a class and day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbooks.printing.fonts import HEADING, TEXT, TITLE, Typefaces
from workbooks.printing.pages import PrintedPart

STANDARD = "a-2a"
"""PDF/A-2a: archival format with searchable, accessible text."""
MAIN = "document.typ"


@lru_cache(maxsize=1)
def templates() -> dict[str, bytes]:
    """{file name: page template}."""
    return {template.name: template.read_bytes() for template in Path(__file__).parent.glob("*.typ")}


def typeset(title: str, parts: Sequence[PrintedPart], day: date, fonts: Typefaces, draft: bool = False) -> bytes:
    """One PDF of these parts. Texts are passed as data, never parsed as markup. ``day``: the date of the document."""
    import typst

    compiling: Any = typst.compile_with_warnings  # its type stub lacks sources given by name
    data = {
        "title": title,
        "date": [day.year, day.month, day.day],
        "draft": draft,
        "fonts": {role: list(fonts.families[role]) for role in (TEXT, HEADING, TITLE)},
        "parts": list(parts),
    }
    sources = templates()
    main = {"main.typ": sources[MAIN], **sources}
    pdf: bytes
    pdf, warnings = compiling(
        main,
        font_paths=fonts.loaded,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    if warnings:
        # An unreadable font would silently omit its text.
        raise RuntimeError(f"typesetting {title}: {warnings[0].message}")
    return pdf
