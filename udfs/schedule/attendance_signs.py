"""The meaning of signs on attendance sheets: present, late, on leave, absent. Ambiguous signs are not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from enum import StrEnum

from udfs.values.cells import Value, blank, is_number, number, plain, text
from udfs.values.regex import regex


class State(StrEnum):
    """The meaning of a sign."""

    PRESENT, LATE, LEAVE, ABSENT, UNCLEAR, EMPTY = "到", "迟到", "请假", "缺勤", "不明", "空白"


PRESENT, LATE, LEAVE, ABSENT, UNCLEAR, EMPTY = State
THERE = (PRESENT, LATE)

_WORDS: Mapping[State, str] = {
    PRESENT: "出席 到会 到场 在场 按时 准时 已签退 签退成功 打卡正常 "
    "√ ✓ ✔ ☑ v 到 已到 到课 出勤 全勤 外勤 补卡 正常 是 有 签到 已签 已签到 签到成功 打卡 已打卡 打卡成功 "
    "p present ok y yes 现场 线上 参加 已参加",
    LATE: "迟 迟到 早退 晚到 迟到早退 严重迟到 late",
    LEAVE: "假 事 病 公 请假 事假 病假 公假 婚假 产假 丧假 年假 已请假 请假中 leave",
    ABSENT: "× ✗ ✘ ☒ x ╳ 缺 缺勤 缺席 旷课 旷工 旷 缺课 未到 没到 未签 未签到 未打卡 缺卡 否 无 未参加 "
    "未到场 未出席 未签退 漏签 未出勤 absent a n no",
}
# Signs with different meanings in different offices: decided by the legend of the sheet or by the user.
_AMBIGUOUS = frozenset("○〇oO●◎△▲☆★◇□■+-/\\")
_WITH_PERMISSION, _WITHOUT_PERMISSION = (
    regex(r"有(?:假条|手续|批准)|已批|已准|批准"),
    regex(r"[无没未](?:有)?(?:假条|手续|批准|批)"),
)
_LEAVE = regex(r"(?<![未无没])(?:请(?:了)?[\w]{0,3}假|[事病公婚产丧年探]假|^假)")
_UNEXCUSED = regex(r"[未无没](?:有)?请假")
_ABSENT = regex(r"缺勤|缺席|缺课|旷课|旷工|未到|未签|未打卡|缺卡|(?:[上下]午|全天)缺")
_LATE = regex(r"迟到|早退|晚到")
_NO_CARD = regex(r"(上班|下班|上午|下午|签到|签退)([0-9]?)(?:缺卡|未打卡|未签)")
_PUT_RIGHT = regex(r"补卡(?:审批)?通过|补卡成功|已补卡|改为正常|正常\(补卡\)|外勤\(正常\)|正常\(外勤\)")
_SIGNED = regex(
    r"(?:扫二维码|扫码|二维码|微信|小程序|人脸|刷脸|刷卡|指纹|拍照|位置|定位|手势|普通|现场|线上|线下|(?:老师|教师|管理员)?手动|老师|教师|管理员|补)"
    r"签到?(?:成功)?"
)
_TIME = regex(r"(?:[0-9]{4}[-/年.][0-9]{1,2}[-/月.][0-9]{2}日?)?[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?")
_WORD = "出勤|出席|到课|到场|已到|到|正常|迟到|早退|请假|事假|病假|公假|缺勤|缺席|缺课|旷课|旷工|未到"
_SIGN = r"[^\w\s，。、；:：“”\"()（）=＝]|[A-Za-z](?![A-Za-z])|(?<![0-9])[0-9](?![0-9])"
_LEGEND = regex(rf"({_SIGN})[”\"]?\s*[—\-－:：=＝为表示代表是]*\s*[“\"]?({_WORD})")
_LEGEND_AFTER = regex(rf"({_WORD})者?的?\s*[—\-－:：用打画划填记“\"(（]*\s*({_SIGN})")
_TO_DRAW = regex(rf"({_WORD})(?:者|的|人员)?[用打画划填记]+[“\"(（]?\s*({_SIGN})")
_WORD_MEANS = regex(
    r"(?<![\u4e00-\u9fff])((?!注)[\u4e00-\u9fff])\s*(?:[—\-－:：=＝]+|表示|代表|为|即|是)\s*[“\"]?([\u4e00-\u9fff]{1,8})"
    r"(?![^\s，,、；;。.）)”\"])"
)
"""One-character words of a legend: 事——事假, 公＝公差请假."""
_MEANS = regex(rf"({_SIGN})[”\"]?\s*(?:表示|代表|为|即|是|=|＝)\s*[“\"]?({_WORD})")
_BLANK = "空白?|不填|未填|不打|不画|不划|留空"
_BLANK_IS_THERE = regex(
    rf"(?:{_BLANK})[^，。；;\s]{{0,6}}[为是表示即算]*[^，。；;\s]{{0,3}}(?:到|出勤|正常)|(?:到课?|出勤|正常)[者的]?(?:{_BLANK})"
)

SignMeanings = Mapping[str, State]


def known_signs() -> dict[str, State]:
    """{normalised sign: state} for every sign with one meaning everywhere."""
    return {plain(word).lower(): state for state, words in _WORDS.items() for word in words.split()}


def state_of(value: Value, signs: SignMeanings, name: str = "") -> State:
    """The state that a cell gives for its session.

    ``signs``: the signs in force (``known_signs`` and those of the sheet's legend); a cell with the person's ``name`` is a
    signature.

    >>> state_of("病假（有假条）", known_signs()), state_of("08:31", known_signs()), state_of("○", known_signs())
    (<State.LEAVE: '请假'>, <State.PRESENT: '到'>, <State.UNCLEAR: '不明'>)
    """
    if blank(value):
        return EMPTY
    if isinstance(value, bool):
        return PRESENT if value else ABSENT
    if isinstance(value, datetime | time):
        return PRESENT
    if is_number(value):
        return signs.get(text(number(value)), UNCLEAR)
    shown = plain(value).lower()
    if shown in signs:
        return signs[shown]
    if name and shown == plain(name).lower():
        return PRESENT
    return worded(shown)


def worded(shown: str) -> State:
    """The state described by a phrase; UNCLEAR if unknown or contradictory."""
    if shown in _AMBIGUOUS:
        return UNCLEAR
    if _UNEXCUSED.search(shown):
        return ABSENT
    if _PUT_RIGHT.search(shown):
        return PRESENT
    if len(set(_NO_CARD.findall(shown))) == 1:
        return UNCLEAR  # one of the two punches of a day is missing, the other may exist
    found: set[State] = set()
    if _LEAVE.search(shown):
        found.add(LEAVE)
    if _ABSENT.search(shown):
        found.add(ABSENT)
    if _LATE.search(shown):
        found.add(LATE)
    if found:
        return found.pop() if len(found) == 1 else UNCLEAR
    return PRESENT if _TIME.fullmatch(shown) or _SIGNED.fullmatch(shown) else UNCLEAR


def permission_of(value: Value) -> str:
    """有 or 无 if the cell says whether leave was applied for; else ''."""
    shown = plain(value)
    if _WITHOUT_PERMISSION.search(shown):
        return "无"
    return "有" if _WITH_PERMISSION.search(shown) or shown in ("有", "是", "√") else "无" if shown in ("无", "否", "×") else ""


def legend(lines: Iterable[str]) -> dict[str, State]:
    """The signs that a sheet explains itself: 注：√出勤 △请假 ×缺勤, or which sign to draw for whom: 缺勤者打√.

    The key '' means that an empty cell stands for presence.

    >>> legend(["注：√ 出勤，△ 请假，○ 迟到"])["△"], legend(["缺勤者打√，到课不填"])
    (<State.LEAVE: '请假'>, {'√': <State.ABSENT: '缺勤'>, '': <State.PRESENT: '到'>})
    """
    words = known_signs()
    found: dict[str, State] = {}
    for line in lines:
        worded_signs = {sign: words.get(meaning) or worded(meaning) for sign, meaning in _WORD_MEANS.findall(line)}
        explained = {sign: state for sign, state in worded_signs.items() if state != UNCLEAR}
        rest = _WORD_MEANS.sub(" ", line) if explained else line
        drawn = [(sign, word) for word, sign in _TO_DRAW.findall(rest)] + _MEANS.findall(rest)
        # 出勤√ 事假△ 旷工×: the sign stands behind its word where a word is first.
        before = [(found.start(), found[1], found[2]) for found in _LEGEND.finditer(rest)]
        behind = [(found.start(), found[2], found[1]) for found in _LEGEND_AFTER.finditer(rest)]
        first = min((pairs for pairs in (before, behind) if pairs and len(pairs) + len(explained) > 1), default=[])
        pairs = drawn or [(sign, word) for _, sign, word in first]
        explained |= {plain(sign).lower(): words[word] for sign, word in pairs}
        if len(explained) > 1 or drawn:
            found |= explained
        if _BLANK_IS_THERE.search(line):
            found[""] = PRESENT
    return found
