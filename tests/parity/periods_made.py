"""办班时间 in the ways it is written, of the class or of other days."""

from __future__ import annotations

import random
from datetime import timedelta

from udfs.records.class_file import ClassFile
from udfs.schedule.period import period_text
from udfs.values.cells import Value

Chance = random.Random
BLANKS = (None, None, "", " ", "\u3000", "\u00a0", "\t", " \n ")
WAYS = (
    "{Y}年{m}月{d}日至{m2}月{d2}日",
    "{Y}年{m}月{d}日至{Y2}年{m2}月{d2}日",
    "{Y}年{m}月{d}日-{d2}日",
    "{Y}年{m}月{d}-{d2}日",
    "{Y}.{m}.{d}-{m2}.{d2}",
    "{Y}-{m:02}-{d:02}至{Y2}-{m2:02}-{d2:02}",
    "{Y}/{m}/{d}—{Y2}/{m2}/{d2}",
    "{Y}{m:02}{d:02}-{Y2}{m2:02}{d2:02}",
    "{m}月{d}日—{d2}日",
    "{m}月{d}日至{m2}月{d2}日",
    "{Y}年{m}月（{d}日至{d2}日）",
    "{m}.{d}～{m2}.{d2}",
    "{Y}年{m}月{d}号到{d2}号",
    "{y}年{m}月{d}日至{m2}月{d2}日",
    "{Y}年{m}月{d}日、{d2}日",
    "{Y} 年 {m} 月 {d} 日 至 {m2} 月 {d2} 日（共5天）",
    "自{Y}年{m}月{d}日起，{m2}月{d2}日止",
    "{m}月{d2}日，{m}月{d}日",
    "{Y}．{m}．{d}－{m2}．{d2}",
    "{Y}年{m}月",
    "{d}日至{d2}日",
    "{Y}.{m}.{d}",
    "{Y}{m:02}{d:02}",
    "{m}-{d}至{m2}-{d2}",
    "{m}/{d}、{d2}",
    "{Y}年{m}月{d}日8:30至{m2}月{d2}日17：00",
    "二〇二五年七月{d}日至{d2}日",
    "{cY}年{cm}月{cd}日至{cm2}月{cd2}日",
    "{cY}年{cm}月{cd}日—{cd2}日（共五天）",
    "{cm}月{cd}日至{cd2}日",
    "{Y}年{cm}月（{cd}日至{cd2}日）",
    "{cm}月{d}日至{cm2}月{cd2}日",
    "二〇二十年{cm}月{cd}日至{cd2}日",
    "{Y}年{cm}月{cd}号到{cd2}号",
    "{Y}年{m}月{d}日 08:30 — {m2}月{d2}日 17:30:00",
    "{Y}-{m:02}-{d:02} 00:00:00 至 {Y2}-{m2:02}-{d2:02} 00:00:00",
    "{m}月{d}日（8:30-11:30）至{m2}月{d2}日（13：30－17:00）",
    "报到时间:{m}月{d}日9:00；结束时间：{m2}月{d2}日",
    "8:30至9:30、10:30至11:30、14:00至17:00，{m}月{d}日至{d2}日",
    "{Y}年{m}月{d}日报到，{m2}月{d2}日返程",
    "{Y}.{m:02}.{d:02}-{d2:02}",
    "{Y}年{m}月{d}日-{Y2}年{m2}月{d2}日第2期",
    "{Y}年{m:02}月{d:02}日至{m2:02}月{d2:02}日",
    "0{Y}年{m}月{d}日至{m2}月{d2}日",
    "{m}月{d}日至{m2}月0{d2}日",
    "1.2.3.4.5.6.7.8.{m}.{d}.{m2}.{d2}",
    "待定",
    "{Y}年{m}月{d}日至",
    "{d}-{d2}日{m}月",
    "{Y}年{m}月下旬",
)
"""Y, m, d: the first day; Y2, m2, d2: the last; with c in front: in Chinese digits."""
UNREAD = ("1.2.3.4", "共五天", "二〇二十年", "14:00至17:00")
"""Found in the ways that the formulas leave to Python: too many numbers or times, Chinese numbers that are no date."""
DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """A number of a date as it is counted, a year as it is spelt: 十四, 三十一, 二〇二五."""
    if number > 99:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def often(chance: Chance, usual: Value, *others: Value, share: float = 0.6) -> Value:
    """Mostly the usual value, else one of the others."""
    return usual if chance.random() < share else chance.choice(others)


def period(chance: Chance, c: ClassFile) -> Value:
    """办班时间 in one of the ways it is written, of the class or of a day before or after."""
    if chance.random() < 0.1 or not (c.start and c.end):
        return chance.choice((*BLANKS, "7月", 20250714, 45852))
    if chance.random() < 0.1:
        return chance.choice((c.start, c.end, period_text(c.start, c.end)))
    first = c.start + timedelta(days=chance.choice((0, 0, 0, 0, 1, -1, 365)))
    last = c.end + timedelta(days=chance.choice((0, 0, 0, 0, 1, -1, 31)))
    words = {"Y": first.year, "y": first.year % 100, "m": first.month, "d": first.day}
    words |= {"Y2": last.year, "m2": last.month, "d2": last.day}
    spelt = {f"c{name}": chinese(number) for name, number in words.items()}
    return chance.choice(WAYS).format(**words, **spelt)
