"""Detects names that Windows does not treat as a plain file.

On Windows ``CON.xlsx`` is the console, ``NUL.xlsx`` discards output, ``班.xlsx.`` is another file, ``班.xlsx:a`` a stream
of one. Source: Microsoft, "Naming Files, Paths, and Namespaces".
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from udfs.values.regex import regex
from workbooks.files.errors import Unusable

_NO_FILE = regex(r'^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)|[<>:"|?*\x00-\x1f]|[. ]$', re.IGNORECASE)


def check_name(path: Path) -> None:
    """Errors: ``Unusable`` on Windows for a name that is not a plain file."""
    if sys.platform == "win32" and _NO_FILE.search(path.name):
        todo = '请换一个名称：不用 CON、NUL 等设备名，不以点或空格结尾，不含 < > : " | ? *'
        raise Unusable(path.name, "不是 Windows 能用的文件名", todo)
