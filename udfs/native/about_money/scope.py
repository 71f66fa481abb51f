"""Whether the fee regulation binds the class, as a cell; and checks in pairs, one binding and one comparing."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.money.scope import EVERYBODY, has_own_rates
from udfs.native.running import Running, SingleValue
from udfs.native.texts import plain, quoted
from udfs.notice.parameters import Parameters
from udfs.records.class_file import PROJECT

SHEET = PROJECT
RUNNING: tuple[Running, ...] = ()
FACTS = (SingleValue("适用540", f"OR({plain('参数_540适用范围')}={quoted(EVERYBODY)},参数_财政资助)"),)


BINDS, RATES_BIND = "参数_适用540", "参数_讲课费适用540"


def rate_facts(p: Parameters) -> Iterator[SingleValue]:
    """Whether the lecture fee rates bind the class; those of its own notice always do."""
    yield SingleValue(RATES_BIND.removeprefix("参数_"), "TRUE" if has_own_rates(p) else BINDS)


def binding(formula: str, bound: str = BINDS) -> str:
    """Formula: the condition, in bound classes only."""
    return f"IF({bound},{formula},FALSE)"


def compared(formula: str, bound: str = BINDS) -> str:
    """Formula: the condition, in classes that are not bound."""
    return f"IF({bound},FALSE,{formula})"
