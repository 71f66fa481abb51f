"""Reading PDFs back in tests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from pypdf import PdfReader

A4 = (595, 842)


def reader(pdf: bytes | Path) -> PdfReader:
    return PdfReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf)


def page_texts(pdf: bytes | Path) -> list[str]:
    """The text of each page without any white space: lines that wrap inside a cell stand together."""
    return ["".join(page.extract_text().replace("\u200b", "").split()) for page in reader(pdf).pages]


def whole_text(pdf: bytes | Path) -> str:
    return "".join(page_texts(pdf))


def bookmarks(pdf: bytes | Path) -> list[str]:
    """The titles of the bookmarks of the first level."""
    return [str(entry["/Title"]) for entry in reader(pdf).outline if not isinstance(entry, list)]


def metadata(pdf: bytes | Path) -> str:
    """The XMP metadata, where a PDF/A says that it is one."""
    root: Any = reader(pdf).trailer["/Root"]
    return str(root["/Metadata"].get_object().get_data().decode("utf-8"))


def sizes(pdf: bytes | Path) -> list[tuple[int, int]]:
    """Width and height of each page in points."""
    return [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader(pdf).pages]
