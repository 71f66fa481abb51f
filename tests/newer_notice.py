"""A made-up notice newer than any that ships, and the program with it among its own.

``python -m tests.newer_notice tests/rules tests/notices`` runs these tests where that notice ships: in a copy of the tree, into
which it came by the recipe of CONTRIBUTING (read, confirmed, copied). A newer notice must not be what breaks them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.command_line import CommandLine
from tests.outside import ROOT
from udfs.notice.clauses import notice_text
from udfs.notice.packs import PACK, shipped_packs

OLD = 2025
"""The notice whose text the made-up ones are made from."""
NEXT = shipped_packs()[-1].year + 1
NAME, PROVINCE_NAME = f"天津{NEXT}", f"浙江{NEXT}"
CHANGES = {
    str(OLD): str(NEXT),
    "不少于50人": "不少于60人",
    "研修人数的10%以内，最多不超过10人": "研修人数的百分之八以内，最多不超过8人",
    "总学时1/7的": "总学时1/8的",
    "10.5万元": "12万元",
    "11月30日": "12月10日",
    "办班结束后1个月内将经费": "办班结束后20个工作日内将经费",
    "办班结束后应在1个月内提交": "办班结束后应在15个工作日内提交",
    "市级高研项目一般应在举办前15天": "市级高研项目一般应在举办前10个工作日",
    "不少于5天（含": "不少于6天（含",
    "各预留不少于5个": "各预留不少于4个",
    "天津市职业大学\n\t7月": "天津示例职业学院\n\t8月",
}
UNFINISHED = ("base", "waiting", "missing", "unread", "remarks")
"""Lines of ``pack.toml`` that a pack has only while it is being confirmed."""
LAYERS = ("addin", "benchmarks", "docs", "macros", "tests", "udfs", "workbooks")
LEFT = shutil.ignore_patterns("node_modules", "__pycache__")


def next_year() -> str:
    """The notice of an old year with other numbers, periods in working days and another organiser in the plan."""
    text = notice_text(OLD)
    for old, new in CHANGES.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def shipped_with(tree: Path, text: str) -> None:
    """Let the notice ship with the program in ``tree``, as CONTRIBUTING tells a person to."""
    with tempfile.TemporaryDirectory() as folder:
        run = CommandLine(Path(folder))
        (run.folder / "通知.txt").write_text(text, encoding="utf-8")
        for step in (("read", "通知.txt", "--out", "包"), ("check", "包", "--confirm", "all")):
            done = run("notice", *step)
            assert done.code == 0, done.err
        target = tree / "udfs" / "notice" / "packs" / str(NEXT)
        shutil.copytree(run.folder / "包", target)
    lines = (target / PACK).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.split(" = ")[0].strip("[]\n") not in UNFINISHED]
    (target / PACK).write_text("".join(kept), encoding="utf-8")


def run_beside(folder: Path, arguments: Sequence[str]) -> int:
    """pytest in a copy of the tree with which a newer notice ships; its exit code."""
    tree = folder / "tree"
    for folder_2 in LAYERS:
        shutil.copytree(ROOT.parent / folder_2, tree / folder_2, ignore=LEFT)
    for programs in ROOT.glob("*/node_modules"):
        (tree / programs.relative_to(ROOT.parent)).symlink_to(programs, target_is_directory=True)
    for file in ROOT.parent.glob("*.*"):
        if file.is_file():
            shutil.copy(file, tree)
    shipped_with(tree, next_year())
    environment = os.environ | {"PYTHONPATH": str(tree)}
    for module in (["workbooks.templates.ready"], ["pytest", "-q", "-p", "no:cacheprovider", *arguments]):
        done = subprocess.run([sys.executable, "-m", *module], cwd=tree, env=environment, check=False)
        if done.returncode:
            break
    return done.returncode


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.exit(run_beside(Path(place), sys.argv[1:]))
