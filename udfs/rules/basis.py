"""The basis of a report, printed at its head: notice, rest days, changes of the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from udfs.notice.packs import has_notice, of_year, pack_of
from udfs.notice.parameters import Parameters, parameters_for
from udfs.notice.rest_days import years_known
from udfs.records.class_file import ClassFile
from udfs.records.settings import FIXED_KINDS, SPARE_ENTRIES, Setting, entries_of, with_settings
from udfs.rules.softening import SOFTENED, silent_words, softening_words
from udfs.schedule.deadlines import claim_due, report_due
from udfs.values.cells import Value, plain
from udfs.values.regex import regex

SOFTENING = "规则级别调整"
"""Described in full by ``softening``."""
CHANGED, LOST, EMPTY = "本单位改动了参数：", "“参数”表缺失", "空"
OF_THE_OFFICE = (CHANGED, SOFTENED, LOST)
"""Prefixes of sentences on a measure other than the notice's."""
OTHER_SHEET, HIDDEN_SHEET = "工作表“", "表是隐藏的，也核验了"
_DAY, _NUMBER = regex(r"\d{4}-\d{2}-\d{2}"), regex(r"\d{1,15}(?:\.\d{1,15})?")
_SOFTENED = regex(rf"{SOFTENED}([A-Z0-9]+-\d+)\(.*\)由..调为(..)")


def basis(c: ClassFile, p: Parameters) -> tuple[str, ...]:
    """Everything to know before reading a report, one sentence each; the notice comes first."""
    return (
        notice_words(c, p),
        *rest_day_words(c, p),
        *setting_words(c),
        *lost_words(c),
        *sheet_words(c),
        *softening_words(p),
        *silent_words(p),
    )


def notice_words(c: ClassFile, p: Parameters) -> str:
    """The notice applied; also that the class's own is not installed, if so."""
    pack = pack_of(p.notice)
    judging = f"{p.year}年通知" if pack.shipped else f"{p.year}年通知（{pack.name}：《{pack.title}》）"
    if has_notice(c.notice, c.year):
        return f"按{judging}及其所依据的规定核验"
    lacking = f"工作簿所依据的通知“{c.notice[:30]}”" if of_year(c.year) else f"{c.year}年度的通知"
    return f"没有安装{lacking}，按{judging}核验，期限和数额可能不同"


def rest_day_words(c: ClassFile, p: Parameters) -> tuple[str, ...]:
    """The years in which a period of this class ends and whose holidays are unknown."""
    if c.end is None or (c.start is not None and c.start > c.end):
        return ()
    known = {*years_known(), *(day.year for day in p.rest_days)}
    years = sorted({day.year for day in (report_due(c.end, p), claim_due(c.end, p))} - known)
    return tuple(f"没有{year}年的节假日安排，报送期限只按周六、周日顺延" for year in years)


def lost_words(c: ClassFile) -> tuple[str, ...]:
    """A warning that changes by the office were lost with the sheet 参数."""
    if not c.lost_settings:
        return ()
    return (f"{LOST}，本单位改动的参数未计入，各表的公式也无法计算；请用删除前的文件，或用 gaoyan new --from 换新工作簿",)


def sheet_words(c: ClassFile) -> Iterator[str]:
    """Unchecked sheets with a similar name, and checked sheets that are hidden."""
    for title, sheet in c.look_alikes:
        yield f"{OTHER_SHEET}{title[:30]}”没有核验：核验的是“{c.places[sheet].title[:30]}”；不用的请删去，以免看错"
    for sheet in c.hidden_sheets:
        yield f"“{c.places[sheet].title[:30]}”{HIDDEN_SHEET}"


def of_sheets(lines: Iterable[str]) -> tuple[str, ...]:
    """The sentences on sheets, which the officer must see."""
    return tuple(one for one in lines if one.startswith(OTHER_SHEET) or one.endswith(HIDDEN_SHEET))


def setting_words(c: ClassFile) -> Iterator[str]:
    """The changes of the office on 参数, and the implausible ones."""
    for one in with_settings(c.which, c.start, c.settings)[1] if c.settings else ():
        if one.name == SOFTENING:
            continue
        entry = f"（{one.entry}）" if one.entry else ""
        if one.used:
            yield f"{CHANGED}{one.name}{entry}由{one.before or EMPTY}改为{one.after or EMPTY}"
        else:
            yield f"参数{one.name}{entry}的值“{one.after[:30]}”无效，按{one.before}核验；请在“参数”表改正"


def of_the_office(sentences: Iterable[str]) -> tuple[str, ...]:
    """The sentences on a measure other than the notice's."""
    return tuple(one for one in sentences if one.startswith(OF_THE_OFFICE))


def stated_settings(c: ClassFile, sentences: Iterable[str]) -> tuple[Setting, ...]:
    """The changes of an office, parsed back from the sentences of a report; white space is ignored.

    Sentences without a value (calendars) or with an unknown parameter are skipped.
    """
    known = {plain(f"{CHANGED}{name}{f'（{entry}）' if entry else ''}由"): (name, entry) for name, entry in entries(c)}
    found: list[Setting] = []
    softened = 0
    for sentence in map(plain, sentences):
        opening = next((one for one in known if sentence.startswith(one)), "")
        level = _SOFTENED.match(sentence)
        if opening:
            after = sentence.removeprefix(opening).partition("改为")[2]
            found.append(Setting(*known[opening], stated_value(after)))
        elif level:
            softened += 1
            found.append(Setting(SOFTENING, str(softened), f"{level[1]} {level[2]}"))
    return tuple(found)


def has_unknown_values(sentences: Iterable[str], settings: Iterable[Setting]) -> bool:
    """True if an office changed something whose value is not in its sentences; ``settings``: what was parsed back."""
    stated = sum(one.name != SOFTENING for one in settings)
    return sum(one.startswith((CHANGED, LOST)) for one in sentences) > stated


def entries(c: ClassFile) -> Iterator[tuple[str, str]]:
    """(parameter, entry) of every cell of 参数 that an office may change, for the notice of this class."""
    p = parameters_for(c.which, c.start)
    for leaf in p.leaves.values():
        if leaf.kind in FIXED_KINDS:
            continue
        own = [entry for entry, _ in entries_of(leaf.kind, p.source(leaf.key).value)]
        spare = range(len(own) + 1, len(own) + SPARE_ENTRIES + 1) if leaf.kind in ("texts", "entries") else ()
        yield from ((leaf.name, entry) for entry in (*own, *map(str, spare)))


def stated_value(shown: str) -> Value:
    """The cell value behind a text: None, a number, a date, or the text."""
    if shown == EMPTY:
        return None
    if _NUMBER.fullmatch(shown):
        return Decimal(shown)
    try:
        return date.fromisoformat(shown) if _DAY.fullmatch(shown) else shown
    except ValueError:
        return shown
