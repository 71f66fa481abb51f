"""Masks document numbers and phones in every text that leaves the workbook, however they are written.

Document numbers lose birth date and serial, mobile numbers the middle four digits, other numbers all but their ends. Masked
are the personal numbers known from workbooks and whatever has the form of one; row numbers, amounts and certificate numbers
stay readable. ``SENSITIVE_NUMBERS`` holds the numbers read so far by this process, from all workbooks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Self

from udfs.fields.declared import every_field
from udfs.people.identity import check_character
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import CERTIFICATE, NAME
from udfs.values.regex import regex
from udfs.values.spellings import NUMERALS, folded_text, joined_texts, spelled_out

if TYPE_CHECKING:
    from udfs.records.class_file import ClassFile, Record

MASKED_FIELDS = frozenset({"证件号码", *(field.heading for field in every_field() if field.personal)})
"""The columns masked as whole cells; 证件号码 is the argument name of the cell functions."""
STAR = "*"
SHORTEST = 5
"""Shorter personal numbers are not searched for in texts."""
SHORT = 8
"""Shorter numbers count only if they stand alone, since their digits may occur by chance."""
ENDS: Mapping[int, tuple[int, int]] = {18: (6, 1), 15: (6, 0), 11: (3, 4)}
"""{letters and digits of a number: how many stay visible at the start and at the end}."""
MOST_GAPS = 5
"""Maximum separators inside a number, as people group digits; more are accepted only if every digit is separated."""

_DIGIT = "[0-9]"
_NUMERAL = f"0-9{''.join(NUMERALS)}"
_DIGITS = regex(f"{_DIGIT}+")
# Five digits in any spelling near each other: other texts are not examined further.
_DIGITS_NEAR = regex(rf"(?:[{_NUMERAL}][^{_NUMERAL}\u3400-\u9fff]{{0,8}}){{{SHORTEST},}}")
_GAP = r"[\s\-.·_]?"
# One substitute character for all ideographs: a set of them costs a millisecond in every pattern.
_IDEOGRAPH = "\1"
_ANY_GAP = rf"[^0-9A-Z{_IDEOGRAPH}]{{0,4}}"
# Between the three parts of a mobile number, the same each time; list separators excluded.
_PART = r"[^0-9A-Z\u3400-\u9fff、,;，；|│]{1,4}|一"


def _spaced(gap: str, *parts: str) -> str:
    return gap.join(parts)


def _document(gap: str) -> str:
    """18 characters with a birth date in the middle."""
    century = f"(?:{_spaced(gap, '1', '[89]')}|{_spaced(gap, '2', '0')})"
    month = "(?:0" + gap + "[1-9]|1" + gap + "[0-2])"
    born = _spaced(gap, century, _DIGIT, _DIGIT, month, "[0-3]", _DIGIT)
    return _spaced(gap, "[1-9]", *[_DIGIT] * 5, born, *[_DIGIT] * 3, "[0-9X]")


class _Ideographs(dict[int, str]):
    """Translation table filled on demand, one entry per character."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _IDEOGRAPH if 0x3400 <= code <= 0x9FFF else chr(code)
        return found


_IDEOGRAPHS = _Ideographs()
_MOBILE = "1[3-9][0-9]"
_AREA = "0(?:10|2[0-9]|[3-9][0-9]{2})"
_LOOKS_LIKE = regex(
    r"(?<![0-9])(?:"
    + _document(_GAP)
    + r"|(?:(?:00)?86[\s\-)]{0,2}|0)?(?P<mobile>" + _spaced(_GAP, "1", "[3-9]", *[_DIGIT] * 9) + r")"
    + rf"|(?:(?:00)?86[\s\-)]{{0,2}})?(?P<parted>{_MOBILE}(?P<part>{_PART})[0-9]{{4}}(?P=part)[0-9]{{4}})"
    + rf"|(?:(?:00)?86[\s\-)]{{0,2}})?(?P<bracketed>{_MOBILE}\)[\s-]?[0-9]{{4}}[\s-]?[0-9]{{4}})"
    + rf"|{_AREA}[\s\-)]{{0,3}}(?P<line>[2-9][0-9]{{2,3}}[\s-]?[0-9]{{4}})"
    + r"|0[1-9][0-9]{1,2}-(?P<other_line>[0-9]{7,8})"
    + r"|(?:00)?86[\s\-(]{1,3}0?(?:10|2[0-9]|[3-9][0-9]{2})[\s\-)]{1,3}(?P<abroad>[2-9][0-9]{2,3}[\s-]?[0-9]{4})"
    + r"|(?<![A-Z])[0-9]{14,18}[0-9X](?![A-Z])"
    + r")(?![0-9])"
)  # fmt: skip
_LINES = {"line", "other_line", "abroad"}
FEWEST = 10
"""The minimum digits of a number recognised by its form: an area code of three and a local number of seven."""
# A document number with unusual separators; only with a valid check character.
_ODDLY = regex(rf"(?<![0-9]){_document(_ANY_GAP)}(?![0-9])")
# A document number with other digits attached; only with a valid check character.
_INSIDE = regex(r"(?=([1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]))")
# A number that the text itself declares as that of a passport or permit.
_CALLED = regex(
    "(?:护照|通行证|台胞证|回乡证|居留证|居住证|军官证|士兵证|证件号|PASSPORT|PERMIT)"
    r"(?:号码|号|编号|码|证|NO\.?|NUMBER|为|是|军字第|字第|[\s:：(#.-])*"
    r"(?P<number>[A-Z]{0,3}[0-9]{6,15}(?:\([0-9A-Z]{1,2}\))?|[A-Z]{1,3}(?:[\s-]?[0-9]){7,10})(?![0-9A-Z])"
)


MOST_TEXTS = 100_000
"""Maximum number of cached texts, about ten megabytes."""
_BETWEEN = regex(r"[/、,，;；\s]+")
"""Separators between two numbers in a cell."""


class MaskedTexts(dict[str, str]):
    """Cache of masked texts: reports about many classes repeat most of their texts."""

    def __init__(self, show: Callable[[str], str]) -> None:
        super().__init__()
        self.show = show

    def __missing__(self, text: str) -> str:
        if len(self) >= MOST_TEXTS:
            self.clear()
        found = self[text] = self.show(text)
        return found


class Numbers:
    """The known personal numbers, and the numbers exempt from masking although they look like one (``spared``)."""

    def __init__(self, known: Iterable[Value] = (), spared: Iterable[Value] = ()) -> None:
        self.known: set[str] = set()
        self.spared: set[str] = set()
        self.count = 0
        """How many numbers were masked so far."""
        self.texts = MaskedTexts(self.hide)
        """What is shown of texts that are repeated often, as long as nothing more is known of numbers."""
        self.learn(known)
        self.spare(spared)

    @classmethod
    def of(cls, c: ClassFile) -> Self:
        """The numbers known from one class."""
        return cls(personal(c), public(c))

    def learn(self, values: Iterable[Value]) -> None:
        """Add personal numbers."""
        self.texts.clear()
        for value in dict.fromkeys(values):  # 附件5 repeats the numbers of 附件4
            if isinstance(value, str) and len(value) >= SHORTEST and value.isascii() and value.isdigit():
                self.known.add(value)  # fast path for nearly all numbers: already normalised
            else:
                self.known.update(compared(value))
        self.lengths = tuple(sorted(set(map(len, self.known)), reverse=True))

    def spare(self, values: Iterable[Value]) -> None:
        """Add exempt numbers (certificates)."""
        self.texts.clear()
        self.spared.update(one for value in dict.fromkeys(values) for one in compared(value))

    def clear(self) -> None:
        self.texts.clear()
        self.known.clear()
        self.spared.clear()
        self.lengths = ()

    def hide(self, shown: str) -> str:
        """The text with every known or likely personal number masked."""
        folded, places = folded_text(shown)
        if not _DIGITS_NEAR.search(folded):
            return shown
        hidden: set[int] = set()
        for start, end in self.likely_spans(folded):
            self.count += 1
            hidden.update(star_places(folded, start, end))
        for joined, joints in joined_texts(folded) if self.known else ():
            for start, end in self.known_spans(joined, joints, folded):
                inside = [joints[at] for at in range(start, end)]
                if not hidden.intersection(inside):
                    self.count += 1
                    hidden.update(inside[at] for at in star_places(joined[start:end], 0, end - start))
        stars = {places[at] for at in hidden}
        return "".join(STAR if at in stars else char for at, char in enumerate(shown)) if stars else shown

    def likely_spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """The spans that look like a personal number or are declared as one."""
        if sum(map(len, _DIGITS.findall(folded))) >= FEWEST:
            yield from self.shaped_spans(folded)
        for found in _CALLED.finditer(folded):
            if signs(found["number"]) not in self.spared:
                yield found.span("number")

    def shaped_spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """The spans that have the form of a personal number."""
        for found in _LOOKS_LIKE.finditer(folded):
            start, end = found.span(found.lastgroup or 0)
            number = folded[start:end]
            if not as_people_group(number) or (signs(number) in self.spared and signs(number) not in self.known):
                continue
            # Of a landline the last four digits stay visible, as of a mobile number.
            yield (start, end - 4) if found.lastgroup in _LINES else (start, end)
        for found in _ODDLY.finditer(folded.translate(_IDEOGRAPHS)):
            if fits(found[0]):
                yield found.span()
        for found in _INSIDE.finditer(folded):
            if fits(found[1]):
                yield found.span(1)

    def known_spans(self, joined: str, joints: list[int], folded: str) -> Iterator[tuple[int, int]]:
        """The spans of known numbers in a text without separators."""
        at = 0
        while at < len(joined):
            for length in self.lengths:
                end = at + length
                if end <= len(joined) and joined[at:end] in self.known:
                    if length < SHORT and not stands_alone(folded, joints[at], joints[end - 1], length):
                        continue
                    yield at, end
                    at = end - 1
                    break
            at += 1


SENSITIVE_NUMBERS = Numbers()
"""The numbers read so far by this process."""


def hide(text: str) -> str:
    """``text`` with all personal numbers masked."""
    return SENSITIVE_NUMBERS.hide(text)


mask_text = hide


def mask(field: str, value: Value) -> Value:
    """``value`` of column ``field`` as it may leave the workbook; cells of number columns are masked whatever they hold."""
    if field not in MASKED_FIELDS or cells.blank(value) or isinstance(value, bool):
        return value
    shown = cells.text(value)
    masked = hide(shown)
    return starred(shown) if masked == shown else masked


def starred(shown: str) -> str:
    """The whole cell masked; its ends stay if it is long enough."""
    hidden = set(star_places(shown, 0, len(shown)))
    return "".join(STAR if at in hidden else char for at, char in enumerate(shown)) if hidden else STAR * len(shown)


def _kind(row: Record) -> type[Record]:
    return type(row)


def personal(c: ClassFile) -> Iterator[Value]:
    """Document numbers and phones of 附件4, 附件5 and 考勤, and names that are numbers."""
    rows: list[Record] = [*c.people, *c.results, *c.absences]
    for kind, of_kind in groupby(rows, _kind):
        names = kind.attributes()
        numbers = [names[field] for field in MASKED_FIELDS if field in names]
        for row in of_kind:
            for name in numbers:
                yield getattr(row, name, None)
            called = row.get(NAME) if NAME in names else None
            if called is not None and not (type(called) is str and called.isalpha()) and digits_of(called) >= SHORTEST:
                yield called


def digits_of(value: Value) -> int:
    return sum(map(str.isdigit, cells.text(value)))


def public(c: ClassFile) -> Iterator[Value]:
    """The certificate numbers of a class."""
    for kind, of_kind in groupby((*c.people, *c.results), _kind):
        if CERTIFICATE in kind.attributes():
            yield from (row.get(CERTIFICATE) for row in of_kind)


def signs(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isalnum())


def fits(number: str) -> bool:
    """True if the check character of a document number is right."""
    plain = signs(number)
    return check_character(plain[:-1]) == plain[-1]


def compared(value: Value) -> Iterable[str]:
    """A number normalised for comparison: half-width, upper case, letters and digits only. For "a / b": both and the whole."""
    return compared_text(cells.text(value))


@lru_cache(maxsize=1 << 14)
def compared_text(shown: str) -> tuple[str, ...]:
    """Cached: used for each number of a class both for masking and for the report."""
    if shown.isascii() and shown.isalnum():  # fast path for nearly all numbers: already normalised
        return (shown.upper(),) if has_digits(shown) else ()
    found = {spelled_out(part) for part in (shown, *_BETWEEN.split(shown))} if _BETWEEN.search(shown) else {spelled_out(shown)}
    return tuple(one for one in found if has_digits(one))


def has_digits(one: str) -> bool:
    """True if long enough and with enough digits for a personal number."""
    return len(one) >= SHORTEST and (one.isdigit() or sum(map(str.isdigit, one)) >= SHORTEST - 1)


def stands_alone(folded: str, first: int, last: int, length: int) -> bool:
    """True if a short number is written without gaps and nothing is attached to it."""
    around = folded[max(0, first - 1) : first] + folded[last + 1 : last + 2]
    return last - first + 1 == length and not any(char.isascii() and (char.isalnum() or char in ".,-") for char in around)


def as_people_group(found: str) -> bool:
    """True if its separators are those of one number: a few, or the same one after every digit."""
    gaps = [char for char in found if not char.isalnum()]
    return len(gaps) <= MOST_GAPS or (len(set(gaps)) == 1 and len(gaps) == len(found) // 2)


def star_places(folded: str, start: int, end: int) -> list[int]:
    """The positions of a number to mask: its letters and digits except the visible ends."""
    signs_at = [at for at in range(start, end) if folded[at].isalnum()]
    count = len(signs_at)
    first, last = ENDS.get(count, (2, 2) if count < 15 else (6, 1))
    return signs_at[first : count - last] if count > first + last else signs_at
