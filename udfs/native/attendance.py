"""x"""

from __future__ import annotations

from udfs.native.running import Fact, Running
from udfs.records import ATTENDANCE

SHEET = ATTENDANCE
RUNNING: tuple[Running, ...] = ()
FACTS: tuple[Fact, ...] = ()
