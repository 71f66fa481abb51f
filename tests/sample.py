"""The notice that the tests' cases are written for, and made-up classes of it.

A case is about one class, and a class is of one notice: its dates, topics, people and numbers are data of that class. Which one
that is stands here, once; a newer notice that comes with the program or that a user installs changes no case. What must hold of
every notice stands in ``tests/notices``, and ``tests.newer_notice`` runs any test where a newer one ships.
"""

from __future__ import annotations

from functools import partial

from udfs import sample
from udfs.notice.parameters import parameters_for

YEAR = 2025
P = parameters_for(YEAR)
sample_class = partial(sample.sample_class, which=YEAR)
made_up_people = partial(sample.made_up_people, which=YEAR)
