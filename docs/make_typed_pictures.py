"""Makes docs/pictures/typed-*.png: what a clerk sees while typing into the plain workbook in a real LibreOffice window.

``.venv/bin/python docs/make_typed_pictures.py``. Everybody in it is made up.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.libreoffice.session import Session, running  # noqa: E402  (the tests' way to a window)
from udfs.records.class_file import ACCOUNTS, EXPENSES, PEOPLE  # noqa: E402
from udfs.sample import sample_class  # noqa: E402
from workbooks.templates.entering import entered  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WRONG, TWICE = "120101199001011234", "120199197101115840"
WINDOW = (0, 90, 1600, 860)


def taken(session: Session, name: str) -> None:
    """The window without its menus, smaller."""
    path = PICTURES / f"typed-{name}.png"
    session.picture(path)
    with Image.open(path) as whole:
        whole.crop(WINDOW).resize((1200, 578), Image.Resampling.LANCZOS).quantize(64).save(path, optimize=True)


def shown(session: Session) -> None:
    session.do("go", PEOPLE, "C8")
    taken(session, "prompt")
    session.type(WRONG)
    session.keys("Return")
    session.do("dialog", 20)
    taken(session, "alert")
    session.do("answer", "OK")
    session.keys("Escape")
    roster = [
        [name, number, f"1410000010{at}", "示例单位", "工程师", "否"]
        for at, (name, number) in enumerate((("张三示", WRONG), ("李四示", TWICE)))
    ]
    session.do("go", PEOPLE, "N57")
    session.do("call", "rows", "fill", PEOPLE, "B61:G62", roster)
    session.do("go", PEOPLE, "C57")
    taken(session, "paint")
    session.do("go", PEOPLE, "N62")
    taken(session, "messages")
    session.do("call", "rows", "fill", PEOPLE, "B61:G62", [[""] * 6] * 2)
    row = next(at for at, (item,) in enumerate(session.do("texts", EXPENSES, "C4:C60"), start=4) if item == "伙食费")
    session.do("go", EXPENSES, f"H{row}")
    session.type("900000")
    session.keys("Return")
    time.sleep(1)
    session.do("go", ACCOUNTS, "A1")
    taken(session, "limit")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "示例班.xlsx"
        path.write_bytes(entered(sample_class(), 70))
        with running(None) as session:
            session.do("open", str(path))
            shown(session)


if __name__ == "__main__":
    main()
