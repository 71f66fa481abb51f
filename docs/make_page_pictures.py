"""Makes the pictures of the page in docs/pictures: ``.venv/bin/python docs/make_page_pictures.py``.

The page is built, opened in Chromium without a network, and used as a person uses it; the people do not exist.
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
from addin.demo.classes import SCENARIOS  # noqa: E402
from tests.command_line import CommandLine  # noqa: E402
from tests.office_sources import roster  # noqa: E402
from tests.page.chromium import Chromium  # noqa: E402
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


def classes(person: Person, folder: Path) -> None:
    """One workbook: findings, and each task before it is taken."""
    gaoyan = CommandLine(folder)
    faulty = folder / "有问题的班.xlsx"
    faulty.write_bytes(SCENARIOS[0].workbook(faulty))
    person.goes("new")
    shown(person, "new")
    person.drops(faulty)
    shown(person, "findings")
    c = sample_class()
    odd = c.people[0].changed(name=f" {c.people[0].name}　", phone="１３８-１２３４-５６７８")
    person.drops(gaoyan.book(c.changed(people=(odd, *c.people[1:]))))
    person.presses("规范化")
    shown(person, "tidy")
    person.drops(gaoyan.book(c))
    person.presses("导入名册")
    person.chooses([roster(folder / "名册.xlsx")])
    at_the_top(person, "#title-task")
    shown(person, "import")
    gaoyan.book(unnumbered(sample_class(trainees=3, seed=77)), "别的班.xlsx")
    gaoyan("number", "别的班.xlsx")
    person.drops(gaoyan.book(unnumbered(c)))
    person.presses("证书编号")
    person.browser.choose("#task-ledger", [gaoyan.ledger])
    person.done()
    at_the_top(person, "#ledger")
    shown(person, "number")
    person.presses("填入编号，下载台账")
    at_the_top(person, "#ledger")
    shown(person, "ledger")
    person.presses("已放回原处")


def desk(person: Person, folder: Path) -> None:
    """What organisers handed in, and what the page says of itself."""
    received = folder / "收到的材料"
    received.mkdir()
    gaoyan = CommandLine(received)
    gaoyan.book(sample_class(plan=10, seed=5), "甲.xlsx")
    (received / "乙.xlsx").write_bytes(SCENARIOS[0].workbook(received / "乙.xlsx"))
    (received / "说明.docx").write_bytes(b"PK\x03\x04 a letter")
    person.goes("review")
    assert isinstance(person.browser, Chromium)
    person.browser.drop("#review-drop", [path for path in sorted(received.iterdir()) if path.is_file()])
    person.browser.until("!byId('review-run').disabled")
    person.browser.run("byId('review-run').click()")
    person.done()
    shown(person, "review")
    person.goes("about")
    shown(person, "about")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "高研.html"
        page.write_bytes(built_page(packed(gathered(cache()), cache())))
        person = Person(page, folder / "browser")
        classes(person, folder)
        desk(person, folder)
        person.leaves()


if __name__ == "__main__":
    main()
