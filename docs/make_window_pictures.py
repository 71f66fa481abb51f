"""Makes docs/pictures/button-*.png from a LibreOffice window: ``.venv/bin/python docs/make_window_pictures.py``.

The extension is built and installed into a profile of its own; what the pictures show is typed and pressed there, each button on
the workbook as it was. The people do not exist. ``docs/make_window_pictures.py total check`` makes those two alone.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from addin.buttons.tab import BUTTONS  # noqa: E402
from addin.libreoffice.installing.extension import built_extension  # noqa: E402
from tests.libreoffice.session import Session, running  # noqa: E402
from tests.office_sources import answers, attendance, roster  # noqa: E402
from udfs.records.class_file import ClassFile  # noqa: E402
from udfs.sample import sample_class  # noqa: E402
from workbooks.templates.entering import entered  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SCREEN = "1200x750x24"
WIDTH = 1000
FIELD = "File name"


@dataclass(frozen=True)
class Scene:
    """What stands in front when it is pressed. ``mistakes``: what is put into cells first; ``first``: buttons pressed before;
    ``chosen``: what its dialogs are given, each as text, field and button of the dialog."""

    sheet: str
    cell: str = "A1"
    slips: tuple[tuple[str, str, Any], ...] = ()
    first: tuple[str, ...] = ()
    chosen: tuple[tuple[str, str, str], ...] = ()


def scenes(folder: Path, c: ClassFile) -> dict[str, Scene]:
    """By button; ``live`` has pictures of its own."""
    sources = {
        "import": roster(folder / "名册.xlsx"), "attendance": attendance(folder / "考勤表.xlsx", c),
        "survey": answers(folder / "答卷.xlsx"),
    }  # fmt: skip
    opened = {name: ((str(path), FIELD, "Open"),) for name, path in sources.items()}
    package = folder / "盖章稿"
    package.mkdir()
    phones = (("附件4", "D6", "12345"), ("附件4", "D8", "1410000000"))
    typed_over = (("附件3", "B8", 1.0),)
    return {
        "new": Scene("项目信息", chosen=(("市级 10", "项目级别", "确定"), (str(folder / "新一期.xlsx"), FIELD, "Save"))),
        "plan": Scene("项目信息", slips=(("项目信息", "B7", "别的选题"),)),
        "import": Scene("附件4", "A64", chosen=opened["import"]),
        "tidy": Scene("附件4", slips=(("附件4", "B5", "　刘　芳玉"),)),
        "results": Scene("附件5", slips=(("附件5", "B6", ""),)),
        "attendance": Scene("考勤", chosen=opened["attendance"]),
        "survey": Scene("附件6", chosen=opened["survey"]),
        "check": Scene("核验", slips=phones),
        "next": Scene("附件4", slips=phones, first=("check",)),
        "previous": Scene("附件4", slips=phones, first=("check",)),
        "clear": Scene("核验", slips=phones, first=("check",)),
        "number": Scene("附件5", "I4", slips=(("附件5", "I5", ""),)),
        "renew": Scene("附件4", "N4", first=("number",), chosen=(("编号规则写错", "为什么重编", "确定"),)),
        "ledger": Scene("附件5", "I4", first=("number",)),
        "total": Scene("附件3", slips=typed_over),
        "lectures": Scene("师资费", slips=(("师资费", "H4", ""),)),
        "export": Scene("附件3", chosen=((str(package), "Path", "Select"),)),
        "paper": Scene("附件4", "A60", slips=(("附件4", "B70", "晚到"),)),
        "mask": Scene("附件4", chosen=((str(folder / "公示.xlsx"), FIELD, "Save"),)),
        "platform": Scene("附件5", chosen=((str(folder / "上报名单.xlsx"), FIELD, "Save"),)),
        "undo": Scene("附件3", slips=typed_over, first=("total",)),
        "rules": Scene("核验"),
        "passed": Scene("附件4", "M4", slips=(("附件4", "M5", ""), ("附件4", "M6", ""))),
        "charged": Scene("附件4", "G4", slips=(("附件4", "G5", ""),), chosen=(("否", "没有填的人都填：是 或 否", "确定"),)),
        "next_step": Scene("项目信息", slips=(("项目信息", "B20", ""),)),
        "parameters": Scene("项目信息"),
        "doctor": Scene("项目信息"),
    }


def taken(office: Session, name: str) -> None:
    """The screen as a small picture."""
    path = office.picture(PICTURES / name)
    with Image.open(path) as whole:
        small = whole.resize((WIDTH, whole.height * WIDTH // whole.width), Image.Resampling.LANCZOS)
        small.quantize(64).save(path, optimize=True)


def live_picture(office: Session) -> None:
    office.do("go", "附件4", "A1")
    office.do("press", "live")
    office.do("dialog")
    taken(office, "button-live.png")
    office.do("answer", "OK")
    office.pressed("live")


def asked_picture(office: Session, name: str) -> None:
    """Its question over the sheet, and no as the answer: what takes minutes ends with a page, not with a window."""
    office.do("press", name)
    office.do("dialog")
    taken(office, f"button-{name}.png")
    office.do("answer", "No")
    office.do("dialog")
    office.do("answer", "OK")
    assert office.do("pressed")


def button_picture(office: Session, name: str, scene: Scene) -> None:
    """Its last message over what it has done; a quiet button shows where it went and what the status bar says."""
    for slip in scene.slips:
        office.do("put", *slip)
    for button in scene.first:
        office.pressed(button)
    office.do("go", scene.sheet, scene.cell)
    office.do("press", name)
    for choice in scene.chosen:
        office.do("choose", *choice)
    while (dialog := office.do("dialog")) is not None:
        if "Yes" not in dialog["buttons"]:
            taken(office, f"button-{name}.png")
        office.do("answer", "Yes" if "Yes" in dialog["buttons"] else "OK")
    assert office.do("pressed")
    if BUTTONS[name].quiet:
        taken(office, f"button-{name}.png")


def main(wanted: list[str]) -> None:
    c = sample_class()
    home = Path(tempfile.gettempdir()) / "高研"  # messages show it
    folder = home / "文件"
    folder.mkdir(parents=True)
    extension, book = folder / "gaoyan.oxt", folder / "本期.xlsx"
    extension.write_bytes(built_extension(version("gaoyan")))
    found = scenes(folder, c)
    assert {*found, "live", "selftest"} == set(BUTTONS)
    with running(extension, SCREEN, home) as office:
        for button in wanted or sorted(BUTTONS, key=lambda one: one != "export"):  # before a number is changed
            book.write_bytes(entered(c.changed(absences=()) if button == "attendance" else c, rows=70))
            office.do("open", str(book))
            if button == "live":
                live_picture(office)
            elif button == "selftest":
                asked_picture(office, button)
            else:
                button_picture(office, button, found[button])
            office.do("close")
    for picture in sorted(PICTURES.glob("button-*.png")):
        print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
