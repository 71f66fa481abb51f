"""The certificate numbers of a class held against its pattern, or against each other where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from udfs.cells import blank, text
from udfs.certificates import ClassFacts, Pattern, common_shape, far_from_rest, parse_pattern, pattern_fault, split_tail
from udfs.records import ClassFile, Result
from udfs.verdict import Fault

LISTED = 5
"""So many gaps are listed one by one."""


def class_facts(c: ClassFile) -> ClassFacts:
    """What a certificate number may say of this class."""
    return ClassFacts(year=c.year, level=c.level or None, plan=c.plan_number, month=c.start.month if c.start else None)


def class_pattern(c: ClassFile) -> Pattern | None:
    """The pattern in 项目信息; None if there is none or it cannot be used."""
    stated = c.project.number_pattern
    return None if blank(stated) or pattern_fault(stated) else parse_pattern(text(stated))


def misfits(c: ClassFile) -> Iterator[tuple[Result, Fault]]:
    """The rows whose number does not fit, with what is wrong."""
    numbered = [result for result in c.results if not blank(result.certificate)]
    pattern = class_pattern(c)
    if pattern is None:
        yield from _odd_ones(numbered, serials=c.municipal)
        return
    facts = class_facts(c)
    for result in numbered:
        if fault := pattern.fault(result.certificate, facts):
            yield result, fault


def _odd_ones(numbered: list[Result], serials: bool) -> Iterator[tuple[Result, Fault]]:
    """Rows whose number differs from most in length or in the text before its last digits.

    ``serials``: the organiser counts within the class, so a number far from the rest has another year or class in it.
    """
    shape = common_shape([text(result.certificate) for result in numbered])
    if shape is None:
        return
    alike: dict[int, int] = {}
    rows = {result.row: result for result in numbered}
    for result in numbered:
        shown = text(result.certificate)
        prefix, tail = split_tail(shown)
        if len(shown) != shape.length:
            yield result, Fault("长度", f"为{len(shown)}位，其余编号为{shape.length}位", f"{shape.length}位")
        elif prefix != shape.prefix:
            yield result, Fault("前缀", "的前缀与其余编号不同", f"以“{shape.prefix}”开头" if shape.prefix else "全为数字")
        elif tail is not None:
            alike[result.row] = tail
    for row in sorted(far_from_rest(alike)) if serials else ():
        yield rows[row], Fault("前缀", "的前缀与其余编号不同", "与其余编号相近")


def gaps(c: ClassFile) -> str:
    """The serials that are missing between the first and the last one of the class: 7、12–14; '' if there are none.

    Not counted: serials the ledger knows as void, and as many as there are numbers missing, doubled or out of form.
    """
    numbered = [result for result in c.results if not blank(result.certificate)]
    odd = {result.row for result, _ in misfits(c)}
    found = [serial for result in numbered if result.row not in odd and (serial := _serial(c, text(result.certificate)))]
    present = set(found)
    if len(present) < 2:
        return ""
    void = {_serial(c, entry.certificate) for entry in c.ledger or () if entry.state == "void" and entry.this_class}
    spans = _missing_spans(sorted(present | {serial for serial in void if serial}))
    unnumbered = sum(1 for result in c.results if result.has_passed and blank(result.certificate))
    explained = len(odd) + (len(found) - len(present)) + unnumbered
    if sum(last - first + 1 for first, last in spans) <= explained:
        return ""
    words = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in spans[:LISTED])
    return words if len(spans) <= LISTED else f"{words}等{len(spans)}处"


def _serial(c: ClassFile, number: str) -> int | None:
    pattern = class_pattern(c)
    return pattern.serial(number, class_facts(c)) if pattern else split_tail(number)[1]


def _missing_spans(serials: list[int]) -> list[tuple[int, int]]:
    """The gaps between neighbours of a sorted list, each as its first and last number."""
    return [(before + 1, after - 1) for before, after in pairwise(serials) if after > before + 1]
