"""A walk of the user of the page and of the officer, with its pictures: ``.venv/bin/python -m tests.page.walk [FOLDER]``.

The user of the page opens a faulty workbook, goes to fill in the facts, imports a roster, and reviews
what was handed in.
The officer looks through the same by ``gaoyan review``, on a screen and a phone, in the light and in the dark, and prints.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

from addin.browser.building import built_page
from addin.browser.packing import packed
from addin.browser.parts import cache, gathered
from addin.demo.classes import SCENARIOS
from macros.handing_in.export import export_class
from tests.command_line import CommandLine
from tests.office_sources import roster
from tests.page.chromium import Chromium
from tests.page.person import Person
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.rules.runner import check
from workbooks.templates.entering import entered

PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
DAY = "2025-08-12"
SCREENS = ((1366, 768), (390, 844))
COLOURS = 64


def main(into: Path = PICTURES) -> None:
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        gaoyan = CommandLine(Path(folder))
        received = handed_in(gaoyan.folder / "收到的材料")
        page = gaoyan.folder / "高研.html"
        page.write_bytes(built_page(packed(gathered(cache()), cache())))
        person = Person(page, gaoyan.folder / "browser", DAY)
        try:
            the_user(person, gaoyan, received, into)
            the_officer(person.browser, gaoyan, into)  # type: ignore[arg-type]
        finally:
            person.leaves()


def handed_in(folder: Path) -> Path:
    """What an office has got: faulty classes, right ones, one twice, loose annexes, a picture, an empty folder, a register."""
    (folder / "空文件夹").mkdir(parents=True)
    for name, scenario in zip(("天津中德 报来.xlsx", "南开 报来.xlsx"), SCENARIOS, strict=False):
        (folder / name).write_bytes(scenario.workbook(folder / name))
    for plan in (3, 5, 6, 11):
        packaged(sample_class(MUNICIPAL, plan, seed=plan), folder / f"第{plan}项")
    for name in ("第13项.xlsx", "第13项 再发.xlsx"):
        (folder / name).write_bytes(entered(sample_class(MUNICIPAL, 13, seed=13)))
    with tempfile.TemporaryDirectory() as made:
        for path in sorted(packaged(sample_class(NATIONAL, 3, seed=33), Path(made)).glob("附件*.xlsx")):
            (folder / "散件").mkdir(exist_ok=True)
            (folder / "散件" / path.name).write_bytes(path.read_bytes())
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "收件登记.csv").write_text("材料,收到日期\n天津中德 报来.xlsx,2025-08-20\n第3项,2025-07-30\n", encoding="utf-8")
    return folder


def packaged(c: ClassFile, out: Path) -> Path:
    c = c.changed(today=date.fromisoformat(DAY))
    made = export_class(c, check(c), out).folder
    assert made is not None
    return made


def the_user(person: Person, gaoyan: CommandLine, received: Path, into: Path) -> None:
    browser = person.browser
    assert isinstance(browser, Chromium)
    book = gaoyan.folder / "有问题.xlsx"
    book.write_bytes((received / "天津中德 报来.xlsx").read_bytes())
    person.drops(book)
    on_each_screen(browser, into, "page")
    taken(browser, into / "page-findings.png")
    person.presses("填写项目信息")
    browser.run("document.querySelector('#facts').scrollIntoView(); 0")
    taken(browser, into / "page-facts.png")
    person.presses("关闭")
    person.presses("导入名册")
    person.chooses([roster(gaoyan.folder / "名册.xlsx")])
    browser.run("byId('task').scrollIntoView(); 0")
    taken(browser, into / "page-import.png")
    person.goes("review")
    browser.drop("#review-drop", sorted(received.iterdir()))
    browser.until("!byId('review-run').disabled", 30)
    browser.run("byId('review-run').click()")
    person.done()
    browser.run("byId('title-desk').scrollIntoView(); 0")
    taken(browser, into / "page-review.png")
    browser.look(390, "dark")
    browser.run("byId('title-desk').scrollIntoView(); 0")
    taken(browser, into / "page-review-390.png")
    browser.look()


def the_officer(browser: Chromium, gaoyan: CommandLine, into: Path) -> None:
    ran = gaoyan("review", "收到的材料", "--html", "汇总.html", "--returns", "退回意见", "--today", DAY)
    assert ran.code == 1, ran.err
    browser.open(gaoyan.folder / "汇总.html")
    browser.until("document.readyState === 'complete' && document.querySelector('#table-classes') !== null")
    on_each_screen(browser, into, "review")
    browser.run("document.querySelector('#table-classes td button.link').click()")
    taken(browser, into / "review-class.png")
    browser.run("document.querySelector('#one button.close').click()")
    wanted = {"preferCSSPageSize": True, "printBackground": True}
    (gaoyan.folder / "汇总.pdf").write_bytes(base64.b64decode(browser.send("Page.printToPDF", wanted)["data"]))
    pages_of(gaoyan.folder / "汇总.pdf", into / "review-printed.png", 4, 2)


def on_each_screen(browser: Chromium, into: Path, name: str) -> None:
    for width, height in SCREENS:
        for scheme in ("light", "dark"):
            browser.look(width, scheme, height)
            browser.run("scrollTo(0, 0)")
            taken(browser, into / f"{name}-{width}-{scheme}.png")
    browser.look()


def taken(browser: Chromium, path: Path) -> None:
    """What the window shows, in few colours."""
    data = base64.b64decode(browser.send("Page.captureScreenshot", {"format": "png"})["data"])
    small(Image.open(BytesIO(data)), path)


def small(picture: Image.Image, path: Path) -> None:
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


def pages_of(pdf: Path, path: Path, most: int, across: int) -> None:
    """The first pages of a PDF beside each other."""
    subprocess.run(["pdftoppm", "-r", "60", "-l", str(most), "-png", str(pdf), str(pdf.with_suffix(""))], check=True)
    pages = [Image.open(one) for one in sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))]
    wide, high = pages[0].size
    whole = Image.new("RGB", (wide * across + 10, (high + 10) * -(-len(pages) // across)), "#808080")
    for at, one in enumerate(pages):
        whole.paste(one, (at % across * (wide + 10), at // across * (high + 10)))
    small(whole, path)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
