"""The command line as a user meets it: in a process of its own, with a home of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from udfs.records import ClassFile

DAY = "2025-08-12"
"""The day on which the made-up municipal class of plan number 9 has everything behind it."""
LONG_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}|1410[0-9]{7})(?![0-9])")
"""A document number or a phone, in the clear."""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@dataclass
class CommandLine:
    """Runs ``gaoyan`` in ``folder``; nothing of the real user is read or written."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def ledger(self) -> Path:
        return self.folder / "home" / "ledger.sqlite3"

    @property
    def log(self) -> Path:
        return self.folder / "home" / "state" / "gaoyan" / "errors.log"

    def __call__(self, *arguments: str, **more: str) -> Ran:
        home = self.folder / "home"
        environment = {
            **os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "XDG_DATA_HOME": str(home / "data"),
            "GAOYAN_LEDGER": str(self.ledger), "PYTHONIOENCODING": "utf-8", **self.environment, **more,
        }  # fmt: skip
        home.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "addin", *arguments],
            cwd=self.folder, env=environment, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        encoding = environment["PYTHONIOENCODING"].partition(":")[0]
        return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    def book(self, c: ClassFile, name: str = "班.xlsx") -> Path:
        """A workbook with that class in it."""
        from workbooks.entering import entered

        path = self.folder / name
        path.write_bytes(entered(c))
        return path


def is_one_chinese_line(text: str) -> bool:
    """What a complaint must be."""
    return text.count("\n") == 1 and bool(re.search("[\u4e00-\u9fff]", text)) and "Traceback" not in text
