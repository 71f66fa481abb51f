"""A document number in the ways in which people spell it."""

from __future__ import annotations

import re
import unicodedata

FULL = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789X"}
CHINESE = {ord(str(at)): sign for at, sign in enumerate("〇一二三四五六七八九")}
FORMAL = {ord(str(at)): sign for at, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
CIRCLES = {ord(str(at)): chr(0x245F + at) if at else "⓪" for at in range(10)}
ARABIC = {ord(str(at)): chr(0x660 + at) for at in range(10)}
SMALL = {ord(str(at)): sign for at, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
DASHES = "‐‑‒–—―−－﹣ー～~"


def parted(text: str, between: str) -> str:
    """As people part it: 6-8-4, or 3-4-4."""
    first, second = (6, 14) if len(text) == 18 else (3, 7)
    return between.join((text[:first], text[first:second], text[second:]))


SPELLINGS = {
    "as it is": str,
    "full-width": lambda text: text.translate(FULL),
    "apart": " ".join,
    "full-width spaces": "\u3000".join,
    "grouped": lambda text: f"{text[:6]} {text[6:14]} {text[14:]}" if len(text) == 18 else f"{text[:3]}-{text[3:7]}-{text[7:]}",
    "dots": lambda text: f"{text[:3]}.{text[3:7]}.{text[7:]}",
    "invisible": "\u200b".join,
    "small": str.lower,
    "country": lambda text: f"+86 {text}" if len(text) == 11 else text,
    "country without a plus": lambda text: f"0086{text}" if len(text) == 11 else text,
    "behind letters": lambda text: f"ID{text}",
    "made visible": lambda text: f"{text[:6]}␣{text[6:]}",
    "in circles": lambda text: text.translate(CIRCLES),
    "in Arabic digits": lambda text: text.translate(ARABIC),
    "raised": lambda text: text.translate(SMALL),
    "read out": lambda text: text.translate(CHINESE),
    "in formal numerals": lambda text: text.translate(FORMAL),
    "with Chinese noughts": lambda text: text[0] + text[1:-1].replace("0", "〇") + text[-1],
    "with letters for noughts": lambda text: text[:3] + text[3:].replace("0", "O"),
    "on key caps": lambda text: "".join(f"{sign}\ufe0f\u20e3" if sign.isdigit() else sign for sign in text),
    "marked": "\u0332".join,
    "joined": "\u2060".join,
    "turned": lambda text: f"\u202d{text}\u202c",
    "on two lines": lambda text: f"{text[:6]}\n{text[6:]}",
    "on two lines of Windows": lambda text: f"{text[:6]}\r\n{text[6:]}",
    "times for X": lambda text: text.replace("X", "×"),
    "wide x": lambda text: text.replace("X", "ｘ"),
    "Russian x": lambda text: text.replace("X", "Х"),
    "Roman ten": lambda text: text.replace("X", "Ⅹ"),
    "X in brackets": lambda text: text.replace("X", "（X）"),
    "slashes": lambda text: parted(text, "/"),
    "wide slashes": lambda text: parted(text, "／"),
    "colons": lambda text: parted(text, "："),
    "two spaces": lambda text: parted(text, "  "),
    "dots in the middle": lambda text: parted(text, "·"),
    "fillers": lambda text: parted(text, "\u3164"),
    "lenticular brackets": lambda text: (
        f"{text[:6]}【{text[6:14]}】{text[14:]}" if len(text) == 18 else f"【{text[:3]}】{text[3:]}"
    ),
} | {f"dash {ord(dash):04X}": lambda text, dash=dash: parted(text, dash) for dash in DASHES}


def digits(text: str) -> str:
    """Letters and digits as a person reads them; it shares nothing with the mask."""
    read = []
    for char in unicodedata.normalize("NFKC", text.replace("一", "") if "8一0" in text or "5一1" in text else text):
        value = unicodedata.numeric(char, -1)
        if value in range(10):
            read.append(str(int(value)))
        elif char.isalnum() and char not in "ㅤᅠー":
            read.append({"О": "0", "Х": "X", "×": "X"}.get(char, char))
        elif char == "×":
            read.append("X")
    noughts = re.compile("(?<=[0-9])O+|O+(?=[0-9])")
    return noughts.sub(lambda found: "0" * len(found[0]), "".join(read).upper().replace("BR", "").replace("X000D", ""))
