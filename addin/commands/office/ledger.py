"""``gaoyan ledger``: lists, verifies and exports the number ledger, and voids numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from addin.terminal import options, streams
from udfs.records.masking import SENSITIVE_NUMBERS, mask_text
from udfs.values.headings import NAME
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from macros.certificates.ledger_reading import NumberEntry, Verification

HELP = "编号台账：查看、核对、作废、导出。"
EPILOG = """编号一经给出永远记在台账上，不再分配给他人。因未通过考核而作废的，再次通过时原编号重新生效；手工作废的不再生效。
台账默认在用户数据文件夹；多人共用时用 --ledger 或环境变量 GAOYAN_LEDGER 指定文件或数据库地址，如
  postgresql://用户:口令@主机/库名
例：
  gaoyan ledger list --class 2025/市级/09
  gaoyan ledger verify
  gaoyan ledger void 津高研2025090007 --reason 证书印错
  gaoyan ledger export 台账.xlsx"""
SHOWN = 200
SUFFIXES = (".xlsx", ".csv")

Numbers = Annotated[list[str], typer.Argument(metavar="编号…", help="要作废的证书编号，可以多个")]
Reason = Annotated[str, typer.Option("--reason", metavar="原因", help="为什么作废，记入台账")]
Class = Annotated[str, typer.Option("--class", metavar="期", help="只看这一期，如 2025/市级/09")]
OnlyVoid = Annotated[bool, typer.Option("--void", help="只看作废的编号")]
Out = Annotated[str, typer.Argument(metavar="文件", help="要写的文件（.xlsx 或 .csv）")]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]


def list_(class_: Class = "", void: OnlyVoid = False, json: options.Json = False, ledger: options.LedgerPlace = "") -> int:
    """列出台账上的编号：属于谁、哪一期、是否有效、为什么作废。"""
    from macros.certificates.ledger_reading import VOID, listed

    entries = listed(ledger or None)
    SENSITIVE_NUMBERS.spare(one.number for one in entries)
    found = [one for one in entries if (not class_ or one.class_key == class_) and (not void or one.state == VOID)]
    if json:
        streams.put_json({"numbers": [entry_document(one) for one in found]})
        return 0
    if not found:
        streams.say("台账上没有这样的编号")
        return 0
    rows = [(one.number, one.name, one.class_key, one.state, one.given, one.note) for one in found[:SHOWN]]
    streams.put_table(("编号", NAME, "期", "状态", "分配时间", "说明"), rows)
    if len(found) > SHOWN:
        streams.say(f"… 另有 {len(found) - SHOWN} 个（全部见 --json，或 gaoyan ledger export）")
    count = sum(one.state == VOID for one in found)
    streams.say(f"共 {len(found)} 个编号，有效 {len(found) - count}，作废 {count}", style="bold")
    return 0


def verify(json: options.Json = False, ledger: options.LedgerPlace = "") -> int:
    """核对台账：编号不重复，每个流水号都有交代（有效、作废、留空及其原因）。"""
    from macros.certificates.ledger_reading import verify as verified

    found = verified(ledger or None)
    if json:
        streams.put_json(verification_document(found))
    else:
        show_verification(found)
    return 1 if found.problems else 0


def void(numbers: Numbers, reason: Reason, json: options.Json = False, ledger: options.LedgerPlace = "") -> int:
    """作废编号：连同原因留在台账上，不再给任何人；此人下次分配得到新的编号。"""
    from macros.certificates.ledger_reading import taken_out

    if not reason.strip():
        raise Unusable("--reason", "没有写原因", "请写明为什么作废，例如 --reason 证书印错")
    result = taken_out(numbers, reason.strip(), ledger or None)
    done = result.numbers
    SENSITIVE_NUMBERS.spare(done)  # recorded in the ledger, so they are certificate numbers, whatever they look like
    if json:
        streams.put_json({"voided": list(done)})
        return 0
    streams.say(f"已作废 {len(done)} 个编号" + (f"：{'、'.join(done)}" if done else "，它们原来就是作废的"), style="bold")
    if done:
        streams.say("工作簿没有改动：请在填编号的表（附件4，或填好的附件5）中删去这些编号，再运行 gaoyan number 给新的编号")
    for name, last in result.back.items():
        streams.say(f"{name}：作废的是手工填写的编号，此前留空的流水号收回，新的编号从 {last + 1} 起")
    return 0


def export(out: Out, force: Force = False, ledger: options.LedgerPlace = "") -> int:
    """把台账导出成表格，供留档和备查。"""
    from macros.certificates.ledger_reading import listed
    from workbooks.files import replacing

    path = Path(out)
    if path.suffix.lower() not in SUFFIXES:
        raise Unusable(path.name or out, "扩展名应为 .xlsx 或 .csv", "请改正文件名")
    if path.exists() and not force:
        raise Unusable(out, "文件已存在", "请换一个文件名，确要覆盖请加 --force")
    found = listed(ledger or None)
    rows = [(one.number, mask_text(one.name), one.class_key, one.state, one.given, one.changed, one.note) for one in found]
    make = as_csv if path.suffix.lower() == ".csv" else as_workbook
    replacing.replace(path, make(("编号", NAME, "期", "状态", "分配时间", "最近变动", "说明"), rows), private=True)
    streams.say(f"已导出 {len(found)} 个编号：{out}")
    return 0


COMMANDS: dict[str, Callable[..., Any]] = {"list": list_, "verify": verify, "void": void, "export": export}


def entry_document(one: NumberEntry) -> dict[str, object]:
    return {**asdict(one), "name": mask_text(one.name)}


def verification_document(found: Verification) -> dict[str, object]:
    return {
        "series": [{"name": one.name, "last": one.last, "serials": [asdict(span) for span in one.spans]} for one in found.series],
        "uncounted": found.uncounted,
        "problems": list(found.problems),
    }


def show_verification(found: Verification) -> None:
    """Each series with all its serials, then the problems."""
    from macros.certificates.ledger_reading import IN_FORCE, VOID, joined, shown

    for one in found.series:
        parts = [(word, sum(span.last - span.first + 1 for span in one.spans if span.state == word)) for word in (IN_FORCE, VOID)]
        rest = one.last - sum(count for _, count in parts)
        counted = "，".join(f"{word} {count}" for word, count in [*parts, ("未给出", rest)] if count)
        streams.say(f"{one.name}：流水号 1–{one.last}，{counted}" if one.last else f"{one.name}：还没有编号", style="bold")
        streams.put_table(("流水号", "状态", "说明"), [(shown(span), span.state, span.why) for span in joined(one.spans)[:SHOWN]])
    if found.uncounted:
        streams.say(f"另有 {found.uncounted} 个编号不在流水号之内（手工填写的，或整批作废后重编的）")
    if not found.problems:
        streams.say("台账完好：编号没有重复，每个流水号都有交代", style="bold")
        return
    streams.say(f"台账有 {len(found.problems)} 处问题：", style="bold red")
    for problem in found.problems[:SHOWN]:
        streams.say(f"  {problem}")
    streams.say("请停止分配编号，从备份恢复台账，或联系程序维护者")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with a BOM, as Excel expects; cells that look like formulas are escaped."""
    import csv
    import io

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook with one sheet of text cells."""
    import openpyxl

    from workbooks.templates.saving import saved

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "编号台账"
    for at, row in enumerate([headings, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            cell.value, cell.data_type, cell.number_format = value, "s", "@"
    for letters, width in zip("ABCDEFG", (24, 12, 18, 8, 18, 18, 40), strict=True):
        sheet.column_dimensions[letters].width = width
    sheet.freeze_panes = "A2"
    return saved(book)
