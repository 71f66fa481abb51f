"""A walk of the coordinator and of the finance clerk from ``new`` to the package, and mistakes with the way back from each.

``.venv/bin/python -m tests.terminal.walk`` writes docs/walks.md: every line as the program prints it. With ``--pictures``
LibreOffice also draws the sheets as they stand on a screen 1366 pixels wide. What people type goes into the cells.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.command_line import DAY, CommandLine, Ran
from tests.office_sources import answers, attendance, written
from tests.sample import sample_class
from udfs.fields.declared import TABLES
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ATTENDANCE, EXPENSES, LECTURES, PROJECT, ClassFile
from udfs.records.participants import Person
from workbooks.book.reading import read_file
from workbooks.forms import FORMS
from workbooks.ooxml.addresses import parse_cell
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched

PAGE = Path(__file__).resolve().parents[2] / "docs" / "walks.md"
PICTURES = PAGE.parent / "pictures"
BOOK = "班.xlsx"
FACTS = (
    "申报单位",
    "开始日期",
    "结束日期",
    "举办地点",
    "总学时",
    "经费来源",
    "开班通知报送日期",
    "实施方案报送日期",
    "证书编号规则",
)
HEAD = """# 走一遍：联系人和财务

由 `.venv/bin/python -m tests.terminal.walk` 写出，`tests/terminal/test_walk.py` 核对：人是虚构的，每一行都是程序自己的话。
审核人员和网页用户的一遍见 [汇总审核](desk.md) 和 [网页](page.md)。
"""
MISTAKES = "## 出了差错"
FOLLOWING = ("下一步", "要撤销", "“核验”表还是", "撤销的是", " ")
"""The beginnings of lines that follow what a command has to say."""
DATED = ("import", "check", "tidy", "fill", "total", "survey", "attendance", "number", "export", "review")
TIMED = re.compile(r"从 new 到盖章稿，命令共用 \d+ 秒|\d\d-\d\d \d\d:\d\d:\d\d")
"""What differs from one run to the next: how long it took, and when a command that is undone was run."""


def made_up() -> ClassFile:
    return sample_class(MUNICIPAL, 9)


class Walk:
    """The commands in a folder, and what each printed."""

    def __init__(self, folder: Path) -> None:
        self.gaoyan = CommandLine(folder)
        self.lines: list[str] = []
        self.seconds = 0.0

    @property
    def book(self) -> Path:
        return self.gaoyan.folder / BOOK

    def says(self, words: str) -> None:
        self.lines += ["", words]

    def runs(self, *arguments: str, code: int = 0) -> Ran:
        """A command with what it prints. Raises AssertionError if it ends otherwise."""
        begun = time.monotonic()
        ran = self.gaoyan(*arguments)
        self.seconds += time.monotonic() - begun
        assert ran.code == code, (arguments, ran)
        self.lines += ["", "```text", f"$ gaoyan {' '.join(arguments)}", *shown(ran), "```"]
        return ran

    def shows(self, sheet: str, picture: str) -> None:
        """A picture of the sheet at the end of the walk, as ``walk_pictures`` draws it."""
        self.says(f"![{sheet}，走完以后](pictures/walk-{picture}.png)")

    def types(self, changes: Sequence[CellChange]) -> None:
        self.book.write_bytes(patched(Package.open(self.book), changes))


def shown(ran: Ran) -> list[str]:
    return [line.rstrip() for line in (ran.out + ran.err).splitlines() if line.strip()]


def facts(c: ClassFile, labels: Sequence[str] = FACTS) -> Iterator[CellChange]:
    """项目信息 as people fill it in."""
    for label in labels:
        row, column = parse_cell(FORMS[PROJECT].by_label[label].cell)
        yield CellChange(PROJECT, row, column, c.project.get(label))


def rows(c: ClassFile, sheet: str) -> Iterator[CellChange]:
    """The rows of a sheet as they are typed."""
    table = FORMS[sheet].table
    assert table
    typed = [field for field in TABLES[sheet] if field.filled == "person" and field.heading in table.letters]
    for at, record in enumerate(c.expenses if sheet == EXPENSES else c.lectures):
        for field in typed:
            _, column = parse_cell(f"{table.letters[field.heading]}1")
            yield CellChange(sheet, table.first + at, column, getattr(record, field.attribute))


def roster(path: Path, c: ClassFile) -> Path:
    headings = ("姓名", "证件号码", "手机号", "工作单位", "职称", "人员类别", "所属地区")
    people = [[one.name, one.document, one.phone, one.employer, one.title, one.kind, one.region] for one in c.people]
    return written(path, [headings, *people])


def the_coordinator(walk: Walk, c: ClassFile) -> None:
    folder = walk.gaoyan.folder
    walk.says("## 联系人：开班前")
    walk.runs("new", BOOK, "--level", MUNICIPAL, "--plan", "9")
    walk.says(f"在“项目信息”填写{'、'.join(FACTS)}，存盘。")
    walk.types(list(facts(c)))
    walk.shows("项目信息", "facts")
    walk.runs("next", BOOK, "--today", "2025-05-20")
    roster(folder / "名册.xlsx", c)
    walk.runs("import", BOOK, "名册.xlsx", "--today", DAY)
    walk.runs("tidy", BOOK, "--today", DAY)
    walk.runs("fill", BOOK, "--charged", "否", "--today", DAY)
    walk.shows("附件4", "people")
    walk.runs("check", BOOK, "--write", "--today", DAY, code=1)
    walk.says("## 联系人：结班后")
    attendance(folder / "考勤表.xlsx", read_file(walk.book, c.today))
    walk.runs("attendance", BOOK, "考勤表.xlsx", "--apply", "--today", DAY)
    walk.runs("fill", BOOK, "--passed", "--today", DAY)
    answers(folder / "答卷.xlsx", 50)
    walk.runs("survey", BOOK, "答卷.xlsx", "--issued", "52", "--today", DAY)
    walk.runs("number", BOOK, "--today", DAY)


def the_clerk(walk: Walk, c: ClassFile) -> None:
    walk.says("## 财务")
    walk.says("在“费用明细”“师资费”逐笔填写，存盘。")
    walk.types([*rows(c, EXPENSES), *rows(c, LECTURES)])
    walk.shows("费用明细", "expenses")
    walk.runs("total", BOOK, "--today", DAY)
    walk.shows("附件3", "accounts")
    walk.runs("check", BOOK, "--write", "--today", DAY, code=1)
    walk.shows("核验", "findings")


def the_package(walk: Walk, c: ClassFile) -> None:
    walk.says("## 联系人：盖章稿")
    walk.runs("export", BOOK, "--out", "盖章稿", "--today", DAY, code=1)
    walk.says("刘芳玉的请假手续已有，在“考勤”填“有”，存盘。")
    table = FORMS[ATTENDANCE].table
    assert table
    column = parse_cell(f"{table.letters['请假手续']}1")[1]
    walk.types([CellChange(ATTENDANCE, table.first, column, "有")])
    walk.runs("export", BOOK, "--out", "盖章稿", "--today", DAY)
    walk.says("打印、签字、盖章、报送以后，在“项目信息”填写总结材料报送日期。")
    walk.types(list(facts(c, ["总结材料报送日期"])))
    walk.runs("next", BOOK, "--today", DAY)


@dataclass(frozen=True)
class Fault:
    """A mistake of a command: what is run, and the command by which its message leads back."""

    what: str
    wrong: Sequence[str]
    back: Sequence[str]
    mended: Callable[[Walk], None] | None = None
    """What is typed before the way back."""
    code: int = 2


def pattern(words: str) -> Callable[[Walk], None]:
    row, column = parse_cell(FORMS[PROJECT].by_label["证书编号规则"].cell)
    return lambda walk: walk.types([CellChange(PROJECT, row, column, words)])


FAULTS = (
    Fault("new：文件已经有了", ("new", BOOK, "--level", MUNICIPAL, "--plan", "9"),
         ("new", "另一个.xlsx", "--level", MUNICIPAL, "--plan", "9")),
    Fault("new：计划里没有这一项", ("new", "新.xlsx", "--level", MUNICIPAL, "--plan", "99"),
         ("new", "新.xlsx", "--level", MUNICIPAL, "--plan", "10")),
    Fault("new：级别写错", ("new", "新2.xlsx", "--level", "省级", "--plan", "9"),
         ("new", "新2.xlsx", "--level", MUNICIPAL, "--plan", "9")),
    Fault("import：文件名写错", ("import", BOOK, "名单.xlsx"), ("import", BOOK, "名册.xlsx")),
    Fault("import：给了别的格式", ("import", BOOK, "名册.pdf"), ("import", BOOK, "名册.xlsx")),
    Fault("import：导错了人", ("import", BOOK, "别班名册.xlsx"), ("undo", BOOK), code=0),
    Fault("check：工作簿写错", ("check", "斑.xlsx"), ("check", BOOK)),
    Fault("check：日期写错", ("check", BOOK, "--today", "8月12日"), ("check", BOOK, "--today", DAY)),
    Fault("check：选项写错", ("check", BOOK, "--wirte"), ("check", BOOK, "--write")),
    Fault("tidy：给了名册", ("tidy", "名册.xlsx"), ("tidy", BOOK)),
    Fault("tidy：日期写错", ("tidy", BOOK, "--today", "8月12日"), ("tidy", BOOK)),
    Fault("tidy：选项写错", ("tidy", BOOK, "--jsno"), ("tidy", BOOK)),
    Fault("fill：填反了", ("fill", BOOK, "--charged", "是"), ("undo", BOOK), code=0),
    Fault("fill：没说填什么", ("fill", BOOK), ("fill", BOOK, "--charged", "否")),
    Fault("fill：是否写错", ("fill", BOOK, "--charged", "不收"), ("fill", BOOK, "--charged", "否")),
    Fault("total：金额写成文字", ("total", BOOK), ("total", BOOK), lambda walk: walk.types(list(rows(made_up(), EXPENSES)))),
    Fault("total：给了名册", ("total", "名册.xlsx"), ("total", BOOK)),
    Fault("total：选项写错", ("total", BOOK, "--taxs"), ("total", BOOK, "--tax")),
    Fault("number：规则没有流水", ("number", BOOK, "--yes"), ("number", BOOK, "--yes"), pattern("津高研{年}{计划:02}{流水:04}")),
    Fault("number：只写 --renew", ("number", BOOK, "--renew", "--yes"),
         ("number", BOOK, "--renew", "--reason", "编号规则写错", "--yes")),
    Fault("number：工作簿写错", ("number", "斑.xlsx"), ("number", BOOK)),
    Fault("attendance：给了名册", ("attendance", BOOK, "名册.xlsx"), ("attendance", BOOK, "考勤表.xlsx")),
    Fault("attendance：没给考勤表", ("attendance", BOOK), ("attendance", BOOK, "考勤表.xlsx")),
    Fault("attendance：学时写错", ("attendance", BOOK, "考勤表.xlsx", "--hours-per-session", "半天"),
         ("attendance", BOOK, "考勤表.xlsx")),
    Fault("survey：给了名册", ("survey", BOOK, "名册.xlsx"), ("survey", BOOK, "答卷.xlsx", "--issued", "52")),
    Fault("survey：文件名写错", ("survey", BOOK, "问卷.xlsx"), ("survey", BOOK, "答卷.xlsx", "--issued", "52")),
    Fault("survey：发放份数写错", ("survey", BOOK, "答卷.xlsx", "--issued", "五十"),
         ("survey", BOOK, "答卷.xlsx", "--issued", "52")),
    Fault("undo：撤销多了", ("undo", BOOK), ("survey", BOOK, "答卷.xlsx", "--issued", "52"), code=0),
    Fault("undo：没有可撤销的", ("undo", "另一个.xlsx"), ("undo", BOOK)),
    Fault("undo：工作簿写错", ("undo", "斑.xlsx"), ("undo", BOOK)),
    Fault("export：举办地点没填", ("export", BOOK, "--out", "盖章稿"), ("export", BOOK, "--out", "盖章稿"),
         lambda walk: walk.types(list(facts(made_up(), ("举办地点",)))), 1),
    Fault("export：没说放在哪里", ("export", BOOK), ("export", BOOK, "--out", "盖章稿")),
    Fault("export：给了文件", ("export", BOOK, "--out", "名册.xlsx"), ("export", BOOK, "--out", "盖章稿")),
    Fault("mask：写回原文件", ("mask", BOOK, BOOK), ("mask", BOOK, "公示.xlsx")),
    Fault("mask：扩展名写错", ("mask", BOOK, "公示.pdf"), ("mask", BOOK, "公示2.xlsx")),
    Fault("mask：文件已经有了", ("mask", BOOK, "公示.xlsx"), ("mask", BOOK, "公示3.xlsx")),
    Fault("checklist：日历扩展名写错", ("checklist", BOOK, "--ics", "日程.xlsx"), ("checklist", BOOK, "--ics", "日程.ics")),
    Fault("ledger：作废没写原因", ("ledger", "void", "津高研2025090001"), ("ledger", "list")),
    Fault("ledger：作废的编号写错", ("ledger", "void", "津高研2025099999", "--reason", "录入错误"), ("ledger", "list")),
    Fault("ledger：命令写错", ("ledger", "verfy"), ("ledger", "verify")),
    Fault("review：没有这个文件夹", ("review", "收到材料"), ("review", "收到的材料")),
)  # fmt: skip


def the_mistakes(walk: Walk, c: ClassFile) -> None:
    """Each mistake in a folder where a class is under way; the way back ends well (0, or 1 where findings remain)."""
    folder = walk.gaoyan.folder
    mistaken = c.changed(
        project=c.project.changed(number_pattern="津高研{年}", place=None),
        people=tuple(one.changed(charged=None) for one in c.people),
        expenses=(c.expenses[0].changed(amount="三万元整"), *c.expenses[1:]),
    )
    walk.gaoyan.book(mistaken)
    roster(folder / "名册.xlsx", c)
    written(
        folder / "别班名册.xlsx", [("姓名", "证件号码", "手机号"), *([one.name, one.document, one.phone] for one in strangers())]
    )
    (folder / "名册.pdf").write_bytes(b"%PDF-1.7\n")
    attendance(folder / "考勤表.xlsx", c)
    answers(folder / "答卷.xlsx", 50)
    (folder / "收到的材料").mkdir()
    (folder / "收到的材料" / "第9项.xlsx").write_bytes(walk.book.read_bytes())
    walk.lines += [
        "",
        MISTAKES,
        "",
        "每行先是差错和程序的话，然后是照它说的做、到了哪里。",
        "",
        "| 差错 | 程序说 | 照着做 | 到了 |",
        "|---|---|---|---|",
    ]
    for mistake in FAULTS:
        first = walk.gaoyan(*on_the_day(mistake.wrong))
        assert first.code == mistake.code, (mistake.what, first)
        if mistake.mended:
            mistake.mended(walk)
        after = walk.gaoyan(*on_the_day(mistake.back))
        assert after.code in (0, 1), (mistake.what, after)
        cells = (mistake.what, last_message(first), f"`gaoyan {' '.join(mistake.back)}`", last_message(after))
        walk.lines.append(f"| {' | '.join(cells)} |")


def strangers() -> Sequence[Person]:
    return sample_class(trainees=2, seed=77).people[:2]


def on_the_day(arguments: Sequence[str]) -> Sequence[str]:
    return arguments if arguments[0] not in DATED or "--today" in arguments else (*arguments, "--today", DAY)


def last_message(ran: Ran) -> str:
    """What is on stderr, else the last line but what comes next."""
    lines = shown(Ran(0, "", ran.err)) or [line for line in shown(ran) if not line.startswith(FOLLOWING)]
    return lines[-1].replace("|", "｜").strip()


def the_way(folder: Path) -> tuple[str, Path]:
    """The page of the walks up to the mistakes, and the workbook at the end of it."""
    c, walk = made_up(), Walk(folder)
    the_coordinator(walk, c)
    the_clerk(walk, c)
    the_package(walk, c)
    walk.says(f"从 new 到盖章稿，命令共用 {walk.seconds:.0f} 秒；其余是填写和看的时间。")
    return HEAD + "\n".join(walk.lines) + "\n", walk.book


def the_ways_back(folder: Path) -> str:
    """The page of the walks from the mistakes on."""
    walk = Walk(folder)
    the_mistakes(walk, made_up())
    return "\n".join(walk.lines) + "\n"


def untimed(text: str) -> str:
    return TIMED.sub("", text)


def main(pictures: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        way, aside = Path(folder, "班"), Path(folder, "差错")
        way.mkdir()
        aside.mkdir()
        text, book = the_way(way)
        PAGE.write_text(text + the_ways_back(aside), encoding="utf-8")
        if pictures:
            from tests.terminal.walk_pictures import draw

            draw(book, Path(folder), PICTURES)


if __name__ == "__main__":
    main("--pictures" in sys.argv)
