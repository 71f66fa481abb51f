"""Errors about a user's file, as one line in Chinese: place, problem, remedy."""

from __future__ import annotations


class GaoyanError(Exception):
    """Base class of all user-visible errors. ``str()`` is one line and never contains a document number or phone."""

    exit_code = 2

    def __init__(self, where: str, what: str, todo: str) -> None:
        super().__init__(f"{where}：{what}。{todo}")
        self.where, self.what, self.todo = where, what, todo


class Unusable(GaoyanError):
    """The input cannot be used (exit code 2)."""


class FileInUse(GaoyanError):
    """Another program holds the file (exit code 3)."""

    exit_code = 3
