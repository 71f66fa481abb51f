"""Runs in LibreOffice's own Python: parts of 自检, each once with several things broken that it must tell apart.

``breaking.py PIPE EXTENSION RESULT.json``, with the packages and the libraries on the path: {part: {what: what was found wrong}}.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import uno

from addin.buttons.registry import BUTTONS
from addin.demo.classes import LATE
from addin.libreoffice.installing.managing import Surroundings
from addin.libreoffice.trying import LibreOffice, connected
from addin.selftest.buttons import try_buttons
from addin.selftest.cases import case_of
from addin.selftest.functions import try_functions
from addin.selftest.model import Bench, Outcomes, SheetCell
from addin.selftest.probes import try_keeping, try_traits
from addin.selftest.workbook import try_workbook
from workbooks.ooxml.package import Package

SHEET, BOOK = "xl/worksheets/sheet3.xml", "xl/workbook.xml"


def without(*changes: tuple[str, str, str]) -> Callable[[bytes], bytes]:
    """A workbook with something in its parts replaced: (part, pattern, by what)."""

    def damaged(data: bytes) -> bytes:
        package = Package(Path("x.xlsx"), data)
        texts: dict[str, str] = {}
        for part, pattern, by in changes:
            before = texts.get(part) or package.read(part).decode()
            texts[part] = re.sub(pattern, by, before, flags=re.DOTALL)
            assert texts[part] != before, pattern
        return package.archive.rewritten({part: text.encode() for part, text in texts.items()})

    return damaged


class Other(LibreOffice):
    """A program that spells functions otherwise, or shows no paint."""

    def __init__(self, context: Any, instead: Mapping[str, str], plain: bool = False) -> None:
        super().__init__(context)
        self.instead, self.plain = instead, plain

    def spelled(self, formula: str) -> str:
        for ours, other in self.instead.items():
            formula = formula.replace(ours, other)
        return formula

    def colours(self, book: Any, asked: set[SheetCell]) -> Mapping[SheetCell, str]:
        found = super().colours(book, asked)
        return dict.fromkeys(found, "") if self.plain else found


def rules(bench: Bench) -> Outcomes:
    """One class: that a rule speaks and is silent needs more of them."""
    return (one for one in try_workbook(bench, [case_of(LATE, date.today())]) if one.part != "规则")


def found_wrong(context: Any) -> dict[str, dict[str, str]]:
    """What each part finds wrong of what is broken for it."""
    result: dict[str, dict[str, str]] = {}

    def tried(part: Callable[[Bench], Outcomes], program: LibreOffice, *changes: tuple[str, str, str]) -> None:
        bench = Bench(program, Path(tempfile.mkdtemp()), without(*changes))
        result[part.__name__] = {f"{one.part} {one.what}": one.found for one in part(bench) if one.well is False}
        bench.close()

    def pressed(bench: Bench) -> Outcomes:
        """Two buttons that do nothing, and one that does what it should."""
        with ExitStack() as idle:
            yield from try_buttons(bench, ("charged",))
            for id in ("tidy", "undo"):
                idle.enter_context(mock.patch.dict(BUTTONS, {id: replace(BUTTONS[id], run=lambda *_: "好了")}))
            yield from try_buttons(bench, ("tidy", "total"))

    tried(rules, Other(context, {}, plain=True), (SHEET, "行核_附件4_在册累计", "行核_附件4_在册累计+1"))
    tried(
        try_traits,
        Other(context, {"UNICHAR": "UNICHAIR", "ASC(": "T(", "0.00": "0!,00"}),
        (BOOK, r"<workbookPr ?/>", '<workbookPr date1904="1"/>'),
    )
    tried(try_functions, Other(context, {"GY_TAX(": "SUM(", "GY_RMB(": "GY_RNB("}))
    tried(
        try_keeping,
        LibreOffice(context),
        (SHEET, r'<dataValidation sqref="G4(?:(?!</dataV).)*</dataValidation>', ""),
        (SHEET, r'<conditionalFormatting sqref="D4.*?</conditionalF\w+>', ""),
        (BOOK, r'<definedName name="项目信息_总学时".*?</definedName>', ""),
    )
    tried(pressed, LibreOffice(context))
    return result


def main() -> None:
    pipe, extension, result = sys.argv[1:]
    context = connected(pipe)
    manager = context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
    manager.addExtension(uno.systemPathToFileUrl(extension), (), "user", None, Surroundings())
    try:
        Path(result).write_text(json.dumps(found_wrong(context), ensure_ascii=False), encoding="utf-8")
    finally:
        LibreOffice(context).desktop.terminate()


if __name__ == "__main__":
    main()
