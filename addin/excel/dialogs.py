"""File dialogs of Excel and of the system. A dismissed dialog raises ``Cancelled``.

On Windows Excel's object model is used, on a Mac ``osascript``; tests replace both. Neither has been run on its system
(docs/hosts-checklist.md).
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from addin.buttons.registry import Cancelled

FILE_PICKER, FOLDER_PICKER = 3, 4
"""msoFileDialogFilePicker, msoFileDialogFolderPicker."""
Script = Callable[[str], str]


class Dialogs(Protocol):
    """The dialogs of a system."""

    def ask(self, title: str, prompt: str, proposed: str) -> str: ...

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]: ...

    def folder(self, title: str) -> Path: ...

    def new_file(self, title: str, proposed: Path) -> Path: ...


class ExcelDialogs:
    """Excel for Windows. ``api``: its Application object."""

    def __init__(self, api: Any) -> None:
        self.api = api

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        given = self.api.InputBox(prompt, title, proposed)
        if given is False or given is None:
            raise Cancelled
        return str(given)

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        # GetOpenFilename would need an omitted argument in the middle, which COM cannot express by None.
        dialog = self.api.FileDialog(FILE_PICKER)
        dialog.Title = title
        dialog.AllowMultiSelect = True
        dialog.Filters.Clear()
        dialog.Filters.Add("名册", ";".join(f"*.{kind}" for kind in kinds))
        if not dialog.Show():
            raise Cancelled
        return [Path(dialog.SelectedItems(at)) for at in range(1, dialog.SelectedItems.Count + 1)]

    def folder(self, title: str) -> Path:
        dialog = self.api.FileDialog(FOLDER_PICKER)
        dialog.Title = title
        if not dialog.Show():
            raise Cancelled
        return Path(dialog.SelectedItems(1))

    def new_file(self, title: str, proposed: Path) -> Path:
        given = self.api.GetSaveAsFilename(str(proposed), f"Excel 工作簿,*{proposed.suffix}", 1, title)
        if not given:
            raise Cancelled
        return Path(given)


def osascript(script: str) -> str:
    """Run AppleScript and return its output. Errors: Cancelled if the user dismissed the dialog."""
    done = subprocess.run(["/usr/bin/osascript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Cancelled
    return done.stdout.rstrip("\n")


class MacDialogs:
    """macOS. ``run``: runs AppleScript and returns its output."""

    def __init__(self, run: Script = osascript) -> None:
        self.run = run

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        script = (
            f"text returned of (display dialog {quoted(prompt)} default answer {quoted(proposed)} with title {quoted(title)})"
        )
        return self.run(script)

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        types = ", ".join(quoted(kind) for kind in kinds)
        script = (
            f"set chosen to choose file with prompt {quoted(title)} of type {{{types}}} with multiple selections allowed\n"
            'set found to ""\nrepeat with one in chosen\nset found to found & POSIX path of one & linefeed\nend repeat\nfound'
        )
        return [Path(line) for line in self.run(script).splitlines() if line]

    def folder(self, title: str) -> Path:
        return Path(self.run(f"POSIX path of (choose folder with prompt {quoted(title)})"))

    def new_file(self, title: str, proposed: Path) -> Path:
        named = quoted(proposed.name)
        return Path(self.run(f"POSIX path of (choose file name with prompt {quoted(title)} default name {named})"))


def quoted(text: str) -> str:
    """A text as an AppleScript literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
