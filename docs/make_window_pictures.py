"""Makes docs/pictures/live-*.png and button-*.png from a LibreOffice window: ``.venv/bin/python docs/make_window_pictures.py``.

The extension is built and installed into a profile of its own; what the pictures show is typed and pressed there. The people do
not exist.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from addin.buttons import BUTTONS  # noqa: E402
from addin.libreoffice.extension import built_extension  # noqa: E402
from tests.libreoffice.session import Session, running  # noqa: E402
from udfs.sample import sample_class  # noqa: E402
from workbooks.entering import entered  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WIDTH = 1000
PRESSED = {
    "plan": ("项目信息", "B7", "别的选题"), "tidy": ("附件4", "B5", "　刘　芳玉"), "results": ("附件5", "B6", ""),
    "check": ("附件4", "D6", "12345"), "clear": None, "number": ("附件5", "I5", ""), "ledger": None,
    "total": ("附件3", "B8", 1.0), "lectures": ("师资费", "H4", ""), "undo": None,
}  # fmt: skip
"""Buttons whose message is shown, and the slip that is made first."""
SHEETS = {"plan": "项目信息", "results": "附件5", "number": "附件5", "ledger": "附件5", "total": "附件3", "lectures": "师资费"}


def taken(office: Session, name: str) -> None:
    """The screen as a small picture."""
    path = office.picture(PICTURES / name)
    with Image.open(path) as whole:
        small = whole.resize((WIDTH, whole.height * WIDTH // whole.width), Image.Resampling.LANCZOS)
        small.quantize(64).save(path, optimize=True)


def live_pictures(office: Session, right: str) -> None:
    office.do("go", "附件4", "A1")
    office.do("press", "live")
    office.do("dialog")
    taken(office, "button-live.png")
    office.do("answer", "OK")
    office.do("typed", "附件4", "C5", right[:-1] + ("1" if right[-1] != "1" else "2"))
    office.do("typed", "附件4", "D6", "12345")
    office.do("go", "附件4", "C5")
    taken(office, "live-wrong.png")
    office.do("go", "核验", "A4")
    taken(office, "live-findings.png")
    office.do("typed", "附件4", "C5", right)
    office.do("go", "附件4", "C5")
    taken(office, "live-mended.png")
    office.pressed("live")


def button_picture(office: Session, name: str) -> None:
    slip = PRESSED[name]
    if slip is not None:
        office.do("put", *slip)
    office.do("go", SHEETS.get(name, slip[0] if slip else "核验"), "A1")
    office.do("press", name)
    while (dialog := office.do("dialog")) is not None:
        if "Yes" not in dialog["buttons"]:
            taken(office, f"button-{name}.png")
        office.do("answer", "Yes" if "Yes" in dialog["buttons"] else "OK")
    office.do("pressed")


def main() -> None:
    c = sample_class()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        extension, book = folder / "gaoyan.oxt", folder / "本期.xlsx"
        extension.write_bytes(built_extension(version("gaoyan")))
        book.write_bytes(entered(c, rows=60))
        with running(extension) as office:
            office.do("open", str(book))
            live_pictures(office, str(c.people[1].document))
            for button in PRESSED:
                assert button in BUTTONS
                button_picture(office, button)
    for picture in sorted([*PICTURES.glob("live-*.png"), *PICTURES.glob("button-*.png")]):
        print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
