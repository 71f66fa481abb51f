"""``gaoyan attendance``: registers leave and absence from attendance sheets or sign-ins in 考勤."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from udfs.values.cells import plain
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from datetime import date

    from udfs.schedule.attendance_signs import State

EPILOG = """来源可以是半天一列的考勤表（√、×、请假、迟到……）、签到导出（一人一次一行）、
钉钉、企业微信的每日统计或打卡记录、腾讯会议等的参会记录（昵称里只有一名学员姓名的才对应）。
无法识别的行不算到课，逐条列出。
按身份证号对应附件4的学员；没有身份证号时按姓名，同名的不猜。
每个半天的学时＝总学时÷全期半天数；师资费的学时合计等于总学时的，按师资费。晚上的课要指定。
迟到、早退按到课计，另行列出。○、△ 等符号各单位用法不同，表内没有注明的请用 --sign 说明。
例：
  gaoyan attendance 本期.xlsx 考勤表.xlsx                      登记考勤，并显示对考核结果的影响
  gaoyan attendance 本期.xlsx 签到.csv --hours-per-session 4   每次课按 4 学时
  gaoyan attendance 本期.xlsx 考勤表.xlsx --sign ○=请假        说明符号
  gaoyan attendance 本期.xlsx 考勤表.xlsx --apply              同时改学时数、是否通过
  gaoyan attendance 本期.xlsx --blank 签到表.xlsx              供打印签名的半天签到表"""

Sources = Annotated[
    list[str] | None, typer.Argument(metavar="考勤…", help="考勤表或签到导出（xlsx、xls、csv、txt），可以多份；- 为标准输入")
]
Blank = Annotated[str, typer.Option("--blank", metavar="文件", help="不登记，只生成供打印签名的半天签到表（.xlsx）")]
Force = Annotated[bool, typer.Option("--force", help="与 --blank 同用：覆盖已有的文件")]
Hours = Annotated[str, typer.Option("--hours-per-session", metavar="学时", help="每次课（半天）的学时；默认总学时÷全期半天数")]
Sign = Annotated[list[str], typer.Option("--sign", metavar="符号=含义", help="符号的含义：到、迟到、请假、缺勤；可重复")]
Unseen = Annotated[bool, typer.Option("--count-unseen", help="来源里完全没有的学员，按全部缺勤计")]
Share = Annotated[
    str,
    typer.Option("--min-share", metavar="比例", help="参会记录：在会满一次课的多少才算到课，如 0.8（默认 80%）"),
]
Apply = Annotated[bool, typer.Option("--apply", help="同时写考核结果：学时数；按退学处理的，结业考核改为“否”")]
TakeNew = Annotated[bool, typer.Option("--take-new", help="与考勤中已填的不一致时，用来源的内容")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示结果，不写入")]


def attendance(
    book: options.Book,
    sources: Sources = None,
    hours: Hours = "",
    sign: Sign = [],  # noqa: B006 (typer reads the default, nobody changes it)
    count_unseen: Unseen = False,
    min_share: Share = "",
    apply: Apply = False,
    take_new: TakeNew = False,
    dry_run: DryRun = False,
    blank: Blank = "",
    force: Force = False,
    json: options.Json = False,
    today: options.Today = "",
    yes: options.Yes = False,
) -> int:
    """登记考勤：由考勤表或签到导出填写请假、缺勤学时，并列出按退学处理的学员。"""
    from addin.reports.attendance import document, show
    from addin.terminal.next_line import show_next
    from addin.terminal.previewing import save
    from macros.attendance.registering import AttendanceSources
    from macros.attendance.registering import attendance as recorded
    from workbooks.closed.closed_book import open_book
    from workbooks.files import replacing

    day = options.day_of(today)
    path = options.book_path(book)
    if blank:
        return blank_sheet(path, blank, force, day)
    if not sources:
        raise Unusable("考勤", "没有给出来源", "请给出考勤表或签到导出；要打印签到表请加 --blank 签到表.xlsx")
    each, signs = hours_of(hours), signs_of(sign)
    if not dry_run:
        replacing.check_free(path)
    pasted = sys.stdin.buffer.read() if "-" in sources else b""
    with streams.working("正在登记考勤"):
        opened = open_book(path)
        given = AttendanceSources(sources, pasted, signs, each, count_unseen, share_of(min_share))
        result = recorded(opened, given, day, apply=apply, take_new=take_new, dry_run=dry_run)
    if not dry_run:
        save(opened, json or yes)
    if json:
        streams.put_json(document(path.name, result, dry_run))
        return 0
    show(result, dry_run)
    show_next(path, book, day, undoable=bool(result.written) and not dry_run)
    return 0


def blank_sheet(path: Path, out: str, force: bool, day: date) -> int:
    """Write the half-day grid to print and sign."""
    from workbooks.attendance.blank import blank_sheet as made
    from workbooks.book.reading import read_file
    from workbooks.files import replacing

    target = Path(out)
    if target.suffix.lower() != ".xlsx":
        raise Unusable(target.name or out, "扩展名应为 .xlsx", "请改正文件名")
    if target.exists() and not force:
        raise Unusable(out, "文件已存在", "请换一个文件名，确要覆盖请加 --force")
    c = read_file(path, day)
    replacing.replace(target, made(c), private=True)
    streams.say(f"已生成 {out}：{len(c.trainees)} 名学员的半天签到表，可直接打印签名")
    streams.say(f"签完后把缺席的填进去，再运行 gaoyan attendance {path.name} {out}")
    return 0


def hours_of(stated: str) -> Decimal | None:
    """The 学时 of one session; None if not given. Errors: Unusable."""
    if not stated:
        return None
    try:
        found = Decimal(stated)
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or not 0 < found <= 24:
        raise Unusable("--hours-per-session", "应为大于0、不超过24的数字", "请写成 4 或 3.5 的形式")
    return found


def share_of(stated: str) -> Fraction:
    """The minimum share of a meeting that counts as presence, from 0.8 or 80%. Errors: Unusable."""
    from workbooks.attendance.meetings import MINIMUM_SHARE

    if not stated:
        return MINIMUM_SHARE
    try:
        found = Fraction(stated.strip().rstrip("%％")) / (100 if stated.strip()[-1] in "%％" else 1)
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if not 0 < found <= 1:
        raise Unusable("--min-share", "应为大于0、不超过1的比例", "请写成 0.8 或 80% 的形式")
    return found


def signs_of(stated: list[str]) -> dict[str, State]:
    """{sign: meaning} from ``--sign``. Errors: Unusable."""
    from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE, PRESENT

    meanings = {str(state): state for state in (PRESENT, LATE, LEAVE, ABSENT)} | {"出勤": PRESENT}
    found = {}
    for one in stated:
        left, _, right = one.replace("＝", "=").rpartition("=")
        if not plain(left) or plain(right) not in meanings:
            raise Unusable(f"--sign {one}", "写法不对", f"请写成“符号=含义”，含义只能是{'、'.join(meanings)}")
        found[plain(left).lower()] = meanings[plain(right)]
    return found
