"""Spellings of digits: full-width, circled, other scripts, Chinese numerals, separated.

``folded_text`` replaces each by a plain digit, dashes by ``-``, spaces by a space; ``joined_texts`` also removes whatever may
stand between the digits of one number. Both return the original position of each character.
"""

from __future__ import annotations

import re
import unicodedata

from udfs.values.regex import regex

NUMERALS = {sign: str(at % 10) for at, sign in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖")} | {
    "○": "0", "◯": "0", "两": "2", "兩": "2", "貳": "2", "弐": "2", "參": "3", "叄": "3", "陸": "6", "幺": "1",
}  # fmt: skip
"""Chinese numerals for single digits. 一 may also stand for a dash."""
_GONE = "\0"
_SIGNS = (
    dict.fromkeys("×✕✖✗✘хХχΧ╳⨯", "X")
    | dict.fromkeys("‐‑‒–—―−⁃﹘﹣－ー─━〜～~˗", "-")
    | dict.fromkeys("\t\v\fㅤᅟᅠ⠀ﾠ␣▯", " ")
    | dict.fromkeys("（［｛〔【〈《「『", "(")
    | dict.fromkeys("）］｝〕】〉》」』", ")")
    | {"•": "·"}
    | {sign: sign for sign in (*NUMERALS, "\n")}
)
_BRACKETS = str.maketrans("[]{}", "()()")
# Line breaks and page markup inside a text: replaced by blanks of the same length.
_BLANK = regex(r"<[A-Z/][^<>]{0,30}>|_X000[9AD]_|\\[NRT](?=[0-9])|&NBSP;|&#160;", re.IGNORECASE)
# Letters typed for digits: between digits, after three digits, before ten digits.
_LETTER_DIGITS = regex(r"(?<=[0-9])[OIL]+(?=[0-9])|(?<=[0-9]{3})[OIL]+(?![A-Z])|(?<![0-9A-Z])[OIL](?=[0-9]{10})")
_AS_DIGITS = str.maketrans("OIL", "011")
_NOUGHTS = regex("(?<=[0-9])[〇○◯零]+(?=[0-9])")
# Runs of numerals at least this long are a number, not a word; one numeral before them may end a name (王五).
_READ_OUT = (18, 15, 11)
_NUMERALS_IN_A_ROW = regex(f"[{''.join(NUMERALS)}]{{{_READ_OUT[-1]},}}")
_AS_A_DASH = regex("(?<=[0-9])一(?=[0-9])")
# Most certificate numbers need no folding.
_WORDS_AND_DIGITS = regex(f"(?:[0-9]|(?![{''.join(NUMERALS)}])[一-鿿])+")
_PLAIN = regex("[\x20-\x7e\n]*")


def folded_sign(char: str) -> str:
    """The plain form of one character; ``_GONE`` for an invisible one."""
    if char in _SIGNS:
        return _SIGNS[char]
    kind = unicodedata.category(char)
    if kind in ("Cf", "Mn", "Me", "Cc"):
        return _GONE
    if kind in ("Nd", "No"):
        value = unicodedata.numeric(char, -1)
        return str(int(value)) if value in range(10) else char
    if kind in ("Zs", "Zl", "Zp"):
        return " "
    plain = unicodedata.normalize("NFKC", char).upper()
    return plain if len(plain) == 1 else char


class _Folding(dict[int, str]):
    """Translation table filled on demand, one entry per character."""

    def __missing__(self, code: int) -> str:
        self[code] = found = folded_sign(chr(code))
        return found


_FOLDING = _Folding()


def folded_text(shown: str) -> tuple[str, list[int] | range]:
    """The text half-width, upper case, without invisible characters; and the original position of each character."""
    folded = shown.upper() if _PLAIN.fullmatch(shown) else shown.translate(_FOLDING)
    places: list[int] | range = range(len(folded))
    if _GONE in folded:
        places = [at for at, char in enumerate(folded) if char != _GONE]
        folded = folded.replace(_GONE, "")
    folded = _BLANK.sub(lambda found: " " * len(found[0]), folded)
    folded = folded.translate(_BRACKETS)
    folded = _NUMERALS_IN_A_ROW.sub(lambda found: read_out(found[0]), folded)
    folded = _NOUGHTS.sub(lambda found: "0" * len(found[0]), folded)
    return _LETTER_DIGITS.sub(lambda found: found[0].translate(_AS_DIGITS), folded), places


def read_out(run: str) -> str:
    """A long run of Chinese numerals with its end as digits: the longest end with the length of a document number or a mobile
    number."""
    length = next(one for one in _READ_OUT if len(run) >= one)
    return run[:-length] + digits_in(run[-length:])


def digits_in(text: str) -> str:
    """The text with Chinese numerals replaced by digits."""
    return "".join(NUMERALS.get(char, char) for char in text)


def joined_texts(folded: str) -> list[tuple[str, list[int]]]:
    """The text without separators inside numbers, numerals as digits, with the original position of each character.

    Where 一 stands between digits there are two readings: as a digit and as a dash.
    """
    readings = [folded]
    if _AS_A_DASH.search(folded):
        readings.append(_AS_A_DASH.sub("-", folded))
    found = []
    for reading in readings:
        kept = [at for at, char in enumerate(reading) if char.isalnum() or char in NUMERALS]
        found.append(("".join(NUMERALS.get(reading[at], reading[at]) for at in kept), kept))
    return found


def spelled_out(shown: str) -> str:
    """Letters and digits of a number, half-width and upper case; equal for two spellings of the same number."""
    if _WORDS_AND_DIGITS.fullmatch(shown):
        return "".join(filter(str.isdigit, shown))
    return "".join(char for char in digits_in(folded_text(shown)[0]) if char.isascii() and char.isalnum())
