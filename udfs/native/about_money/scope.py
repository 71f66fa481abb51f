"""Does the fee regulation bind the class? As one cell, and as pairs of checks: one that binds, one that only compares."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.money.scope import EVERYBODY, has_own_rates
from udfs.native.running import Fact, Running
from udfs.native.texts import plain, quoted
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PROJECT

SHEET = PROJECT
RUNNING: tuple[Running, ...] = ()
FACTS = (Fact("适用540", f"OR({plain('参数_540适用范围')}={quoted(EVERYBODY)},参数_财政资助)"),)


BINDS, RATES_BIND = "参数_适用540", "参数_讲课费适用540"


def rate_facts(p: Parameters) -> Iterator[Fact]:
    """Do the rates of lecture fees bind the class? Those that its notice has itself always do."""
    yield Fact(RATES_BIND.removeprefix("参数_"), "TRUE" if has_own_rates(p) else BINDS)


def binding(formula: str, bound: str = BINDS) -> str:
    """A formula: does it hold, in a class that is bound?"""
    return f"IF({bound},{formula},FALSE)"


def compared(formula: str, bound: str = BINDS) -> str:
    """A formula: does it hold, in a class that is not bound?"""
    return f"IF({bound},FALSE,{formula})"
