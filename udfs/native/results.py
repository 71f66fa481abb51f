"""x"""

from __future__ import annotations

from udfs.native.running import Fact, Running
from udfs.records import RESULTS

SHEET = RESULTS
RUNNING: tuple[Running, ...] = ()
FACTS: tuple[Fact, ...] = ()
