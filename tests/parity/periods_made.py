"""办班时间 in the ways it is written, of the class or of other days."""

from __future__ import annotations

import random
from datetime import timedelta

from udfs.cells import Value
from udfs.period import period_text
from udfs.records import ClassFile

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
"""Y, m, d: the first day; Y2, m2, d2: the last."""


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
    return chance.choice(WAYS).format(**words, Y2=last.year, m2=last.month, d2=last.day)
