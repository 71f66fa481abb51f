"""Removes filters of an open workbook before cells are written.

Excel writes the first value of a block to every visible row and skips rows hidden by a filter (xlwings issue 679; Office.js
issue 224). Code that writes to an open book must call this first, once for all sheets concerned. Rows hidden by hand, and
filtered rows in LibreOffice, are written normally.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbooks.closed.host import Host, host_answer
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    import xlwings as xw

SHOW_FIRST = "请先在“数据”选项卡中点“清除”，显示全部行，再做一次"


@dataclass(frozen=True)
class Filter:
    """A filter that hides rows. ``headings``: its columns, if known; ``show`` removes it, None if the program cannot."""

    title: str
    headings: tuple[str, ...]
    show: Callable[[], Any] | None

    def __str__(self) -> str:
        return f"{self.title}（{'、'.join(self.headings)}）" if self.headings else self.title


_taken_off: list[str] = []
"""Filters removed since the last message to the user."""


def show_all_rows(book: xw.Book, titles: Iterable[str]) -> None:
    """Remove the filters of these sheets, or raise ``Unusable`` before anything is written. A closed file needs none of this:
    its cells are patched individually."""
    if not Host(book).calculates:
        return
    found = [one for title in dict.fromkeys(titles) for one in _hiding(book.sheets[title])]
    barred = [one for one in found if one.show is None]
    if barred:
        raise _refused(barred)
    for at, one in enumerate(found):
        assert one.show
        try:
            one.show()
        except Exception:  # each program has its own error
            raise _refused(found[at:]) from None
        _taken_off.append(str(one))


def taken_off() -> str:
    """One line about the filters removed since the last call; '' for none."""
    if not _taken_off:
        return ""
    line = f"已先取消筛选、显示全部行，原来筛选的是：{'、'.join(dict.fromkeys(_taken_off))}"
    _taken_off.clear()
    return line


def _refused(found: Iterable[Filter]) -> Unusable:
    where = "、".join(dict.fromkeys(map(str, found)))
    return Unusable(where, "正在筛选，此时写入会写错行，本软件又不能取消它，因此没有写入", SHOW_FIRST)


def _hiding(sheet: xw.Sheet) -> Iterator[Filter]:
    """The filters of a sheet that hide rows. Programs without access to filters (LibreOffice, a browser) report none."""
    api: Any = host_answer(lambda: sheet.api)
    on_mac = getattr(api, "filter_mode", None)
    if on_mac is not None:
        if on_mac.get():
            yield Filter(sheet.name, (), None)
        return
    if getattr(api, "FilterMode", None) is None:
        return
    for table in _tables(api):
        auto = table.AutoFilter
        if auto is not None and auto.FilterMode:
            yield Filter(sheet.name, _headings(auto), None if api.ProtectContents else auto.ShowAllData)
    if api.FilterMode:
        auto = api.AutoFilter
        yield Filter(sheet.name, _headings(auto) if auto is not None else (), None if api.ProtectContents else api.ShowAllData)


def _tables(api: Any) -> Iterator[Any]:
    tables = api.ListObjects
    yield from (tables(at) for at in range(1, tables.Count + 1))


def _headings(auto: Any) -> tuple[str, ...]:
    """The headings of the filtered columns."""
    filters, first = auto.Filters, auto.Range
    chosen = (at for at in range(1, filters.Count + 1) if filters(at).On)
    return tuple("".join(str(first.Cells(1, at).Value or f"第{at}列").split()) for at in chosen)
