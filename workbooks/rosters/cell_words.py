"""Normalises text cells for their column, and finds doubtful values."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from udfs.fields.declared import imported
from udfs.people.phones import phone_fault
from udfs.people.titles import title_level
from udfs.records.choices import CHOICES
from udfs.records.class_file import STAFF, TRAINEE
from udfs.records.tidying import tidied
from udfs.values.cells import plain, text
from udfs.values.headings import DOCUMENT, EMPLOYER, KIND, MODE, NAME, PHONE, REGION, SEX, TITLE
from udfs.values.regex import regex
from workbooks.rosters.layout.headings import meaning, squeezed
from workbooks.rosters.layout.mixed import employer_and_title, is_employer, odd_in_name, says_withdrawn, some_number
from workbooks.rosters.layout.written import (
    NOTHING,
    OURSELVES,
    POST,
    TRIAL,
    kind_of,
    mode_of,
    region_of,
    ticked,
    unwrapped,
    words_meaning,
)

_LABEL = regex(r"^\s*([^：:\d\s]{1,12}?)\s*[：:]\s*(?=\S)")
_STOPS = regex(r"(?:[。；;，,、]|(?<=[^A-Za-z])[.．])+$")
_DOT_IN_NAME = regex(r"\s*([·•・‧∙●．])\s*(?=[\u3400-\u9fff])")
_PARTS = regex(r"[/／、,，;；|()（）\[\]【】\s]+")
_SINCE = regex(r"(?:19|20)[0-9]{2}(?:年|[.\-](?=[0-9]))?(?:[0-9]{1,2}月?)?(?:[.\-]?[0-9]{1,2}日?)?(?:取得|评)?")
_LONG_DIGITS = regex(r"[0-9]{7,}")
_NOTED = regex(r"[/／、,，;；\s][^/／、,，;；\s]{1,8}$")
_DEPARTMENT = regex(
    r"[\u4e00-\u9fff]{0,6}(?:办公室|财务科|财务部|财务处|人事处|人事科|人力资源部|技术部|市场部|研发部|综合部|综合科|总务处|教务处|科技处|科研处|信息中心|质量部|工程部|生产部|安全部)"
)
FORMS = (
    "老师", "教授", "主任", "同志", "先生", "女士", "博士", "院长", "处长", "科长", "局长", "经理", "所长", "部长",
    "书记", "校长", "工程师",
)  # fmt: skip
"""Forms of address behind names."""
_CALLED = regex(rf"(.{{2,4}}?)\s*({'|'.join(FORMS)})")
ADDRESSED = regex(rf"[老小]?\S(?:{'|'.join(FORMS)}|小姐|总|处|局|工|老|哥|姐)|[老小]\S")
"""Forms of address without full names: 张总, 李老师, 小王."""
_MOBILE = regex(r"(?:\+?86)?1[3-9][0-9]{9}")
_DOCUMENT = regex(r"[A-Za-z0-9()/-]{6,24}")
_LONGEST_HAN_NAME = 4
_RESIDENT_LENGTHS = (15, 18)
LISTED = {
    field.heading: CHOICES[field.choices]
    for field in imported().values()
    if field.choices and field.strict and field.heading != KIND
} | {SEX: ("男", "女")}
"""{column: allowed values}. 人员类别 has many wordings and is judged where it is read."""


def bare(field: str, shown: str) -> str:
    """A value without its own label (姓名：张三) and final full stop; a name without spaces around its dot."""
    label = _LABEL.match(shown)
    if label and meaning(label[1]).field == field:
        shown = shown[label.end() :]
    shown = _STOPS.sub("", shown.rstrip())
    return _DOT_IN_NAME.sub(r"\1", shown) if field == NAME and _DOT_IN_NAME.search(shown) and shown[:1] not in "·•・" else shown


def says_nothing(field: str, shown: str) -> bool:
    """True for (空), (跳过), /, 暂无: placeholders of empty answers in sites and forms. 无 is an answer only for a title."""
    word = squeezed(shown)
    return word in words_meaning(NOTHING) or (word in ("无", "没有") and field != TITLE)


@lru_cache(maxsize=8192)
def cell_text(field: str, value: str) -> str:
    """A text cell normalised for its column; cached, since values repeat."""
    shown = bare(field, ticked(unwrapped(value)))
    if says_nothing(field, shown):
        return ""
    found = text(tidied(field, shown))
    if field == MODE:
        return mode_of(found)
    if field == REGION:
        return region_of(found)
    if field == TITLE:
        return without_post(found)
    if field == SEX:
        return {"male": "男", "m": "男", "female": "女", "f": "女", "男性": "男", "女性": "女", "先生": "男", "女士": "女"}.get(
            found.lower(), found
        )
    return found


def without_post(title: str) -> str:
    """The title of a cell that also contains posts (职务) or when it was granted, if all but one of its parts are such.

    >>> without_post("科长/高级工程师"), without_post("高级工程师（电气）")
    ('高级工程师', '高级工程师（电气）')
    """
    parts = [part for part in _PARTS.split(title) if part.strip("—–-")]
    if len(parts) < 2:
        return parts[0] if title[:1] in "—–-/／" and parts else title
    titles = [part for part in parts if part not in words_meaning(POST) and not _SINCE.fullmatch(part)]
    return titles[0] if len(titles) == 1 and title_level(titles[0]) else title


def post_behind(employer: str) -> tuple[str, str]:
    """(employer, post) of a cell that ends in a known post; ('', '') if none."""
    for at in range(2, len(employer)):
        if employer[at:] in words_meaning(POST):
            return employer[:at].rstrip(" /／、,，;；|-"), employer[at:]
    return "", ""


_NOTE_BEFORE = regex(r"[（(【\[]([^（）()【】\[\]]{2,8})[）)】\]]")


@lru_cache(maxsize=8192)
def doubt(field: str, value: str) -> str:
    """The reason why a value, entered unchanged, needs a look; '' if it fits its column."""
    if field in LISTED:
        return "" if value in LISTED[field] else f"{field}“{value[:20]}”不在可选的词里，按原样填入，请核对"
    if field == REGION:
        return "" if value in CHOICES[REGION] else f"{field}“{value[:20]}”不是省份，按原样填入，请核对"
    if field == PHONE:
        fault = phone_fault(value)
        return f"{field}{fault.message}，按原样填入，请核对" if fault else ""
    if field == EMPLOYER:
        return doubt_of_employer(value)
    if field == TITLE:
        return "" if title_level(value) or value == "无" else f"{field}“{value[:20]}”不在职称表中，按原样填入，请核对"
    return ""


def doubt_of_employer(value: str) -> str:
    if _LONG_DIGITS.search(value):
        return f"{EMPLOYER}里有号码，按原样填入，请核对"
    if title_level(value) or value in words_meaning(POST):
        return f"{EMPLOYER}“{value[:20]}”像是职称或职务，按原样填入，请核对"
    post = post_behind(value)[1] or employer_and_title(value)[1] or noted_behind(value)
    if post and post.strip("（）() ") != value:
        return f"{EMPLOYER}后面有“{post[:20]}”，按原样填入，请核对"
    if (before := _NOTE_BEFORE.match(value)) and kind_of(before[1]):
        return f"{EMPLOYER}前面写着“{before[1]}”，按原样填入；是工作人员的请填人员类别"
    if says_withdrawn(value) and not is_employer(value):
        return f"{EMPLOYER}“{value[:20]}”像是备注，按原样填入，请核对"
    if value in words_meaning(OURSELVES):
        return f"{EMPLOYER}“{value}”不是单位名称，请填全称"
    if _DEPARTMENT.fullmatch(value):
        return f"{EMPLOYER}“{value[:20]}”像是部门，不是单位全称，请核对"
    return "" if any(char.isalpha() for char in value) else f"{EMPLOYER}“{value[:20]}”不是单位名称，请核对"


def doubt_of_document(value: str, kind: str) -> str:
    """The obvious doubt about a document number; the check is more thorough."""
    if value.isdigit() and len(value) not in _RESIDENT_LENGTHS and "护照" not in kind and "通行证" not in kind:
        return f"{DOCUMENT}有 {len(value)} 位，按原样填入，请核对"
    if value.isdigit() and value.endswith("000"):
        return f"{DOCUMENT}末三位是000，可能被表格程序截去了尾数，请核对"
    if _MOBILE.fullmatch(value.replace("-", "")):
        return f"{DOCUMENT}像是电话号码，按原样填入，请核对"
    if _DOCUMENT.fullmatch(value) and some_number(value):
        return ""
    return f"{DOCUMENT}里有不属于号码的字符，按原样填入，请核对"


def called(name: str) -> tuple[str, str]:
    """(name, form of address) of a cell such as 王示例老师; ('', '') for a name alone."""
    found = _CALLED.fullmatch(name)
    return (found[1], found[2]) if found else ("", "")


def doubt_of_name(name: str) -> str:
    """The reason why a name, entered unchanged, needs a look; '' if it looks like one."""
    if odd := odd_in_name(name):
        return f"姓名里有“{odd}”，按原样填入，请核对"
    ends = (char for before, behind in pairwise(name.split()) for char in (before[-1], behind[0]))
    if any("\u4e00" <= char <= "\u9fff" for char in ends):
        return "姓名里有空格，按原样填入，请核对是不是一个人"
    if name.lower() in words_meaning(TRIAL):
        return f"姓名“{name}”像是试填的，按原样填入，请核对"
    if ADDRESSED.fullmatch(name):
        return f"姓名“{name}”像是称呼，不是证件上的姓名，按原样填入，请核对"
    plain_han = "·" not in name and all("\u3400" <= char <= "\u9fff" for char in name)
    long = plain_han and len(name) > _LONGEST_HAN_NAME
    return "姓名比通常的长，可能是几个人，按原样填入，请核对" if long else ""


def noted_behind(employer: str) -> str:
    """Words separated behind an employer that are not part of it (unlike a college); '' if none."""
    found = _NOTED.search(employer)
    words = found[0].strip(" /／、,，;；（）()") if found else ""
    return "" if is_employer(words) else words


def is_kind_word(shown: str) -> str:
    """学员 or 工作人员 if a cell of another column contains exactly that."""
    found = kind_of(shown)
    return found if found in (STAFF, TRAINEE) and len(plain(shown)) > 1 else ""
