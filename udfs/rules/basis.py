"""By what a report was judged, for its head: the notice, the tables of rest days, and what the office has changed."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.notice.packs import has_notice, of_year, pack_of
from udfs.notice.parameters import Parameters
from udfs.notice.rest_days import years_known
from udfs.records.class_file import ClassFile
from udfs.records.settings import with_settings
from udfs.rules.softening import silent_words, softening_words
from udfs.schedule.deadlines import claim_due, report_due

SOFTENING = "规则级别调整"
"""Told in full by ``softening``."""


def basis(c: ClassFile, p: Parameters) -> tuple[str, ...]:
    """Each thing to know before reading a report, a sentence each; the notice always comes first."""
    return (notice_words(c, p), *rest_day_words(c, p), *setting_words(c), *lost_words(c), *softening_words(p), *silent_words(p))


def notice_words(c: ClassFile, p: Parameters) -> str:
    """Which notice judged; if the class's own is not installed, that too."""
    pack = pack_of(p.notice)
    judging = f"{p.year}年通知" if pack.shipped else f"{p.year}年通知（{pack.name}：《{pack.title}》）"
    if has_notice(c.notice, c.year):
        return f"按{judging}及其所依据的规定核验"
    lacking = f"工作簿所依据的通知“{c.notice[:30]}”" if of_year(c.year) else f"{c.year}年度的通知"
    return f"没有安装{lacking}，按{judging}核验，期限和数额可能不同"


def rest_day_words(c: ClassFile, p: Parameters) -> tuple[str, ...]:
    """The years in which a period of this class ends and whose holidays nobody knows."""
    if c.end is None or (c.start is not None and c.start > c.end):
        return ()
    known = {*years_known(), *(day.year for day in p.rest_days)}
    years = sorted({day.year for day in (report_due(c.end, p), claim_due(c.end, p))} - known)
    return tuple(f"没有{year}年的节假日安排，报送期限只按周六、周日顺延" for year in years)


def lost_words(c: ClassFile) -> tuple[str, ...]:
    """That what the office may have changed is gone with its sheet."""
    if not c.lost_settings:
        return ()
    return (
        "“参数”表不见了，本单位改动过的参数没有计入，各表的公式也算不出；请用删除前的文件，或用 gaoyan new --from 换新工作簿",
    )


def setting_words(c: ClassFile) -> Iterator[str]:
    """What the office has changed on 参数, and what of it cannot be meant."""
    for one in with_settings(c.which, c.start, c.settings)[1] if c.settings else ():
        if one.name == SOFTENING:
            continue
        entry = f"（{one.entry}）" if one.entry else ""
        if one.used:
            yield f"本单位改动了参数：{one.name}{entry}由{one.before or '空'}改为{one.after or '空'}"
        else:
            yield f"参数{one.name}{entry}的值“{one.after[:30]}”用不上，按{one.before}核验；请在“参数”表改正"
