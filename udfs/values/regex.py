"""Regular expressions that are compiled when they are first used.

The program declares some hundreds of them beside what they are for, and a command uses a few dozen: compiling all of them was a
seventh of the time it took to start, and more in a browser.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class _Later:
    """Becomes what ``re.compile`` makes when it is first asked for anything; from then on each method is found at once."""

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
    """The pattern, as ``re.compile`` gives it. A fault in it shows at its first use: tests/house compiles all of them.

    >>> regex("[0-9]+").fullmatch("2025")[0]
    '2025'
    """
    return cast("re.Pattern[AnyStr]", _Later(written, flags))
