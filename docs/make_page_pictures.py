"""Makes docs/pictures/page-ledger.png: ``.venv/bin/python docs/make_page_pictures.py``.

The page is built, opened in Chromium without a network, and used as a person uses it; the people do not exist. Its other pictures
are taken by tests/page/walk.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from addin.browser.building import built_page  # noqa: E402
from addin.browser.packing import packed  # noqa: E402
from addin.browser.parts import cache, gathered  # noqa: E402
from tests.command_line import CommandLine  # noqa: E402
from tests.page.person import Person  # noqa: E402
from udfs.records.class_file import ClassFile  # noqa: E402
from udfs.sample import sample_class  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"


def unnumbered(c: ClassFile) -> ClassFile:
    return c.changed(
        results=tuple(one.changed(certificate=None) for one in c.results),
        people=tuple(one.changed(certificate=None) for one in c.people),
    )


def shown(person: Person, name: str) -> None:
    person.browser.run("new Promise((done) => setTimeout(done, 200))")
    person.browser.picture(PICTURES / f"page-{name}.png")


def at_the_top(person: Person, what: str) -> None:
    person.browser.run(f"document.querySelector('{what}').scrollIntoView(); 0")


def changed_ledger(person: Person, folder: Path) -> None:
    """The ledger after numbers have been given, before it is put back."""
    gaoyan = CommandLine(folder)
    c = sample_class()
    gaoyan.book(unnumbered(sample_class(trainees=3, seed=77)), "别的班.xlsx")
    gaoyan("number", "别的班.xlsx")
    person.drops(gaoyan.book(unnumbered(c)))
    person.presses("证书编号")
    person.browser.choose("#task-ledger", [gaoyan.ledger])
    person.done()
    person.presses("填入编号，下载台账")
    at_the_top(person, "#ledger")
    shown(person, "ledger")
    person.presses("已放回原处")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "高研.html"
        page.write_bytes(built_page(packed(gathered(cache()), cache())))
        person = Person(page, folder / "browser")
        changed_ledger(person, folder)
        person.leaves()


if __name__ == "__main__":
    main()
