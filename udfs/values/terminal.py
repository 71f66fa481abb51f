"""Making cell text and file names safe for terminals and files, and shortening lists for messages."""

from __future__ import annotations

from collections.abc import Sequence

from udfs.values.regex import regex

INSTEAD = "▯"
IN_A_DIALOG = 12
"""Lines of a list shown in a dialog."""
# Control characters except line feed and tab, bidirectional marks, lone surrogates.
_CONTROL = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    r"""``text`` with a placeholder for every control character; the length is unchanged.

    >>> harmless("a\x1b[31mb\a\n")
    'a▯[31mb▯\n'
    """
    return _CONTROL.sub(INSTEAD, text)


def some_of(words: Sequence[str], unit: str, shown: int, *, between: str = "、", rest: str = "") -> str:
    """The first ``shown`` of many words, the total, and where the others are (``rest``).

    >>> some_of(["C4", "C5", "C6"], "处", 2), some_of(["C4"], "处", 2), some_of(["C4", "C5"], "处", 1, rest="全部见核验")
    ('C4、C5等3处', 'C4', 'C4等2处，全部见核验')
    """
    more = f"等{len(words)}{unit}{f'，{rest}' if rest else ''}" if len(words) > shown else ""
    return between.join(words[:shown]) + more


def in_a_dialog(lines: Sequence[str]) -> str:
    """The first lines and the number of the remaining ones; '' for an empty list."""
    if not lines:
        return ""
    more = [f"……另有 {len(lines) - IN_A_DIALOG} 条"] if len(lines) > IN_A_DIALOG else []
    return "\n".join([f"\n请核对（{len(lines)} 条）：", *lines[:IN_A_DIALOG], *more])
