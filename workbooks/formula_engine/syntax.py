"""Parser of formulas: text -> syntax tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from udfs.values.regex import regex
from workbooks.formula_engine.answers import Unknown

_TOKEN = regex(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w:!$])
  | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))
  | (?P<call>[A-Za-z_][A-Za-z0-9_.]*)\(
  | (?P<where>(?:'(?:[^']|'')+'|[\w.]+)!)?
    (?P<first>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})(?::(?P<last>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}))?(?![\w(.])
  | (?P<name>[\w\\][\w.\\?]*)(?![!(])
  | (?P<mark><>|<=|>=|[-+*/^&=<>%(),])
    )\s*""",
    re.VERBOSE,
)
_CELL = regex(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")
_STRENGTH = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
}  # fmt: skip
_UNARY = 6


class CellReference(NamedTuple):
    """A cell reference: column and row counted from 1, and whether each is absolute ($)."""

    column: int
    row: int
    stays_in_column: bool
    stays_in_row: bool


@dataclass(frozen=True, slots=True)
class Constant:
    value: float | str | bool | None


@dataclass(frozen=True, slots=True)
class ErrorLiteral:
    """An error literal, such as #REF!."""

    code: str


@dataclass(frozen=True, slots=True)
class AreaReference:
    """A cell or range. ``sheet``: "" for the formula's own sheet."""

    sheet: str
    first: CellReference
    last: CellReference


@dataclass(frozen=True, slots=True)
class NameReference:
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    given: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class BinaryOperation:
    """An operator with two operands."""

    mark: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class UnaryOperation:
    """A unary operator: "-", "+" or "%"."""

    mark: str
    of: Node


Node = Constant | ErrorLiteral | AreaReference | NameReference | Call | BinaryOperation | UnaryOperation


def parsed(formula: str) -> Node:
    """Parse a formula without its leading "=". Errors: Unknown for unsupported syntax (array literals, whole rows)."""
    return _Reader(formula).whole()


class _Reader:
    def __init__(self, formula: str) -> None:
        self.tokens: list[re.Match[str]] = []
        at = 0
        while at < len(formula):
            found = _TOKEN.match(formula, at)
            if found is None or found.end() == at:
                raise Unknown
            self.tokens.append(found)
            at = found.end()
        self.at = 0

    def whole(self) -> Node:
        node = self.expression(0)
        if self.at != len(self.tokens):
            raise Unknown
        return node

    def mark(self) -> str:
        """The current operator or bracket; "" if there is none."""
        return self.tokens[self.at]["mark"] or "" if self.at < len(self.tokens) else ""

    def expect(self, mark: str) -> None:
        if self.mark() != mark:
            raise Unknown
        self.at += 1

    def expression(self, least: int) -> Node:
        node = self.operand()
        while True:
            mark = self.mark()
            if mark == "%":
                self.at += 1
                node = UnaryOperation("%", node)
                continue
            strength = _STRENGTH.get(mark, 0)
            if strength <= least:
                return node
            self.at += 1
            node = BinaryOperation(mark, node, self.expression(strength))

    def operand(self) -> Node:
        if self.at >= len(self.tokens):
            raise Unknown
        token = self.tokens[self.at]
        self.at += 1
        kind = token.lastgroup
        if kind == "text":
            return Constant(token["text"][1:-1].replace('""', '"'))
        if kind == "number":
            return Constant(float(token["number"]))
        if kind == "error":
            return ErrorLiteral(token["error"])
        if kind == "call":
            return Call(token["call"].upper().removeprefix("_XLFN."), self.given())
        if token["first"]:
            first = spot(token["first"])
            return AreaReference(_sheet(token["where"]), first, spot(token["last"]) if token["last"] else first)
        if kind == "name":
            truth = {"TRUE": True, "FALSE": False}.get(token["name"].upper())
            return NameReference(token["name"]) if truth is None else Constant(truth)
        if token["mark"] in ("-", "+"):
            return UnaryOperation(token["mark"], self.expression(_UNARY))
        if token["mark"] == "(":
            node = self.expression(0)
            self.expect(")")
            return node
        raise Unknown

    def given(self) -> tuple[Node, ...]:
        """Parse the arguments of a call; an empty argument is None."""
        found: list[Node] = []
        if self.mark() == ")":
            self.at += 1
            return ()
        while True:
            found.append(Constant(None) if self.mark() in (",", ")") else self.expression(0))
            if self.mark() == ")":
                self.at += 1
                return tuple(found)
            self.expect(",")


def spot(address: str) -> CellReference:
    """Parse a cell reference. Errors: Unknown.

    >>> spot("$AB7")
    CellReference(column=28, row=7, stays_in_column=True, stays_in_row=False)
    """
    found = _CELL.fullmatch(address)
    if found is None:
        raise Unknown
    column = 0
    for letter in found[2].upper():
        column = column * 26 + ord(letter) - 64
    return CellReference(column, int(found[4]), bool(found[1]), bool(found[3]))


def _sheet(where: str | None) -> str:
    if not where:
        return ""
    title = where[:-1]
    return title[1:-1].replace("''", "'") if title.startswith("'") else title
