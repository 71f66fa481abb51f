"""``gaoyan number``: issues certificate numbers to those who passed."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from addin.terminal.answers import agreed
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from macros.certificates.number import NumberResult, Outlook

SHOWN = 20
EPILOG = """规则写在“项目信息”的“证书编号规则”，如 津高研{年}{计划:02}{流水:04}。
同一人在同一期永远是同一个编号，编号一经给出不再分配给他人。
后来未通过的，编号作废并留在台账上；再通过时原编号重新生效。
规则写错了：改正规则后加 --renew，导出盖章稿以前可以整批重编。
例：
  gaoyan number 云计算班.xlsx
  gaoyan number 云计算班.xlsx --renew --reason 编号规则写错
  gaoyan number 国家级班.xlsx --from 平台证书名单.xlsx"""
From = Annotated[
    list[str], typer.Option("--from", metavar="名单", help="国家级：平台给出的证书名单（xlsx、xls、csv），按身份证号填入，可重复")
]
Adopt = Annotated[bool, typer.Option("--adopt", help="手工填写的编号超出本期应有的流水号时也接受；此前未使用的流水号不再使用")]
Renew = Annotated[bool, typer.Option("--renew", help="本期已给的编号全部作废，按现在的规则重编（导出盖章稿以前），须写 --reason")]
Reason = Annotated[str, typer.Option("--reason", metavar="原因", help="与 --renew 同用：为什么重编，记入台账")]
Yes = Annotated[bool, typer.Option("--yes", help="不再询问第一个和最后一个编号是否对")]
Codes = Annotated[bool, typer.Option("--codes", help="列出规则代码，可在规则手册中查到")]
TakeNew = Annotated[bool, typer.Option("--take-new", help="与 --from 同用：与已填的编号不同时以平台为准")]


def number(
    book: options.Book,
    json: options.Json = False,
    today: options.Today = "",
    ledger: options.LedgerPlace = "",
    from_: From = [],  # noqa: B006 (typer reads the default, nobody changes it)
    take_new: TakeNew = False,
    adopt: Adopt = False,
    renew: Renew = False,
    reason: Reason = "",
    yes: Yes = False,
    codes: Codes = False,
) -> int:
    """证书编号：市级项目分配编号，国家级项目填入平台的编号（--from）。"""
    from addin.terminal.next_line import show_next
    from workbooks.closed.closed_book import open_book
    from workbooks.files import replacing

    day = options.day_of(today)
    path = options.book_path(book)
    replacing.check_free(path)
    if renew != bool(reason.strip()):
        raise Unusable("--renew", "没有写原因" if renew else "没有写，而写了 --reason", "请写成 --renew --reason 编号规则写错")
    if from_:
        return from_platform(path, book, from_, day, take_new, json)
    with streams.working("正在分配编号"):
        from macros.certificates.number import number as numbered

        opened = open_book(path)
    asked = None if yes else partial(ask, silent=json or not sys.stdin.isatty())
    result = numbered(opened, day, ledger or None, adopt=adopt, renew=reason.strip(), agreed=asked)
    opened.save()
    if json:
        streams.put_json(document(path.name, result))
    else:
        show(result, codes)
        show_next(path, book, day, ledger, undoable=bool(result.written))
    return 0


def ask(outlook: Outlook, silent: bool) -> None:
    """Show the range of numbers and the ambiguities of the pattern, and ask for confirmation.

    Without a terminal, ambiguities are an error. Errors: Unusable, also if the answer is no.
    """
    if silent:
        if outlook.doubts:
            todo = f"确要编 {outlook.span} 请加 --yes，否则改正规则" if outlook.given else "确要如此请加 --yes"
            raise Unusable("证书编号规则", "；".join(outlook.doubts), f"{todo}；没有编号被分配")
        return
    if outlook.renewed:
        streams.say(f"将作废 {len(outlook.renewed)} 个编号：{outlook.renewed[0]} 至 {outlook.renewed[-1]}", style="yellow")
    if outlook.given:
        streams.say(f"将分配 {len(outlook.given)} 个编号：{outlook.span}", style="bold")
    for doubt in outlook.doubts:
        streams.say(f"  请留意：{doubt}", style="yellow")
    if not agreed("这样编号吗？"):
        raise Unusable("编号", "没有确认", "请改正项目信息的证书编号规则后重新运行；没有编号被分配")


def from_platform(path: Path, book: str, sources: list[str], day: date, take_new: bool, json: bool) -> int:
    """Import the platform's numbers by document number."""
    from addin.reports.platform import document as platform_document
    from addin.reports.platform import show as show_platform
    from addin.terminal.next_line import show_next
    from macros.certificates.platform_numbers import import_numbers
    from workbooks.closed.closed_book import open_book

    with streams.working("正在填入平台的编号"):
        opened = open_book(path)
        result = import_numbers(opened, sources, day, take_new=take_new)
        opened.save()
    if json:
        streams.put_json(platform_document(path.name, result))
    else:
        show_platform(result)
        show_next(path, book, day, undoable=bool(result.written))
    return 0


def document(name: str, result: NumberResult) -> dict[str, object]:
    return {
        "book": name,
        "given": list(result.given),
        "kept": list(result.kept),
        "without": [
            {"sheet": one.sheet, "row": one.row, "name": one.name, "why": one.why, "code": one.code} for one in result.without
        ],
        "far": [{"sheet": one.sheet, "row": one.row, "name": one.name, "number": one.why} for one in result.far],
        "written": result.written,
        "reinstated": list(result.reinstated),
        "renewed": list(result.renewed),
        "voided": [{"sheet": one.sheet, "row": one.row, "name": one.name, "number": one.why} for one in result.voided],
        "unlisted": [{"number": number, "name": name} for number, name in result.unlisted],
        "passed_over": [{"first": one.first, "last": one.last, "why": one.why} for one in result.passed_over],
    }


def show(result: NumberResult, codes: bool = False) -> None:
    """The numbers issued, and who got none; ``codes``: with the code of the barring rule."""
    if result.given:
        span = result.given[0] if len(result.given) == 1 else f"{result.given[0]} 至 {result.given[-1]}"
        streams.say(f"新分配 {len(result.given)} 个编号：{span}", style="bold")
    if result.kept:
        streams.say(f"沿用 {len(result.kept)} 个已有的编号")
    show_out_of_force(result)
    if not result.given and not result.kept and not result.voided:
        streams.say("没有可以编号的学员（须“是否通过结业考核”为“是”）")
    show_unlisted(result)
    if result.without:
        streams.say(f"未给编号 {len(result.without)} 人：", style="bold red")
        for one in result.without[:SHOWN]:
            name = "" if one.why.startswith(one.name) else f" {one.name}"
            code = f"（{one.code}）" if codes and one.code else ""
            streams.say(f"  {one.sheet} 第{one.row}行{name}：{one.why}{code}")
        if len(result.without) > SHOWN:
            streams.say(f"  … 另有 {len(result.without) - SHOWN} 人（全部见 --json）")
    if result.far:
        streams.say("手工填写的编号确实无误时，请加 --adopt 再运行一次；填错的请改正或清空", style="yellow")
    if not result.written:
        streams.say("工作簿未改动")


def show_unlisted(result: NumberResult) -> None:
    """Numbers in force of people who are no longer in the workbook."""
    if result.unlisted:
        shown = "、".join(f"{number}（{name}）" for number, name in result.unlisted[:SHOWN])
        more = f"等 {len(result.unlisted)} 个" if len(result.unlisted) > SHOWN else ""
        streams.say(f"台账中有效、但本工作簿里没有其人的编号：{shown}{more}", style="yellow")
        streams.say("  不再发证的请作废：gaoyan ledger void 编号 --reason 原因", style="yellow")


def show_out_of_force(result: NumberResult) -> None:
    """Numbers reinstated, serials skipped, and numbers voided."""
    if result.reinstated:
        more = f" 等 {len(result.reinstated)} 个" if len(result.reinstated) > SHOWN else ""
        streams.say(f"作废后重新生效：{'、'.join(result.reinstated[:SHOWN])}{more}", style="yellow")
    if result.renewed:
        streams.say(f"作废 {len(result.renewed)} 个旧编号：{result.renewed[0]} 至 {result.renewed[-1]}", style="yellow")
    for passed in result.passed_over:
        span = str(passed.first) if passed.first == passed.last else f"{passed.first}–{passed.last}"
        streams.say(f"流水号 {span} 留空：{passed.why}", style="yellow")
    if result.voided:
        streams.say(f"作废 {len(result.voided)} 个编号（未通过结业考核，不再分配给他人，已从工作簿删去）：", style="yellow")
        for one in result.voided[:SHOWN]:
            streams.say(f"  {one.sheet} 第{one.row}行 {one.name}：{one.why}")
        if len(result.voided) > SHOWN:
            streams.say(f"  … 另有 {len(result.voided) - SHOWN} 人（全部见 --json）")
