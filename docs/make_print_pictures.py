"""Makes docs/pictures/print-*.png: an annex as LibreOffice prints it from the workbook, and as the package prints it.

``.venv/bin/python docs/make_print_pictures.py``. Everybody in it is made up.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from make_pictures import PICTURES, page  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402

from tests.office import PDF, convert  # noqa: E402  (the tests' way to LibreOffice)
from udfs.sample import sample_class  # noqa: E402
from workbooks.printing.annexes import annexes  # noqa: E402
from workbooks.printing.fonts import find_fonts  # noqa: E402
from workbooks.printing.typesetting import typeset  # noqa: E402
from workbooks.templates.entering import entered  # noqa: E402

WIDTH = 700


def side_by_side(wanted: Sequence[tuple[Path, int]], picture: Path) -> None:
    """Pages of PDFs side by side, each with a thin edge."""
    with tempfile.TemporaryDirectory() as name:
        edged = [ImageOps.expand(Image.open(page(pdf, number, Path(name), WIDTH)), 1, "#999999") for pdf, number in wanted]
        gap = 10
        whole = Image.new(
            "RGB", (sum(one.width + gap for one in edged) + gap, max(one.height for one in edged) + 2 * gap), "white"
        )
        left = gap
        for one in edged:
            whole.paste(one, (left, gap))
            left += one.width + gap
        whole.quantize(64).save(picture, optimize=True)


def main() -> None:
    c = sample_class()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "班.xlsx"
        book.write_bytes(entered(c, len(c.people)))
        printed = convert(book, PDF, folder)
        pages = subprocess.run(["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True).stdout
        starts = ["".join(one.split()) for one in pages.split("\f")]
        for number in (3, 4, 5, 6):
            sheet = f"附件{number}"
            ours = folder / f"{sheet}.pdf"
            ours.write_bytes(typeset(sheet, [annexes(c)[sheet]], c.today, find_fonts([]).ready, False))
            first = next(at for at, one in enumerate(starts, start=1) if one.startswith(sheet))
            side_by_side([(printed, first), (ours, 1)], PICTURES / f"print-annex{number}.png")


if __name__ == "__main__":
    main()
