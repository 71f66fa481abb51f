"""Every shell command that a README or a page of docs/ shows runs as it is written there, in a folder of its own page.

Fenced blocks run line by line, in the order of the page; what the text says that a person has or types meanwhile (a roster, the
facts of the class) is put there first. A ``text`` block behind them is what they print, word for word; … stands for what is left
out. Commands inside sentences name what exists: the command and its options.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.main import get_command

from addin.cli import application
from tests import office_sources
from tests.command_line import CommandLine, Ran
from tests.sample import sample_class
from udfs.notice.clauses import notice_text
from udfs.notice.plan import MUNICIPAL

ROOT = Path(__file__).resolve().parents[2]
WALKS = ROOT / "docs" / "walks.md"
"""Written from a run, and held against one, by tests/terminal/walk.py."""
PAGES = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "CONTRIBUTING.md",
    *sorted({*(ROOT / "docs").glob("*.md")} - {WALKS}),
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = ("", "sh", "text")
"""Blocks of commands, and of what they print; others hold code (tests/house/test_recipes.py) or pictures."""
INLINE = re.compile(r"`((?:gaoyan|make|(?:\.venv/bin/)?python -m) [^`]+)`")
NOT_RUN_HERE: Mapping[str, str] = {
    "make demo": "tests/pythons runs it, on each Python in a folder of its own",
    "make test": "this run",
    "gaoyan addin install": "Excel on Windows and Mac; made-up systems in tests/installing; a person in hosts-checklist.md",
    "gaoyan addin doctor": "looks at Excel: Windows and Mac; see above",
    "gaoyan addin install --portable": "needs the network; tests/portable/test_portable.py, whole with --large",
    "gaoyan addin install --host libreoffice": "tests/libreoffice/test_installing.py, with a profile of its own",
    "gaoyan page build": "tests/page/test_building.py; it takes a minute",
    "make page": "the same by make; tests/page/test_building.py",
    "pip install": "needs the network",
    "dask": "a server on each machine of an office; tests/desk/test_cluster.py",
    "gaoyan review /mnt/share": "a cluster of several machines; tests/desk/test_cluster.py",
}
ENDS = (0, 1)
"""Of a command that did its work: nothing blocks, or findings do."""
CLASS = sample_class(MUNICIPAL, 10)
BOOK = "云计算班.xlsx"


def blocks(page: Path) -> Iterator[tuple[str, list[str]]]:
    """(kind, lines) of each fenced block; a command without what is stated of it behind #."""
    for kind, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if kind not in SHOWN:
            continue
        yield kind or "sh", [line for line in body.splitlines() if line.strip()]


def is_command(line: str) -> bool:
    return re.match(r"(gaoyan|make|pip|dask|python|sha256sum|\. )", line) is not None


def pages_with_commands() -> list[Path]:
    """One README of the two where the other has the same commands."""
    with_blocks = {page: [line.partition("#")[0].split() for _, lines in blocks(page) for line in lines] for page in PAGES}
    twin = with_blocks[ROOT / "README.md"]
    return [page for page, lines in with_blocks.items() if lines and (page.name == "README.md" or lines != twin)]


def why_not(line: str) -> str:
    """The reason by which a command is left out; that of the longest entry that it begins with."""
    fitting = [entry for entry in NOT_RUN_HERE if line.startswith(entry)]
    return NOT_RUN_HERE[max(fitting, key=len)] if fitting else ""


def lay_out(folder: Path) -> CommandLine:
    """What the people of the pages have: a roster, attendance, answers, what was handed in, next year's notice."""
    run = CommandLine(folder)
    people = [[p.name, p.sex, p.document, p.phone, p.employer, p.title, p.kind] for p in CLASS.people]
    office_sources.written(folder / "名册.xlsx", [["姓名", "性别", "身份证号码", "手机号", "单位", "职称", "人员类别"], *people])
    office_sources.attendance(folder / "考勤表.xlsx", CLASS)
    office_sources.answers(folder / "答卷.xlsx", 52)
    (folder / "收到的材料").mkdir()
    run.book(sample_class(MUNICIPAL, 9), "收到的材料/九班.xlsx")
    write_notice(folder / "明年通知.docx")
    write_notice(folder / "2026年通知.docx")
    return run


def write_notice(path: Path) -> None:
    """The text of the notice, of next year, as a document of Word with nothing in it but paragraphs."""
    import zipfile
    from xml.sax.saxutils import escape

    text = notice_text().replace("2025", "2026")
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.splitlines())
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        file.writestr("word/document.xml", f"<w:document {namespace}><w:body>{paragraphs}</w:body></w:document>")


def facts_typed(run: CommandLine) -> None:
    """项目信息 and the money are typed; there are no people yet."""
    run.book(replace(CLASS, people=(), results=(), absences=()), BOOK)


def all_mended(run: CommandLine) -> None:
    """Everybody's results are in, and what the checks stated is put right; the numbers are still to be given."""
    run.book(replace(CLASS, results=tuple(replace(one, certificate="") for one in CLASS.results)), BOOK)


MEANWHILE: Mapping[str, Callable[[CommandLine], None]] = {
    f"gaoyan import {BOOK}": facts_typed,
    f"gaoyan number {BOOK}": all_mended,
}
"""What a person does before a command that begins so."""


def run_line(run: CommandLine, line: str) -> Ran:
    words = shlex.split(line.replace("[", "").replace("]", ""), comments=True)
    if words[0] == "gaoyan":
        return run(*words[1:])
    done = subprocess.run(words, cwd=run.folder, capture_output=True, text=True, timeout=120, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("page", pages_with_commands(), ids=lambda page: page.name)
def test_the_commands_of_a_page_run_as_written(page: Path, tmp_path: Path) -> None:
    run = lay_out(tmp_path)
    printed, went_wrong, ran = "", [], 0
    for kind, lines in blocks(page):
        if kind == "text":
            went_wrong += [f"not printed: {line}" for line in lines if not is_printed(line, printed)]
            continue
        printed = ""
        for line in filter(is_command, lines):
            if why_not(line):
                continue
            for opening, act in MEANWHILE.items():
                if line.startswith(opening):
                    act(run)
            done = run_line(run, line)
            printed += done.out + done.err
            ran += 1
            if done.code not in ENDS:
                went_wrong.append(f"{line}: {done.code}: {done.err}")
    assert went_wrong == []
    assert ran or all(why_not(line) for kind, lines in blocks(page) for line in filter(is_command, lines)), page


def is_printed(line: str, printed: str) -> bool:
    """Blanks count as one; … stands for anything."""
    parts = [re.escape(part.strip()) for part in " ".join(line.split()).split("…")]
    return re.search(".*".join(parts), " ".join(printed.split())) is not None


def test_what_is_not_printed_is_seen() -> None:
    assert is_printed("附件3  错误 …", "a\n附件3 错误 2\n")
    assert not is_printed("附件3  错误 …", "附件4 错误 2")


def test_every_command_that_is_left_out_stands_in_a_page() -> None:
    shown = [line for page in PAGES for _, lines in blocks(page) for line in lines]
    assert [entry for entry in NOT_RUN_HERE if not any(line.startswith(entry) for line in shown)] == []


def in_sentences() -> list[tuple[str, str]]:
    return [(page.name, text) for page in PAGES for text in INLINE.findall(FENCE.sub("", page.read_text(encoding="utf-8")))]


def test_commands_inside_sentences_name_what_exists() -> None:
    assert len(in_sentences()) > 80
    assert [f"{page}: {text}" for page, text in in_sentences() if not exists(text)] == []


def exists(text: str) -> bool:
    """Whether there is such a command with such options, such a target of make, such a module."""
    words = text.replace("[", " ").replace("]", " ").replace("…", " ").split()
    if words[0] == "make":
        return re.search(rf"^{re.escape(words[1])}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE) is not None
    if words[0] != "gaoyan":
        return find_spec(words[words.index("-m") + 1]) is not None
    command, rest = get_command(application()), words[1:]
    while rest and hasattr(command, "commands"):
        if rest[0] not in command.commands:
            return False
        command, rest = command.commands[rest[0]], rest[1:]
    options = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    return all(word.partition("=")[0] in options for word in rest if word.startswith("--"))


@pytest.mark.parametrize("text", ["gaoyan chek 班.xlsx", "gaoyan check 班.xlsx --wirte", "make tset", "python -m tests.nothing"])
def test_what_does_not_exist_is_seen(text: str) -> None:
    assert not exists(text)
