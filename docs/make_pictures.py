"""Makes the pictures of docs/pictures from what the program really prints: ``.venv/bin/python docs/make_pictures.py``.

Terminal output is set by Typst in a font whose Chinese characters are exactly two columns wide; sheets are printed by
LibreOffice, pages of PDFs by poppler. Everything comes from a fresh ``gaoyan demo``, whose people do not exist.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import typst
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image
from rich.console import Console
from rich.segment import Segment
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.office import PDF, convert  # noqa: E402  (the tests' way to LibreOffice)

PICTURES = ROOT / "docs" / "pictures"
COLUMNS = 100
SHOWN_LINES = 30
MONOSPACED = "Noto Sans Mono CJK SC"
DOTS_PER_INCH = 110
NARROW = re.compile("([\u00a0-\u2bff])")


def run(*arguments: str, folder: Path) -> str:
    """What ``gaoyan`` prints on a terminal of 100 columns, colours and all. Exit codes 0 and 1 are both a result."""
    surroundings = os.environ | {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "addin", *arguments]
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return done.stdout


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def styled(segment: Segment) -> str:
    """A run of characters of one style as Typst."""
    settings = []
    style = segment.style
    if style and style.bold:
        settings.append('weight: "bold"')
    if style and style.color and not style.color.is_default:
        settings.append(f"fill: rgb({quoted(style.color.get_truecolor().hex)})")
    elif style and style.dim:
        settings.append('fill: rgb("#6b7280")')
    parts = (part for part in NARROW.split(segment.text) if part)
    return f"#[{'#set text(' + ', '.join(settings) + ');' if settings else ''}{''.join(map(set_part, parts))}]"


def set_part(part: str) -> str:
    """Characters that a terminal shows one column wide but the font two (lines, dots, quote marks) are squeezed."""
    if NARROW.fullmatch(part):
        return f'#box(width: 0.5em, scale(x: 83%, reflow: true, text(font: "DejaVu Sans Mono", {quoted(part)})));'
    return f"#{quoted(part)};"


def terminal(lines: Sequence[str], picture: Path) -> None:
    """A picture of lines of terminal output, on white."""
    console = Console(width=COLUMNS, force_terminal=True, color_system="truecolor")
    rows: Iterator[list[Segment]] = (list(console.render(Text.from_ansi(line, end=""))) for line in lines)
    body = " \\\n".join("".join(styled(segment) for segment in row if segment.text.strip("\n")) or "~" for row in rows)
    source = (
        f"#set page(width: auto, height: auto, margin: 12pt, fill: white)\n"
        f"#set text(font: {quoted(MONOSPACED)}, size: 9pt, cjk-latin-spacing: none, top-edge: 0.95em, bottom-edge: -0.3em)\n"
        f"#set par(leading: 0pt)\n{body}\n"
    )
    typst.compile(source.encode(), output=str(picture), format="png", ppi=DOTS_PER_INCH)


def sheet(book: Path, title: str, area: str, picture: Path, hidden: range = range(0), landscape: bool = True) -> None:
    """A picture of an area of one sheet, working columns included, without the hidden rows, as LibreOffice paints it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = openpyxl.load_workbook(book)
        shown = copy[title]
        copy.move_sheet(shown, -copy.index(shown))
        shown.print_area = area
        for row in hidden:
            shown.row_dimensions[row].hidden = True
        shown.print_title_rows = None
        shown.page_setup.orientation = "landscape" if landscape else "portrait"
        shown.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        shown.page_setup.fitToWidth, shown.page_setup.fitToHeight = 1, 0
        shown.HeaderFooter = HeaderFooter()
        copy.save(folder / "sheet.xlsx")
        cropped(convert(folder / "sheet.xlsx", PDF, folder), picture)


def cropped(pdf: Path, picture: Path) -> None:
    """The first page of a PDF without its empty margins."""
    with tempfile.TemporaryDirectory() as name, Image.open(page(pdf, 1, Path(name), 1500)) as whole:
        grey = whole.convert("L").point(lambda light: 255 * (light < 250))
        left, top, right, bottom = grey.getbbox() or (0, 0, *whole.size)
        edge = 8
        box = (max(left - edge, 0), max(top - edge, 0), right + edge, bottom + edge)
        whole.crop(box).quantize(64).save(picture, optimize=True)


def page(pdf: Path, number: int, folder: Path, width: int) -> Path:
    """One page of a PDF as PNG in ``folder``, that many dots wide."""
    made = folder / f"{pdf.stem}_{number}"
    size = ("-scale-to-x", str(width), "-scale-to-y", "-1")
    subprocess.run(["pdftoppm", "-f", str(number), *size, "-singlefile", "-png", str(pdf), str(made)], check=True)
    return made.with_suffix(".png")


def main() -> None:
    """A fresh demo, then every picture of it."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("demo", "demo", folder=folder)
        first = next(folder.glob("demo/1_*"))
        package = next(first.glob("盖章稿/*"))
        today = package.name.rpartition("_")[2]
        book = Path("demo") / first.name / "有问题.xlsx"
        printed = run("check", str(book), "--today", today, "--ledger", "demo/编号台账.sqlite3", folder=folder)
        terminal([f"$ gaoyan check {book.name}", *printed.splitlines()[:SHOWN_LINES], "……"], PICTURES / "check.png")
        sheet(folder / book, "附件4", "A1:N70", PICTURES / "roster.png", hidden=range(6, 62))
        sheet(first / "改正后.xlsx", "附件3", "A1:H26", PICTURES / "accounts.png", landscape=False)
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
