"""What stays in the ledger when the numbers of a class are taken out of its workbook: said plainly, never taken back.

A number once given is never given again, so an undo of the workbook leaves the ledger, and how far its serials have come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.certificates.ledger import class_key, is_there, place_of
from macros.certificates.ledger_reading import TYPED, VOID, listed, verify
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from udfs.records.class_file import ClassFile


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
