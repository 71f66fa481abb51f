"""Parts of a workbook without what is stored beside formulas: results follow whatever a command writes, on every sheet."""

from __future__ import annotations

import re

_STORED = re.compile(rb"(<f[^>]*?(?:/>|>[^<]*</f>))<v[^>]*?(?:/>|>[^<]*</v>)")
_KIND = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="(?:str|b|e)"(?=><f)')


def bare(part: bytes) -> bytes:
    return _KIND.sub(rb"\1", _STORED.sub(rb"\1", part))
