"""The command line as a user meets it, with a home of its own: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from udfs.records.class_file import ClassFile

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

    @property
    def ledger(self) -> Path:
        return self.folder / "home" / "ledger.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return {
            **os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "GAOYAN_LEDGER": str(self.ledger), "PYTHONIOENCODING": "utf-8",
        }  # fmt: skip

    def __call__(self, *arguments: str) -> Ran:
        """In this process."""
        from addin import cli

        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        before = Path.cwd()
        with mock.patch.dict(os.environ, self.environment), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            os.chdir(self.folder)
            try:
                code = cli.run(arguments)
            finally:
                os.chdir(before)
        return Ran(code, *(stream.buffer.getvalue().decode("utf-8") for stream in (out, err)))  # type: ignore[attr-defined]

    def process(self, *arguments: str, encoding: str = "utf-8") -> Ran:
        """In a process of its own, whose console has that encoding."""
        done = subprocess.run(
            [sys.executable, "-m", "addin", *arguments],
            cwd=self.folder, env=self.environment | {"PYTHONIOENCODING": encoding}, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    def book(self, c: ClassFile, name: str = "班.xlsx") -> Path:
        """A workbook with that class in it."""
        from workbooks.templates.entering import entered

        path = self.folder / name
        path.write_bytes(entered(c))
        return path


def is_one_chinese_line(text: str) -> bool:
    """What a complaint must be."""
    return text.count("\n") == 1 and bool(re.search("[\u4e00-\u9fff]", text)) and "Traceback" not in text
