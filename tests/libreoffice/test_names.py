"""How often LibreOffice is asked for the names of a document: a workbook has more than a thousand."""

from __future__ import annotations

import subprocess
from pathlib import Path

from addin.libreoffice.installing.libraries import office_python
from tests.libreoffice.session import ROOT, packages

ASKING = """
import sys
sys.path[:0] = sys.argv[1:]
from types import SimpleNamespace
import xlwings as xw
from addin.libreoffice.ranges import Names

class Ranges:
    asked = 0

    @property
    def ElementNames(self):
        Ranges.asked += 1
        return "附件4_姓名", "附件4_身份证号", "_xlfn.IFERROR", "项目信息_总学时"

names = xw.main.Names(Names(SimpleNamespace(document=SimpleNamespace(NamedRanges=Ranges()))))
print(*(name.name for name in names), Ranges.asked, names[1].name, len(names), Ranges.asked)
"""


def test_all_names_are_told_by_one_question(tmp_path: Path) -> None:
    """Asked for one after the other they took most of the time of every check: each time all of them were told."""
    script = tmp_path / "asking.py"
    script.write_text(ASKING, encoding="utf-8")
    command = [str(office_python()), str(script), str(ROOT), str(packages())]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.stdout.split() == ["附件4_姓名", "附件4_身份证号", "项目信息_总学时", "1", "附件4_身份证号", "3", "3"], (
        done.stderr
    )
