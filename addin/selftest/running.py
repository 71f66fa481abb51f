"""Runs all parts of the self-test: timed, interruptible, without leftovers; and the result document."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Generator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from addin.selftest.buttons import try_buttons
from addin.selftest.cases import cases
from addin.selftest.functions import try_functions
from addin.selftest.model import Bench, Outcomes, Program, SelftestOutcome
from addin.selftest.probes import try_filtered, try_keeping, try_traits
from addin.selftest.workbook import try_workbook

SelftestDocument = dict[str, Any]
PARTS: dict[str, Callable[[Bench], Outcomes]] = {
    "打开、规则、着色": lambda bench: try_workbook(bench, list(cases(date.today()))),
    "保存": try_keeping,
    "程序的特点": try_traits,
    "函数": try_functions,
    "按钮": try_buttons,
    "筛选时写入": try_filtered,
}
"""In this order: the template is saved before anything is typed, the class is filtered after all button tests."""


def examined(program: Program) -> Generator[str, None, SelftestDocument]:
    """Run everything: yields the description of the next part, returns the document. Closing it stops the run."""
    folder = Path(tempfile.mkdtemp(prefix="gaoyan_selftest_"))
    bench = Bench(program, folder)
    found: list[SelftestOutcome] = []
    seconds: dict[str, float] = {}
    try:
        for at, (title, part) in enumerate(PARTS.items(), start=1):
            yield f"自检：{title}（{at}/{len(PARTS)}）……"
            begun = time.perf_counter()
            try:
                for outcome in part(bench):
                    found.append(outcome)
                    yield f"自检：{title} {outcome.what}……"
            except GeneratorExit:
                raise
            except Exception as error:  # a program may fail in any way; the other parts are still worth running
                found.append(SelftestOutcome(title, "运行到底", False, "", type(error).__name__))
            seconds[title] = round(time.perf_counter() - begun, 1)
        return document(program, found, seconds)
    finally:
        bench.close()
        shutil.rmtree(folder, ignore_errors=True)


def completed(program: Program) -> SelftestDocument:
    """Run everything at once."""
    steps = examined(program)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return dict(end.value)


def document(program: Program, found: list[SelftestOutcome], seconds: dict[str, float]) -> SelftestDocument:
    """The result document: versions, bitness, language, outcomes; nothing personal."""
    wrong = sum(one.well is False for one in found)
    return {
        "gaoyan": own_version(), "host": program.name, "facts": program.facts(), "day": date.today().isoformat(),
        "wrong": wrong, "right": sum(one.well is True for one in found), "untried": sum(one.well is None for one in found),
        "seconds": seconds, "outcomes": [vars(one) for one in found],
    }  # fmt: skip


def own_version() -> str:
    try:
        return version("gaoyan")
    except PackageNotFoundError:  # inside a program's own Python
        return ""


def written(found: SelftestDocument, path: Path) -> None:
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
