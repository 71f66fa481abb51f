"""Strangers' bills: amounts of 费用明细 and 师资费 as clerks type them, and what each item of 附件3 comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tests.strangers.model import Chance

Cell = str | float | int | Decimal | None
ITEMS = ("住宿费", "伙食费", "场地费", "资料费", "交通费")
READABLE: tuple[Callable[[Decimal], str], ...] = (
    lambda one: f"{one}元", lambda one: f"￥{one:,.2f}", lambda one: f"¥ {one}", lambda one: f"{one:,.2f}",
    lambda one: f"{one:,.2f}元",
    lambda one: "".join(chr(ord(char) + 0xFEE0) for char in f"{one}"), lambda one: f" {one} ", lambda one: f"'{one}",
    lambda one: f"人民币{one}元", lambda one: f"{one}元整", lambda one: f"{one / 10000}万元", lambda one: f"RMB{one}",
)  # fmt: skip
UNREADABLE = (
    "$120",
    "120美元",
    "USD 120",
    "约3000",
    "三千元",
    "3000-3500",
    "8%",
    "见发票",
    "1.2.3",
    "3000/2",
    "待定",
    "€95",
    "港币500",
)


@dataclass
class Bill:
    """A class's bills. ``expenses``: (item, amount as typed); ``fees``: (税后讲课费, 税费, 城市间交通费) as typed.

    ``truth``: what each item must be; ``real``: the amount behind each cell that nobody can read, by its place in ``expenses``.
    """

    seed: int
    layout: str
    expenses: list[tuple[str, Cell]]
    fees: list[tuple[Cell, Cell, Cell]]
    truth: dict[str, Decimal]
    real: dict[int, Decimal]


def typed(chance: Chance, amount: Decimal, share: float) -> Cell:
    """The amount as a number, or in one of the habits."""
    if chance.random() >= share:
        return float(amount)
    if amount < 0:
        return chance.choice((f"（{-amount}）", f"({-amount})", f"-{-amount}", f"－{-amount}元", f"−{-amount}"))
    return chance.choice(READABLE)(amount)


def stranger(seed: int) -> Bill:
    """Four of five classes hold readable amounts only; one in ten some that nobody can read."""
    chance = Chance(f"费用{seed}")
    share = chance.choice((0.1, 0.3, 0.6))
    truth = dict.fromkeys(ITEMS, Decimal(0))
    expenses: list[tuple[str, Cell]] = []
    real: dict[int, Decimal] = {}
    spoilt = seed % 10 == 9
    for _ in range(chance.randint(6, 14)):
        item = chance.choice(ITEMS)
        amount = Decimal(chance.choice((chance.randrange(1, 900) * 100, chance.randrange(10000, 5_000_000)))) / chance.choice(
            (1, 100)
        )
        amount = -amount / 10 if chance.random() < 0.06 else amount
        amount = amount.quantize(Decimal("0.01"))
        cell = typed(chance, amount, share)
        if spoilt and chance.random() < 0.3:
            real[len(expenses)], cell = amount, chance.choice(UNREADABLE)
        truth[item] += amount
        expenses.append((item, cell))
    fees: list[tuple[Cell, Cell, Cell]] = []
    faculty = tax = Decimal(0)
    for _ in range(chance.randint(1, 4)):
        own = [
            Decimal(chance.randrange(8, 40) * 50),
            Decimal(chance.randrange(0, 30) * 10),
            Decimal(chance.randrange(0, 9)) * Decimal("53.5"),
        ]
        faculty, tax = faculty + own[0] + own[2], tax + own[1]
        fees.append((typed(chance, own[0], share), typed(chance, own[1], share), typed(chance, own[2], share)))
    used = {item for item, _ in expenses}
    found = {item: amount for item, amount in truth.items() if item in used} | {"师资费": faculty, "税费": tax}
    return Bill(seed, "有无法读取的" if real else "写法各异", expenses, fees, found, real)
