"""Regular expressions compiled at their first use.

The program declares some hundreds and a command uses a few dozen; compiling all of them took a seventh of the start-up time.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class _Later:
    """Proxy that compiles its pattern on first access and then keeps each method it was asked for."""

    def __init__(self, written: Any, flags: int) -> None:
        self.given = written, flags

    @cached_property
    def compiled(self) -> re.Pattern[Any]:
        return re.compile(*self.given)

    def __reduce__(self) -> tuple[Any, ...]:
        return regex, self.given

    def __getattr__(self, name: str) -> Any:
        self.__dict__[name] = found = getattr(self.compiled, name)
        return found


def regex(written: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A lazy ``re.compile``. Errors in the pattern show at its first use; a test in tests/house compiles all of them.

    >>> regex("[0-9]+").fullmatch("2025")[0]
    '2025'
    """
    return cast("re.Pattern[AnyStr]", _Later(written, flags))
