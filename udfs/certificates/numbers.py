"""Certificate numbers: the pattern set by an organiser, formatting and checking of numbers.

No official format exists for the certificates of municipal classes (三(二) of the notice), so each organiser sets a pattern:
plain text with parts in braces. ``津高研{年}{计划:02}{流水:04}`` makes 津高研2025090001.

========  ======================================================  ==========================
part      is                                                      width
========  ======================================================  ==========================
{年}      年度 of the class                                       4 digits, or {年:02}
{级别}    项目级别 (国家级, 市级)                                 as it is
{计划}    计划序号                                                as it is, or {计划:02}
{月}      month of 开始日期                                       as it is, or {月:02}
{流水}    the serial; each pattern has exactly one                as it is, or {流水:04}
========  ======================================================  ==========================

``{{`` and ``}}`` stand for the braces themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from udfs.notice.plan import LEVELS
from udfs.values.cells import Value, blank, text
from udfs.values.regex import regex
from udfs.values.verdict import Fault

YEAR, LEVEL, PLAN, MONTH, SERIAL = "年", "级别", "计划", "月", "流水"
PARTS = (YEAR, LEVEL, PLAN, MONTH, SERIAL)
LONGEST = 60
"""Maximum length of a number and of a pattern."""

_TOKEN = regex(r"\{\{|\}\}|\{([^{}:]*)(?::([^{}]*))?\}|[^{}]+|[{}]")
_WIDTH = regex(r"0[1-9]")
_WIDE_SIGNS = str.maketrans("｛｝", "{}")


class PatternError(ValueError):
    """The pattern cannot be used; the message gives the reason in Chinese."""


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """The facts of a class that numbers may contain; None if unknown."""

    year: int | None = None
    level: str | None = None
    plan: int | None = None
    month: int | None = None

    def of(self, name: str) -> int | str | None:
        return {YEAR: self.year, LEVEL: self.level, PLAN: self.plan, MONTH: self.month}[name]


UNKNOWN = ClassFacts()


@dataclass(frozen=True, slots=True)
class PatternPiece:
    """An element of a pattern: literal ``text``, or the part ``name`` with ``width`` digits (None: variable)."""

    text: str = ""
    name: str = ""
    width: int | None = None

    def written(self, value: int | str) -> str:
        if isinstance(value, str):
            return value
        if self.name == YEAR and self.width == 2:
            value %= 100
        return f"{value:0{self.width or 1}}"

    def expression(self) -> str:
        """The regular expression that matches this element."""
        if not self.name:
            return re.escape(self.text)
        if self.name == LEVEL:
            return "|".join(LEVELS)
        return f"[0-9]{{{self.width}}}" if self.width else "[1-9][0-9]*"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern, made by :func:`parse_pattern`."""

    pieces: tuple[PatternPiece, ...]

    def __str__(self) -> str:
        """The pattern as typed."""
        return "".join(
            (f"{{{piece.name}:0{piece.width}}}" if _shows_width(piece) else f"{{{piece.name}}}")
            if piece.name
            else piece.text.replace("{", "{{").replace("}", "}}")
            for piece in self.pieces
        )

    @property
    def parts(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(piece.name for piece in self.pieces if piece.name)

    @property
    def last_serial(self) -> int | None:
        """The highest serial that fits; None if unlimited."""
        width = next(piece.width for piece in self.pieces if piece.name == SERIAL)
        return 10**width - 1 if width else None

    def missing(self, facts: ClassFacts) -> tuple[str, ...]:
        """The parts of the pattern that are unknown in ``facts``."""
        return tuple(piece.name for piece in self.pieces if piece.name not in ("", SERIAL) and facts.of(piece.name) is None)

    def format(self, facts: ClassFacts, serial: int) -> str:
        """The number with that serial. Errors: PatternError if a fact is missing or the serial does not fit."""
        if missing := self.missing(facts):
            raise PatternError(f"缺少{'、'.join(missing)}，不能按规则编号")
        last = self.last_serial
        if serial < 1 or (last is not None and serial > last):
            raise PatternError(f"流水号超出规则的位数（最大{last}）")
        return "".join(self._piece_text(piece, facts, serial) for piece in self.pieces)

    @staticmethod
    def _piece_text(piece: PatternPiece, facts: ClassFacts, serial: int) -> str:
        if not piece.name:
            return piece.text
        value = serial if piece.name == SERIAL else facts.of(piece.name)
        return "" if value is None else piece.written(value)

    def serial(self, number: Value, facts: ClassFacts = UNKNOWN) -> int | None:
        """The serial of a number that fits; None if it does not. Unknown facts match any value."""
        return self.reader(facts)(number)

    def reader(self, facts: ClassFacts = UNKNOWN) -> Callable[[Value], int | None]:
        """``serial`` for many numbers of one class."""
        fitting = _fitting(self, facts)
        return lambda number: fitting(text(number))

    def stated(self, number: Value) -> Mapping[str, str]:
        """{part: text} as the number states them; empty if it has another form."""
        found = _expression(self, UNKNOWN).fullmatch(text(number))
        if found is None:
            return {}
        parts = {piece.name: found[f"p{at}"] for at, piece in enumerate(self.pieces) if piece.name not in ("", SERIAL)}
        return {**parts, SERIAL: found["serial"]}

    def written(self, name: str, facts: ClassFacts) -> str:
        """The text of part ``name`` for that class; '' if unknown."""
        known = facts.of(name)
        return "" if known is None else next(piece for piece in self.pieces if piece.name == name).written(known)

    def fault(self, number: Value, facts: ClassFacts = UNKNOWN) -> Fault | None:
        """The fault of a number; None if it fits or is empty."""
        if blank(number) or self.serial(number, facts) is not None:
            return None
        example = self.example(facts)
        stated = self.stated(number)
        if not stated:
            return Fault("格式", f"与证书编号规则“{self}”不符", f"形如{example}")
        for piece in self.pieces:
            known = facts.of(piece.name) if piece.name not in ("", SERIAL) else None
            if known is not None and stated[piece.name] != piece.written(known):
                return Fault(piece.name, f"{piece.name}应为{piece.written(known)}", f"形如{example}")
        return Fault(SERIAL, "流水号应从1开始", f"形如{example}")

    def example(self, facts: ClassFacts = UNKNOWN) -> str:
        """The first number of the class, with 〔part〕 for unknown parts."""
        return "".join(self._piece_text(piece, facts, 1) or (f"〔{piece.name}〕" if piece.name else "") for piece in self.pieces)


def _shows_width(piece: PatternPiece) -> bool:
    return piece.width is not None and not (piece.name == YEAR and piece.width == 4)


@lru_cache(maxsize=8)
def _fitting(pattern: Pattern, facts: ClassFacts) -> Callable[[str], int | None]:
    """Cached: several rules ask for the same numbers of a class."""
    fitting = _expression(pattern, facts).fullmatch

    def serial(shown: str) -> int | None:
        found = fitting(shown)
        return int(found["serial"]) if found else None

    remembered = lru_cache(maxsize=4096)(serial)
    return lambda shown: (remembered if len(shown) <= LONGEST else serial)(shown)


@lru_cache(maxsize=64)
def _expression(pattern: Pattern, facts: ClassFacts) -> re.Pattern[str]:
    """The regular expression of a pattern: group ``serial``, and ``p<position>`` for each other part."""
    built = []
    for at, piece in enumerate(pattern.pieces):
        if not piece.name:
            built.append(re.escape(piece.text))
        elif piece.name == SERIAL:
            built.append(f"(?P<serial>(?!0+(?![0-9])){piece.expression()})")
        else:
            value = facts.of(piece.name)
            built.append(f"(?P<p{at}>{piece.expression() if value is None else re.escape(piece.written(value))})")
    return re.compile("".join(built))


@lru_cache(maxsize=64)
def parse_pattern(pattern: str) -> Pattern:
    """Parse a pattern. Errors: PatternError with the reason in Chinese.

    >>> parse_pattern("津高研{年}{计划:02}{流水:04}").format(ClassFacts(year=2025, plan=9), 1)
    '津高研2025090001'
    """
    typed = pattern.strip().translate(_WIDE_SIGNS)
    if not typed:
        raise PatternError("规则为空")
    if len(typed) > LONGEST:
        raise PatternError(f"规则超过{LONGEST}个字符")
    pieces: list[PatternPiece] = []
    for token in _TOKEN.finditer(typed):
        piece = _piece(token)
        if pieces and not piece.name and not pieces[-1].name:
            pieces[-1] = PatternPiece(text=pieces[-1].text + piece.text)
        else:
            pieces.append(piece)
    _refuse_unusable(pieces)
    return Pattern(tuple(pieces))


def _piece(token: re.Match[str]) -> PatternPiece:
    shown = token[0]
    if shown in ("{{", "}}"):
        return PatternPiece(text=shown[0])
    if shown in ("{", "}"):
        raise PatternError("花括号不成对")
    if shown[0] != "{":
        if any(char.isspace() or not char.isprintable() for char in shown):
            raise PatternError("规则中不能有空格或不可见字符")
        return PatternPiece(text=shown)
    name, _, width = shown[1:-1].replace("：", ":").partition(":")
    name, width = name.strip(), width.strip()
    if name not in PARTS:
        raise PatternError(f"不认识的部分“{name[:10]}”，可用：{'、'.join(PARTS)}")
    return PatternPiece(name=name, width=_width(name, width, given=":" in shown or "：" in shown))


def _width(name: str, width: str, given: bool) -> int | None:
    if not given:
        return 4 if name == YEAR else None
    if name == LEVEL or not _WIDTH.fullmatch(width):
        raise PatternError(f"“{name}”的位数写法不对，应如{{流水:04}}")
    if name == YEAR and width not in ("02", "04"):
        raise PatternError("年的位数只能是02或04")
    return int(width)


def _refuse_unusable(pieces: list[PatternPiece]) -> None:
    names = [piece.name for piece in pieces if piece.name]
    if names.count(SERIAL) != 1:
        raise PatternError("规则中须有且只有一个{流水}")
    if len(set(names)) != len(names):
        raise PatternError("同一部分只能出现一次")
    for before, after in pairwise(pieces):
        open_ended = before.name not in ("", LEVEL) and before.width is None
        if open_ended and (after.name not in ("", LEVEL) or after.text[:1].isdigit()):
            raise PatternError(f"“{before.name}”后面紧跟数字，须写明位数，如{{{before.name}:02}}")


def pattern_fault(pattern: Value) -> Fault | None:
    """The fault of a pattern; None if it is valid or empty."""
    if blank(pattern):
        return None
    try:
        parse_pattern(text(pattern))
    except PatternError as wrong:
        return Fault("规则", str(wrong), "如津高研{年}{计划:02}{流水:04}")
    return None


def certificate_fault(number: Value, pattern: Value, facts: ClassFacts = UNKNOWN) -> Fault | None:
    """The fault of a number under a pattern as typed: first that of the pattern itself, then that of the number."""
    return pattern_fault(pattern) or (None if blank(pattern) else parse_pattern(text(pattern)).fault(number, facts))


@dataclass(frozen=True, slots=True)
class NumberShape:
    """The common form of the numbers of a class without a pattern: length, and text before the last digits."""

    length: int
    prefix: str


_TAIL = regex(r"[0-9]*$")


def split_tail(number: str) -> tuple[str, int | None]:
    """The text before the final digits, and these as a number (None if there are none)."""
    tail = _TAIL.search(number)
    digits = tail[0] if tail else ""
    # Longer runs of digits are no serials and would only cost time.
    return number[: len(number) - len(digits)], int(digits) if 0 < len(digits) <= LONGEST else None


def common_shape(numbers: list[str]) -> NumberShape | None:
    """The shape of more than half of the numbers, or None."""
    counts: dict[NumberShape, int] = {}
    for number in numbers:
        shape = NumberShape(len(number), split_tail(number)[0])
        counts[shape] = counts.get(shape, 0) + 1
    most = max(counts, key=lambda shape: counts[shape], default=None)
    return most if most is not None and counts[most] * 2 > len(numbers) else None


def far_from_rest(numbers: Mapping[int, int]) -> frozenset[int]:
    """The keys of numbers too far from the median to be serials of the same class: another year or class in the number."""
    if not numbers:
        return frozenset()
    middle = sorted(numbers.values())[len(numbers) // 2]
    reach = 10 ** len(str(len(numbers)))
    return frozenset(key for key, number in numbers.items() if abs(number - middle) > reach)
