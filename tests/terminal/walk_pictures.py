"""The sheets at the end of the walk, as a LibreOffice window 1366 pixels wide shows them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.libreoffice.session import running
from udfs.records.class_file import ACCOUNTS, EXPENSES, FINDINGS, PEOPLE, PROJECT

SCREEN = "1366x768x24"
SHEETS = {
    PROJECT: "facts",
    PEOPLE: "people",
    EXPENSES: "expenses",
    ACCOUNTS: "accounts",
    FINDINGS: "findings",
}
COLOURS = 48


def draw(book: Path, folder: Path, into: Path) -> None:
    """One picture a sheet, beginning at its first cell."""
    with running(None, SCREEN) as session:
        session.do("open", str(book))
        for sheet, name in SHEETS.items():
            session.do("go", sheet, "A4")
            taken = folder / f"{name}.png"
            session.picture(taken)
            with Image.open(taken) as whole:
                whole.convert("RGB").quantize(COLOURS).save(into / f"walk-{name}.png", optimize=True)
