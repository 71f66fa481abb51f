"""Describes to the user what happens to the ledger when numbers are removed from the workbook by an undo.

A number is never issued to another person. Unless a package was exported, the undone numbers become void.
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
    """Update the ledger after an undo of the workbook; returns a one-line message. Errors: Unusable."""
    place = place_of(chosen)
    if not is_there(place):
        return ""
    with Ledger(place, create=True) as ledger:
        found = ledger.undo(c)
    if found.exported:
        return f"台账不退回：盖章稿已经导出，{span_of(found.exported)}仍然有效，同一人仍得原编号"
    if not found.void:
        return staying(c, chosen)
    back = f"；原来的{span_of(found.restored)}重新有效" if found.restored else ""
    return f"台账上{span_of(found.void)}随之作废：规则不变的仍得原编号，规则改变的按新规则编{back}"


def span_of(numbers: Sequence[str]) -> str:
    """Count and range of the numbers."""
    return f" {len(numbers)} 个编号（{numbers[0]}" + (f" 至 {numbers[-1]}）" if len(numbers) > 1 else "）")


def staying(c: ClassFile, chosen: str | None = None) -> str:
    """A one-line message: numbers of this class in the ledger and the next serial; '' if there are none. Errors: Unusable if the
    ledger cannot be read."""
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
    shown += "），同一人仍得原编号"
    lasts = {state.name: state.last for state in verify(place).series}
    name = series_name(c)
    if name in lasts:
        shown += f"；流水号已到 {lasts[name]}，新的编号从 {lasts[name] + 1} 起"
    typed = next((one.number for one in own if one.note == TYPED and one.serial == lasts.get(one.series)), "")
    return shown + (f"。{typed} 为手工填写，有误的请运行 gaoyan ledger void {typed} --reason 填写有误" if typed else "")


def series_name(c: ClassFile) -> str:
    """The name of the class's series; '' if its pattern is invalid."""
    from macros.certificates.number import series_of, usable_pattern

    try:
        return series_of(*usable_pattern(c)).name
    except Unusable:
        return ""
