"""What may go wrong with a user's file, as one line in Chinese: where, what, what to do."""

from __future__ import annotations


class GaoyanError(Exception):
    """Base of all errors a user may see. ``str()`` is the one line; it never holds a document number or phone."""

    exit_code = 2

    def __init__(self, where: str, what: str, todo: str) -> None:
        super().__init__(f"{where}：{what}。{todo}")
        self.where, self.what, self.todo = where, what, todo


class Unusable(GaoyanError):
    """The input cannot be used (exit 2)."""


class Held(GaoyanError):
    """Another program holds the file (exit 3)."""

    exit_code = 3
