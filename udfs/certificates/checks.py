"""Checks the certificate numbers of a class against its pattern, or against each other if there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from udfs.certificates.numbers import (
    LEVEL,
    MONTH,
    PLAN,
    SERIAL,
    YEAR,
    ClassFacts,
    Pattern,
    common_shape,
    far_from_rest,
    parse_pattern,
    pattern_fault,
    split_tail,
)  # fmt: skip
from udfs.records.class_file import ClassFile, Result
from udfs.values.cells import blank, text
from udfs.values.verdict import Fault

ATTRIBUTES: Mapping[str, str] = {YEAR: "year", LEVEL: "level", PLAN: "plan", MONTH: "month"}
LISTED = 5
"""Maximum number of gaps listed."""


def class_facts(c: ClassFile) -> ClassFacts:
    """The facts of this class that a certificate number may contain."""
    return ClassFacts(year=c.year, level=c.level or None, plan=c.plan_number, month=c.start.month if c.start else None)


def class_pattern(c: ClassFile) -> Pattern | None:
    """The pattern in 项目信息; None if missing or invalid."""
    stated = c.project.number_pattern
    return None if blank(stated) or pattern_fault(stated) else parse_pattern(text(stated))


def numbered(c: ClassFile) -> list[Result]:
    """The rows with a certificate number."""
    return [result for result in c.results if not blank(result.certificate)]


def disagreements(c: ClassFile) -> dict[str, str]:
    """{part of the pattern: value in most numbers} where the majority contradicts the facts of the class.

    Then the fact of the class is the likelier error, and it is reported once instead of on every row.
    """
    pattern = class_pattern(c)
    if pattern is None:
        return {}
    serial, rows = pattern.reader(facts := class_facts(c)), numbered(c)
    if sum(serial(result.certificate) is not None for result in rows) * 2 >= len(rows):
        return {}
    stated = [pattern.stated(result.certificate) for result in rows]
    found: dict[str, str] = {}
    for name in sorted(pattern.parts - {SERIAL}):
        right = pattern.written(name, facts)
        counts = Counter(parts[name] for parts in stated if parts)
        most, times = counts.most_common(1)[0] if counts else ("", 0)
        if right and most != right and times * 2 > len(stated):
            found[name] = most
    return found


def numbers_facts(c: ClassFile) -> ClassFacts:
    """The facts single numbers are checked against: those of the class, overridden by the majority (``disagreements``)."""
    known = {name: getattr(class_facts(c), attribute) for name, attribute in ATTRIBUTES.items()}
    for name, stated in disagreements(c).items():
        known[name] = stated if name == LEVEL else int(stated)
    return ClassFacts(**{ATTRIBUTES[name]: value for name, value in known.items()})


def misfits(c: ClassFile) -> Iterator[tuple[Result, Fault]]:
    """The rows whose number does not fit, with the fault."""
    pattern = class_pattern(c)
    if pattern is None:
        yield from _odd_ones(numbered(c), serials=c.municipal)
        return
    serial = pattern.reader(facts := numbers_facts(c))
    for result in numbered(c):
        if serial(result.certificate) is None and (fault := pattern.fault(result.certificate, facts)):
            yield result, fault


def _odd_ones(rows: list[Result], serials: bool) -> Iterator[tuple[Result, Fault]]:
    """Rows whose number differs from the majority in length or in the text before the last digits.

    ``serials``: the organiser numbers within the class, so a number far from the others contains another year or class.
    """
    shape = common_shape([text(result.certificate) for result in rows])
    if shape is None:
        return
    alike: dict[int, int] = {}
    by_row = {result.row: result for result in rows}
    for result in rows:
        shown = text(result.certificate)
        prefix, tail = split_tail(shown)
        if len(shown) != shape.length:
            yield result, Fault("长度", f"长{len(shown)}位，其余编号长{shape.length}位", f"{shape.length}位")
        elif prefix != shape.prefix:
            yield result, Fault("前缀", "前缀与其余编号不同", f"以“{shape.prefix}”开头" if shape.prefix else "全为数字")
        elif tail is not None:
            alike[result.row] = tail
    for row in sorted(far_from_rest(alike)) if serials else ():
        yield by_row[row], Fault("前缀", "前缀与其余编号不同", "与其余编号相近")


def gaps(c: ClassFile) -> str:
    """The missing serials between the first and the last of the class (7、12–14); '' if there are none.

    Not reported: void serials of the ledger, and as many gaps as there are missing, duplicate or malformed numbers.
    """
    odd = {result.row for result, _ in misfits(c)}
    fitting = [result for result in numbered(c) if result.row not in odd]
    serial_of = _serial_reader(c)
    found = [serial for result in fitting if (serial := serial_of(text(result.certificate)))]
    present = set(found)
    if len(present) < 2:
        return ""
    void = {serial_of(entry.certificate) for entry in c.ledger or () if entry.state == "void" and entry.this_class}
    within = {serial for serial in void if serial and min(present) < serial < max(present)}
    spans = _missing_spans(sorted(present | within))
    unnumbered = sum(1 for result in c.results if result.has_passed and blank(result.certificate))
    explained = len(odd) + (len(found) - len(present)) + unnumbered
    if sum(last - first + 1 for first, last in spans) <= explained:
        return ""
    words = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in spans[:LISTED])
    return words if len(spans) <= LISTED else f"{words}等{len(spans)}处"


def _serial_reader(c: ClassFile) -> Callable[[str], int | None]:
    """A function that extracts the serial: by the pattern, else from the last digits."""
    pattern = class_pattern(c)
    return pattern.reader(numbers_facts(c)) if pattern else (lambda number: split_tail(number)[1])


def _missing_spans(serials: list[int]) -> list[tuple[int, int]]:
    """The gaps in a sorted list, each as (first, last)."""
    return [(before + 1, after - 1) for before, after in pairwise(serials) if after > before + 1]
