"""Strangers' rosters: one of the layouts by seed, and the people in it."""

from __future__ import annotations

from tests.strangers import forms, tables
from tests.strangers.model import Chance, Stranger, names
from tests.strangers.tables import Maker, person

MAKERS: tuple[Maker, ...] = (
    tables.table, tables.table, tables.table, tables.grouped, tables.sections, tables.by_employer, tables.turned, tables.cards,
    tables.void_too, tables.beside, tables.several_sheets, forms.two_names, forms.swapped, forms.english, forms.star_form,
    forms.gold_form, forms.lark_form, forms.ding_contacts, forms.wecom_contacts, forms.posts_behind, forms.remarked,
    forms.two_lines_each, forms.lost_digits, forms.ditto, forms.hidden_list, forms.mode_words,
)  # fmt: skip


def stranger(seed: int) -> Stranger:
    chance = Chance(f"名册{seed}")
    people = [person(chance, name, at) for at, name in enumerate(names(chance, chance.randint(6, 12)))]
    found = MAKERS[seed % len(MAKERS)](chance, people)
    found.seed, found.name = seed, f"{seed:04}{found.name}"
    return found
