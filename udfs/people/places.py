"""The region (省、自治区、直辖市、特别行政区) that a place or a cell of 所属地区 names."""

from __future__ import annotations

from udfs.notice.provinces import short_names as short_names
from udfs.values.cells import Value, plain
from udfs.values.regex import regex

# Streets and districts named after other regions say nothing: 河北区 lies in 天津, 南京路 everywhere.
_STREETS = regex(r"(?:[东西南北中]?[一二三四五六七八九十]?(?:路|道|街|大街|大道|里|巷|桥|村|镇|新村)|区)")


def region_of(place: Value) -> str:
    """The short name of the region at the start of the text; '' if there is none.

    >>> region_of("天津市示例会议中心"), region_of("河北省石家庄市"), region_of("河北区中山路1号"), region_of("南开大学")
    ('天津', '河北', '', '')
    """
    stated = plain(place).removeprefix("中国").removeprefix("中华人民共和国")
    for name in short_names():
        if stated.startswith(name) and not _STREETS.match(stated, len(name)):
            return name
    return ""
