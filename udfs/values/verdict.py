"""What a check of one entry says: nothing if it is right, else which part is wrong and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry. ``part`` names the part, ``message`` says it in Chinese, ``expected`` what should be there.

    None of the three ever holds the entry itself: they are shown where document numbers and phones must not be.
    """

    part: str
    message: str
    expected: str = ""


TIDY_HINT = "含空格、全角字符或分隔符号，请运行“规范化”"
