"""Extracts unambiguous parts of cells that contain more than their column asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from udfs.people.titles import written_forms
from udfs.records.class_file import STAFF, TRAINEE
from udfs.values.cells import Value, text
from udfs.values.headings import DOCUMENT, EMPLOYER, KIND, PHONE, SEX, TITLE
from udfs.values.regex import regex
from workbooks.rosters.layout.written import NO_NUMBER, POST, kind_of, right_resident, words_meaning

_PHONE = regex(r"(?<![0-9A-Za-z])(?:(?:\+?86[- ]?)?1[3-9][0-9]{9}|0[0-9]{2,3}[- ]?[2-9][0-9]{6,7})(?![0-9A-Za-z])")
_MOBILE = regex(r"1[3-9][0-9]{9}$")
_RESIDENT = regex(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_WHOLE_RESIDENT = regex(r"[0-9]{17}[0-9Xx]")
_WHOLE_MOBILE = regex(r"(?:\+?86)?1[3-9][0-9]{9}")
_NOT_PART = regex(r"[\s'‘’`\-]+")
_SAYS_WHAT = regex(r"(?:居民身份证|身份证|证件|护照|通行证|台胞证|港澳通行证)(?:号码|号)?[:\s]*(?=[A-Z]{0,2}[0-9]{5,})")
_HAN_NAME = regex(r"([\u3400-\u9fff]{2,4}(?:·[\u3400-\u9fff]{1,20})*)(?=[^\u3400-\u9fff·])(.+)", re.DOTALL)
_AROUND_NOTES = regex(r"[\s()（）\[\]【】<>《》/、,，:：*＊★☆▲△#√—－_-]+")
_OTHER_NAME = regex(r"[(（\s]*(?:曾用名|原名|又名|别名|英文名|笔名)\s*[:：]?\s*[^:：]{1,20}")
_LATIN_NAME = regex(r"[A-Za-z.']+")
_COUNTED_NAME = regex(r"[(（]?[0-9]{1,3}[)）]?[、.．)）\s]\s*([\u4e00-\u9fff]{2,4})")
_WITHDRAWN = regex(
    r"取消|退出|已退|退训|病退|不参加|未参加|不能参|不参训|未参训|无法参|放弃|弃权|不来|作废|删除|更换|换成|换为|替|因故|调离|离职|(?:调整?|转|移)[至到入出]|改[派报]"
)
_PEOPLE = regex(r"[\u4e00-\u9fff]{1,6}族")
_IN_A_NAME = frozenset(" ·•・‧．.'’-")
_UNIT = regex(
    r"[\u4e00-\u9fff0-9A-Za-z（）()·]{2,48}(?:大学|学院|学校|公司|集团|企业|医院|卫生院|中心|研究院|研究所|设计院|院|所|局|厅|委员会|协会|学会|"
    r"银行|出版社|报社|社|厂|处|部|科|室|站|馆|园|队|分校|校区|事务所|基地|联盟|商会|支行|分行)"
)
_COUNT = regex(r"\s*[(（\[【]?(?:共|计)?\s*[0-9一二三四五六七八九十百]+\s*(?:人|名)[)）\]】]?[:：]?$|[:：]$")
_CONTACT = regex(r"[\s,，;；(（]*(?:联系人|负责人|领队|带队)[^:：]{0,4}[:：].*", re.DOTALL)
_DATE = regex(r"(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?: .*)?")
_LONGEST_POST = 8
_LONGEST_DEPARTMENT = 5
_FEWEST_DIGITS = 4
_BESIDE = regex(r"(?:手机|电话|联系方式|联系电话|tel)(?:号码|号)?|[\s/、,;|:()]+", re.IGNORECASE)
_DOCUMENT = regex(r"[A-Z]{0,2}[0-9]{6,17}[0-9X]")
_NUMBERED = regex(r"^[（(]?[一二三四五六七八九十0-9]{1,3}[)）]?[、.．]\s*")
_APART = regex(r"[\s/／、,，;；|()（）]+")


def no_number(shown: str) -> bool:
    """True if the cell only states that there is no number."""
    return shown.lower() in words_meaning(NO_NUMBER) or not any(char.isalnum() for char in shown)


def some_number(shown: str) -> bool:
    """False for words or a date in place of a number."""
    return sum(char.isdigit() for char in shown) >= _FEWEST_DIGITS and not _DATE.fullmatch(shown)


def lone_document(shown: str) -> str:
    """The document number of a cell with additional words, if unambiguous; else the cell unchanged."""
    folded = unicodedata.normalize("NFKC", shown)
    found: list[str] = [one for one in _RESIDENT.findall(folded) if right_resident(one.upper())]
    if len(found) == 1 and sum(char.isdigit() for char in folded) <= len(found[0]):
        return found[0].upper()
    bare = _SAYS_WHAT.sub("", folded, count=1)
    return bare if bare != folded and bare.isascii() and bare.isalnum() else shown


def lone_phone(shown: str) -> str:
    """The phone of a cell with additional words (微信同号), if it is the only number; else the cell unchanged."""
    folded = unicodedata.normalize("NFKC", shown)
    found: list[str] = _PHONE.findall(folded)
    if len(found) != 1 or len(found[0]) == len(folded):
        return shown
    rest = folded.replace(found[0], "", 1)
    return shown if any(char.isdigit() for char in rest) or "转" in rest or "分机" in rest else found[0]


def document_and_phone(shown: str) -> tuple[str, str]:
    """(document number, mobile) of a cell that holds just these two and their labels; ('', '') for any other.

    >>> document_and_phone("身份证：11010519491231002X 手机：14100000001")
    ('11010519491231002X', '14100000001')
    """
    folded = unicodedata.normalize("NFKC", shown)
    mobiles = [one for one in _PHONE.findall(folded) if _MOBILE.search(one)]
    if len(mobiles) != 1:
        return "", ""
    document = lone_document(_BESIDE.sub(" ", folded.replace(mobiles[0], " ", 1)).strip())
    return (document, _MOBILE.search(mobiles[0])[0]) if _DOCUMENT.fullmatch(document) else ("", "")  # type: ignore[index]


def several_phones(shown: str) -> bool:
    return len(_PHONE.findall(unicodedata.normalize("NFKC", shown))) > 1


def main_phone(shown: str) -> tuple[str, str]:
    """(mobile, rest) of a cell with one mobile and other phones; ('', '') if there is no mobile, or several.

    >>> main_phone("022-88880000/14100000001")
    ('14100000001', '022-88880000')
    """
    folded = unicodedata.normalize("NFKC", shown)
    mobiles = [one for one in _PHONE.findall(folded) if _MOBILE.search(one)]
    if len(set(mobiles)) != 1:
        return "", ""
    rest = folded.replace(mobiles[0], "").strip(" /、,;|()")
    return _MOBILE.search(mobiles[0])[0], rest  # type: ignore[index]


def name_apart(shown: str) -> tuple[str, dict[str, str]]:
    """(name without leading number, {column: value of a note behind it}); ``shown`` unchanged unless every note is known: a
    sex, a kind of person, a people, a post, a Latin or former name, a mark. What could be another person stays.

    >>> name_apart("张三（女）"), name_apart("张三 Zhang San"), name_apart("张三-李四")
    (('张三', {'性别': '女'}), ('张三', {}), ('张三-李四', {}))
    """
    if counted := _COUNTED_NAME.fullmatch(shown):
        return counted[1], {}
    found = _HAN_NAME.fullmatch(shown)
    if found is None:
        return shown, {}
    if _OTHER_NAME.fullmatch(found[2]):
        return found[1], {}
    values: dict[str, str] = {}
    for note in filter(None, _AROUND_NOTES.split(found[2])):
        if note in ("男", "女"):
            values[SEX] = note
        elif (kind := kind_of(note)) in (STAFF, TRAINEE):
            values[KIND] = kind
        elif not (_PEOPLE.fullmatch(note) or _LATIN_NAME.fullmatch(note) or note in words_meaning(POST)):
            return shown, {}
    return found[1], values


def odd_in_name(shown: str) -> str:
    """The characters that do not belong in a name, in order."""
    allowed = _IN_A_NAME if shown.isascii() else _IN_A_NAME - {"-"}
    return "".join(dict.fromkeys(char for char in shown if not char.isalpha() and char not in allowed))


@lru_cache(maxsize=4096)
def says_withdrawn(remark: str) -> bool:
    """True for a remark that the person may not participate."""
    return bool(_WITHDRAWN.search(remark))


@lru_cache(maxsize=4096)
def employer_and_title(shown: str) -> tuple[str, str]:
    """(employer, title) of a cell with both, if unambiguous: a title of the table at its end, an employer before it. The title
    is empty if a post is separated behind an employer; ('', '') if ambiguous.

    >>> employer_and_title("天津示例大学副教授"), employer_and_title("天津示例医院/主任"), employer_and_title("某处处长")
    (('天津示例大学', '副教授'), ('天津示例医院', ''), ('', ''))
    """
    folded = shown.strip().rstrip("）)")
    for at in range(1, len(folded) - 1):
        title = folded[at:]
        if title not in _titles():
            continue
        before = folded[:at]
        employer = before.rstrip(" \t\u3000/／、,，;；|(（")
        # With a separator the employer may end in any way; without, it must end like an employer.
        apart = employer != before and len(employer) > 4 and not _APART.search(employer)
        # A longer title may have consumed the end of the employer's name: 大学副教授 is one, too.
        if apart or _UNIT.fullmatch(employer):
            return (employer, title)
    employer, *rest = _APART.split(folded)
    a_post = len(rest) == 1 and 0 < len(rest[0]) <= _LONGEST_POST and rest[0].isalpha() and not _UNIT.fullmatch(rest[0])
    return (employer, "") if a_post and _UNIT.fullmatch(employer) else ("", "")


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """Titles and short forms (高工); a bare level (高级) is not one."""
    return frozenset(word for word in written_forms() if not word.endswith(("级", "高")))


def is_employer(shown: str) -> bool:
    """True for a text that ends like the name of an employer."""
    return bool(_UNIT.fullmatch(shown))


@lru_cache(maxsize=4096)
def employer_alone(shown: str) -> bool:
    """True for a cell that ends like an employer's name and is too long for a department."""
    return len(shown) > _LONGEST_DEPARTMENT and bool(_UNIT.fullmatch(shown))


def looks_like(value: Value) -> str:
    """The field whose values look like this one; '' for none."""
    shown = _NOT_PART.sub("", unicodedata.normalize("NFKC", text(value)))
    if _WHOLE_RESIDENT.fullmatch(shown):
        return DOCUMENT
    if _WHOLE_MOBILE.fullmatch(shown):
        return PHONE
    if not shown or shown.isascii():
        return ""
    if shown in _titles():
        return TITLE
    return EMPLOYER if employer_alone(shown) else ""


def holds_number(row: Iterable[Value]) -> bool:
    """True if a cell of the row is a document number or a mobile: somebody's row, never one of headings."""
    return any(looks_like(cell) in (DOCUMENT, PHONE) for cell in row)


def employer_line(shown: str) -> str:
    """The employer named by a line between rows (一、天津示例大学（3人）); '' if none."""
    bare = _NUMBERED.sub("", _COUNT.sub("", _CONTACT.sub("", shown.strip())))
    return bare if _UNIT.fullmatch(bare) else ""
