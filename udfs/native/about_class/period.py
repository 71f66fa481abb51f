"""Formulas that find the dates named in 办班时间, number by number, like ``udfs.schedule.named_dates``.

Times of day are removed, then Chinese numerals become Arabic digits. Each number is a year, month or day by its neighbouring
characters; a day without a month belongs to the previous month. Texts with too many numbers or times, or with Chinese numerals
outside dates, are left to Python: the formulas do not report them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from udfs.native.cells import dated
from udfs.native.running import Running, SingleValue
from udfs.native.texts import blank, plain, quoted, replaced
from udfs.records.class_file import ACCOUNTS

SHEET = ACCOUNTS
RUNNING: tuple[Running, ...] = ()
STATED, TEXT, SHAPE = "附件3_办班时间", "参数_办班时间文字", "参数_办班时间数位"
WRITTEN, NUMERAL_SHAPE = "参数_办班时间所写", "参数_办班时间汉数"
"""The text without times of day, before and after its digits are unified."""
NUMBERS, TIMES = 8, 4
"""Maximum numbers read and times of day removed."""
NUMERALS = ("〇零", *"一二三四五六七八九")
"""The Chinese digits 0 to 9."""
TEN, TENS, NUMERAL = "十", "拾", "零"
"""Ten; its substitute while its neighbours are examined; any Chinese digit in the shape of a text."""
LONGEST_NUMBER = 17
"""The maximum length of a number that is measured."""
YEAR_MONTH_DAY, TOGETHER, MONTH_DAY, YEAR_MONTH, DAY = "年月日", "八位", "月日", "年月", "日"
TO = "-—–~至到、､"
"""Characters before a day that continues a range."""


def part(name: str, at: int) -> str:
    """The name of a helper cell for the ``at``-th number."""
    return f"参数_办班时间{name}{at}"


def one_of(char: str, signs: str) -> str:
    return f"ISNUMBER(FIND({char},{quoted(signs)}))"


def behind(at: int) -> str:
    """Formula: the character after a number."""
    return f'MID({TEXT}&" ",MAX(1,N({part("止", at)})),1)'


def joined(at: int) -> str:
    """Formula: TRUE if exactly one character separates the number from the next."""
    return f"N({part('起', at + 1)})=N({part('止', at)})+1"


def is_month(at: int) -> str:
    return f"{part('合', at)}>=2"


def is_day(at: int) -> str:
    return f"{part('合', at)}>=1"


def fitness(at: int) -> str:
    """Formula: 2 for a number that can be a month, 1 if it can only be a day, else 0."""
    number = part("数", at)
    return f"IF(OR(LEN({number})=0,LEN({number})>2),0,IF({number}*1<1,0,IF({number}*1<=12,2,IF({number}*1<=31,1,0))))"


def kind(at: int) -> str:
    """Formula: the kind of date that starts at the number; "" if none."""
    number = part("数", at)
    year = f'AND({joined(at)},OR(AND(LEN({number})=4,{one_of(behind(at), "年./-")}),AND(LEN({number})=2,{behind(at)}="年")))'
    next_month = f"AND({is_month(at + 1)},{joined(at + 1)},{one_of(behind(at + 1), '月./-')},{is_day(at + 2)})"
    together = f"IF(LEN({number})=8,AND(MID({number},5,2)*1>=1,MID({number},5,2)*1<=12,MID({number},7,2)*1<=31))"
    month = f"AND({is_month(at)},{joined(at)},{one_of(behind(at), '月./-')},{is_day(at + 1)})"
    year_month = f'AND(LEN({number})=4,{joined(at)},{behind(at)}="年",{is_month(at + 1)},{behind(at + 1)}="月")'
    before = f'MID(" "&{TEXT},MAX(1,N({part("起", at)})),1)'
    day = f"AND({is_day(at)},OR(AND({one_of(before, TO)},NOT({one_of(behind(at), './月-')})),{one_of(behind(at), '日号')}))"
    begun = f"N({part('跳', at - 1)})>0" if at > 1 else "FALSE"
    return (
        f'IF(OR({number}="",{begun}),"",IF(AND({year},{next_month}),"{YEAR_MONTH_DAY}",IF({together},"{TOGETHER}",'
        f'IF({month},"{MONTH_DAY}",IF({year_month},"{YEAR_MONTH}",IF({day},"{DAY}",""))))))'
    )


def reading(at: int) -> Iterator[SingleValue]:
    """The helper cells of one number: position, kind of date, and the date named up to here."""

    def fact(name: str, formula: str) -> SingleValue:
        return SingleValue(part(name, at).removeprefix("参数_"), formula)

    start = f"{part('止', at - 1)}" if at > 1 else "1"
    number, kinds = part("数", at), part("类", at)
    carried_year, carried_month = (part(name, at - 1) if at > 1 else '""' for name in ("年", "月"))
    yield fact("起", f'IFERROR(FIND("0",{SHAPE},{start}),"")')
    length = "+".join(f"(MID({SHAPE},{part('起', at)},{long})={quoted('0' * long)})" for long in range(1, LONGEST_NUMBER + 1))
    yield fact("止", f'IF(ISNUMBER({part("起", at)}),{part("起", at)}+({length}),"")')
    yield fact("数", f'IF(ISNUMBER({part("起", at)}),MID({TEXT},{part("起", at)},{part("止", at)}-{part("起", at)}),"")')
    if at > NUMBERS:
        yield fact("合", "0")
        return
    yield fact("合", fitness(at))
    yield fact("类", kind(at))
    going_on = f"MAX(0,N({part('跳', at - 1)})-1)" if at > 1 else "0"
    yield fact("跳", f'IF({kinds}="{YEAR_MONTH_DAY}",2,IF(OR({kinds}="{MONTH_DAY}",{kinds}="{YEAR_MONTH}"),1,{going_on}))')
    full_year = f"{number}+IF(LEN({number})=2,2000,0)"
    yield fact(
        "年",
        f'IF(OR({kinds}="{YEAR_MONTH_DAY}",{kinds}="{YEAR_MONTH}"),{full_year},'
        f'IF({kinds}="{TOGETHER}",LEFT({number},4)*1,IF({kinds}="{MONTH_DAY}","",{carried_year})))',
    )
    yield fact(
        "月",
        f'IF(OR({kinds}="{YEAR_MONTH_DAY}",{kinds}="{YEAR_MONTH}"),{part("数", at + 1)}*1,'
        f'IF({kinds}="{TOGETHER}",MID({number},5,2)*1,IF({kinds}="{MONTH_DAY}",{number}*1,{carried_month})))',
    )
    yield fact(
        "日",
        f'IF({kinds}="{YEAR_MONTH_DAY}",{part("数", at + 2)}*1,IF({kinds}="{TOGETHER}",RIGHT({number},2)*1,'
        f'IF({kinds}="{MONTH_DAY}",{part("数", at + 1)}*1,IF({kinds}="{DAY}",{number}*1,""))))',
    )


def named(day: str) -> str:
    """Formula: TRUE if one of the numbers denotes that day."""
    found = (
        f'AND({part("日", at)}=DAY({day}),{part("月", at)}=MONTH({day}),OR({part("年", at)}="",{part("年", at)}=YEAR({day})))'
        for at in range(1, NUMBERS + 1)
    )
    return f"OR({','.join(found)})"


def shape(text: str) -> str:
    """Formula: the text with every digit replaced by 0."""
    for digit in range(1, 10):
        text = f"SUBSTITUTE({text},{digit},0)"
    return text


def timeless() -> Iterator[SingleValue]:
    """The text and its shape without times of day (8:30, 08:30:00), removing one per step."""
    yield SingleValue("办班时间原文0", f"ASC({STATED})")
    yield SingleValue("办班时间原形0", shape("参数_办班时间原文0"))
    for at in range(1, TIMES + 1):
        text, form, hour = part("原文", at - 1), part("原形", at - 1), part("时", at)
        yield SingleValue(f"办班时间时{at}", f'IFERROR(FIND("0:00",{form}),0)')
        tens = f'IF(MID("-"&{form},{hour},1)="0",1,0)'
        seconds = f'IF(MID({form},{hour}+4,3)=":00",3,0)'
        for name, of in (("原文", text), ("原形", form)):
            yield SingleValue(f"办班时间{name}{at}", f'IF({hour}=0,{of},REPLACE({of},{hour}-{tens},4+{tens}+{seconds},""))')


def with_numerals(text: str, digit: Callable[[int], str]) -> str:
    """Formula: the text with every Chinese digit replaced by ``digit(value)``."""
    for value, signs in enumerate(NUMERALS):
        for sign in signs:
            text = replaced(text, quoted(sign), quoted(digit(value)))
    return text


def counted_tens(text: str) -> str:
    """Formula: the text with 十四 as 14, 二十 as 20 and 三十一 as 31; its digits must already be Arabic."""
    for digit in range(10):
        text = replaced(text, quoted(f"{digit}{TEN}"), quoted(f"{digit}{TENS}"))
    text = replaced(text, quoted(TEN), quoted(f"1{TENS}"))
    for digit in range(10):
        text = replaced(text, quoted(f"{TENS}{digit}"), quoted(str(digit)))
    return replaced(text, quoted(TENS), '"0"')


def numeral_shape() -> str:
    """Formula: the text with every digit as 0 and every run of Chinese digits as one character."""
    text = replaced(shape(with_numerals(WRITTEN, lambda _: NUMERAL)), quoted(TEN), quoted(NUMERAL))
    for _ in range(4):
        text = replaced(text, quoted(NUMERAL * 2), quoted(NUMERAL))
    return text


def how_often(sign: str, text: str) -> str:
    """Formula: the number of occurrences of a sign."""
    return f'(LEN({text})-LEN(SUBSTITUTE({text},{quoted(sign)},"")))/{len(sign)}'


def readable() -> str:
    """Formula: TRUE if the whole text can be read here; Chinese digits must stand alone and be followed by a date character."""
    dates = "+".join(how_often(f"{NUMERAL}{sign}", NUMERAL_SHAPE) for sign in "年月日号")
    unread = [(f"0{NUMERAL}", NUMERAL_SHAPE), (f"{TEN}年", WRITTEN), (f"{TEN}{TEN}", WRITTEN), ("0:00", part("原形", TIMES))]
    absent = ",".join(f"ISERROR(FIND({quoted(sign)},{text}))" for sign, text in unread)
    return f"AND({how_often(NUMERAL, NUMERAL_SHAPE)}={dates},{absent},NOT(ISNUMBER({part('起', NUMBERS + 1)})))"


FACTS = (
    *timeless(),
    SingleValue("办班时间所写", plain(part("原文", TIMES))),
    SingleValue("办班时间汉数", numeral_shape()),
    SingleValue("办班时间数字", with_numerals(WRITTEN, str)),
    SingleValue("办班时间文字", counted_tens("参数_办班时间数字")),
    SingleValue("办班时间数位", shape(TEXT)),
    SingleValue("办班时间可读", readable()),
    *(fact for at in range(1, NUMBERS + 3) for fact in reading(at)),
    SingleValue("办班时间写明开始", f"IF(ISNUMBER(参数_天数),{named('参数_开始日')})"),
    SingleValue("办班时间写明结束", f"IF(ISNUMBER(参数_天数),{named('参数_结束日')})"),
)
NAMES_OTHER_DAYS = (
    f"IF(AND(ISNUMBER(参数_天数),NOT({blank(STATED)})),IF({dated(STATED)},"
    f"NOT(AND(INT(N({STATED}))=参数_开始日,参数_天数=1)),"
    "AND(参数_办班时间可读,NOT(AND(参数_办班时间写明开始,参数_办班时间写明结束)))))"
)
