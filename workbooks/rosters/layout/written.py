"""Converts cells of a roster to field texts: numeric document numbers, phones in the name cell, words for staff."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from udfs.people.identity import check_character
from udfs.records.choices import CHOICES
from udfs.records.class_file import ON_SITE, ONLINE, STAFF, TRAINEE
from udfs.values.cells import Value, is_number, number, text
from udfs.values.headings import REGION
from udfs.values.regex import regex

# Spreadsheets keep 15 significant digits; longer numbers stored as a number have lost their end.
SAFE_DIGITS = 15
LONGEST_SECTION = 30

_WRAPPED = regex(r"""^(?:=\s*"(.*)"|["'‘’“”`](.*?)["'’”`]?)$""", re.S)
_SCIENTIFIC = regex(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,3}")
_PLAIN_NUMBER = regex(r"([0-9]{5,})\.0+")
RESIDENT, MOBILE = regex(r"[0-9]{17}[0-9X]"), regex(r"1[3-9][0-9]{9}")
"""The whole of a number as it is written usually."""
_EIGHTEEN_DIGITS = regex(r"[0-9]{18}")
_PHONE_IN_TEXT = regex(r"(?<![0-9A-Za-z\-])(?:(?:\+?86[- ]?)?1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8})(?![0-9A-Za-z\-])")
_AROUND = " \t\r\n\u3000/／、,，;；:：|()（）[]【】<>-—·"
_PERSON = regex(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,20}(?:[·•・][\u3400-\u9fff]{1,20})*|[A-Za-z][A-Za-z .'\-]{1,40}")
_NOTE_BEHIND = regex(r"(.+?)\s*[(（]([^()（）]*)[)）]")
_AROUND_WORDS = regex(r"^[一二三四五六七八九十0-9]+[、.．]|[\s:：、()（）]|[0-9]+人|共|名单|签到表")

_BOX = regex(r"([☑✓✔√■☒●◉⊙])|([□☐○◯])")

LECTURER, SAME, NO_NUMBER, NO_NAME = "授课教师", "同上", "没有号码", "不是姓名"
NOTHING, POST, OURSELVES, TRIAL = "没有填", "职务", "自称", "试填"


def unwrapped(value: Value) -> str:
    """The text of a cell before conversion to half-width, without tricks that force text format."""
    if value is None or value == "":
        return ""
    shown = value.strip() if isinstance(value, str) else text(value)
    if shown[:1] in "='‘’“”\"`" and (wrapped := _WRAPPED.match(shown)):
        return (wrapped[1] if wrapped[1] is not None else wrapped[2]).strip()
    return shown


def digits_of(value: Value, exact: str | None = None) -> str | None:
    """The text of a number cell (document number, phone): ``None`` if digits are lost.

    Numbers are accepted if the spreadsheet kept all digits, likewise scientific notation with all digits. ``exact``: the
    digits of a long number in the file, accepted only as a valid document number.
    """
    if is_number(value):
        found = number(value)
        if found is None or found != found.to_integral_value():
            return text(value)
        if abs(found) < 10**SAFE_DIGITS:
            return format(found.to_integral_value(), "f")
        return exact if exact and not tail_lost(exact) and right_resident(exact) else None
    shown = unicodedata.normalize("NFKC", unwrapped(value)).strip()
    if _SCIENTIFIC.fullmatch(shown):
        # A negative exponent is a fraction, a larger one has unknown digits: 1.41E+10 shows three of eleven.
        found = Decimal(shown)
        return format(found, "f") if found.as_tuple().exponent == 0 else None
    if whole := _PLAIN_NUMBER.fullmatch(shown):
        shown = whole[1]
    return None if tail_lost(shown) and not right_resident(shown) else shown


def tail_lost(digits: str) -> bool:
    """True for 18 digits of which the last three are zero, as a spreadsheet leaves them."""
    return bool(_EIGHTEEN_DIGITS.fullmatch(digits)) and digits.endswith("000")


def right_resident(document: str) -> bool:
    """True for 18 characters with a valid check character."""
    return bool(RESIDENT.fullmatch(document)) and check_character(document[:17]) == document[17]


def split_phone(value: str) -> tuple[str, str]:
    """(name, phone) of a cell with both, if unambiguous: one phone and a person's name around it. Else ('', '')."""
    folded = unicodedata.normalize("NFKC", value)
    found = list(_PHONE_IN_TEXT.finditer(folded))
    if len(found) != 1:
        return "", ""
    at = found[0]
    rest = (folded[: at.start()].strip(_AROUND) + " " + folded[at.end() :].strip(_AROUND)).strip(_AROUND)
    rest = re.sub(r"[\s:]*(?:手机号?|电话|联系电话|tel)[\s:]*$", "", rest, flags=re.I).strip(_AROUND)
    return (rest, at[0]) if _PERSON.fullmatch(rest) else ("", "")


@lru_cache(maxsize=256)
def ticked(shown: str) -> str:
    """The word of the only ticked box (☑线下 □线上); the cell unchanged if ambiguous."""
    boxes = list(_BOX.finditer(shown))
    on = [at for at, box in enumerate(boxes) if box[1]]
    if len(boxes) < 2 or len(on) != 1:
        return shown
    before = not shown[: boxes[0].start()].strip()
    at = on[0]
    if before:
        end = boxes[at + 1].start() if at + 1 < len(boxes) else len(shown)
        return shown[boxes[at].end() : end].strip(" \t\u3000、,，;；/") or shown
    start = boxes[at - 1].end() if at else 0
    return shown[start : boxes[at].start()].strip(" \t\u3000、,，;；/") or shown


@lru_cache(maxsize=1)
def sections() -> Mapping[str, frozenset[str]]:
    """{meaning: words} of ``words.toml``."""
    read = tomllib.loads((files("workbooks.rosters.layout") / "words.toml").read_text(encoding="utf-8"))
    return {meaning: frozenset(section["words"]) for meaning, section in read.items()}


@lru_cache(maxsize=1)
def words() -> Mapping[str, str]:
    """{word: kind of person or mode of participation}."""
    return {word: meaning for meaning in (STAFF, TRAINEE, LECTURER, ON_SITE, ONLINE) for word in sections()[meaning]}


def words_meaning(meaning: str) -> frozenset[str]:
    """The words with exactly this meaning."""
    return sections()[meaning]


@lru_cache(maxsize=1024)
def kind_of(value: str) -> str:
    """学员, 工作人员 or 授课教师 for a listed word; '' for any other."""
    meaning = words().get(_AROUND_WORDS.sub("", value).lower(), "")
    if not meaning and (noted := _NOTE_BEHIND.fullmatch(value)):
        meaning = kind_of(noted[1])
        return meaning if kind_of(noted[2]) in ("", meaning) else ""
    return meaning if meaning in (STAFF, TRAINEE, LECTURER) else ""


@lru_cache(maxsize=1024)
def kind_of_section(line: str) -> str:
    """学员 or 工作人员 if a line ends in such a word and has none of another kind (会务组工作人员); else ''."""
    bare = _AROUND_WORDS.sub("", line).lower()
    if not bare or len(bare) > LONGEST_SECTION:
        return ""
    kinds = {word: kind for word, kind in words().items() if kind in (STAFF, TRAINEE, LECTURER) and len(word) > 1}
    inside = {kind for word, kind in kinds.items() if word in bare}
    found = inside.pop() if len(inside) == 1 else ""
    return found if found != LECTURER and any(bare.endswith(word) for word, kind in kinds.items() if kind == found) else ""


@lru_cache(maxsize=1024)
def mode_of(value: str) -> str:
    """线下 or 线上 for a listed word, else the word unchanged."""
    meaning = words().get(unicodedata.normalize("NFKC", value).lower().replace(" ", ""), "")
    return meaning if meaning in (ON_SITE, ONLINE) else value


@lru_cache(maxsize=1024)
def region_of(value: str) -> str:
    """The province's short name if the text begins with a province (天津市南开区 -> 天津), else the text unchanged."""
    word = value.removeprefix("中国").strip(" -/")
    known = sorted(CHOICES[REGION], key=len, reverse=True)
    return next((province for province in known if word.startswith(province)), value)


_PARTS_OF_TITLE = regex(r"[\s()（）\[\]【】<>《》_·,，、:：;；\-—]+")
_NAMELESS = regex(r"^[0-9]+|^(?:以下|下列|下面)(?:为|是|的)?|(?:名单|签到表|的|班|组|部分|[0-9]+人?)$")


@lru_cache(maxsize=1024)
def mode_in(title: str) -> str:
    """线下 or 线上 if a part of a title states only this and the kind of people (学员（线上）, 线上学员名单); else ''."""
    kinds = sorted(words_meaning(STAFF) | words_meaning(TRAINEE), key=len, reverse=True)
    found = set()
    for part in _PARTS_OF_TITLE.split(title.lower()):
        bare = _NAMELESS.sub("", part)
        kind = next((word for word in kinds if bare != word and (bare.startswith(word) or bare.endswith(word))), "")
        found.add(mode_of(bare.removeprefix(kind).removesuffix(kind)))
    modes = found & {ON_SITE, ONLINE}
    return modes.pop() if len(modes) == 1 else ""


def looks_like_person(name: str) -> bool:
    """True for a possible name: not a number, not a sentence."""
    return 0 < len(name) <= 40 and not any(sign in name for sign in "：:。；;！？") and any(char.isalpha() for char in name)
