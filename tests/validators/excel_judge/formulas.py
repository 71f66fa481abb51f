"""Formulas as a file holds them: English names, commas, no "=" in front. What Excel cannot parse it removes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tests.validators.excel_judge.addresses import LAST_COLUMN, LAST_ROW, column_number

LONGEST, LONGEST_TEXT, DEEPEST, MOST_ARGUMENTS = 8192, 255, 64, 255
ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!")
VOLATILE = frozenset({"TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "CELL", "INFO"})
# Functions newer than Excel 2007: without their prefix they are names that nobody defined.
NEWER = frozenset(Path(__file__).with_name("newer_functions.txt").read_text("ascii").split())
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<error>\#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!|FIELD!))
    |(?P<sheet>'(?:[^']|'')+'!|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!|\[\d+\]!)
    |(?P<area>\$?[A-Z]{1,3}\$?\d{1,7}(?![\w.(])|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w.(])|\$?\d{1,7}:\$?\d{1,7}(?![\w.]))
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
    |(?P<function>[^\W\d][\w.]*\()
    |(?P<table>[^\W\d][\w.]*\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    |(?P<name>[^\W\d][\w.\\?]*|\\[\w.]*)
    |(?P<array>\{[^{}]*\})
    |(?P<space>[ \n\r\t]+)
    |(?P<sign><>|<=|>=|[-+*/^&=<>%:,()])""",
    re.VERBOSE,
)
_CONSTANT = re.compile(r"""\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?|"(?:[^"]|"")*"|TRUE|FALSE|\#[A-Z0-9/!?_]+)\s*""")
BINARY = frozenset({"<>", "<=", ">=", "-", "+", "*", "/", "^", "&", "=", "<", ">", ":"})


@dataclass
class Parsed:
    """A formula: what is wrong with it, and what it is made of."""

    faults: list[str] = field(default_factory=list)
    functions: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    sheets: set[str] = field(default_factory=set)
    union: bool = False
    intersection: bool = False
    array: bool = False


class _Stop(Exception):
    pass


@dataclass
class _Reader:
    """Recursive descent over the tokens."""

    tokens: list[tuple[str, str]]
    parsed: Parsed
    at: int = 0
    depth: int = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def blank(self) -> bool:
        found = self.peek()[0] == "space"
        if found:
            self.at += 1
        return found

    def expression(self) -> None:
        self.operand()
        while True:
            spaced = self.blank()
            kind, text = self.peek()
            if kind == "sign" and text in BINARY:
                self.take()
                self.operand()
            elif kind == "end" or (kind == "sign" and text in ",)"):
                return
            elif spaced and (kind in ("area", "sheet", "name", "table", "function") or text == "("):
                self.parsed.intersection = True
                self.operand()
            else:
                raise _Stop(f"{text!r} where an operator is wanted")

    def operand(self) -> None:
        self.blank()
        while self.peek() in (("sign", "-"), ("sign", "+")):
            self.take()
            self.blank()
        kind, text = self.take()
        if kind == "sheet":
            self.sheet(text)
            kind, text = self.take()
            if kind not in ("area", "name", "error", "function", "table"):
                raise _Stop(f"{text!r} behind a sheet")
        if kind == "function":
            self.call(text[:-1])
        elif (kind, text) == ("sign", "("):
            self.bracket()
        else:
            self.single(kind, text)
        while self.peek() == ("sign", "%"):
            self.take()

    def single(self, kind: str, text: str) -> None:
        """An operand that is one token."""
        if kind == "area":
            self.parsed.faults += area_faults(text)
        elif kind == "text" and len(text[1:-1].replace('""', '"')) > LONGEST_TEXT:
            self.parsed.faults.append(f"a text of more than {LONGEST_TEXT} characters")
        elif kind == "array":
            self.parsed.array = True
            self.parsed.faults += array_faults(text)
        elif kind == "name":
            self.parsed.names.add(text)
        elif kind not in ("text", "number", "error", "table"):
            raise _Stop(f"{text!r} where a value is wanted" if text else "it ends where a value is wanted")

    def sheet(self, text: str) -> None:
        name = text[:-1]
        quoted = name.startswith("'")
        name = name[1:-1].replace("''", "'") if quoted else name
        self.parsed.sheets.update(name.split(":") if not name.startswith("[") else (name,))

    def bracket(self) -> None:
        self.expression()
        while self.peek() == ("sign", ","):
            self.parsed.union = True
            self.take()
            self.expression()
        if self.take() != ("sign", ")"):
            raise _Stop("a bracket that is not closed")

    def call(self, name: str) -> None:
        self.parsed.functions.add(name)
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Stop(f"functions nested more than {DEEPEST} deep")
        count = 1
        while True:
            self.blank()
            kind, text = self.peek()
            if not (kind == "sign" and text in ",)"):
                self.expression()
                self.blank()
            kind, text = self.take()
            if (kind, text) == ("sign", ","):
                count += 1
            elif (kind, text) == ("sign", ")"):
                break
            else:
                raise _Stop(f"{name}( is not closed")
        self.depth -= 1
        if count > MOST_ARGUMENTS:
            self.parsed.faults.append(f"{name} has {count} arguments")


def area_faults(text: str) -> list[str]:
    """Does Excel have these cells? A reference beyond its sheet is a name nobody defined."""
    letters, numbers = re.findall("[A-Z]+", text), re.findall(r"\d+", text)
    inside = all(column_number(one) <= LAST_COLUMN for one in letters) and all(1 <= int(one) <= LAST_ROW for one in numbers)
    return [] if inside else [f"{text} lies outside the sheet"]


def array_faults(text: str) -> list[str]:
    """Constants alone, and every row of the same width."""
    widths = set()
    for row in re.split(r""";(?=(?:[^"]*"[^"]*")*[^"]*$)""", text[1:-1]):
        cells = re.split(r""",(?=(?:[^"]*"[^"]*")*[^"]*$)""", row)
        widths.add(len(cells))
        if not all(_CONSTANT.fullmatch(one) for one in cells):
            return [f"{text[:30]} is no array of constants"]
    return [] if len(widths) == 1 else [f"{text[:30]} has rows of different widths"]


@lru_cache(maxsize=200_000)
def parsed(formula: str) -> Parsed:
    """The formula taken apart; its ``faults`` say what Excel would not take."""
    found = Parsed()
    if len(formula) > LONGEST:
        found.faults.append(f"{len(formula)} characters")
    if not formula.strip():
        found.faults.append("an empty formula")
        return found
    if formula.startswith("="):
        found.faults.append('it begins with "="')
        return found
    tokens, at = [], 0
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None:
            found.faults.append(f"{formula[at : at + 10]!r} cannot be read")
            return found
        tokens.append((str(token.lastgroup), token[0]))
        at = token.end()
    reader = _Reader(tokens, found)
    try:
        reader.expression()
        while reader.peek() == ("sign", ","):
            found.union = True
            reader.take()
            reader.expression()
        if reader.peek()[0] != "end":
            found.faults.append(f"{reader.peek()[1]!r} is too much")
    except _Stop as stop:
        found.faults.append(str(stop))
    found.faults += [f"{name} without its prefix _xlfn." for name in sorted(found.functions & NEWER)]
    return found


def formula_faults(formula: str, sheets: Collection[str], *, criteria: bool = False, name: bool = False) -> list[str]:
    """What Excel does not take of a formula. ``sheets``: titles in small letters. ``criteria``: of a validation or a conditional
    format, where neither arrays of constants nor unions and intersections may stand; ``name``: what a name stands for.
    """
    found = parsed(formula)
    faults = list(found.faults)
    outside = (one for one in found.sheets if not one.startswith("[") and "[" not in one and one.lower() not in sheets)
    faults += [f"no sheet {one}" for one in sorted(outside)]
    if criteria and (found.array or found.union or found.intersection):
        faults.append("an array of constants, a union or an intersection as a criterion")
    if found.union and not (name or criteria or "(" in formula):
        faults.append("a union without brackets")
    return faults
