"""Finds the statements of a notice (provisions without a number) by words that must occur together in a sentence, and its lists
and names: materials to hand in, office, platform, region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from udfs.notice.reading.parameter_matching import CLAIM, LOWER_LEVEL, part, words_at
from udfs.notice.sentences import Sentence
from udfs.values.regex import regex

_BAN = "不得|严禁|不准|禁止|不能|不再|不允许"
STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "no_change": (_BAN, "变更|调整|更改|改变", "选题|主题|内容|计划"),
    "months_open": ("时间", "为准"),
    "online_means": ("线上|网络|在线", "考勤|签到|考核", "监督|管理|技术手段|监控"),
    "as_planned": ("按照?(?:项目|年度)?计划|严格执行计划", "实施|举办|开展|组织"),
    "online_elsewhere": ("线上|网络|在线|远程", "异地|外地|部分学员|特殊情况|个别"),
    "change_reported": ("变更|更改|调整|改变", "报送|报告|书面|说明|申请|报", "同意|批准|批复|审批"),
    "funding": ("国家级", "资助|自筹|补助", "保障|方式|来源|解决|承担"),
    "issued_after_approval": ("审核通过|审核同意|批准|通过后|同意后", "印发|发布|下发|发出", "开班通知|通知"),
    "no_fees": (_BAN, "收取|收费"),
    "municipal_fees": (LOWER_LEVEL, "收取|收费", "费用|培训费"),
    "other_costs": ("其他|其它", "必要费用|必要支出|必要开支|必需费用|费用"),
    "nationwide": ("国家级", "全国"),
    "municipal_certificates": (LOWER_LEVEL, "证书", "颁发|发放|发给|办理|制发"),
    "certificate_lookup": ("姓名", "身份证|证件", "查询|打印|下载"),
    "passed_first": ("考核合格|合格后|考核通过|通过考核", "证书"),
    "leave_asked": ("请假", "手续|批准|审批|报批|同意"),
    "no_unrelated": (_BAN, "无关", "活动"),
    "no_tourism": (_BAN, "旅游|观光", "宴请|吃请|无关|活动"),
    "form_accounts": (r"《?[^《》、，。|]*决算表[^《》、，。|]*?》?（附件[0-9]+）|[^、，。|]*决算表",),
    "form_planned": (r"（按(?:项目)?计划填写）",),
    "form_people": (r"《?[^《》、，。|]*签到表[^《》、，。|]*?》?（附件[0-9]+）|[^、，。|]*签到表",),
    "form_survey": (r"《?[^《》、，。|]*满意度[^《》、，。|]*?》?（附件[0-9]+）|[^、，。|]*满意度[^、，。|]*",),
}
FORMS: Mapping[str, str] = {"form_accounts": "附件3", "form_planned": "附件3", "form_people": "附件4", "form_survey": "附件6"}
"""Forms are cited by their annex, as the sheets of the workbook are named."""
LONGEST_QUOTE = 120


@dataclass(frozen=True)
class StatementMatch:
    """A statement found in the notice."""

    key: str
    clause: str
    quote: str
    sentence: Sentence


def statement(key: str, groups: Sequence[str], sentences: Sequence[Sentence]) -> StatementMatch | None:
    """The sentence that makes the statement in the fewest words, quoted from its first to its last keyword."""
    found: list[tuple[int, StatementMatch]] = []
    for one in sentences:
        if key in FORMS:
            quotes = [one.text[start:end] for start, end in runs(one.text, groups)]
        else:
            quotes = [words_at(one.text, start, end) for start, end in runs(one.text, groups)]
        if short := [quote for quote in quotes if len(quote) <= LONGEST_QUOTE]:
            quote = min(short, key=len)
            found.append((len(quote), StatementMatch(key, FORMS.get(key, one.clause), quote, one)))
    return min(found, key=lambda each: (each[0] // 40, sentences.index(each[1].sentence)))[1] if found else None


def runs(text: str, groups: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(start, end) of stretches that contain a word of every group, tried from each match of the first group."""
    for match in re.finditer(groups[0], text):
        start, end = match.start(), match.end()
        whole = True
        for group in groups[1:]:
            others = [
                (abs(other.start() - match.start()), other)
                for other in re.finditer(group, text)
                if other.start() != match.start()
            ]
            if not others:
                whole = False
                break
            near = min(others, key=lambda each: each[0])[1]
            start, end = min(start, near.start()), max(end, near.end())
        if whole:
            yield start, end


_RANKS = (("初级", r"初级"), ("中级", r"中高级|中级"), ("副高", r"副高|高级"), ("正高", r"正高"))
_TITLE = regex(r"职称|职业资格|专业技术职务|专业技术资格")
_OFFICE = regex(r"(?:[省市区]|自治区|直辖市)?(?:人社[局厅]|人力社保[局厅]|人力资源(?:和)?社会保障[局厅])")
_CLAIM_OFFICE = regex(
    r"(?:报(?!销|到|名|告)|送|交)(?:送|至|到|给)?(?:至|到)?([^，。；、\s]{2,30}?(?:中心|局|厅|处|部门|科|办公室))"
)
_PLATFORM = regex(r"以下简称[“\"]?(\w{2,12}?平台)")
_ANY_PLATFORM = regex(r"(?:通过|在|登录|由|至|到|向)(\w{2,20}?平台)")
_MATERIALS = regex(
    r"(?:提交|报送|上报|上交|报|交)(?:以下|下列)?(?:材料)?[：:]?(?P<list>[^。；]*?总结[^。；]*?)"
    r"(?:等(?:有关|相关|结项)?(?:材料|资料)|(?:一并|加盖|盖章)|$|[。；])"
)
_SECTIONS = regex(
    r"(?:总结|报告)[^，。；]{0,10}?(?:包括|包含|涵盖|写明|载明|含有|含)(?P<list>.+?)(?:等(?:内容|方面|部分|情况)|[。；]|$)"
)
_TARGET = regex(rf"{LOWER_LEVEL}[^。；]{{0,20}}?(?:面向|招收|招生)(?:全体)?(本市|全市|本省|全省|本自治区|全区|本区|全国|本地)")


@dataclass(frozen=True)
class NamedParameter:
    """A list or name that is a parameter: raw value and position."""

    key: str
    raw: str | list[str]
    sentence: Sentence
    start: int
    end: int


def names(sentences: Sequence[Sentence], region: str) -> Iterator[NamedParameter]:
    """The parameters that are words."""
    for one in sentences:
        yield from names_in(one, region)
    yield from office(sentences)


def names_in(one: Sentence, region: str) -> Iterator[NamedParameter]:
    text = one.text
    for match in _TITLE.finditer(text):
        first, last = part(text, match.start(), match.end())
        before = text[first : match.start()]
        ranks = [name for name, pattern in _RANKS if re.search(pattern, before)]
        if ranks and re.search("学员|对象|参训|招收|人员", text) and not re.search("讲课|授课", text):
            yield NamedParameter("lowest_title", ranks[0], one, first, last)
            break
    if found := _TARGET.search(text):
        yield NamedParameter("municipal_region", "全国" if found[1] == "全国" else region, one, found.start(), found.end())
    if (found := _MATERIALS.search(text)) and len(items := listed(found["list"])) > 1:
        yield NamedParameter("materials", items, one, found.start("list"), found.end("list"))
    if (found := _SECTIONS.search(text)) and len(parts := sections(found["list"])) > 1:
        yield NamedParameter("report_sections", parts, one, found.start(), found.end())
    if CLAIM.search(text) and (found := _CLAIM_OFFICE.search(text)):
        yield NamedParameter("claim_office", found[1], one, found.start(), found.end())
    if found := _PLATFORM.search(text) or _ANY_PLATFORM.search(text):
        yield NamedParameter("platform", found[1], one, found.start(), found.end())


def office(sentences: Sequence[Sentence]) -> Iterator[NamedParameter]:
    """The office that organisers report to: the one named most often."""
    places = [(match[0], one, match) for one in sentences for match in _OFFICE.finditer(one.text) if match[0]]
    if places:
        wanted = Counter(name for name, _, _ in places).most_common(1)[0][0]
        reported = next(
            (
                each
                for each in places
                if each[0] == wanted and re.search("(?:报|报送|送|提交)(?:至|到|给)?$", each[1].text[: each[2].start()])
            ),
            places[0],
        )
        yield NamedParameter("bureau", wanted, reported[1], reported[2].start(), reported[2].end())


def listed(text: str) -> list[str]:
    """The materials to hand in; annexes by number and name: 附件3 高级研修项目经费决算表."""
    items = []
    for one in re.split(r"[、，,](?![^《（]*[》）])|以及|及(?!时)", text):
        words = one.strip("《》“” ").strip()
        annex = re.fullmatch(r"《?([^《》（）]+?)》?（(附件[0-9]+)）", one.strip())
        if annex:
            items.append(f"{annex[2]} {annex[1]}")
        elif words:
            items.append(words)
    return items


def sections(text: str) -> list[str]:
    parts = [one.strip() for one in re.split(r"、|，|以及|及|和", text) if one.strip()]
    return [re.sub(r"^(?:本期|本次)?(?:高研)?(?:项目|班)(?:的)?", "", one) or one for one in parts]
