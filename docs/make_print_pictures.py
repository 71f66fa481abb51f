"""Makes docs/pictures/print-*.png: an annex as LibreOffice prints it from the workbook, and as the package prints it.

``.venv/bin/python docs/make_print_pictures.py``. Everybody in it is made up.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from make_pictures import PICTURES, side_by_side  # noqa: E402

from tests.office import PDF, convert  # noqa: E402  (the tests' way to LibreOffice)
from udfs.sample import sample_class  # noqa: E402
from workbooks.printing.annexes import annexes  # noqa: E402
from workbooks.printing.fonts import find_fonts  # noqa: E402
from workbooks.printing.typesetting import typeset  # noqa: E402
from workbooks.templates.entering import entered  # noqa: E402


def main() -> None:
    c = sample_class()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "班.xlsx"
        book.write_bytes(entered(c, len(c.people)))
        printed = convert(book, PDF, folder)
        pages = subprocess.run(["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True).stdout
        starts = ["".join(page.split()) for page in pages.split("\f")]
        for number in (3, 4, 5, 6):
            sheet = f"附件{number}"
            ours = folder / f"{sheet}.pdf"
            ours.write_bytes(typeset(sheet, [annexes(c)[sheet]], c.today, find_fonts([]).ready, False))
            first = next(at for at, page in enumerate(starts, start=1) if page.startswith(sheet))
            side_by_side([(printed, first), (ours, 1)], PICTURES / f"print-annex{number}.png", 700)


if __name__ == "__main__":
    main()
