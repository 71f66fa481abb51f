"""What becomes of the ledger when the numbers of a class are taken out of its workbook by an undo: said plainly.

A number once given is never given again, nor to anybody else. As long as no package was exported, an undone series is void.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.certificates.ledger import Ledger, class_key, is_there, place_of
from macros.certificates.ledger_reading import TYPED, VOID, listed, verify
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from udfs.records.class_file import ClassFile


def taken_back(c: ClassFile, chosen: str | None = None) -> str:
    """Let the ledger follow an undo of the workbook; what became of the numbers, in one line. Raises ``Unusable``."""
    place = place_of(chosen)
    if not is_there(place):
        return ""
    with Ledger(place, create=True) as ledger:
        found = ledger.undo(c)
    if found.exported:
        return f"台账不退回：材料包已经导出，{span_of(found.exported)}仍然有效，下次分配时同一人得到同一个编号"
    if not found.void:
        return staying(c, chosen)
    back = f"；原来的{span_of(found.restored)}重新有效" if found.restored else ""
    return f"台账上{span_of(found.void)}随之作废：规则不变时同一人仍得原编号，改了规则的按新规则编{back}"


def span_of(numbers: Sequence[str]) -> str:
    """How many, and from where to where."""
    return f" {len(numbers)} 个编号（{numbers[0]}" + (f" 至 {numbers[-1]}）" if len(numbers) > 1 else "）")


def staying(c: ClassFile, chosen: str | None = None) -> str:
    """One line: how many numbers of this class stay in the ledger, from where to where, and the serial that comes next; '' where
    the ledger has none of them. Raises ``Unusable`` if the ledger cannot be read."""
    place = place_of(chosen)
    if not is_there(place):
        return ""
    key = class_key(c)
    own = [one for one in listed(place) if one.class_key == key]
    if not own:
        return ""
    void = sum(one.state == VOID for one in own)
    span = own[0].number if len(own) == 1 else f"{own[0].number} 至 {own[-1].number}"
    shown = f"台账不退回：本期 {len(own)} 个编号仍记在台账上（{span}" + (f"，其中作废 {void} 个" if void else "")
    shown += "），下次分配时同一人得到同一个编号"
    lasts = {state.name: state.last for state in verify(place).series}
    name = series_name(c)
    if name in lasts:
        shown += f"；流水号已到 {lasts[name]}，新的编号从 {lasts[name] + 1} 起"
    typed = next((one.number for one in own if one.note == TYPED and one.serial == lasts.get(one.series)), "")
    return shown + (f"。{typed} 是手填后记入的，填错的请运行 gaoyan ledger void {typed} --reason 手填有误" if typed else "")


def series_name(c: ClassFile) -> str:
    """The name of the class's series; '' where its pattern is not right now."""
    from macros.certificates.number import series_of, usable_pattern

    try:
        return series_of(*usable_pattern(c)).name
    except Unusable:
        return ""
