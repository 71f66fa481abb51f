"""Formulas for 材料清单: the normalised item of each row, and the first row of each item to submit.

The entries of each list are looked up one by one: engines disagree on comparing a whole normalised list at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from udfs.native.cells import literal
from udfs.native.running import Running, SingleValue
from udfs.native.texts import plain, quoted
from udfs.records.class_file import MATERIALS, YES

SHEET = MATERIALS
SECTION = plain('"总结报告："')
LISTS: Mapping[str, tuple[str, str, int]] = {
    "材料": ("参数_办班结束后应提交的材料", "", 12),
    "内容": ("参数_总结报告应包括的内容", f"{SECTION}&", 8),
    "凭据": ("参数_经费报销应附的凭据", "", 12),
}
"""{kind: (list on 参数, prefix of its entries in 事项, maximum number of entries)}."""
NOT_READY = f"{plain('{是否齐备}')}<>{quoted(YES)}"


def places(name: str) -> list[str]:
    """The cells with the row of each entry in 材料清单: 0 if missing, negative beyond the end of the list."""
    return [f"参数_{name}{at}行" for at in range(1, LISTS[name][2] + 1)]


def is_listed(name: str) -> str:
    """Formula: TRUE if the row is the first one for an entry of that list."""
    return f"OR({','.join(f'{place}={{#行次}}' for place in places(name))})"


def lacking(name: str) -> str:
    """Formula: TRUE if an entry of that list is missing in 材料清单."""
    return f"OR({','.join(f'{place}=0' for place in places(name))})"


def declared() -> Iterator[SingleValue]:
    for name, (entries, before, _) in LISTS.items():
        for at, place in enumerate(places(name), start=1):
            sought = literal(f"{before}{plain(f'INDEX({entries},{at})')}")
            found = f"IFERROR(MATCH({sought},参数_材料清单_事项键,0),0)"
            yield SingleValue(place.removeprefix("参数_"), f"IF({at}>ROWS({entries}),-1,{found})")


RUNNING = (Running("事项键", plain("{事项}")),)
FACTS = tuple(declared())
