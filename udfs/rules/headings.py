"""Missing or changed official column headings (A4-20, A5-20)."""

from __future__ import annotations

from udfs.records.class_file import ClassFile, Row
from udfs.rules.model import Violations, at
from udfs.values.cells import plain
from udfs.values.headings import NAME


def missing_headings(c: ClassFile, kind: type[Row]) -> Violations:
    """One hit per missing heading; a single one if the sheet has no table."""
    place = c.places[kind.SHEET]
    if not place.columns:
        yield at(kind.SHEET, NAME, expected="、".join(kind.OFFICIAL), problem="找不到表头行（序号、姓名……）")
        return
    known = {plain(heading) for heading in kind.attributes()}
    strange = [heading for heading in place.headings if plain(heading) and plain(heading) not in known]
    for heading in kind.OFFICIAL:
        if heading not in place.columns:
            changed = _likely(heading, strange)
            problem = f"“{heading}”列的表头写成了“{changed[:20]}”" if changed else f"缺少“{heading}”列"
            yield at(kind.SHEET, heading, value=changed or None, expected=heading, problem=problem)


def _likely(heading: str, strange: list[str]) -> str:
    """The unknown heading most similar to ``heading``; '' if there is none."""
    from difflib import get_close_matches

    folded = {plain(one): one for one in strange}
    found = get_close_matches(plain(heading), folded, n=1, cutoff=0.5)
    inside = [one for one in folded if plain(heading)[:2] in one]
    return " ".join(folded[(found or inside)[0]].split()) if found or inside else ""
