"""Runs in LibreOffice's own Python: parts of 自检 as they are, then with a workbook or a host broken in one way each.

``breaking.py PIPE EXTENSION RESULT.json``, with the rooms and the libraries on the path: {name: what was found wrong}.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
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
from addin.selftest.model import Bench, Cell, Outcomes
from addin.selftest.probes import try_keeping, try_traits
from addin.selftest.workbook import try_workbook
from workbooks.ooxml.package import Package

SHEET, BOOK = "xl/worksheets/sheet3.xml", "xl/workbook.xml"
CASES = [case_of(LATE, date.today())]


def rules(bench: Bench) -> Outcomes:
    """One class: that a rule speaks and is silent needs more of them."""
    return (one for one in try_workbook(bench, CASES) if one.part != "规则")


def tidied(bench: Bench) -> Outcomes:
    return try_buttons(bench, ("tidy",))


def without(part: str, pattern: str, by: str = "") -> Callable[[bytes], bytes]:
    """A workbook with something in one part replaced."""

    def damaged(data: bytes) -> bytes:
        package = Package(Path("x.xlsx"), data)
        before = package.read(part).decode()
        after = re.sub(pattern, by, before, flags=re.DOTALL)
        assert after != before, pattern
        return package.archive.rewritten({part: after.encode()})

    return damaged


class Other(LibreOffice):
    """A program that spells a function as another, or shows no paint."""

    def __init__(self, context: Any, instead: tuple[str, str] = ("", ""), plain: bool = False) -> None:
        super().__init__(context)
        self.instead, self.plain = instead, plain

    def spelled(self, formula: str) -> str:
        return formula.replace(*self.instead) if self.instead[0] else formula

    def colours(self, book: Any, asked: set[Cell]) -> Mapping[Cell, str]:
        found = super().colours(book, asked)
        return dict.fromkeys(found, "") if self.plain else found


def idle(id: str) -> Any:
    return mock.patch.dict(BUTTONS, {id: replace(BUTTONS[id], run=lambda *_: "好了")})


def found_wrong(context: Any) -> dict[str, list[str]]:
    """What each part finds wrong as things are ("whole …"), and in each way of breaking them."""
    result: dict[str, list[str]] = {}

    def tried(name: str, part: Callable[[Bench], Outcomes], program: LibreOffice | None = None, damaged: Any = None) -> None:
        bench = Bench(program or LibreOffice(context), Path(tempfile.mkdtemp()), damaged or (lambda data: data))
        result[name] = [f"{one.what}: {one.found}" for one in part(bench) if one.well is False]
        bench.close()

    for part in (rules, try_traits, try_functions, try_keeping, tidied):
        tried(f"whole {part.__name__}", part)
    tried("a formula changed", rules, damaged=without(SHEET, "行核_附件4_在册累计", "行核_附件4_在册累计+1"))
    tried("paint is not shown", rules, Other(context, plain=True))
    tried("UNICHAR gone", try_traits, Other(context, ("UNICHAR", "UNICHAIR")))
    tried("ASC idle", try_traits, Other(context, ("ASC(", "T(")))
    tried("another decimal sign", try_traits, Other(context, ("0.00", "0!,00")))
    tried("dates from 1904", try_traits, damaged=without(BOOK, r"<workbookPr ?/>", '<workbookPr date1904="1"/>'))
    tried("a function answers wrong", try_functions, Other(context, ("GY_TAX(", "SUM(")))
    tried("a function is missing", try_functions, Other(context, ("GY_RMB(", "GY_RNB(")))
    tried(
        "a validation missing",
        try_keeping,
        damaged=without(SHEET, r'<dataValidation sqref="G4(?:(?!</dataV).)*</dataValidation>'),
    )
    tried(
        "a conditional format missing",
        try_keeping,
        damaged=without(SHEET, r'<conditionalFormatting sqref="D4.*?</conditionalF\w+>'),
    )
    tried("a name missing", try_keeping, damaged=without(BOOK, r'<definedName name="项目信息_总学时".*?</definedName>'))
    with idle("tidy"):
        tried("a button does nothing", tidied)
    with idle("undo"):
        tried("undo does nothing", tidied)
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
