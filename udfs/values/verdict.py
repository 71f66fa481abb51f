"""The verdict on one entry: None if it is right, else which part is wrong and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in an entry: the ``part``, a ``message`` in Chinese, and what is ``expected``.

    None of the three contains the entry itself: they are shown where document numbers and phones must not be.
    """

    part: str
    message: str
    expected: str = ""


TIDY_HINT = "含空格、全角字符或分隔符号，请运行“规范化”"
